"""What servers before us got wrong, and apps failed at: a test for each of the 23 traps, the 22nd in tests/streaming.

The evidence is in the bug trackers of the apps that are named here. Other files look closer at most of this.
"""

import json
import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site_settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.api import shapes
from tests.api.asking import Phone
from tests.api.invented import Town
from tests.api.oauth_steps import CHALLENGE, OOB, VERIFIER, by_json, code_of, decide, registered, trade, whoami, wish
from tests.factories import make_account, make_follow, make_post
from tests.pictures import moving_gif, picture, sent
from tests.pushed import App
from verandah.api.openapi import offered
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post

HERE = Path(__file__)
STATUSES, HOME = "/api/v1/statuses", "/api/v1/timelines/home"


@pytest.fixture
def phone(alice: Account) -> Phone:
    return Phone(alice)


@pytest.fixture
def browser(alice: Account, client_of: Any) -> Client:
    return client_of(alice)


def say(phone: Phone, text: str, **more: Any) -> dict[str, Any]:
    answer = phone.post(STATUSES, {"status": text, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_trap_has_its_test() -> None:
    sources = HERE.read_text() + (HERE.parent.parent / "streaming" / "test_trap.py").read_text()
    assert re.findall(r"^def test_trap_(\d\d)_", sources, re.M) == [
        f"{number:02d}" for number in (*range(1, 22), 23, 22)
    ]


def test_trap_01_a_window_of_phanpys_can_still_be_seen_by_its_opener(browser: Client) -> None:
    app = registered()
    for answer in (
        browser.get("/oauth/authorize", wish(app)),
        Client().get("/oauth/authorize", wish(app), follow=True),
    ):
        assert answer.status_code == 200
        assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"


def test_trap_02_an_app_is_called_back_at_its_own_scheme(browser: Client) -> None:
    for uri in (
        "icecubesapp://",
        "com.tapbots.Ivory.10217:/request_token",
        "oauth2redirect://com.keylesspalace.tusky/",
    ):
        app = registered(uri)
        page = browser.get("/oauth/authorize", wish(app, redirect_uri=uri))
        assert "form-action" not in page["Content-Security-Policy"]
        answer = decide(browser, app, redirect_uri=uri)
        assert answer.status_code == 303
        assert answer["Location"].startswith(uri)


def test_trap_03_an_app_registers_by_form_json_or_query(site: Any) -> None:
    asked = {"client_name": "Lantern", "redirect_uris": "https://a.example/x\nhttps://b.example/y", "scopes": "read"}
    listed = {**asked, "redirect_uris": asked["redirect_uris"].split()}
    answers = [
        Client().post("/api/v1/apps", asked),
        Client().post("/api/v1/apps", query_params=asked),
        by_json("/api/v1/apps", asked),
        by_json("/api/v1/apps", listed),
    ]
    for answer in answers:
        found = answer.json()
        assert answer.status_code == 200
        assert found["redirect_uris"] == listed["redirect_uris"]
        assert (found["redirect_uri"], found["scopes"]) == (asked["redirect_uris"], ["read"])
        assert (found["client_secret_expires_at"], found["website"]) == (0, None)
        assert found["vapid_key"]
        assert set(found) >= {"id", "name", "client_id", "client_secret"}


def test_trap_04_tokens_have_four_fields_however_they_are_asked_for(browser: Client) -> None:
    app = registered(f"https://app.example/back {OOB}")
    fields = {"access_token": str, "token_type": str, "scope": str, "created_at": int}
    own = {"grant_type": "client_credentials", **app.body}
    tokens = [trade(app, code_of(browser, app)), Client().post("/oauth/token", own), by_json("/oauth/token", own)]
    tokens.append(by_json("/oauth/token", {"grant_type": "client_credentials"}, **app.basic))
    for answer in tokens:
        assert {name: type(value) for name, value in answer.json().items()} == fields
        assert answer.json()["token_type"] == "Bearer"
    plain = decide(browser, app, code_challenge=VERIFIER, code_challenge_method="plain")
    assert "code=" not in plain.get("Location", "")
    code = code_of(browser, app, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert trade(app, code, code_verifier=VERIFIER).status_code == 200
    by_hand = decide(browser, app, path="/oauth/authorize/", redirect_uri=OOB, state="kept")
    assert "/oauth/authorize/native?code=" in by_hand["Location"]


def test_trap_05_phanpy_finds_s256_and_the_host_of_the_api(site: Any) -> None:
    told = Client().get("/.well-known/oauth-authorization-server").json()
    assert told["code_challenge_methods_supported"] == ["S256"]
    first = re.search(r'template="([^"]+)"', Client().get("/.well-known/host-meta").content.decode())
    assert first is not None
    assert urlsplit(first[1]).netloc == urlsplit(site_settings.URL).netloc


def test_trap_06_errors_are_json_in_the_words_that_apps_compare(phone: Phone) -> None:
    expected = {
        (401, "The access token is invalid"): Client().get(HOME),
        (403, "This action is outside the authorized scopes"): Phone(make_account(), "push").get(HOME),
        (404, "Record not found"): phone.get("/api/v1/statuses/7"),
        (404, "Record not found "): phone.get("/api/v1/no/such/thing"),
    }
    for (status, text), answer in expected.items():
        assert answer["Content-Type"] == "application/json"
        assert (answer.status_code, answer.json()["error"]) == (status, text.strip())
    refused = phone.post(STATUSES, {"status": ""})
    assert (refused.status_code, type(refused.json()["error"])) == (422, str)
    # Nothing but the pages of OAuth ever sends an app elsewhere.
    guests = [Phone().send(*re.sub(r":\w+", "7", name).split(" ", 1)) for name in offered()]
    assert [answer.status_code for answer in guests if 300 <= answer.status_code < 400] == []
    assert whoami(Phone(make_account(), "write:media").token) == 200


def test_trap_07_a_slash_at_the_end_redirects_nobody(phone: Phone) -> None:
    for name in offered():
        method, address = name.split(" ", 1)
        path = re.sub(r":\w+", "7", address)
        assert phone.send(method, path + "/").status_code == phone.send(method, path).status_code, name


def test_trap_08_web_apps_of_other_sites_may_ask_and_read(phone: Phone) -> None:
    headers = {"Origin": "https://elk.example", "Access-Control-Request-Headers": "authorization,idempotency-key"}
    for name in offered():
        asked = Client().options(re.sub(r":\w+", "7", name.split(" ", 1)[1]), headers=headers)
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*"), name
        assert asked["Access-Control-Allow-Headers"] == headers["Access-Control-Request-Headers"]
        assert name.split(" ", 1)[0] in asked["Access-Control-Allow-Methods"]
        assert "Access-Control-Allow-Credentials" not in asked
    for answer in (phone.get(HOME), Client().get(HOME)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
        assert exposed >= {"Link", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id"}


def test_trap_09_the_same_is_said_by_json_form_multipart_and_query(phone: Phone, bob: Account, eve: Account) -> None:
    fields = {
        "poll[options][]": ["Tea", "Coffee"],
        "poll[expires_in]": "600",
        "poll[multiple]": "on",
        "status": "What?",
    }
    tree = {"status": "What?", "poll": {"options": ["Tea", "Coffee"], "expires_in": 600, "multiple": True}}
    answers = [
        phone.client.post(STATUSES, fields, headers=phone.headers),
        phone.client.post(STATUSES, headers=phone.headers, query_params=fields),
        phone.post(STATUSES, tree),
    ]
    for answer in answers:
        found = answer.json()["poll"]
        assert ([option["title"] for option in found["options"]], found["multiple"]) == (["Tea", "Coffee"], True)
    lines = "fields_attributes[0][name]=Home&fields_attributes[0][value]=Here&source[privacy]=private&locked=1"
    kind = "application/x-www-form-urlencoded"
    me = phone.client.generic(
        "PATCH", "/api/v1/accounts/update_credentials", lines, content_type=kind, headers=phone.headers
    ).json()
    assert (me["fields"][0]["name"], me["source"]["privacy"], me["locked"]) == ("Home", "private", True)
    for query in (f"id[]={bob.id}&id[]={eve.id}", f"id[0]={bob.id}&id[1]={eve.id}"):
        found = phone.get(f"/api/v1/accounts/relationships?{query}").json()
        assert [row["id"] for row in found] == [str(bob.id), str(eve.id)]
    phone.post(f"/api/v1/accounts/{bob.id}/follow")
    members = f"/api/v1/lists/{phone.post('/api/v1/lists', {'title': 'Choir'}).json()['id']}/accounts"
    assert phone.post(members, {"account_ids": [str(bob.id)]}).status_code == 200
    assert [row["acct"] for row in phone.get(members).json()] == ["bob"]
    assert phone.send("DELETE", members, {"account_ids": [str(bob.id)]}).status_code == 200
    assert phone.get(members).json() == []


def test_trap_10_a_post_sent_again_within_the_hour_is_the_same(phone: Phone, eve: Account) -> None:
    def send(who: Phone, key: str, **more: str) -> HttpResponse:
        return who.post(STATUSES, {"status": "Once", **more}, Idempotency_Key=key)

    first = send(phone, "k")
    assert (first.status_code, send(phone, "k").json()["id"]) == (200, first.json()["id"])
    others = {send(phone, "other").json()["id"], send(Phone(eve), "k").json()["id"]}
    assert first.json()["id"] not in others
    assert len(others) == 2
    Post.objects.filter(pk=first.json()["id"]).update(created_at=timezone.now() - timedelta(hours=1))
    assert send(phone, "k").json()["id"] != first.json()["id"]
    later = [send(phone, "later", scheduled_at="2038-01-01T12:00:00Z").json()["id"] for _time in range(2)]
    assert later[0] == later[1]


def test_trap_11_a_file_has_no_address_until_it_is_ready(phone: Phone, settings: Any) -> None:
    def upload(content: bytes) -> HttpResponse:
        return phone.client.post("/api/v2/media", {"file": sent(content)}, headers=phone.headers)

    ready = upload(picture())
    assert (ready.status_code, ready.json()["url"][:4]) == (200, "http")
    one = f"/api/v1/media/{ready.json()['id']}"
    assert phone.get(one).status_code == 200
    status = say(phone, "", media_ids=[ready.json()["id"]])
    assert (status["content"], status["media_attachments"][0]["url"][:4]) == ("", "http")
    assert phone.get(one).status_code == 404
    assert upload(b"nothing").status_code == 422
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    waiting = upload(moving_gif())
    assert (waiting.status_code, waiting.json()["url"]) == (202, None)
    assert phone.get(f"/api/v1/media/{waiting.json()['id']}").status_code == 206


def test_trap_12_ids_are_texts_of_digits_that_grow_with_time(phone: Phone, alice: Account, eve: Account) -> None:
    town = Town(alice, eve)
    wrong: set[str] = set()
    for name in offered():
        if name.startswith("GET /api/v") and ":" not in name and "openapi" not in name:
            answer = phone.get(name.removeprefix("GET "))
            wrong |= set(shapes.numbers_for_ids(answer.json())) if answer.status_code == 200 else set()
    # Apps read these as numbers.
    assert wrong <= {"most_recent_notification_id", "application_id"}
    assert type(town.phone.get("/api/v1/push/subscription").json()["id"]) is int
    assert type(town.phone.get("/api/v1/featured_tags").json()[0]["statuses_count"]) is str
    assert {type(value) for value in phone.get("/api/v1/tags/birds").json()["history"][0].values()} == {str}
    first, second = say(phone, "One")["id"], say(phone, "Two")["id"]
    assert int(first) < int(second)
    assert len(first) == len(second)
    # Mastodon.py makes an id of a date, and asks for what is newer.
    assert abs((int(second) >> 16) / 1000 - datetime.now(UTC).timestamp()) < 60
    hour_ago = int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000) << 16
    assert second in [row["id"] for row in phone.get(HOME, min_id=hour_ago).json()]


def test_trap_13_moments_have_three_digits_and_z(phone: Phone) -> None:
    post = say(phone, "When?")
    moments = shapes.dates_in([post, phone.get("/api/v1/accounts/verify_credentials").json()])
    assert len(moments) >= 3
    assert [moment for moment in moments if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)] == []
    assert post["account"]["created_at"].endswith("T00:00:00.000Z")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", phone.get(HOME).json()[0]["account"]["last_status_at"])


def test_trap_14_what_typed_apps_need_is_never_null(phone: Phone) -> None:
    # The table of all such fields is held against every answer in test_shapes.py and test_golden.py.
    post = say(phone, "Here")
    assert shapes.faults("Status", post) == []
    assert shapes.faults("Account", post["account"]) == []
    for name in ("avatar", "avatar_static", "header", "header_static", "url", "uri"):
        assert post["account"][name].startswith(site_settings.URL)
    assert (post["in_reply_to_id"], post["poll"], post["card"], post["reblog"], post["edited_at"]) == (None,) * 5
    first = Client().get("/api/v1/instance").json()
    assert first["urls"]["streaming_api"].startswith("ws")
    assert first["configuration"]["polls"]["max_options"] > 1
    assert Client().get("/api/v2/instance").json()["contact"]["email"] is not None


def test_trap_15_people_are_found_by_any_spelling_of_their_name(phone: Phone, bob: Account) -> None:
    host = urlsplit(site_settings.URL).netloc
    for acct in ("bob", "@bob", "BOB", f"bob@{host}", f"@Bob@{host.upper()}"):
        found = phone.get("/api/v1/accounts/lookup", acct=acct).json()
        assert (found["id"], found["acct"]) == (str(bob.id), "bob")
    mention = say(phone, "Hello @Bob")["mentions"][0]
    page = f"{site_settings.URL}/@bob"
    assert mention == {"id": str(bob.id), "username": "bob", "url": page, "acct": "bob"}


def test_trap_16_texts_are_the_html_that_apps_take_apart(phone: Phone, bob: Account) -> None:
    url = "https://birds.example/a/long/way/to/the/page"
    post = say(phone, f"Look, @bob:\n{url} #Birds\n\n<b>Bye</b>")
    html = post["content"]
    assert html.startswith("<p>Look, ")
    assert "<br />" in html
    assert "<p>&lt;b&gt;Bye&lt;/b&gt;</p>" in html
    assert f'<span class="h-card" translate="no"><a href="{post["mentions"][0]["url"]}" class="u-url mention">' in html
    assert f'<a href="{post["tags"][0]["url"]}" class="mention hashtag" rel="tag">#<span>Birds</span></a>' in html
    assert f'<a href="{url}" target="_blank" rel="nofollow noopener" translate="no">' in html
    assert '<span class="invisible">https://</span><span class="ellipsis">' in html
    assert phone.get(f"{STATUSES}/{post['id']}/source").json()["text"].startswith("Look, @bob:")


def test_trap_17_the_next_page_stands_first_and_keeps_what_was_asked(phone: Phone, alice: Account) -> None:
    for _number in range(3):
        make_follow(make_account(), alice)
        say(phone, "One of several")
    answer = phone.get(HOME, limit=2, **{"only[]": "x"})
    # The expression by which toot finds it.
    following = re.match('<([^>]+)>; rel="([^"]+)"', answer["Link"])
    assert following is not None
    assert following[2] == "next"
    kept = parse_qs(urlsplit(following[1]).query)
    assert following[1].startswith(f"{site_settings.URL}{HOME}?")
    assert (kept["limit"], kept["only[]"], kept["max_id"]) == (["2"], ["x"], [answer.json()[-1]["id"]])
    assert "Link" not in phone.get(HOME, max_id=1)
    followers = f"/api/v1/accounts/{alice.id}/followers"
    seen = [phone.get(followers, limit=1)]
    while "Link" in seen[-1] and len(seen) < 6:
        seen.append(phone.get(re.match("<([^>]+)>", seen[-1]["Link"])[1].removeprefix(site_settings.URL)))
    assert len({row["id"] for page in seen for row in page.json()}) == 3


def test_trap_18_a_share_wraps_and_taking_back_answers_the_post(phone: Phone, eve: Account) -> None:
    post = str(make_post(eve, "Worth a share").id)
    share = phone.post(f"{STATUSES}/{post}/reblog").json()
    assert share["id"] != post
    assert (share["reblog"]["id"], share["reblog"]["reblogged"]) == (post, True)
    for deed, flag in (("unreblog", "reblogged"), ("favourite", "favourited"), ("bookmark", "bookmarked")):
        answer = phone.post(f"{STATUSES}/{post}/{deed}").json()
        assert (answer["id"], answer["reblog"], answer[flag]) == (post, None, deed != "unreblog")
    own = say(phone, "To be written anew")["id"]
    gone = phone.send("DELETE", f"{STATUSES}/{own}").json()
    assert gone["text"] == "To be written anew"
    assert "content" not in gone
    assert set(say(phone, "Later", scheduled_at="2038-01-01T12:00:00Z")) >= {"id", "scheduled_at", "params"}


def test_trap_19_the_version_says_what_is_there(site: Any) -> None:
    first, second = Client().get("/api/v1/instance").json(), Client().get("/api/v2/instance").json()
    assert re.match(r"4\.\d+\.\d+ \(compatible; Verandah ", first["version"])
    assert second["version"] == first["version"]
    assert float(second["version"][:3]) >= 4.3
    assert second["api_versions"]["mastodon"] >= 2
    assert Client().get("/nodeinfo/2.0").json()["software"]["name"] == "verandah"


def test_trap_20_what_is_empty_is_an_empty_list(phone: Phone) -> None:
    v1 = (
        "announcements custom_emojis trends/tags trends/statuses trends/links lists filters followed_tags conversations"
    )
    v1 += " featured_tags endorsements scheduled_statuses mutes blocks domain_blocks favourites bookmarks"
    for path in [*(f"/api/v1/{name}" for name in v1.split()), "/api/v2/filters", "/api/v2/suggestions"]:
        answer = phone.get(path)
        assert (path, answer.status_code, answer.json()) == (path, 200, [])
    none = phone.get("/api/v1/push/subscription")
    assert (none.status_code, list(none.json())) == (404, ["error"])
    # Ivory did not start without these.
    assert {phone.get(path).status_code for path in ("/api/v2/instance", "/api/v1/preferences")} == {200}
    assert phone.get("/api/v1/apps/verify_credentials").status_code == 200


def test_trap_21_every_answer_says_how_much_is_left(phone: Phone, settings: Any) -> None:
    for name in offered():
        method, address = name.split(" ", 1)
        answer = Phone().send(method, re.sub(r":\w+", "7", address))
        assert int(answer["X-RateLimit-Limit"]) >= int(answer["X-RateLimit-Remaining"]) >= 0, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", answer["X-RateLimit-Reset"]), name
    assert phone.get(HOME)["X-RateLimit-Limit"] == "300"
    settings.LIMITED = False
    assert {phone.get(HOME).status_code for _number in range(310)} == {200}


def test_trap_23_the_key_of_push_is_one_point_wherever_apps_look(phone: Phone) -> None:
    told = [
        Client().get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"],
        by_json("/api/v1/apps", {"client_name": "Lantern", "redirect_uris": OOB}).json()["vapid_key"],
    ]
    subscription = phone.post("/api/v1/push/subscription", App().asked("https://push.example/1", "mention")).json()
    key = urlsafe_b64decode(told[0] + "=" * (-len(told[0]) % 4))
    assert (len(key), key[0]) == (65, 4)
    assert {*told, subscription["server_key"]} == {told[0]}
    again = phone.post("/api/v1/push/subscription", App().asked("https://push.example/2", "follow")).json()
    assert phone.get("/api/v1/push/subscription").json()["endpoint"] == again["endpoint"] == "https://push.example/2"
    assert (again["alerts"]["follow"], again["alerts"]["mention"]) == (True, False)
    assert json.dumps(again["alerts"]).count("true") == 1
