"""Conversation: what single people and the viewer have said to each other."""

from collections.abc import Sequence
from typing import TypedDict

from verandah.domain.posts.correspondence import Thread
from verandah.domain.posts.full import FullAccount, FullPost

from .account import AccountJson, account
from .status import StatusJson, status


class ConversationJson(TypedDict):
    id: str
    unread: bool
    accounts: list[AccountJson]
    last_status: StatusJson | None


def conversation(row: Thread, newest: FullPost, others: Sequence[FullAccount]) -> ConversationJson:
    """One conversation. What the viewer said last themselves is not news to them."""
    return {
        "id": str(row.id),
        "unread": row.newest_id > row.last_read_id and not newest.post.is_mine,
        "accounts": [account(full) for full in others],
        "last_status": status(newest, for_member=True),
    }
