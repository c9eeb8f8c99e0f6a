"""Suggestion: someone to follow, and why."""

from typing import TypedDict

from verandah.domain.graph.queries import Suggestion
from verandah.domain.graph.reasons import Reason
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account

# The nearest words that Mastodon knows: the one of old, and the one of now.
SOURCES = {
    Reason.FOLLOWS_ME: ("past_interactions", "most_interactions"),
    Reason.FRIENDS_OF_FRIENDS: ("past_interactions", "friends_of_friends"),
    Reason.FOLLOWED_BY_FOLLOWED: ("past_interactions", "friends_of_friends"),
    Reason.INVITER: ("past_interactions", "most_interactions"),
    Reason.SAME_ANSWER: ("global", "similar_to_recently_followed"),
    Reason.SAME_TAG: ("global", "similar_to_recently_followed"),
    Reason.STAFF_PICK: ("staff", "featured"),
    Reason.NEWCOMER: ("global", "most_followed"),
}


class SuggestionJson(TypedDict):
    source: str
    sources: list[str]
    account: AccountJson


def suggestion(row: Suggestion, full: FullAccount) -> SuggestionJson:
    """One of them, with the nearest of the reasons that Mastodon knows."""
    source, word = SOURCES[row.reason]
    return {"source": source, "sources": [word], "account": account(full)}
