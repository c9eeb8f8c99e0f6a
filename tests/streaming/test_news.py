"""What apps hear: each stream, what is new, changed and gone, and nothing that is not for them."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_follow, make_post
from tests.streaming.apps import token_of
from tests.streaming.conftest import is_quiet
from verandah.actions import editing, filtering, following, muting, notifying, posting, proclaiming, reacting, sharing
from verandah.actions.proclaiming import Words
from verandah.base import pubsub
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.instance.models import Announcement
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.streaming import news
from verandah.streaming.news import MOST_AGAIN

pytestmark = pytest.mark.django_db(transaction=True)


def told_by_rest(account, path: str) -> dict:
    return Client().get(path, headers={"Authorization": f"Bearer {token_of(account)}"}).json()


def test_a_post_is_heard_as_the_api_tells_it(listen, follow, alice, carol):
    socket, events, own = listen(carol), follow(carol), listen(alice)
    post = make_post(alice, "Cake on the veranda #cake")
    for account, payload in ((carol, socket.hear()), (alice, own.hear())):
        assert (payload["stream"], payload["event"]) == (["user"], "update")
        told = json.loads(payload["payload"])
        assert told == told_by_rest(account, f"/api/v1/statuses/{post.id}")
        assert told["account"]["username"] == "alice"
    event = events.event()
    assert (event["event"], event["id"]) == ("update", str(post.id))
    assert json.loads(event["data"]) == told_by_rest(carol, f"/api/v1/statuses/{post.id}")


def test_each_stream_hears_what_stands_on_its_timeline(listen, alice, bob, carol, eve):
    choir = PeopleList.objects.create(owner=eve, title="Choir", created_at=alice.created_at)
    PeopleListMember.objects.create(people_list=choir, account=alice, created_at=alice.created_at)
    streams = {
        "user": listen(carol),
        "public": listen(eve, "public"),
        "public:local": listen(eve, "public:local"),
        "hashtag": listen(eve, "hashtag", tag="#Bir\u200cds"),
        "hashtag:local": listen(eve, "hashtag:local", tag="birds"),
        "list": listen(eve, "list", list=str(choir.pk)),
    }
    silent = [listen(eve, name) for name in ("public:remote", "public:media", "public:local:media", "direct")]
    followers = make_post(alice, "for those who follow #birds", Audience.FOLLOWERS)
    members = make_post(alice, "for all #birds")
    other = make_post(bob, "no tag")
    last = make_post(eve, "the last one #birds", Audience.PUBLIC)
    expected = {
        "user": [followers, members],
        "public": [members, other, last],
        "public:local": [members, other, last],
        "hashtag": [members, last],
        "hashtag:local": [members, last],
        "list": [members],
    }
    for name, posts in expected.items():
        heard = [streams[name].heard() for _ in posts]
        assert [payload["id"] for _stream, _event, payload in heard] == [str(post.id) for post in posts], name
        names = {
            "hashtag": ["hashtag", "#Bir\u200cds"],
            "hashtag:local": [name, "birds"],
            "list": ["list", str(choir.pk)],
        }
        assert heard[0][0] == names.get(name, [name])
    for app in (*silent, streams["user"], streams["list"]):
        with pytest.raises(TimeoutError):
            app.hear(0.1)


def test_one_connection_hears_many_streams_and_leaves_them_again(site, listen, alice, bob):
    app = listen(alice)
    app.say(type="subscribe", stream="public")
    app.say(type="subscribe", stream="hashtag", tag="birds")
    assert site.until(lambda: [len(one.wanted) for one in site.application.apps.listeners.listeners] == [3])
    make_post(alice, "#birds")
    assert sorted(app.heard()[0] for _ in range(3)) == [["hashtag", "birds"], ["public"], ["user"]]
    app.say(type="unsubscribe", stream="hashtag", tag="birds")
    app.say(type="unsubscribe", stream="user")
    assert site.until(lambda: [len(one.wanted) for one in site.application.apps.listeners.listeners] == [1])
    make_post(alice, "#birds")
    assert app.heard()[0] == ["public"]
    with pytest.raises(TimeoutError):
        app.hear(0.1)


def test_the_blocked_and_whoever_is_not_meant_hear_nothing(listen, alice, bob, carol, dan, eve):
    apps = {person.username: listen(person, "public") for person in (carol, dan, eve)}
    tagged = {person.username: listen(person, "hashtag", tag="birds") for person in (carol, dan, eve)}
    home = {person.username: listen(person) for person in (carol, dan, eve)}
    for audience in (Audience.ONLY_ME, Audience.FOLLOWERS, Audience.MEMBERS):
        make_post(alice, f"{audience.name} #birds", audience)
    posting.delete(alice, make_post(alice, "gone #birds").id)
    last = make_post(bob, "from Bob #birds")
    assert apps["dan"].update() == tagged["dan"].update() == str(last.id)
    for app in (*home.values(), *tagged.values(), *apps.values()):
        seen = []
        while frame := quiet(app):
            seen.append(frame)
        assert not any("ONLY_ME" in frame for frame in seen)
        assert app in (home["carol"], tagged["carol"]) or not any("FOLLOWERS" in frame for frame in seen)
        assert app not in (home["dan"], tagged["dan"], apps["dan"]) or not seen


def quiet(app) -> str:
    """What is heard next, as it is; empty when nothing comes."""
    try:
        return app.connection.recv(0.2)
    except TimeoutError:
        return ""


def test_whoever_is_muted_or_blocked_is_not_heard_any_more(listen, alice, bob, carol):
    muting.mute(carol, alice)
    apps = [listen(carol), listen(carol, "public"), listen(carol, "hashtag", tag="birds")]
    make_post(alice, "#birds")
    make_follow(carol, bob)
    last = make_post(bob, "#birds")
    assert [app.update() for app in apps] == [str(last.id)] * 3
    following.block(bob, carol)
    make_post(bob, "#birds")
    own = make_post(carol, "#birds")
    assert [app.update() for app in apps] == [str(own.id)] * 3


def test_a_change_is_heard_as_the_api_tells_it_with_ones_own_marks(listen, follow, alice, carol, eve):
    post = make_post(alice, "Cake at four")
    reacting.react(carol, post.id)
    apps = {person: listen(person, "public") for person in (alice, carol, eve)}
    events = follow(carol)
    editing.edit(alice, post.id, editing.Change("Cake at five"))
    for person, app in apps.items():
        stream, event, payload = app.heard()
        assert (stream, event) == (["public"], "status.update")
        assert payload == told_by_rest(person, f"/api/v1/statuses/{post.id}")
        assert payload["favourited"] == (person == carol)
        assert "five" in payload["content"]
    # It does not move the place from which reading goes on.
    assert set(events.event()) == {"event", "data"}


def test_what_is_deleted_is_heard_by_those_who_could_see_it_and_by_nobody_else(
    listen, follow, alice, bob, carol, dan, eve
):
    post = make_post(alice, audience=Audience.FOLLOWERS)
    hearing, own, events = listen(carol), listen(alice), follow(carol)
    apart = [listen(dan), listen(eve), listen(bob), listen(eve, "public"), listen(dan, "public")]
    posting.delete(alice, post.id)
    for app in (hearing, own):
        assert app.hear() == {"stream": ["user"], "event": "delete", "payload": str(post.id)}
    assert events.event() == {"event": "delete", "data": str(post.id)}
    posting.restore(alice, post.id)
    assert [app.update() for app in (hearing, own)] == [str(post.id)] * 2
    for app in apart:
        with pytest.raises(TimeoutError):
            app.hear(0.1)


def test_a_share_is_heard_and_its_end(listen, alice, bob, carol, eve):
    make_follow(eve, bob)
    post = make_post(alice, "worth sharing")
    reacting.react(eve, post.id)
    app = listen(eve)
    wrapper = sharing.share(bob, post.id)
    _stream, event, payload = app.heard()
    assert (event, payload["id"], payload["reblog"]["id"]) == ("update", str(wrapper.id), str(post.id))
    assert payload == told_by_rest(eve, f"/api/v1/statuses/{wrapper.id}")
    assert payload["reblog"]["favourited"]
    sharing.unshare(bob, post.id)
    assert app.hear() == {"stream": ["user"], "event": "delete", "payload": str(wrapper.id)}


def test_a_conversation_is_heard_by_those_who_take_part(site, listen, follow, alice, bob, carol):
    apps, apart = [listen(person, "direct") for person in (alice, bob)], listen(carol, "direct")
    make_post(alice, "for everyone, @bob")
    post = make_post(alice, "Between us, @bob: cake?", Audience.PEOPLE)
    for person, app in zip((alice, bob), apps, strict=True):
        stream, event, payload = app.heard()
        assert (stream, event, payload["last_status"]["id"]) == (["direct"], "conversation", str(post.id))
        [told] = told_by_rest(person, "/api/v1/conversations")
        assert payload == told
        assert payload["unread"] == (person == bob)
    with pytest.raises(TimeoutError):
        apart.hear(0.1)


def test_a_notice_is_heard_by_its_recipient_as_the_api_tells_it(site, listen, follow, alice, bob, carol):
    mine, *others = (listen(person, "user:notification") for person in (bob, carol, alice))
    events = follow(bob, "user/notification")
    whole = listen(bob)
    make_post(alice, "Will you come, @bob?")
    assert site.until(is_quiet)
    [notice] = Notification.objects.filter(recipient=bob)
    for app, stream in ((mine, "user:notification"), (whole, "user")):
        assert app.heard() == ([stream], "notification", told_by_rest(bob, f"/api/v1/notifications/{notice.id}"))
    assert events.event()["id"] == str(notice.id)
    for app in others:
        with pytest.raises(TimeoutError):
            app.hear(0.1)


def test_a_token_for_posts_alone_hears_no_notices(listen, alice, bob):
    make_follow(bob, alice)
    app = listen(bob, scopes="read:statuses")
    post = make_post(alice, "Will you come, @bob?")
    assert app.update() == str(post.id)
    with pytest.raises(TimeoutError):
        app.hear(0.2)


def test_a_notice_of_someone_blocked_since_is_not_heard(listen, alice, bob):
    app = listen(bob)
    following.block(bob, alice)
    notice = Notification.objects.create(
        recipient=bob, kind=Notification.Kind.FOLLOW, actor=alice, created_at=timezone.now()
    )
    pubsub.announce("people", "told", notice.id)
    notifying.about_relation(Notification.Kind.FOLLOW, make_account("nina"), bob)
    assert app.heard()[2]["account"]["username"] == "nina"


def test_changed_filters_are_heard_by_their_owner(listen, follow, alice, bob):
    app, other, events = listen(alice), listen(bob), follow(alice)
    filtering.create(
        alice, filtering.FilterDraft("Cake", ("home",), keywords=(filtering.KeywordDraft(keyword="cake"),))
    )
    assert app.hear() == {"stream": ["user"], "event": "filters_changed"}
    assert events.event() == {"event": "filters_changed", "data": "{}"}
    make_follow(alice, bob)
    post = make_post(bob, "cake again")
    assert other.update() == str(post.id)
    # Who filters hears what it meets.
    assert [match["filter"]["title"] for match in app.heard()[2]["filtered"]] == ["Cake"]


def test_an_announcement_is_heard_by_all_in_their_language(listen, alice, bob):
    alice.user.language = "ar"
    alice.user.save(update_fields=["language"])
    apps = [listen(alice), listen(bob)]
    elsewhere = listen(bob, "public")
    row = proclaiming.announce(
        Announcement.Kind.INFO, {"en": Words("Tea", "At four."), "ar": Words("شاي", "في الرابعة.")}
    )
    (_, event, first), (_, _, second) = (app.heard() for app in apps)
    assert (event, first["id"], second["id"]) == ("announcement", str(row.id), str(row.id))
    assert ("شاي" in first["content"], "Tea" in second["content"]) == (True, True)
    pubsub.announce("site", "ended", row.id)
    assert apps[0].hear() == {"stream": ["user"], "event": "announcement.delete", "payload": str(row.id)}
    with pytest.raises(TimeoutError):
        elsewhere.hear(0.1)


def test_an_announcement_is_heard_by_those_it_is_for(listen, alice, mo):
    member, staff = listen(alice), listen(mo)
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Keys", "")}, audience=Announcement.Audience.STAFF)
    assert staff.heard()[1] == "announcement"
    proclaiming.react(mo, row.id, "\N{TEACUP WITHOUT HANDLE}")
    assert staff.heard()[1] == "announcement.reaction"
    proclaiming.withdraw(make_account("ada", role=Role.ADMIN), row.id)
    assert staff.hear() == {"stream": ["user"], "event": "announcement.delete", "payload": str(row.id)}
    with pytest.raises(TimeoutError):
        member.hear(0.1)


def test_how_many_think_so_of_an_announcement_is_heard_by_all(listen, alice, bob):
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Tea", "At four.")})
    apps = [listen(alice), listen(bob)]
    told = {"name": "\N{TEACUP WITHOUT HANDLE}", "announcement_id": str(row.id)}
    for deed, account, count in ((proclaiming.react, alice, 1), (proclaiming.react, bob, 2)):
        deed(account, row.id, told["name"])
        assert [app.heard()[1:] for app in apps] == [("announcement.reaction", told | {"count": count})] * 2
    proclaiming.react(bob, row.id, told["name"])
    for account, count in ((bob, 1), (alice, 0)):
        proclaiming.take_reaction_back(account, row.id, told["name"])
        proclaiming.take_reaction_back(account, row.id, told["name"])
        assert apps[0].heard()[2]["count"] == count


@pytest.mark.parametrize("name", ["user", "public", "hashtag?tag=birds", "list"])
def test_an_app_that_comes_back_is_told_what_it_has_missed(site, follow, alice, carol, name):
    choir = PeopleList.objects.create(owner=carol, title="Choir", created_at=alice.created_at)
    PeopleListMember.objects.create(people_list=choir, account=alice, created_at=alice.created_at)
    known, first, second = (make_post(alice, "#birds") for _ in range(3))
    make_post(alice, "not for Carol #birds", Audience.ONLY_ME)
    path, _mark, query = name.partition("?")
    assert site.until(is_quiet)
    app = follow(carol, path, f"{query}&list={choir.pk}", Last_Event_ID=str(known.id))
    assert [app.update() for _ in range(2)] == [str(first.id), str(second.id)]
    new = make_post(alice, "#birds")
    assert app.update() == str(new.id)


def test_notices_that_were_missed_stand_among_the_posts(site, follow, alice, carol):
    known = make_post(alice)
    notifying.about_relation(Notification.Kind.FOLLOW, alice, carol)
    [notice] = Notification.objects.filter(recipient=carol)
    post = make_post(alice)
    assert site.until(is_quiet)
    app = follow(carol, Last_Event_ID=str(known.id))
    assert [(one["event"], one["id"]) for one in (app.event(), app.event())] == [
        ("notification", str(notice.id)),
        ("update", str(post.id)),
    ]
    only_posts = follow(carol, scopes="read:statuses", Last_Event_ID=str(known.id))
    assert only_posts.update() == str(post.id)


def test_of_very_much_that_was_missed_only_the_newest_is_told(site, follow, alice, monkeypatch):
    monkeypatch.setattr(news, "MOST_AGAIN", 3)
    posts = [make_post(alice) for _ in range(5)]
    assert site.until(is_quiet)
    app = follow(alice, Last_Event_ID=str(posts[0].id - 1))
    assert [app.update() for _ in range(3)] == [str(post.id) for post in posts[2:]]
    assert MOST_AGAIN == 40


@pytest.mark.parametrize("said", ["", "x", "-1", "9" * 30, "0"])
def test_an_unreadable_last_id_is_passed_over(site, follow, alice, said):
    make_post(alice)
    assert site.until(is_quiet)
    app = follow(alice, "public", Last_Event_ID=said)
    post = make_post(alice)
    assert app.update() == str(post.id)


def test_what_cannot_be_brought_is_left_out_and_nobody_is_told(listen, alice, monkeypatch):
    app = listen(alice)

    def broken(*_: object) -> None:
        raise OSError("the disk is away")

    with monkeypatch.context() as patched:
        patched.setattr(news, "reached", broken)
        make_post(alice)
        with pytest.raises(TimeoutError):
            app.hear(0.5)
    post = make_post(alice)
    assert app.update() == str(post.id)


def test_bringing_a_post_costs_the_same_for_two_and_for_ten(listen, alice, site):
    readers = [make_account() for _ in range(10)]
    for reader in readers:
        make_follow(reader, alice)
    post = make_post(alice)
    for reader in readers[:2]:
        listen(reader)
    few = queries_of(site, post)
    for reader in readers[2:]:
        listen(reader)
    assert queries_of(site, post) == few


def queries_of(site, post: Post) -> int:
    with CaptureQueriesContext(connection) as captured:
        told = news.of_post(post.id, "update", list(site.application.apps.listeners.listeners))
    assert len(told.news) == len(site.application.apps.listeners.listeners)
    return len(captured)
