"""Telling apps and browsers in the background: subscriptions, and a job for each message. At night nothing is sent."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language, get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from verandah.base import outgoing, tongues, webpush
from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import later
from verandah.base.outgoing import Refused, Unreachable
from verandah.base.reading import id_rows, id_text, rows
from verandah.base.seals import opened, sealed
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.queries import digest_of
from verandah.domain.notifications.choices import wanting
from verandah.domain.notifications.kinds import ALERTS, POLICIES, TYPES
from verandah.domain.notifications.models import HeldPush, Notification, PushSubscription
from verandah.domain.notifications.nights import morning, night_of
from verandah.domain.notifications.push import Due, due, due_after_night, wanted_by
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
WHERE t.account_id = j.value AND t.revoked_at IS NULL
UNION ALL SELECT s.id FROM {ids} CROSS JOIN verandah_pushsubscription s WHERE s.account_id = j.value"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where an app or a browser wants to be told, of what, and with which keys. A browser is told what its owner has
    chosen in the settings."""

    endpoint: str
    p256dh: str
    auth: str
    is_standard: bool = True
    alerts: frozenset[str] = frozenset()
    policy: str = "all"


def subscribe(account: Account, token_id: int, token: str, wish: Wish) -> None:
    """Tell the app that holds this token. Again: instead of what it had wanted before. Raises Invalid."""
    values = {"sealed_token": sealed(token, SEAL), **facts_of(wish)}
    PushSubscription.objects.filter(token=token_id, token__account=account).delete()
    PushSubscription.objects.update_or_create(token_id=token_id, defaults=values)


def subscribe_browser(account: Account, session_key: str, wish: Wish) -> None:
    """Tell the browser in which this session goes on, as long as it does. Again: there, instead of where it was told
    before. Raises Invalid."""
    values, digest = facts_of(wish), digest_of(session_key)
    with transaction.atomic():
        # Whoever signs in next in the same browser is told there, and nobody else.
        PushSubscription.objects.filter(endpoint=wish.endpoint, token=None).exclude(
            account=account, session_digest=digest
        ).delete()
        PushSubscription.objects.update_or_create(account=account, session_digest=digest, defaults=values)


def unsubscribe_browser(account: Account, session_key: str) -> None:
    """Tell this browser no more. Twice: the same."""
    PushSubscription.objects.filter(account=account, session_digest=digest_of(session_key)).delete()


def forget_browsers(account_id: int, session_key: str = "", but: str = "") -> None:
    """Tell nothing more in the browser of one session that has ended; without one, in any, `but` in that. Twice: the
    same."""
    rows = PushSubscription.objects.filter(account=account_id)
    if session_key:
        rows = rows.filter(session_digest=digest_of(session_key))
    elif but:
        rows = rows.exclude(session_digest=digest_of(but))
    rows.delete()


def facts_of(wish: Wish) -> dict[str, str | bool | datetime]:
    """A wish as it is stored. Raises Invalid."""
    if len(wish.endpoint) > LONGEST_ENDPOINT or not outgoing.may_be_sent_to(wish.endpoint):
        raise Invalid("endpoint", _("The endpoint must be a whole address that begins with https://."))
    if not webpush.is_public_key(wish.p256dh):
        raise Invalid("p256dh", _("This is no public key of the curve P-256."))
    if not webpush.is_auth(wish.auth):
        raise Invalid("auth", _("The shared secret must have 16 bytes."))
    return {
        "endpoint": wish.endpoint,
        "p256dh": webpush.text_of(webpush.bytes_of(wish.p256dh)),
        "auth": webpush.text_of(webpush.bytes_of(wish.auth)),
        "is_standard": wish.is_standard,
        "alerts": joined(wish.alerts),
        "policy": checked_policy(wish.policy),
        "created_at": timezone.now(),
    }


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
    """Have these notices of one kind (each with its recipient) pushed to the apps and browsers that want it.

    Twice: pushed twice.
    """
    found = rows(subscribed_sql(), {"ids": id_text(set(notices.values()))}) if notices else []
    if not found:
        return
    subscriptions = PushSubscription.objects.filter(pk__in=[row[0] for row in found]).select_related("token")
    browsers = wanting({row.account_id for row in subscriptions if row.account_id}, kind, "push")
    owned: dict[int, list[PushSubscription]] = {}
    for row in subscriptions:
        if row.account_id in browsers or (row.token and wanted_by(row, kind)):
            owned.setdefault(owner_of(row), []).append(row)
    for number, recipient in notices.items():
        for row in owned.get(recipient, ()):
            later(push, number, row.pk)


def owner_of(row: PushSubscription) -> int:
    """Whose app or browser it is."""
    return (row.token.account_id if row.token else row.account_id) or 0


@cache
def subscribed_sql() -> str:
    """The query for the database in use."""
    return SUBSCRIBED.replace("{ids}", id_rows())


@task(queue_name="push", priority=-10)
def push(notice_id: int, subscription_id: int) -> None:
    """Send one message, if it may still be sent; what comes at night is kept until the morning.

    Raises Unreachable when there is a point in trying again.
    """
    found = due(notice_id, subscription_id)
    if found is None:
        return
    if ends := morning(night_of(found.reader_id), timezone.now()):
        HeldPush.objects.bulk_create(
            [HeldPush(subscription_id=subscription_id, notice_id=notice_id)], ignore_conflicts=True
        )
        later(wake, subscription_id, key=f"wake:{subscription_id}", run_at=ends)
        return
    send(found, subscription_id, told(found, found.notices[0]))


@task(queue_name="push", priority=-10)
def wake(subscription_id: int) -> None:
    """The night is over: what came during it is sent, once, unless it has been read; of much, how much it is.

    Raises Unreachable when there is a point in trying again: then it is all still there.
    """
    # What comes while this is sent is not looked at, and has a job of its own.
    held = HeldPush.objects.filter(subscription=subscription_id)
    ids = list(held.values_list("notice_id", flat=True))
    found = due_after_night(subscription_id)
    if found and (ends := morning(night_of(found.reader_id), timezone.now())):
        # They have made their night longer meanwhile.
        later(wake, subscription_id, key=f"wake:{subscription_id}", run_at=ends)
        return
    if found and found.count > len(found.notices):
        send(found, subscription_id, folded(found))
    elif found:
        for notice in reversed(found.notices):
            send(found, subscription_id, told(found, notice))
            held.filter(notice=notice.id).delete()
    held.filter(notice__in=ids).delete()


def send(found: Due, subscription_id: int, content: bytes) -> None:
    """One message to the push service, which may say that it knows the receiver no more. Raises Unreachable."""
    message = webpush.message(found.receiver, content)
    try:
        status = outgoing.post(found.receiver.endpoint, message.body, message.headers)
    except Refused as refusal:
        LOG.info("Nothing was pushed for subscription %s: %s", subscription_id, refusal)
        return
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in PASSING:
        # Asked for with its endpoint: another one may have been given in the meantime.
        PushSubscription.objects.filter(pk=subscription_id, endpoint=found.receiver.endpoint).delete()
        return
    raise Unreachable(f"The push service answered {status}.")


def told(found: Due, notice: ShownNotification) -> bytes:
    """One notice, in the words of its reader."""
    with override(tongues.known(found.language)):
        return content(found, notice, title(notice), body(notice), reverse("notification", args=[notice.id]))


def folded(found: Due) -> bytes:
    """How many there are, in the words of their reader."""
    with override(tongues.known(found.language)):
        sentence = ngettext("%(count)d new notification", "%(count)d new notifications", found.count)
        names = [notice.actor.display_name or notice.actor.username for notice in found.notices]
        words = _("Among others from %(names)s") % {"names": get_text_list(list(dict.fromkeys(names)), _("and"))}
        return content(found, found.notices[0], sentence % {"count": found.count}, words, reverse("notifications"))


def content(found: Due, notice: ShownNotification, title: str, body: str, path: str) -> bytes:
    """What an app reads, as Mastodon's know it; or our own worker in a browser."""
    icon = urljoin(settings.URL, notice.actor.avatar_path or static("icons/avatar.png"))
    words = {"title": title, "body": body, "icon": icon}
    if found.is_for_browser:
        more = {"url": path, "tag": notice.group_key or str(notice.id), "language": get_language()}
        return json.dumps(words | more | {"dir": "rtl" if get_language_bidi() else "ltr"}, ensure_ascii=False).encode()
    asked = {
        "access_token": opened(found.sealed_token, SEAL),
        "preferred_locale": get_language(),
        "notification_id": notice.id,
        "notification_type": TYPES[notice.kind],
    }
    return json.dumps(asked | words, ensure_ascii=False).encode()


def title(notice: ShownNotification) -> str:
    """Who did what."""
    of_mine = notice.post is not None and notice.post.is_mine
    sentence = said(notice.kind, notice.reaction, 0, of_mine)
    return sentence % {"name": notice.actor.display_name or notice.actor.username}


def body(notice: ShownNotification) -> str:
    """The beginning of the post, or its warning; of a person, what they say of themselves; of the staff, nothing."""
    if notice.kind in ("moderation", "case", "announcement"):
        return ""
    text = (notice.post.warning or notice.post.text) if notice.post else notice.actor.bio
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_BODY else f"{text[: LONGEST_BODY - 1]}…"
