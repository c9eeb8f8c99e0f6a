"""Where apps and browsers want to be told in the background, and what they are told there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.reading import rows as rows_of
from verandah.base.webpush import KEPT_FOR, Receiver
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.queries import digest_of
from verandah.domain.accounts.rules import covers
from verandah.domain.accounts.sessions import has_session
from verandah.domain.graph.models import Follow

from .choices import WORDS, choices_of
from .kinds import ALERTS, KINDS, STAFF_KINDS, TYPES
from .models import Notification, PushSubscription
from .queries import Wanted, wanted_ids
from .show import ShownNotification, show_notifications

# Of what was held back in a night so many are told one by one; if there are more, as one message with their number.
TOLD_ALONE = 3
MOST_COUNTED = 100

UNREAD = """
SELECT h.notice_id FROM verandah_heldpush h JOIN verandah_pushsubscription s ON s.id = h.subscription_id
LEFT JOIN verandah_accesstoken t ON t.id = s.token_id
LEFT JOIN verandah_marker k ON k.account_id = coalesce(s.account_id, t.account_id) AND k.timeline = 'notifications'
WHERE h.subscription_id = %(subscription)s AND h.notice_id > coalesce(k.last_read_id, 0)
ORDER BY h.notice_id DESC LIMIT %(length)s"""


@dataclass(frozen=True, slots=True)
class ShownSubscription:
    """Where the app that asks is told, and of what."""

    id: int
    endpoint: str
    is_standard: bool
    alerts: dict[str, bool]
    policy: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be pushed: to whom, in whose words, and the seal of the token that an app knows it by; a browser has
    none. `notices`: of what came the newest, at most as many as are told one by one; `count`: of how many."""

    receiver: Receiver
    reader_id: int
    notices: Sequence[ShownNotification]
    count: int
    language: str
    sealed_token: str

    @property
    def is_for_browser(self) -> bool:
        return not self.sealed_token


def is_browser_told(viewer: Account, session_key: str) -> bool:
    """Whether the browser of this session is told in the background."""
    return PushSubscription.objects.filter(account=viewer, session_digest=digest_of(session_key)).exists()


def subscription_of(viewer: Account, token_id: int) -> ShownSubscription:
    """The subscription of this token of `viewer`'s. Raises NotFound."""
    row = PushSubscription.objects.filter(token=token_id, token__account=viewer).first()
    if row is None:
        raise NotFound
    chosen = row.alerts.split()
    alerts = {name: name in chosen for name in ALERTS}
    return ShownSubscription(row.pk, row.endpoint, row.is_standard, alerts, row.policy)


def due(notice_id: int, subscription_id: int) -> Due | None:
    """What is pushed of this notice, if it still can be: its reader may see it, and is still reached there."""
    return due_of([notice_id], subscription_id)


def due_after_night(subscription_id: int) -> Due | None:
    """What was held back of these pushes, and is still news in the morning: it can be seen and has not been."""
    values = {"subscription": subscription_id, "length": MOST_COUNTED}
    return due_of([row[0] for row in rows_of(UNREAD, values)], subscription_id)


def due_of(notice_ids: Sequence[int], subscription_id: int) -> Due | None:
    """The same of several notices, newest first; None when nothing is to be told."""
    rows = PushSubscription.objects.select_related("token__account__user", "account__user")
    row = rows.filter(pk=subscription_id).first()
    viewer = reader_of(row) if row else None
    if row is None or viewer is None or not notice_ids:
        return None
    page = Page(before=max(notice_ids) + 1, after=min(notice_ids) - 1, length=MOST_COUNTED)
    ids = set(notice_ids).intersection(wanted_ids(viewer, page, Wanted(heard_by(row))))
    shown = [
        notice
        for notice in show_notifications(sorted(ids, reverse=True), viewer, 0)
        if is_fresh(notice) and is_from_whom_asked(row, viewer, notice)
    ]
    if not shown:
        return None
    receiver = Receiver(row.endpoint, row.p256dh, row.auth, row.is_standard)
    return Due(receiver, viewer.id, shown[:TOLD_ALONE], len(shown), viewer.user.language, row.sealed_token)


def reader_of(row: PushSubscription) -> Account | None:
    """Whom it is for, as long as they are reached there: the token is good, or the session goes on."""
    viewer = row.token.account if row.token else row.account
    if viewer is None or viewer.suspended_at is not None or not viewer.user.is_active:
        return None
    if row.token:
        return viewer if row.token.revoked_at is None else None
    return viewer if has_session(viewer.user, row.session_digest) else None


def heard_by(row: PushSubscription) -> list[str]:
    """The kinds of notices that are asked for there, and may be heard of."""
    if row.token is None:
        wants = choices_of(Account(pk=row.account_id)).wants
        return [word for word in WORDS if wants[word, "push"]]
    scopes, chosen = frozenset(row.token.scopes.split()), row.alerts.split()
    return [
        kind
        for kind, word in TYPES.items()
        if word in chosen and (kind not in STAFF_KINDS or covers(scopes, STAFF_KINDS[kind]))
    ]


def is_fresh(notice: ShownNotification) -> bool:
    """Whether it is still news."""
    return notice.created_at > timezone.now() - timedelta(seconds=KEPT_FOR)


def is_from_whom_asked(row: PushSubscription, viewer: Account, notice: ShownNotification) -> bool:
    """Whether the app wants to hear of what this person does."""
    if row.policy == "followed":
        return Follow.objects.filter(follower=viewer, followee=notice.actor.id).exists()
    if row.policy == "follower":
        return Follow.objects.filter(follower=notice.actor.id, followee=viewer).exists()
    return row.policy == "all"


def wanted_by(row: PushSubscription, kind: Notification.Kind) -> bool:
    """Whether there is any use in looking at a notice of this kind for this app."""
    return row.policy != "none" and TYPES.get(KINDS[kind], "") in row.alerts.split()
