"""Following, letting oneself be followed, and keeping someone away."""

from django.db import IntegrityError, transaction
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
    if Block.objects.filter(blocker=her, blocked=me).exists():
        raise NotFound
    if Block.objects.filter(blocker=me, blocked=her).exists():
        raise Forbidden(_("You have blocked this person. Unblock them first to follow them."))
    with transaction.atomic():
        if Follow.objects.filter(follower=me, followee=her).exists():
            return
        if Account.objects.values_list("approves_followers", flat=True).get(pk=her.pk):
            ask(me, her)
        else:
            join(me, her)


def unfollow(me: Account, her: Account) -> None:
    """I stop reading her, or withdraw my request. Twice: the same."""
    with transaction.atomic():
        part(me, her)
        FollowRequest.objects.filter(follower=me, followee=her).delete()
        withdraw(Kind.FOLLOW, me, her)
        withdraw(Kind.FOLLOW_REQUEST, me, her)


def remove_follower(me: Account, her: Account) -> None:
    """She no longer reads what I write for followers. She is not told. Twice: the same."""
    with transaction.atomic():
        part(her, me)
        withdraw(Kind.FOLLOW, her, me)


def accept(me: Account, her: Account) -> None:
    """I let her follow me. Twice: the same. Raises NotFound when she does not ask."""
    with transaction.atomic():
        asked, _rows = FollowRequest.objects.filter(follower=her, followee=me).delete()
        if asked:
            withdraw(Kind.FOLLOW_REQUEST, her, me)
            join(her, me)
            about_relation(Kind.FOLLOW_ACCEPTED, me, her)
        elif not Follow.objects.filter(follower=her, followee=me).exists():
            raise NotFound


def decline(me: Account, her: Account) -> None:
    """I do not let her follow me. She is not told, and may ask again. Twice: the same."""
    with transaction.atomic():
        FollowRequest.objects.filter(follower=her, followee=me).delete()
        withdraw(Kind.FOLLOW_REQUEST, her, me)


def block(me: Account, her: Account) -> None:
    """We no longer see each other: follows, requests and friendship end on both sides. Twice: the same."""
    if me.id == her.id:
        raise Forbidden(_("You can't block yourself."))
    with transaction.atomic():
        Block.objects.get_or_create(blocker=me, blocked=her, defaults={"created_at": timezone.now()})
        for one, other in ((me, her), (her, me)):
            unfollow(one, other)
            withdraw(Kind.FOLLOW_ACCEPTED, one, other)
            Friendship.objects.filter(account=one, friend=other).delete()


def unblock(me: Account, her: Account) -> None:
    """We can see each other again; what the block ended stays ended. Twice: the same."""
    Block.objects.filter(blocker=me, blocked=her).delete()


def ask(me: Account, her: Account) -> None:
    """A request that she can accept or decline."""
    _request, new = FollowRequest.objects.get_or_create(
        follower=me, followee=her, defaults={"created_at": timezone.now()}
    )
    if new:
        about_relation(Kind.FOLLOW_REQUEST, me, her)


def join(me: Account, her: Account) -> None:
    """The follow itself, counted on both sides."""
    try:
        with transaction.atomic():
            Follow.objects.create(follower=me, followee=her, created_at=timezone.now())
    except IntegrityError:
        # The same click came twice at the same moment: one of them has counted.
        return
    Account.objects.filter(pk=me.pk).update(following_count=F("following_count") + 1)
    Account.objects.filter(pk=her.pk).update(followers_count=F("followers_count") + 1)
    about_relation(Kind.FOLLOW, me, her)


def part(me: Account, her: Account) -> None:
    """The end of a follow, counted on both sides."""
    gone, _rows = Follow.objects.filter(follower=me, followee=her).delete()
    if gone:
        Account.objects.filter(pk=me.pk).update(following_count=F("following_count") - 1)
        Account.objects.filter(pk=her.pk).update(followers_count=F("followers_count") - 1)
