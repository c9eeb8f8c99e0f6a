"""Albums, as apps make and read them."""

import pytest

from tests.albums import make_album, make_file
from tests.api.asking import Phone
from tests.factories import make_post
from verandah.domain.accounts.models import Account

ALBUMS = "/api/verandah/v1/albums"


def ids(phone: Phone, album: str) -> list[str]:
    return [row["media"]["id"] for row in phone.get(f"{ALBUMS}/{album}/items").json()]


def test_an_app_makes_an_album(alice: Account, bob: Account):
    phone = Phone(alice)
    post = make_post(alice)
    rows = [make_file(alice, post), make_file(alice), make_file(alice)]
    said = {"title": "Summer", "text": "By the sea", "audience": "followers", "media_ids": [str(rows[0].pk)]}
    made = phone.post(ALBUMS, said, Idempotency_Key="one").json()
    assert phone.post(ALBUMS, said, Idempotency_Key="one").json() == made
    assert (made["title"], made["audience"], made["items_count"]) == ("Summer", "followers", 1)
    assert made["account"]["acct"] == "alice"
    assert made["url"].endswith(f"/@alice/albums/{made['id']}/")
    assert made["cover"]["id"] == str(rows[0].pk)
    path = f"{ALBUMS}/{made['id']}"
    assert phone.post(f"{path}/items", {"media_ids": [row.pk for row in rows]}).json()["items_count"] == 3
    assert ids(phone, made["id"]) == [str(row.pk) for row in rows]
    assert phone.get(f"{path}/items", limit=1, offset=1).json()[0]["media"]["id"] == str(rows[1].pk)
    assert [row["status_id"] for row in phone.get(f"{path}/items").json()] == [str(post.pk), None, None]
    phone.send("PUT", f"{path}/order", {"media_ids": [str(rows[2].pk)]})
    assert ids(phone, made["id"])[0] == str(rows[2].pk)
    changed = phone.send("PUT", path, {"title": "Autumn", "cover_id": str(rows[1].pk)}).json()
    assert (changed["title"], changed["text"], changed["cover"]["id"]) == ("Autumn", "By the sea", str(rows[1].pk))
    phone.send("DELETE", f"{path}/items", {"media_ids": [str(rows[1].pk)]})
    assert ids(phone, made["id"]) == [str(rows[2].pk), str(rows[0].pk)]
    assert [row["id"] for row in phone.get(ALBUMS).json()] == [made["id"]]
    assert Phone(bob).get(path).status_code == 404
    assert phone.send("DELETE", path).json() == {}
    assert phone.get(path).status_code == 404
    assert phone.post(f"{path}/restore").json()["id"] == made["id"]


@pytest.mark.parametrize(
    ("said", "word"),
    [({}, "name"), ({"title": "x", "audience": "lists"}, "Choose"), ({"title": "x", "media_ids": ["1"]}, "not yours")],
)
def test_what_is_refused(alice: Account, said: dict, word: str):
    answer = Phone(alice).post(ALBUMS, said)
    assert (answer.status_code, word in answer.json()["error"]) == (422, True)


def test_others_change_nothing(alice: Account, bob: Account):
    row = make_file(alice)
    path = f"{ALBUMS}/{make_album(alice, row).pk}"
    phone = Phone(bob)
    body = {"title": "Mine", "media_ids": [str(row.pk)]}
    for method, rest in (
        ("PUT", ""), ("DELETE", ""), ("POST", "/items"), ("DELETE", "/items"), ("PUT", "/order"), ("POST", "/restore")
    ):  # fmt: skip
        assert phone.send(method, path + rest, body).status_code == 404
    assert phone.get(path).json()["title"] == "Summer"


def test_pages_of_albums(alice: Account, bob: Account):
    made = [str(make_album(alice).pk) for _ in range(3)]
    first = Phone(bob).get(f"/api/verandah/v1/accounts/{alice.pk}/albums", limit=2)
    assert [row["id"] for row in first.json()] == [made[2], made[1]]
    assert f"max_id={made[1]}" in first["Link"]
    rest = Phone(bob).get(f"/api/verandah/v1/accounts/{alice.pk}/albums", max_id=made[1])
    assert [row["id"] for row in rest.json()] == [made[0]]
