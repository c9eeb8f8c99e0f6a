"""Lines of a profile are told to whom they are for, on every way that leads to a person, and kept from all others."""

import json

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.api.hot_town import quick
from tests.factories import make_post
from verandah.actions import following, presenting
from verandah.actions.presenting import Revision
from verandah.base.errors import Invalid
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

SECRETS = {one: f"for-{one.value.replace('_', '-')}-eyes" for one in For}
SEEN = {
    "guest": {For.PUBLIC},
    "eve": {For.PUBLIC, For.MEMBERS},
    "carol": {For.PUBLIC, For.MEMBERS, For.FOLLOWERS},
    "bob": {For.PUBLIC, For.MEMBERS, For.FRIENDS},
    "alice": set(For),
}
# All that is shown alike to everyone holds what is for everyone alone.
SHARED = (
    "/api/v1/accounts/search?q=alice",
    "/api/v2/search?q=alice&resolve=false",
    "/api/v1/accounts?id[]={id}",
    "/api/v1/statuses/{post}",
    "/api/v1/accounts/{id}/statuses",
    "/api/v1/timelines/public?local=true",
    "/api/v1/directory?local=true",
)
ALONE = ("/api/v1/accounts/{id}", "/api/v1/accounts/lookup?acct=alice")
PAGES = ("/@alice/", "/@alice/about/")


@pytest.fixture
def told(alice: Account, bob: Account, carol: Account, eve: Account) -> dict[str, Account | None]:
    """Alice with a line for each, and everyone who looks at her."""
    presenting.revise(alice, Revision(fields=tuple((f"Line {one}", SECRETS[one], one.value) for one in list(For)[:4])))
    make_post(alice, "Hello", Audience.PUBLIC)
    return {"guest": None, "eve": eve, "carol": carol, "bob": bob, "alice": alice}


# There is room for four lines; the fifth audience has a test of its own.
FOUR = set(list(For)[:4])


def found_in(text: str) -> set[For]:
    return {one for one, secret in SECRETS.items() if secret in text}


@pytest.mark.parametrize("name", SEEN)
def test_each_is_told_what_is_for_them(told, alice: Account, name: str) -> None:
    viewer = told[name]
    phone, browser = Phone(viewer), Client()
    if viewer is not None:
        browser.force_login(viewer.user)
    for _round in range(2):
        for path in ALONE:
            path = path.format(id=alice.pk)
            assert found_in(phone.get(path).content.decode()) == SEEN[name] & FOUR, path
            at_once = quick(phone, path)
            assert at_once is None or found_in(at_once.body.decode()) == SEEN[name] & FOUR, path
        for path in PAGES:
            assert found_in(browser.get(path).content.decode()) == SEEN[name] & FOUR, path


@pytest.mark.parametrize("name", SEEN)
def test_what_is_shown_to_all_alike_holds_what_is_for_all(told, alice: Account, name: str) -> None:
    post = make_post(alice, "Again", Audience.PUBLIC)
    # Alice comes first: what was rendered for her must not be kept for others.
    for phone in (Phone(alice), Phone(told[name])):
        for path in SHARED:
            path = path.format(id=alice.pk, post=post.pk)
            answer = phone.get(path)
            assert found_in(answer.content.decode()) <= {For.PUBLIC}, path
            at_once = quick(phone, path)
            assert at_once is None or found_in(at_once.body.decode()) <= {For.PUBLIC}, path


def test_what_is_only_for_oneself(alice: Account, bob: Account) -> None:
    presenting.revise(alice, Revision(fields=(("Note", SECRETS[For.ONLY_ME], "only_me"),)))
    make_post(alice, "Hello", Audience.PUBLIC)
    for path in ALONE:
        path = path.format(id=alice.pk)
        assert found_in(Phone(bob).get(path).content.decode()) == set()
        assert found_in(Phone(alice).get(path).content.decode()) == {For.ONLY_ME}
    me = Phone(alice).get("/api/v1/accounts/verify_credentials").json()
    assert me["source"]["fields"][0]["verandah"] == {"audience": "only_me"}


def test_whoever_is_no_longer_a_follower_no_longer_sees(told, alice: Account, carol: Account) -> None:
    path = f"/api/v1/accounts/{alice.pk}"
    following.unfollow(carol, alice)
    assert found_in(Phone(carol).get(path).content.decode()) == {For.PUBLIC, For.MEMBERS}


def test_an_app_that_knows_nothing_of_it_opens_nothing(told, alice: Account, eve: Account) -> None:
    lines = [{"name": f"line {one.value}", "value": SECRETS[one]} for one in FOUR]
    lines[0] = {"name": "Called otherwise", "value": lines[0]["value"]}
    answer = Phone(alice).send("PATCH", "/api/v1/accounts/update_credentials", {"fields_attributes": lines})
    assert answer.status_code == 200
    assert found_in(Phone(eve).get(f"/api/v1/accounts/{alice.pk}").content.decode()) == SEEN["eve"]
    assert found_in(json.dumps(answer.json()["source"]["fields"])) == FOUR


def test_an_audience_that_is_none_is_refused(alice: Account) -> None:
    with pytest.raises(Invalid, match="Choose who can see"):
        presenting.revise(alice, Revision(fields=(("Phone", "123", "everybody"),)))


def test_lines_are_written_in_the_settings(client_of, alice: Account, eve: Account) -> None:
    client, path = client_of(alice), "/settings/profile/details/"
    sent = {"name": ["Phone", ""], "value": ["123 456", ""], "audience": ["friends", "public"]}
    assert client.post(path, sent)["Location"] == path
    assert "123 456" in client.get(path).content.decode()
    assert "123 456" in client.get("/@alice/about/").content.decode()
    assert "123 456" not in client_of(eve).get("/@alice/about/").content.decode()
    wrong = client.post(path, {"name": [""], "value": ["123"], "audience": ["friends"]})
    assert (wrong.status_code, "Give each field a name" in wrong.content.decode()) == (422, True)
