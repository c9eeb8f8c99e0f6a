"""Clocks of cases: begun by the law packs, stopped by what they wait for, and heard before and when they run out."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.moderation import clocks, lawpacks
from verandah.domain.moderation.models import Case, Clock, Queue

from .auditing import note


def choose_packs(by: Account, names: Sequence[str]) -> None:
    """The laws that hold here from now on, by the names of their packs. Twice: the same. Cases that are open keep the
    clocks they have. Raises Invalid for what is no pack."""
    offered = [pack.name for pack in lawpacks.offered()]
    if any(name not in offered for name in names):
        raise Invalid("pack", _("Choose from the list."))
    chosen = [name for name in offered if name in names]
    with transaction.atomic():
        if Site.objects.exclude(law_packs=chosen).update(law_packs=chosen):
            note(by, "choose_law_packs", packs=" ".join(chosen))


def start(case: Case) -> None:
    """The clocks of its queue run: those of a law since it came in, those of the house since now. Twice: the same."""
    now = timezone.now()
    for line in lawpacks.in_force().lines_for(Queue(case.queue)):
        since = case.created_at if line.law else now
        Clock.objects.get_or_create(
            case=case, kind=line.kind, basis=line.basis, defaults={"starts_at": since, "due_at": since + line.length}
        )
    redue(case)


def restart(case: Case) -> None:
    """It has come into another queue: the clocks of that one run, and those of the old one no longer. What was missed
    or kept there stays known. Twice: the same."""
    Clock.objects.filter(case=case, met_at=None, breached_at=None).exclude(basis__in=bases(case)).delete()
    start(case)


def bases(case: Case) -> list[str]:
    """The names of the clocks that its queue has."""
    return [line.basis for line in lawpacks.in_force().lines_for(Queue(case.queue))]


def running(case: Case) -> list[Clock]:
    """All its clocks, stopped ones included."""
    return list(Clock.objects.filter(case=case))


def redue(case: Case) -> None:
    """The case says when the first of its running clocks ends. Twice: the same."""
    ends = [clock.due_at for clock in running(case) if clocks.is_running(clock)]
    case.due_at = min(ends, default=None)
    Case.objects.filter(pk=case.pk).update(due_at=case.due_at)


def meet_first_look(case: Case) -> bool:
    """Somebody has looked. Whether anything has changed; twice: the first moment counts."""
    return meet(case, [Clock.Kind.FIRST_LOOK])


def meet_all(case: Case) -> bool:
    """It was decided, and thereby looked at. Whether anything has changed; twice: the first moment counts."""
    return meet(case, [Clock.Kind.FIRST_LOOK, Clock.Kind.DECIDE])


def meet(case: Case, kinds: Iterable[int]) -> bool:
    """What these clocks waited for has happened, in time or not."""
    changed = Clock.objects.filter(case=case, kind__in=list(kinds), met_at=None).update(met_at=timezone.now())
    if changed:
        redue(case)
    return bool(changed)


def pause(case: Case) -> None:
    """Clocks that may stand still do, while somebody's answer is outstanding. Twice: the same."""
    now, packs = timezone.now(), lawpacks.in_force()
    with transaction.atomic():
        for clock in Clock.objects.select_for_update(no_key=True).filter(case=case, met_at=None, breached_at=None):
            line = packs.line_of(clock.basis, clock.kind)
            if line and line.pauses and not clocks.is_paused(clock):
                clock.pauses = [*clock.pauses, [now.isoformat(), None]]
                clock.save(update_fields=["pauses"])
        redue(case)


def resume(case: Case) -> None:
    """They run on, and end as much later as they have stood still. Twice: the same."""
    now = timezone.now()
    with transaction.atomic():
        for clock in Clock.objects.select_for_update(no_key=True).filter(case=case, met_at=None):
            if clocks.is_paused(clock):
                begun = clock.pauses[-1][0]
                clock.due_at += now - clocks.moment(begun)
                clock.pauses = [*clock.pauses[:-1], [begun, now.isoformat()]]
                clock.save(update_fields=["pauses", "due_at"])
        redue(case)
