"""A statement of reasons as the Transparency Database of the DSA takes it: the same record, without anyone in it.

What people wrote by hand is left out (art. 24(5) wants no personal data): neither the facts in the decider's words nor
what is quoted; the text of the rule says enough.
"""

from collections.abc import Iterable
from typing import NotRequired, TypedDict, cast

from .effects import Effect
from .models import Decision, Policy, Report, Statement, Subject
from .quotes import is_comment, listed
from .snapshots import Body
from .sources import Source, source_of
from .words import Thing, thing_of

Automation = Decision.Automation
LONGEST_GROUND, LONGEST_EXPLANATION, LONGEST_ADDRESS = 500, 2000, 500
NO_CATEGORY = "OTHER_VIOLATION_TC"

VISIBILITY = {
    Effect.BLUR: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Effect.MARK_SENSITIVE: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Effect.LIMIT: "DECISION_VISIBILITY_CONTENT_DEMOTED",
    Effect.LOCK: "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    Effect.HOLD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Effect.HIDE: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Effect.REMOVE: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Effect.STRIP: "DECISION_VISIBILITY_CONTENT_REMOVED",
}
PROVISION = {
    Effect.RATE_LIMIT: "DECISION_PROVISION_PARTIAL_SUSPENSION",
    Effect.POST_APPROVAL: "DECISION_PROVISION_PARTIAL_SUSPENSION",
    Effect.READ_ONLY: "DECISION_PROVISION_PARTIAL_SUSPENSION",
}
ACCOUNT = {
    Effect.DISABLE: "DECISION_ACCOUNT_SUSPENDED",
    Effect.SUSPEND: "DECISION_ACCOUNT_SUSPENDED",
    Effect.TERMINATE: "DECISION_ACCOUNT_TERMINATED",
}
AUTOMATED = {
    Automation.NONE: "AUTOMATED_DECISION_NOT_AUTOMATED",
    Automation.PARTIAL: "AUTOMATED_DECISION_PARTIALLY",
    Automation.FULL: "AUTOMATED_DECISION_FULLY",
}
SOURCES = {
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Source.AUTHORITY: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.REPORT: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.OWN: "SOURCE_VOLUNTARY",
}
CONTENT = {
    "image": "CONTENT_TYPE_IMAGE",
    "gifv": "CONTENT_TYPE_VIDEO",
    "video": "CONTENT_TYPE_VIDEO",
    "audio": "CONTENT_TYPE_AUDIO",
}
NOUNS = {
    Thing.POST: "a post",
    Thing.COMMENT: "a comment",
    Thing.FILE: "a file",
    Thing.ALBUM: "an album",
    Thing.PROFILE: "an account",
}
FOUND = {
    Source.NOTICE: "It had been notified as illegal content.",
    Source.FLAGGER: "A trusted flagger had notified it.",
    Source.AUTHORITY: "An authority had told the service of it.",
    Source.REPORT: "Users of the service had reported it.",
    Source.OWN: "The service found it of its own accord.",
}


class Restricted(TypedDict, total=False):
    """What is restricted, and until when."""

    decision_visibility: list[str]
    decision_provision: str
    decision_account: str
    end_date_visibility_restriction: str
    end_date_service_restriction: str
    end_date_account_restriction: str


class Ground(TypedDict):
    """On what it rests: the fields of one of the two grounds."""

    decision_ground: str
    decision_ground_reference_url: NotRequired[str]
    illegal_content_legal_ground: NotRequired[str]
    illegal_content_explanation: NotRequired[str]
    incompatible_content_ground: NotRequired[str]
    incompatible_content_explanation: NotRequired[str]
    incompatible_content_illegal: NotRequired[str]


class DsaJson(Restricted, Ground):
    """One of `statements[]`. What does not apply is left out."""

    territorial_scope: NotRequired[list[str]]
    content_type: list[str]
    content_type_other: NotRequired[str]
    content_language: NotRequired[str]
    content_date: str
    category: str
    category_specification: NotRequired[list[str]]
    application_date: str
    decision_facts: str
    source_type: str
    automated_detection: str
    automated_decision: str
    puid: str


def as_dsa(statement: Statement, address: str = "") -> DsaJson | None:
    """The statement as the database takes it; None for one that restricts nothing. `address`: of the site's rules.

    One query, for the channels of the reports.
    """
    decision = statement.decision
    restricted = restrictions(decision)
    if decision.reverses_id is not None or not restricted:
        return None
    body: Body = decision.snapshot.body if decision.snapshot else {}
    source = source_of(list(Report.objects.filter(case=decision.case_id).values_list("channel", "is_illegal")))
    policy = policy_of(decision)
    created = str(body.get("created") or decision.created_at.isoformat())
    always = {
        "content_type": content(decision.subject, body),
        "content_date": created[:10],
        "category": f"STATEMENT_CATEGORY_{policy.category if policy else NO_CATEGORY}",
        "application_date": decision.created_at.date().isoformat(),
        "decision_facts": facts(decision, thing_of(decision.subject.kind, is_comment(body)), source),
        "source_type": SOURCES[source],
        "automated_detection": yes(decision.automated_detection),
        "automated_decision": AUTOMATED[Automation(decision.automated_decision)],
        "puid": statement.puid,
    }
    found = cast("DsaJson", {**restricted, **ground(decision), **always})
    if "CONTENT_TYPE_OTHER" in found["content_type"]:
        found["content_type_other"] = "An account as a whole"
    if policy and policy.keywords:
        found["category_specification"] = list(policy.keywords)
    if decision.territory:
        found["territorial_scope"] = list(decision.territory)
    if len(language := str(body.get("language") or "")[:2]) == 2:
        found["content_language"] = language.upper()
    if address and policy:
        found["decision_ground_reference_url"] = address[:LONGEST_ADDRESS]
    return found


def restrictions(decision: Decision) -> Restricted:
    """What is restricted and until when, in three fields at the most; empty when nothing is."""
    found: Restricted = {}
    end = decision.ends_at.date().isoformat() if decision.ends_at else ""
    if seen := words(VISIBILITY, decision.effects):
        found["decision_visibility"] = seen
        if end:
            found["end_date_visibility_restriction"] = end
    if served := words(PROVISION, decision.effects):
        found["decision_provision"] = served[0]
        if end:
            found["end_date_service_restriction"] = end
    if closed := words(ACCOUNT, decision.effects):
        found["decision_account"] = closed[-1]
        if end:
            found["end_date_account_restriction"] = end
    return found


def ground(decision: Decision) -> Ground:
    """On which law or rule it rests, and why: in the words of the rule."""
    title, text = rule_of(decision)
    if decision.is_illegal or is_law(decision):
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": title[:LONGEST_GROUND],
            "illegal_content_explanation": text[:LONGEST_EXPLANATION],
        }
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": title[:LONGEST_GROUND],
        "incompatible_content_explanation": text[:LONGEST_EXPLANATION],
        "incompatible_content_illegal": "No",
    }


def rule_of(decision: Decision) -> tuple[str, str]:
    """How the rule is called and what it says, in English where it is written in it."""
    texts: dict[str, dict[str, str]] = decision.policy_version.texts if decision.policy_version else {}
    found = texts.get("en") or next(iter(texts.values()), {})
    title = found.get("title") or "The terms of the service"
    return title, found.get("body") or "The terms of the service let its moderators restrict what is harmful to others."


def policy_of(decision: Decision) -> Policy | None:
    """The rule that it rests on."""
    return decision.policy_version.policy if decision.policy_version else None


def is_law(decision: Decision) -> bool:
    """Whether the rule that it rests on says what a law says."""
    policy = policy_of(decision)
    return policy is not None and policy.ground == Policy.Ground.ILLEGAL


def facts(decision: Decision, thing: Thing, source: Source) -> str:
    """What happened, in words that are always the same."""
    return f"The decision ({', '.join(decision.effects)}) is about {NOUNS[thing]}. {FOUND[source]}"


def content(subject: Subject, body: Body) -> list[str]:
    """What kinds of content it is about."""
    if subject.kind == Subject.Kind.ACCOUNT and not subject.part:
        return ["CONTENT_TYPE_OTHER"]
    kinds = {CONTENT[kind] for file in listed(body.get("media")) if (kind := str(file.get("kind"))) in CONTENT}
    if subject.part in ("avatar", "header"):
        kinds.add("CONTENT_TYPE_IMAGE")
    if body.get("text") or not kinds:
        kinds.add("CONTENT_TYPE_TEXT")
    return sorted(kinds)


def words(known: dict[Effect, str], effects: Iterable[str]) -> list[str]:
    """The words for those of the effects that have one, each once."""
    return list(dict.fromkeys(known[Effect(effect)] for effect in effects if effect in known))


def yes(it_is: bool) -> str:
    """As the database says it."""
    return "Yes" if it_is else "No"
