"""Answers by our own apps: who may comment, removing, reactions on offer, shares, and who is told."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import administering, reacting, sharing
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Reaction

OURS = "/api/verandah/v1"


def said(account: Account, text: str, **more: object) -> dict:
    answer = Phone(account).post("/api/v1/statuses", {"status": text, "visibility": "unlisted", **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_who_may_comment_is_told_and_kept_to(alice: Account, bob: Account, carol: Account) -> None:
    post = said(alice, "For friends to answer", comment_policy="friends")
    assert post["verandah"]["comment_policy"] == "friends"
    said(bob, "Yes", in_reply_to_id=post["id"])
    refused = Phone(carol).post("/api/v1/statuses", {"status": "No", "in_reply_to_id": post["id"]})
    assert (refused.status_code, refused.json()["error"]) == (403, "Only friends of Alice can comment here.")
    path = f"{OURS}/statuses/{post['id']}/comment_policy"
    for word in ("nobody", "everyone"):
        assert Phone(alice).send("PUT", path, {"comment_policy": word}).json()["verandah"]["comment_policy"] == word
        shown = Phone(carol).get(f"/api/v1/statuses/{post['id']}").json()
        assert shown["verandah"]["comment_policy"] == word
    assert Phone(alice).send("PUT", path, {"comment_policy": "some"}).status_code == 422
    assert Phone(bob).send("PUT", path, {"comment_policy": "nobody"}).status_code == 404


def test_an_author_removes_comments_by_an_app(alice: Account, bob: Account, carol: Account) -> None:
    post = said(alice, "What do you think?")
    comment = said(bob, "Not much", in_reply_to_id=post["id"])
    path = f"{OURS}/comments/{comment['id']}"
    assert Phone(carol).send("DELETE", path).status_code == 404
    assert Phone(alice).send("DELETE", path).status_code == 200
    assert Phone(bob).get(f"/api/v1/statuses/{comment['id']}").status_code == 404
    assert Phone(bob).post(f"{path}/restore").status_code == 403
    assert Phone(alice).post(f"{path}/restore").json()["id"] == comment["id"]
    context = Phone(carol).get(f"/api/v1/statuses/{post['id']}/context").json()
    assert [one["id"] for one in context["descendants"]] == [comment["id"]]


def test_reactions_on_offer_are_listed_and_no_other_is_taken(alice: Account, bob: Account) -> None:
    post = make_post(alice)
    reacting.react(bob, post.id, Reaction.Kind.SAD)
    assert [one["kind"] for one in Phone(None).get(f"{OURS}/reactions").json()] == [
        "like", "thanks", "cheer", "laugh", "wow", "sad",
    ]  # fmt: skip
    administering.offer_reactions(["laugh", "like"])
    assert Phone(None).get(f"{OURS}/reactions").json() == [{"kind": "laugh"}, {"kind": "like"}]
    path = f"{OURS}/statuses/{post.id}/reaction"
    assert Phone(alice).send("PUT", path, {"kind": "wow"}).status_code == 422
    assert Phone(alice).send("PUT", path, {"kind": "laugh"}).json()["verandah"]["reaction"] == "laugh"
    told = Phone(alice).get(f"{OURS}/statuses/{post.id}/reactions?kind=sad").json()
    assert told["counts"] == {"laugh": 1, "sad": 1}
    assert [one["account"]["acct"] for one in told["people"]] == ["bob"]


def test_the_author_ends_a_share_by_an_app(alice: Account, bob: Account, carol: Account) -> None:
    post = make_post(alice)
    sharing.share(bob, post.id)
    [share] = Phone(alice).get(f"{OURS}/statuses/{post.id}/shares").json()
    assert share["account"]["acct"] == "bob"
    assert Phone(carol).send("DELETE", f"{OURS}/shares/{share['id']}").status_code == 404
    assert Phone(alice).send("DELETE", f"{OURS}/shares/{share['id']}").json()["reblogs_count"] == 0
    refused = Phone(bob).post(f"/api/v1/statuses/{post.id}/reblog")
    assert refused.status_code == 403
    assert "removed your share" in refused.json()["error"]


@pytest.mark.parametrize("of_comment", [False, True])
def test_a_conversation_is_followed_or_muted_but_not_both(alice: Account, bob: Account, of_comment: bool) -> None:
    post = said(alice, "A long story")
    number = said(bob, "Go on", in_reply_to_id=post["id"])["id"] if of_comment else post["id"]
    path, phone = f"{OURS}/statuses/{number}/conversation", Phone(bob)
    assert phone.get(path).json() == {"followed": False, "muted": False}
    assert phone.post(f"{path}/follow").json() == {"followed": True, "muted": False}
    phone.post(f"/api/v1/statuses/{number}/mute")
    assert phone.get(path).json() == {"followed": False, "muted": True}
    assert phone.post(f"{path}/follow").json() == {"followed": True, "muted": False}
    assert phone.post(f"{path}/unfollow").json() == {"followed": False, "muted": False}
