"""What a member's policy does with a notice: tell it, hold it back, or drop it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from .models import Notification

Kind = Notification.Kind

# Of whom a member can say what becomes of their notices, and what they can say.
PARTS = ("not_following", "not_followers", "new_accounts", "private_mentions", "limited_accounts", "bots")
CHOICES = ("accept", "filter", "drop")

# Who has followed for less is no follower yet, and who has joined later is new.
FOLLOWER_AFTER = timedelta(days=3)
NEW_FOR = timedelta(days=30)

# What strangers can do to someone. Everything else follows from what the recipient has done or is asked to look after.
HELD_KINDS = frozenset(
    {
        Kind.MENTION,
        Kind.COMMENT,
        Kind.REACTION,
        Kind.SHARE,
        Kind.QUOTE,
        Kind.POST,
        Kind.FOLLOW,
        Kind.FOLLOW_REQUEST,
        Kind.FRIEND_REQUEST,
        Kind.WALL,
    }
)


class Verdict(IntEnum):
    """What becomes of a notice."""

    TELL = 0
    HOLD = 1
    DROP = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How someone stands to the member whom their deed concerns."""

    is_followed: bool
    follows_since: datetime | None
    joined_at: datetime | None
    is_limited: bool
    is_bot: bool
    # They speak to named people only, and it is no answer to what the member has said.
    speaks_privately: bool


def verdict(policy: Mapping[str, str], standing: Standing, now: datetime) -> Verdict:
    """The strictest of what `policy` says of all that `standing` is."""
    said = (policy.get(part, "accept") for part in parts_of(standing, now))
    return max((Verdict(CHOICES.index(word)) for word in said), default=Verdict.TELL)


def parts_of(standing: Standing, now: datetime) -> Iterator[str]:
    """What a policy can say of them. Whom the member follows is no stranger, however new."""
    if standing.follows_since is None or standing.follows_since > now - FOLLOWER_AFTER:
        yield "not_followers"
    if standing.is_followed:
        return
    yield "not_following"
    if standing.joined_at is None or standing.joined_at > now - NEW_FOR:
        yield "new_accounts"
    if standing.speaks_privately:
        yield "private_mentions"
    if standing.is_limited:
        yield "limited_accounts"
    if standing.is_bot:
        yield "bots"
