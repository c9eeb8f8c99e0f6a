"""Where apps want to be told in the background, and what they are told there."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.webpush import KEPT_FOR, Receiver
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.rules import covers
from verandah.domain.graph.models import Follow

from .kinds import ALERTS, KINDS, STAFF_KINDS, TYPES
from .models import Notification, PushSubscription
from .queries import Wanted, wanted_ids
from .show import ShownNotification, show_notifications


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
    """A notice that is to be pushed: to whom, in whose words, and the seal of the token that the app knows it by."""

    receiver: Receiver
    notice: ShownNotification
    language: str
    sealed_token: str


def subscription_of(viewer: Account, token_id: int) -> ShownSubscription:
    """The subscription of this token of `viewer`'s. Raises NotFound."""
    row = PushSubscription.objects.filter(token=token_id, token__account=viewer).first()
    if row is None:
        raise NotFound
    chosen = row.alerts.split()
    alerts = {name: name in chosen for name in ALERTS}
    return ShownSubscription(row.pk, row.endpoint, row.is_standard, alerts, row.policy)


def due(notice_id: int, subscription_id: int) -> Due | None:
    """What is pushed of this notice, if it still can be: its reader may see it, and the app may speak for them."""
    rows = PushSubscription.objects.select_related("token__account__user")
    good = rows.filter(token__revoked_at=None, token__account__user__is_active=True, token__account__suspended_at=None)
    row = good.filter(pk=subscription_id).first()
    viewer = row.token.account if row else None
    if row is None or viewer is None:
        return None
    page = Page(before=notice_id + 1, after=notice_id - 1, length=1)
    shown = show_notifications(wanted_ids(viewer, page, Wanted(heard_by(row))), viewer, 0)
    if not shown or not is_fresh(shown[0]) or not is_from_whom_asked(row, viewer, shown[0]):
        return None
    receiver = Receiver(row.endpoint, row.p256dh, row.auth, row.is_standard)
    return Due(receiver, shown[0], viewer.user.language, row.sealed_token)


def heard_by(row: PushSubscription) -> list[str]:
    """The kinds of notices that the app has asked for and may hear of."""
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
    """Whether there is any use in looking at a notice of this kind."""
    return row.policy != "none" and TYPES.get(KINDS[kind], "") in row.alerts.split()
