"""What the tests of letters share: time that has passed, and many notices at once."""

from copy import copy
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from verandah.actions import mailing, posting
from verandah.base.ids import exact_id, new_id
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.models import Marker
from verandah.domain.notifications.models import Letter, Notification, NotificationChoices
from verandah.domain.posts.models import Post


def age(minutes: float) -> None:
    """All notices are so much older, what was read of them and what letters told of them, too."""
    back, shift = timedelta(minutes=minutes), int(minutes * 60_000) << 16
    # The oldest first, so that no number meets another one on its way.
    for notice in Notification.objects.order_by("id"):
        Notification.objects.filter(pk=notice.pk).update(id=notice.id - shift, created_at=notice.created_at - back)
    Marker.objects.filter(timeline="notifications").update(last_read_id=F("last_read_id") - shift)
    NotificationChoices.objects.exclude(digested_until_id=0).update(
        digested_until_id=F("digested_until_id") - shift, digested_at=F("digested_at") - back
    )
    for letter in Letter.objects.all():
        letter.created_at -= back
        if letter.key.startswith("now:"):
            name, after, until, bits = letter.key.split(":")
            letter.key = f"{name}:{int(after) - shift}:{int(until) - shift}:{bits}"
        letter.save()


def write(account: Account, after: float = 6) -> None:
    """So many minutes have passed, and the job runs."""
    age(after)
    mailing.write_at_once.call(account.id)


def digest(account: Account) -> None:
    """The chore has found that one is due."""
    age(1)
    mailing.write_digest.call(account.id)


def comment(author: Account, post: Post, text: str) -> Post:
    """What `author` says about `post`."""
    return posting.publish(author, posting.Draft(text, key=f"{author.id} {post.id} {text}"[:64], parent_id=post.id))


def flood(post: Post, recipient: Account, count: int) -> list[int]:
    """So many notices like the one that `recipient` has of `post`, each about a post of its own; their ids."""
    posts, notices = [], []
    for number in range(count):
        twin = copy(post)
        twin.pk, twin.key = new_id(), f"{post.key}-{number}"
        posts.append(twin)
        notices.append(
            Notification(
                id=exact_id(),
                recipient=recipient,
                kind=Notification.Kind.MENTION,
                actor_id=post.author_id,
                post_id=twin.pk,
                created_at=timezone.now(),
            )
        )
    Post.objects.bulk_create(posts)
    Notification.objects.bulk_create(notices)
    return [notice.id for notice in notices]
