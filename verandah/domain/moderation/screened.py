"""What waits because this site looks at files before others see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from .effects import Effect
from .models import BankMatch, Case, Queue, Restriction, Subject

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# So many are let out in one go at most.
MOST = 500


def waiting_cases(viewer: Account) -> list[Case]:
    """Cases in which nothing but files waits for a look, the oldest first; none about the viewer."""
    holds = Restriction.objects.filter(decision__case=OuterRef("pk"), kind=Effect.HOLD, ended_at=None)
    by_site = holds.filter(decision__actor_id=None, decision__rule=None)
    files = by_site.filter(subject__kind=Subject.Kind.MEDIA)
    matched = BankMatch.objects.filter(case=OuterRef("pk"))
    rows = Case.objects.filter(Exists(files), queue=Queue.NEWCOMERS, closed_at=None, reports_count=0)
    # What a rule has found besides, or a bank, is decided one by one.
    rows = rows.exclude(Exists(holds.exclude(decision__rule=None))).exclude(Exists(matched)).exclude(owner=viewer)
    return list(rows.select_related("subject").order_by("pk")[:MOST])
