"""What someone does not want to read: their filters, and which of them a text meets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, Value
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.letters import folded, is_word, script_of
from verandah.base.reading import rows as rows_of
from verandah.domain.accounts.models import Account

from .models import Filter, FilterKeyword, FilterPost

CONTEXTS = ("home", "notifications", "public", "thread", "account")
ACTIONS = ("warn", "hide", "blur")
# Scripts that put no blanks between words: where a word ends in them cannot be seen.
UNSPACED = frozenset({"HAN", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"})

HAS_FILTERS = "SELECT 1 FROM verandah_filter WHERE owner_id = %(viewer)s LIMIT 1"


@dataclass(frozen=True, slots=True)
class ShownKeyword:
    """A word that a filter looks for."""

    id: int
    keyword: str
    is_whole_word: bool


@dataclass(frozen=True, slots=True)
class ShownFilterPost:
    """A single post that a filter is for."""

    id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter with all it looks for."""

    id: int
    title: str
    contexts: tuple[str, ...]
    action: str
    until: datetime | None
    keywords: tuple[ShownKeyword, ...] = ()
    posts: tuple[ShownFilterPost, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterMatch:
    """A filter that a post meets, by which of its words, or because it is for this very post."""

    filter: ShownFilter
    keywords: tuple[str, ...]
    posts: tuple[int, ...]


def has_filters(viewer: Account | None) -> bool:
    """Whether `viewer` has any filter at all, be it one that has run out."""
    return viewer is not None and bool(rows_of(HAS_FILTERS, {"viewer": viewer.id}))


def active_filters(viewer: Account | None, context: str = "") -> tuple[ShownFilter, ...]:
    """The filters of `viewer` that have not run out, for `context` or (when empty) for any. One query for whoever has
    none, two for others, none for guests.

    Every post is told with those of all contexts; the app knows where it shows it.
    """
    if viewer is None or not has_filters(viewer):
        return ()
    now = timezone.now()
    found = (one for one in rows(viewer) if one.until is None or one.until > now)
    return tuple(one for one in found if not context or context in one.contexts)


def matches(filters: Sequence[ShownFilter], text: str, post_id: int) -> tuple[FilterMatch, ...]:
    """Which of `filters` a post meets. `text`: all that is to be read of it, its warning and descriptions too. Pure.

    Not for the viewer's own posts, and for a share what is shared counts.
    """
    if not filters:
        return ()
    folded_text = comparable(text)
    found = (match(one, folded_text, post_id) for one in filters)
    return tuple(one for one in found if one.keywords or one.posts)


def hides(found: Sequence[FilterMatch], context: str) -> bool:
    """Whether one of the filters that a post meets takes it out of `context` altogether."""
    return any(one.filter.action == "hide" and context in one.filter.contexts for one in found)


def match(one: ShownFilter, text: str, post_id: int) -> FilterMatch:
    """What of `one` is met by a text in its comparable form."""
    keywords = tuple(word.keyword for word in one.keywords if holds(text, sought(word.keyword), word.is_whole_word))
    return FilterMatch(one, keywords, tuple(row.post_id for row in one.posts if row.post_id == post_id))


def holds(text: str, word: str, is_whole: bool) -> bool:
    """Whether `word` stands in `text`, both in comparable form; when `is_whole`, not as a part of another word."""
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        if not is_whole or (parts(text[start - 1 : start], word[0]) and parts(word[-1], text[end : end + 1])):
            return True
        start = text.find(word, start + 1)
    return False


def parts(left: str, right: str) -> bool:
    """Whether a word may end between these two letters; an empty one is the edge of the text."""
    if not left or not right or not is_word(left) or not is_word(right):
        return True
    return not UNSPACED.isdisjoint((script_of(left), script_of(right)))


def comparable(text: str) -> str:
    """A text as it is searched: no upper case, one blank for any, one sigma wherever it stands."""
    return " ".join(folded(text).split()).replace("ς", "σ")


@lru_cache(4096)
def sought(keyword: str) -> str:
    """A keyword as it is searched for."""
    return comparable(keyword)


def all_filters(viewer: Account) -> tuple[ShownFilter, ...]:
    """Every filter of `viewer`, oldest first, those that have run out too. One query."""
    return rows(viewer)


def one_filter(viewer: Account, filter_id: int) -> ShownFilter:
    """A filter of `viewer`. Raises NotFound."""
    return only(rows(viewer, Q(pk=filter_id)))


def filter_of_keyword(viewer: Account, keyword_id: int) -> ShownFilter:
    """The filter that holds this keyword, with this keyword alone. Raises NotFound."""
    row = FilterKeyword.objects.filter(pk=keyword_id, filter__owner=viewer).first()
    if row is None:
        raise NotFound
    whole = one_filter(viewer, row.filter_id)
    return replace(whole, keywords=tuple(word for word in whole.keywords if word.id == keyword_id))


def one_filter_post(viewer: Account, number: int) -> ShownFilterPost:
    """That a filter of `viewer` is for a single post. Raises NotFound."""
    row = FilterPost.objects.filter(pk=number, filter__owner=viewer).first()
    if row is None:
        raise NotFound
    return ShownFilterPost(row.id, row.post_id)


def only(found: Sequence[ShownFilter]) -> ShownFilter:
    if not found:
        raise NotFound
    return found[0]


def rows(viewer: Account, which: Q | None = None) -> tuple[ShownFilter, ...]:
    """Filters with what they look for, in one query: a row for each filter, each keyword and each post."""
    mine = Filter.objects.filter(which or Q(), owner=viewer)
    head = ("id", "title", "contexts", "action", "until")
    inner = [f"filter__{name}" for name in head]
    own = mine.values_list(*head, Value(0), Value(""), Value(False), Value(0))
    words = FilterKeyword.objects.filter(filter__in=mine)
    posts = FilterPost.objects.filter(filter__in=mine)
    everything = own.union(
        words.values_list(*inner, F("id"), F("keyword"), F("is_whole_word"), Value(0)),
        posts.values_list(*inner, F("id"), Value(""), Value(False), F("post_id")),
        all=True,
    )
    return gathered(list(everything))


def gathered(found: list[tuple[Any, ...]]) -> tuple[ShownFilter, ...]:
    """Filters made of the rows above, in the order of their ids."""
    filters: dict[int, ShownFilter] = {}
    for number, title, contexts, action, until, part, keyword, is_whole, post_id in sorted(found, key=by_ids):
        one = filters.get(number) or ShownFilter(number, title, tuple(contexts.split()), action, until)
        if post_id:
            one = replace(one, posts=(*one.posts, ShownFilterPost(part, post_id)))
        elif part:
            one = replace(one, keywords=(*one.keywords, ShownKeyword(part, keyword, bool(is_whole))))
        filters[number] = one
    return tuple(filters.values())


def by_ids(row: tuple[Any, ...]) -> tuple[int, int]:
    """The filter, then its part."""
    return row[0], row[5]
