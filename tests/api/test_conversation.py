"""Comments: for whom they are, how they are counted, and how a conversation is read."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_follow, make_friends, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

STATUSES = "/api/v1/statuses"


def comment(who: Account, parent: int | str, text: str = "I think so, too", **more: object) -> dict:
    """Answer a post, as an app does."""
    answer = Phone(who).post(STATUSES, {"status": text, "in_reply_to_id": str(parent), **more})
    assert answer.status_code == 200, answer.json()
    return answer.json()


def around(who: Account | None, number: int | str) -> tuple[list[str], list[str]]:
    """The texts above and below a post."""
    found = Phone(who).get(f"{STATUSES}/{number}/context").json()
    return tuple([row["content"].removeprefix("<p>").removesuffix("</p>") for row in found[name]] for name in found)


def test_a_conversation_is_read_as_a_tree(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "Root")
    one = comment(bob, post.id, "one")
    comment(eve, post.id, "two")
    inner = comment(alice, one["id"], "one, inner")
    comment(eve, inner["id"], "one, innermost")
    assert around(bob, post.id) == ([], ["one", "one, inner", "one, innermost", "two"])
    assert around(bob, one["id"]) == (["Root"], ["one, inner", "one, innermost"])
    assert around(bob, inner["id"]) == (["Root", "one"], ["one, innermost"])
    assert (inner["in_reply_to_id"], inner["in_reply_to_account_id"]) == (one["id"], str(bob.id))
    found = Phone(bob).get(f"{STATUSES}/{post.id}").json()
    assert found["replies_count"] == 4
    assert Phone(bob).get(f"{STATUSES}/{one['id']}").json()["replies_count"] == 1


def test_a_deep_conversation_is_no_trouble(alice: Account, django_assert_max_num_queries) -> None:
    post = make_post(alice, "Root")
    deepest = post
    for number in range(60):
        deepest = Post.objects.create(
            author=alice, audience=Audience.MEMBERS, text=f"{number}", html="", key=f"deep-{number}",
            parent=deepest, root=post, is_comment=True, created_at=post.created_at,
        )  # fmt: skip
    with django_assert_max_num_queries(16):
        above, below = around(alice, deepest.id)
    assert (above[0], above[-1], len(above), below) == ("Root", "58", 60, [])


def test_a_comment_is_seen_by_those_who_see_what_it_is_about(
    alice: Account, bob: Account, carol: Account, eve: Account
) -> None:
    # Carol follows Alice, Bob is her friend; Eve follows Bob, who comments for everyone.
    make_friends(bob, eve)
    make_follow(eve, bob)
    make_follow(bob, alice)
    post = make_post(alice, "For followers", Audience.FOLLOWERS)
    said = comment(bob, post.id, "Congratulations", visibility="public")
    for reader, sees in ((alice, True), (bob, True), (carol, True), (eve, False), (None, False)):
        assert (Phone(reader).get(f"{STATUSES}/{said['id']}").status_code == 200) == sees
    assert Phone(eve).get(f"/api/v1/accounts/{bob.id}").json()["statuses_count"] == 0
    assert Phone(eve).get(f"/api/v1/accounts/{bob.id}/statuses").json() == []
    assert Phone(carol).get(f"{STATUSES}/{post.id}").json()["replies_count"] == 1


def test_what_is_hidden_cannot_be_answered(alice: Account, eve: Account) -> None:
    post = make_post(alice, "secret", Audience.ONLY_ME)
    for number in (post.id, post.id + 7, 0):
        answer = Phone(eve).post(STATUSES, {"status": "Hm", "in_reply_to_id": str(number)})
        assert answer.status_code == 404
    assert Post.objects.count() == 1


def test_the_blocked_do_not_meet_under_a_post_of_others(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "Root")
    comment(bob, post.id, "Bob")
    make_block(eve, bob)
    assert around(eve, post.id) == ([], [])
    inner = comment(alice, Post.objects.get(text="Bob").id, "to Bob")
    assert around(eve, post.id) == ([], ["to Bob"])
    assert around(eve, inner["id"]) == (["Root"], [])


def test_comments_go_and_come_back_with_their_post(alice: Account, bob: Account) -> None:
    post = make_post(alice, "Root")
    said = comment(bob, post.id)
    phone = Phone(alice)
    phone.send("DELETE", f"{STATUSES}/{post.id}")
    assert Phone(bob).get(f"{STATUSES}/{said['id']}").status_code == 404
    assert Phone(bob).get("/api/v1/accounts/verify_credentials").json()["statuses_count"] == 0


def test_comments_stand_in_no_feed(alice: Account, bob: Account, carol: Account) -> None:
    post = make_post(bob, "Root #birds")
    comment(alice, post.id, "Comment of a friend")
    for path in ("timelines/home", "timelines/public", f"accounts/{alice.id}/statuses?exclude_replies=true"):
        assert "Comment of a friend" not in Phone(carol).get(f"/api/v1/{path}").content.decode()
    assert "Comment of a friend" in Phone(carol).get(f"/api/v1/accounts/{alice.id}/statuses").content.decode()


@pytest.mark.parametrize("deleted", [True, False])
def test_numbers_follow(alice: Account, bob: Account, deleted: bool) -> None:
    post = make_post(alice, "Root")
    said = comment(bob, post.id)
    direct = comment(bob, post.id, "@alice between us", visibility="direct")
    assert direct["visibility"] == "direct"
    if deleted:
        Phone(bob).send("DELETE", f"{STATUSES}/{said['id']}")
    found = Phone(alice).get(f"{STATUSES}/{post.id}").json()
    # What is for some alone is not counted, not even for them: a number is told to everyone.
    assert found["replies_count"] == (0 if deleted else 1)


def test_a_direct_post_is_for_those_it_names(alice: Account, bob: Account, eve: Account) -> None:
    said = Phone(alice).post(STATUSES, {"status": "@bob hello", "visibility": "direct"}).json()
    assert (said["visibility"], said["verandah"]["audience"]) == ("direct", "people")
    for reader, sees in ((alice, True), (bob, True), (eve, False), (None, False)):
        assert (Phone(reader).get(f"{STATUSES}/{said['id']}").status_code == 200) == sees


def test_a_guest_is_shown_a_part_of_a_long_conversation(alice: Account) -> None:
    post = make_post(alice, "Root", Audience.PUBLIC)
    for number in range(61):
        comment(make_account(f"p{number}"), post.id, f"{number}", visibility="public")
    assert len(around(None, post.id)[1]) == 60
    assert len(around(alice, post.id)[1]) == 61
