"""Telling people by letter: at once what is said to them, the rest in a digest, and nothing twice."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.tasks import task
from django.utils import timezone

from verandah.base import mail
from verandah.base.ids import id_at
from verandah.base.jobs import later
from verandah.base.mail import NotSent, NotWanted, Sender
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import last_read
from verandah.domain.instance.queries import the_site
from verandah.domain.notifications.choices import wanting
from verandah.domain.notifications.kinds import KINDS
from verandah.domain.notifications.letters import (
    AT_ONCE,
    DIGEST,
    OF_THEIR_OWN,
    Span,
    is_more,
    kinds_at_once,
    lines,
    spans_of,
)
from verandah.domain.notifications.models import Letter, Notification, NotificationChoices
from verandah.domain.notifications.nights import morning, night_of
from verandah.domain.notifications.readers import NEWS_FOR, Reader, due_digests, reader_of

from . import phrasing

# A letter waits so long after the first thing that it tells, and then tells all that has come since.
FOLDED_FOR = timedelta(minutes=5)
# A notice may have been numbered and not be stored yet: what is younger is left to the next letter.
SETTLED_AFTER = timedelta(seconds=10)
# What has waited longer, for the end of a night or for a mail server, is left to the digest.
AT_ONCE_FOR = timedelta(days=1)
# Whoever is told more often in a day reads none of it. The rest is in the digest.
MOST_A_DAY = 20
# Letters are remembered longer than any of them can be sent again.
REMEMBERED_FOR = timedelta(days=30)
BATCH = 500
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose letter it is, under which key. `note`: what else is stored with it; `forget`: how to take that back."""

    account: Account
    key: str
    note: Callable[[], bool]
    forget: Callable[[], object]


def about(kind: Notification.Kind, notices: Mapping[int, int]) -> None:
    """Have a letter written to the recipients of these notices who want one at once. Twice: one letter."""
    if KINDS[kind] in OF_THEIR_OWN:
        return
    at = timezone.now() + FOLDED_FOR
    for number in sorted(wanting(set(notices.values()), kind, "email")):
        later(write_at_once, number, key=letter_job(number), run_at=at)


@task(queue_name="mail", priority=-10)
def write_at_once(account_id: int) -> None:
    """Tell someone by letter what has just happened, unless they have read it meanwhile. Twice: one letter.

    Raises NotSent when the mail server has not taken it, so that it is tried again.
    """
    reader, now = reader_of(account_id), timezone.now()
    if reader is None:
        return
    if wakes_at := morning(night_of(account_id), now):
        later(write_at_once, account_id, key=letter_job(account_id), run_at=wakes_at)
        return
    told = spans_of(reader.account, now, AT_ONCE_FOR)
    if len(told) >= MOST_A_DAY:
        LOG.info("Account %s has had %s letters in a day; the rest waits for the digest.", account_id, MOST_A_DAY)
        return
    span = next_span(reader, told, now)
    found = lines(reader.account, span)
    if found:
        site, key = sender(), span.key()
        claim = Claim(reader.account, key, lambda: still_last(reader.account, told, now), lambda: None)
        send_once(claim, reader, lambda: phrasing.at_once(reader, found, site, key), site)
    if is_more(reader.account, span):
        later(write_at_once, account_id, key=letter_job(account_id), run_at=now + FOLDED_FOR)


def next_span(reader: Reader, told: Sequence[Span], now: datetime) -> Span:
    """What the next letter tells: what its reader has neither seen nor been told."""
    after = max(
        last_read(reader.account, "notifications"),
        reader.digested_until_id,
        id_at(now - AT_ONCE_FOR),
        *(span.until for span in told),
    )
    return Span(after, max(after, id_at(now - SETTLED_AFTER)), kinds_at_once(reader.account))


def still_last(account: Account, told: Sequence[Span], now: datetime) -> bool:
    """Whether nobody has written a letter since. To be asked in the transaction that notes the next one."""
    return set(spans_of(account, now, AT_ONCE_FOR)) <= set(told)


def send_due_digests() -> int:
    """Queue a digest for everyone for whom it is morning and one is due; how many. Twice: one digest each."""
    now, count, last = timezone.now(), 0, 0
    while batch := due_digests(now, last, BATCH):
        with transaction.atomic():
            for number in batch:
                later(write_digest, number, key=f"digest:{number}")
        count, last = count + len(batch), batch[-1]
    return count


@task(queue_name="mail", priority=-20)
def write_digest(account_id: int) -> None:
    """Tell someone by letter what they have not seen, if there is anything. Twice: one letter, as of any day.

    Raises NotSent when the mail server has not taken it, so that it is tried again.
    """
    reader, now = reader_of(account_id), timezone.now()
    if reader is None or not reader.is_due(now):
        return
    news = NEWS_FOR[reader.digest]
    after = max(last_read(reader.account, "notifications"), reader.digested_until_id, id_at(now - news))
    span = Span(after, max(after, id_at(now - SETTLED_AFTER)), frozenset(KINDS.values()) - OF_THEIR_OWN)
    found = lines(reader.account, span, spans_of(reader.account, now, news))
    if not found:
        # What is there they cannot see or have been told: nobody has to look at it again.
        note_digest(reader, span.until, reader.digested_at)
        return
    site, key = sender(), f"{DIGEST}:{now.astimezone(reader.zone).date()}"
    claim = Claim(
        reader.account,
        key,
        lambda: note_digest(reader, span.until, now),
        lambda: note_digest(reader, reader.digested_until_id, reader.digested_at),
    )
    send_once(claim, reader, lambda: phrasing.digest(reader, found, site, key), site)


def note_digest(reader: Reader, until: int, at: datetime | None) -> bool:
    """Up to here a digest has told, or need not."""
    NotificationChoices.objects.update_or_create(
        account=reader.account, defaults={"digested_until_id": until, "digested_at": at}
    )
    return True


def send_once(claim: Claim, reader: Reader, write: Callable[[], mail.Written], site: Sender) -> None:
    """Send a letter at most once: whoever dies between noting it and sending it has not sent it, and nobody will.

    Raises NotSent, with all that was noted taken back, when it surely has not been sent.
    """
    written = write()
    if not noted(claim):
        return
    try:
        mail.dispatch(written, reader.email, site)
    except NotSent:
        with transaction.atomic():
            Letter.objects.filter(account=claim.account, key=claim.key).delete()
            claim.forget()
        raise
    except NotWanted as refusal:
        LOG.info("Account %s was not told by letter: %s", claim.account.pk, refusal)
        return
    Letter.objects.filter(account=claim.account, key=claim.key).update(sent_at=timezone.now())


def noted(claim: Claim) -> bool:
    """Whether the letter is ours to send, which is stored before it is sent."""
    try:
        with transaction.atomic():
            # Of two jobs that have looked at the same moment one waits here, and then finds what the other has noted.
            Account.objects.select_for_update(no_key=True).values_list("pk").get(pk=claim.account.pk)
            if not claim.note():
                return False
            Letter.objects.create(account=claim.account, key=claim.key, created_at=timezone.now())
    except IntegrityError:
        return False
    return True


def forget_letters() -> int:
    """Forget which letters were sent so long ago that none can be sent again; how many."""
    gone, _rows = Letter.objects.filter(created_at__lt=timezone.now() - REMEMBERED_FOR).delete()
    return gone


def letter_job(account_id: int) -> str:
    """The key by which of letters to one person only one waits."""
    return f"{AT_ONCE}:{account_id}"


def sender() -> Sender:
    """The site, as it signs."""
    site = the_site()
    return Sender.of(site)
