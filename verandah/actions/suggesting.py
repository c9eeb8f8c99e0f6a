"""Finds people whom someone may want to follow, each with a reason: by night for all, and at once for who is new."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from verandah.base.errors import Forbidden
from verandah.base.ids import comma_list, id_at
from verandah.base.jobs import later
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import NotSuggested, StaffPick, SuggestedPerson
from verandah.domain.graph.newness import NEW_FOR
from verandah.domain.graph.reasons import Reason

from . import auditing
from .suggesting_sql import SOURCES

# People whose suggestions are found together, and how many are kept for each.
AT_ONCE = 200
KEPT = 30
# Someone put away with "not now" may come back after this time.
NOT_NOW = timedelta(days=30)
# Reasons in the order of how much they say. Within one, more is better; a thousand is as good as more.
WEIGHTS = {
    Reason.FOLLOWS_ME: 8,
    Reason.INVITER: 7,
    Reason.FRIENDS_OF_FRIENDS: 6,
    Reason.FOLLOWED_BY_FOLLOWED: 5,
    Reason.STAFF_PICK: 4,
    Reason.SAME_ANSWER: 3,
    Reason.SAME_TAG: 2,
    Reason.NEWCOMER: 1,
}
MOST_COUNTED = 999


def find_suggestions() -> int:
    """Find them for everyone who is here and wants any; how many there are. Twice: found anew."""
    count, after = 0, 0
    here = Account.objects.filter(suspended_at=None).exclude(joined_at=None).order_by("pk")
    while batch := list(here.filter(pk__gt=after).values_list("pk", flat=True)[:AT_ONCE]):
        count, after = count + find_for(batch), batch[-1]
    return count


@task
def suggest_to(account_id: int) -> None:
    """Find them for one who has just joined. Twice: found anew."""
    find_for([account_id])


def soon(account: Account) -> None:
    """Have them found for someone new, once what is being written is there."""
    later(suggest_to, account.id, key=f"suggest:{account.id}")


def find_for(ids: list[int]) -> int:
    """Find them for these people, in place of what was found before: one query for each reason; how many."""
    best: dict[tuple[int, int], SuggestedPerson] = {}
    for reason, sql in SOURCES.items():
        for row in found_by(reason, sql, ids):
            place = (row.account_id, row.other_id)
            if place not in best or best[place].score < row.score:
                best[place] = row
    kept = best_of_each(best.values())
    with transaction.atomic():
        SuggestedPerson.objects.filter(account__in=ids).delete()
        # Two turns at once would find the same.
        SuggestedPerson.objects.bulk_create(kept, batch_size=1000, ignore_conflicts=True)
    return len(kept)


def found_by(reason: Reason, sql: str, ids: list[int]) -> Iterable[SuggestedPerson]:
    """What one reason finds for these people."""
    now = timezone.now()
    asked = {"since": id_at(now - NEW_FOR), "kept": KEPT}
    for viewer, other, number, via, field, tag in rows(sql.replace("{ids}", comma_list(ids)), asked):
        yield SuggestedPerson(
            account_id=viewer,
            other_id=other,
            reason=reason,
            via_id=via or None,
            field_id=field or None,
            tag_id=tag or None,
            number=number,
            score=WEIGHTS[reason] * (MOST_COUNTED + 1) + min(number, MOST_COUNTED),
            found_at=now,
        )


def best_of_each(found: Iterable[SuggestedPerson]) -> list[SuggestedPerson]:
    """The best of each person, so many as are kept; among equals the newest person first."""
    kept: dict[int, list[SuggestedPerson]] = {}
    for row in sorted(found, key=lambda row: (row.score, row.other_id), reverse=True):
        mine = kept.setdefault(row.account_id, [])
        if len(mine) < KEPT:
            mine.append(row)
    return [row for mine in kept.values() for row in mine]


def put_away(me: Account, her: Account, for_good: bool) -> None:
    """She is not suggested to me any more, or not for a month. Twice: the same; for good stays for good."""
    until = None if for_good else timezone.now() + NOT_NOW
    row, is_new = NotSuggested.objects.get_or_create(account=me, other=her, defaults={"until": until})
    if not is_new and row.until is not None:
        NotSuggested.objects.filter(pk=row.pk).update(until=until)


def bring_back(me: Account, her: Account) -> None:
    """She may be suggested to me again. Twice: the same."""
    NotSuggested.objects.filter(account=me, other=her).delete()


def pick(by: Account, account: Account) -> None:
    """The staff suggests `account` to everyone. Twice: the same. Raises Forbidden."""
    refuse_others(by)
    with transaction.atomic():
        _row, is_new = StaffPick.objects.get_or_create(
            account=account, defaults={"picked_by": by, "created_at": timezone.now()}
        )
        if is_new:
            auditing.note(by, "picked", account=account)


def unpick(by: Account, account: Account) -> None:
    """The staff no longer does. Twice: the same. Raises Forbidden."""
    refuse_others(by)
    with transaction.atomic():
        if StaffPick.objects.filter(account=account).delete()[0]:
            auditing.note(by, "unpicked", account=account)


def refuse_others(by: Account) -> None:
    """Only who looks after what is shown to all says whom the site recommends."""
    if not may(Role(auditing.role_of(by)), Permission.REVIEW_TRENDS):
        raise Forbidden
