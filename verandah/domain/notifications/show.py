"""Notices as their recipient sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.posts.show import ShownPost, show_posts

from .kinds import KINDS
from .models import Notification


@dataclass(frozen=True, slots=True)
class ShownNotification:
    """One notice; `post` only when it is about a post."""

    id: int
    kind: str
    actor: ShownAccount
    post: ShownPost | None
    created_at: datetime
    is_new: bool


def show_notifications(ids: Sequence[int], viewer: Account, last_read_id: int) -> list[ShownNotification]:
    """Those of `ids` that are `viewer`'s, in the order given. Three queries for any number of notices."""
    rows = {row.id: row for row in Notification.objects.filter(id__in=ids, recipient=viewer).select_related("actor")}
    posts = {post.id: post for post in show_posts([row.post_id for row in rows.values() if row.post_id], viewer)}
    return [
        ShownNotification(
            id=row.id,
            kind=KINDS[Notification.Kind(row.kind)],
            actor=show_account(row.actor),
            post=posts.get(row.post_id) if row.post_id else None,
            created_at=row.created_at,
            is_new=row.id > last_read_id,
        )
        for row in (rows[number] for number in ids if number in rows)
        if not row.post_id or row.post_id in posts
    ]
