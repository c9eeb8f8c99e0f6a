"""The page of what the town talks about, and the staff's page of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_account, make_post
from tests.web.trending import trend
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.links.models import Link, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Tag
from verandah.domain.search.models import Trend, TrendReview
from verandah.web.weeks import HEIGHT, bars

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(site: Site) -> Account:
    return make_account("mo", role=Role.MODERATOR)


def tag_trends(name: str, *, is_public: bool = False, language: str = "") -> Tag:
    tag, _made = Tag.objects.get_or_create(name=name)
    Trend.objects.create(
        kind=1,
        tag=tag,
        is_public=is_public,
        language=language,
        score=1,
        people=8,
        uses=9,
        rank=1,
        found_at=timezone.now(),
    )
    return tag


def test_bars_are_as_high_as_their_days() -> None:
    assert [bar.height for bar in bars([0, 5, 10])] == [1, HEIGHT // 2, HEIGHT]
    assert [bar.height for bar in bars([0] * 7)] == [1] * 7
    assert bars([]) == []
    assert all(one.x < other.x for one, other in zip(bars(range(7)), bars(range(7))[1:], strict=False))


def test_nothing_stands_out(client_of, alice: Account, site: Site) -> None:
    page = client_of(alice).get("/explore/")
    assert page.status_code == 200
    assert "Nothing stands out" in page.content.decode()
    assert "No post stands out" in client_of(None).get("/explore/").content.decode()


def test_members_read_what_they_talk_about(
    client_of, alice: Account, site: Site, django_assert_max_num_queries
) -> None:
    Site.objects.update(reviews_trends=False)
    make_post(alice, "#market")
    tag_trends("market")
    tag_trends("market", language="de")
    tag_trends("suq", language="ar")
    client = client_of(alice)
    client.get("/explore/")
    with django_assert_max_num_queries(16):
        page = client.get("/explore/").content.decode()
    assert "#market" in page
    assert "8 people in two days" in page
    assert "1 post in the last seven days" in page
    assert 'href="/explore/?language=ar" lang="ar"' in page
    assert "#suq" in client.get("/explore/?language=ar").content.decode()
    assert "#market" in client.get("/explore/?language=nonsense").content.decode()
    assert "Talked about now" in client.get("/").content.decode()


def test_a_guest_reads_what_is_open(client_of, alice: Account, site: Site) -> None:
    Site.objects.update(reviews_trends=False)
    tag_trends("market")
    tag_trends("open", is_public=True)
    post = make_post(alice, "Come all", Audience.PUBLIC)
    trend(post)
    page = client_of(None).get("/explore/").content.decode()
    assert "#open" in page
    assert "#market" not in page
    assert "Come all" in page


def test_a_site_for_members_shows_guests_nothing(client_of, site: Site) -> None:
    Site.objects.update(allows_guests=False)
    SWITCHBOARD.read()
    assert client_of(None).get("/explore/").status_code == 302


def test_the_staff_says_yes_and_no(client_of, mo: Account, alice: Account, settings) -> None:
    settings.PREVIEWS = True
    tag, post = tag_trends("market"), make_post(alice, "Look")
    Trend.objects.create(kind=2, post=post, score=1, people=8, uses=9, rank=1, found_at=timezone.now())
    link = Link.objects.create(
        address="https://news.example/a", leads_to="https://news.example/a", digest="d" * 64, state=State.READY,
        title="News", used_at=timezone.now(),
    )  # fmt: skip
    Trend.objects.create(kind=3, link=link, score=1, people=8, uses=9, rank=1, found_at=timezone.now())
    client, path = client_of(mo), reverse("staff_trends")
    assert "#market" in client.get(path).content.decode()
    assert "All posts of @alice" in client.get(f"{path}?show=posts").content.decode()
    assert "All pages of news.example" in client.get(f"{path}?show=links").content.decode()
    said = [("tag", tag.pk, ""), ("post", post.pk, ""), ("author", alice.pk, ""), ("link", link.pk, "")]
    for kind, ref, host in [*said, ("host", 0, "news.example")]:
        form = {"kind": kind, "ref": ref, "host": host, "show": "posts"}
        for answer, is_allowed in (("yes", True), ("no", False)):
            done = client.post(f"{path}review/", {**form, "answer": answer})
            assert (done.status_code, done["Location"]) == (303, f"{path}?show=posts")
            assert TrendReview.objects.get(ref=ref, host=host).is_allowed is is_allowed
    assert client.get(path).content.decode().count("refused") >= 5
    for kind, ref, host in [*said, ("host", 0, "news.example")]:
        client.post(f"{path}review/", {"kind": kind, "ref": ref, "host": host, "answer": "back"})
    assert not TrendReview.objects.exists()
    assert client.post(f"{path}review/", {"kind": "tag", "ref": "x", "answer": "perhaps"}).status_code == 400
    assert client.post(f"{path}review/", {"kind": "tag", "ref": "999", "answer": "yes"}).status_code == 404


def test_members_find_no_such_page(client_of, alice: Account, site: Site) -> None:
    assert client_of(alice).get(reverse("staff_trends")).status_code == 404
