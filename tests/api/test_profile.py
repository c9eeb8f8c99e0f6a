"""My profile by an app: all that can be changed of it, in each form in which apps send it, and what is refused."""

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_account, make_follow, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

CREDENTIALS = "/api/v1/accounts/update_credentials"
PROFILE = "/api/v1/profile"


def changed(phone: Phone, **sent: object) -> dict:
    answer = phone.send("PATCH", CREDENTIALS, sent)
    assert answer.status_code == 200, answer.content
    return answer.json()


def by_form(phone: Phone, method: str, path: str, sent: dict[str, str]):
    """The same as multipart, which is how apps send pictures."""
    return phone.client.generic(method, path, *multipart(sent), headers={**phone.headers})


def multipart(sent: dict[str, str]) -> tuple[bytes, str]:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in sent.items()]
    return ("".join(parts) + "--x--\r\n").encode(), "multipart/form-data; boundary=x"


def test_every_field_is_kept_and_told_again(alice: Account) -> None:
    phone = Phone(alice)
    found = changed(
        phone,
        display_name="Alice A.",
        note="Birds",
        locked=True,
        bot="1",
        discoverable=False,
        indexable=True,
        hide_collections="true",
        fields_attributes=[{"name": " Home ", "value": "https://alice.example"}, {"name": "", "value": ""}],
        attribution_domains=["https://Alice.example/", "alice.example", "blog.example.org"],
        avatar_description="Me, with a hat",
        header_description="The bay",
        source={"privacy": "private", "sensitive": True, "language": "pt-BR", "quote_policy": "followers"},
    )
    told = {name: found[name] for name in ("locked", "bot", "discoverable", "indexable", "hide_collections", "noindex")}
    assert told == {
        "locked": True, "bot": True, "discoverable": False, "indexable": True, "hide_collections": True,
        "noindex": False,
    }  # fmt: skip
    assert (found["avatar_description"], found["header_description"]) == ("Me, with a hat", "The bay")
    [field] = found["fields"]
    assert (field["name"], field["verified_at"]) == ("Home", None)
    assert field["value"].startswith('<a href="https://alice.example" target="_blank" rel="nofollow noopener"')
    source = found["source"]
    assert source["fields"] == [{"name": "Home", "value": "https://alice.example", "verified_at": None}]
    assert (source["privacy"], source["sensitive"], source["language"]) == ("private", True, "pt-BR")
    assert (source["quote_policy"], source["attribution_domains"]) == (
        "followers",
        ["alice.example", "blog.example.org"],
    )
    preferences = phone.get("/api/v1/preferences").json()
    assert preferences["posting:default:visibility"] == "private"
    assert preferences["posting:default:sensitive"] is True
    assert preferences["posting:default:language"] == "pt-BR"
    assert preferences["posting:default:quote_policy"] == "followers"
    # What is not named stays; what is named and empty goes.
    found = changed(phone, source={"language": ""}, fields_attributes=[], attribution_domains=[])
    assert (found["display_name"], found["source"]["privacy"], found["source"]["language"]) == (
        "Alice A.",
        "private",
        None,
    )
    assert found["fields"] == found["source"]["attribution_domains"] == []


def test_numbered_fields_come_in_their_order(alice: Account) -> None:
    sent = {
        "fields_attributes[1][name]": "second", "fields_attributes[1][value]": "two",
        "fields_attributes[0][name]": "first", "fields_attributes[0][value]": "one", "source[privacy]": "public",
    }  # fmt: skip
    found = by_form(Phone(alice), "PATCH", CREDENTIALS, sent).json()
    assert [(field["name"], field["value"]) for field in found["fields"]] == [("first", "one"), ("second", "two")]
    assert found["source"]["privacy"] == "public"


@pytest.mark.parametrize(
    "sent",
    [
        {"fields_attributes": [{"name": name, "value": "x"} for name in "abcde"]},
        {"fields_attributes": [{"name": "", "value": "x"}]},
        {"fields_attributes": [{"name": "x" * 256, "value": ""}]},
        {"fields_attributes": {"0": {"name": "a", "value": "x" * 256}}},
        {"attribution_domains": ["no domain"]},
        {"attribution_domains": [f"site{number}.example" for number in range(101)]},
        {"source": {"privacy": "secret"}},
        {"source": {"quote_policy": "some"}},
        {"source": {"language": "the one of my village"}},
        {"avatar_description": "x" * 1501},
        {"note": "x" * 501},
        {"display_name": "x" * 61},
    ],
)
def test_what_does_not_fit_changes_nothing(alice: Account, sent) -> None:
    answer = Phone(alice).send("PATCH", CREDENTIALS, {"bot": True, **sent})
    assert answer.status_code == 422
    assert answer.json()["details"]
    alice.refresh_from_db()
    assert (alice.is_bot, alice.rev) == (False, 1)


def test_the_same_again_changes_nothing(alice: Account) -> None:
    phone = Phone(alice)
    for _ in range(2):
        changed(phone, note="Birds", fields_attributes=[{"name": "a", "value": "b"}], source={"privacy": "unlisted"})
    alice.refresh_from_db()
    assert alice.rev == 2


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_the_profile_is_told_as_it_was_typed(alice: Account, method: str) -> None:
    phone = Phone(alice)
    sent = {"note": "I like #birds", "show_media": "false", "show_media_replies": "0", "show_featured": "false"}
    found = by_form(phone, method, PROFILE, {**sent, "fields_attributes[0][name]": "a"}).json()
    assert found == phone.get(PROFILE).json()
    assert (found["id"], found["note"], found["avatar"]) == (str(alice.id), "I like #birds", None)
    assert "<a href=" in found["formatted_note"]
    assert found["fields"] == [{"name": "a", "value": "", "verified_at": None}]
    assert not any((found["show_media"], found["show_media_replies"], found["show_featured"]))
    assert Phone(alice, "read").send(method, PROFILE, sent).status_code == 403


def test_whoever_has_no_picture_has_one_that_says_so(alice: Account) -> None:
    found = Phone(alice).get("/api/v1/accounts/verify_credentials").json()
    assert found["avatar"] == found["avatar_static"] == "http://127.0.0.1:8000/avatars/original/missing.png"
    assert found["header"] == found["header_static"] == "http://127.0.0.1:8000/headers/original/missing.png"
    for address in (found["avatar"], found["header"]):
        picture = Client().get(address.removeprefix("http://127.0.0.1:8000"))
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
        assert b"".join(picture.streaming_content).startswith(b"\x89PNG")


def test_counts_are_of_what_the_viewer_may_see(alice: Account, eve: Account) -> None:
    for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME):
        make_post(alice, audience=audience)
    path = f"/api/v1/accounts/{alice.id}"
    counts = [Phone(viewer).get(path).json()["statuses_count"] for viewer in (None, eve, alice)]
    assert counts == [1, 3, 5]
    assert len(Phone().get(path).json()["last_status_at"]) == len("2026-11-22")


def test_hidden_connections_are_for_oneself_alone(alice: Account, bob: Account, carol: Account, client_of) -> None:
    fan = make_account("fan")
    make_follow(fan, alice)
    make_follow(alice, fan)
    make_follow(bob, fan)
    changed(Phone(alice), hide_collections=True)
    path = f"/api/v1/accounts/{alice.id}"
    for name, others in (("followers", 2), ("following", 1)):
        assert Phone(bob).get(f"{path}/{name}").json() == []
        assert len(Phone(alice).get(f"{path}/{name}").json()) == others
        page = client_of(bob).get(f"/@alice/{name}/").content.decode()
        assert "They keep this list to themselves." in page
        assert "/@fan/" not in page.split("They keep")[0].split("<h2")[-1]
        assert "/@fan/" in client_of(alice).get(f"/@alice/{name}/").content.decode()
    # Bob follows the fan, and would know them among Alice's followers.
    assert Phone(bob).get("/api/v1/accounts/familiar_followers", id=alice.id).json()[0]["accounts"] == []


def test_who_does_not_want_to_be_found_is_found_by_name_alone(alice: Account, eve: Account) -> None:
    changed(Phone(alice), discoverable=False)
    phone = Phone(eve)
    assert "alice" not in [row["username"] for row in phone.get("/api/v1/directory").json()]
    assert "alice" not in [row["account"]["username"] for row in phone.get("/api/v2/suggestions").json()]
    assert [row["username"] for row in phone.get("/api/v1/accounts/search", q="alice").json()] == ["alice"]


def test_search_goes_on_and_keeps_to_those_i_follow(alice: Account, eve: Account) -> None:
    for name in ("bird", "birdie", "birdcage"):
        make_follow(eve, make_account(name))
    make_account("birdman")
    phone = Phone(eve)

    def found(**asked: object) -> list[str]:
        return [row["username"] for row in phone.get("/api/v1/accounts/search", q="bird", **asked).json()]

    everyone = found()
    assert everyone[0] == "bird"
    assert [name for start in range(5) for name in found(limit=1, offset=start)] == everyone
    assert set(found(following="true")) == {"bird", "birdie", "birdcage"}
    assert found(following="true", limit=2) + found(following="true", limit=2, offset=2) == found(following="true")
