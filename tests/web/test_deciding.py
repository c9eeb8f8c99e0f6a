"""The form beside a case: what it offers, what it shows before anything is done, the deed, and taking it back."""

import pytest

from tests.factories import make_account, make_post
from verandah.actions import casing, snapshotting
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.standing import Standing
from verandah.domain.moderation.models import Case, Decision, Policy, Queue, Restriction, Subject
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post

FACTS = "They wrote under five posts of Bob's that he should leave town."


@pytest.fixture
def post(eve: Account) -> Post:
    return make_post(eve, "Leave town, Bob", Audience.PUBLIC)


@pytest.fixture
def case(post: Post) -> Case:
    return casing.case_about(snapshotting.subject_of(Subject.Kind.POST, post.pk), Queue.RULES)


def rule() -> str:
    return str(Policy.objects.filter(severity=3)[0].pk)


def test_nothing_is_done_before_it_was_looked_at(client_of, mo, case, post):
    browser = client_of(mo)
    page = browser.get(f"/moderation/{case.code}/").content.decode()
    assert f'action="/moderation/{case.code}/decide/"' in page
    assert 'value="remove"' in page
    sent = {"act": "remove", "person": "read_only", "until": "7", "rule": rule(), "facts": FACTS}
    for path in ("look", "decide"):
        told = browser.post(f"/moderation/{case.code}/{path}/", sent).content.decode()
        assert "Your post was removed" in told
        assert "Remove it + Read only, and tell them" in told
        assert "gone from pages" in told
        assert ("<html" in told) == (path == "decide")
    assert not Decision.objects.exists()
    answer = browser.post(f"/moderation/{case.code}/decide/", {**sent, "agreed": "1"})
    assert answer.url == f"/moderation/{case.code}/"
    post.refresh_from_db()
    assert post.withheld == Withheld.REMOVED
    assert Account.objects.get(pk=post.author_id).standing == Standing.READ_ONLY
    ends = Restriction.objects.get(kind="read_only").active_until
    assert ends is not None


def test_what_cannot_be_decided_is_told_in_the_same_place(client_of, mo, case):
    browser = client_of(mo)
    look = f"/moderation/{case.code}/look/"
    for sent, why in (
        ({}, "Choose what shall happen."),
        ({"act": "remove"}, "Choose the rule that this is against."),
        ({"act": "remove", "rule": rule(), "facts": "Rude."}, "Say in a sentence of your own what happened"),
        ({"act": "hide", "rule": rule(), "facts": FACTS, "until": "date"}, "Choose the day on which it ends."),
        ({"act": "hide", "rule": rule(), "facts": FACTS, "until": "date", "until_on": "2001-01-01"}, "still to come"),
        ({"act": "dismiss", "person": "suspend"}, "Either nothing is wrong with it"),
    ):
        told = browser.post(look, sent).content.decode()
        assert why in told
        assert "agreed" not in told
    assert browser.post(f"/moderation/{case.code}/decide/", {"act": "remove", "agreed": "1"}).status_code == 422
    assert not Decision.objects.exists()


def test_a_decision_is_taken_back_where_it_was_made(client_of, mo, case, post):
    browser = client_of(mo)
    sent = {"act": "hide", "rule": rule(), "facts": FACTS, "agreed": "1"}
    browser.post(f"/moderation/{case.code}/decide/", sent)
    decision = Decision.objects.get()
    page = browser.get(f"/moderation/{case.code}/").content.decode()
    assert "Take it back" in page
    path = f"/moderation/{case.code}/decisions/{decision.pk}/undo/"
    for _time in range(2):
        assert browser.post(path, {"facts": "It was a line of a play."}).status_code == 302
    post.refresh_from_db()
    assert post.withheld == Withheld.NO
    assert Decision.objects.get(reverses=decision).facts == "It was a line of a play."
    assert browser.post(f"/moderation/{case.code}/decisions/1/undo/", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.TRIAGE])
def test_whose_role_does_not_include_it_decides_nothing(client_of, case, role):
    browser = client_of(make_account("tim", role=role))
    for path in ("look", "decide"):
        answer = browser.post(f"/moderation/{case.code}/{path}/", {"act": "dismiss", "agreed": "1"})
        assert answer.status_code in (403, 404)
    assert not Decision.objects.exists()


def test_nobody_decides_about_themselves(client_of, mo, case):
    mine = casing.case_about(snapshotting.subject_of(Subject.Kind.ACCOUNT, mo.pk), Queue.RULES)
    answer = client_of(mo).post(f"/moderation/{mine.code}/decide/", {"act": "dismiss", "agreed": "1"})
    assert answer.status_code in (403, 404)
    assert not Decision.objects.exists()
