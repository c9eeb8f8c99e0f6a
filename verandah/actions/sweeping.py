"""Deciding about many cases at once: one decision for each, all under the first of them, and taking all of it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound, Refusal
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Approval, Case, Decision
from verandah.domain.moderation.sweeps import obstacle_for
from verandah.domain.moderation.twos import MOST_ALONE, Verb, What

from . import approving, deciding
from .deciding import Verdict

# One page of cases, ticked on several pages.
MOST_CASES = 300


@dataclass(frozen=True, slots=True)
class Sweep:
    """What came of it: the decision above all others, how many were decided, and which were not, and why."""

    parent: Decision | None
    decided: int
    refused: tuple[tuple[str, str], ...]


def sweep(cases: Sequence[Case], by: Account, verdict: Verdict, approval_id: int | None = None) -> Sweep:
    """Decide the same about each of these cases. What cannot be decided is left as it is and named. Twice: nothing
    more happens, because what was decided is closed.

    More than fifty need an approval, which is used up. Raises Invalid, Forbidden.
    """
    if not 0 < len(cases) <= MOST_CASES:
        raise Invalid("case", _("Choose between 1 and 300 cases."))
    if len(cases) > MOST_ALONE:
        if approval_id is None:
            raise Forbidden(_("More than 50 cases at once need a second person who agrees."))
        approval = approving.use(approval_id, Verb.BULK, what_of(cases, verdict))
        verdict = with_second(verdict, approval)
    parent: Decision | None = None
    decided, refused = 0, []
    for case in cases:
        try:
            if why := obstacle_for(by, case, verdict.effects):
                raise Forbidden(why)
            decision = deciding.decide(case, by, verdict, parent=parent)
        except Refusal as refusal:
            refused.append((case.code, refusal.text))
            continue
        parent, decided = parent or decision, decided + 1
    return Sweep(parent, decided, tuple(refused))


def what_of(cases: Sequence[Case], verdict: Verdict) -> What:
    """What two people have to want: exactly this, done to exactly these."""
    return {
        "cases": sorted(case.code for case in cases),
        "effects": [str(effect) for effect in verdict.effects],
        "policy": verdict.policy_id,
        "until": verdict.until.isoformat() if verdict.until else None,
    }


def with_second(verdict: Verdict, approval: Approval) -> Verdict:
    """The verdict with the one who agreed to it."""
    return replace(verdict, second_actor_id=approval.approved_by_id)


def take_back(parent_id: int, by: Account, facts: str) -> int:
    """All that was decided at once by `by` is undone; how many decisions. Twice: nothing more happens.

    Raises NotFound for what somebody else decided.
    """
    parent = Decision.objects.filter(pk=parent_id, actor_id=by.pk).first()
    if parent is None:
        raise NotFound
    count = 0
    for decision in [parent, *Decision.objects.filter(parent=parent).order_by("pk")]:
        if not Decision.objects.filter(reverses=decision).exists():
            deciding.reverse(decision, by, facts)
            count += 1
    return count
