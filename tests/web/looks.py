"""Whether a post's words stand on a page: its own, a list, below it, around it."""

from collections.abc import Callable
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.web.notified import WORD
from verandah.base.ids import id_at
from verandah.base.memory import MEMORY
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Bookmark, Post
from verandah.domain.posts.quoting import QuoteState

HTMX = {"HX-Request": "true"}

type Look = Callable[[Client, Account | None, Post], bool]


def page_shows(path: Callable[[Post], str]) -> Look:
    """Whether the page of that address shows the post's words."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        return WORD in client.get(path(post)).content.decode()

    return look


def following_nobody(look: Look) -> Look:
    """What a look shows to a viewer who follows nobody. Afterwards all is as it was."""

    def alone(client: Client, viewer: Account | None, post: Post) -> bool:
        with transaction.atomic():
            if viewer:
                Follow.objects.filter(follower=viewer).delete()
                Account.objects.filter(pk=viewer.pk).update(following_count=0)
            shown = look(client, viewer, post)
            transaction.set_rollback(True)
        # What was kept meanwhile is of a world that has not been.
        MEMORY.clear()
        return shown

    return alone


def four_years_later(look: Look) -> Look:
    """What a look shows of a copy of the post from four years ago, when there was every day of this year as well."""

    def later(client: Client, viewer: Account | None, post: Post) -> bool:
        then = post.created_at.replace(year=post.created_at.year - 4)
        fields = Post.objects.filter(pk=post.pk).values().get()
        old = Post.objects.create(**fields | {"id": id_at(then), "created_at": then, "key": uuid4().hex})
        shown = look(client, viewer, old)
        old.delete()
        return shown

    return later


def page_finds(path: Callable[[Post], str]) -> Look:
    """Whether the page of that address, which repeats the words it was asked for, leads to the post."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        return str(post.id) in client.get(path(post)).content.decode()

    return look


def fragment_shows(path: Callable[[Post], str]) -> Look:
    """The same of what htmx asks for."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        return WORD in client.get(path(post), headers=HTMX).content.decode()

    return look


def is_found_at(name: str, **headers: str) -> Look:
    """Whether there is a page of that name about the post at all; its words do not stand there."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        answer = client.get(reverse(name, args=[post.id]), headers=headers)
        assert answer.status_code in {200, 302, 401, 404}
        return answer.status_code == 200

    return look


def is_kept(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether a post that the viewer has once saved is on the page of what they have saved."""
    if viewer is None:
        return False
    Bookmark.objects.get_or_create(post=post, account=viewer, defaults={"created_at": post.created_at})
    return WORD in client.get(reverse("saved")).content.decode()


def around(**what: str) -> Look:
    """Whether the words show in another post of Bob's, on his profile: one that shares or quotes it."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        with_it = written(Account.objects.get(username="bob"), Audience.MEMBERS, "Look at this", **{what["by"]: post})
        seen = WORD in client.get("/@bob/").content.decode()
        with_it.delete()
        return seen

    return look


def under(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether a comment with the same words, for the same people, shows under a post of Eve's for all members."""
    root = written(Account.objects.get(username="eve"), Audience.MEMBERS, "What have you heard?")
    comment = Post.objects.get(pk=post.pk)
    Post.objects.filter(pk=post.pk).update(parent=root, root=root, is_comment=True)
    seen = {WORD in client.get(reverse("post", args=[number])).content.decode() for number in (root.id, post.id)}
    comment.save(update_fields=["parent", "root", "is_comment"])
    root.delete()
    assert len(seen) == 1
    return seen.pop()


def deep_down(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether it shows among what is fetched of a branch, as an answer to comments of Eve's."""
    eve = Account.objects.get(username="eve")
    root = written(eve, Audience.MEMBERS, "What have you heard?")
    first = written(eve, Audience.MEMBERS, "Anything?", parent=root, root=root, is_comment=True)
    second = written(eve, Audience.MEMBERS, "Anyone?", parent=first, root=root, is_comment=True)
    comment = Post.objects.get(pk=post.pk)
    Post.objects.filter(pk=post.pk).update(parent=second, root=root, is_comment=True)
    seen = WORD in client.get(reverse("post_rest", args=[second.id]), headers=HTMX).content.decode()
    comment.save(update_fields=["parent", "root", "is_comment"])
    root.delete()
    return seen


def commented_on(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether a comment by Eve, for everyone who sees the post, shows under it."""
    eve = Account.objects.get(username="eve")
    comment = written(eve, Audience.MEMBERS, "A warbler, surely", parent=post, root=post, is_comment=True)
    seen = {
        "A warbler, surely" in client.get(reverse("post", args=[number])).content.decode()
        for number in (post.id, comment.id)
    }
    comment.delete()
    assert len(seen) == 1 or (viewer is None and post.audience == Audience.PUBLIC)
    return seen == {True}


def written(author: Account, audience: Audience, text: str, **more: Post | bool) -> Post:
    """A row of a post, stored without any news of it."""
    quote = {"quote_state": QuoteState.ACCEPTED} if "quote_of" in more else {}
    first = Post.objects.order_by("id").first()
    assert first is not None
    return Post.objects.create(
        author=author,
        audience=audience,
        text="" if "share_of" in more else text,
        html="" if "share_of" in more else f"<p>{text}</p>",
        key=uuid4().hex,
        created_at=first.created_at,
        **quote,
        **more,
    )
