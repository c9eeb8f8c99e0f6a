"""What someone is writing and has not sent: as only they see it, and what a form may leave behind."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from verandah.base import reading
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account

from .models import SavedDraft

MOST_DRAFTS = 50
# Characters of all that one form holds, names of fields included.
LONGEST_DRAFT = 65_536
# With its key and its secret as many as a form may have.
MOST_FIELDS = 98
LONGEST_NAME = 64
DIGITS = 19
# No draft without one of these: what is chosen from a list says nothing alone.
FILES, WORDS = "media", ("text", "warning", "place", "poll-option")
# What belongs to the form as it was sent, not to what is written in it.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "key", "keep", "add", "next", "inline"})

KEY = re.compile("[A-Za-z0-9_-]{1,64}")
PLACE = re.compile("(?:[cew][0-9]{1,19})?")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
UNSAID = """
SELECT EXISTS (SELECT 1 FROM verandah_scheduledpost s WHERE s.author_id = %(viewer)s),
       EXISTS (SELECT 1 FROM verandah_saveddraft d
               WHERE d.author_id = %(viewer)s AND d.place = %(place)s AND d.dropped_at IS NULL)
"""
IN_PLACE = """
SELECT 1 FROM verandah_saveddraft d
WHERE d.author_id = %(viewer)s AND d.place = %(place)s AND d.dropped_at IS NULL LIMIT 1
"""

type Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A form as it was left. `version` counts how often it was kept."""

    key: str
    place: str
    fields: Fields
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def text(self) -> str:
        """The words of it."""
        return next((value for name, value in self.fields if name == "text"), "")

    @property
    def files(self) -> list[int]:
        """Ids of the files in it."""
        return files_in(self.fields)

    @property
    def about(self) -> int:
        """The id of what its place is about; 0 for a post."""
        return int(self.place[1:] or 0)


class Unsaid(NamedTuple):
    """Whether something of a member's has yet to be said at its time, and whether they have begun something here."""

    waits: bool
    is_begun: bool


def unsaid(viewer: Account, place: str = "") -> Unsaid:
    """Both at once, by one query."""
    waits, is_begun = reading.rows(UNSAID, {"viewer": viewer.pk, "place": place})[0]
    return Unsaid(bool(waits), bool(is_begun))


def is_begun(viewer: Account, place: str) -> bool:
    """Whether `viewer` has begun to write something there."""
    return bool(reading.rows(IN_PLACE, {"viewer": viewer.pk, "place": place}))


def saved_drafts(viewer: Account) -> list[ShownDraft]:
    """All that `viewer` has begun, what was touched last first."""
    rows = SavedDraft.objects.filter(author=viewer, dropped_at=None).order_by("-updated_at", "-pk")
    return [show_draft(row) for row in rows[:MOST_DRAFTS]]


def saved_draft(viewer: Account, key: str) -> ShownDraft | None:
    """The one of that key, if it is still there."""
    row = SavedDraft.objects.filter(author=viewer, key=key, dropped_at=None).first()
    return show_draft(row) if row else None


def newest_draft(viewer: Account, place: str) -> ShownDraft | None:
    """What `viewer` has begun there last."""
    rows = SavedDraft.objects.filter(author=viewer, place=place, dropped_at=None)
    row = rows.order_by("-updated_at", "-pk").first()
    return show_draft(row) if row else None


def show_draft(row: SavedDraft) -> ShownDraft:
    """A row as its author sees it."""
    fields = tuple((str(name), str(value)) for name, value in row.content["fields"])
    return ShownDraft(row.key, row.place, fields, row.content["version"], row.created_at, row.updated_at)


def keepable(pairs: Iterable[tuple[str, str]]) -> Fields:
    """What is kept of a form. Raises Invalid when it is more than can be kept."""
    fields = tuple((name, UNSTORABLE.sub("", value)) for name, value in pairs if name not in NOT_KEPT)
    if len(fields) > MOST_FIELDS or any(len(name) > LONGEST_NAME or UNSTORABLE.search(name) for name, _value in fields):
        raise Invalid("fields", _("This form holds more than can be kept as a draft."))
    if len(json.dumps(fields, ensure_ascii=False)) > LONGEST_DRAFT:
        raise Invalid("text", _("This is too long to be kept as a draft. Copy it to a safe place, or send it."))
    return fields


def is_empty(fields: Fields) -> bool:
    """Whether nothing is written in it."""
    said = {name for name, value in fields if value.strip()}
    return not said & {*WORDS, FILES}


def files_in(fields: Fields) -> list[int]:
    """Ids of the files that a form holds."""
    texts = [value for name, value in fields if name == FILES]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < DIGITS]


def files_of_drafts(author_ids: Sequence[int]) -> set[int]:
    """Ids of the files in whatever these people have begun, of what they have just put away as well."""
    contents = SavedDraft.objects.filter(author__in=author_ids).values_list("content", flat=True)
    return {
        number
        for content in contents
        for number in files_in(tuple((str(name), str(value)) for name, value in content.get("fields", ())))
    }
