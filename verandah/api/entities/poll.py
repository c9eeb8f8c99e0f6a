"""Poll: a question under a post, and what the viewer has answered."""

from typing import TypedDict

from verandah.domain.posts.polls import ShownPoll

from .account import Nothing
from .dates import moment_or_none


class PollOptionJson(TypedDict):
    title: str
    votes_count: int | None


class PollJson(TypedDict):
    id: str
    expires_at: str | None
    expired: bool
    multiple: bool
    votes_count: int
    voters_count: int
    voted: bool
    own_votes: list[int]
    options: list[PollOptionJson]
    emojis: Nothing


def poll(shown: ShownPoll) -> PollJson:
    """A poll. Typed apps need `voted` and `own_votes` also when nobody is signed in."""
    return {
        "id": str(shown.id),
        "expires_at": moment_or_none(shown.ends_at),
        "expired": shown.expired,
        "multiple": shown.multiple,
        "votes_count": shown.votes_count,
        "voters_count": shown.voters_count,
        "voted": shown.voted,
        "own_votes": list(shown.own_votes),
        "options": [{"title": title, "votes_count": votes} for title, votes in shown.options],
        "emojis": [],
    }
