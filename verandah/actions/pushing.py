"""Telling apps in the background: subscriptions, and a job for each message."""

import json
import logging
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.tasks import task
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from verandah.base import outgoing, webpush
from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import later
from verandah.base.outgoing import Refused, Unreachable
from verandah.base.reading import id_rows, id_text, rows
from verandah.base.seals import opened, sealed
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.kinds import ALERTS, POLICIES, TYPES
from verandah.domain.notifications.models import Notification, PushSubscription
from verandah.domain.notifications.push import Due, due, wanted_by
from verandah.domain.notifications.show import ShownNotification
from verandah.domain.notifications.words import said

LONGEST_ENDPOINT = 2000
LONGEST_BODY = 140
# Answers of a push service after which the same message may get through; all others of theirs mean: never again.
PASSING = frozenset({408, 429})
SEAL = "push-token"
LOG = logging.getLogger(__name__)

# Nearly nobody is asked for more than this.
SUBSCRIBED = """
SELECT s.id FROM {ids} CROSS JOIN verandah_accesstoken t JOIN verandah_pushsubscription s ON s.token_id = t.id
WHERE t.account_id = j.value AND t.revoked_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where an app wants to be told, of what, and with which keys."""

    endpoint: str
    p256dh: str
    auth: str
    is_standard: bool
    alerts: frozenset[str]
    policy: str


def subscribe(account: Account, token_id: int, token: str, wish: Wish) -> None:
    """Tell the app that holds this token. Again: instead of what it had wanted before. Raises Invalid."""
    if len(wish.endpoint) > LONGEST_ENDPOINT or not outgoing.may_be_sent_to(wish.endpoint):
        raise Invalid("endpoint", _("The endpoint must be a whole address that begins with https://."))
    if not webpush.is_public_key(wish.p256dh):
        raise Invalid("p256dh", _("This is no public key of the curve P-256."))
    if not webpush.is_auth(wish.auth):
        raise Invalid("auth", _("The shared secret must have 16 bytes."))
    PushSubscription.objects.filter(token=token_id, token__account=account).delete()
    PushSubscription.objects.update_or_create(
        token_id=token_id,
        defaults={
            "sealed_token": sealed(token, SEAL),
            "endpoint": wish.endpoint,
            "p256dh": webpush.text_of(webpush.bytes_of(wish.p256dh)),
            "auth": webpush.text_of(webpush.bytes_of(wish.auth)),
            "is_standard": wish.is_standard,
            "alerts": joined(wish.alerts),
            "policy": checked_policy(wish.policy),
            "created_at": timezone.now(),
        },
    )


def change(account: Account, token_id: int, alerts: frozenset[str], policy: str = "") -> None:
    """Tell the app of this instead. Without a policy: by the same people as before. Raises NotFound, Invalid."""
    values = {"alerts": joined(alerts)} | ({"policy": checked_policy(policy)} if policy else {})
    if not PushSubscription.objects.filter(token=token_id, token__account=account).update(**values):
        raise NotFound


def unsubscribe(account: Account, token_id: int) -> None:
    """Tell the app no more. Twice: the same."""
    PushSubscription.objects.filter(token=token_id, token__account=account).delete()


def checked_policy(policy: str) -> str:
    """By whom a deed must be."""
    if policy not in POLICIES:
        raise Invalid("policy", _("The policy must be “all”, “followed”, “follower” or “none”."))
    return policy


def joined(alerts: frozenset[str]) -> str:
    """Alerts as they are stored; names that nobody knows are left out."""
    return " ".join(name for name in ALERTS if name in alerts)


def about(kind: Notification.Kind, notices: dict[int, int]) -> None:
    """Have these notices of one kind (each with its recipient) pushed to the apps that want it. Twice: pushed twice."""
    found = rows(subscribed_sql(), {"ids": id_text(set(notices.values()))}) if notices else []
    if not found:
        return
    subscriptions = PushSubscription.objects.filter(pk__in=[row[0] for row in found]).select_related("token")
    owned: dict[int, list[PushSubscription]] = {}
    for row in subscriptions:
        if wanted_by(row, kind):
            owned.setdefault(row.token.account_id or 0, []).append(row)
    for number, recipient in notices.items():
        for row in owned.get(recipient, ()):
            later(push, number, row.pk)


@cache
def subscribed_sql() -> str:
    """The query for the database in use."""
    return SUBSCRIBED.replace("{ids}", id_rows())


@task(queue_name="push", priority=-10)
def push(notice_id: int, subscription_id: int) -> None:
    """Send one message, if it may still be sent. Raises Unreachable when there is a point in trying again."""
    found = due(notice_id, subscription_id)
    if found is None:
        return
    message = webpush.message(found.receiver, content(found))
    try:
        status = outgoing.post(found.receiver.endpoint, message.body, message.headers)
    except Refused as refusal:
        LOG.info("Nothing was pushed for subscription %s: %s", subscription_id, refusal)
        return
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in PASSING:
        # Asked for with its endpoint: the app may have given another one in the meantime.
        PushSubscription.objects.filter(pk=subscription_id, endpoint=found.receiver.endpoint).delete()
        return
    raise Unreachable(f"The push service answered {status}.")


def content(found: Due) -> bytes:
    """What the app reads, in the words of its owner."""
    notice = found.notice
    with override(found.language or settings.LANGUAGE_CODE):
        told = {
            "access_token": opened(found.sealed_token, SEAL),
            "preferred_locale": get_language(),
            "notification_id": notice.id,
            "notification_type": TYPES[notice.kind],
            "icon": urljoin(settings.URL, notice.actor.avatar_path or static("icons/avatar.png")),
            "title": title(notice),
            "body": body(notice),
        }
    return json.dumps(told, ensure_ascii=False).encode()


def title(notice: ShownNotification) -> str:
    """Who did what."""
    of_mine = notice.post is not None and notice.post.is_mine
    sentence = said(notice.kind, notice.reaction, 0, of_mine)
    return sentence % {"name": notice.actor.display_name or notice.actor.username}


def body(notice: ShownNotification) -> str:
    """The beginning of the post, or its warning; of a person, what they say of themselves."""
    text = (notice.post.warning or notice.post.text) if notice.post else notice.actor.bio
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_BODY else f"{text[: LONGEST_BODY - 1]}…"
