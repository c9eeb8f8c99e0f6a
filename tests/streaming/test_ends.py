"""Streams that end: a token or a sign-in that is over, and whoever does not take what is sent."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import close_account, make_post, suspend
from tests.streaming.apps import events_of, socket_of, token_of
from tests.streaming.hearing import listener_of
from tests.streaming.running import Running, Visitor
from verandah.actions import authenticating, authorizing
from verandah.actions.authorizing import Registration
from verandah.base import pubsub
from verandah.domain.accounts.models import AccessToken, Account, User
from verandah.domain.accounts.tokens import bearer_of, code_for
from verandah.streaming.listening import GOING_AWAY, MOST_UNSENT, NO_LONGER_ALLOWED, TRY_AGAIN, Message

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 1.0
BACK = "https://app.example/back"


def revoked(account: Account) -> None:
    authorizing.revoke(AccessToken.objects.values_list("pk", flat=True))


def shut_out(account: Account) -> None:
    authorizing.shut_out(account, AccessToken.objects.earliest("pk").app_id)


def signed_out_everywhere(account: Account) -> None:
    authenticating.end_everything(account.user)


def new_password(account: Account) -> None:
    authenticating.change_password(account.user, "another evening on the veranda")


def deactivated(account: Account) -> None:
    close_account(account)


def suspended(account: Account) -> None:
    suspend(account)


@pytest.mark.parametrize("end", [revoked, shut_out, signed_out_everywhere, new_password, deactivated, suspended])
def test_what_ends_a_token_ends_its_streams_at_once(site, alice, bob, end):
    token, other = token_of(alice), token_of(bob)
    with (
        socket_of(site, token, stream="user") as socket,
        events_of(site, "public", token) as events,
        socket_of(site, other, stream="user") as apart,
    ):
        assert site.until(lambda: len(site.application.apps.listeners.listeners) == 3)
        begun = time.monotonic()
        end(alice)
        assert socket.closed_with(AT_ONCE) == NO_LONGER_ALLOWED
        assert events.event() == {}
        assert time.monotonic() - begun < AT_ONCE
        assert bearer_of(token) is None
        if end is not revoked:
            post = make_post(bob)
            assert apart.update() == str(post.id)


def test_a_token_that_ended_without_a_word_hears_no_post_any_more(site, listen, alice, bob):
    app, other = listen(bob, "public"), listen(alice, "public")
    AccessToken.objects.filter(account=bob).update(revoked_at=timezone.now())
    post = make_post(alice)
    assert other.update() == str(post.id)
    assert app.closed_with() == NO_LONGER_ALLOWED


def test_a_heartbeat_ends_what_ended_without_a_word(site, listen, alice, bob):
    app, other = listen(bob), listen(alice)
    AccessToken.objects.filter(account=bob).update(revoked_at=timezone.now())
    site.ask(site.application.apps.listeners.beat)
    assert app.closed_with() == NO_LONGER_ALLOWED
    post = make_post(alice)
    assert other.update() == str(post.id)


def allowed_in(client: Client, account: Account) -> str:
    """The token of an app that someone has let in during this browser session."""
    app, _secret = authorizing.register(Registration("Radio", (BACK,), frozenset({"read"})))
    query = {"client_id": app.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "read"}
    answer = client.post("/oauth/authorize", {"decision": "allow"}, query_params=query)
    assert answer.status_code == 303
    found = code_for(app, answer["Location"].partition("code=")[2].partition("&")[0])
    return authorizing.redeem(app, found).token


@pytest.fixture
def browsers(site, alice) -> tuple[Client, Client]:
    """Two places where Alice is signed in, and both have been used."""
    places = (Client(), Client())
    for client in places:
        client.force_login(alice.user)
        assert client.get("/").status_code == 200
    return places


def ended_elsewhere(here: Client, there: Client, user: User) -> None:
    key = there.session.session_key
    authenticating.end_session(user, UserSession.objects.get(session_key=key).pk)


def ended_all_others(here: Client, there: Client, user: User) -> None:
    authenticating.end_other_sessions(user, here.session.session_key)


def ended_by_hand(here: Client, there: Client, user: User) -> None:
    assert there.post(reverse("account_logout")).status_code in (302, 303)


@pytest.mark.parametrize("end", [ended_elsewhere, ended_all_others, ended_by_hand])
def test_a_session_takes_along_its_page_and_the_apps_let_in_there_and_no_others(site, alice, browsers, end):
    here, there = browsers
    tokens = [allowed_in(client, alice) for client in browsers]
    by_hand = token_of(alice)
    page = Visitor(site.port)
    page.request("GET /live/", {"Cookie": f"session={there.cookies['session'].value}"})
    assert page.head()[0] == 200
    page.chunk()
    with (
        socket_of(site, tokens[0], stream="user") as stays,
        socket_of(site, tokens[1], stream="user") as goes,
        socket_of(site, by_hand, stream="user") as stays_too,
    ):
        assert site.until(lambda: len(site.application.apps.listeners.listeners) == 3)
        begun = time.monotonic()
        end(here, there, alice.user)
        assert goes.closed_with(AT_ONCE) == NO_LONGER_ALLOWED
        assert page.chunk() == b""
        assert time.monotonic() - begun < AT_ONCE
        assert [bool(bearer_of(token)) for token in (*tokens, by_hand)] == [True, False, True]
        post = make_post(alice)
        assert (stays.update(), stays_too.update()) == (str(post.id), str(post.id))
    page.close()


def test_a_code_of_an_ended_session_gives_no_token(site, alice, browsers):
    here, there = browsers
    app, _secret = authorizing.register(Registration("Radio", (BACK,), frozenset({"read"})))
    authorizing.allow(alice, app, BACK, frozenset({"read"}), session_key=there.session.session_key)
    kept = authorizing.allow(alice, app, BACK, frozenset({"read"}), session_key=here.session.session_key)
    authenticating.end_session(alice.user, UserSession.objects.get(session_key=there.session.session_key).pk)
    assert code_for(app, kept)
    assert not AccessToken.objects.exists()
    authenticating.end_other_sessions(alice.user, "")
    assert code_for(app, kept) is None


def test_a_server_that_stops_ends_all_streams_and_is_gone_at_once(site, alice):
    socket, events = socket_of(site, token_of(alice), stream="user"), events_of(site, "user", token_of(alice))
    assert site.until(lambda: len(site.application.apps.listeners.listeners) == 2)
    assert site.stop() < 2
    assert socket.closed_with() in (GOING_AWAY, 1012)
    assert events.event() == {}
    assert pubsub.BUS.subscriptions == ()
    socket.close()
    events.close()


def test_events_faster_than_they_can_be_brought_make_all_apps_come_back(site, listen, alice):
    app = listen(alice)

    async def overrun() -> None:
        pubsub.missed()

    site.ask(overrun)
    assert app.closed_with() == TRY_AGAIN
    again = listen(alice)
    post = make_post(alice)
    assert again.update() == str(post.id)


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(("path", "headers", "status"), [("", UPGRADE, 101), ("/user", {}, 200)])
def test_an_app_that_takes_nothing_is_dropped_and_not_buffered(site, alice, path, headers, status):
    # On a bare socket: the library would read by itself.
    slow = Visitor(site.port)
    slow.request(f"GET /api/v1/streaming{path}?stream=user&access_token={token_of(alice)}", headers)
    assert slow.head()[0] == status
    listeners = site.application.apps.listeners
    assert site.until(lambda: any(one.wanted and one.held is None for one in listeners.listeners))
    [listener] = listeners.listeners
    flood = Message("update", '"' + "x" * 200_000 + '"')

    async def hear() -> None:
        listener.hear(listener.wanted[0], flood)

    for _ in range(500):
        site.ask(hear)
        assert listener.code or len(listener.unsent or ()) <= MOST_UNSENT
        if listener.code:
            break
    assert listener.code == TRY_AGAIN
    assert listener.unsent is None
    assert site.until(lambda: not listeners.listeners)
    slow.close()


def test_news_that_come_while_the_missed_is_looked_up_are_bounded_too(alice):
    listener = listener_of(alice, stream="user")
    listener.held = []
    for number in range(MOST_UNSENT + 1):
        assert not listener.code
        listener.hear(listener.wanted[0], Message("update", "{}", number + 1))
    assert listener.code == TRY_AGAIN
    assert listener.held is None


def test_streams_that_are_gone_leave_nothing_behind(site: Running, alice):
    socket_of(site, token_of(alice), stream="user").close()
    events_of(site, "user", token_of(alice)).close()
    assert site.until(lambda: not site.application.apps.listeners.listeners)
    assert not site.application.apps.listeners.each
