"""Whether a file of a post shows among all photos or videos of its author."""

from uuid import uuid4

from django.test import Client

from tests.web.looks import Look
from tests.web.notified import WORD
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.posts.models import Post


def shows_file(tab: str, kind: Kind) -> Look:
    """Whether a file of the post, described with its word, shows in that tab of its author's profile."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        facts = {"state": State.READY, "extension": "jpg", "description": WORD, "created_at": post.created_at}
        row = Media.objects.create(owner_id=post.author_id, post=post, kind=kind, name=uuid4().hex, **facts)
        Post.objects.filter(pk=post.pk).update(has_media=True)
        answer = client.get(f"/@{post.author.username}/{tab}/")
        row.delete()
        Post.objects.filter(pk=post.pk).update(has_media=False)
        return WORD in answer.content.decode()

    return look


shows_photo, shows_video = shows_file("photos", Kind.IMAGE), shows_file("videos", Kind.VIDEO)
