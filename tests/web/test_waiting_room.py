"""Asking to join and waiting: the form's questions, the one page that is open meanwhile, and the staff's queue."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from tests.web.entrance import ASKED, link_in, sign_in, signed_in, text_of
from verandah.base import limits
from verandah.base.ids import new_id
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Joining, JoinQuestion, SignUp, Site
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db
EVE = ASKED | {"username": "eve", "email": "eve@example.org", "display_name": "Eve", "answer_0": "My sister is here."}


@pytest.fixture(autouse=True)
def _asks(site):
    Site.objects.update(joining=Joining.APPROVAL)


@pytest.fixture
def waiting(client, mailoutbox) -> Client:
    """A browser in which Eve has asked, confirmed her address, and is signed in."""
    client.post("/sign-up/", EVE)
    client.post(link_in(mailoutbox[0]))
    mailoutbox.clear()
    return client


def test_the_form_asks_what_the_owner_wants_to_know(client):
    assert "Why would you like to join?" in client.get("/sign-up/").content.decode()
    first = JoinQuestion.objects.create(texts={"en": "Which street?", "ar": "أي شارع؟"}, position=1)
    second = JoinQuestion.objects.create(texts={"en": "A hobby?"}, is_required=False)
    gone = JoinQuestion.objects.create(texts={"en": "Old one?"}, retired_at=timezone.now())
    page = client.get("/sign-up/").content.decode()
    assert page.index("A hobby?") < page.index("Which street?")
    assert "Old one?" not in page
    assert "Why would you like" not in page
    assert "أي شارع؟" in client.get("/sign-up/", headers={"Accept-Language": "ar"}).content.decode()
    answer = client.post("/sign-up/", EVE)
    assert answer.status_code == 422
    assert "Answer this question." in answer.content.decode()
    sent = EVE | {f"answer_{first.pk}": "Alder Street", f"answer_{gone.pk}": "no"}
    assert client.post("/sign-up/", sent).status_code == 303
    assert SignUp.objects.get().answers == [["A hobby?", ""], ["Which street?", "Alder Street"]]
    assert second.pk


def test_an_open_site_asks_only_for_the_age(client):
    Site.objects.update(joining=Joining.OPEN, minimum_age=18)
    page = client.get("/sign-up/").content.decode()
    assert "answer_" not in page
    assert "I am 18 or older" in page
    answer = client.post("/sign-up/", {key: value for key, value in ASKED.items() if key != "old_enough"})
    assert answer.status_code == 422
    assert "at least 18 years old" in answer.content.decode()
    assert client.post("/sign-up/", ASKED).status_code == 303
    assert SignUp.objects.get().said_old_enough


def test_a_site_without_an_age_asks_for_none(client):
    Site.objects.update(joining=Joining.OPEN, minimum_age=0)
    assert "old_enough" not in client.get("/sign-up/").content.decode()


def test_who_waits_has_one_page(waiting, alice):
    assert signed_in(waiting)
    public = make_post(alice, "for everyone", Audience.PUBLIC)
    for path in ("/", f"/p/{public.pk}/", "/@alice/", "/settings/", "/settings/security/", "/all/", "/oauth/authorize"):
        answer = waiting.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/joining/"), path
    for path in ("/p/new/", "/settings/", f"/p/{public.pk}/react/", "/sign-up/"):
        answer = waiting.post(path, {"text": "x"})
        assert (answer.status_code, answer["Location"]) == (303, "/joining/"), path
    assert waiting.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/joining/"
    assert waiting.get("/admin/joining/").status_code in (302, 404)
    page = waiting.get("/joining/").content.decode()
    assert "My sister is here." in page
    assert "eve@example.org" in page
    assert "can take a few days" in page
    for path in ("/rules/", "/contact/", "/offline/"):
        assert waiting.get(path).status_code == 200


@pytest.mark.parametrize("allows_guests", [True, False])
def test_the_page_is_theirs_where_guests_read_nothing_too(waiting, allows_guests):
    Site.objects.update(allows_guests=allows_guests)
    assert waiting.get("/joining/").status_code == 200


def test_others_have_no_such_page(client, client_of, alice):
    assert client.get("/joining/")["Location"].startswith("/sign-in/")
    for path in ("/joining/address/", "/joining/withdraw/"):
        assert client.post(path)["Location"].startswith("/sign-in/")
        client_of(alice).post(path, {"sure": "on"})
    assert client_of(alice).get("/joining/")["Location"] == "/"
    assert Account.objects.filter(username="alice").exists()


def test_who_waits_is_found_nowhere(waiting, alice, client_of):
    browser = client_of(alice)
    assert browser.get("/@eve/").status_code == 404
    assert "@eve" not in browser.get("/people/").content.decode()
    assert "@eve" not in browser.get("/search/?q=eve").content.decode()
    assert Phone(alice).client.get("/api/v1/accounts/lookup", {"acct": "eve"}).status_code == 404


def test_signing_in_again_leads_there_again(waiting):
    waiting.post("/sign-out/")
    assert not signed_in(waiting)
    sign_in(waiting, "eve")
    assert waiting.get("/")["Location"] == "/joining/"


def test_withdrawing_deletes_all_of_it(waiting):
    assert "Tick the box" in waiting.post("/joining/withdraw/").content.decode()
    assert User.objects.filter(username="eve").exists()
    assert waiting.post("/joining/withdraw/", {"sure": "on"})["Location"] == "/"
    assert not Account.objects.filter(username="eve").exists()
    assert not signed_in(waiting)
    assert waiting.get("/").status_code == 200


def test_another_address_counts_once_it_is_confirmed(waiting, alice, mailoutbox):
    cache.clear()
    limits.forget()
    wrong = waiting.post("/joining/address/", {"email": "new@example.org", "password": "not the right one"})
    assert wrong.status_code == 422
    sent = {"email": "new@example.org", "password": ASKED["password1"]}
    assert waiting.post("/joining/address/", sent)["Location"] == "/joining/"
    assert User.objects.get(username="eve").email == "eve@example.org"
    [letter] = [one for one in mailoutbox if one.to == ["new@example.org"]]
    waiting.post(link_in(letter))
    eve = User.objects.get(username="eve")
    assert eve.email == "new@example.org"
    assert eve.account.joined_at is None


def test_an_address_that_is_taken_gets_the_same_answer(waiting, alice):
    said = []
    waiting.get("/joining/")
    for email in ("alice@example.org", "free@example.org"):
        cache.clear()
        limits.forget()
        answer = waiting.post("/joining/address/", {"email": email, "password": ASKED["password1"]})
        page = text_of(waiting.get("/joining/")).replace(email, "E")
        said.append((answer.status_code, answer["Location"], page))
    assert said[0] == said[1]
    assert "We have written to" in said[0][2]


def test_the_staff_reads_and_answers(waiting, mo, client_of, mailoutbox):
    staff = client_of(mo)
    page = staff.get("/admin/joining/").content.decode()
    assert "My sister is here." in page
    assert "eve@example.org" in page
    eve = Account.objects.get(username="eve")
    assert AuditEntry.objects.filter(deed="look", account_id=eve.pk).exists()
    sent = {"approve": str(eve.pk), f"words-{eve.pk}": "Come in!"}
    assert staff.post("/admin/joining/decide/", sent)["Location"] == "/admin/joining/"
    assert "Come in!" in mailoutbox[-1].body
    assert waiting.get("/").status_code == 200
    assert waiting.get("/joining/")["Location"] == "/"
    assert "Answered lately" in staff.get("/admin/joining/").content.decode()


def test_the_staff_sends_away_and_their_browser_is_signed_out(waiting, mo, client_of, mailoutbox):
    eve = Account.objects.get(username="eve")
    client_of(mo).post("/admin/joining/decide/", {"reject": str(eve.pk), f"words-{eve.pk}": "Sorry."})
    assert "Sorry." in mailoutbox[-1].body
    assert waiting.get("/joining/")["Location"].startswith("/sign-in/")
    assert sign_in(Client(), "eve").status_code == 422
    # Once more, by someone with an old page: said in words.
    again = client_of(mo).post("/admin/joining/decide/", {"approve": str(eve.pk)}, follow=True)
    assert "does not wait any more" in again.content.decode()


def test_many_are_answered_at_once(waiting, mo, client_of):
    eve = Account.objects.get(username="eve")
    staff = client_of(mo)
    staff.post("/admin/joining/decide/", {"approve-all": "1", "ticked": [str(eve.pk), "nonsense", "1"]})
    assert Account.objects.get(username="eve").joined_at is not None
    for sent in ({}, {"approve": "x"}, {"reject": str(new_id())}):
        assert staff.post("/admin/joining/decide/", sent).status_code in (303, 404)


def test_the_number_of_those_who_wait_stands_at_the_link(waiting, mo, client_of):
    page = client_of(mo).get("/admin/joining/").content.decode()
    assert "1 person waits for an answer." in page
    link = page.split('href="/admin/joining/"')[1].split("</a>")[0]
    assert ">1<" in link


def test_the_owner_writes_the_questions(client_of):
    owner = client_of(admin())
    place = "/admin/joining/questions/"
    assert "Why would you like to join?" in owner.get(place).content.decode()
    assert owner.post(f"{place}new/", {"text-en": " "}).status_code == 422
    for text in ("First?", "Second?"):
        assert owner.post(f"{place}new/", {"text-en": text, "required": "on"}).status_code == 303
    first, second = JoinQuestion.objects.order_by("position")
    owner.post(f"{place}{second.pk}/move/", {"up": ""})
    assert list(JoinQuestion.objects.order_by("position")) == [second, first]
    owner.post(f"{place}{first.pk}/", {"text-en": "First, really?", "text-ar": "أولاً؟"})
    first.refresh_from_db()
    assert (first.texts, first.is_required) == ({"en": "First, really?", "ar": "أولاً؟"}, False)
    owner.post(f"{place}{first.pk}/move/", {"retire": ""})
    assert "Asked no more" in owner.get(place).content.decode()
    owner.post(f"{place}{first.pk}/move/", {"restore": ""})
    assert JoinQuestion.objects.filter(retired_at=None).count() == 2
    assert owner.post(f"{place}new/", {"text-en": "x" * 301}).status_code == 422
    assert owner.get(f"{place}{new_id()}/").status_code == 404


def test_a_moderator_does_not_write_the_questions(mo, client_of):
    assert client_of(mo).get("/admin/joining/questions/").status_code == 200
    assert client_of(mo).post("/admin/joining/questions/new/", {"text-en": "x"}).status_code == 403


def admin() -> Account:
    """Someone who may write what the site says of itself."""
    return make_account("ada", role=Role.ADMIN)
