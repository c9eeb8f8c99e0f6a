"""The rules that people read: adding one, changing one by a new version, their order, retiring one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.first_policies import FIRST_POLICIES
from verandah.domain.moderation.first_policies_more import MORE
from verandah.domain.moderation.models import Policy, PolicyVersion, Queue

from .auditing import note, role_of

LONGEST_TITLE = 120
LONGEST_BODY = 4000
MOST_POLICIES = 50


@dataclass(frozen=True, slots=True)
class Words:
    """A rule in one language, the body in the little Markdown of `base.prose`."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What follows from a breach: how bad it is (1 to 5), what it counts and for how long, and who looks at it."""

    severity: int = 2
    strike_weight: int = 1
    strike_days: int = 180
    queue: int = Queue.RULES
    ground: int = Policy.Ground.TERMS
    category: str = "OTHER_VIOLATION_TC"


STANDARD = Weight()


def ensure_policies() -> None:
    """The rules that a new site begins with. Twice, or when there are any: nothing."""
    if Policy.objects.exists():
        return
    now = timezone.now()
    with transaction.atomic():
        for position, first in enumerate(FIRST_POLICIES):
            policy, made = Policy.objects.get_or_create(
                slug=first.slug,
                defaults={
                    "position": position,
                    "severity": first.severity,
                    "strike_weight": first.strike_weight,
                    "strike_days": first.strike_days,
                    "ground": first.ground,
                    "category": first.category,
                    "keywords": list(first.keywords),
                    "queue": first.queue,
                    "is_template": True,
                },
            )
            if made:
                texts = {code: dict(words) for code, words in {**first.texts, **MORE[first.slug]}.items()}
                PolicyVersion.objects.create(policy=policy, number=1, texts=texts, effective_from=now, created_at=now)


def add_policy(by: Account, texts: Mapping[str, Words], weight: Weight = STANDARD) -> Policy:
    """A new rule behind all others, in force from now on. Twice: two. Raises Forbidden, Invalid."""
    told = checked(texts)
    check_weight(weight)
    with transaction.atomic():
        refuse_others(by)
        if Policy.objects.filter(retired_at=None).count() >= MOST_POLICIES:
            raise Invalid("title", _("Keep it to 50 rules. Nobody reads more."))
        last = Policy.objects.order_by("-position").values_list("position", flat=True).first()
        policy = Policy.objects.create(
            slug=free_slug(next(iter(told.values()))["title"]),
            position=0 if last is None else last + 1,
            severity=weight.severity,
            strike_weight=weight.strike_weight,
            strike_days=weight.strike_days,
            queue=weight.queue,
            ground=weight.ground,
            category=weight.category,
        )
        version(policy, 1, told, by)
        note(by, "add_policy", policy=policy.slug)
    return policy


def change_policy(
    by: Account, policy_id: int, texts: Mapping[str, Words], weight: Weight | None = None, since: datetime | None = None
) -> PolicyVersion:
    """The rule reads like this from now on, or `since`; what was decided by the old words still quotes those.

    Twice: the same version. Raises Forbidden, NotFound, Invalid.
    """
    told = checked(texts)
    if weight is not None:
        check_weight(weight)
    with transaction.atomic():
        refuse_others(by)
        policy = locked(policy_id)
        newest = PolicyVersion.objects.filter(policy=policy).order_by("-number").first()
        if weight is not None:
            reweigh(by, policy, weight)
        if newest is not None and newest.texts == told:
            return newest
        made = version(policy, newest.number + 1 if newest else 1, told, by, since)
        Policy.objects.filter(pk=policy.pk).update(is_template=False)
        note(by, "change_policy", policy=policy.slug, version=made.number)
    return made


def confirm_policies(by: Account, policy_id: int | None = None) -> int:
    """The shipped rules are those of this site: one, or all that hold; how many were not yet. Twice: none.

    Raises Forbidden.
    """
    with transaction.atomic():
        refuse_others(by)
        shipped = Policy.objects.filter(is_template=True, retired_at=None)
        if policy_id is not None:
            shipped = shipped.filter(pk=policy_id)
        count = shipped.update(is_template=False)
        if count:
            note(by, "confirm_policies", count=count)
    return count


def order_policies(by: Account, ids: Sequence[int]) -> None:
    """The rules stand in this order; those left out come after. Twice: the same. Raises Forbidden."""
    with transaction.atomic():
        refuse_others(by)
        rows = list(Policy.objects.select_for_update().order_by("position", "pk"))
        wished = {number: place for place, number in enumerate(dict.fromkeys(ids))}
        sorted_rows = sorted(rows, key=lambda row: wished.get(row.pk, len(wished)))
        moved = [row for place, row in enumerate(sorted_rows) if row.position != place]
        for place, row in enumerate(sorted_rows):
            row.position = place
        if moved:
            Policy.objects.bulk_update(sorted_rows, ["position"])
            note(by, "order_policies", moved=len(moved))


def retire_policy(by: Account, policy_id: int) -> None:
    """The rule holds no more; what was decided by it keeps its words. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        refuse_others(by)
        policy = locked(policy_id)
        if policy.retired_at is None:
            Policy.objects.filter(pk=policy.pk).update(retired_at=timezone.now())
            note(by, "retire_policy", policy=policy.slug)


def restore_policy(by: Account, policy_id: int) -> None:
    """It holds again, in its last words. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        refuse_others(by)
        policy = locked(policy_id)
        if policy.retired_at is not None:
            Policy.objects.filter(pk=policy.pk).update(retired_at=None)
            note(by, "restore_policy", policy=policy.slug)


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may change the rules."""
    if not may(Role(role_of(by)), Permission.WRITE_POLICIES):
        raise Forbidden


def locked(policy_id: int) -> Policy:
    """The rule, held for this transaction. Raises NotFound."""
    policy = Policy.objects.select_for_update().filter(pk=policy_id).first()
    if policy is None:
        raise NotFound
    return policy


def version(
    policy: Policy, number: int, texts: dict[str, dict[str, str]], by: Account, since: datetime | None = None
) -> PolicyVersion:
    """One more version of a rule."""
    now = timezone.now()
    return PolicyVersion.objects.create(
        policy=policy, number=number, texts=texts, effective_from=since or now, created_by_id=by.id, created_at=now
    )


def reweigh(by: Account, policy: Policy, weight: Weight) -> None:
    """What follows from a breach, from now on."""
    names = ("severity", "strike_weight", "strike_days", "queue", "ground", "category")
    changed = {name: getattr(weight, name) for name in names if getattr(policy, name) != getattr(weight, name)}
    if changed:
        Policy.objects.filter(pk=policy.pk).update(**changed, is_template=False)
        note(by, "weigh_policy", policy=policy.slug, **changed)


def checked(texts: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    """The words as they are stored. Raises Invalid when there are none, or one language lacks its title."""
    told = {language: worded(words) for language, words in texts.items()}
    kept = {language: words for language, words in told.items() if words["title"] or words["body"]}
    if not kept:
        raise Invalid("title", _("Write the rule in at least one language."))
    if not all(words["title"] for words in kept.values()):
        raise Invalid("title", _("A rule needs a title in each language in which it has words."))
    return kept


def worded(words: Words) -> dict[str, str]:
    """One language. Raises Invalid for what is too long or no text."""
    return {
        "title": " ".join(markup.clean(words.title, LONGEST_TITLE).split()),
        "body": markup.clean(words.body, LONGEST_BODY),
    }


def check_weight(weight: Weight) -> None:
    """Raises Invalid for numbers that mean nothing."""
    if not 1 <= weight.severity <= 5:
        raise Invalid("severity", _("How bad a breach is goes from 1 to 5."))
    if not (0 <= weight.strike_weight <= 10 and 1 <= weight.strike_days <= 3650):
        raise Invalid("strike_weight", _("A strike counts from 0 to 10, for 1 to 3650 days."))
    if weight.queue not in Queue.values or weight.ground not in Policy.Ground.values:
        raise Invalid("queue", _("Choose one of the queues."))


def free_slug(title: str) -> str:
    """A name for the address of a rule, which none has yet."""
    base = slugify(title)[:50] or "rule"
    taken = set(Policy.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
