"""What is known of people when their trust is counted, for many of them at once; and one's own level as they see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.trusting import Facts, Reason, name_of, reasons
from verandah.domain.graph.show import moment

from .models import Report

REPORTS_COUNT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ShownTrust:
    """A level as its owner sees it: the level, why, and what the next one takes."""

    level: int
    name: str
    is_fixed: bool
    strikes: int
    next_name: str
    next_needs: tuple[Reason, ...]
    facts: Facts


def facts_of(ids: Sequence[int], now: datetime) -> dict[int, Facts]:
    """What is known of these people. One query for all of them."""
    if not ids:
        return {}
    values = {"ids": id_text(ids), "now": text_of(now), "since": text_of(now - REPORTS_COUNT)}
    return {
        number: Facts(
            (now - since).days if (since := moment(joined)) else 0, active, posts, reactors, reports, int(weight)
        )
        for number, joined, active, posts, reactors, reports, weight in rows(facts_sql(), values)
    }


def trust_of(viewer: Account) -> ShownTrust:
    """The viewer's own level. One query."""
    facts = facts_of([viewer.pk], timezone.now()).get(viewer.pk, Facts())
    level = Trust(viewer.trust)
    above = Trust(level + 1) if level < Trust.REGULAR else None
    return ShownTrust(
        level=int(level),
        name=name_of(level),
        is_fixed=viewer.trust_is_fixed,
        strikes=facts.strikes,
        next_name=name_of(above) if above is not None else "",
        next_needs=tuple(reasons(above, facts)) if above is not None else (),
        facts=facts,
    )


def text_of(when: datetime) -> str:
    """A moment as both databases compare it."""
    return f"{when:%Y-%m-%d %H:%M:%S.%f}+00"


@cache
def facts_sql() -> str:
    """The query of `facts_of`. A unary plus keeps SQLite from an index that would find more."""
    return f"""
SELECT a.id, COALESCE(a.joined_at, a.created_at),
  (SELECT COUNT(*) FROM (
     SELECT DATE(p.created_at) FROM verandah_post p WHERE p.author_id = a.id AND p.deleted_at IS NULL
     UNION SELECT DATE(r.created_at) FROM verandah_reaction r WHERE r.account_id = a.id) days),
  (SELECT COUNT(*) FROM verandah_post p WHERE p.author_id = a.id AND p.deleted_at IS NULL AND p.withheld = 0
     AND p.share_of_id IS NULL),
  (SELECT COUNT(DISTINCT r.account_id) FROM verandah_post p JOIN verandah_reaction r ON r.post_id = p.id
     JOIN verandah_account b ON b.id = r.account_id
     WHERE p.author_id = a.id AND p.deleted_at IS NULL AND p.withheld = 0 AND r.account_id <> a.id
     AND b.suspended_at IS NULL),
  (SELECT COUNT(DISTINCT t.case_id) FROM verandah_report t WHERE t.target_id = a.id
     AND t.outcome = {Report.Outcome.ACTED:d} AND t.outcome_at >= %(since)s),
  (SELECT COALESCE(SUM(s.weight), 0) FROM verandah_strike s WHERE s.account_id = a.id AND s.voided_at IS NULL
     AND s.expires_at > %(now)s)
FROM {id_rows()} JOIN verandah_account a ON a.id = j.value"""  # noqa: S608
