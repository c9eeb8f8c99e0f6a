"""Lists of people, as their owner sees them. Nobody else sees a list, nor that it is there."""

from dataclasses import dataclass

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .models import PeopleList, PeopleListMember
from .queries import PRESENT, Entry, entries

REPLIES = ("followed", "list", "none")

MEMBERS = f"""
SELECT m.id, a.id FROM verandah_peoplelist l JOIN verandah_peoplelistmember m ON m.people_list_id = l.id
JOIN verandah_account a ON a.id = m.account_id
WHERE l.id = %(list)s AND l.owner_id = %(viewer)s AND m.id < %(before)s AND m.id > %(after)s
  AND {PRESENT} ORDER BY m.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of people. `replies`: whose comments its timeline shows, one of REPLIES."""

    id: int
    title: str
    replies: str
    is_exclusive: bool


def all_lists(viewer: Account) -> list[ShownList]:
    """The lists of `viewer`, oldest first."""
    return [show_list(row) for row in PeopleList.objects.filter(owner=viewer).order_by("id")]


def lists_with(viewer: Account, account_id: int) -> list[ShownList]:
    """The lists of `viewer` that `account_id` is on, oldest first."""
    mine = PeopleListMember.objects.filter(account=account_id, people_list__owner=viewer)
    rows = PeopleList.objects.filter(id__in=mine.values("people_list"))
    return [show_list(row) for row in rows.order_by("id")]


def one_list(viewer: Account, list_id: int) -> ShownList:
    """A list of `viewer`. Raises NotFound, also for a list of someone else."""
    row = PeopleList.objects.filter(pk=list_id, owner=viewer).first()
    if row is None:
        raise NotFound
    return show_list(row)


def members(viewer: Account, list_id: int, page: Page) -> list[Entry]:
    """Who is on a list of `viewer`, newest first."""
    return entries(viewer, MEMBERS, page, list=list_id)


def show_list(row: PeopleList) -> ShownList:
    """One row."""
    return ShownList(row.id, row.title, row.replies, row.is_exclusive)
