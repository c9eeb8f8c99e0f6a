"""Writing to those an announcement is for: letters to all of them, and one reminder to those who have not read it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from verandah.base import mail
from verandah.base.jobs import later
from verandah.base.mail import Sender, Written
from verandah.base.prose import prose_html
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Announcement, AnnouncementText
from verandah.domain.instance.show import best, is_rtl
from verandah.domain.notifications.announced import readers_of
from verandah.domain.notifications.choices import wanting
from verandah.domain.notifications.models import Notification
from verandah.domain.notifications.readers import Reader, reader_of
from verandah.domain.notifications.unsubscribing import link_of

from . import mailing, notifying, phrasing

KIND = Notification.Kind.ANNOUNCEMENT
SORT = "announcement"
# So many people in one job: who is broken off begins with these again, and nobody has two letters.
BATCH = 200


@task(queue_name="mail", priority=-15)
def write_letters(announcement_id: int, after: int = 0) -> None:
    """Have a letter written to everyone an announcement is for, batch by batch. Twice: one letter each."""
    row = running(announcement_id)
    if row is None:
        return
    if row.starts_at > timezone.now():
        later(write_letters, announcement_id, after, run_at=row.starts_at)
        return
    Announcement.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=timezone.now())
    batch = [one.id for one in readers_of(None, row.pk, "all", after, BATCH)]
    with transaction.atomic():
        for number in who_wants(row, batch):
            later(write_letter, row.pk, number, False, key=f"announcement:{row.pk}:{number}")
        if len(batch) == BATCH:
            later(write_letters, row.pk, batch[-1])


@task(queue_name="mail", priority=-15)
def remind_some(announcement_id: int, after: int = 0) -> None:
    """Remind those who have not read an announcement, batch by batch: each once, also when it runs twice."""
    row = running(announcement_id)
    if row is None or row.reminded_at is None:
        return
    batch = [one.id for one in readers_of(None, row.pk, "unread", after, BATCH)]
    told = Notification.objects.filter(recipient__in=batch, kind=KIND, created_at__gte=row.reminded_at)
    left = sorted(set(batch) - set(told.values_list("recipient", flat=True)))
    for account in Account.objects.filter(pk__in=left).order_by("pk"):
        # It is as if from themselves, as all that the site tells someone. A newer one takes the place of the last.
        notifying.about_relation(KIND, account, account)
    with transaction.atomic():
        for number in who_wants(row, batch):
            later(write_letter, row.pk, number, True, key=f"announcement-again:{row.pk}:{number}")
        if len(batch) == BATCH:
            later(remind_some, row.pk, batch[-1])


@task(queue_name="mail", priority=-15)
def write_letter(announcement_id: int, account_id: int, is_reminder: bool) -> None:
    """One letter about an announcement to one person. Twice: one letter.

    Raises NotSent when the mail server has not taken it, so that it is tried again.
    """
    row, reader = running(announcement_id), reader_of(account_id)
    unread = is_reminder and row is not None and account_id not in unread_among(row, account_id)
    if row is None or reader is None or unread:
        return
    site, key = mailing.sender(), key_of(row, is_reminder)
    claim = mailing.Claim(reader.account, key, lambda: True, lambda: None)
    mailing.send_once(claim, reader, lambda: written(row, reader, site, key, is_reminder), site)


def running(announcement_id: int) -> Announcement | None:
    """The announcement, if it is out and is told still."""
    row = Announcement.objects.filter(pk=announcement_id, is_draft=False, withdrawn_at=None).first()
    return None if row is None or (row.ends_at is not None and row.ends_at <= timezone.now()) else row


def who_wants(row: Announcement, ids: list[int]) -> list[int]:
    """Who of these is written to: what is urgent goes to everyone, the rest to those who take such letters."""
    return ids if row.kind == Announcement.Kind.URGENT else sorted(wanting(ids, KIND, "email"))


def unread_among(row: Announcement, account_id: int) -> set[int]:
    """The account itself, if it has not read it."""
    return {one.id for one in readers_of(None, row.pk, "unread", account_id - 1, 1)} & {account_id}


def key_of(row: Announcement, is_reminder: bool) -> str:
    """What makes it one letter. After everyone was asked again, there may be one more reminder."""
    if not is_reminder or row.reminded_at is None:
        return f"announcement:{row.pk}"
    return f"announcement-again:{row.pk}:{row.reminded_at:%Y%m%d%H%M%S}"


def written(row: Announcement, reader: Reader, site: Sender, key: str, is_reminder: bool) -> Written:
    """The letter in both its forms, the announcement in the language of its reader where there is such a text."""
    language = mail.known(reader.language)
    text = best(list(AnnouncementText.objects.filter(announcement=row).order_by("pk")), language)
    is_urgent = row.kind == Announcement.Kind.URGENT
    stop = "" if is_urgent else settings.URL + reverse("letters_stop", args=[link_of(reader.account.id, SORT)])
    with override(language):
        context = {
            "title": text.title,
            "body": text.body,
            "html": prose_html(text.body),
            "language": text.language,
            "words_direction": "rtl" if is_rtl(text.language) else "ltr",
            "preview": phrasing.shortened(text.body or text.title, 140),
            "asks_to_read": row.asks_to_read,
            "is_reminder": is_reminder,
            "url": f"{settings.URL}{reverse('announcements')}#announcement-{row.pk}",
            "stop_url": stop,
            "name": phrasing.turned(f"@{reader.account.username}"),
            "site": phrasing.turned(site.name),
        }
        form = _("Please read: %(title)s") if is_reminder else "%(title)s"
        subject = f"{phrasing.turned(site.name)}: {form % {'title': phrasing.turned(text.title)}}"
        plain = render_to_string("emails/notices/announcement.txt", {"subject": subject, **context}).strip() + "\n"
        html = mail.in_frame("emails/notices/announcement.html", subject, context, site)
    return Written(subject, plain, html, headers(reader, key, stop))


def headers(reader: Reader, key: str, stop: str) -> dict[str, str]:
    """What the letter says to mail programs; what is urgent cannot be stopped, and does not say that it could."""
    told = {
        "Message-ID": mail.message_id(f"{reader.account.id}:{key}"),
        "List-Id": f"<announcements.{mail.host()}>",
    }
    if stop:
        told |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return told
