"""Albums for tests, with files whose rows are made by hand: how pictures are made is tested elsewhere."""

from itertools import count
from uuid import uuid4

from django.utils import timezone

from verandah.actions import compiling
from verandah.actions.compiling import AlbumDraft
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

NUMBERS = count(1)


def make_album(author: Account, *media: Media, audience: Audience = Audience.MEMBERS, title: str = "Summer") -> Album:
    """An album with these files."""
    album = compiling.create(author, AlbumDraft(title), uuid4().hex)
    compiling.add(author, album.pk, [row.pk for row in media])
    # Those that no form offers yet are stored as they will be.
    Album.objects.filter(pk=album.pk).update(audience=audience)
    album.refresh_from_db()
    return album


def make_file(owner: Account, post: Post | None = None, kind: Kind = Kind.IMAGE) -> Media:
    """The row of a file, with nothing behind it; in `post` if there is one."""
    if post is not None:
        Post.objects.filter(pk=post.pk).update(has_media=True)
    name = files.new_name()
    return Media.objects.create(
        owner=owner, post=post, kind=kind, state=State.READY, name=name, extension="jpg", content_type="image/jpeg",
        small_extension="jpg", width=120, height=80, small_width=120, small_height=80,
        description=f"Picture {next(NUMBERS)}", created_at=timezone.now(),
    )  # fmt: skip
