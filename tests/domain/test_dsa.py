"""A statement as the Transparency Database of the DSA takes it: every word one of its own, and nobody in it."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.decided import FACTS, case_of, case_of_person, decided, removed
from tests.factories import make_post
from verandah.actions import deciding, posting, reporting
from verandah.actions.posting import Draft
from verandah.actions.reporting import Complaint
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.dsa import as_dsa
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Decision, Policy, Queue, Statement

VISIBILITY = {
    f"DECISION_VISIBILITY_{word}"
    for word in (
        "CONTENT_REMOVED",
        "CONTENT_DISABLED",
        "CONTENT_DEMOTED",
        "CONTENT_AGE_RESTRICTED",
        "CONTENT_INTERACTION_RESTRICTED",
        "CONTENT_LABELLED",
        "OTHER",
    )
}
PROVISION = {
    f"DECISION_PROVISION_{word}"
    for word in ("PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION")
}
ACCOUNT = {"DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"}
CONTENT = {
    f"CONTENT_TYPE_{word}" for word in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
}
CATEGORIES = {
    f"STATEMENT_CATEGORY_{word}"
    for word in (
        "ANIMAL_WELFARE",
        "CONSUMER_INFORMATION",
        "CYBER_VIOLENCE",
        "CYBER_VIOLENCE_AGAINST_WOMEN",
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "ILLEGAL_OR_HARMFUL_SPEECH",
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "NOT_SPECIFIED_NOTICE",
        "OTHER_VIOLATION_TC",
        "PROTECTION_OF_MINORS",
        "RISK_FOR_PUBLIC_SECURITY",
        "SCAMS_AND_FRAUD",
        "SELF_HARM",
        "UNSAFE_AND_PROHIBITED_PRODUCTS",
        "VIOLENCE",
    )
}
SOURCES = {f"SOURCE_{word}" for word in ("ARTICLE_16", "TRUSTED_FLAGGER", "TYPE_OTHER_NOTIFICATION", "VOLUNTARY")}
AUTOMATED = {f"AUTOMATED_DECISION_{word}" for word in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")}
LONGEST = {
    "decision_facts": 5000,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "decision_ground_reference_url": 500,
    "content_type_other": 500,
    "puid": 500,
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
THINGS = [Effect.BLUR, Effect.LIMIT, Effect.LOCK, Effect.HIDE, Effect.REMOVE]
PEOPLE = [
    Effect.MARK_SENSITIVE,
    Effect.LIMIT,
    Effect.RATE_LIMIT,
    Effect.POST_APPROVAL,
    Effect.READ_ONLY,
    Effect.DISABLE,
    Effect.SUSPEND,
    Effect.TERMINATE,
]


def told(statement: Statement) -> dict[str, object]:
    """What is sent, checked as the database checks it."""
    found = as_dsa(statement, "https://example.org/rules/")
    assert found is not None
    assert set(found.get("decision_visibility", [])) <= VISIBILITY
    assert {found.get("decision_provision")} <= PROVISION | {None}
    assert {found.get("decision_account")} <= ACCOUNT | {None}
    assert {"decision_visibility", "decision_provision", "decision_account"} & set(found)
    assert found["content_type"]
    assert set(found["content_type"]) <= CONTENT
    assert ("CONTENT_TYPE_OTHER" in found["content_type"]) == ("content_type_other" in found)
    assert found["category"] in CATEGORIES
    assert all(word.startswith("KEYWORD_") for word in found.get("category_specification", []))
    assert found["source_type"] in SOURCES
    assert found["automated_decision"] in AUTOMATED
    assert found["automated_detection"] in ("Yes", "No")
    check_ground(dict(found))
    days = [value for name, value in found.items() if "_date" in name]
    assert len(days) >= 2
    assert all(DAY.fullmatch(str(day)) for day in days)
    assert re.fullmatch(r"[a-zA-Z0-9-_]+", found["puid"])
    assert all(len(str(found.get(name, ""))) <= most for name, most in LONGEST.items())
    return dict(found)


def check_ground(found: dict[str, object]) -> None:
    """The fields of the one ground that it is on, and none of the other's."""
    illegal = found["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert illegal or found["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    wanted, other = (
        ("illegal_content", "incompatible_content") if illegal else ("incompatible_content", "illegal_content")
    )
    assert found[f"{wanted}_explanation"]
    assert not [name for name in found if name.startswith(f"{other}_")]


@pytest.mark.parametrize("effect", THINGS)
def test_of_things(alice: Account, mo: Account, effect: Effect) -> None:
    post = posting.publish(alice, Draft("Four tickets", key="tickets", language="en"))
    found = told(decided(mo, case_of(post), effect).statement)
    assert found["decision_visibility"]
    assert (found["content_type"], found["content_language"]) == (["CONTENT_TYPE_TEXT"], "EN")


@pytest.mark.parametrize("effect", PEOPLE)
def test_of_people(eve: Account, mo: Account, effect: Effect) -> None:
    told(decided(mo, case_of_person(eve), effect).statement)


def test_nobody_stands_in_it(alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice, "Alice sells tickets at her house")
    report = reporting.report(bob, alice, Complaint(comment="Bob says so", post_ids=(post.id,)))
    assert report.case is not None
    facts = "Alice sold four tickets to Bob in front of the house of the choir."
    text = json.dumps(told(decided(mo, report.case, Effect.LIMIT, facts=facts, message="Dear Alice").statement))
    assert not re.search(r"alice|bob|\bmo\b|house|four tickets", text, re.IGNORECASE)
    assert FACTS not in text


def test_where_it_came_from_and_on_what_it_rests(alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice)
    assert told(removed(mo, post).statement)["source_type"] == "SOURCE_VOLUNTARY"
    report = reporting.report(bob, alice, Complaint())
    assert report.case is not None
    found = told(decided(mo, report.case, Effect.READ_ONLY, is_illegal=True).statement)
    assert found["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert found["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"


def test_what_a_machine_did_and_until_when(alice: Account, mo: Account, eve: Account) -> None:
    held = decided(
        None,
        case_of(make_post(alice), Queue.NEWCOMERS),
        Effect.HOLD,
        detection=True,
        automation=Decision.Automation.FULL,
    )
    found = told(held.statement)
    assert (found["automated_detection"], found["automated_decision"]) == ("Yes", "AUTOMATED_DECISION_FULLY")
    until = timezone.now() + timedelta(days=3)
    found = told(decided(mo, case_of_person(eve), Effect.SUSPEND, until=until).statement)
    assert found["end_date_account_restriction"] == until.date().isoformat()


def test_every_rule_that_is_shipped_has_words_of_the_database(site) -> None:
    assert {f"STATEMENT_CATEGORY_{one.category}" for one in Policy.objects.all()} <= CATEGORIES
    assert all(word.startswith("KEYWORD_") for one in Policy.objects.all() for word in one.keywords)


def test_what_restricts_nothing_is_not_sent(alice: Account, mo: Account) -> None:
    decision = removed(mo, make_post(alice))
    assert as_dsa(deciding.reverse(decision, mo, "We were wrong, and say so.").statement) is None
    assert as_dsa(decided(mo, case_of_person(alice), Effect.WARN).statement) is None
