"""Clocks of cases, looked at every minute: who is told before one runs out, and that one has."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, roles_with
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import clocks, lawpacks
from verandah.domain.moderation.models import Case, Clock

from . import authenticating, casing, claiming, notifying
from .auditing import note

ALL = 100


def watch_cases() -> int:
    """Leases that are over end; clocks that near their end, or have come to it, are told; how many of both.

    Twice: each is told once.
    """
    return claiming.end_leases() + watch_clocks()


def watch_clocks() -> int:
    """Tell what each running clock has come to since it was looked at last; how many had come to something."""
    now, packs = timezone.now(), lawpacks.in_force()
    rows = Clock.objects.filter(met_at=None, breached_at=None, case__closed_at=None)
    count = 0
    for clock in rows.order_by("due_at"):
        if clocks.is_paused(clock):
            continue
        line = packs.line_of(clock.basis, clock.kind)
        # A clock of a pack that is no longer there still ends.
        half, late = line.warn if line else (ALL, ALL)
        share = clocks.passed(clock, now) * ALL
        word = "missed" if share >= ALL else "late" if share >= late else "half" if share >= half else ""
        count += bool(word) and tell(clock, word, now)
    return count


def tell(clock: Clock, word: str, now: datetime) -> bool:
    """Note how far a clock has come, and tell who is to know; whether that was news. Twice: told once."""
    fields = {"half": ("warned_half_at",), "late": ("warned_half_at", "warned_late_at"), "missed": ("breached_at",)}
    column = fields[word][-1]
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=clock.case_id)
        rows = Clock.objects.filter(pk=clock.pk, met_at=None, breached_at=None, **{f"{column}__isnull": True})
        # Who comes late to the second warning is not given the first one.
        unsaid = {name: now for name in fields[word] if getattr(clock, name) is None}
        if not rows.update(**unsaid):
            return False
        casing.weigh(case)
        first = next_person(case) if word == "half" else None
        for account in [first] if first else heads(case):
            notifying.about_case(account, case.pk)
            write(account, case, word)
        note(None, f"clock_{word}", case_id=case.pk, kind=int(clock.kind))
    return True


def next_person(case: Case) -> Account | None:
    """Who of the staff is asked next: who can decide and has least to do, but not whoever has it already."""
    users = list(deciders(case))
    load = Counter(Case.objects.filter(closed_at=None, assignee__isnull=False).values_list("assignee", flat=True))
    others = [user.account for user in users if user.account_id != case.assignee_id]
    if not others:
        return users[0].account if users else None
    return min(others, key=lambda account: (load[account.pk], account.pk))


def deciders(case: Case) -> QuerySet[User]:
    """Everyone who could decide it now: never whom it is about."""
    above = case.state == Case.State.ESCALATED
    roles = [role for role in roles_with(Permission.DECIDE) if not above or role >= Role.ADMIN]
    rows = User.objects.filter(role__in=roles, is_active=True, account__suspended_at=None)
    return rows.exclude(account=case.owner_id or 0).select_related("account").order_by("account")


def heads(case: Case) -> list[Account]:
    """Those who run the site, but not whom the case is about."""
    return [user.account for user in deciders(case).filter(role__gte=Role.ADMIN)]


def write(account: Account, case: Case, word: str) -> None:
    """A letter, at once and at any hour: a clock does not wait for the morning."""
    user = User.objects.get(account=account)
    if user.email:
        facts = {
            "name": account.display_name,
            "code": case.code,
            "page": settings.URL + reverse("case", args=[case.code]),
            # Only one of these is there.
            word: word,
        }
        authenticating.write_letter("case_clock", user.email, user.language, facts)
