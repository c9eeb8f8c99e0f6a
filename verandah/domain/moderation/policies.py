"""The rules of the site as people read them: in their language, each in the version that holds, or that held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info

from verandah.base.prose import prose_html
from verandah.base.reading import rows

from .models import Policy, PolicyVersion

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

STAMP = """
SELECT p.id, (SELECT MAX(v.number) FROM verandah_policyversion v
    WHERE v.policy_id = p.id AND v.effective_from <= %(now)s) AS newest
FROM verandah_policy p WHERE p.retired_at IS NULL AND EXISTS (
    SELECT 1 FROM verandah_policyversion v WHERE v.policy_id = p.id AND v.effective_from <= %(now)s)
ORDER BY p.position, p.id"""

type Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A rule in one of its versions. `severity` from 1 to 5, `queue` a number of `Queue`."""

    id: int
    slug: str
    title: str
    body: str
    html: str
    language: str
    direction: str
    severity: int
    ground: Policy.Ground
    queue: int
    category: str
    keywords: tuple[str, ...]
    strike_weight: int
    strike_days: int
    position: int
    version_id: int
    number: int
    effective_from: datetime
    is_template: bool
    is_retired: bool
    texts: Texts


def current_policies(viewer: Account | None, language: str = "") -> list[ShownPolicy]:
    """The rules that hold now, in their order and in the reader's language: the same for every viewer. Two queries."""
    policies = list(Policy.objects.filter(retired_at=None).order_by("position", "id"))
    now = timezone.now()
    versions = PolicyVersion.objects.filter(policy__in=policies, effective_from__lte=now).order_by("number")
    newest = {row.policy_id: row for row in versions}
    return [show_policy(one, newest[one.pk], language) for one in policies if one.pk in newest]


def policy_in_force(viewer: Account | None, policy_id: int, language: str = "") -> ShownPolicy | None:
    """One of them; None when it is none, or holds no more."""
    return next((one for one in current_policies(viewer, language) if one.id == policy_id), None)


def versions_of(viewer: Account | None, policy_id: int, language: str = "") -> list[ShownPolicy]:
    """How a rule has read, newest first; also one that is coming, and of rules that hold no more. One query."""
    versions = PolicyVersion.objects.filter(policy=policy_id).select_related("policy").order_by("-number")
    return [show_policy(row.policy, row, language) for row in versions]


def policy_named(viewer: Account | None, slug: str) -> int | None:
    """The id of the rule that is called so in addresses, whether it holds or not. One query."""
    return Policy.objects.filter(slug=slug).values_list("pk", flat=True).first()


def all_policies(viewer: Account | None, language: str = "") -> list[ShownPolicy]:
    """Every rule in its newest version, also those that come or hold no more. Two queries."""
    versions = PolicyVersion.objects.select_related("policy").order_by("number")
    newest = {row.policy_id: row for row in versions}
    found = [show_policy(row.policy, row, language) for row in newest.values()]
    return sorted(found, key=lambda one: (one.is_retired, one.position, one.id))


def policies_stamp() -> tuple[tuple[int, ...], ...]:
    """Which rules hold, in which order and version: what is made of them is out of date when this differs."""
    now = f"{timezone.now():%Y-%m-%d %H:%M:%S.%f}+00"
    return tuple((int(row[0]), int(row[1])) for row in rows(STAMP, {"now": now}))


def show_policy(policy: Policy, version: PolicyVersion, language: str = "") -> ShownPolicy:
    """A rule as shown, in `language` or in the reader's, else in the site's, else in the one it was written in."""
    spoken, words = best(version.texts, language or get_language() or settings.LANGUAGE_CODE)
    body = words.get("body", "")
    return ShownPolicy(
        id=policy.pk,
        slug=policy.slug,
        title=words.get("title", policy.slug),
        body=body,
        html=prose_html(body),
        language=spoken,
        direction=direction_of(spoken),
        severity=policy.severity,
        ground=Policy.Ground(policy.ground),
        queue=policy.queue,
        category=policy.category,
        keywords=tuple(policy.keywords),
        strike_weight=policy.strike_weight,
        strike_days=policy.strike_days,
        position=policy.position,
        version_id=version.pk,
        number=version.number,
        effective_from=version.effective_from,
        is_template=policy.is_template,
        is_retired=policy.retired_at is not None,
        texts=version.texts,
    )


def best(texts: Texts, language: str) -> tuple[str, Mapping[str, str]]:
    """The words in this language, else in the site's own, else in whichever there are."""
    wished: Sequence[str] = (language, language.partition("-")[0], settings.LANGUAGE_CODE, "en", *texts)
    return next(((one, texts[one]) for one in wished if one in texts), (settings.LANGUAGE_CODE, {}))


def direction_of(language: str) -> str:
    """Which way a language is written."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
