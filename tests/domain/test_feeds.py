"""Timelines: both forms of the home query find the same, and every change counts at the very next read."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import following, notifying, posting
from verandah.base.ids import id_at
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import (
    FEW,
    community_ids,
    home_from_database,
    home_ids,
    last_read,
    newest_per_followee,
    newest_scan,
    readers_among,
    tag_ids,
)
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post


def scattered_post(author: Account, random_: random.Random, number: int) -> None:
    moment = timezone.now() - timedelta(days=random_.choice([0, 0, 1, 5, 30, 90, 400]), seconds=random_.randrange(9999))
    Post.objects.create(
        id=id_at(moment, number),
        author=author,
        audience=random_.choice(list(Audience)),
        text="x",
        html="<p>x</p>",
        key=str(number),
        created_at=moment,
        deleted_at=timezone.now() if random_.random() < 0.1 else None,
    )


@pytest.mark.parametrize("seed", range(6))
def test_both_forms_find_the_same_in_random_towns(site: None, seed: int) -> None:
    random_ = random.Random(seed)
    people = [make_account(f"p{number}") for number in range(9)]
    for one in people:
        for other in people:
            if one != other and random_.random() < 0.4:
                make_follow(one, other)
            elif one != other and random_.random() < 0.1:
                make_block(one, other)
    for number in range(150):
        scattered_post(random_.choice(people), random_, number)
    for viewer in people:
        page = Page(length=7)
        walked = []
        while found := newest_scan(viewer, page):
            assert newest_per_followee(viewer, page) == found
            walked += found
            page = Page(before=found[-1], length=7)
        assert newest_per_followee(viewer, page) == []
        assert walked == sorted(set(walked), reverse=True)
        assert walked == newest_scan(viewer, Page(length=1000))
        if walked:
            middle = walked[len(walked) // 2]
            newer = Page(after=middle, length=40)
            assert newest_per_followee(viewer, newer) == newest_scan(viewer, newer)


def test_the_form_is_chosen_by_how_many_one_follows(alice: Account, carol: Account, django_assert_num_queries) -> None:
    post = make_post(alice)
    for count in (1, FEW, FEW + 1):
        carol.following_count = count
        with django_assert_num_queries(1 if count > FEW else 3) as queries:
            assert home_from_database(carol, Page()) == [post.id]
        assert ("newest" in queries[0]["sql"]) == (count <= FEW)


def test_a_full_page_looks_no_further_back(alice: Account, carol: Account, django_assert_num_queries) -> None:
    for _number in range(5):
        make_post(alice)
    with django_assert_num_queries(1):
        assert len(home_from_database(carol, Page(length=5))) == 5


def test_deletion_block_and_unfollow_count_at_the_next_read(alice: Account, carol: Account) -> None:
    first, second = make_post(alice), make_post(alice)
    assert home_ids(carol, Page()) == [second.id, first.id]
    posting.delete(alice, first.id)
    assert home_ids(carol, Page()) == [second.id]
    posting.restore(alice, first.id)
    assert home_ids(carol, Page()) == [second.id, first.id]
    Post.objects.filter(pk=second.pk).update(audience=Audience.ONLY_ME)
    assert home_ids(carol, Page()) == [first.id]
    following.block(alice, carol)
    assert home_ids(carol, Page()) == []
    assert community_ids(carol, Page()) == []


def test_unfollowing_takes_their_posts_off_my_home(alice: Account, carol: Account) -> None:
    make_post(alice)
    following.unfollow(carol, alice)
    assert home_ids(carol, Page()) == []


def test_my_own_posts_stand_on_my_home(alice: Account) -> None:
    post = make_post(alice, audience=Audience.ONLY_ME)
    assert home_ids(alice, Page()) == [post.id]


def test_tags_are_found_in_any_case(alice: Account, eve: Account) -> None:
    post = make_post(alice, "See you at the #Café")
    assert tag_ids(eve, "café", Page()) == [post.id]
    assert tag_ids(eve, "cafe", Page()) == []


def test_readers_are_those_on_whose_page_it_stands(
    alice: Account, bob: Account, carol: Account, dan: Account, eve: Account
) -> None:
    everyone = [person.id for person in (alice, bob, carol, dan, eve)]
    members = make_post(alice)
    assert readers_among(everyone, members.id, "home") == {alice.id, carol.id}
    assert readers_among(everyone, members.id, "community") == {alice.id, bob.id, carol.id, eve.id}
    followers = make_post(alice, audience=Audience.FOLLOWERS)
    assert readers_among(everyone, followers.id, "home") == {alice.id, carol.id}
    assert readers_among(everyone, followers.id, "community") == set()
    assert readers_among([], members.id, "home") == set()


def test_a_marker_only_moves_forward(alice: Account) -> None:
    assert last_read(alice, "home") == 0
    notifying.mark_read(alice, "home", 5)
    notifying.mark_read(alice, "home", 3)
    assert last_read(alice, "home") == 5
    notifying.mark_read(alice, "home", 9)
    assert last_read(alice, "home") == 9
    assert last_read(alice, "notifications") == 0
