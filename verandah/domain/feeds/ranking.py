"""What to read first after some time away: quiet people before loud ones, each post with its reason. Pure.

There is no score, and nothing is learned from what anyone reads: the order follows from the facts below alone, and
each reason is told beside its post.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

# So many of one person's posts are shown; the rest stand on their profile.
MOST_OF_ONE = 3
# Whoever has said no more than this in thirty days rarely writes.
RARELY = 3


class Why(IntEnum):
    """Why a post stands where it does, the first reason first."""

    NAMES_ME = 1
    CLOSE_FRIEND = 2
    FIRST_IN_LONG = 3
    RARELY_WRITES = 4
    FRIEND = 5
    FOLLOWED = 6
    TAG = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that came while someone was away, and what is known of its author to whoever reads.

    `said`: how many posts of theirs the reader could see in the last thirty days, these included; `said_before`: how
    many of them are from before the time away.
    """

    post_id: int
    author_id: int
    names_me: bool = False
    is_close: bool = False
    is_friend: bool = False
    is_followed: bool = True
    said: int = 1
    said_before: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A post in its place. `rest`: how many more there are of this author, at their last one that is shown."""

    post_id: int
    author_id: int
    why: Why
    said: int
    rest: int = 0


def placed(candidates: Iterable[Candidate], most: int) -> list[Placed]:
    """The posts in the order in which they are worth reading: by reason, then quiet people first, then newest first."""
    ordered = sorted(candidates, key=lambda one: (why(one), one.said, -one.post_id))
    totals, shown = Counter(one.author_id for one in ordered), Counter[int]()
    found: list[Placed] = []
    for one in ordered:
        shown[one.author_id] += 1
        if shown[one.author_id] > MOST_OF_ONE or len(found) == most:
            continue
        is_last = shown[one.author_id] == MOST_OF_ONE
        rest = totals[one.author_id] - MOST_OF_ONE if is_last else 0
        found.append(Placed(one.post_id, one.author_id, told(why(one), shown[one.author_id]), one.said, rest))
    return found


def told(reason: Why, number: int) -> Why:
    """The reason as it stands beside the `number`th post of one person: only one can be the first in a long time."""
    return Why.RARELY_WRITES if reason == Why.FIRST_IN_LONG and number > 1 else reason


def why(one: Candidate) -> Why:
    """The first reason that holds."""
    if one.names_me:
        return Why.NAMES_ME
    if one.is_close:
        return Why.CLOSE_FRIEND
    if not one.is_friend and not one.is_followed:
        return Why.TAG
    if one.said_before == 0 and one.said <= RARELY:
        return Why.FIRST_IN_LONG
    if one.said <= RARELY:
        return Why.RARELY_WRITES
    return Why.FRIEND if one.is_friend else Why.FOLLOWED
