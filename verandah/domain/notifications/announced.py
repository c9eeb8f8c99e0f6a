"""Whom an announcement is for, and who of them has read it: for the staff, and for the jobs that write to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from verandah.base.reading import Values, rows
from verandah.domain.graph.queries import PRESENT
from verandah.domain.instance.announcements import FOR_READER, moment

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# The members `a` an announcement `n` is for. Whoever has blocked someone of the staff is told by the site all the same.
ITS_READERS = f"""
verandah_account a CROSS JOIN verandah_announcement n
    LEFT JOIN verandah_dismissal d ON d.announcement_id = n.id AND d.account_id = a.id
WHERE n.id = %(id)s AND {PRESENT} AND {FOR_READER.replace("%(viewer)s", "a.id")}"""
WHICH = {"all": "", "read": "AND d.id IS NOT NULL", "unread": "AND d.id IS NULL"}

COUNT = f"SELECT count(*), count(d.id) FROM {ITS_READERS}"  # noqa: S608
SOME = f"""SELECT a.id, a.username, a.display_name, d.created_at FROM {ITS_READERS} {{which}}
AND a.id > %(after)s ORDER BY a.id LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone it is for, and when they said that they have read it."""

    id: int
    username: str
    display_name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """For how many members it is, and how many of them have read it."""

    all: int
    read: int

    @property
    def unread(self) -> int:
        return self.all - self.read


def counts_of(viewer: Account, announcement_id: int) -> Counts:
    """For `viewer` of the staff. One query."""
    ((everyone, read),) = rows(COUNT, {"id": announcement_id, "viewer": 0})
    return Counts(everyone, read)


def readers_of(viewer: Account | None, announcement_id: int, which: str, after: int, length: int) -> list[Reader]:
    """Those it is for, in the order in which they came: all, the "read" or the "unread". One query.

    `viewer`: who of the staff looks; None is the site itself.
    """
    values: Values = {"id": announcement_id, "viewer": 0, "after": after, "length": length}
    found = rows(SOME.format(which=WHICH[which]), values)
    return [Reader(number, username, name, read_at and moment(read_at)) for number, username, name, read_at in found]
