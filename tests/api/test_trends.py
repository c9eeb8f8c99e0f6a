"""Trends as apps are told them, and as the staff's apps work on them."""

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.links.models import Link, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Tag
from verandah.domain.search.models import Trend

STAFF = "read write admin:read admin:write"


def found(kind: Trend.Kind, rank: int = 1, language: str = "", **what: object) -> Trend:
    row = Trend(kind=kind, score=5.0, people=7, uses=9, rank=rank, language=language, found_at=timezone.now(), **what)
    row.save()
    return row


@pytest.fixture
def town(site: Site, settings) -> Account:
    """A tag, a post and a page trend, for members alone; nobody has looked at them."""
    settings.PREVIEWS = True
    alice = make_account("alice")
    post = make_post(alice, "Look at #market")
    link = Link.objects.create(
        address="https://news.example/a",
        leads_to="https://news.example/a",
        digest="d" * 64,
        state=State.READY,
        title="News of the market",
        used_at=timezone.now(),
    )
    found(Trend.Kind.TAG, tag=Tag.objects.get(name="market"))
    found(Trend.Kind.POST, post=post)
    found(Trend.Kind.LINK, link=link)
    return alice


def lists(phone: Phone) -> list[int]:
    return [len(phone.get(f"/api/v1/trends/{what}").json()) for what in ("tags", "statuses", "links")]


def test_what_waits_is_told_to_the_staff_alone(town: Account) -> None:
    mo = make_account("mo", role=Role.MODERATOR)
    assert lists(Phone(town)) == [0, 0, 0]
    staff = Phone(mo, STAFF)
    (tag,) = staff.get("/api/v1/admin/trends/tags").json()
    assert (tag["name"], tag["requires_review"], tag["trendable"]) == ("market", True, False)
    assert tag["history"][0]["accounts"] == "7"
    (post,) = staff.get("/api/v1/admin/trends/statuses").json()
    (link,) = staff.get("/api/v1/admin/trends/links").json()
    assert link["title"] == "News of the market"
    for kind, number in (("tags", tag["id"]), ("statuses", post["id"])):
        assert staff.post(f"/api/v1/admin/trends/{kind}/{number}/approve").status_code == 200
    number = Link.objects.get().pk
    assert staff.post(f"/api/v1/admin/trends/links/{number}/approve").json()["url"] == "https://news.example/a"
    assert lists(Phone(town)) == [1, 1, 1]
    # Guests are told of what was found in the open.
    assert lists(Phone(None)) == [0, 0, 0]
    assert staff.post(f"/api/v1/admin/trends/tags/{tag['id']}/reject").json()["listable"] is False
    assert staff.post(f"/api/v1/admin/trends/statuses/{post['id']}/reject").status_code == 200
    assert staff.post(f"/api/v1/admin/trends/links/{number}/reject").status_code == 200
    assert lists(Phone(town)) == [0, 0, 0]
    assert staff.post("/api/v1/admin/trends/tags/99/approve").status_code == 404


def test_tags_have_their_week_and_pages_how_often(town: Account) -> None:
    Site.objects.update(reviews_trends=False)
    (tag,) = Phone(town).get("/api/v1/trends/tags").json()
    assert tag["name"] == "market"
    assert len(tag["history"]) == 7
    assert tag["history"][0]["uses"] == "1"
    assert Phone(town).get("/api/v1/trends").json() == [tag]
    (link,) = Phone(town).get("/api/v1/trends/links").json()
    assert link["history"] == [{"day": link["history"][0]["day"], "uses": "9", "accounts": "7"}]
    assert Phone(town).get("/api/v1/trends/tags?offset=1").json() == []
    assert Phone(town).get("/api/v1/trends/tags?offset=-5&limit=900").status_code == 200
    assert Phone(town).get("/api/v1/trends/tags?language=ar").json() == []


def test_guests_are_told_what_is_open(town: Account) -> None:
    Site.objects.update(reviews_trends=False)
    post = make_post(town, "For all #open", Audience.PUBLIC)
    found(Trend.Kind.TAG, tag=Tag.objects.get(name="open"), is_public=True)
    found(Trend.Kind.POST, post=post, is_public=True)
    assert [tag["name"] for tag in Phone(None).get("/api/v1/trends/tags").json()] == ["open"]
    assert [one["id"] for one in Phone(None).get("/api/v1/trends/statuses").json()] == [str(post.pk)]


def test_a_member_reviews_nothing(town: Account) -> None:
    assert Phone(town).get("/api/v1/admin/trends/tags").status_code == 403
