"""Becoming friends, which both want, and no longer being so.

Friends read each other: who becomes one follows the other, too, as people know it from elsewhere. What ends a
friendship leaves the follows.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, NotFound
from verandah.base.reading import rows
from verandah.base.writing import changed
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow, FriendRequest, Friendship
from verandah.domain.graph.openness import chosen
from verandah.domain.notifications.models import Notification

from .following import UNLIST, both, held, join
from .notifying import about_relation, withdraw
from .permitting import refuse_read_only

Kind = Notification.Kind
# So long after I have declined a request, asking again is not told me.
ASK_AGAIN = timedelta(days=30)

# Whether she blocks me, or is not there; and whether I block her.
STANDING = """SELECT
    NOT EXISTS (SELECT 1 FROM verandah_account a
        WHERE a.id = %(her)s AND a.suspended_at IS NULL AND a.joined_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(her)s AND b.blocked_id = %(me)s),
    EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(me)s AND b.blocked_id = %(her)s)"""


def ask(me: Account, her: Account) -> None:
    """I ask her to be friends; if she has asked me, we are. Twice: the same. Raises NotFound, Forbidden."""
    if me.id == her.id:
        raise Forbidden(_("You can't be your own friend here. Be one anyway."))
    refuse_read_only(me)
    with held(me, her):
        refuse_apart(me, her)
        if are_friends(me, her):
            return
        if FriendRequest.objects.filter(asker=her, asked=me).exists():
            unite(me, her)
            return
        openness = chosen(me, [her.id]).get(her.id)
        if openness and not openness.to_befriend:
            raise Forbidden(_("They don't take requests to be friends from you. You can still follow them."))
        request(me, her)


def accept(me: Account, her: Account) -> None:
    """We are friends, as she has asked. Twice: the same. Raises NotFound when she does not ask."""
    refuse_read_only(me)
    with held(me, her):
        refuse_apart(me, her)
        if are_friends(me, her):
            return
        if not FriendRequest.objects.filter(asker=her, asked=me, declined_at=None).exists():
            raise NotFound
        unite(me, her)


def decline(me: Account, her: Account) -> None:
    """I do not want to be friends now. She is not told, and for a while I am not told when she asks again.

    Twice: the same.
    """
    with held(me, her):
        FriendRequest.objects.filter(asker=her, asked=me, declined_at=None).update(declined_at=timezone.now())
        withdraw(Kind.FRIEND_REQUEST, her, me)


def cancel(me: Account, her: Account) -> None:
    """I no longer ask. Twice: the same."""
    with held(me, her):
        mine = FriendRequest.objects.filter(asker=me, asked=her)
        mine.filter(declined_at=None).delete()
        mine.update(is_withdrawn=True)
        withdraw(Kind.FRIEND_REQUEST, me, her)


def unfriend(me: Account, her: Account) -> None:
    """We are no longer friends; the follows stay. She is not told, and is on none of my lists. Twice: the same."""
    with held(me, her):
        gone, _rows = Friendship.objects.filter(account=me, friend=her).delete()
        Friendship.objects.filter(account=her, friend=me).delete()
        for one, other in ((me, her), (her, me)):
            withdraw(Kind.FRIEND_ACCEPTED, one, other)
        if gone:
            changed(UNLIST, both(me, her))
            if not Follow.objects.filter(follower=her, followee=me).exists():
                changed(UNLIST, both(her, me))


def clear_declined() -> int:
    """Forget requests that were declined so long ago that one may ask again; how many."""
    gone, _rows = FriendRequest.objects.filter(declined_at__lt=timezone.now() - ASK_AGAIN).delete()
    return gone


def refuse_apart(me: Account, her: Account) -> None:
    """Raises NotFound when she is not there for me, Forbidden when I keep her away."""
    [(is_away, keeps_away)] = rows(STANDING, both(me, her))
    if is_away:
        raise NotFound
    if keeps_away:
        raise Forbidden(_("You have blocked this person. Unblock them first."))


def are_friends(me: Account, her: Account) -> bool:
    return Friendship.objects.filter(account=me, friend=her).exists()


def request(me: Account, her: Account) -> None:
    """My request, which she can answer. One that she has declined looks to me as if it waited."""
    now = timezone.now()
    row, new = FriendRequest.objects.get_or_create(asker=me, asked=her, defaults={"created_at": now})
    if row.declined_at and row.declined_at < now - ASK_AGAIN:
        row.delete()
        new = bool(FriendRequest.objects.create(asker=me, asked=her, created_at=now))
    elif row.is_withdrawn:
        FriendRequest.objects.filter(pk=row.pk).update(is_withdrawn=False)
    if new:
        about_relation(Kind.FRIEND_REQUEST, me, her)


def unite(me: Account, her: Account) -> None:
    """The friendship itself, and that both follow each other; only whoever had asked is told."""
    now = timezone.now()
    pairs = ((me, her), (her, me))
    Friendship.objects.bulk_create(
        [Friendship(account=one, friend=other, created_at=now) for one, other in pairs], ignore_conflicts=True
    )
    for one, other in pairs:
        FriendRequest.objects.filter(asker=one, asked=other).delete()
        withdraw(Kind.FRIEND_REQUEST, one, other)
        if not Follow.objects.filter(follower=one, followee=other).exists():
            join(one, other, tells=False)
    about_relation(Kind.FRIEND_ACCEPTED, me, her)
