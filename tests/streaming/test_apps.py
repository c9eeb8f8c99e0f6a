"""Who may listen: the token, where it stands, what it is good for, and what is answered otherwise."""

import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.factories import make_account, make_post
from tests.streaming.apps import events_of, socket_of, token_of
from tests.streaming.running import Answer, Running, Visitor, running
from verandah.actions import authorizing
from verandah.actions.authorizing import Registration
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList
from verandah.streaming import apps, listeners
from verandah.streaming.listeners import MOST_EACH

pytestmark = pytest.mark.django_db(transaction=True)
STREAMING = "/api/v1/streaming"
NAMES = ["user", "user/notification", "public", "public/local", "public/remote", "public/media", "public/local/media"]
NAMES += ["public/remote/media", "direct", "hashtag?tag=birds", "hashtag/local?tag=birds"]

NONSENSE = ["", "{", "[]", "null", '"subscribe"', "{}", '{"type":"shout"}', '{"type":"subscribe"}', "[" * 3000]
NONSENSE += [
    '{"type":"subscribe","stream":["user"]}',
    '{"type":"unsubscribe"}',
    '{"type":"subscribe","stream":"list:x"}',
]
NONSENSE += [f'{{"type":"subscribe",{more}}}' for more in ('"stream":"hashtag","tag":"#"', '"stream":"user:media"')]


def ask(site: Running, path: str, method: str = "GET", **headers: str) -> Answer:
    with Visitor(site.port) as visitor:
        visitor.request(f"{method} {path}", {name.replace("_", "-"): value for name, value in headers.items()})
        return visitor.answer()


def refused(site: Running, **options: object) -> tuple[int, dict]:
    """Status and JSON with which a WebSocket is refused."""
    address = f"ws://127.0.0.1:{site.port}{options.pop('path', STREAMING)}"
    with pytest.raises(InvalidStatus) as refusal, connect(address, compression=None, **options):
        pass
    answer = refusal.value.response
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, json.loads(answer.body)


def test_the_site_says_that_its_streams_are_well(site):
    for path in (f"{STREAMING}/health", f"{STREAMING}/health/"):
        answer = ask(site, path)
        assert (answer.status, answer.body) == (200, b"OK")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_stream_of_events_is_there_for_a_member(site, alice, name, slash):
    path, _mark, query = name.partition("?")
    with Visitor(site.port) as app:
        app.request(f"GET {STREAMING}/{path}{slash}?{query}", {"Authorization": f"Bearer {token_of(alice)}"})
        assert app.head()[0] == 200
        assert app.chunk() == b":)\n\n"


@pytest.mark.parametrize("name", [*NAMES, "list?list=7", "?stream=user"])
def test_no_stream_without_a_token(site, name):
    for headers in ({}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic YTpi"}):
        answer = ask(site, f"{STREAMING}/{name}", **headers)
        assert (answer.status, answer.json()) == (401, {"error": "The access token is invalid"})
        assert answer.headers["access-control-allow-origin"] == "*"
    assert refused(site) == (401, {"error": "The access token is invalid"})


def test_an_app_without_a_member_hears_nothing(site):
    app, _secret = authorizing.register(Registration("Radio", ("https://radio.example/",), frozenset({"read"})))
    token = authorizing.issue_to_app(app, frozenset({"read"})).token
    assert ask(site, f"{STREAMING}/public", Authorization=f"Bearer {token}").status == 401
    assert refused(site, additional_headers={"Authorization": f"Bearer {token}"})[0] == 401


def test_someone_who_has_not_joined_hears_nothing(site):
    account = make_account("later")
    Account.objects.filter(pk=account.pk).update(joined_at=None)
    answer = ask(site, f"{STREAMING}/public", Authorization=f"Bearer {token_of(account)}")
    assert (answer.status, answer.json()["error"]) == (403, "Your login is missing a confirmed e-mail address")


def test_the_token_stands_in_the_header_the_address_or_the_protocol(site, alice):
    token = token_of(alice)
    url = f"ws://127.0.0.1:{site.port}{STREAMING}"
    for path, options in (
        ("", {"additional_headers": {"Authorization": f"Bearer {token}"}}),
        (f"?access_token={token}", {}),
        ("", {"subprotocols": [token]}),
        ("/", {"subprotocols": [token]}),
        (f"?access_token={token}", {"subprotocols": ["other"]}),
    ):
        with connect(url + path, compression=None, **options) as socket:
            # A browser gives up when none of its protocols comes back.
            assert socket.subprotocol == (options.get("subprotocols") or [None])[0]
            socket.send('{"type":"subscribe","stream":"nonsense"}')
            assert json.loads(socket.recv(5)) == {"error": "Unknown stream type", "status": 400}
    answer = ask(site, f"{STREAMING}/nonsense?access_token={token}")
    assert (answer.status, answer.json()) == (404, {"error": "Record not found"})


@pytest.mark.parametrize(
    ("scopes", "heard"),
    [
        ("read", {"user", "user:notification", "public", "hashtag", "list", "direct"}),
        ("read:statuses", {"user", "public", "hashtag", "direct"}),
        ("read:notifications", {"user:notification"}),
        ("read:lists", {"list"}),
        ("read:accounts write follow push", set()),
    ],
)
def test_a_token_hears_what_its_scopes_allow(site, alice, scopes, heard):
    own = PeopleList.objects.create(owner=alice, title="Choir", created_at=alice.created_at)
    token = token_of(alice, scopes)
    wrong = []
    with socket_of(site, token) as app:
        for name in ("user", "user:notification", "public", "hashtag", "list", "direct"):
            app.say(type="subscribe", stream=name, tag="birds", list=str(own.pk))
            app.say(type="subscribe", stream="nonsense")
            first = app.hear()
            if first["status"] == 403:
                assert first == {"error": "This action is outside the authorized scopes", "status": 403}
                app.hear()
            wrong += [name] if (first["status"] == 403) == (name in heard) else []
            # Of events it is the same.
            path = f"{STREAMING}/{name.replace(':', '/')}?tag=birds&list={own.pk}"
            with Visitor(site.port) as other:
                other.request(f"GET {path}", {"Authorization": f"Bearer {token}"})
                assert other.head()[0] == (200 if name in heard else 403), name
    assert wrong == []


def test_a_list_is_heard_by_its_owner_alone(site, alice, bob):
    own = PeopleList.objects.create(owner=alice, title="Choir", created_at=alice.created_at)
    for account, number in ((bob, own.pk), (alice, own.pk + 1), (alice, "x"), (alice, "")):
        with socket_of(site, token_of(account)) as app:
            app.say(type="subscribe", stream="list", list=str(number))
            assert app.hear() == {"error": "Record not found", "status": 404}
        path = f"{STREAMING}/list?list={number}"
        assert ask(site, path, Authorization=f"Bearer {token_of(account)}").status == 404


@pytest.mark.parametrize("frame", NONSENSE)
def test_what_cannot_be_understood_is_said_so_and_the_connection_stays(site, alice, frame):
    with socket_of(site, token_of(alice)) as app:
        for text in (frame, frame.encode()):
            app.connection.send(text)
            answer = app.hear()
            assert answer["status"] == 400
            assert answer["error"]
        app.say(type="subscribe", stream="user")
        # Twice is the same, and what was never heard can be left.
        app.say(type="subscribe", stream="user")
        app.say(type="unsubscribe", stream="public")
        assert site.until(lambda: [len(one.wanted) for one in site.application.apps.listeners.listeners] == [1])
        post = make_post(alice)
        assert app.update() == str(post.id)


def test_a_wrong_stream_in_the_address_is_said_on_the_socket(site, alice):
    with socket_of(site, token_of(alice), stream="nonsense") as app:
        assert app.hear() == {"error": "Unknown stream type", "status": 400}


def test_there_is_a_socket_at_one_address_only(site, alice):
    token = {"additional_headers": {"Authorization": f"Bearer {token_of(alice)}"}}
    for path in (f"{STREAMING}/user", "/", "/live/", "/api/v1/timelines/home"):
        assert refused(site, path=path, **token)[0] == 404


def test_only_get_and_the_question_of_browsers_are_answered(site, alice):
    token = f"Bearer {token_of(alice)}"
    for method in ("POST", "PUT", "DELETE", "HEAD"):
        with Visitor(site.port) as visitor:
            visitor.request(f"{method} {STREAMING}/user", {"Authorization": token, "Content-Length": "0"})
            assert visitor.head()[0] == 405
    answer = ask(site, f"{STREAMING}/user", "OPTIONS", Access_Control_Request_Headers="authorization, last-event-id")
    assert answer.status == 204
    assert answer.headers["access-control-allow-headers"] == "authorization, last-event-id"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_so_many_streams_and_no_more_until_one_is_closed(site, alice, bob):
    token = token_of(alice)
    mine = [socket_of(site, token) for _ in range(MOST_EACH)]
    try:
        assert refused(site, additional_headers={"Authorization": f"Bearer {token}"})[0] == 429
        assert ask(site, f"{STREAMING}/user", Authorization=f"Bearer {token}").status == 429
        socket_of(site, token_of(bob)).close()
        mine[0].close()
        assert site.until(lambda: site.application.apps.listeners.each[alice.id] < MOST_EACH)
        socket_of(site, token).close()
    finally:
        for one in mine:
            one.close()
    assert site.until(lambda: not site.application.apps.listeners.listeners)
    assert not site.application.apps.listeners.each


def test_one_connection_listens_to_so_many_streams(site, alice, monkeypatch):
    monkeypatch.setattr(apps, "MOST_WANTED", 2)
    with socket_of(site, token_of(alice)) as app:
        for tag in ("birds", "trees", "clouds"):
            app.say(type="subscribe", stream="hashtag", tag=tag)
        assert app.hear()["status"] == 429


def test_pages_and_apps_share_the_room_there_is(site, alice):
    with socket_of(site, token_of(alice)):
        site.application.most_streams = 1
        assert refused(site, additional_headers={"Authorization": f"Bearer {token_of(alice)}"})[0] == 503
        assert ask(site, f"{STREAMING}/user", Authorization=f"Bearer {token_of(alice)}").status == 503


def test_opening_counts_as_a_request_and_guessing_too(site, alice, settings):
    settings.LIMITED = True
    bad = [ask(site, f"{STREAMING}/user", Authorization="Bearer guess").status for _ in range(301)]
    assert (bad[0], bad[-1]) == (401, 429)


def test_a_sign_of_life_is_sent(site, follow, listen, alice):
    events, socket = follow(alice), listen(alice)
    site.ask(site.application.apps.listeners.beat)
    assert events.chunk() == b":thump\n\n"
    # A socket has its own: what it is asked by itself it answers by itself.
    post = make_post(alice)
    assert socket.update() == str(post.id)


def test_signs_of_life_come_by_themselves(settings, transactional_db, alice, monkeypatch):
    monkeypatch.setattr(listeners, "HEARTBEAT", 0.05)
    with running(Server(pages)) as site, events_of(site, "public", token_of(alice)) as events:
        assert [events.chunk() for _ in range(3)] == [b":thump\n\n"] * 3
