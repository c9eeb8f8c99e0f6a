"""Pages that stay open: each hears of what its viewer may see, by id only, while its session holds."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import close_account, make_post
from tests.streaming.running import Answer, Running, Visitor
from verandah.actions import announcing, following
from verandah.base import pubsub
from verandah.base.jobs import Job
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Audience, Post
from verandah.streaming import events
from verandah.streaming.events import MOST_EACH, MOST_UNSENT, Stream

pytestmark = pytest.mark.django_db(transaction=True)


class Page(Visitor):
    """A page of someone's browser that listens."""

    def event(self) -> dict[str, str]:
        """The next event: its fields. Comments are passed over; empty at the end of the stream."""
        while True:
            chunk = self.chunk().decode()
            fields = dict(line.split(": ", 1) for line in chunk.splitlines() if line and not line.startswith(":"))
            if fields or not chunk:
                return fields

    def heard(self) -> str:
        return self.event().get("id", "nothing")


@pytest.fixture
def cookie_of() -> Callable[[Account], str]:
    def cookie(account: Account) -> str:
        client = Client()
        client.force_login(account.user)
        return f"{site_settings.SESSION_COOKIE_NAME}={client.cookies[site_settings.SESSION_COOKIE_NAME].value}"

    return cookie


@pytest.fixture
def open_page(site, cookie_of) -> Iterator[Callable[..., Page]]:
    opened: list[Page] = []

    def page(account: Account, feed: str = "home", cookie: str = "", **headers: str) -> Page:
        one = Page(site.port)
        opened.append(one)
        one.request(f"GET /live/?feed={feed}", {"Cookie": cookie or cookie_of(account), **headers})
        status, told = one.head()
        assert (status, told["content-type"], told["cache-control"]) == (
            200,
            "text/event-stream; charset=utf-8",
            "no-store",
        )
        assert one.event() == {"retry": "2000"}
        return one

    yield page
    for one in opened:
        one.close()


def ask(site: Running, headers: dict[str, str], line: str = "GET /live/") -> Answer:
    with Visitor(site.port) as visitor:
        visitor.request(line, headers)
        return visitor.answer()


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_nobody_listens_who_is_not_signed_in(site, alice):
    for headers in ({}, {"Cookie": f"{site_settings.SESSION_COOKIE_NAME}=made-up"}, {"Cookie": "a=b; =; ;"}):
        answer = ask(site, headers)
        assert (answer.status, answer.body) == (401, b"Sign in first.\n")


def test_only_our_own_pages_listen(site, alice, cookie_of):
    cookie = cookie_of(alice)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert ask(site, {"Cookie": cookie, **headers}).status == 403
    assert ask(site, {"Cookie": cookie}, "POST /live/").status == 403
    assert ask(site, {"Cookie": cookie}, "GET /live/?feed=everything").status == 422


def test_our_own_page_says_where_it_comes_from(open_page, alice):
    open_page(alice, **{"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"})


def test_a_follower_hears_of_a_post_by_its_id_and_of_nothing_else(open_page, alice, carol):
    page = open_page(carol)
    post = make_post(alice, "something for Carol's eyes")
    assert page.event() == {"event": "post", "id": str(post.id), "data": f'{{"id":"{post.id}"}}'}


def test_a_page_hears_only_of_what_stands_on_its_feed(open_page, alice, carol, dan, eve):
    at_home = {person.username: open_page(person) for person in (alice, carol, dan, eve)}
    community = {person.username: open_page(person, "community") for person in (carol, dan, eve)}
    followers = make_post(alice, audience=Audience.FOLLOWERS)
    members = make_post(alice, audience=Audience.MEMBERS)
    private = make_post(carol, audience=Audience.ONLY_ME)
    last = make_post(eve, audience=Audience.PUBLIC)
    alone = make_post(dan, audience=Audience.PUBLIC)
    assert [at_home["alice"].heard() for _ in range(2)] == [str(followers.id), str(members.id)]
    assert [at_home["carol"].heard() for _ in range(3)] == [str(post.id) for post in (followers, members, private)]
    assert at_home["eve"].heard() == str(last.id)
    assert at_home["dan"].heard() == str(alone.id)
    assert [community["carol"].heard() for _ in range(3)] == [str(post.id) for post in (members, last, alone)]
    assert [community["eve"].heard() for _ in range(3)] == [str(post.id) for post in (members, last, alone)]
    # Alice has blocked Dan: of her he hears nothing.
    assert [community["dan"].heard() for _ in range(2)] == [str(last.id), str(alone.id)]


def test_whoever_was_blocked_a_moment_ago_hears_nothing_more(open_page, alice, carol):
    page, alices = open_page(carol, "community"), open_page(alice, "community")
    following.block(alice, carol)
    first, own, last = make_post(alice), make_post(carol), make_post(alice)
    assert page.heard() == str(own.id)
    assert [alices.heard() for _ in range(2)] == [str(first.id), str(last.id)]


def test_a_page_that_comes_back_is_asked_to_catch_up(open_page, alice):
    assert open_page(alice, **{"Last-Event-ID": "17"}).event() == {"event": "catchup", "data": "{}"}


def test_what_came_between_a_page_and_its_stream_is_caught_up(open_page, alice, carol):
    shown = make_post(alice)
    missed = make_post(alice)
    # Else the stream may bring the post itself.
    assert until(lambda: not Job.objects.filter(task__endswith="distribute").exists())
    assert open_page(carol, f"home&after={shown.id}").event()["event"] == "catchup"
    up_to_date = open_page(carol, f"home&after={missed.id}")
    newest = make_post(alice)
    assert up_to_date.heard() == str(newest.id)


@pytest.mark.parametrize("end", ["signed out", "expired", "new password", "deactivated"])
def test_a_session_that_ended_gets_the_end_of_its_stream_and_not_the_post(
    open_page, site, cookie_of, alice, carol, end
):
    page = open_page(carol)
    if end == "signed out":
        Session.objects.all().delete()
    elif end == "expired":
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    elif end == "new password":
        carol.user.set_password("another evening on the veranda")
        carol.user.save(update_fields=["password"])
    else:
        close_account(carol)
    make_post(alice)
    assert page.event() == {}
    assert until(lambda: not site.application.live.streams.streams)


def test_a_heartbeat_ends_the_streams_of_ended_sessions_and_keeps_the_others(open_page, site, alice, carol):
    page, other = open_page(alice), open_page(carol)
    Session.objects.exclude(session_key=key_of(site, carol)).delete()
    site.ask(site.application.live.streams.beat)
    assert page.event() == {}
    post = make_post(carol)
    assert other.heard() == str(post.id)


def key_of(site: Running, account: Account) -> str:
    [stream] = [one for one in site.application.live.streams.streams if one.person.account.id == account.id]
    return stream.person.session_key


def test_a_heartbeat_is_sent_to_every_page(open_page, site, alice):
    page = open_page(alice)
    site.ask(site.application.live.streams.beat)
    assert page.chunk() == b": still here\n\n"


def test_so_many_pages_and_no_more_until_one_is_closed(open_page, site, cookie_of, alice, bob):
    cookie = cookie_of(alice)
    mine = [open_page(alice, cookie=cookie) for _ in range(MOST_EACH)]
    answer = ask(site, {"Cookie": cookie})
    assert (answer.status, answer.headers["retry-after"]) == (429, "15")
    open_page(bob)
    mine[0].close()
    assert until(lambda: site.application.live.streams.each[alice.id] < MOST_EACH)
    open_page(alice, cookie=cookie)


def test_the_site_carries_only_so_many_streams(open_page, site, cookie_of, alice, bob):
    open_page(alice)
    site.application.most_streams = 1
    assert ask(site, {"Cookie": cookie_of(bob)}).status == 503


def test_a_page_that_is_gone_leaves_nothing_behind(open_page, site, alice):
    open_page(alice).close()
    assert until(lambda: not site.application.live.streams.streams)
    assert not site.application.live.streams.each


def test_a_page_that_does_not_read_is_ended_and_not_buffered():
    stream = Stream(None, "home")
    for _ in range(MOST_UNSENT):
        stream.send(b"event")
    assert stream.unsent.qsize() == MOST_UNSENT
    stream.send(b"one too many")
    assert stream.unsent.qsize() == 1
    assert stream.unsent.get_nowait() is None


def test_events_faster_than_they_can_be_brought_make_all_pages_catch_up(open_page, site, alice, monkeypatch):
    page = open_page(alice)
    listening = [one for one in pubsub.BUS.subscriptions if announcing.POSTS in one.channels]

    async def overrun() -> None:
        for subscription in listening:
            subscription.miss()

    site.ask(overrun)
    assert page.event()["event"] == "catchup"
    post = make_post(alice)
    assert page.heard() == str(post.id)


def test_when_the_database_cannot_be_asked_nobody_is_told_an_id(open_page, site, alice, monkeypatch):
    page = open_page(alice)

    def broken(*_: object) -> None:
        raise OSError("the disk is away")

    with monkeypatch.context() as patched:
        patched.setattr(events, "readers_among", broken)
        make_post(alice)
        assert page.event() == {"event": "catchup", "data": "{}"}
    post = make_post(alice)
    assert page.heard() == str(post.id)


def test_of_a_post_that_is_gone_nobody_hears(open_page, alice):
    page = open_page(alice)
    gone = make_post(alice)
    assert page.heard() == str(gone.id)
    Post.objects.filter(pk=gone.id).update(deleted_at=timezone.now())
    pubsub.announce("posts", "post", gone.id)
    post = make_post(alice)
    assert page.heard() == str(post.id)


def test_a_server_that_stops_ends_all_streams_and_is_gone_at_once(open_page, site, alice, carol):
    listening = [open_page(alice), open_page(carol, "community")]
    assert site.stop() < 2
    for page in listening:
        assert page.event() == {}
        assert page.ended()
    assert pubsub.BUS.subscriptions == ()
