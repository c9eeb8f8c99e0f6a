"""Reactions, our own entity: the signs people gave to a post, and who."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account


class ReactionJson(TypedDict):
    kind: str
    account: AccountJson


class ReactionsJson(TypedDict):
    """`counts`: how many gave which sign; a sign that nobody gave is left out."""

    counts: dict[str, int]
    people: list[ReactionJson]


def reactions(counts: Mapping[str, int], given: Sequence[tuple[str, FullAccount]]) -> ReactionsJson:
    """One page of them; the counts are of all."""
    return {"counts": dict(counts), "people": [{"kind": kind, "account": account(full)} for kind, full in given]}
