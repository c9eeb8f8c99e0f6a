"""Lists of people, as their owner sees them. Nobody else sees a list, nor that it is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .models import PeopleList, PeopleListMember
from .queries import PRESENT, Entry, entries

REPLIES = ("followed", "list", "none")
Kind = PeopleList.Kind

# Those that everyone has, in the order they are shown in.
STANDING = {
    Kind.CLOSE_FRIENDS: gettext_lazy("Close friends"),
    Kind.FAMILY: gettext_lazy("Family"),
    Kind.COLLEAGUES: gettext_lazy("Colleagues"),
}

MEMBERS = f"""
SELECT m.id, a.id FROM verandah_peoplelist l JOIN verandah_peoplelistmember m ON m.people_list_id = l.id
JOIN verandah_account a ON a.id = m.account_id
WHERE l.id = %(list)s AND l.owner_id = %(viewer)s AND m.id < %(before)s AND m.id > %(after)s
  AND {PRESENT} ORDER BY m.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of people. `replies`: whose comments its timeline shows, one of REPLIES.

    `is_standing`: everyone has it; its title is in the reader's language, and it can neither be renamed nor deleted.
    """

    id: int
    title: str
    replies: str
    is_exclusive: bool
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list, and how many are on it."""

    one: ShownList
    members: int


def all_lists(viewer: Account) -> list[ShownList]:
    """The lists of `viewer`: those that everyone has as far as they are made (`listing.stand`), then by their age."""
    rows = PeopleList.objects.filter(owner=viewer).order_by("id")
    return [show_list(row) for row in sorted(rows, key=lambda row: row.kind or len(Kind))]


def counted_lists(viewer: Account) -> list[CountedList]:
    """The same, each with how many are on it. Two queries."""
    counts = PeopleListMember.objects.filter(people_list__owner=viewer).values_list("people_list").annotate(Count("pk"))
    found = dict(counts)
    return [CountedList(one, found.get(one.id, 0)) for one in all_lists(viewer)]


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


def on_list(viewer: Account, list_id: int, ids: Sequence[int]) -> set[int]:
    """Those of `ids` who are on a list of `viewer`."""
    mine = PeopleListMember.objects.filter(people_list=list_id, people_list__owner=viewer, account__in=ids)
    return set(mine.values_list("account_id", flat=True))


def show_list(row: PeopleList) -> ShownList:
    """One row, in the reader's language."""
    title = str(STANDING[Kind(row.kind)]) if row.kind else row.title
    return ShownList(row.id, title, row.replies, row.is_exclusive, is_standing=row.kind > 0)
