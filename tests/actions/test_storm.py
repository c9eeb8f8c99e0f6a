"""Everything that people can do with posts and with each other, in any order and at once: the numbers stay true."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from threading import Thread

import pytest
from django.db import connections
from django.db.models import Q, QuerySet
from django.utils import timezone

from tests.factories import NUMBERS, make_account
from verandah.actions import chores, editing, following, moderating, posting, reacting, saving, sharing, voting
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.actions.voting import Question
from verandah.base.errors import Refusal
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Follow
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, Post, Reaction
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OFFERED, OPEN

TAGS = ["#tea", "#coffee", "#birds", "#rain"]


class Chance:
    """Someone who does anything that comes to mind, with a seed of their own."""

    def __init__(self, seed: int, people: Sequence[Account], moderator: Account | None = None) -> None:
        self.random, self.people, self.moderator = Random(seed), people, moderator

    def act(self) -> None:
        """Do one thing; that it may be refused is part of the game."""
        deeds: list[Callable[[Account], object]] = [
            *(self.say,) * 4,
            *(self.answer,) * 4,
            *(self.quote,) * 3,
            *(self.react, self.unreact, self.share, self.unshare, self.pin, self.unpin, self.vote),
            *(self.edit, self.change_audience, self.delete, self.delete, self.restore, self.revoke),
            *(self.follow, self.unfollow, self.block, self.unblock),
        ]
        if self.moderator:
            deeds += [self.suspend, self.unsuspend]
        with suppress(Refusal):
            self.random.choice(deeds)(self.someone())

    def someone(self) -> Account:
        """Whoever is here now: the doors find nobody else."""
        here = Account.objects.filter(pk__in=[one.pk for one in self.people], suspended_at=None)
        return self.random.choice(list(here))

    def post(self, **which: object) -> int:
        """Any post, deleted ones too; 0 when there is none."""
        return self.random.choice([0, *Post.objects.filter(**which).values_list("pk", flat=True)[:40]])

    def draft(self, **more: object) -> Draft:
        self.random.shuffle(TAGS)
        audience, named = self.random.choice(OFFERED), (self.someone().pk,)
        return Draft(" ".join(TAGS), audience, f"storm-{next(NUMBERS)}", account_ids=named, **more)  # type: ignore[arg-type]

    def say(self, me: Account) -> None:
        poll = Question(("Tea", "Coffee"), 600) if self.random.random() < 0.5 else None
        posting.publish(me, self.draft(poll=poll))

    def answer(self, me: Account) -> None:
        posting.publish(me, self.draft(parent_id=self.post()))

    def quote(self, me: Account) -> None:
        parent = self.post() if self.random.random() < 0.5 else None
        posting.publish(me, self.draft(quote_id=self.post(), parent_id=parent or None))

    def react(self, me: Account) -> None:
        reacting.react(me, self.post())

    def unreact(self, me: Account) -> None:
        reacting.unreact(me, self.post())

    def share(self, me: Account) -> None:
        sharing.share(me, self.post())

    def unshare(self, me: Account) -> None:
        sharing.unshare(me, self.post())

    def pin(self, me: Account) -> None:
        saving.pin(me, self.post(author=me))

    def unpin(self, me: Account) -> None:
        saving.unpin(me, self.post(author=me))

    def vote(self, me: Account) -> None:
        voting.vote(me, self.random.choice([0, *Poll.objects.values_list("pk", flat=True)[:9]]), [0])

    def edit(self, me: Account) -> None:
        poll = Question(("Tea", f"Water {next(NUMBERS)}"), 600)
        editing.edit(me, self.post(author=me), Change(f"Changed {next(NUMBERS)} {TAGS[0]}", poll=poll))

    def change_audience(self, me: Account) -> None:
        named = [self.someone().pk]
        editing.change_audience(me, self.post(author=me), self.random.choice(OFFERED), account_ids=named)

    def delete(self, me: Account) -> None:
        posting.delete(me, self.post(author=me))

    def restore(self, me: Account) -> None:
        posting.restore(me, self.post(author=me, deleted_at__isnull=False))

    def revoke(self, me: Account) -> None:
        quoting = self.post(quote_of__author=me)
        found = Post.objects.filter(pk=quoting).values_list("quote_of_id", flat=True).first()
        editing.revoke_quote(me, found or 0, quoting)

    def follow(self, me: Account) -> None:
        following.follow(me, self.someone())

    def unfollow(self, me: Account) -> None:
        following.unfollow(me, self.someone())

    def block(self, me: Account) -> None:
        following.block(me, self.someone())

    def unblock(self, me: Account) -> None:
        following.unblock(me, self.someone())

    def suspend(self, _me: Account) -> None:
        assert self.moderator
        if Account.objects.filter(suspended_at=None, pk__in=[one.pk for one in self.people]).count() > 2:
            moderating.suspend(self.someone(), self.moderator)

    def unsuspend(self, _me: Account) -> None:
        assert self.moderator
        moderating.unsuspend(self.random.choice(self.people), self.moderator)


def of_post(post: Post) -> dict[str, int]:
    """What the numbers of a post should be, by its rows."""
    there: QuerySet[Post] = Post.objects.filter(deleted_at=None, author__suspended_at=None)
    answers = there.filter(Q(root=post) | Q(parent=post), audience__in=OPEN)
    return {
        "reactions_count": Reaction.objects.filter(post=post, account__suspended_at=None).count(),
        "shares_count": there.filter(share_of=post).count(),
        "comments_count": answers.distinct().count(),
        "quotes_count": there.filter(quote_of=post, quote_state=QuoteState.ACCEPTED, audience__in=OPEN).count(),
    }


def of_account(account: Account) -> dict[str, int]:
    """What the numbers of a person should be, by their rows."""
    mine = Post.objects.filter(author=account, deleted_at=None, is_comment=False, share_of=None)
    return {
        "posts_count": mine.count(),
        "open_posts_count": mine.filter(audience__in=OPEN).count(),
        "public_posts_count": mine.filter(audience=Audience.PUBLIC).count(),
        "followers_count": Follow.objects.filter(followee=account, follower__suspended_at=None).count(),
        "following_count": Follow.objects.filter(follower=account, followee__suspended_at=None).count(),
    }


def wrong_numbers() -> list[str]:
    """Each number that is not what its rows say."""
    rows: list[tuple[Post | Account, dict[str, int]]] = [(row, of_post(row)) for row in Post.objects.all()]
    rows += [(row, of_account(row)) for row in Account.objects.all()]
    return [
        f"{type(row).__name__} {row.pk} {name}: {getattr(row, name)}, not {number}"
        for row, wanted in rows
        for name, number in wanted.items()
        if getattr(row, name) != number
    ]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_numbers_are_those_of_the_rows(mo: Account, seed: int) -> None:
    chance = Chance(seed, [make_account() for _number in range(4)], mo)
    for _number in range(250):
        chance.act()
    assert Post.objects.count() > 20
    assert wrong_numbers() == []


def test_what_goes_for_good_with_a_post_is_counted_no_more(alice: Account, bob: Account, eve: Account) -> None:
    root = posting.publish(alice, Draft("About tea", key="root"))
    quoted = posting.publish(bob, Draft("Tea is fine", key="quoted"))
    posting.publish(eve, Draft("He says it", key="quote", parent_id=root.id, quote_id=quoted.id))
    assert Post.objects.get(pk=quoted.pk).quotes_count == 1
    posting.delete(alice, root.id)
    Post.objects.filter(pk=root.pk).update(deleted_at=timezone.now() - timedelta(days=2))
    chores.purge_deleted_posts()
    assert wrong_numbers() == []
    assert Post.objects.get().quotes_count == 0


@pytest.mark.django_db(transaction=True)
def test_at_once_too_and_nobody_waits_for_each_other_forever(site: object) -> None:
    people = [make_account() for _number in range(3)]
    make_account("rosa", role=Role.MODERATOR)
    failures: list[str] = []
    threads = [Thread(target=storm, args=(Chance(seed, people), failures)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert wrong_numbers() == []


def storm(chance: Chance, failures: list[str]) -> None:
    try:
        for _number in range(60):
            chance.act()
    except Exception as error:
        failures.append(repr(error))
    finally:
        connections.close_all()
