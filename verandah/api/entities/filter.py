"""Filter, its parts, V1::Filter, and FilterResult: what a post has met."""

from collections.abc import Sequence
from typing import TypedDict

from verandah.domain.posts.filters import FilterMatch, ShownFilter, ShownFilterPost, ShownKeyword

from .dates import moment_or_none


class FilterKeywordJson(TypedDict):
    id: str
    keyword: str
    whole_word: bool


class FilterStatusJson(TypedDict):
    id: str
    status_id: str


class FilterHead(TypedDict):
    """A filter without what it looks for."""

    id: str
    title: str
    context: list[str]
    expires_at: str | None
    filter_action: str


class FilterJson(FilterHead):
    keywords: list[FilterKeywordJson]
    statuses: list[FilterStatusJson]


class FirstFilterJson(TypedDict):
    """One keyword, as older apps know a filter."""

    id: str
    phrase: str
    context: list[str]
    whole_word: bool
    expires_at: str | None
    irreversible: bool


class FilterResultJson(TypedDict):
    filter: FilterHead
    keyword_matches: list[str]
    status_matches: list[str]


def filter_results(found: Sequence[FilterMatch]) -> list[FilterResultJson]:
    """What stands in `Status.filtered`."""
    return [
        {
            "filter": filter_head(one.filter),
            "keyword_matches": list(one.keywords),
            "status_matches": [str(number) for number in one.posts],
        }
        for one in found
    ]


def filter_head(one: ShownFilter) -> FilterHead:
    """A filter without what it looks for."""
    return {
        "id": str(one.id),
        "title": one.title,
        "context": list(one.contexts),
        "expires_at": moment_or_none(one.until),
        "filter_action": one.action,
    }


def filter_json(one: ShownFilter) -> FilterJson:
    """A filter with all it looks for."""
    return {
        **filter_head(one),
        "keywords": [filter_keyword(word) for word in one.keywords],
        "statuses": [filter_status(row) for row in one.posts],
    }


def filter_keyword(word: ShownKeyword) -> FilterKeywordJson:
    """A word that a filter looks for."""
    return {"id": str(word.id), "keyword": word.keyword, "whole_word": word.is_whole_word}


def filter_status(row: ShownFilterPost) -> FilterStatusJson:
    """A single post that a filter is for."""
    return {"id": str(row.id), "status_id": str(row.post_id)}


def first_filters(one: ShownFilter) -> list[FirstFilterJson]:
    """A filter as older apps know it: each of its keywords is one of its own."""
    return [
        {
            "id": str(word.id),
            "phrase": word.keyword,
            "context": list(one.contexts),
            "whole_word": word.is_whole_word,
            "expires_at": moment_or_none(one.until),
            "irreversible": one.action == "hide",
        }
        for word in one.keywords
    ]
