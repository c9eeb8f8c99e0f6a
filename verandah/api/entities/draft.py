"""SavedDraft, our own entity: what someone is writing and has not sent."""

from typing import TypedDict

from verandah.domain.posts.drafts import ShownDraft

from .dates import moment


class FieldJson(TypedDict):
    name: str
    value: str


class SavedDraftJson(TypedDict):
    """`fields`: what the form holds. `version` grows each time it is kept."""

    key: str
    place: str
    fields: list[FieldJson]
    version: int
    created_at: str
    updated_at: str


def saved_draft(shown: ShownDraft) -> SavedDraftJson:
    """A draft, as its author is told of it."""
    return {
        "key": shown.key,
        "place": shown.place,
        "fields": [{"name": name, "value": value} for name, value in shown.fields],
        "version": shown.version,
        "created_at": moment(shown.created_at),
        "updated_at": moment(shown.updated_at),
    }
