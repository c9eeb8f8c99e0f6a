"""What deciding about many cases at once would change, before it does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role

from .effects import Effect
from .models import Case, Queue, Report, Subject
from .queues import about_others
from .rules import may_act_on
from .verdicts import can_be

# What can be done to many things at once; more than that is decided one by one.
AT_ONCE = (Effect.DISMISS, Effect.WARN, Effect.BLUR, Effect.LIMIT, Effect.LOCK, Effect.HIDE, Effect.REMOVE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many of which kind would change, of how many people, who would be told; and what would stay, and why."""

    codes: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    people: int
    reporters: int
    obstacles: tuple[tuple[str, str], ...]


def cases_coded(viewer: Account, codes: Sequence[str]) -> list[Case]:
    """The cases with these codes, but none about `viewer`, in the order given."""
    wanted = list(dict.fromkeys(code.upper() for code in codes))
    rows = {row.code: row for row in about_others(viewer).filter(code__in=wanted).select_related("subject__owner")}
    return [rows[code] for code in wanted if code in rows]


def outlook(viewer: Account, cases: Sequence[Case], effects: Sequence[Effect]) -> Outlook:
    """What `effects` would change in these cases, decided by `viewer`."""
    obstacles = [(case, obstacle_for(viewer, case, effects)) for case in cases]
    free = [case for case, why in obstacles if not why]
    return Outlook(
        codes=tuple(case.code for case in free),
        kinds=tuple(Counter(Subject.Kind(case.subject.kind).name for case in free).most_common()),
        people=len({case.owner_id for case in free if case.owner_id}),
        reporters=Report.objects.filter(case__in=free, reporter__isnull=False).values("reporter").distinct().count(),
        obstacles=tuple((case.code, why) for case, why in obstacles if why),
    )


def obstacle_for(viewer: Account, case: Case, effects: Sequence[Effect]) -> str:
    """Why `viewer` cannot decide this about a case now; empty when they can."""
    if case.closed_at is not None:
        return _("It is closed already.")
    if case.claimed_until and case.claimed_until > timezone.now() and case.assignee_id != viewer.pk:
        return _("Somebody else works at it.")
    if case.queue == Queue.APPEALS:
        return _("Appeals are decided one by one.")
    kind = Subject.Kind(case.subject.kind)
    if not all(can_be(effect, kind, case.subject.owner_id is not None) for effect in effects):
        return _("This can't be done to what the case is about.")
    if case.owner_id and not may_act_on(role_of(viewer.pk), role_of(case.owner_id)):
        return _("It is about someone whose role is not below yours.")
    return ""


def role_of(account_id: int) -> Role:
    """The role that someone has at this moment."""
    return Role(User.objects.filter(account=account_id).values_list("role", flat=True).first() or Role.MEMBER)
