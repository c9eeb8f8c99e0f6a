"""Push subscriptions: one for each token, in the words of apps."""

from base64 import b64encode
from urllib.parse import urlencode

import pytest

from tests.api.asking import Phone
from tests.pushed import App
from verandah.base.webpush import bytes_of, public_key
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.kinds import ALERTS
from verandah.domain.notifications.models import PushSubscription

PATH = "/api/v1/push/subscription"
ENDPOINT = "https://example.com"


def test_an_app_subscribes_changes_and_ends_it(alice: Account) -> None:
    phone = Phone(alice, "push")
    assert phone.get(PATH).status_code == 404
    answer = phone.post(PATH, App().asked(ENDPOINT, "mention", "admin.sign_up"))
    found = answer.json()
    assert (answer.status_code, type(found["id"])) == (200, int)
    assert found == phone.get(PATH).json()
    assert [name for name, wanted in found["alerts"].items() if wanted] == ["mention", "admin.sign_up"]
    assert set(found["alerts"]) == set(ALERTS)
    assert (found["endpoint"], found["standard"], found["policy"]) == (ENDPOINT, True, "all")
    changed = phone.send("PUT", PATH, {"data": {"alerts": {"follow": "true", "mention": 0}}}).json()
    assert [name for name, wanted in changed["alerts"].items() if wanted] == ["follow"]
    assert (changed["id"], changed["policy"]) == (found["id"], "all")
    assert phone.send("PUT", PATH, {"data": {"policy": "followed"}}).json()["policy"] == "followed"
    assert phone.send("DELETE", PATH).json() == phone.send("DELETE", PATH).json() == {}
    assert phone.get(PATH).status_code == phone.send("PUT", PATH, {}).status_code == 404


def test_every_token_has_its_own_and_only_one(alice: Account, bob: Account) -> None:
    first, second = Phone(alice), Phone(alice)
    first.post(PATH, App().asked(ENDPOINT, "mention"))
    second.post(PATH, App().asked(f"{ENDPOINT}/2", "mention"))
    first.post(PATH, App().asked(f"{ENDPOINT}/3", "mention", standard=False))
    assert first.get(PATH).json()["endpoint"] == f"{ENDPOINT}/3"
    assert first.get(PATH).json()["standard"] is False
    assert second.get(PATH).json()["endpoint"] == f"{ENDPOINT}/2"
    assert Phone(bob).get(PATH).status_code == 404
    assert PushSubscription.objects.count() == 2


def test_it_is_read_from_a_form_and_from_the_address(alice: Account) -> None:
    app, phone = App(), Phone(alice)
    fields = {
        "subscription[endpoint]": ENDPOINT,
        "subscription[keys][p256dh]": b64encode(bytes_of(app.p256dh)).decode(),
        "subscription[keys][auth]": b64encode(app.auth).decode(),
        "policy": "none",
        "data[alerts][follow]": "1",
        "data[alerts][admin.report]": "1",
    }
    by_form = phone.client.post(PATH, fields, headers=phone.headers).json()
    by_address = phone.client.post(f"{PATH}?{urlencode(fields)}", headers=phone.headers).json()
    for found in (by_form, by_address):
        assert [name for name, wanted in found["alerts"].items() if wanted] == ["follow", "admin.report"]
        assert (found["policy"], found["standard"]) == ("none", False)
    row = PushSubscription.objects.get()
    assert (row.p256dh, bytes_of(row.auth)) == (app.p256dh, app.auth)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("endpoint", ""),
        ("endpoint", "http://example.com"),
        ("endpoint", "ftp://example.com"),
        ("endpoint", "https://"),
        ("endpoint", "https://example.com/" + "x" * 2000),
        ("p256dh", ""),
        ("p256dh", "nonsense"),
        ("auth", ""),
        ("auth", "AAAA"),
        ("policy", "some"),
    ],
)
def test_what_cannot_be_used_is_refused(alice: Account, part: str, value: str) -> None:
    phone, body = Phone(alice), App().asked(ENDPOINT, "mention")
    place = {"endpoint": body["subscription"], "policy": body["data"]}.get(part, body["subscription"]["keys"])
    place[part] = value if part != "policy" or value else "x"
    answer = phone.post(PATH, body)
    assert answer.status_code == 422, answer.content
    assert part in answer.json()["details"]
    assert not PushSubscription.objects.exists()


def test_bodies_of_other_shapes_are_refused_with_a_sentence(alice: Account) -> None:
    phone = Phone(alice)
    for body in (
        {},
        {"subscription": "x"},
        {"subscription": {"keys": []}},
        {"data": [], "subscription": {"endpoint": {}}},
    ):
        assert phone.post(PATH, body).status_code == 422
    assert phone.send("PUT", PATH, {"data": {"policy": "x"}}).status_code == 422


def test_the_key_is_the_same_wherever_apps_look_for_it(alice: Account) -> None:
    phone = Phone(alice)
    body = {"client_name": "Phone", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    found = {
        phone.post(PATH, App().asked(ENDPOINT)).json()["server_key"],
        phone.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"],
        phone.post("/api/v1/apps", body).json()["vapid_key"],
        phone.get("/api/v1/apps/verify_credentials").json()["vapid_key"],
    }
    assert found == {public_key()}
    assert len(bytes_of(public_key())) == 65


def test_no_other_scope_is_enough(alice: Account) -> None:
    phone = Phone(alice, "read write follow")
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert phone.send(method, PATH, App().asked(ENDPOINT)).status_code == 403
