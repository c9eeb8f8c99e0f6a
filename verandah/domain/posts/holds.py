"""Why a post is hidden from others, as its author is told: what was decided, and whether somebody looks at it still."""

from collections.abc import Sequence
from dataclasses import dataclass

from verandah.base.ids import comma_list
from verandah.domain.accounts.models import Account

from .queries import run

# The kind of subject that a post is, and the words of what hides one. Those rooms stand above this one.
POST = 2
HOLD, HIDE = "hold", "hide"
HOLDS = f"""
SELECT s.ref, r.kind, r.decision_id, d.facts FROM verandah_restriction r JOIN verandah_subject s ON s.id = r.subject_id
JOIN verandah_decision d ON d.id = r.decision_id
WHERE r.ended_at IS NULL AND s.kind = {POST} AND s.ref IN ({{ids}}) AND s.owner_id = %(viewer)s
  AND r.kind IN ('{HOLD}', '{HIDE}') ORDER BY r.id"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps a post from others. `is_waiting`: until somebody has looked at it; else it was decided so."""

    decision_id: int
    why: str
    is_waiting: bool


def holds_of(viewer: Account | None, post_ids: Sequence[int]) -> dict[int, Hold]:
    """Of the viewer's own posts among these, what hides them. One query, none for none."""
    if viewer is None or not post_ids:
        return {}
    found: dict[int, Hold] = {}
    for number, kind, decision_id, facts in run(viewer, HOLDS, ids=comma_list(post_ids)):
        # What was decided by somebody counts for more than that it waits.
        if number not in found or kind == HIDE:
            found[number] = Hold(decision_id, facts, kind == HOLD)
    return found
