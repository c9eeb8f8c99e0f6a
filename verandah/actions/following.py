"""Following, letting oneself be followed, and keeping someone away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, FollowRequest, Friendship, PeopleListMember, Recommendation
from verandah.domain.notifications.models import Notification

from .notifying import about_relation, withdraw

Kind = Notification.Kind
MOST_LANGUAGES = 20
# As posts have them: a code in small letters, of at most twelve signs.
LANGUAGE = re.compile(r"(?=.{2,12}$)[a-z]{2,8}(?:-[a-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Wish:
    """How I want to follow someone. What is None stays as it is, or as it usually is."""

    shows_shares: bool | None = None
    notifies: bool | None = None
    # Only posts in these; in all when empty.
    languages: tuple[str, ...] | None = None

    def columns(self) -> dict[str, bool | str]:
        """What is wished for, as it is kept."""
        wanted = {
            "shows_shares": self.shows_shares,
            "notifies": self.notifies,
            "languages": None if self.languages is None else " ".join(dict.fromkeys(self.languages)),
        }
        return {name: value for name, value in wanted.items() if value is not None}


AS_USUAL = Wish()


def follow(me: Account, her: Account, wish: Wish = AS_USUAL) -> None:
    """I read what she writes from now on; if she approves followers, I ask her. Twice: the same, as I wish it now.

    Raises NotFound, Forbidden, or Invalid for languages that are none.
    """
    refuse_languages(wish.languages or ())
    if me.id == her.id:
        raise Forbidden(_("You can't follow yourself. Your own posts are on your home page anyway."))
    with held(me, her):
        if Block.objects.filter(blocker=her, blocked=me).exists():
            raise NotFound
        if Block.objects.filter(blocker=me, blocked=her).exists():
            raise Forbidden(_("You have blocked this person. Unblock them first to follow them."))
        if Follow.objects.filter(follower=me, followee=her).exists():
            rewish(Follow, me, her, wish)
        elif asks_first(her):
            ask(me, her)
            rewish(FollowRequest, me, her, wish)
        else:
            join(me, her)
            rewish(Follow, me, her, wish)


def asks_first(her: Account) -> bool:
    """Whether she approves her followers, at this moment. Raises NotFound when she has just been suspended."""
    found = Account.objects.filter(pk=her.pk, suspended_at=None).values_list("approves_followers", flat=True).first()
    if found is None:
        raise NotFound
    return found


def unfollow(me: Account, her: Account) -> None:
    """I stop reading her, or withdraw my request. Twice: the same."""
    with held(me, her):
        forget(me, her)


def remove_follower(me: Account, her: Account) -> None:
    """She no longer reads what I write for followers. She is not told. Twice: the same."""
    with held(me, her):
        part(her, me)
        withdraw(Kind.FOLLOW, her, me)


def accept(me: Account, her: Account) -> None:
    """I let her follow me. Twice: the same. Raises NotFound when she does not ask."""
    with held(me, her):
        if Follow.objects.filter(follower=her, followee=me).exists():
            return
        if not FollowRequest.objects.filter(follower=her, followee=me).exists():
            raise NotFound
        join(her, me)
        about_relation(Kind.FOLLOW_ACCEPTED, me, her)


def decline(me: Account, her: Account) -> None:
    """I do not let her follow me. She is not told, and may ask again. Twice: the same."""
    with held(me, her):
        FollowRequest.objects.filter(follower=her, followee=me).delete()
        withdraw(Kind.FOLLOW_REQUEST, her, me)


def block(me: Account, her: Account) -> None:
    """We no longer see each other: follows, requests and friendship end on both sides. Twice: the same."""
    if me.id == her.id:
        raise Forbidden(_("You can't block yourself."))
    with held(me, her):
        Block.objects.get_or_create(blocker=me, blocked=her, defaults={"created_at": timezone.now()})
        for one, other in ((me, her), (her, me)):
            forget(one, other)
            withdraw(Kind.FOLLOW_ACCEPTED, one, other)
            Friendship.objects.filter(account=one, friend=other).delete()
            unlist(one, other)


def unblock(me: Account, her: Account) -> None:
    """We can see each other again; what the block ended stays ended. Twice: the same."""
    Block.objects.filter(blocker=me, blocked=her).delete()


@contextmanager
def held(me: Account, her: Account) -> Iterator[None]:
    """A transaction in which nobody else changes how the two stand to each other."""
    with transaction.atomic():
        # Always in the same order, so that two people who follow each other at once never wait for one another.
        both = Account.objects.select_for_update(no_key=True).filter(pk__in=(me.pk, her.pk)).order_by("pk")
        list(both.values_list("pk"))
        yield


def refuse_languages(names: tuple[str, ...]) -> None:
    """Raises Invalid when one of them cannot be a language, or when they are too many."""
    if len(names) > MOST_LANGUAGES or not all(LANGUAGE.fullmatch(name) for name in names):
        raise Invalid("languages", _("Name languages by their codes, like en or pt-BR."))


def rewish(table: type[Follow | FollowRequest], me: Account, her: Account, wish: Wish) -> None:
    """The follow or the request that is there, as I wish it."""
    if wanted := wish.columns():
        table.objects.filter(follower=me, followee=her).update(**wanted)


def forget(me: Account, her: Account) -> None:
    """Neither my follow nor my request is there any more, nor what she was told of them."""
    part(me, her)
    FollowRequest.objects.filter(follower=me, followee=her).delete()
    withdraw(Kind.FOLLOW, me, her)
    withdraw(Kind.FOLLOW_REQUEST, me, her)


def ask(me: Account, her: Account) -> None:
    """A request that she can accept or decline."""
    _request, new = FollowRequest.objects.get_or_create(
        follower=me, followee=her, defaults={"created_at": timezone.now()}
    )
    if new:
        about_relation(Kind.FOLLOW_REQUEST, me, her)


def join(me: Account, her: Account) -> None:
    """The follow itself, counted on both sides."""
    # A request may have waited since the days when she approved her followers.
    request = FollowRequest.objects.filter(follower=me, followee=her)
    wished: dict[str, Any] = dict(request.values("shows_shares", "notifies", "languages").first() or {})
    request.delete()
    withdraw(Kind.FOLLOW_REQUEST, me, her)
    Follow.objects.create(follower=me, followee=her, created_at=timezone.now(), **wished)
    count_follow(me, her, 1)
    about_relation(Kind.FOLLOW, me, her)


def part(me: Account, her: Account) -> None:
    """The end of a follow, counted on both sides."""
    gone, _rows = Follow.objects.filter(follower=me, followee=her).delete()
    if gone:
        count_follow(me, her, -1)
        unlist(me, her)


def count_follow(me: Account, her: Account, step: int) -> None:
    """I read one more (`step` 1) or one less (-1). Each call counts: call it only when a follow has come or gone.

    Whoever is suspended is not among the others' numbers (`hiding`).
    """
    counts = Account.objects.exclude(Exists(suspended(her))).filter(pk=me.pk)
    counts.update(following_count=F("following_count") + step, rev=F("rev") + 1)
    counts = Account.objects.exclude(Exists(suspended(me))).filter(pk=her.pk)
    counts.update(followers_count=F("followers_count") + step, rev=F("rev") + 1)


def suspended(one: Account) -> QuerySet[Account]:
    """Their row, if nobody sees them now."""
    return Account.objects.filter(pk=one.pk, suspended_at__isnull=False)


def unlist(me: Account, her: Account) -> None:
    """She is on none of my lists, and I do not recommend her."""
    PeopleListMember.objects.filter(people_list__owner=me, account=her).delete()
    Recommendation.objects.filter(account=me, recommended=her).delete()
