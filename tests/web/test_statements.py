"""Statements of reasons, appeals and messages through real pages: also for whom the site is closed to."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.decided import FACTS, case_of_person, decided, removed
from tests.factories import PASSWORD, make_account, make_post
from tests.factors import give_factor
from verandah.actions import appealing, corresponding
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.entrances import link_of
from verandah.domain.moderation.models import Appeal, AuditEntry, CaseMessage, Decision, Statement
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post

TEXT = "Concert tickets, four left"
WORDS = "The tickets were my own: I had paid for all four of them."
ANSWER = "The receipt shows that she had bought these tickets herself."


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.MODERATOR)


@pytest.fixture
def post(alice: Account) -> Post:
    return make_post(alice, TEXT)


@pytest.fixture
def decision(post: Post, mo: Account) -> Decision:
    return removed(mo, post)


def shut_out(person: Account, mo: Account) -> Statement:
    """`person` is suspended."""
    found = decided(mo, case_of_person(person), Effect.SUSPEND).statement
    person.refresh_from_db()
    return found


def sign_in(name: str) -> Client:
    """A browser in which someone has typed their name and password."""
    client = Client()
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    return client


def link_in_letter() -> str:
    """The address in the newest letter, without the site's."""
    found = re.search(r"https?://[^/\s]+(/decisions/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_its_author_reads_it_and_nobody_else(client_of, decision: Decision, alice, bob, eve, mo: Account) -> None:
    path = f"/decisions/{decision.pk}/"
    page = client_of(alice).get(path)
    body = page.content.decode()
    for words in ("Your post was removed.", TEXT, FACTS, "Be kind, harass nobody", "In force", decision.case.code):
        assert words in body
    assert "mo@" not in body
    assert "@mo" not in body
    assert page["Cache-Control"].startswith("max-age=0")
    for person in (bob, eve, mo):
        assert client_of(person).get(path).status_code == 404
    assert client_of(None).get(path)["Location"].startswith("/sign-in/")
    assert Statement.objects.get().read_at is not None


def test_the_notice_leads_there(client_of, decision: Decision, alice: Account) -> None:
    page = client_of(alice).get("/notifications/").content.decode()
    assert f'href="/decisions/{decision.pk}/"' in page
    assert "Your post was removed" in page


def test_the_link_of_the_letter_opens_this_one_for_whoever_has_it(
    client_of, decision: Decision, mo, alice, bob
) -> None:
    guest, path = client_of(None), link_in_letter()
    assert TEXT in guest.get(path).content.decode()
    assert guest.get("/settings/standing/").status_code == 302
    other = removed(mo, make_post(alice, "Another one"))
    assert guest.get(f"/decisions/{other.pk}/").status_code == 302
    assert client_of(alice).get(path)["Location"] == f"/decisions/{decision.pk}/"
    # Whoever else is signed in reads by the link as a guest would.
    assert TEXT in client_of(bob).get(path).content.decode()


@pytest.mark.parametrize("wrong", ["x", "abc:def", "0" * 400])
def test_what_was_not_signed_here_opens_nothing(client_of, decision: Decision, wrong: str) -> None:
    assert client_of(None).get(f"/decisions/{wrong}/").status_code == 404
    link = link_of(decision.statement)
    assert client_of(None).get(f"/decisions/{link[:-1]}{'A' if link[-1] != 'A' else 'B'}/").status_code == 404


def test_who_is_suspended_signs_in_to_one_room_only(eve: Account, mo: Account) -> None:
    found = shut_out(eve, mo)
    client = sign_in("eve")
    page = client.get("/decisions/").content.decode()
    assert "Your account was suspended" in page
    assert f"/decisions/{found.decision_id}/" in page
    assert client.get(f"/decisions/{found.decision_id}/").status_code == 200
    for path in ("/notifications/", "/settings/", "/settings/standing/", "/p/new/"):
        assert client.get(path)["Location"].startswith("/sign-in/")
    client.post("/decisions/done/")
    assert client.get("/decisions/")["Location"].startswith("/sign-in/")


def test_who_is_disabled_does_likewise(eve: Account, mo: Account) -> None:
    found = decided(mo, case_of_person(eve), Effect.DISABLE).statement
    assert sign_in("eve").get(f"/decisions/{found.decision_id}/").status_code == 200


def test_the_room_needs_the_password_and_ends(eve: Account, mo: Account, monkeypatch) -> None:
    shut_out(eve, mo)
    client = Client()
    client.post("/sign-in/", {"login": "eve", "password": "a wrong password"})
    assert client.get("/decisions/")["Location"].startswith("/sign-in/")
    client = sign_in("eve")
    later = timezone.now().timestamp() + 3 * 3600
    monkeypatch.setattr("verandah.web.closed.time.time", lambda: later)
    assert client.get("/decisions/")["Location"].startswith("/sign-in/")


def test_a_password_alone_opens_nothing_to_who_has_a_second_factor(eve: Account, mo: Account) -> None:
    give_factor(eve.user)
    shut_out(eve, mo)
    client = sign_in("eve")
    assert client.get("/decisions/")["Location"].startswith("/sign-in/")
    assert "suspended" in client.get(link_in_letter()).content.decode()


def test_who_is_let_in_again_is_in_the_room_no_more(eve: Account, mo: Account) -> None:
    found = shut_out(eve, mo)
    client = sign_in("eve")
    appealing.deciding.reverse(found.decision, mo, "It was somebody else.")
    assert client.get("/decisions/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("way", ["page", "letter", "room"])
def test_an_appeal_from_everywhere(client_of, alice: Account, eve: Account, mo: Account, way: str) -> None:
    found = shut_out(eve, mo) if way == "room" else removed(mo, make_post(alice, TEXT)).statement
    path = link_in_letter() if way == "letter" else f"/decisions/{found.decision_id}/"
    client = sign_in("eve") if way == "room" else client_of(alice if way == "page" else None)
    answer = client.post(path, {"text": WORDS})
    assert (answer.status_code, answer["Location"]) == (303, f"{path}#appeal")
    assert Appeal.objects.get().text == WORDS
    page = client.get(path).content.decode()
    assert "Your appeal waits" in page
    assert "there is nobody who could look at it" in page
    again = client.post(path, {"text": "Once more"})
    assert again.status_code == 422
    assert "You have asked for this already" in again.content.decode()


def test_nothing_is_lost_when_it_is_refused(client_of, alice: Account, decision: Decision) -> None:
    answer = client_of(alice).post(f"/decisions/{decision.pk}/", {"text": "x" * 5001})
    assert answer.status_code == 422
    assert "x" * 5001 in answer.content.decode()


def test_the_answer_is_read_where_the_appeal_was_made(client_of, alice, post: Post, decision, ada: Account) -> None:
    row = appealing.appeal(decision, alice, WORDS)
    client = client_of(alice)
    path = f"/decisions/{decision.pk}/"
    assert "Somebody else than whoever decided looks at it" in client.get(path).content.decode()
    appealing.answer(row, ada, Appeal.State.OVERTURNED, ANSWER)
    page = client.get(path).content.decode()
    assert ANSWER in page
    assert "This was taken back" in page
    assert f'href="/decisions/{row.outcome_id}/"' in page
    back = client.get(f"/decisions/{row.outcome_id}/").content.decode()
    assert "again as it was before" in back
    assert "ada" not in f"{page}{back}"


def test_messages_both_ways_and_no_name_of_the_staff(client_of, alice: Account, decision: Decision, mo, eve) -> None:
    path = f"/decisions/{decision.pk}/"
    answer = client_of(alice).post(path, {"body": "Which rule is it?"})
    assert (answer.status_code, answer["Location"]) == (303, f"{path}#messages")
    staff = client_of(mo)
    code = decision.case.code
    assert "Which rule is it?" in staff.get(f"/moderation/{code}/").content.decode()
    assert staff.post(f"/moderation/{code}/messages/", {"body": "The first one."}).status_code == 303
    page = client_of(alice).get(path).content.decode()
    assert "The first one." in page
    assert not re.search(r"@mo\b|>Mo<", page)
    [line] = [one for one in client_of(alice).get("/notifications/").context["notices"] if one.newest.kind == "case"]
    assert client_of(alice).get(line.path)["Location"] == f"{path}#messages"
    assert client_of(eve).get(line.path).status_code == 404
    assert AuditEntry.objects.filter(deed="case_message", case_id=decision.case_id).count() == 1


def test_a_question_before_anything_is_decided(client_of, alice: Account, mo: Account) -> None:
    case = case_of_person(alice)
    path = f"/decisions/cases/{case.pk}/"
    assert client_of(alice).get(path).status_code == 404
    corresponding.write_to_owner(case, mo, "Is this your own work?")
    client = client_of(alice)
    assert "Is this your own work?" in client.get(path).content.decode()
    assert client.post(path, {"body": "It is."}).status_code == 303
    assert CaseMessage.objects.filter(is_from_staff=False).get().body == "It is."
    assert client.post(path, {"body": " "}).status_code == 422


def test_standing_says_what_holds_what_counts_and_what_was_decided(client_of, alice, mo: Account, decision) -> None:
    until = timezone.now() + timedelta(days=7)
    decided(mo, case_of_person(alice), Effect.READ_ONLY, until=until)
    page = client_of(alice).get("/settings/standing/").content.decode()
    assert "You can read everything as before, and say nothing for now" in page
    assert "points count against you now" in page
    assert "Your post was removed" in page
    assert page.count("In force") == 2
    empty = client_of(make_account("nora")).get("/settings/standing/").content.decode()
    assert "Nothing. You can do here all that members can." in empty
    assert "Nothing has been decided about you." in empty


@pytest.mark.parametrize("count", [1, 5])
def test_so_many_queries_for_any_number(client_of, alice, mo, count: int, django_assert_max_num_queries) -> None:
    for number in range(count):
        removed(mo, make_post(alice, f"Post {number}"))
    client = client_of(alice)
    client.get("/settings/standing/")
    with django_assert_max_num_queries(20):
        client.get("/settings/standing/")
    newest = Decision.objects.order_by("-pk").values_list("pk", flat=True).first()
    with django_assert_max_num_queries(30):
        client.get(f"/decisions/{newest}/")


def test_a_copy_of_a_file_is_shown_to_whom_it_is_about(client_of, decision: Decision, alice, eve: Account) -> None:
    for client in (client_of(alice), client_of(eve), client_of(None)):
        assert client.get(f"/decisions/{decision.pk}/files/1/").status_code == 404


def test_the_staff_answers_on_the_page_of_the_case(client_of, alice, post: Post, decision, mo, ada: Account) -> None:
    row = appealing.appeal(decision, alice, WORDS)
    path = f"/moderation/{row.case.code}/"
    hers = client_of(ada)
    page = hers.get(path).content.decode()
    assert WORDS in page
    assert 'name="outcome"' in page
    section = page[page.index('id="appeal"') : page.index("</section>", page.index('id="appeal"'))]
    assert not re.search(r"\bmo\b", section, re.IGNORECASE)
    assert hers.post(f"{path}appeal/take/").status_code == 302
    refused = hers.post(f"{path}appeal/", {"outcome": "partly", "answer": ANSWER})
    assert refused.status_code == 422
    assert ANSWER in refused.content.decode()
    assert hers.post(f"{path}appeal/", {"outcome": "overturned", "answer": ANSWER}).status_code == 302
    post.refresh_from_db()
    assert post.withheld == Withheld.NO


def test_whoever_decided_is_offered_no_answer_and_is_refused(client_of, alice, decision, mo, ada: Account) -> None:
    row = appealing.appeal(decision, alice, WORDS)
    path = f"/moderation/{row.case.code}/"
    client = client_of(mo)
    page = client.get(path).content.decode()
    assert "You have had a part in it" in page
    assert 'name="outcome"' not in page
    assert client.post(f"{path}appeal/", {"outcome": "upheld", "answer": ANSWER}).status_code == 403
    assert AuditEntry.objects.filter(deed="appeal_refused", actor_id=mo.id).exists()


def test_an_appeal_cannot_be_decided_past_its_answer(client_of, alice, decision, mo, ada: Account) -> None:
    row = appealing.appeal(decision, alice, WORDS)
    for client in (client_of(mo), client_of(ada)):
        client.post(f"/moderation/{row.case.code}/decide/", {"act": "dismiss", "agreed": "1"})
    row.refresh_from_db()
    assert (row.decided_at, row.case.closed_at) == (None, None)


def test_who_changed_their_language_reads_english_rather_than_nothing(client_of, alice, decision: Decision) -> None:
    User.objects.filter(account=alice).update(language="ar")
    page = client_of(alice).get(f"/decisions/{decision.pk}/").content.decode()
    assert 'lang="en" dir="ltr"' in page
    assert "Be kind, harass nobody" in page
