"""The streams of Mastodon.py, by server-sent events and by WebSocket; its own suite says nothing of them live."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from mastodon import Mastodon, StreamListener

from .consent import code_for
from .place import Place
from .telling import Telling

PATIENCE = 20.0
SCOPES = ["read", "write", "follow", "push"]
EVENTS, SOCKET = "by events", "by socket"

type Stream = Callable[..., Any]
type Listening = Callable[..., AbstractContextManager["Heard"]]


class Heard(StreamListener):
    """Whatever a stream tells, in order."""

    handle: Any = None

    def __init__(self) -> None:
        self.events: Queue[tuple[str, Any]] = Queue()

    def handle_heartbeat(self) -> None:
        self.events.put(("heartbeat", None))

    def on_any_event(self, name: str, data: Any = None, for_stream: Any = None) -> None:
        self.events.put((name, data))

    def on_websocket_error(self, error: Exception, for_stream: Any = None) -> None:
        self.events.put(("error", error))

    def one(self, name: str) -> Any:
        """The next event of this name; what else is told before it does not matter."""
        while True:
            found, data = self.events.get(timeout=PATIENCE)
            if found == name:
                return data


@contextmanager
def by_events(api: Mastodon, stream: Stream, *what: Any, **more: Any) -> Iterator[Heard]:
    """A stream of server-sent events. Its first heartbeat says that nothing is missed from now on."""
    heard = Heard()
    heard.handle = stream(api, *what, heard, run_async=True, **more)
    heard.one("heartbeat")
    try:
        yield heard
    finally:
        # It would wait until something more is told.
        Thread(target=heard.handle.close, daemon=True).start()


@contextmanager
def by_socket(api: Mastodon, stream: Stream, *what: Any, **more: Any) -> Iterator[Heard]:
    """A stream on a WebSocket. Frames are read in order: when a bad one is answered, the one before it counts."""
    heard = Heard()
    socket = heard.handle = api.stream_open_websocket(heard)
    try:
        stream(api, *what, heard, websocket_handle=socket, **more)
        socket.subscribe("nonsense")
        assert "400" in str(heard.one("error"))
        yield heard
    finally:
        socket.close()


def home(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_user: update, status.update, delete"""
    with listening(alice, Mastodon.stream_user) as heard:
        post = bob.status_post("Rolls", visibility="public")
        told = heard.one("update")
        assert (str(told.id), told.account.acct, told.favourited) == (str(post.id), "bob", False)
        bob.status_update(post, "Rolls and bread")
        assert "Rolls and bread" in heard.one("status.update")["content"]
        bob.status_delete(post)
        assert str(heard.one("delete")) == str(post.id)


def notices(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_user: notification, filters_changed"""
    with listening(alice, Mastodon.stream_user) as heard:
        post = bob.status_post("@alice look", visibility="public")
        told = heard.one("notification")
        assert (told.type, told.account.acct, str(told.status.id)) == ("mention", "bob", str(post.id))
        made = alice.create_filter_v2("Weather", ["home"], "warn", keywords_attributes=[{"keyword": "rain"}])
        assert not heard.one("filters_changed")
        alice.delete_filter_v2(made)


def notices_alone(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_user_notifications"""
    post = alice.status_post("Cake is ready", visibility="public")
    with listening(alice, Mastodon.stream_user_notifications) as heard:
        bob.status_favourite(post)
        assert heard.one("notification").type == "favourite"
        bob.status_reblog(post)
        told = heard.one("notification")
        assert (told.type, str(told.status.id)) == ("reblog", str(post.id))
        assert heard.events.empty()


def community(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_public, also local"""
    for more in ({}, {"local": True}):
        with listening(alice, Mastodon.stream_public, **more) as heard:
            bob.status_post("For those who follow me", visibility="private")
            post = bob.status_post("For all", visibility="public")
            assert str(heard.one("update").id) == str(post.id)


def pictures(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_public of posts with pictures"""
    with listening(alice, Mastodon.stream_public, only_media=True) as heard:
        bob.status_post("Words alone", visibility="public")
        picture = bob.media_post(sys.argv[1].replace("place.json", "lantern.jpg"), description="A lantern")
        post = bob.status_post("A picture", media_ids=[picture], visibility="public")
        told = heard.one("update")
        assert (str(told.id), told.media_attachments[0].description) == (str(post.id), "A lantern")


def tagged(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_hashtag, also local"""
    for more in ({}, {"local": True}):
        with listening(alice, Mastodon.stream_hashtag, "Porch", **more) as heard:
            bob.status_post("#other", visibility="public")
            post = bob.status_post("On the #porch", visibility="public")
            assert str(heard.one("update").id) == str(post.id)


def listed(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_list"""
    bakers = alice.list_create("Bakers")
    alice.list_accounts_add(bakers, [bob.me()])
    with listening(alice, Mastodon.stream_list, bakers) as heard:
        alice.status_post("I am not on it", visibility="public")
        post = bob.status_post("I am", visibility="public")
        assert str(heard.one("update").id) == str(post.id)
    alice.list_delete(bakers)


def direct(listening: Listening, alice: Mastodon, bob: Mastodon) -> None:
    """stream_direct: conversation"""
    with listening(alice, Mastodon.stream_direct) as heard:
        post = bob.status_post("@alice between us", visibility="direct")
        told = heard.one("conversation")
        assert (told.unread, str(told.last_status.id)) == (True, str(post.id))
        assert [person.acct for person in told.accounts] == ["bob"]


def healthy(told: Telling, alice: Mastodon) -> None:
    with told.step("stream_healthy"):
        assert alice.stream_healthy()


def together(told: Telling, alice: Mastodon, bob: Mastodon) -> None:
    """Several streams on one socket, one of which is left."""
    with told.step("stream_open_websocket: several streams, and leaving one"):
        user, tag = Heard(), Heard()
        with alice.stream_open_websocket(user) as socket:
            alice.stream_user(user, websocket_handle=socket)
            left = alice.stream_hashtag("porch", tag, websocket_handle=socket)
            socket.subscribe("nonsense")
            user.one("error")
            post = bob.status_post("#porch", visibility="public")
            assert str(user.one("update").id) == str(tag.one("update").id) == str(post.id)
            left.close()
            socket.subscribe("nonsense again")
            user.one("error")
            bob.status_post("#porch once more", visibility="public")
            user.one("update")
        # The refusals were told to both.
        assert {tag.events.get_nowait()[0] for _each in range(tag.events.qsize())} <= {"error"}


def ended(told: Telling, place: Place) -> None:
    """A token that is given back closes what listens with it."""
    for transport, listening in ((EVENTS, by_events), (SOCKET, by_socket)):
        with told.step(f"revoke_access_token ends what listens {transport}"):
            api = arrived(place, "alice")
            again = Mastodon(access_token=api.access_token, api_base_url=place.url)
            with listening(again, Mastodon.stream_user) as heard:
                api.revoke_access_token(allow_http=True)
                heard.handle.join(PATIENCE)
                assert not heard.handle.is_alive()


def arrived(place: Place, name: str) -> Mastodon:
    """Someone who lets a new app in."""
    key, secret = Mastodon.create_app("Streams", scopes=SCOPES, api_base_url=place.url)
    api = Mastodon(client_id=key, client_secret=secret, api_base_url=place.url)
    wish = api.auth_request_url(scopes=SCOPES, allow_http=True)
    api.log_in(code=code_for(wish, name, place.passwords[name]), scopes=SCOPES, allow_http=True)
    return api


def main() -> int:
    told, place = Telling("Mastodon.py"), Place.read(Path(sys.argv[1]))
    alice, bob = arrived(place, "alice"), arrived(place, "bob")
    alice.account_follow(bob.me())
    healthy(told, alice)
    for transport, listening in ((EVENTS, by_events), (SOCKET, by_socket)):
        for chapter in (home, notices, notices_alone, community, pictures, tagged, listed, direct):
            with told.step(f"{transport} {chapter.__doc__}"):
                chapter(listening, alice, bob)
    together(told, alice, bob)
    ended(told, place)
    return told.sum_up()


if __name__ == "__main__":
    sys.exit(main())
