"""Suggesting people: ten thousand in a town made by chance, each with a reason that is true when it is shown."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_friends, make_post, some_restriction
from verandah.actions import opening, recommending, suggesting
from verandah.base.errors import Forbidden
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import skeleton
from verandah.domain.graph.models import (
    Block,
    Follow,
    FollowRequest,
    Friendship,
    Mute,
    NotSuggested,
    StaffPick,
    SuggestedPerson,
)
from verandah.domain.graph.queries import Suggestion
from verandah.domain.graph.reasons import Reason
from verandah.domain.graph.suggested import stored, suggested_lately
from verandah.domain.instance.models import ProfileAnswer, ProfileField, SignUp
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.posts.models import FeaturedTag, FollowedTag, Tag

pytestmark = pytest.mark.django_db

PEOPLE, ANSWERS, TAGS = 420, ("north", "south", "east"), 25
Pairs = set[tuple[int, int]]


class Town:
    """People and how they stand to each other, as plain sets: what the checks below know of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.people = self.settle()
        ids = [one.id for one in self.people]
        self.friends = self.pairs(ids, 1500)
        self.friends |= {(other, one) for one, other in self.friends}
        self.follows, self.blocks = self.pairs(ids, 3000), self.pairs(ids, 500)
        self.requests, self.mutes = self.pairs(ids, 300), self.pairs(ids, 300)
        self.away = self.pairs(ids, 400)
        self.hides = {one.id for one in self.people if one.hides_connections}
        self.here = {one.id for one in self.people if one.suspended_at is None and one.joined_at}
        self.listed = {one.id for one in self.people if one.discoverable and one.limited_at is None} & self.here
        self.new = {one.id for one in self.people if one.id > id_at(timezone.now() - timedelta(days=30))}
        self.write(ids)

    def settle(self) -> list[Account]:
        now, mark = timezone.now(), some_restriction()
        people = []
        for number in range(PEOPLE):
            is_old, odd = number % 3 > 0, self.chance.random()
            people.append(
                Account(
                    id=id_at(now - timedelta(days=400 if is_old else 3), number),
                    username=f"town{number}",
                    skeleton=skeleton(f"town{number}"),
                    display_name=f"Town {number}",
                    created_at=now,
                    joined_at=None if odd < 0.03 else now,
                    suspended_at=now if 0.03 <= odd < 0.08 else None,
                    limited_at=now if 0.08 <= odd < 0.13 else None,
                    restriction=mark if 0.03 <= odd < 0.13 else None,
                    discoverable=odd < 0.9,
                    hides_connections=self.chance.random() < 0.1,
                    open_posts_count=self.chance.choice([0, 3]),
                )
            )
        return Account.objects.bulk_create(people)

    def pairs(self, ids: list[int], number: int) -> Pairs:
        return {tuple(self.chance.sample(ids, 2)) for _ in range(number)}  # type: ignore[misc]

    def write(self, ids: list[int]) -> None:
        now = timezone.now()
        for model, first, second, pairs in (
            (Friendship, "account_id", "friend_id", self.friends),
            (Follow, "follower_id", "followee_id", self.follows),
            (Block, "blocker_id", "blocked_id", self.blocks),
            (FollowRequest, "follower_id", "followee_id", self.requests),
            (Mute, "muter_id", "muted_id", self.mutes),
        ):
            model.objects.bulk_create(  # type: ignore[attr-defined]
                [model(**{first: one, second: other, "created_at": now}) for one, other in pairs]
            )
        NotSuggested.objects.bulk_create([NotSuggested(account_id=one, other_id=other) for one, other in self.away])
        self.sign_ups = {one: self.chance.choice(ids) for one in self.chance.sample(ids, 60)}
        SignUp.objects.bulk_create(
            [SignUp(account_id=one, invited_by_id=by, created_at=now) for one, by in self.sign_ups.items()]
        )
        self.picks = set(self.chance.sample(ids, 6))
        StaffPick.objects.bulk_create([StaffPick(account_id=one, created_at=now) for one in self.picks])
        self.answer(ids)
        self.tag(ids)

    def answer(self, ids: list[int]) -> None:
        choices = [{"key": key, "en": key.capitalize()} for key in ANSWERS]
        field = ProfileField.objects.create(
            kind=ProfileField.Kind.CHOICE, texts={"en": {"label": "Where"}}, choices=choices, is_filter=True
        )
        self.answers = {
            one: (self.chance.choice(ANSWERS), self.chance.choice(["public", "members", "friends", "only_me"]))
            for one in self.chance.sample(ids, 200)
        }
        ProfileAnswer.objects.bulk_create(
            [
                ProfileAnswer(field=field, account_id=one, value=key, folded=key.encode(), audience=audience)
                for one, (key, audience) in self.answers.items()
            ]
        )

    def tag(self, ids: list[int]) -> None:
        tags = Tag.objects.bulk_create([Tag(name=f"thing{number}") for number in range(TAGS)])
        self.followed = {(self.chance.choice(ids), self.chance.choice(tags).name) for _ in range(500)}
        self.featured = {(self.chance.choice(ids), self.chance.choice(tags).name) for _ in range(300)}
        named, now = {tag.name: tag for tag in tags}, timezone.now()
        FollowedTag.objects.bulk_create([FollowedTag(account_id=one, tag=named[name]) for one, name in self.followed])
        FeaturedTag.objects.bulk_create(
            [FeaturedTag(account_id=one, tag=named[name], created_at=now) for one, name in self.featured]
        )

    def apart(self, one: int, other: int) -> bool:
        return (one, other) in self.blocks or (other, one) in self.blocks

    def may(self, viewer: int, other: int) -> bool:
        """Whether someone may be suggested at all."""
        pair = (viewer, other)
        put_by = pair in self.follows or pair in self.requests or pair in self.mutes or pair in self.away
        return other != viewer and other in self.listed and not self.apart(viewer, other) and not put_by

    def between(self, pairs: Pairs, viewer: int, other: int) -> set[int]:
        """Through whom they know of each other, as far as it may be told."""
        mine = {second for first, second in pairs if first == viewer}
        return {
            one
            for one in mine
            if (one, other) in pairs and one in self.here and one not in self.hides and not self.apart(viewer, one)
        }

    def is_true(self, viewer: int, row: Suggestion) -> bool:
        """Whether what is said of someone is so."""
        other = row.account_id
        if row.reason in (Reason.FRIENDS_OF_FRIENDS, Reason.FOLLOWED_BY_FOLLOWED):
            pairs = self.friends if row.reason == Reason.FRIENDS_OF_FRIENDS else self.follows
            known = self.between(pairs, viewer, other)
            return other not in self.hides and row.via in known and row.known == len(known)
        mine, (theirs, audience) = self.answers.get(viewer, ("", "")), self.answers.get(other, ("", ""))
        is_told = audience in ("public", "members") or (audience == "friends" and (other, viewer) in self.friends)
        read = (viewer, row.text) in self.followed | self.featured
        return {
            Reason.FOLLOWS_ME: (other, viewer) in self.follows,
            Reason.INVITER: self.sign_ups.get(viewer) == other,
            Reason.SAME_ANSWER: mine[0] == theirs and row.text == theirs.capitalize() and is_told,
            Reason.SAME_TAG: (other, row.text) in self.featured and read,
            Reason.STAFF_PICK: other in self.picks,
            Reason.NEWCOMER: other in self.new,
        }[row.reason]


def told(town: Town, length: int) -> Iterator[tuple[int, Suggestion]]:
    for person in town.people:
        if person.id in town.here:
            for one in suggested_lately(person, length):
                yield person.id, one.row


def test_ten_thousand_suggestions_each_for_a_true_reason(site: object) -> None:
    town = Town(random.Random(8))
    assert suggesting.find_suggestions() > 8000
    found = list(told(town, 80))
    assert len(found) >= 10_000
    assert [pair for pair in found if not town.may(pair[0], pair[1].account_id)] == []
    assert [pair for pair in found if not town.is_true(*pair)] == []
    assert {row.reason for _viewer, row in found} == set(Reason)
    # A town that has changed since then: nothing of what was found is believed.
    gone = set(list(town.friends)[::2])
    town.friends -= gone | {(other, one) for one, other in gone}
    lost = set(list(town.follows)[::2])
    town.follows -= lost
    Friendship.objects.all().delete()
    Follow.objects.all().delete()
    now = timezone.now()
    Friendship.objects.bulk_create([Friendship(account_id=a, friend_id=b, created_at=now) for a, b in town.friends])
    Follow.objects.bulk_create([Follow(follower_id=a, followee_id=b, created_at=now) for a, b in town.follows])
    still = [(one.id, row.row) for one in town.people if one.id in town.here for row in stored(one, 30)]
    assert len(still) > 1000
    assert [pair for pair in still if not (town.may(pair[0], pair[1].account_id) and town.is_true(*pair))] == []


def reasons(viewer: Account) -> dict[str, Reason]:
    people = {one.row.account_id: one.row.reason for one in suggested_lately(viewer, 20)}
    return {one.username: people[one.id] for one in Account.objects.filter(id__in=people)}


def test_whoever_joins_is_suggested_people_at_once(alice: Account, mo: Account, eve: Account) -> None:
    suggesting.pick(mo, eve)
    newcomer = make_account("newcomer")
    assert SuggestedPerson.objects.filter(account=newcomer, other=eve, reason=Reason.STAFF_PICK).exists()
    assert reasons(newcomer)["eve"] == Reason.STAFF_PICK
    suggesting.unpick(mo, eve)
    assert reasons(newcomer).get("eve") != Reason.STAFF_PICK
    deeds = AuditEntry.objects.filter(account_id=eve.pk).order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == ["picked", "unpicked"]


def test_twice_is_recorded_once_and_members_pick_nobody(alice: Account, mo: Account, eve: Account) -> None:
    suggesting.pick(mo, eve)
    suggesting.pick(mo, eve)
    assert AuditEntry.objects.filter(deed="picked").count() == 1
    with pytest.raises(Forbidden):
        suggesting.pick(alice, eve)
    with pytest.raises(Forbidden):
        suggesting.unpick(alice, eve)


def test_the_best_reason_is_told(alice: Account, bob: Account, eve: Account) -> None:
    make_friends(bob, eve)
    make_post(eve)
    suggesting.find_for([alice.id])
    assert SuggestedPerson.objects.get(account=alice, other=eve).reason == Reason.FRIENDS_OF_FRIENDS
    assert SuggestedPerson.objects.get(account=alice, other=eve).via == bob
    suggesting.find_for([alice.id])
    assert SuggestedPerson.objects.filter(account=alice, other=eve).count() == 1


def test_put_away_for_a_month_or_for_good(alice: Account, eve: Account) -> None:
    assert "eve" in reasons(alice)
    suggesting.put_away(alice, eve, for_good=False)
    assert "eve" not in reasons(alice)
    NotSuggested.objects.update(until=timezone.now() - timedelta(seconds=5))
    assert "eve" in reasons(alice)
    suggesting.put_away(alice, eve, for_good=True)
    suggesting.put_away(alice, eve, for_good=False)
    assert NotSuggested.objects.get().until is None
    suggesting.bring_back(alice, eve)
    assert "eve" in reasons(alice)
    suggesting.put_away(alice, eve, for_good=False)
    recommending.dismiss(alice, eve.id)
    assert NotSuggested.objects.get().until is None


def test_who_wants_none_has_none(alice: Account, carol: Account) -> None:
    suggesting.find_for([alice.id])
    assert "carol" in reasons(alice)
    opening.take_suggestions(alice, False)
    assert reasons(alice) == {}
    suggesting.find_suggestions()
    assert not SuggestedPerson.objects.filter(account=alice).exists()


def test_the_queries_do_not_grow_with_the_people(alice: Account, django_assert_num_queries: object) -> None:
    for number in range(12):
        make_follow(make_account(f"fan{number}"), alice)
    everyone = list(Account.objects.values_list("pk", flat=True))
    with django_assert_num_queries(len(Reason) + 4):  # type: ignore[operator]
        suggesting.find_for(everyone)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(suggested_lately(alice, 5)) == 5


def test_nobody_is_told_of_whom_they_block_after_it_was_found(alice: Account, carol: Account) -> None:
    suggesting.find_for([alice.id])
    make_block(alice, carol)
    assert "carol" not in reasons(alice)
