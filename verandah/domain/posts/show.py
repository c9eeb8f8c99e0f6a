"""Posts as one viewer sees them: hydrated by one query, then frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account

from .audience import Audience
from .models import Post
from .queries import visible_posts


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post a viewer may see. A template that has one cannot ask the database for more."""

    id: int
    rev: int
    author: ShownAccount
    audience: Audience
    html: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    is_mine: bool

    @property
    def is_short(self) -> bool:
        """Short enough to be set in large type, as people expect of one-line news."""
        return len(self.text) <= 140 and "\n" not in self.text


def show_posts(ids: Sequence[int], viewer: Account | None) -> list[ShownPost]:
    """Those of `ids` that `viewer` may see, in the order given. One query for any number of posts.

    The rule is asked again here, after the ids were found: an id out of a cache never shows what the database
    would refuse.
    """
    rows = {post.id: post for post in visible_posts(viewer, ids)} if ids else {}
    return [show_post(rows[number], viewer) for number in ids if number in rows]


def show_post(post: Post, viewer: Account | None) -> ShownPost:
    """One row, with its author loaded, as `viewer` sees it."""
    return ShownPost(
        id=post.id,
        rev=post.rev,
        author=show_account(post.author),
        audience=Audience(post.audience),
        html=post.html,
        text=post.text,
        created_at=post.created_at,
        edited_at=post.edited_at,
        is_mine=viewer is not None and viewer.id == post.author_id,
    )
