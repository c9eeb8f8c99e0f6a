"""Audiences in our own words: what there are, and for whom a post is."""

from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience


def test_a_member_finds_the_word_for_each_audience(alice: Account) -> None:
    phone = Phone(alice)
    told = {row["audience"]: row for row in phone.get("/api/verandah/v1/audiences").json()}
    assert told["members"] == {
        "audience": "members",
        "name": "Members",
        "visibility": "unlisted",
        "sent_as": "unlisted",
        "offered": True,
    }
    assert told["lists"]["sent_as"] is None
    for row in told.values():
        if row["offered"]:
            status = phone.post("/api/v1/statuses", {"status": "For whom?", "audience": row["audience"]})
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
    assert Phone(alice).get(path).json() == {**shared, "list_ids": [str(choir.pk)], "account_ids": [str(bob.id)]}
    assert Phone(eve).get(path).status_code == 404
    assert Phone().get(path).status_code == 404
