"""Quick pages are those of the views, and show nothing that the views would no longer show."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import close_account, make_account, make_follow, make_post, suspend
from tests.web.quick_pages import agree, alike, quick
from verandah.actions import deciding, editing, following, moderating, posting, presenting, proclaiming, reacting
from verandah.actions.proclaiming import Words
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Announcement, Site
from verandah.domain.moderation.models import Decision
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction

PLACES = ("/", "/all/", "/@alice/")

type Change = Callable[[Account, Account, Client], None]


def test_pages_of_members_are_those_of_the_views(client_of, alice: Account, carol: Account, eve: Account) -> None:
    for number in range(25):
        make_post(alice, f"Number {number} <b>&amp;</b>", Audience.PUBLIC)
    for number in range(8):
        make_follow(make_account(f"neighbour{number}"), alice)
    for person in (alice, carol, eve):
        client = client_of(person)
        agree(client, "/all/")
        agree(client, "/", must_be_quick=person is not eve)


def test_pages_of_guests_are_those_of_the_views(client, alice: Account) -> None:
    for number in range(25):
        make_post(alice, f"Number {number}", Audience.PUBLIC)
    agree(client, "/")
    agree(client, "/@alice/")


def renamed(alice: Account, carol: Account, client: Client) -> None:
    presenting.change_profile(alice, "Alice Anew", "")


def deleted(alice: Account, carol: Account, client: Client) -> None:
    posting.delete(alice, newest(alice))


def hidden(alice: Account, carol: Account, client: Client) -> None:
    editing.change_audience(alice, newest(alice), Audience.ONLY_ME)


def edited(alice: Account, carol: Account, client: Client) -> None:
    editing.edit(alice, newest(alice), editing.Change("Said anew"))


def liked(alice: Account, carol: Account, client: Client) -> None:
    reacting.react(carol, newest(alice), Reaction.Kind.WOW)


def blocked(alice: Account, carol: Account, client: Client) -> None:
    following.block(alice, carol)


def suspended(alice: Account, carol: Account, client: Client) -> None:
    moderating.suspend(alice, make_account("mona", role=Role.MODERATOR))


def announced(alice: Account, carol: Account, client: Client) -> None:
    proclaiming.announce(Announcement.Kind.URGENT, {"en": Words("Water off", "Until noon")})


def named_anew(alice: Account, carol: Account, client: Client) -> None:
    Site.objects.update(name="Harbour")


def noticed(alice: Account, carol: Account, client: Client) -> None:
    following.follow(make_account("neighbour"), carol)


def in_arabic(alice: Account, carol: Account, client: Client) -> None:
    User.objects.filter(account=carol).update(language="ar")


def in_the_dark(alice: Account, carol: Account, client: Client) -> None:
    client.cookies["theme"] = "dark"


CHANGES = [renamed, deleted, hidden, edited, liked, blocked, suspended, announced, named_anew, noticed, in_arabic]


@pytest.mark.parametrize("change", [*CHANGES, in_the_dark])
def test_a_change_is_seen_at_the_next_look(client_of, alice: Account, carol: Account, change: Change) -> None:
    make_follow(carol, friend := make_account("friend"))
    make_post(friend, "What stays", Audience.PUBLIC)
    for number in range(3):
        make_post(alice, f"Number {number}", Audience.PUBLIC)
    client = client_of(carol)
    before = {path: alike(agree(client, path).content) for path in PLACES}
    change(alice, carol, client)
    for path in PLACES:
        at_once = quick(client, path)
        told = client.get(path)
        assert (path, at_once and alike(at_once.body)) in ((path, alike(told.content)), (path, None))
        agree(client, path, must_be_quick=told.status_code == 200)
    assert any(alike(client.get(path).content) != before[path] for path in PLACES)


def test_who_is_signed_out_is_nobody(client_of, alice: Account, carol: Account) -> None:
    make_post(alice, "For members")
    for end in (ended, with_another_password, suspended_herself, no_longer_active):
        client = client_of(carol)
        agree(client, "/")
        end(carol)
        assert quick(client, "/") is None, end
        assert "For members" not in client.get("/").content.decode()
        for decision in Decision.objects.filter(reverses=None, effects__in=(["suspend"], ["disable"])):
            deciding.reverse(decision, None, "")
        carol.refresh_from_db()
        carol.user.refresh_from_db()


def ended(carol: Account) -> None:
    Session.objects.all().delete()


def with_another_password(carol: Account) -> None:
    carol.user.set_password("another one, quite long")
    carol.user.save()


def suspended_herself(carol: Account) -> None:
    suspend(carol)


def no_longer_active(carol: Account) -> None:
    close_account(carol)


def test_what_is_unusual_is_left_to_the_views(client_of, alice: Account, carol: Account) -> None:
    make_post(alice, "A wren", Audience.PUBLIC)
    client = client_of(carol)
    agree(client, "/")
    assert quick(client, "/", host="elsewhere.example") is None
    assert quick(client, "/", hx_request="true") is None
    assert quick(client, "/@alice/about/") is None
    client.cookies["messages"] = "something to be said"
    assert quick(client, "/") is None
    del client.cookies["messages"]
    client.cookies["csrf"] = "not one of ours"
    assert quick(client, "/") is None
    make_post(alice, "News")
    assert quick(client, "/") is None


def test_a_form_of_a_quick_page_can_be_sent(client_of, alice: Account, carol: Account) -> None:
    post = make_post(alice, "A wren")
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol.user)
    client.get("/")
    ready = quick(client, "/")
    assert ready is not None
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', ready.body.decode())
    assert token is not None
    sent = client.post(f"/p/{post.id}/react/", {"csrfmiddlewaretoken": token[1]})
    assert sent.status_code == 302
    assert client.post(f"/p/{post.id}/react/", {}).status_code == 403


def test_a_quick_page_asks_a_fixed_number_of_queries(client_of, alice: Account, carol: Account) -> None:
    counts = []
    for _round in range(2):
        for number in range(24):
            make_post(alice, f"Number {number}")
        client = client_of(carol)
        agree(client, "/")
        with CaptureQueriesContext(connection) as queries:
            assert quick(client, "/") is not None
        counts.append(len(queries))
    assert counts == [QUICK_QUERIES] * 2


# Session, member, filters; ids, posts, how far they were read; two numbers, announcements, the site; who to follow, as
# it was found and, where that is too few, at once; for whom the next post can be; what is left of someone's first day.
QUICK_QUERIES = 15


def newest(author: Account) -> int:
    return Post.objects.filter(author=author).order_by("-id")[0].id
