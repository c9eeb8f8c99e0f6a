"""Rules before publication: written, tried on the last 30 days, watched in the shadow, made live by two, ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation import linklists, wordlists
from verandah.domain.moderation.linklists import Way
from verandah.domain.moderation.models import Approval, Policy, Rule
from verandah.domain.moderation.rulebook import refuse_useless
from verandah.domain.moderation.twos import Verb

from . import approving, backtesting
from .auditing import note
from .judging import rules_changed

LONGEST_NAME = 100
LONGEST_EXPLANATION = 500
MOST_RULES = 200
Kind, Mode, Effect = Rule.Kind, Rule.Mode, Rule.Effect


@dataclass(frozen=True, slots=True)
class Wish:
    """What a rule shall be. `said`: what stands in the form, by name; what each kind reads of it, `config_of` says."""

    name: str
    kind: Rule.Kind
    effect: Rule.Effect
    said: Mapping[str, str]
    policy_id: int | None = None
    explanation: str = ""
    budget: int = 10


def write(by: Account, wish: Wish) -> Rule:
    """A new rule, which does nothing yet. Each call makes another one. Raises Invalid, Forbidden."""
    columns, now = columns_of(wish), timezone.now()
    with ruled(by, Permission.WRITE_RULES):
        if Rule.objects.exclude(mode=Mode.OFF).exclude(kind=Kind.BANK).count() >= MOST_RULES:
            raise Invalid("name", _("There are as many rules as there can be. Switch one off first."))
        row = Rule.objects.create(**columns, created_by_id=by.pk, created_at=now, updated_at=now)
        note(by, "write_rule", rule=row.pk, kind=row.kind, effect=row.effect)
    return row


def change(by: Account, rule_id: int, wish: Wish) -> Rule:
    """The rule as it shall be from now on: a draft is changed; of any other a new version is made, which does nothing
    yet while the old one goes on. The same as it is: the rule itself. Raises NotFound, Invalid, Forbidden.
    """
    columns, now = columns_of(wish), timezone.now()
    with ruled(by, Permission.WRITE_RULES):
        row = locked(rule_id)
        if row.kind != wish.kind:
            raise Invalid("kind", _("What a rule looks for can’t become something else. Write a new rule."))
        if all(getattr(row, name) == value for name, value in columns.items()):
            return row
        if row.mode != Mode.DRAFT:
            return next_version(by, row, columns)
        for name, value in (columns | {"backtest": {}, "updated_at": now}).items():
            setattr(row, name, value)
        row.save()
        note(by, "change_rule", rule=row.pk)
    return row


def next_version(by: Account, old: Rule, columns: dict[str, object]) -> Rule:
    """A draft that can take the place of `old`; the one that there is already."""
    now = timezone.now()
    row = Rule.objects.filter(previous=old, mode=Mode.DRAFT).first() or Rule(previous=old, created_at=now)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version, row.mode, row.backtest, row.updated_at = old.version + 1, Mode.DRAFT, {}, now
    row.created_by_id = by.pk
    row.save()
    note(by, "new_rule_version", rule=row.pk, previous=old.pk, version=row.version)
    return row


def try_out(by: Account, rule_id: int) -> Rule:
    """Have a job ask the rule of all posts of 30 days. While that runs: the same. Raises NotFound, Forbidden."""
    with ruled(by, Permission.WRITE_RULES):
        row = locked(rule_id)
        if backtesting.begin(row):
            note(by, "backtest_rule", rule=row.pk, version=row.version)
    row.refresh_from_db(fields=["backtest"])
    return row


def watch(by: Account, rule_id: int) -> Rule:
    """The rule only counts from now on. Twice: the same. Raises NotFound, Forbidden, Conflict before it was tried."""
    with ruled(by, Permission.WRITE_RULES):
        row = locked(rule_id)
        if row.mode == Mode.SHADOW:
            return row
        if row.mode != Mode.LIVE and not backtesting.is_done(row):
            raise Conflict(_("Try it on the posts of the last 30 days first."))
        switch(row, Mode.SHADOW, "shadow_since")
        note(by, "shadow_rule", rule=row.pk, version=row.version)
    return row


def ask_for_live(by: Account, rule_id: int, reason: str) -> Approval:
    """Ask someone else of the staff to want it, too. Twice: the same. Raises NotFound, Forbidden, Invalid, Conflict."""
    with ruled(by, Permission.RUN_RULES):
        row = locked(rule_id)
        refuse_unwatched(row)
        return approving.ask(by, Verb.RUN_RULE, what_of(row), reason)


def make_live(by: Account, rule_id: int) -> Rule:
    """Something follows from the rule from now on; the version before it is switched off. Twice: the same.

    Raises NotFound, Conflict before it was watched, Forbidden unless two people want it.
    """
    with ruled(by, Permission.RUN_RULES):
        row = locked(rule_id)
        if row.mode == Mode.LIVE:
            return row
        refuse_unwatched(row)
        approval = approving.good_for(by, Verb.RUN_RULE, what_of(row))
        if approval is None:
            raise Forbidden(_("This needs a second person who agrees. Ask for that first."))
        used = approving.use(approval.pk, Verb.RUN_RULE, what_of(row))
        row.approved_by_id = used.approved_by_id
        row.save(update_fields=["approved_by_id"])
        switch(row, Mode.LIVE, "live_since")
        for old in versions_before(row):
            if old.mode != Mode.OFF:
                switch(old, Mode.OFF)
        note(by, "rule_live", rule=row.pk, version=row.version, approval_id=used.pk)
    return row


def switch_off(by: Account, rule_id: int) -> Rule:
    """It is asked no more. What it has held goes on waiting. Twice: the same. Raises NotFound, Forbidden."""
    with ruled(by, Permission.WRITE_RULES):
        row = locked(rule_id)
        if row.mode != Mode.OFF:
            switch(row, Mode.OFF)
            note(by, "rule_off", rule=row.pk, version=row.version)
    return row


def is_agreed(by: Account, rule_id: int) -> bool:
    """Whether `by` could make it live now, because somebody else wants it, too."""
    row = Rule.objects.filter(pk=rule_id).first()
    return row is not None and approving.good_for(by, Verb.RUN_RULE, what_of(row)) is not None


def switch(row: Rule, mode: Rule.Mode, since: str = "") -> None:
    """It is in this mode from now on, in all processes of the site."""
    row.mode, row.updated_at = mode, timezone.now()
    names = ["mode", "updated_at"]
    if since:
        setattr(row, since, row.updated_at)
        names.append(since)
    row.save(update_fields=names)
    rules_changed(row.pk)


def versions_before(row: Rule) -> Iterator[Rule]:
    """The versions that it takes the place of."""
    while row.previous_id is not None:
        row = Rule.objects.select_for_update(no_key=True).get(pk=row.previous_id)
        yield row


def what_of(row: Rule) -> dict[str, str | int | bool | list[int] | list[str] | None]:
    """What two people agree to: this version of this rule."""
    return {"rule": row.pk, "version": row.version}


def refuse_unwatched(row: Rule) -> None:
    """Raises Conflict for a rule that was not in the shadow yet."""
    if row.mode != Mode.SHADOW:
        raise Conflict(_("Watch it in the shadow first: there it counts what it would have done."))


@contextmanager
def ruled(by: Account, permission: Permission) -> Iterator[None]:
    """A transaction of someone whose role lets them do this now. Raises Forbidden."""
    with transaction.atomic():
        role = User.objects.filter(account=by, is_active=True).values_list("role", flat=True).first() or Role.MEMBER
        if not may(Role(role), permission):
            raise Forbidden(_("Your role on this site doesn’t include this. Ask someone whose role does."))
        yield


def locked(rule_id: int) -> Rule:
    """Raises NotFound."""
    rows = Rule.objects.select_for_update(no_key=True).filter(pk=rule_id).exclude(kind=Kind.BANK)
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def columns_of(wish: Wish) -> dict[str, object]:
    """The rule as it is stored. Raises Invalid."""
    name, explanation = " ".join(wish.name.split()), wish.explanation.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("name", _("Give the rule a name of at most 100 characters."))
    if len(explanation) > LONGEST_EXPLANATION:
        raise Invalid("explanation", _("Keep it to 500 characters."), "too_long")
    if not explanation and wish.effect in (Effect.HOLD, Effect.REFUSE):
        raise Invalid("explanation", _("Write what they read whom this rule stops: why, and what they can do."))
    if not 0 <= wish.budget <= 100:
        raise Invalid("budget", _("Of a hundred, between 0 and 100 can be wrong."))
    if wish.policy_id is not None and not Policy.objects.filter(pk=wish.policy_id, retired_at=None).exists():
        raise Invalid("policy", _("Choose one of the rules in the list."))
    config = config_of(wish.kind, wish.said)
    refuse_useless(wish.kind, config)
    return {
        "name": name,
        "kind": wish.kind,
        "effect": wish.effect,
        "policy_id": wish.policy_id,
        "explanation": explanation,
        "budget": wish.budget,
        "config": config,
    }


def config_of(kind: Rule.Kind, said: Mapping[str, str]) -> dict[str, object]:
    """What a rule of this kind looks for, out of a form. Raises Invalid."""
    match kind:
        case Kind.WORDS:
            words = wordlists.parse(said.get("words", ""), is_part=bool(said.get("part")))
            return {"words": [word.line for word in words], "leet": bool(said.get("leet"))}
        case Kind.PATTERN:
            return {"pattern": said.get("pattern", "").strip(), "folded": bool(said.get("folded"))}
        case Kind.LINKS:
            links = linklists.parse(said.get("links", ""), way_of(said.get("way", "")))
            return {"links": [link.line for link in links], "only_allowed": bool(said.get("only_allowed"))}
        case Kind.RATE:
            return {name: said.get(name, "") for name in ("what", "most", "seconds", "trust")}
    config: dict[str, object] = {name: said.get(name, "") for name in ("trust", "days", "first_posts", "strangers")}
    return config | {"with_links": bool(said.get("with_links"))}


def way_of(word: str) -> Way:
    """What becomes of addresses beside which nothing stands."""
    return Way(word) if word in list(Way) else Way.BLOCK
