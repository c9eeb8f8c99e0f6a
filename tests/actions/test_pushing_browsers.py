"""Push for browsers: what is sent, in whose words, when it ends, and what waits until the morning."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import PASSWORD, make_account, make_post
from tests.pushed import App, Service, push_service
from verandah.actions import authenticating, choosing, enrolling, moderating, notifying, presenting, pushing
from verandah.actions.choosing import Quiet, Wish
from verandah.base.outgoing import Unreachable
from verandah.domain.accounts.models import Account, User
from verandah.domain.notifications.models import HeldPush, Notification, PushSubscription
from verandah.domain.posts.models import Post

Kind = Notification.Kind
ON, OFF = "/settings/notifications/push/", "/settings/notifications/push/end/"


class Browser:
    """A browser in which someone has signed in, and what its push service is sent."""

    def __init__(self, name: str, service: Service) -> None:
        self.client, self.app, self.service = Client(), App(), service
        self.client.post("/sign-in/", {"login": name, "password": PASSWORD})

    def turn_on(self) -> int:
        """The status of the answer."""
        wish = self.app.asked(self.service.endpoint)["subscription"]
        return self.client.post(ON, json.dumps(wish), content_type="application/json").status_code

    def told(self) -> list[dict[str, str]]:
        """What it was sent and can read, and forgets."""
        found = [json.loads(self.app.read(body, headers)) for _path, headers, body in self.service.sent]
        self.service.sent.clear()
        return found


@pytest.fixture
def service(settings) -> Iterator[Service]:
    settings.SENDS_TO_LOOPBACK = True
    with push_service() as service:
        yield service


@pytest.fixture
def user(site) -> User:
    return enrolling.enrol("alice", "alice@example.org", PASSWORD, "Alice", confirmed=True)


@pytest.fixture
def alice(user: User) -> Account:
    return user.account


@pytest.fixture
def browser(user: User, service: Service) -> Browser:
    browser = Browser("alice", service)
    assert browser.turn_on() == 200
    return browser


def test_a_browser_is_told_encrypted_and_in_its_readers_language(
    browser: Browser, alice: Account, bob: Account
) -> None:
    post = make_post(bob, "Hello @alice, cake?")
    [(path, headers, body)] = browser.service.sent
    assert (path, headers["Content-Encoding"]) == ("/to/phone", "aes128gcm")
    assert b"cake" not in body
    notice = Notification.objects.get(recipient=alice, post=post)
    [told] = browser.told()
    assert told.pop("icon").startswith("http")
    assert told == {
        "title": "Bob named you in a post",
        "body": "Hello @alice, cake?",
        "url": f"/notifications/{notice.id}/",
        "tag": str(notice.id),
        "language": "en",
        "dir": "ltr",
    }
    assert browser.client.get(told["url"])["Location"] == f"/p/{post.id}/"
    presenting.choose_language(alice.user, "ar")
    make_post(bob, "Again @alice")
    [told] = browser.told()
    assert (told["language"], told["dir"]) == ("ar", "rtl")


def test_only_what_its_owner_has_chosen(browser: Browser, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    notifying.about_deed(Kind.REACTION, eve, post)
    assert browser.told() == []
    choosing.choose(alice, Wish(wants={("share", "push"): True, ("mention", "push"): False}))
    notifying.about_deed(Kind.SHARE, eve, post)
    make_post(eve, "Hello @alice")
    assert [told["title"] for told in browser.told()] == ["Eve shared your post"]


def test_nobody_else_is_told_in_the_same_browser(browser: Browser, alice: Account, bob: Account) -> None:
    row = PushSubscription.objects.get()
    pushing.subscribe_browser(bob, "another-session", pushing.Wish(row.endpoint, row.p256dh, row.auth))
    assert [row.account for row in PushSubscription.objects.all()] == [bob]


def leave(browser: Browser, user: User) -> None:
    browser.client.post("/sign-out/")


def end_here(browser: Browser, user: User) -> None:
    authenticating.end_session(user, UserSession.objects.get(user=user).pk)


def end_others(browser: Browser, user: User) -> None:
    authenticating.end_other_sessions(user, "another-session")


def change_password(browser: Browser, user: User) -> None:
    authenticating.change_password(user, "three other plain words")


def suspend(browser: Browser, user: User) -> None:
    moderating.suspend(user.account, Account.objects.get(username="mo"))


def disable(browser: Browser, user: User) -> None:
    moderating.disable(user.account, Account.objects.get(username="mo"))


def turn_off(browser: Browser, user: User) -> None:
    assert browser.client.post(OFF).status_code == 303


@pytest.mark.parametrize(
    "deed",
    [leave, end_here, end_others, change_password, suspend, disable, turn_off],
    ids=lambda deed: deed.__name__,
)
def test_it_ends_with_the_session(browser: Browser, user: User, mo: Account, deed) -> None:
    deed(browser, user)
    assert not PushSubscription.objects.exists()


def test_a_session_that_has_expired_is_told_nothing(browser: Browser, alice: Account, eve: Account) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    make_post(eve, "Hello @alice")
    assert browser.told() == []


def test_other_sessions_end_without_this_one(browser: Browser, user: User) -> None:
    authenticating.end_other_sessions(user, browser.client.session.session_key)
    assert PushSubscription.objects.count() == 1


@pytest.mark.parametrize("status", [404, 410])
def test_an_endpoint_that_is_gone_is_forgotten(browser: Browser, eve: Account, status: int) -> None:
    browser.service.answer = status
    make_post(eve, "Hello @alice")
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"endpoint": "x", "keys": []}',
        b'{"endpoint": "https://x", "keys": {"p256dh": 1}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_subscription_is_refused(user: User, service: Service, body: bytes) -> None:
    browser = Browser("alice", service)
    assert browser.client.post(ON, body, content_type="application/json").status_code in (400, 422)
    assert Client().post(ON, body, content_type="application/json").status_code == 302


def test_asked_again_it_is_one(browser: Browser) -> None:
    assert browser.turn_on() == 200
    assert PushSubscription.objects.count() == 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator["Clock"]:
    return Clock(monkeypatch)


class Clock:
    """What Django takes for now."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    def show(self, text: str) -> None:
        now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        self.patch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def night(alice: Account, browser: Browser, clock: Clock) -> int:
    """Alice sleeps from ten to seven in Berlin; it is two at night there. Her subscription."""
    choosing.choose(alice, Wish(quiet=Quiet(22 * 60, 7 * 60), time_zone="Europe/Berlin"))
    Session.objects.update(expire_date=datetime(2030, 1, 1, tzinfo=UTC))
    clock.show("2026-03-29 00:30:00")
    return PushSubscription.objects.get().pk


def speak(author: Account, count: int) -> list[Post]:
    return [make_post(author, f"Number {number} @alice") for number in range(count)]


def test_at_night_it_waits_and_comes_in_the_morning_once(
    night: int, browser: Browser, clock: Clock, bob: Account
) -> None:
    speak(bob, 2)
    assert (browser.told(), HeldPush.objects.count()) == ([], 2)
    # The clocks went forward: seven is five in UTC.
    clock.show("2026-03-29 04:59:00")
    pushing.wake.func(night)
    assert (browser.told(), HeldPush.objects.count()) == ([], 2)
    clock.show("2026-03-29 05:00:00")
    for expected in (["Number 0 @alice", "Number 1 @alice"], []):
        pushing.wake.func(night)
        assert [told["body"] for told in browser.told()] == expected
    assert not HeldPush.objects.exists()


def test_much_is_told_as_its_number(night: int, browser: Browser, clock: Clock, bob: Account, eve: Account) -> None:
    speak(bob, 2)
    speak(eve, 10)
    clock.show("2026-03-29 05:00:00")
    pushing.wake.func(night)
    [told] = browser.told()
    assert (told["title"], told["url"]) == ("12 new notifications", "/notifications/")
    assert told["body"] == "Among others from Eve"
    pushing.wake.func(night)
    assert browser.told() == []


def test_what_was_read_meanwhile_is_not_sent(
    night: int, browser: Browser, clock: Clock, alice: Account, bob: Account
) -> None:
    first, second = speak(bob, 2)
    notifying.mark_read(alice, "notifications", Notification.objects.get(post=first).id)
    clock.show("2026-03-29 05:00:00")
    pushing.wake.func(night)
    assert [told["body"] for told in browser.told()] == [second.text]
    assert not HeldPush.objects.exists()


def test_what_may_not_be_seen_any_more_is_not_sent(night: int, browser: Browser, clock: Clock, bob: Account) -> None:
    speak(bob, 1)
    Post.objects.update(deleted_at=timezone.now())
    clock.show("2026-03-29 05:00:00")
    pushing.wake.func(night)
    assert (browser.told(), HeldPush.objects.count()) == ([], 0)


def test_a_service_that_is_busy_in_the_morning_is_asked_again(
    night: int, browser: Browser, clock: Clock, bob: Account
) -> None:
    speak(bob, 2)
    clock.show("2026-03-29 05:00:00")
    browser.service.answer = 503
    with pytest.raises(Unreachable):
        pushing.wake.func(night)
    browser.service.answer = 201
    browser.service.sent.clear()
    pushing.wake.func(night)
    assert [told["body"] for told in browser.told()] == ["Number 0 @alice", "Number 1 @alice"]


def test_no_night_is_told_at_any_hour(night: int, browser: Browser, alice: Account, bob: Account) -> None:
    choosing.choose(alice, Wish(quiet=Quiet(is_never=True)))
    speak(bob, 1)
    assert len(browser.told()) == 1


def test_apps_sleep_as_well(night: int, browser: Browser, clock: Clock, alice: Account, bob: Account) -> None:
    phone, app = Phone(alice), App()
    assert phone.post("/api/v1/push/subscription", app.asked(browser.service.endpoint, "mention")).status_code == 200
    PushSubscription.objects.filter(pk=night).delete()
    speak(bob, 4)
    assert browser.service.sent == []
    clock.show("2026-03-29 05:00:00")
    pushing.wake.func(PushSubscription.objects.get().pk)
    [(_path, headers, body)] = browser.service.sent
    told = json.loads(app.read(body, headers))
    newest = Notification.objects.order_by("-id").first()
    assert newest is not None
    assert (told["title"], told["notification_type"]) == ("4 new notifications", "mention")
    assert (told["notification_id"], told["access_token"]) == (newest.id, phone.token)


def test_a_stranger_tells_no_more_than_a_friend(browser: Browser, alice: Account) -> None:
    choosing.choose(alice, Wish(wants={("mention", "push"): False}))
    make_post(make_account("nora"), "Hello @alice")
    assert browser.told() == []
