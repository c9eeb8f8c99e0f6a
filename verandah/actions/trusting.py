"""How far people are trusted: counted anew each night from what they do, unless staff has said it."""

from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.trusting import level
from verandah.domain.moderation.models import CaseNote
from verandah.domain.moderation.rules import may_act_on
from verandah.domain.moderation.trust_facts import facts_of

from .auditing import note, role_of

BATCH = 500
LONGEST_WHY = 500


def recount_trust() -> int:
    """Everyone is at the level they have earned; how many were not. Twice: the same. Two queries for 500 people."""
    there = Account.objects.filter(trust_is_fixed=False, suspended_at=None, user__isnull=False).order_by("pk")
    changed, last = 0, 0
    while some := list(there.filter(pk__gt=last).values_list("pk", "trust")[:BATCH]):
        last = some[-1][0]
        changed += settle(some)
    return changed


def settle(some: list[tuple[int, int]]) -> int:
    """The same of these people, each with the level they are at."""
    facts = facts_of([number for number, _now in some], timezone.now())
    moved: dict[Trust, list[int]] = {}
    for number, now in some:
        if number in facts and (found := level(Trust(now), facts[number])) != now:
            moved.setdefault(found, []).append(number)
    done = 0
    for found, ids in moved.items():
        for part in batched(ids, BATCH, strict=False):
            done += Account.objects.filter(pk__in=part, trust_is_fixed=False).update(trust=found)
    return done


def fix_trust(by: Account, account_id: int, wished: Trust, why: str) -> None:
    """From now on someone is at this level, whatever they do. Twice: the same. Raises Forbidden, NotFound, Invalid."""
    reason = " ".join(why.split())
    if not 3 <= len(reason) <= LONGEST_WHY:
        raise Invalid("why", _("Say in a few words why: that stays in the record."))
    with transaction.atomic():
        account = acted_on(by, account_id)
        if account.trust_is_fixed and account.trust == wished:
            return
        note(by, "fix_trust", account=account, was=int(account.trust), value=int(wished))
        # The record holds nobody's words: they stand where staff notes what it knows of someone.
        CaseNote.objects.create(account=account, author=by, body=reason, created_at=timezone.now())
        Account.objects.filter(pk=account.pk).update(trust=wished, trust_is_fixed=True)


def free_trust(by: Account, account_id: int) -> None:
    """From now on their level is counted again. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        account = acted_on(by, account_id)
        if not account.trust_is_fixed:
            return
        note(by, "free_trust", account=account, was=int(account.trust))
        Account.objects.filter(pk=account.pk).update(trust_is_fixed=False)


def acted_on(by: Account, account_id: int) -> Account:
    """Whose level it is, held for this transaction. Raises Forbidden for oneself and for one's equals."""
    role = Role(role_of(by))
    if not may(role, Permission.SET_TRUST):
        raise Forbidden
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    other = User.objects.filter(account=account).values_list("role", flat=True).first() or Role.MEMBER
    if account.pk == by.pk or not may_act_on(role, Role(other)):
        raise Forbidden(_("Nobody acts on themselves, or on someone whose role is not below their own."))
    return account
