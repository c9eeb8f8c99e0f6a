"""Audiences in our own words: what there are, and for whom a post is."""

from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_friends, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience


def test_a_member_finds_the_word_for_each_audience(alice: Account, bob: Account) -> None:
    phone = Phone(alice)
    told = {row["audience"]: row for row in phone.get("/api/verandah/v1/audiences").json()}
    assert told["members"] == {
        "audience": "members",
        "name": "Members",
        "visibility": "unlisted",
        "sent_as": "unlisted",
        "offered": True,
        "takes": [],
    }
    assert told["lists"]["sent_as"] is None
    assert told["friends_except"]["takes"] == ["list_ids", "account_ids"]
    for row in told.values():
        if row["offered"]:
            asked = {"status": "For whom?", "audience": row["audience"], "account_ids": [str(bob.id)]}
            status = phone.post("/api/v1/statuses", asked)
            assert status.json()["verandah"]["audience"] == row["audience"]
            assert status.json()["visibility"] == row["visibility"]


def test_only_its_author_is_told_the_lists_and_people_behind_an_audience(
    alice: Account, bob: Account, eve: Account
) -> None:
    post, now = make_post(alice, "For the choir"), timezone.now()
    choir = PeopleList.objects.create(owner=alice, title="Choir", created_at=now)
    PeopleListMember.objects.create(people_list=choir, account=bob, created_at=now)
    PostAudience.objects.create(post=post, people_list=choir)
    PostAudience.objects.create(post=post, account=bob)
    Post.objects.filter(pk=post.pk).update(audience=Audience.LISTS)
    path = f"/api/verandah/v1/statuses/{post.id}/audience"
    shared = {"audience": "lists", "visibility": "private"}
    assert Phone(bob).get(path).json() == shared
    behind = {"list_ids": [str(choir.pk)], "account_ids": [str(bob.id)], "seen_by_count": 1}
    assert Phone(alice).get(path).json() == shared | behind
    assert Phone(eve).get(path).status_code == 404
    assert Phone().get(path).status_code == 404


def test_an_app_names_lists_and_people_and_changes_them(alice: Account, bob: Account, carol: Account) -> None:
    choir = PeopleList.objects.create(owner=alice, title="Choir", created_at=timezone.now())
    phone = Phone(alice)
    asked = {"status": "Practice", "audience": "lists", "list_ids": [str(choir.pk)]}
    told = phone.post("/api/v1/statuses", asked).json()
    assert (told["verandah"]["audience"], told["visibility"]) == ("lists", "private")
    path = f"/api/verandah/v1/statuses/{told['id']}/audience"
    assert phone.get(path).json()["list_ids"] == [str(choir.pk)]
    changed = phone.send("PUT", path, {"audience": "people", "account_ids": [str(bob.id)]}).json()
    assert (changed["list_ids"], changed["account_ids"]) == ([], [str(bob.id)])
    assert Phone(bob).get(f"/api/v1/statuses/{told['id']}").status_code == 200
    assert Phone(carol).get(f"/api/v1/statuses/{told['id']}").status_code == 404


def test_a_choice_that_cannot_be_is_refused_with_a_sentence(alice: Account, dan: Account) -> None:
    phone = Phone(alice)
    for said, why in (
        ({"audience": "lists"}, "Choose at least one list or person"),
        ({"audience": "friends_except", "account_ids": ["me"]}, "by their ids"),
        ({"audience": "people", "account_ids": [str(dan.id)]}, f"Not found: {dan.id}"),
        ({"audience": "lists", "list_ids": ["12"]}, "not there any more"),
    ):
        answer = phone.post("/api/v1/statuses", {"status": "Hm", **said})
        assert (answer.status_code, why in answer.json()["error"]) == (422, True), answer.json()
    assert not Post.objects.exists()


def test_whoever_is_left_out_is_not_told_of_it_nor_is_anyone_else(alice: Account, bob: Account, mo: Account) -> None:
    make_friends(alice, mo)
    asked = {"status": "A surprise", "audience": "friends_except", "account_ids": [str(bob.id)]}
    told = Phone(alice).post("/api/v1/statuses", asked).json()
    path = f"/api/v1/statuses/{told['id']}"
    assert told["verandah"]["audience"] == "friends_except"
    # Whoever is asked first, what is kept of the answer is not for the other.
    for _round in range(2):
        assert Phone(mo).get(path).json()["verandah"]["audience"] == "friends"
        assert Phone(alice).get(path).json()["verandah"]["audience"] == "friends_except"
    ours = f"/api/verandah/v1/statuses/{told['id']}/audience"
    assert Phone(mo).get(ours).json() == {"audience": "friends", "visibility": "private"}
    assert Phone(bob).get(path).status_code == Phone(bob).get(ours).status_code == 404


def test_old_posts_are_limited_by_an_app(alice: Account) -> None:
    make_post(alice, audience=Audience.PUBLIC)
    phone, path = Phone(alice), "/api/verandah/v1/statuses/limit"
    assert phone.get(path).json() == {"left": 1, "until_id": None}
    begun = phone.post(path, {"audience": "followers"}).json()
    assert begun["left"] == 0
    assert phone.get(f"{path}?audience=followers&until_id={begun['until_id']}").json() == begun
    assert phone.get(f"{path}?audience=friends").json()["left"] == 1
    assert phone.post(path, {"audience": "only_me"}).status_code == 422
    assert phone.post(path, {"before": "soon"}).status_code == 422
