"""Rules before publication as the staff sees them: how they stand, what they found, how they did on old posts."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from django.db.models import Count, Q
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_accounts

from .models import Case, Rule, RuleHit, Subject
from .rulebook import Found, bound

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Backtest:
    """How a rule did on the last 30 days. `state` is empty before it was tried."""

    state: str = ""
    seen: int = 0
    total: int = 0
    hits: int = 0
    people: int = 0
    days: tuple[tuple[date, int], ...] = ()
    # Posts, with what was found in each.
    examples: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def most(self) -> int:
        """On the day with the most hits."""
        return max((count for _day, count in self.days), default=0)

    @property
    def percent(self) -> int:
        return self.seen * 100 // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule. `judged`: on how many hits somebody has said whether they were right."""

    id: int
    name: str
    version: int
    previous_id: int | None
    kind: Rule.Kind
    effect: Rule.Effect
    mode: Rule.Mode
    policy_id: int | None
    explanation: str
    budget: int
    config: Mapping[str, object]
    hits: int
    wrong: int
    judged: int
    backtest: Backtest
    updated_at: datetime
    shadow_since: datetime | None
    live_since: datetime | None

    @property
    def wrong_percent(self) -> int:
        return self.wrong * 100 // self.judged if self.judged else 0

    @property
    def lines(self) -> list[str]:
        """The entries of its list, as lines of text."""
        rows = self.config.get("words") or self.config.get("links") or []
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows if isinstance(rows, list) else [])
        return [line.rstrip(",") for line in text.getvalue().splitlines()]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """What a rule has found, in whose words, and whether it was right to."""

    id: int
    rule_id: int
    rule_name: str
    explanation: str
    kind: Rule.Kind
    effect: Rule.Effect
    mode: Rule.Mode
    pieces: tuple[str, ...]
    where: str
    author: ShownAccount | None
    post_id: int | None
    case_code: str
    verdict: RuleHit.Verdict
    created_at: datetime


def rules_for(viewer: Account) -> list[ShownRule]:
    """All rules in all their versions, those that have changed last first. For staff alone."""
    rows = Rule.objects.exclude(kind=Rule.Kind.BANK).order_by("-updated_at")[:MOST_SHOWN]
    return shown(list(rows))


def rule_for(viewer: Account, rule_id: int) -> ShownRule:
    """One rule. For staff alone. Raises NotFound."""
    rows = list(Rule.objects.filter(pk=rule_id).exclude(kind=Rule.Kind.BANK))
    if not rows:
        raise NotFound
    return shown(rows)[0]


def versions_for(viewer: Account, rule_id: int) -> list[ShownRule]:
    """The rule with all that came before and after it, newest first. For staff alone."""
    rows = {rule_id: Rule.objects.get(pk=rule_id)}
    while before := next((row.previous_id for row in rows.values() if row.previous_id not in (None, *rows)), None):
        rows[before] = Rule.objects.get(pk=before)
    while after := list(Rule.objects.filter(previous__in=rows).exclude(pk__in=rows)):
        rows |= {row.pk: row for row in after}
    return shown(sorted(rows.values(), key=lambda row: -row.version))


def hits_for(viewer: Account, rule_id: int, page: Page) -> list[ShownHit]:
    """What a rule has found, newest first. For staff alone."""
    rows = RuleHit.objects.filter(rule=rule_id, pk__lt=page.before, pk__gt=page.after)
    return shown_hits(rows.select_related("rule").order_by("-pk")[: page.length])


def hits_in(viewer: Account, case: Case) -> list[ShownHit]:
    """What rules have found in what a case is about, and counted. For staff alone."""
    rows = RuleHit.objects.filter(mode=Rule.Mode.LIVE).select_related("rule").order_by("-pk")
    if case.subject.kind == Subject.Kind.POST:
        return shown_hits(rows.filter(post=case.subject.ref)[:20])
    if case.subject.kind == Subject.Kind.ACCOUNT and case.subject.part:
        where = rows.filter(post=None, account=case.subject.ref, rule__effect=Rule.Effect.FLAG)[:50]
        return shown_hits([row for row in where if row.explain.get("where") == case.subject.part][:20])
    return []


def tried(viewer: Account, kind: Rule.Kind, config: dict[str, object], text: str, links: Sequence[str]) -> list[str]:
    """What a rule that is being written would find in a text. For staff alone."""
    row = Rule(pk=1, kind=kind, config=config, mode=Rule.Mode.DRAFT)
    found: list[Found] = bound([row]).search([text], links, timezone.localdate())
    return list(found[0].pieces) if found else []


def shown(rows: Sequence[Rule]) -> list[ShownRule]:
    """Rules with what was said of what they found. One query."""
    ids = [row.pk for row in rows]
    judged = RuleHit.objects.filter(rule__in=ids).exclude(verdict=RuleHit.Verdict.OPEN).values("rule")
    counts = {
        one["rule"]: (one["judged"], one["wrong"])
        for one in judged.annotate(judged=Count("pk"), wrong=Count("pk", filter=Q(verdict=RuleHit.Verdict.WRONG)))
    }
    return [show(row, *counts.get(row.pk, (0, 0))) for row in rows]


def show(row: Rule, judged: int, wrong: int) -> ShownRule:
    """A rule."""
    return ShownRule(
        id=row.pk,
        name=row.name,
        version=row.version,
        previous_id=row.previous_id,
        kind=Rule.Kind(row.kind),
        effect=Rule.Effect(row.effect),
        mode=Rule.Mode(row.mode),
        policy_id=row.policy_id,
        explanation=row.explanation,
        budget=row.budget,
        config=row.config,
        hits=row.hits_count,
        wrong=wrong,
        judged=judged,
        backtest=backtest_of(row.backtest),
        updated_at=row.updated_at,
        shadow_since=row.shadow_since,
        live_since=row.live_since,
    )


def backtest_of(kept: Mapping[str, object]) -> Backtest:
    """The result as it was kept."""
    if not kept:
        return Backtest()
    people, days, examples = kept.get("people"), kept.get("days"), kept.get("examples")
    return Backtest(
        state=str(kept.get("state", "")),
        seen=int(str(kept.get("seen", 0))),
        total=int(str(kept.get("total", 0))),
        hits=int(str(kept.get("hits", 0))),
        people=len(people) if isinstance(people, list) else int(str(people or 0)),
        days=tuple(sorted((date.fromisoformat(day), count) for day, count in days.items()))
        if isinstance(days, dict)
        else (),
        examples=tuple((int(number), tuple(pieces)) for number, pieces in examples)
        if isinstance(examples, list)
        else (),
    )


def shown_hits(rows: Iterable[RuleHit]) -> list[ShownHit]:
    """What was found, with whose it is and the case that it waits in. Three queries at most."""
    found = list(rows)
    people = show_accounts([row.account_id for row in found if row.account_id])
    posts = [row.post_id for row in found if row.post_id]
    cases = Case.objects.filter(subject__kind=Subject.Kind.POST, subject__ref__in=posts).order_by("pk")
    codes = dict(cases.values_list("subject__ref", "code"))
    return [
        ShownHit(
            id=row.pk,
            rule_id=row.rule_id,
            rule_name=row.rule.name,
            explanation=row.rule.explanation,
            kind=Rule.Kind(row.rule.kind),
            effect=Rule.Effect(row.rule.effect),
            mode=Rule.Mode(row.mode),
            pieces=tuple(map(str, row.explain.get("found", ()))),
            where=str(row.explain.get("where", "")),
            author=people.get(row.account_id or 0),
            post_id=row.post_id,
            case_code=codes.get(row.post_id or 0, ""),
            verdict=RuleHit.Verdict(row.verdict),
            created_at=row.created_at,
        )
        for row in found
    ]
