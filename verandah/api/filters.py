"""Filters: what I do not want to read, or only after a warning; in the newer form and in the older."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import filtering
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.base import limits
from verandah.base.errors import Invalid, NotFound
from verandah.domain.posts import filters
from verandah.domain.posts.filters import ShownFilter

from .door import MemberRequest, endpoint, told
from .entities.filter import filter_json, filter_keyword, filter_status, first_filters
from .parameters import Parameters


@endpoint("GET", "read:filters")
def index(request: MemberRequest) -> HttpResponse:
    """My filters."""
    return told([filter_json(one) for one in filters.all_filters(request.viewer)])


@endpoint("POST", "write:filters")
def create(request: MemberRequest) -> HttpResponse:
    """Make a filter."""
    limits.take("write", str(request.viewer.id))
    return one(request, filtering.create(request.viewer, draft_from(request.parameters)))


@endpoint("GET", "read:filters")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One of my filters."""
    return one(request, number)


@endpoint("PUT", "write:filters")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Change a filter. What is not named stays."""
    limits.take("write", str(request.viewer.id))
    filtering.change(request.viewer, number, draft_from(request.parameters))
    return one(request, number)


@endpoint("DELETE", "write:filters")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Delete a filter."""
    limits.take("write", str(request.viewer.id))
    filtering.delete(request.viewer, number)
    return told({})


@endpoint("GET", "read:filters")
def keywords(request: MemberRequest, number: int) -> HttpResponse:
    """The words that a filter looks for."""
    return told([filter_keyword(word) for word in filters.one_filter(request.viewer, number).keywords])


@endpoint("POST", "write:filters")
def add_keyword(request: MemberRequest, number: int) -> HttpResponse:
    """Let a filter look for one more word."""
    limits.take("write", str(request.viewer.id))
    return keyword(request, filtering.add_keyword(request.viewer, number, keyword_from(request.parameters)))


@endpoint("GET", "read:filters")
def show_keyword(request: MemberRequest, number: int) -> HttpResponse:
    """One word that a filter looks for."""
    return keyword(request, number)


@endpoint("PUT", "write:filters")
def change_keyword(request: MemberRequest, number: int) -> HttpResponse:
    """Change a word that a filter looks for."""
    limits.take("write", str(request.viewer.id))
    filtering.change_keyword(request.viewer, number, keyword_from(request.parameters))
    return keyword(request, number)


@endpoint("DELETE", "write:filters")
def remove_keyword(request: MemberRequest, number: int) -> HttpResponse:
    """Let a filter no longer look for a word."""
    limits.take("write", str(request.viewer.id))
    filtering.remove_keyword(request.viewer, number)
    return told({})


@endpoint("GET", "read:filters")
def statuses(request: MemberRequest, number: int) -> HttpResponse:
    """The single posts that a filter is for."""
    return told([filter_status(row) for row in filters.one_filter(request.viewer, number).posts])


@endpoint("POST", "write:filters")
def add_status(request: MemberRequest, number: int) -> HttpResponse:
    """Let a filter be for one more post."""
    limits.take("write", str(request.viewer.id))
    found = filtering.add_post(request.viewer, number, request.parameters.number("status_id", 0))
    return told(filter_status(filters.one_filter_post(request.viewer, found)))


@endpoint("GET", "read:filters")
def show_status(request: MemberRequest, number: int) -> HttpResponse:
    """A single post that a filter is for."""
    return told(filter_status(filters.one_filter_post(request.viewer, number)))


@endpoint("DELETE", "write:filters")
def remove_status(request: MemberRequest, number: int) -> HttpResponse:
    """Let a filter no longer be for a post."""
    limits.take("write", str(request.viewer.id))
    filtering.remove_post(request.viewer, number)
    return told({})


@endpoint("GET", "read:filters")
def first_index(request: MemberRequest) -> HttpResponse:
    """My filters as older apps know them: each word is one."""
    return told([word for one in filters.all_filters(request.viewer) for word in first_filters(one)])


@endpoint("POST", "write:filters")
def first_create(request: MemberRequest) -> HttpResponse:
    """Make a filter of one word."""
    limits.take("write", str(request.viewer.id))
    draft = first_draft_from(request.parameters)
    word = KeywordDraft(request.parameters.text("phrase"), request.parameters.flag("whole_word"))
    made = filtering.create(request.viewer, replace(draft, title=word.keyword, keywords=(word,)))
    return told(first_filters(filters.one_filter(request.viewer, made))[0])


@endpoint("GET", "read:filters")
def first_show(request: MemberRequest, number: int) -> HttpResponse:
    """One word as a filter."""
    return first(request, number)


@endpoint("PUT", "write:filters")
def first_change(request: MemberRequest, number: int) -> HttpResponse:
    """Change a filter of one word. Where a newer app has put more words in it, only the word can be changed here."""
    limits.take("write", str(request.viewer.id))
    asked, found = request.parameters, filters.filter_of_keyword(request.viewer, number)
    draft = changes(first_draft_from(asked), found)
    if draft != FilterDraft() and len(filters.one_filter(request.viewer, found.id).keywords) > 1:
        raise Invalid("phrase", _("This filter looks for several words. Change it in an app that knows them."))
    word = KeywordDraft(
        asked.text("phrase") if asked.has("phrase") else None,
        asked.flag("whole_word") if asked.has("whole_word") else None,
        number,
    )
    filtering.change(request.viewer, found.id, replace(draft, keywords=(word,)))
    return first(request, number)


@endpoint("DELETE", "write:filters")
def first_delete(request: MemberRequest, number: int) -> HttpResponse:
    """Delete a word, and its filter with the last one."""
    limits.take("write", str(request.viewer.id))
    filtering.remove_keyword(request.viewer, number, with_filter=True)
    return told({})


def one(request: MemberRequest, number: int) -> HttpResponse:
    """A filter as it is now."""
    return told(filter_json(filters.one_filter(request.viewer, number)))


def keyword(request: MemberRequest, number: int) -> HttpResponse:
    """A word of a filter as it is now."""
    return told(filter_keyword(filters.filter_of_keyword(request.viewer, number).keywords[0]))


def first(request: MemberRequest, number: int) -> HttpResponse:
    """A word as a filter, as it is now."""
    return told(first_filters(filters.filter_of_keyword(request.viewer, number))[0])


def draft_from(asked: Parameters) -> FilterDraft:
    """What the app wants a filter to be like."""
    return FilterDraft(
        asked.text("title") if asked.has("title") else None,
        tuple(asked.texts("context")) if asked.has("context") else None,
        asked.text("filter_action") or None,
        seconds_from(asked),
        tuple(keyword_from(Parameters(item)) for item in asked.items("keywords_attributes") if isinstance(item, dict)),
    )


def first_draft_from(asked: Parameters) -> FilterDraft:
    """The same from an older app, without its word."""
    return FilterDraft(
        None,
        tuple(asked.texts("context")) if asked.has("context") else None,
        ("hide" if asked.flag("irreversible") else "warn") if asked.has("irreversible") else None,
        seconds_from(asked),
    )


def changes(draft: FilterDraft, found: ShownFilter) -> FilterDraft:
    """What of the draft differs from the filter that is there: older apps send everything each time."""
    return FilterDraft(
        None,
        None if draft.contexts is not None and set(draft.contexts) == set(found.contexts) else draft.contexts,
        None if draft.action == found.action else draft.action,
        None if draft.seconds == 0 and found.until is None else draft.seconds,
    )


def keyword_from(asked: Parameters) -> KeywordDraft:
    """A word, new or with its id. Raises NotFound for an id that is none."""
    number = asked.number("id", 0) if asked.text("id") else None
    if number == 0:
        raise NotFound
    return KeywordDraft(
        asked.text("keyword") if asked.has("keyword") else None,
        asked.flag("whole_word") if asked.has("whole_word") else None,
        number,
        asked.flag("_destroy"),
    )


def seconds_from(asked: Parameters) -> int | None:
    """In how many seconds a filter ends: None when nothing is said, 0 for never, which is said by saying nothing."""
    if "expires_in" not in asked.values:
        return None
    text = asked.text("expires_in")
    return asked.number("expires_in", -1) if text else 0
