"""The site, search, markers, and what there is none of."""

from itertools import pairwise

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import proclaiming
from verandah.actions.proclaiming import Words
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Announcement
from verandah.domain.posts.audience import Audience

EMPTY_FOR_ALL = ["custom_emojis", "instance/peers"]
EMPTY_FOR_MEMBERS = [
    *("mutes", "lists", "filters", "conversations", "favourites", "bookmarks", "scheduled_statuses", "endorsements"),
    *("featured_tags", "featured_tags/suggestions", "followed_tags", "domain_blocks", "notifications/requests"),
]


def test_what_the_site_says_of_itself(site) -> None:
    olga = make_account("olga", role=Role.OWNER)
    first, second = Client().get("/api/v1/instance").json(), Client().get("/api/v2/instance").json()
    assert first["uri"] == second["domain"] == "127.0.0.1:8000"
    assert first["version"] == second["version"]
    assert first["version"].startswith("4.")
    assert "(compatible; Verandah " in first["version"]
    assert first["urls"]["streaming_api"] == second["configuration"]["urls"]["streaming"] == "ws://127.0.0.1:8000"
    assert first["configuration"]["statuses"]["max_characters"] == 5000
    assert first["contact_account"]["id"] == second["contact"]["account"]["id"] == str(olga.id)
    assert second["thumbnail"]["url"].startswith("http")


@pytest.mark.parametrize("name", EMPTY_FOR_ALL)
def test_there_is_none_for_anyone(site, name: str) -> None:
    answer = Client().get(f"/api/v1/{name}")
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("name", EMPTY_FOR_MEMBERS)
def test_there_is_none_for_members(alice: Account, name: str) -> None:
    answer = Phone(alice).get(f"/api/v1/{name}")
    assert (answer.status_code, answer.json()) == (200, [])
    assert Client().get(f"/api/v1/{name}").status_code == 401


def test_no_subscription_is_a_404_that_apps_can_read(alice: Account) -> None:
    assert Phone(alice).get("/api/v1/push/subscription").json() == {"error": "Record not found"}


def test_announcements_until_they_are_put_away(alice: Account) -> None:
    made = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "<At> three")})
    phone = Phone(alice)
    [found] = phone.get("/api/v1/announcements").json()
    assert found["content"] == '<p><strong>Cake</strong></p><p dir="auto">&lt;At&gt; three</p>'
    assert phone.post(f"/api/v1/announcements/{made.id}/dismiss").json() == {}
    assert phone.get("/api/v1/announcements").json() == []
    assert phone.post("/api/v1/announcements/999/dismiss").status_code == 404


def test_markers_go_forward_only(alice: Account) -> None:
    phone = Phone(alice)
    assert phone.get("/api/v1/markers", **{"timeline[]": ["home"]}).json() == {}
    assert phone.post("/api/v1/markers", {"home[last_read_id]": "5"}).json() == {}
    sent = phone.client.post("/api/v1/markers", {"home[last_read_id]": "5"}, headers=phone.headers).json()
    assert (sent["home"]["last_read_id"], sent["home"]["version"]) == ("5", 1)
    assert phone.post("/api/v1/markers", {"home": {"last_read_id": 3}}).json()["home"]["last_read_id"] == "5"
    assert phone.get("/api/v1/markers?timeline[]=home&timeline[]=other").json()["home"]["last_read_id"] == "5"


def test_search_finds_people_tags_and_posts(alice: Account, bob: Account) -> None:
    post = make_post(alice, "I like #bobsleighs")
    phone = Phone(bob)
    found = phone.get("/api/v2/search", q="bob").json()
    assert [row["username"] for row in found["accounts"]] == ["bob"]
    assert [row["name"] for row in found["hashtags"]] == ["bobsleighs"]
    assert [row["id"] for row in found["statuses"]] == [str(post.id)]
    assert phone.get("/api/v2/search", q="#Bobsl", type="hashtags").json()["hashtags"][0]["history"][0]["uses"] == "1"
    assert phone.get("/api/v2/search", q="bob", type="accounts").json()["hashtags"] == []
    for path in (f"/p/{post.id}/", f"/@alice/{post.id}"):
        found = phone.get("/api/v2/search", q=f"http://127.0.0.1:8000{path}").json()
        assert [row["id"] for row in found["statuses"]] == [str(post.id)]
    assert phone.get("/api/v2/search").json() == {"accounts": [], "statuses": [], "hashtags": []}
    found = phone.get("/api/v2/search", q="http://127.0.0.1:8000/@Alice/").json()
    assert ([row["acct"] for row in found["accounts"]], found["statuses"], found["hashtags"]) == (["alice"], [], [])
    for words in ("http://127.0.0.1:8000/@alice", "https://elsewhere.example/@alice"):
        assert phone.get("/api/v2/search", q=words, type="statuses").json()["statuses"] == []
    assert phone.get("/api/v2/search", q="https://elsewhere.example/@alice").json()["accounts"] == []
    assert Client().get("/api/v2/search", {"q": "bob"}).status_code == 401


def test_a_tag_that_i_cannot_see_used_is_like_one_nobody_used(alice: Account, eve: Account) -> None:
    make_post(alice, "#surprise", Audience.ONLY_ME)
    phone = Phone(eve)
    hidden, unused = phone.get("/api/v1/tags/surprise").json(), phone.get("/api/v1/tags/surpriss").json()
    assert {**hidden, "name": "", "url": ""} == {**unused, "name": "", "url": ""}
    assert phone.get("/api/v2/search", q="surp").json()["hashtags"] == []
    assert Phone(alice).get("/api/v2/search", q="surp").json()["hashtags"][0]["history"][0]["uses"] == "1"
    assert phone.get("/api/v2/search", q="%").json()["hashtags"] == []


def test_suggestions_with_their_reasons(alice: Account, bob: Account, eve: Account, mo: Account) -> None:
    make_follow(alice, bob)
    make_follow(bob, eve)
    make_follow(mo, alice)
    make_block(make_account("dana"), alice)
    found = Phone(alice).get("/api/v2/suggestions").json()
    assert [(row["account"]["username"], row["sources"]) for row in found] == [
        ("mo", ["most_interactions"]),
        ("eve", ["friends_of_friends"]),
    ]
    assert [row["username"] for row in Phone(alice).get("/api/v1/suggestions").json()] == ["mo", "eve"]


def test_programs_find_the_way(alice: Account) -> None:
    links = Client().get("/.well-known/nodeinfo").json()["links"]
    path = links[0]["href"].removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).json()["software"]["name"] == "verandah"
    meta = Client().get("/.well-known/host-meta")
    assert meta["Content-Type"].startswith("application/xrd+xml")
    assert b'template="http://127.0.0.1:8000/.well-known/webfinger?resource={uri}"' in meta.content
    for name in ("acct:alice@127.0.0.1:8000", "acct:@ALICE@127.0.0.1:8000", "http://127.0.0.1:8000/@alice"):
        answer = Client().get("/.well-known/webfinger", {"resource": name})
        assert answer["Content-Type"].startswith("application/jrd+json")
        assert answer.json()["subject"] == "acct:alice@127.0.0.1:8000"
    for name in ("", "alice", "acct:alice@elsewhere.example", "acct:nobody@127.0.0.1:8000", "https://x.example/@alice"):
        assert Client().get("/.well-known/webfinger", {"resource": name}).status_code == 404


def test_twelve_weeks_in_numbers_that_are_texts(alice: Account, eve: Account) -> None:
    make_post(alice)
    make_post(alice, audience=Audience.PUBLIC)
    make_post(alice, audience=Audience.ONLY_ME)
    Phone(eve).get("/api/v1/accounts/verify_credentials")
    weeks = Client().get("/api/v1/instance/activity").json()
    assert len(weeks) == 12
    assert {name: weeks[0][name] for name in ("statuses", "logins", "registrations")} == {
        "statuses": "2", "logins": "1", "registrations": "2"
    }  # fmt: skip
    assert {int(one["week"]) - int(other["week"]) for one, other in pairwise(weeks)} == {7 * 86_400}
    assert all(week["statuses"] == week["registrations"] == "0" for week in weeks[1:])


def test_languages_of_posts_have_names(site) -> None:
    told = Client().get("/api/v1/instance/languages").json()
    assert {"code": "ja", "name": "Japanese"} in told
    assert all(row["code"] and row["name"] for row in told)


def test_health_and_what_is_not_told(site) -> None:
    assert Client().get("/health").content == b"OK"
    blocks = Client().get("/api/v1/instance/domain_blocks")
    assert (blocks.status_code, blocks.json()) == (404, {"error": "Record not found"})


def test_nobodys_year_is_counted_up(alice: Account) -> None:
    phone, path = Phone(alice), "/api/v1/annual_reports"
    assert phone.get(path).json() == {"annual_reports": [], "accounts": [], "statuses": []}
    assert phone.get(f"{path}/2026").status_code == phone.post(f"{path}/2026/read").status_code == 404
    assert phone.get(f"{path}/2026/state").json() == {"state": "ineligible"}
    assert phone.post(f"{path}/2026/generate").json() == {}
    assert Client().get(path).status_code == 401
