"""No more letters: by one button, signed in or not, pressed by a person or by their mail program, and back again."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client

from tests.factories import make_post
from tests.letters import comment, digest, write
from verandah.actions import choosing
from verandah.actions.choosing import Wish
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.choices import WORDS, choices_of
from verandah.domain.notifications.models import NotificationChoices
from verandah.domain.notifications.unsubscribing import link_of, undo_of
from verandah.web.unsubscribing import ABOUT

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(account: Account, sort: str) -> str:
    return f"/letters/{link_of(account.id, sort)}/"


def undo_in(page: str) -> str:
    return re.findall(r'name="undo" value="([^"]+)"', page)[0]


def by_email(account: Account) -> set[str]:
    return {
        kind for (kind, channel), is_wanted in choices_of(account).wants.items() if channel == "email" and is_wanted
    }


@pytest.fixture
def strict() -> Client:
    """A browser in which nobody is signed in, on a site that asks each form for its token."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_presses_the_button_of_a_letter(
    alice: Account, eve: Account, strict: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_post(eve, "Hello @alice")
    write(alice)
    headers = mailoutbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<http://[^/]+(/letters/[^>]+/)>", headers["List-Unsubscribe"]).group(1)
    assert url in mailoutbox[0].body
    answer = strict.post(url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "mention" not in by_email(alice)
    assert "comment" in by_email(alice)
    make_post(eve, "Hello again @alice")
    write(alice)
    assert len(mailoutbox) == 1


def test_looking_changes_nothing(alice: Account, strict: Client) -> None:
    for method in (strict.get, strict.head):
        answer = method(path(alice, "digest"))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    page = strict.get(path(alice, "digest")).content.decode()
    assert "No more of these letters?" in page
    assert "@alice" in page
    assert not NotificationChoices.objects.exists()


@pytest.mark.parametrize("often", ["daily", "weekly"])
def test_the_digest_stops_and_comes_back_as_it_was(alice: Account, strict: Client, often: str) -> None:
    choosing.choose(alice, Wish(digest=often))
    page = strict.post(path(alice, "digest")).content.decode()
    assert choices_of(alice).digest == "never"
    assert by_email(alice) >= {"mention", "comment"}
    page = strict.post(path(alice, "digest"), {"undo": undo_in(page)}).content.decode()
    assert "The letters come again" in page
    assert choices_of(alice).digest == often


def test_of_several_kinds_all_that_comes_at_once_stops(
    alice: Account, eve: Account, strict: Client, mailoutbox: list[EmailMessage]
) -> None:
    choosing.choose(alice, Wish(wants={("reaction", "email"): True}))
    before = by_email(alice)
    comment(eve, make_post(alice), "Nice.")
    make_post(eve, "Hello @alice")
    write(alice)
    url = re.search(r"(/letters/\S+/)", mailoutbox[0].body).group(1)
    page = strict.post(url).content.decode()
    # The letters with the reasons of a decision always come.
    assert by_email(alice) == {"moderation"}
    assert choices_of(alice).digest == "weekly"
    strict.post(url, {"undo": undo_in(page)})
    assert by_email(alice) == before


def test_all_of_them_stop_and_come_back(alice: Account, strict: Client) -> None:
    before = choices_of(alice)
    page = strict.post(path(alice, "mention"), {"all": "1"}).content.decode()
    assert (by_email(alice), choices_of(alice).digest) == ({"moderation"}, "never")
    strict.post(path(alice, "mention"), {"undo": undo_in(page)})
    assert choices_of(alice) == before


def test_twice_is_the_same_and_leaves_nothing_to_undo(alice: Account, strict: Client) -> None:
    strict.post(path(alice, "comment"))
    page = strict.post(path(alice, "comment")).content.decode()
    assert "comment" not in by_email(alice)
    assert 'name="undo"' not in page


def test_the_link_of_one_is_of_no_use_for_another(alice: Account, eve: Account, strict: Client) -> None:
    undo = undo_of(eve.id, ("reaction",), "daily")
    assert strict.post(path(alice, "digest"), {"undo": undo}).status_code == 404
    assert (choices_of(alice).digest, choices_of(eve).digest) == ("weekly", "weekly")


@pytest.mark.parametrize(
    "make",
    [
        lambda alice: "not-signed",
        lambda alice: link_of(alice.id, "digest")[:-1],
        lambda alice: link_of(alice.id, "digest") + "x" * 300,
        lambda alice: link_of(alice.id, "everything"),
        lambda alice: link_of(7, "digest"),
        lambda alice: signing.dumps([alice.id, "digest"], salt="another"),
        lambda alice: signing.dumps({"account": alice.id}, salt="verandah.letters"),
        lambda alice: signing.dumps([str(alice.id), "digest"], salt="verandah.letters"),
    ],
)
def test_what_is_not_ours_is_not_found(alice: Account, strict: Client, make: Callable[[Account], str]) -> None:
    for ask in (strict.get, strict.post):
        assert ask(f"/letters/{make(alice)}/").status_code == 404


@pytest.mark.parametrize(
    "undo",
    ["x", signing.dumps([1, ["mention"], "weekly"], salt="verandah.letters.undo")],
    ids=["unsigned", "of-another"],
)
def test_an_undo_that_is_not_ours_is_not_found(alice: Account, strict: Client, undo: str) -> None:
    assert strict.post(path(alice, "digest"), {"undo": undo}).status_code == 404
    assert choices_of(alice).digest == "weekly"


def test_every_kind_has_its_words(alice: Account, strict: Client) -> None:
    assert set(ABOUT) == set(WORDS)
    for kind in WORDS:
        assert str(ABOUT[kind]) in strict.get(path(alice, kind)).content.decode()


def test_other_forms_still_need_their_token(strict: Client, alice: Account) -> None:
    strict.force_login(alice.user)
    assert strict.post("/settings/", {"display_name": "Eve"}).status_code == 403


def test_the_digest_of_the_letter_stops(
    alice: Account, eve: Account, strict: Client, mailoutbox: list[EmailMessage]
) -> None:
    choosing.choose(alice, Wish(digest="daily", wants={("mention", "email"): False}))
    alice.joined_at = alice.joined_at.replace(year=2020)
    alice.save(update_fields=["joined_at"])
    make_post(eve, "Hello @alice")
    digest(alice)
    strict.post(re.search(r"(/letters/\S+/)", mailoutbox[0].body).group(1), ONE_CLICK)
    assert choices_of(alice).digest == "never"


def test_the_settings_say_where_letters_go(alice: Account, client_of: Callable[[Account], Client]) -> None:
    page = client_of(alice).get("/settings/notifications/").content.decode()
    assert 'Letters go to <bdi dir="ltr">alice@example.org</bdi>.' in page
    EmailAddress.objects.filter(user=alice.user).update(verified=False)
    page = client_of(alice).get("/settings/notifications/").content.decode()
    assert "your e-mail address is not confirmed" in page
