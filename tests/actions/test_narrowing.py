"""Old posts are limited: all that are wider and no others, counted right, whenever it is killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.actions.test_addressing import make_list
from tests.factories import make_follow, make_post
from verandah.actions import narrowing, posting
from verandah.actions.posting import Draft
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.wider import wider_posts


def audiences(author: Account) -> list[Audience]:
    return [
        Audience(one) for one in Post.objects.filter(author=author).order_by("id").values_list("audience", flat=True)
    ]


def numbers(account: Account) -> tuple[int, int, int]:
    account.refresh_from_db()
    return account.posts_count, account.open_posts_count, account.public_posts_count


def test_all_that_is_wider_becomes_for_friends(alice: Account, eve: Account, monkeypatch) -> None:
    monkeypatch.setattr(narrowing, "BATCH", 2)
    for number in range(5):
        make_post(alice, f"Number {number}", (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS)[number % 3])
    posting.publish(alice, Draft("To a list", Audience.LISTS, "l", list_ids=(make_list(alice).pk,)))
    make_post(alice, "Mine", Audience.ONLY_ME)
    theirs = make_post(eve, audience=Audience.PUBLIC)
    posting.publish(alice, Draft("A comment", Audience.PUBLIC, "c", parent_id=theirs.pk))
    assert numbers(alice) == (7, 4, 2)
    assert wider_posts(alice, Audience.FRIENDS, None) == 5
    until = narrowing.limit_old_posts(alice, Audience.FRIENDS)
    assert audiences(alice) == [Audience.FRIENDS] * 5 + [Audience.LISTS, Audience.ONLY_ME, Audience.PUBLIC]
    assert audiences(eve) == [Audience.PUBLIC]
    assert numbers(alice) == (7, 0, 0)
    assert wider_posts(alice, Audience.FRIENDS, None, until) == 0
    revs = list(Post.objects.values_list("pk", "rev"))
    narrowing.limit_batch.func(alice.pk, int(Audience.FRIENDS), "", until)
    assert list(Post.objects.values_list("pk", "rev")) == revs


def test_to_followers_leaves_what_is_for_followers(alice: Account) -> None:
    for audience in (Audience.PUBLIC, Audience.FOLLOWERS, Audience.FRIENDS):
        make_post(alice, audience=audience)
    narrowing.limit_old_posts(alice, Audience.FOLLOWERS)
    assert audiences(alice) == [Audience.FOLLOWERS, Audience.FOLLOWERS, Audience.FRIENDS]


def test_only_what_is_older_and_nothing_said_since(alice: Account) -> None:
    old, new = make_post(alice, audience=Audience.PUBLIC), make_post(alice, audience=Audience.PUBLIC)
    Post.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400))
    narrowing.limit_old_posts(alice, Audience.FRIENDS, timezone.now() - timedelta(days=365))
    assert audiences(alice) == [Audience.FRIENDS, Audience.PUBLIC]
    until = new.pk
    make_post(alice, "Since", Audience.PUBLIC)
    narrowing.limit_batch.func(alice.pk, int(Audience.FRIENDS), "", until)
    assert audiences(alice) == [Audience.FRIENDS, Audience.FRIENDS, Audience.PUBLIC]


def test_what_was_deleted_comes_back_as_limited_and_is_counted_once(alice: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    posting.delete(alice, post.pk)
    narrowing.limit_old_posts(alice, Audience.FRIENDS)
    posting.restore(alice, post.pk)
    assert audiences(alice) == [Audience.FRIENDS]
    assert numbers(alice) == (1, 0, 0)


def test_numbers_are_those_that_a_count_finds_also_of_what_was_quoted(alice: Account, carol: Account) -> None:
    quoted = make_post(carol, audience=Audience.PUBLIC)
    posting.publish(alice, Draft("See this", Audience.PUBLIC, "q", quote_id=quoted.pk))
    make_follow(alice, carol)
    narrowing.limit_old_posts(alice, Audience.FRIENDS)
    quoted.refresh_from_db()
    assert quoted.quotes_count == 0
    assert numbers(alice) == (1, 0, 0)


@pytest.mark.parametrize(
    "audience", [audience for audience in Audience if audience.name not in ("FRIENDS", "FOLLOWERS")]
)
def test_nothing_is_limited_to_anyone_else(alice: Account, audience: Audience) -> None:
    with pytest.raises(Invalid):
        narrowing.limit_old_posts(alice, audience)


def test_one_that_is_killed_goes_on_where_it_was(alice: Account, monkeypatch) -> None:
    monkeypatch.setattr(narrowing, "BATCH", 2)
    for number in range(5):
        make_post(alice, f"Number {number}", Audience.PUBLIC)
    limit, done = narrowing.limit, []

    def killed(*given) -> None:
        limit(*given)
        done.append(given)
        if len(done) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(narrowing, "limit", killed)
    until = Post.objects.order_by("-id")[0].pk
    with pytest.raises(KeyboardInterrupt):
        narrowing.limit_batch.func(alice.pk, int(Audience.FRIENDS), "", until)
    # The second batch had not been committed.
    assert audiences(alice).count(Audience.FRIENDS) == 2
    monkeypatch.setattr(narrowing, "limit", limit)
    narrowing.limit_batch.func(alice.pk, int(Audience.FRIENDS), "", until)
    assert audiences(alice) == [Audience.FRIENDS] * 5
    assert numbers(alice) == (5, 0, 0)
