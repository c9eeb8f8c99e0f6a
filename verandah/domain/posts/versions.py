"""What a post was before it was changed, and what it is now, for a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verandah.base.markup import parse
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import mentionable, reachable
from verandah.domain.media.show import ShownMedia, media_of

from .models import Post, PostVersion
from .polls import titles_of
from .queries import visible_post


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """The post as it was from `created_at` on. `named`: the user names in `text` that lead to someone."""

    text: str
    warning: str
    is_sensitive: bool
    created_at: datetime
    media: tuple[ShownMedia, ...]
    poll_titles: tuple[str, ...]
    named: frozenset[str]


def versions_of(viewer: Account | None, post_id: int) -> list[ShownVersion]:
    """All versions of a post that `viewer` may see, the first one first, the present one last. Raises NotFound."""
    post = visible_post(viewer, post_id)
    media = media_of([post.pk]).get(post.pk, ()) if post.has_media else ()
    rows = [*PostVersion.objects.filter(post=post).order_by("pk"), present(post, media)]
    named = names_in(viewer, post.author, [row.text for row in rows])
    return [version(row, media, named, post.is_blurred) for row in rows]


def present(post: Post, media: Sequence[ShownMedia]) -> PostVersion:
    """What the post is now, as a version that nobody stores."""
    return PostVersion(
        text=post.text,
        warning=post.warning,
        is_sensitive=post.is_sensitive,
        created_at=post.edited_at or post.created_at,
        media=[{"id": file.id, "description": file.description} for file in media],
        poll_titles=titles_of(post) if post.has_poll else [],
    )


def version(row: PostVersion, media: Sequence[ShownMedia], named: frozenset[str], is_blurred: bool) -> ShownVersion:
    """One version. What its author has taken out of the post since is shown to nobody."""
    there = {file.id: file for file in media}
    return ShownVersion(
        text=row.text,
        warning=row.warning,
        is_sensitive=row.is_sensitive or is_blurred,
        created_at=row.created_at,
        media=tuple(
            replace(there[one["id"]], description=one["description"]) for one in row.media if one["id"] in there
        ),
        poll_titles=tuple(row.poll_titles),
        named=named,
    )


def stamp_of(post: Post) -> str:
    """Which version of a post this is: the moment of its last change; empty for the first one."""
    return stamp_of_moment(post.edited_at)


def stamp_of_moment(edited_at: datetime | None) -> str:
    """The same of a post that was changed last then."""
    return edited_at.isoformat() if edited_at else ""


def names_in(viewer: Account | None, author: Account, texts: Sequence[str]) -> frozenset[str]:
    """Those user names in any of the texts that belong to someone `author` may name, and whom `viewer` may know of."""
    names = {name for text in texts for name in parse(text).mentions}
    named = mentionable(author, sorted(names)) if names else {}
    return frozenset(reachable(viewer, list(named)) if viewer else named)
