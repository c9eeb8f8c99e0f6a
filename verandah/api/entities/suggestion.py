"""Suggestion: someone to follow, and why."""

from typing import TypedDict

from verandah.domain.graph.queries import Suggestion
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account


class SuggestionJson(TypedDict):
    source: str
    sources: list[str]
    account: AccountJson


def suggestion(row: Suggestion, full: FullAccount) -> SuggestionJson:
    """One of them, with the nearest of the reasons that Mastodon knows."""
    source, sources = "global", ["most_followed"]
    if row.follows_me:
        source, sources = "past_interactions", ["most_interactions"]
    elif row.known:
        source, sources = "past_interactions", ["friends_of_friends"]
    return {"source": source, "sources": sources, "account": account(full)}
