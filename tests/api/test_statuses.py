"""Statuses: said once, for the right people, and shown as apps expect it."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

STATUSES = "/api/v1/statuses"


def test_a_post_is_said_and_found(alice: Account, eve: Account) -> None:
    answer = Phone(alice).post(STATUSES, {"status": "Hello"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["content"] == "<p>Hello</p>"
    assert Phone(eve).get(f"{STATUSES}/{found['id']}").json()["id"] == found["id"]
    assert found["url"].endswith(f"/@alice/{found['id']}")
    assert Phone(eve).client.get(f"/@alice/{found['id']}/")["Location"] == f"/p/{found['id']}/"


def test_a_form_says_the_same(alice: Account) -> None:
    phone = Phone(alice)
    answer = phone.client.post(STATUSES, {"status": "Hello", "visibility": "public"}, headers=phone.headers)
    assert (answer.json()["content"], answer.json()["visibility"]) == ("<p>Hello</p>", "public")


@pytest.mark.parametrize(
    ("sent", "stored", "said"),
    [
        ({}, Audience.MEMBERS, "unlisted"),
        ({"visibility": "public"}, Audience.PUBLIC, "public"),
        ({"visibility": "unlisted"}, Audience.MEMBERS, "unlisted"),
        ({"visibility": "private"}, Audience.FOLLOWERS, "private"),
        ({"visibility": "direct"}, Audience.ONLY_ME, "direct"),
        ({"audience": "members", "visibility": "public"}, Audience.MEMBERS, "unlisted"),
        ({"audience": "only_me"}, Audience.ONLY_ME, "direct"),
    ],
)
def test_the_audience_in_their_words_and_in_ours(alice: Account, sent, stored: Audience, said: str) -> None:
    found = Phone(alice).post(STATUSES, {"status": "Hello", **sent}).json()
    assert Post.objects.get().audience == stored
    assert (found["visibility"], found["verandah"]["audience"]) == (said, stored.name.lower())


@pytest.mark.parametrize(
    "more",
    [
        {"visibility": "everyone"},
        {"audience": "group"},
        {"audience": "lists"},
        {"media_ids": ["1"]},
        {"quoted_status_id": "1"},
        {"quote_approval_policy": "some"},
        {"poll": {"options": ["a"], "expires_in": 600}},
        {"poll": {"options": ["a", "a"], "expires_in": 600}},
        {"poll": {"options": ["a", "b"], "expires_in": 299}},
        {"poll": {"options": ["a", "b"], "expires_in": 600}, "media_ids": ["1"]},
        {"scheduled_at": "2020-01-01T00:00:00Z"},
        {"scheduled_at": "tomorrow"},
        {"spoiler_text": "x" * 501},
        {"status": " "},
        {"status": "x" * 5001},
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_guessed(alice: Account, bob: Account, more) -> None:
    answer = Phone(alice).post(STATUSES, {"status": "Hello", **more})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")
    assert not Post.objects.exists()


def test_empty_extras_are_none(alice: Account) -> None:
    extras = {"media_ids": [], "poll": None, "spoiler_text": "", "in_reply_to_id": None, "sensitive": False}
    assert Phone(alice).post(STATUSES, {"status": "Hello", "language": "en", **extras}).status_code == 200


def test_the_same_key_is_the_same_post(alice: Account, bob: Account) -> None:
    phone = Phone(alice)
    first = phone.post(STATUSES, {"status": "once"}, Idempotency_Key="k1").json()
    assert phone.post(STATUSES, {"status": "once"}, Idempotency_Key="k1").json() == first
    assert phone.post(STATUSES, {"status": "once"}, Idempotency_Key="k2").json()["id"] != first["id"]
    assert Phone(bob).post(STATUSES, {"status": "once"}, Idempotency_Key="k1").json()["id"] != first["id"]
    assert phone.post(STATUSES, {"status": "once"}).json()["id"] != first["id"]
    assert Post.objects.count() == 4


def test_mentions_tags_and_links_can_be_found_again(alice: Account, bob: Account, eve: Account) -> None:
    long = "https://birds.example/" + "a" * 30
    post = make_post(alice, f"@Bob saw a #Wren, ask @nobody\n<b>\n\n{long}")
    found = Phone(eve).get(f"{STATUSES}/{post.id}").json()
    [mention] = found["mentions"]
    assert (mention["id"], mention["acct"]) == (str(bob.id), "bob")
    assert f'<a href="{mention["url"]}" class="u-url mention">@<span>bob</span></a>' in found["content"]
    [tag] = found["tags"]
    assert tag["name"] == "wren"
    assert f'<a href="{tag["url"]}" class="mention hashtag" rel="tag">#<span>Wren</span></a>' in found["content"]
    assert "@nobody<br />&lt;b&gt;</p><p>" in found["content"]
    assert (
        f'<a href="{long}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://</span>'
        f'<span class="ellipsis">{long[8:38]}</span><span class="invisible">{long[38:]}</span></a>' in found["content"]
    )


def test_a_deleted_post_comes_back_as_text(alice: Account, eve: Account) -> None:
    post = make_post(alice, "Hello *there*")
    assert Phone(eve).send("DELETE", f"{STATUSES}/{post.id}").status_code == 404
    gone = Phone(alice).send("DELETE", f"{STATUSES}/{post.id}").json()
    assert gone["text"] == "Hello *there*"
    assert "content" not in gone
    assert Phone(alice).get(f"{STATUSES}/{post.id}").status_code == 404
    assert Phone(alice).send("DELETE", f"{STATUSES}/{post.id}").status_code == 404


def test_what_stands_around_a_post(alice: Account, eve: Account) -> None:
    post, phone = make_post(alice, "Hello #x"), Phone(eve)
    at = f"{STATUSES}/{post.id}"
    assert phone.get(f"{at}/context").json() == {"ancestors": [], "descendants": []}
    assert phone.get(f"{at}/source").json() == {"id": str(post.id), "text": "Hello #x", "spoiler_text": ""}
    assert [version["content"] for version in phone.get(f"{at}/history").json()] == [phone.get(at).json()["content"]]
    for name in ("reblogged_by", "favourited_by", "quotes"):
        assert phone.get(f"{at}/{name}").json() == []


def test_what_is_hidden_is_not_there_whatever_is_asked(alice: Account, eve: Account) -> None:
    post, phone = make_post(alice, "secret", Audience.ONLY_ME), Phone(eve)
    missing = phone.get(f"{STATUSES}/{post.id + 7}")
    for name in ("", "/context", "/source", "/history", "/reblogged_by", "/favourited_by", "/quotes"):
        answer = phone.get(f"{STATUSES}/{post.id}{name}")
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert phone.get(STATUSES, **{"id[]": [post.id]}).json() == []


def test_a_guest_reads_what_is_public_and_is_told_of_no_deeds_of_theirs(alice: Account) -> None:
    public, other = make_post(alice, "open", Audience.PUBLIC), make_post(alice)
    found = Phone().get(f"{STATUSES}/{public.id}").json()
    assert "favourited" not in found
    assert found["account"]["statuses_count"] == 1
    assert Phone().get(f"{STATUSES}/{other.id}").status_code == 404
    assert [row["id"] for row in Phone().get(STATUSES, **{"id[]": [other.id, public.id]}).json()] == [str(public.id)]


def test_numbers_are_those_of_what_the_reader_sees(alice: Account, carol: Account) -> None:
    make_post(alice, audience=Audience.FOLLOWERS)
    make_post(alice, audience=Audience.ONLY_ME)
    post = make_post(alice)
    counts = {}
    for reader in (alice, carol, make_account("zoe")):
        found = Phone(reader).get(f"{STATUSES}/{post.id}").json()
        counts[reader.username] = found["account"]["statuses_count"]
    # Of what is for some alone nobody but the author is told a number, not even those whom it is for.
    assert counts == {"alice": 3, "carol": 1, "zoe": 1}
