"""What apps do with posts: react, share, save, pin, mute; the answers, the lists, and how they go on."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from verandah.actions import reacting, saving, sharing
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

STATUSES = "/api/v1/statuses"
OURS = "/api/verandah/v1/statuses"


@pytest.mark.parametrize(
    ("deed", "undo", "flag"),
    [
        ("favourite", "unfavourite", "favourited"),
        ("bookmark", "unbookmark", "bookmarked"),
        ("mute", "unmute", "muted"),
        ("pin", "unpin", "pinned"),
    ],
)
def test_a_deed_and_its_undoing_answer_the_post(alice: Account, deed: str, undo: str, flag: str) -> None:
    post, phone = make_post(alice), Phone(alice)
    for name, is_done in ((deed, True), (deed, True), (undo, False), (undo, False)):
        found = phone.post(f"{STATUSES}/{post.id}/{name}").json()
        assert (found["id"], found[flag]) == (str(post.id), is_done)
    assert phone.get(f"{STATUSES}/{post.id}").json()[flag] is False


def test_sharing_answers_the_share_and_taking_it_back_the_post(alice: Account, eve: Account) -> None:
    post, phone = make_post(alice, "Look", Audience.PUBLIC), Phone(eve)
    share = phone.post(f"{STATUSES}/{post.id}/reblog").json()
    assert share["id"] != str(post.id)
    assert (share["account"]["username"], share["reblogged"]) == ("eve", True)
    inner = share["reblog"]
    assert (inner["id"], inner["reblogged"], inner["reblogs_count"]) == (str(post.id), True, 1)
    assert phone.post(f"{STATUSES}/{share['id']}/reblog").json()["id"] == share["id"]
    back = phone.post(f"{STATUSES}/{post.id}/unreblog").json()
    assert (back["id"], back["reblogged"], back["reblogs_count"], back["reblog"]) == (str(post.id), False, 0, None)
    assert phone.get(f"{STATUSES}/{share['id']}").status_code == 404


def test_a_share_by_its_own_id_leads_to_the_post(alice: Account, bob: Account, eve: Account) -> None:
    post, phone = make_post(alice), Phone(eve)
    share = sharing.share(bob, post.id)
    for deed in ("favourite", "bookmark", "mute", "unfavourite", "unbookmark", "unmute"):
        assert phone.post(f"{STATUSES}/{share.id}/{deed}").json()["id"] == str(post.id)


@pytest.mark.parametrize(
    ("audience", "said", "stored"),
    [
        (Audience.PUBLIC, "public", Audience.PUBLIC),
        (Audience.PUBLIC, "unlisted", Audience.MEMBERS),
        (Audience.PUBLIC, "private", Audience.FOLLOWERS),
        (Audience.MEMBERS, "public", Audience.MEMBERS),
    ],
)
def test_for_whom_a_share_is(alice: Account, eve: Account, audience, said: str, stored: Audience) -> None:
    post = make_post(alice, audience=audience)
    answer = Phone(eve).post(f"{STATUSES}/{post.id}/reblog", {"visibility": said})
    assert Post.objects.get(pk=answer.json()["id"]).audience == stored


def test_an_own_post_for_followers_is_shared_with_them_and_not_listed(alice: Account) -> None:
    post, phone = make_post(alice, audience=Audience.FOLLOWERS), Phone(alice)
    share = phone.post(f"{STATUSES}/{post.id}/reblog", {"visibility": "unlisted"}).json()
    assert share["visibility"] == "private"
    assert phone.get(f"{STATUSES}/{post.id}/reblogged_by").json() == []


def test_what_cannot_be_done_is_told_in_a_sentence(alice: Account, carol: Account) -> None:
    followers, other = make_post(alice, audience=Audience.FOLLOWERS), make_post(alice)
    phone = Phone(carol)
    wrong = {
        f"{STATUSES}/{followers.id}/reblog": 403,
        f"{STATUSES}/{other.id}/reblog?visibility=direct": 422,
        f"{STATUSES}/{other.id}/pin": 422,
        f"{STATUSES}/7/favourite": 404,
        f"{STATUSES}/7/reblog": 404,
    }
    for path, code in wrong.items():
        answer = phone.post(path)
        assert (answer.status_code, bool(answer.json()["error"])) == (code, True), path


def test_who_did_it_is_listed(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    for someone in (bob, eve):
        reacting.react(someone, post.id)
        sharing.share(someone, post.id)
    phone = Phone(alice)
    for name in ("favourited_by", "reblogged_by"):
        answer = phone.get(f"{STATUSES}/{post.id}/{name}")
        assert [one["username"] for one in answer.json()] == ["eve", "bob"]
        first = phone.get(f"{STATUSES}/{post.id}/{name}?limit=1")
        following = re.search(r'<[^>]*?(/api[^>]*)>; rel="next"', first["Link"])
        assert following
        assert [one["username"] for one in phone.get(following[1]).json()] == ["bob"]


def test_a_guest_reads_who_likes_a_public_post_as_far_as_they_speak_to_guests(alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    for someone in (alice, eve):
        reacting.react(someone, post.id)
    found = Phone().get(f"{STATUSES}/{post.id}/favourited_by").json()
    assert [one["username"] for one in found] == ["alice"]


@pytest.mark.parametrize(("name", "deed"), [("favourites", reacting.react), ("bookmarks", saving.bookmark)])
def test_what_i_keep_goes_on_by_the_link_alone(alice: Account, eve: Account, name: str, deed) -> None:
    posts = [make_post(alice) for _number in range(3)]
    for post in posts:
        deed(eve, post.id)
    phone = Phone(eve)
    answer = phone.get(f"/api/v1/{name}?limit=2")
    assert [one["id"] for one in answer.json()] == [str(posts[2].id), str(posts[1].id)]
    assert answer["Link"].index('rel="next"') < answer["Link"].index('rel="prev"')
    older = re.search(r'<[^>]*?(/api[^>]*)>; rel="next"', answer["Link"])
    assert older
    assert [one["id"] for one in phone.get(older[1]).json()] == [str(posts[0].id)]
    newer = re.search(r'<[^>]*?(/api[^>]*)>; rel="prev"', answer["Link"])
    assert newer
    assert phone.get(newer[1]).json() == []
    assert Phone(alice).get(f"/api/v1/{name}").json() == []


def queries(phone: Phone, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert phone.get(path).status_code == 200
    return len(asked)


def test_lists_cost_the_same_at_any_length(alice: Account, eve: Account) -> None:
    posts = [make_post(alice) for _number in range(4)]
    people = [make_account() for _number in range(4)]
    for post in posts:
        reacting.react(eve, post.id)
        saving.bookmark(eve, post.id)
    for person in people:
        reacting.react(person, posts[0].id)
        sharing.share(person, posts[0].id)
    phone, first = Phone(eve), posts[0].id
    phone.get(f"{STATUSES}/{first}")
    names = ["/api/v1/favourites", "/api/v1/bookmarks"]
    names += [f"{STATUSES}/{first}/{name}" for name in ("favourited_by", "reblogged_by")] + [
        f"{OURS}/{first}/reactions"
    ]
    for name in names:
        assert queries(phone, f"{name}?limit=1") == queries(phone, f"{name}?limit=40") <= 12, name


def test_all_signs_have_their_own_address(alice: Account, bob: Account, eve: Account) -> None:
    post, phone = make_post(alice), Phone(eve)
    answer = phone.send("PUT", f"{OURS}/{post.id}/reaction", {"kind": "cheer"})
    assert (answer.json()["favourited"], answer.json()["favourites_count"]) == (True, 1)
    assert answer.json()["verandah"]["reaction"] == "cheer"
    phone.send("PUT", f"{OURS}/{post.id}/reaction", {"kind": "wow"})
    reacting.react(bob, post.id)
    found = phone.get(f"{OURS}/{post.id}/reactions").json()
    assert found["counts"] == {"like": 1, "wow": 1}
    assert [(one["kind"], one["account"]["username"]) for one in found["people"]] == [("like", "bob"), ("wow", "eve")]
    assert phone.send("DELETE", f"{OURS}/{post.id}/reaction").json()["favourites_count"] == 1
    for kind in ("", "dislike", "LIKE"):
        assert phone.send("PUT", f"{OURS}/{post.id}/reaction", {"kind": kind}).status_code == 422
