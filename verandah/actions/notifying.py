"""Telling people what concerns them, and noting that they know."""

from collections.abc import Collection, Iterator
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.feeds.models import Marker
from verandah.domain.graph.models import Follow
from verandah.domain.notifications.groups import group_keys
from verandah.domain.notifications.hearing import Deed, verdicts
from verandah.domain.notifications.models import Notification, NotificationRequest
from verandah.domain.notifications.rules import Verdict
from verandah.domain.posts.models import Mention, Post
from verandah.domain.posts.quoting import QuoteState

from . import announcing, pushing

NOTIFICATIONS = "notifications"
HOME = "home"
# So many are told in one transaction.
BATCH = 500
# What a post itself can be to someone. Of these they are told one.
OF_POST = (Notification.Kind.MENTION, Notification.Kind.COMMENT, Notification.Kind.QUOTE, Notification.Kind.POST)


def about_post(post: Post) -> None:
    """Tell those whom `post` names, answers or quotes, and who asked to be told of it. Twice: nobody is told twice."""
    if post.share_of_id:
        return
    told = set(Notification.objects.filter(post=post, kind__in=OF_POST).values_list("recipient_id", flat=True))
    for kind, among in concerned(post):
        for batch in batched(among, BATCH, strict=False):
            tell(Deed(kind, post.author, post), [number for number in batch if number not in told])
            told.update(batch)


def about_deed(kind: Notification.Kind, actor: Account, post: Post, recipient: Account | None = None) -> None:
    """Tell `recipient`, or the author of `post`, what `actor` did with it. Twice: told once; of each edit, once."""
    number = recipient.id if recipient else post.author_id
    if kind == Notification.Kind.EDITED:
        # The notice of an older version makes room for the new one.
        before = post.edited_at or post.created_at
        Notification.objects.filter(recipient=number, kind=kind, post=post, created_at__lt=before).delete()
    tell(Deed(kind, actor, post), [number])


def withdraw_deed(kind: Notification.Kind, actor: Account, post: Post) -> None:
    """`actor` has taken back what they did with `post`. Twice: nothing more happens."""
    Notification.objects.filter(kind=kind, actor=actor, post=post).delete()


def about_relation(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """Tell `recipient` that `actor` follows, asks or has agreed. Again: as news, with the new time."""
    withdraw(kind, actor, recipient)
    tell(Deed(kind, actor), [recipient.id])


def about_joined(account: Account) -> None:
    """Tell those who run the site that `account` has joined. Twice: told once."""
    staff = User.objects.filter(role__gte=Role.ADMIN, is_active=True).values_list("account_id", flat=True)
    tell(Deed(Notification.Kind.JOINED, account), list(staff))


def about_report(report_id: int, reporter: Account, target: Account) -> None:
    """Tell the staff that `reporter` has reported `target`; but not the target, if they are of it. Twice: told once."""
    users = User.objects.filter(role__gte=Role.MODERATOR, is_active=True, account__suspended_at=None)
    staff = users.exclude(account=target).values_list("account_id", flat=True)
    tell(Deed(Notification.Kind.REPORT, reporter, report_id=report_id), list(staff))


def withdraw(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """What was told is no longer so. Twice: nothing more happens."""
    Notification.objects.filter(recipient=recipient, kind=kind, actor=actor, post=None).delete()


def tell(deed: Deed, among: Collection[int]) -> None:
    """Store a notice for each of `among` who is to be told, and have it brought to them. Twice: told once."""
    found = {number: verdict for number, verdict in verdicts(deed, among).items() if verdict is not Verdict.DROP}
    now, post_id = timezone.now(), deed.post.id if deed.post else 0
    keys = group_keys(deed.kind, found, post_id, now)
    notices = [
        Notification(
            recipient_id=number,
            kind=deed.kind,
            actor=deed.actor,
            post=deed.post,
            report_id=deed.report_id,
            group_key=keys.get(number, ""),
            is_held=verdict is Verdict.HOLD,
            created_at=now,
        )
        for number, verdict in found.items()
    ]
    with transaction.atomic():
        Notification.objects.bulk_create(notices, ignore_conflicts=True)
        bring(notices, deed)


def bring(notices: Collection[Notification], deed: Deed) -> None:
    """What was stored is brought to open streams; for what is held back, there is a request to look at."""
    if not notices:
        return
    # What somebody else has told at the same moment was not stored a second time.
    stored = Notification.objects.filter(id__in=[notice.id for notice in notices])
    rows = list(stored.values_list("id", "recipient_id", "is_held"))
    hold_back(deed.actor, [recipient for _number, recipient, is_held in rows if is_held])
    told = {number: recipient for number, recipient, is_held in rows if not is_held}
    announcing.told(told)
    pushing.about(deed.kind, told)


def hold_back(actor: Account, recipients: Collection[int]) -> None:
    """There is something of `actor`'s that these people can ask for. Twice: the time is the later one."""
    now, pending = timezone.now(), NotificationRequest.State.PENDING
    if not recipients:
        return
    NotificationRequest.objects.bulk_create(
        [
            NotificationRequest(recipient_id=number, actor=actor, state=pending, created_at=now, updated_at=now)
            for number in recipients
        ],
        update_conflicts=True,
        unique_fields=["recipient", "actor"],
        update_fields=["updated_at"],
    )


def concerned(post: Post) -> Iterator[tuple[Notification.Kind, Collection[int]]]:
    """Whom a post concerns and as what, the closest first."""
    yield Notification.Kind.MENTION, list(Mention.objects.filter(post=post).values_list("account_id", flat=True))
    yield Notification.Kind.COMMENT, author_of(post.parent_id)
    if post.quote_state == QuoteState.ACCEPTED:
        yield Notification.Kind.QUOTE, author_of(post.quote_of_id)
    # Who asked to be told of posts is told of them when they come out, and not of what is said below others'.
    if not post.edited_at and (not post.is_comment or author_of(post.parent_id) == [post.author_id]):
        yield Notification.Kind.POST, who_asked(post)


def author_of(post_id: int | None) -> list[int]:
    """Who wrote it, if it is there."""
    return list(Post.objects.filter(pk=post_id).values_list("author_id", flat=True)) if post_id else []


def who_asked(post: Post) -> list[int]:
    """The followers of its author who asked to be told of each post in its language."""
    rows = Follow.objects.filter(followee=post.author_id, notifies=True).values_list("follower_id", "languages")
    return [number for number, languages in rows if not languages or post.language in languages]


def dismiss(account: Account, notification_id: int) -> None:
    """Put one notice away for good. Raises NotFound when it is not there, also the second time."""
    gone, _rows = Notification.objects.filter(pk=notification_id, recipient=account).delete()
    if not gone:
        raise NotFound


def dismiss_several(account: Account, notification_ids: Collection[int]) -> None:
    """Put these notices away for good. Twice, or not there: nothing happens."""
    Notification.objects.filter(pk__in=notification_ids, recipient=account).delete()


def dismiss_group(account: Account, key: str) -> None:
    """Put a group of notices away for good. Raises NotFound when it is not there, also the second time."""
    gone, _rows = Notification.objects.filter(recipient=account, group_key=key).exclude(group_key="").delete()
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
