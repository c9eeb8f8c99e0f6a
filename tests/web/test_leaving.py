"""My data, resting, leaving and coming back, in a browser; and pages in the look that a browser has chosen."""

import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from tests.factories import PASSWORD, decide_about, make_account, make_post
from tests.factors import code, give_factor, show_factor
from verandah.actions import erasing, exporting, leaving
from verandah.domain.accounts.models import Account, Erasure, Export, Preferences
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.posts.audience import Audience

HTMX = {"HX-Request": "true"}


def just_signed_in(client: Client, account: Account, ago: float = 0) -> None:
    """The password was shown in this browser, so many seconds ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - ago, "username": account.username}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.user.pk)
    session.save()


def sign_in(account: Account) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    return client


@pytest.fixture
def browser(alice, client_of):
    client = client_of(alice)
    just_signed_in(client, alice)
    return client


def test_an_archive_is_asked_for_and_fetched_by_its_owner_alone(alice, bob, browser, client_of):
    assert b"Prepare archive" in browser.get("/settings/data/").content
    assert browser.post("/settings/data/archive/").status_code == 303
    export = Export.objects.get()
    page = browser.get("/settings/data/").content.decode()
    assert export.sha256 in page
    place = f"/settings/data/archive/{export.pk}/"
    answer = browser.get(place)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    part = browser.get(place, headers={"Range": "bytes=2-5"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 2-5/{export.bytes}"
    assert Export.objects.get().fetched_at is not None
    other = client_of(bob)
    just_signed_in(other, bob)
    assert other.get(place).status_code == 404
    assert other.post(f"{place}stop/").status_code == 404
    assert Client().get(place).status_code == 302
    assert Client().get(f"/media/{export.name}/archive.zip").status_code == 404
    assert browser.post(f"{place}stop/").status_code == 303
    assert browser.get(place).status_code == 404


def test_fetching_asks_for_the_password_again_and_a_download_goes_on(alice, browser):
    export = exporting.start(alice)
    place = f"/settings/data/archive/{export.pk}/"
    just_signed_in(browser, alice, ago=400)
    answer = browser.get(place)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/reauthenticate/?next=")
    assert browser.post(answer["Location"], {"password": PASSWORD}).status_code == 303
    assert browser.get(place).status_code == 200
    just_signed_in(browser, alice, ago=4000)
    assert browser.get(place, headers={"Range": "bytes=9-"}).status_code == 206


def test_progress_is_told_to_htmx_and_on_the_page(alice, browser, monkeypatch):
    monkeypatch.setattr(exporting, "later", lambda *_args, **_named: None)
    browser.post("/settings/data/archive/")
    Export.objects.update(steps=100, steps_done=62)
    page = browser.get("/settings/data/").content.decode()
    assert "Being prepared, 62%" in page
    assert 'hx-trigger="every 3s"' in page
    fragment = browser.get("/settings/data/", headers=HTMX).content.decode()
    assert fragment.startswith('<section class="card pad" id="exports"')
    Export.objects.update(steps_done=100, ended_at=Export.objects.get().created_at)
    assert "hx-trigger" not in browser.get("/settings/data/", headers=HTMX).content.decode()


def test_leaving_takes_the_password_and_a_tick(alice, bob, browser, client_of):
    just_signed_in(browser, alice, ago=400)
    for way in (browser.get, browser.post):
        assert way("/settings/data/delete/")["Location"].startswith("/reauthenticate/")
    just_signed_in(browser, alice)
    assert b"For 14 days you can come back" in browser.get("/settings/data/delete/").content
    assert browser.post("/settings/data/delete/").status_code == 422
    assert Account.objects.get(pk=alice.pk).left_at is None
    answer = browser.post("/settings/data/delete/", {"sure": "yes"}, follow=True)
    assert b"You have left" in answer.content
    assert client_of(bob).get("/@alice/").status_code == 404
    assert browser.get("/settings/").status_code == 302


def test_a_second_factor_is_asked_for_where_there_is_one(alice, browser):
    give_factor(alice.user)
    just_signed_in(browser, alice)
    assert browser.get("/settings/data/delete/")["Location"].startswith("/reauthenticate/code/")
    show_factor(browser, alice.user)
    assert browser.get("/settings/data/delete/").status_code == 200


def test_who_signs_in_again_is_asked_whether_they_come_back_and_nothing_else(alice, bob, client_of):
    leaving.leave_for_good(alice)
    browser = sign_in(alice)
    for path in ("/", "/settings/", "/@bob/", "/settings/data/delete/", "/decisions/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (303, "/come-back/")
    page = browser.get("/come-back/").content.decode()
    assert "Do you want to come back?" in page
    assert "suspend" not in page.lower()
    assert browser.post("/p/new/", {"text": "Hi"})["Location"] == "/come-back/"
    assert browser.post("/come-back/").status_code == 303
    assert browser.get("/settings/").status_code == 200
    assert client_of(bob).get("/@alice/").status_code == 200


def test_who_stays_away_is_signed_out(alice):
    leaving.deactivate(alice)
    browser = sign_in(alice)
    assert browser.post("/come-back/", {"stay": "away"}).status_code == 303
    assert browser.get("/come-back/")["Location"].startswith("/sign-in/")
    assert Account.objects.get(pk=alice.pk).left_at is not None


def test_the_second_step_comes_before_the_question(alice):
    give_factor(alice.user)
    leaving.leave_for_good(alice)
    browser = sign_in(alice)
    assert browser.get("/come-back/")["Location"].startswith("/sign-in/")
    browser.post("/sign-in/second-step/", {"code": code()})
    assert browser.get("/come-back/").status_code == 200


def test_who_was_suspended_meanwhile_reads_what_was_decided(alice):
    leaving.leave_for_good(alice)
    decide_about(alice, Effect.SUSPEND)
    browser = sign_in(alice)
    assert browser.get("/come-back/")["Location"].startswith("/sign-in/")
    assert browser.get("/decisions/").status_code == 200


def test_resting_is_one_button(alice, browser):
    assert b"Nothing is deleted" in browser.get("/settings/data/rest/").content
    assert browser.post("/settings/data/rest/").status_code == 303
    alice.refresh_from_db()
    assert alice.left_at is not None
    assert alice.erase_at is None


def test_the_owner_is_told_what_to_do_first(site, client_of):
    owner = make_account("olga", role=Role.OWNER)
    client = client_of(owner)
    assert b"Hand it over" in client.get("/settings/data/delete/").content
    assert client.post("/settings/data/delete/", {"sure": "yes"}).status_code == 403
    assert Account.objects.get(pk=owner.pk).left_at is None


def test_the_proof_names_nobody(alice, client):
    make_post(alice)
    leaving.leave_for_good(alice)
    Account.objects.filter(pk=alice.pk).update(erase_at=alice.created_at)
    erasing.erase_left()
    proof = Erasure.objects.get()
    page = client.get(f"/erased/{proof.code}/")
    assert page.status_code == 200
    assert "alice" not in page.content.decode().lower()
    assert client.get("/erased/nothing/").status_code == 404


def test_the_check_up_is_five_steps_each_saved(alice, browser):
    assert b"Five short steps" in browser.get("/settings/check-up/").content
    steps = {
        "posts": ({"default_audience": "4", "quote_policy": "3"}, "reach"),
        "reach": ({"approves_followers": "yes", "mentioned_by": "4", "befriended_by": "1"}, "profile"),
        "profile": ({"hides_connections": "on"}, "finding"),
        "finding": ({"indexable": "on"}, "security"),
        "security": ({}, "done"),
    }
    for name, (sent, following) in steps.items():
        assert browser.get(f"/settings/check-up/{name}/").status_code == 200
        answer = browser.post(f"/settings/check-up/{name}/", sent)
        assert (answer.status_code, answer["Location"]) == (303, f"/settings/check-up/{following}/")
    alice.refresh_from_db()
    assert (alice.default_audience, alice.quote_policy, alice.approves_followers) == (Audience.FRIENDS, 3, True)
    assert (alice.hides_connections, alice.discoverable, alice.indexable) == (True, False, True)
    mine = Preferences.objects.get(account=alice)
    assert (mine.takes_suggestions, mine.last_audience["audience"]) == (False, "friends")
    end = browser.get("/settings/check-up/done/").content.decode()
    assert "Your next post is for: Friends." in end
    assert browser.get("/settings/check-up/nowhere/").status_code == 404
    assert browser.post("/settings/check-up/posts/", {"default_audience": "6"}).status_code == 422


def test_all_settings_stand_on_one_page(browser):
    page = browser.get("/settings/all/").content.decode()
    for path in ("/settings/data/", "/settings/check-up/", "/settings/security/", "/settings/display/"):
        assert f'href="{path}"' in page


LOOKS = {"theme": "dark", "contrast": "more", "size": "130", "motion": "less"}


@pytest.mark.parametrize("place", ["/display/", "/settings/display/"])
def test_a_look_is_kept_and_stands_in_the_first_byte(alice, client_of, place):
    client = client_of(alice if "settings" in place else None)
    answer = client.post(place, {**LOOKS, "language": "", "previews": "on"})
    assert answer.status_code == 303
    page = client.get("/rules/").content.decode()
    for name, value in LOOKS.items():
        assert answer.cookies[name].value == value
        assert f' data-{name}="{value}"' in page.partition(">\n")[0] + page[:600]
    assert client.post(place, {"size": "900"}).status_code == 422
    client.cookies["size"] = '130" onload="x'
    assert "onload" not in client.get("/rules/").content.decode()
    client.post(place, {name: "" for name in LOOKS})
    assert "data-motion" not in client.get("/rules/").content.decode()[:600]
