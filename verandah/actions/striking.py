"""Strikes: what counts against someone for a while, because a decision found that they broke a rule."""

from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Decision, Policy, Strike

# Nobody has broken a rule by these, or not yet.
NO_STRIKE = {Effect.DISMISS, Effect.HOLD, Effect.ASK_TO_EDIT, Effect.RESTORE, Effect.FREEZE}


def strike(decision: Decision, policy: Policy | None) -> Strike | None:
    """What `decision` counts against whom it is about, as its rule says. Twice: the same; None when it does not."""
    owner = decision.subject.owner
    if owner is None or policy is None or not policy.strike_weight or not set(decision.effects) - NO_STRIKE:
        return None
    row, _made = Strike.objects.get_or_create(
        decision=decision,
        defaults={
            "account": owner,
            "weight": policy.strike_weight,
            "expires_at": decision.created_at + timedelta(days=policy.strike_days),
            "created_at": decision.created_at,
        },
    )
    return row


def void(decision: Decision) -> None:
    """It counts no more: the decision was taken back. Twice: the first moment counts."""
    Strike.objects.filter(decision=decision, voided_at=None).update(voided_at=timezone.now())


def weight_of(account: Account) -> int:
    """How much counts against someone now."""
    counted = Strike.objects.filter(account=account, voided_at=None, expires_at__gt=timezone.now())
    return int(counted.aggregate(sum=Sum("weight"))["sum"] or 0)
