"""Answers, our own entities: a reaction on offer, a share with its id, and how someone stands to a conversation."""

from typing import TypedDict

from verandah.domain.posts.standing import Told

from .account import AccountJson


class OfferedJson(TypedDict):
    """`kind`: a word of `domain.posts.models.Reaction`."""

    kind: str


class ShareJson(TypedDict):
    """`id`: of the share, which is a post of its own."""

    id: str
    account: AccountJson


class ConversationStateJson(TypedDict):
    """`followed`: told of every comment. `muted`: told of none."""

    followed: bool
    muted: bool


def state_of(told: Told) -> ConversationStateJson:
    """How someone stands to a conversation."""
    return {"followed": told.followed, "muted": told.muted}
