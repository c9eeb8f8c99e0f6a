"""Telling people what concerns them, and noting that they know."""

from django.db.models import F
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.models import Marker
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.models import Mention, Post
from verandah.domain.posts.queries import readers_of

NOTIFICATIONS = "notifications"
HOME = "home"


def about_post(post: Post) -> None:
    """Tell those whom `post` names and who may see it. Twice: nobody is told twice."""
    named = list(Mention.objects.filter(post=post).exclude(account=post.author_id).values_list("account_id", flat=True))
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=number,
                kind=Notification.Kind.MENTION,
                actor_id=post.author_id,
                post=post,
                created_at=timezone.now(),
            )
            for number in readers_of(post.author, named, post.id)
        ],
        ignore_conflicts=True,
    )


def about_relation(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """Tell `recipient` that `actor` follows, asks or has agreed. Again: as news, with the new time."""
    withdraw(kind, actor, recipient)
    Notification.objects.create(recipient=recipient, kind=kind, actor=actor, created_at=timezone.now())


def withdraw(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """What was told is no longer so. Twice: nothing more happens."""
    Notification.objects.filter(recipient=recipient, kind=kind, actor=actor, post=None).delete()


def dismiss(account: Account, notification_id: int) -> None:
    """Put one notice away for good. Raises NotFound when it is not there, also the second time."""
    gone, _rows = Notification.objects.filter(pk=notification_id, recipient=account).delete()
    if not gone:
        raise NotFound


def clear(account: Account) -> None:
    """Put all notices away for good. Twice: there is nothing left."""
    Notification.objects.filter(recipient=account).delete()


def mark_read(account: Account, timeline: str, last_id: int) -> None:
    """`account` has seen `timeline` up to `last_id`. A lower number than the one kept changes nothing."""
    now = timezone.now()
    marker, made = Marker.objects.get_or_create(
        account=account, timeline=timeline, defaults={"last_read_id": last_id, "updated_at": now}
    )
    if not made:
        Marker.objects.filter(pk=marker.pk, last_read_id__lt=last_id).update(
            last_read_id=last_id, updated_at=now, version=F("version") + 1
        )
