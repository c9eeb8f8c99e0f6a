"""The timelines as pages: what they show, what they cost, where they go on."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_follow, make_post
from verandah.actions import following, proclaiming
from verandah.actions.proclaiming import Words
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import last_read
from verandah.domain.instance.models import Announcement, Dismissal
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.kept_cards import CARDS

HTMX = {"HX-Request": "true"}


def test_a_guest_finds_the_landing_page_with_a_sign_in(client, site) -> None:
    page = client.get("/").content.decode()
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert "/sign-up/" in page


@pytest.mark.parametrize("path", ["/all/", "/notifications/", "/requests/", "/menu/", "/tags/x/", "/p/new/"])
def test_a_guest_is_asked_to_sign_in_and_comes_back(client, site, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={path}"
    partial = client.get(path, headers=HTMX)
    assert partial.status_code == 401
    assert partial["HX-Redirect"] == f"/sign-in/?next={path}"


@pytest.mark.parametrize("length", [20, 40])
def test_home_costs_the_same_at_any_length(client_of, alice: Account, carol: Account, length: int) -> None:
    proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Hello", "all")})
    for number in range(45):
        make_post(alice, f"Number {number} #tag @carol")
    client = client_of(carol)
    client.get("/")
    assert queries_of(client, length, is_rendered=False) == HOME_QUERIES + RENDERING
    assert queries_of(client, length, is_rendered=True) == HOME_QUERIES


def queries_of(client: Client, length: int, *, is_rendered: bool) -> int:
    """How much is asked for a page of posts that are rendered, or not yet."""
    if not is_rendered:
        CARDS.clear()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/?length={length}")
    assert page.content.decode().count("<article") == length
    return len(queries)


# One of them is what the menu of audiences offers: the lists of the viewer and their last choice; one is how far
# someone new has come with their first day.
HOME_QUERIES, RENDERING = 15, 5


def test_older_posts_go_on_where_the_page_ends(client_of, alice: Account, carol: Account) -> None:
    posts = [make_post(alice) for _number in range(45)]
    client, path, seen = client_of(carol), "/", []
    while path:
        page = client.get(path).content.decode()
        seen += [int(found) for found in re.findall(r'id="p(\d+)"', page)]
        more = re.search(r'href="([^"]*before=\d+[^"]*)"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == [post.id for post in reversed(posts)]


def test_older_posts_are_a_fragment_for_htmx(client_of, alice: Account, carol: Account) -> None:
    posts = [make_post(alice) for _number in range(3)]
    page = client_of(carol).get(f"/?before={posts[2].id}", headers=HTMX).content.decode()
    assert "<html" not in page
    assert f'id="p{posts[1].id}"' in page
    assert f'id="p{posts[2].id}"' not in page


def test_the_caught_up_line_stands_before_what_was_seen(client_of, alice: Account, carol: Account) -> None:
    client = client_of(carol)
    old = make_post(alice)
    assert client.get("/").context["caught_up_at"] is None
    assert client.get("/").context["caught_up_at"] is None
    make_post(alice)
    assert client.get("/").context["caught_up_at"] == old.id
    assert client.get("/").context["caught_up_at"] is None


def test_looking_at_older_posts_marks_nothing(client_of, alice: Account, carol: Account) -> None:
    post = make_post(alice)
    client_of(carol).get(f"/?before={post.id + 1}")
    assert last_read(carol, "home") == 0


def test_newer_posts_come_as_a_fragment_and_count_as_seen(client_of, alice: Account, carol: Account) -> None:
    first, second = make_post(alice), make_post(alice)
    page = client_of(carol).get(f"/newer/?feed=home&after={first.id}", headers=HTMX).content.decode()
    assert f'id="p{second.id}"' in page
    assert f'id="p{first.id}"' not in page
    assert last_read(carol, "home") == second.id


def test_peeking_at_newer_posts_marks_nothing(client_of, alice: Account, carol: Account) -> None:
    post = make_post(alice)
    page = client_of(carol).get("/newer/?feed=home&after=0&peek=1", headers=HTMX).content.decode()
    assert f'id="p{post.id}"' in page
    assert last_read(carol, "home") == 0


def test_newer_without_htmx_is_the_page_itself(client_of, carol: Account) -> None:
    assert client_of(carol).get("/newer/?feed=home")["Location"] == "/"
    assert client_of(carol).get("/newer/?feed=community")["Location"] == "/all/"
    assert client_of(carol).get("/newer/?feed=nonsense", headers=HTMX)["Location"] == "/"


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=99999999999999999999", "length=0", "length=900"])
def test_a_strange_page_is_the_first_page(client_of, alice: Account, query: str) -> None:
    make_post(alice)
    page = client_of(alice).get(f"/?{query}")
    assert page.status_code == 200
    assert page.content.decode().count("<article") == 1


def test_announcements_come_in_the_readers_language_and_go_when_dismissed(client_of, alice: Account) -> None:
    notice = proclaiming.announce(
        Announcement.Kind.NOTICE, {"en": Words("Road closed", "All day"), "ar": Words("الطريق مغلق", "طوال اليوم")}
    )
    client = client_of(alice)
    assert "Road closed" in client.get("/").content.decode()
    client.cookies["django_language"] = "ar"
    assert "الطريق مغلق" in client.get("/").content.decode()
    assert client.post(f"/announcements/{notice.id}/dismiss/").status_code == 302
    assert "الطريق مغلق" not in client.get("/").content.decode()
    assert client.post(f"/announcements/{notice.id}/dismiss/", headers=HTMX).content == b""
    assert Dismissal.objects.count() == 1
    assert client.post("/announcements/999/dismiss/").status_code == 404


def test_announcements_keep_their_dates(client_of, alice: Account) -> None:
    now = timezone.now()
    hour = timezone.timedelta(hours=1)
    proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Later", "")}, starts_at=now + hour)
    proclaiming.announce(
        Announcement.Kind.INFO, {"en": Words("Earlier", "")}, starts_at=now - hour * 2, ends_at=now - hour
    )
    page = client_of(alice).get("/").content.decode()
    assert "Later" not in page
    assert "Earlier" not in page


def test_people_to_follow_come_with_their_reason(client_of, alice: Account, eve: Account, carol: Account) -> None:
    make_follow(eve, carol)
    page = client_of(eve).get("/").content.decode()
    assert "Followed by Carol" in page


def test_private_pages_are_stored_nowhere(client_of, alice: Account) -> None:
    for path in ("/", "/all/", "/notifications/", "/@alice/", "/people/"):
        assert "no-store" in client_of(alice).get(path)["Cache-Control"], path


def test_the_home_page_stays_small(client_of, alice: Account, carol: Account) -> None:
    for number in range(40):
        make_post(alice, f"{number} " + "A quiet morning by the water, and the bread is still warm. " * 8)
    page = client_of(carol).get("/?length=40").content
    assert len(gzip.compress(page)) < 60_000


def test_deleting_a_user_row_takes_the_posts_along(alice: Account) -> None:
    make_post(alice, audience=Audience.PUBLIC)
    following.follow(make_account("xenia"), alice)
    alice.delete()
    assert not Post.objects.exists()


def test_a_tag_is_found_in_any_spelling(client_of, alice: Account, eve: Account) -> None:
    make_post(alice, "Seen at dawn #birds")
    assert "Seen at dawn" in client_of(eve).get("/tags/BIRDS/").content.decode()
