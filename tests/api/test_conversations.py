"""Conversations with single people: who takes part, what is new, and putting them away."""

from tests.api.asking import Phone
from tests.factories import make_block
from verandah.domain.accounts.models import Account

CONVERSATIONS = "/api/v1/conversations"


def say(who: Account, text: str, **more: str) -> dict:
    answer = Phone(who).post("/api/v1/statuses", {"status": text, "visibility": "direct", **more})
    assert answer.status_code == 200, answer.json()
    return answer.json()


def found(who: Account) -> list[tuple[str, bool, list[str]]]:
    """Of each conversation the last post, whether it is new, and with whom."""
    rows = Phone(who).get(CONVERSATIONS).json()
    return [(row["last_status"]["id"], row["unread"], [one["acct"] for one in row["accounts"]]) for row in rows]


def test_both_sides_have_it_and_nobody_else(alice: Account, bob: Account, eve: Account) -> None:
    first = say(alice, "@bob hello")
    assert found(alice) == [(first["id"], False, ["bob"])]
    assert found(bob) == [(first["id"], True, ["alice"])]
    assert found(eve) == []
    second = say(bob, "@alice hello yourself", in_reply_to_id=first["id"])
    assert found(alice) == [(second["id"], True, ["bob"])]
    assert found(bob) == [(second["id"], False, ["alice"])]


def test_read_unread_and_put_away(alice: Account, bob: Account, eve: Account) -> None:
    first, phone = say(alice, "@bob hello"), Phone(bob)
    at = f"{CONVERSATIONS}/{first['id']}"
    assert phone.post(f"{at}/read").json()["unread"] is False
    assert found(bob)[0][1] is False
    assert phone.post(f"{at}/unread").json()["unread"] is True
    assert phone.send("DELETE", at).json() == {}
    assert found(bob) == []
    assert phone.send("DELETE", at).status_code == 404
    assert found(alice) != []
    say(alice, "@bob are you there?", in_reply_to_id=first["id"])
    assert len(found(bob)) == 1
    for deed in ("read", "unread"):
        assert Phone(eve).post(f"{at}/{deed}").status_code == 404


def test_a_comment_for_one_of_many_is_a_conversation_too(alice: Account, bob: Account) -> None:
    post = say(alice, "Who has a ladder?", visibility="public")
    answer = say(bob, "@alice I have", in_reply_to_id=post["id"])
    assert [row["id"] for row in Phone(alice).get(CONVERSATIONS).json()] == [post["id"]]
    assert found(alice) == [(answer["id"], True, ["bob"])]


def test_a_block_takes_it_away(alice: Account, bob: Account) -> None:
    say(alice, "@bob hello")
    make_block(bob, alice)
    assert found(bob) == []


def test_it_is_paged_by_what_was_said_last(alice: Account, bob: Account) -> None:
    said = [say(alice, f"@bob {number}")["id"] for number in range(3)]
    answer = Phone(bob).get(CONVERSATIONS, limit="2")
    assert [row["id"] for row in answer.json()] == said[:0:-1]
    older = Phone(bob).get(CONVERSATIONS, max_id=said[1]).json()
    assert [row["id"] for row in older] == said[:1]
