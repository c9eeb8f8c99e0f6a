"""Putting people together in lists of my own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.graph.lists import REPLIES, STANDING, ShownList, show_list
from verandah.domain.graph.models import Follow, Friendship, PeopleList, PeopleListMember

from .addressing import end_addresses_behind, keep_from_members

LONGEST_TITLE = 80
MOST_LISTS = 50
MOST_MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class ListDraft:
    """What a list shall be like. What is None stays as it is, or as it usually is."""

    title: str | None = None
    replies: str | None = None
    is_exclusive: bool | None = None


def create(me: Account, draft: ListDraft) -> ShownList:
    """A new list of mine, empty. Twice: two lists. Raises Invalid when something is wrong with it, or I have many."""
    row = PeopleList(owner=me, title="", created_at=timezone.now())
    write(row, ListDraft(draft.title or "", draft.replies, draft.is_exclusive))
    with transaction.atomic():
        hold(me)
        if PeopleList.objects.filter(owner=me, kind=PeopleList.Kind.OWN).count() >= MOST_LISTS:
            raise Invalid("title", _("You have as many lists as there can be. Delete one first."))
        row.save()
    return show_list(row)


def stand(me: Account) -> None:
    """I have the lists that everyone has. Twice, or twice at once: the same."""
    there = set(PeopleList.objects.filter(owner=me, kind__in=STANDING).values_list("kind", flat=True))
    now = timezone.now()
    missing = [PeopleList(owner=me, kind=kind, title="", created_at=now) for kind in STANDING if kind not in there]
    if missing:
        PeopleList.objects.bulk_create(missing, ignore_conflicts=True)


def change(me: Account, list_id: int, draft: ListDraft) -> ShownList:
    """My list is like that from now on. Twice: the same. Raises NotFound, Invalid."""
    row = mine(me, list_id)
    if row.kind and draft.title not in (None, show_list(row).title):
        raise Invalid("title", _("This list is one that everyone has, and keeps its name."))
    write(row, draft)
    row.save(update_fields=["title", "replies", "is_exclusive"])
    return show_list(row)


def delete(me: Account, list_id: int) -> None:
    """My list is gone; what was said to it alone I still see, and nobody else, and whoever was kept from something as
    one of it stays kept from it. Raises NotFound, also twice; Forbidden for a list that everyone has.
    """
    with transaction.atomic():
        row = mine(me, list_id)
        if row.kind:
            raise Forbidden(_("This list is one that everyone has. Take everyone off it instead."))
        keep_from_members(row.pk)
        end_addresses_behind(row.pk)
        row.delete()


def add(me: Account, list_id: int, account_ids: Sequence[int]) -> None:
    """These people are on my list. Twice: the same. Raises NotFound when one is no friend and not followed, Invalid."""
    row, wanted = mine(me, list_id), set(account_ids)
    with transaction.atomic():
        hold(me)
        follows = Follow.objects.filter(follower=me, followee__in=wanted)
        friends = Friendship.objects.filter(account=me, friend__in=wanted)
        known = {*follows.values_list("followee_id", flat=True), *friends.values_list("friend_id", flat=True), me.id}
        if wanted - known:
            raise NotFound
        members = PeopleListMember.objects.filter(people_list=row)
        wanted -= set(members.filter(account__in=wanted).values_list("account_id", flat=True))
        if members.count() + len(wanted) > MOST_MEMBERS:
            raise Invalid("account_ids", _("There are as many people on this list as there can be."))
        now = timezone.now()
        PeopleListMember.objects.bulk_create(
            PeopleListMember(people_list=row, account_id=number, created_at=now) for number in sorted(wanted)
        )


def remove(me: Account, list_id: int, account_ids: Sequence[int]) -> None:
    """These people are not on my list. Twice: the same. Raises NotFound when it is no list of mine."""
    with transaction.atomic():
        gone, _rows = PeopleListMember.objects.filter(people_list=mine(me, list_id), account__in=account_ids).delete()
        if gone:
            end_addresses_behind(list_id)


def mine(me: Account, list_id: int) -> PeopleList:
    """My list of that id. Raises NotFound."""
    row = PeopleList.objects.filter(pk=list_id, owner=me).first()
    if row is None:
        raise NotFound
    return row


def write(row: PeopleList, draft: ListDraft) -> None:
    """What the draft says, into the row. Raises Invalid."""
    if draft.title is not None and not row.kind:
        row.title = " ".join(markup.clean(draft.title, LONGEST_TITLE).split())
    if not row.title and not row.kind:
        raise Invalid("title", _("Give the list a name."))
    if draft.replies is not None:
        row.replies = draft.replies
    if row.replies not in REPLIES:
        raise Invalid("replies_policy", _("Choose whose replies the list shows: followed, list or none."))
    if draft.is_exclusive is not None:
        row.is_exclusive = draft.is_exclusive


def hold(me: Account) -> None:
    """Nobody else adds to what I have until the transaction is over, so that a limit is one."""
    Account.objects.select_for_update(no_key=True).values_list("pk").get(pk=me.pk)
