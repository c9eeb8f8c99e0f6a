"""Following, letting oneself be followed, and keeping someone away."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, FollowRequest, Friendship
from verandah.domain.notifications.models import Notification

from .notifying import about_relation, withdraw

Kind = Notification.Kind


def follow(me: Account, her: Account) -> None:
    """I read what she writes from now on; if she approves followers, I ask her. Twice: the same."""
    if me.id == her.id:
        raise Forbidden(_("You can't follow yourself. Your own posts are on your home page anyway."))
    with held(me, her):
        if Block.objects.filter(blocker=her, blocked=me).exists():
            raise NotFound
        if Block.objects.filter(blocker=me, blocked=her).exists():
            raise Forbidden(_("You have blocked this person. Unblock them first to follow them."))
        if Follow.objects.filter(follower=me, followee=her).exists():
            return
        if Account.objects.values_list("approves_followers", flat=True).get(pk=her.pk):
            ask(me, her)
        else:
            join(me, her)


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
    FollowRequest.objects.filter(follower=me, followee=her).delete()
    withdraw(Kind.FOLLOW_REQUEST, me, her)
    Follow.objects.create(follower=me, followee=her, created_at=timezone.now())
    Account.objects.filter(pk=me.pk).update(following_count=F("following_count") + 1)
    Account.objects.filter(pk=her.pk).update(followers_count=F("followers_count") + 1)
    about_relation(Kind.FOLLOW, me, her)


def part(me: Account, her: Account) -> None:
    """The end of a follow, counted on both sides."""
    gone, _rows = Follow.objects.filter(follower=me, followee=her).delete()
    if gone:
        Account.objects.filter(pk=me.pk).update(following_count=F("following_count") - 1)
        Account.objects.filter(pk=her.pk).update(followers_count=F("followers_count") - 1)
