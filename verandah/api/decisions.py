"""What the staff has decided about the viewer, for the notices that tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verandah.domain.moderation.decisions import decisions_about
from verandah.domain.moderation.words import told_in_full
from verandah.domain.posts.full import full_accounts

from .entities.decision import DecisionJson, decision

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def decisions_told(viewer: Account, ids: Sequence[int]) -> dict[int, DecisionJson]:
    """Decisions by id, as apps are told them. None for none, without a query."""
    shown = decisions_about(viewer, ids)
    if not shown:
        return {}
    [me] = full_accounts(viewer, [viewer.id])
    return {number: decision(one, told_in_full(one), me) for number, one in shown.items()}
