"""Telling the site's people something: drafts, publishing, changing, taking back; and what they say to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.announcements import is_told
from verandah.domain.instance.emoji import is_emoji
from verandah.domain.instance.models import Announcement, AnnouncementReaction, AnnouncementText, Dismissal

from . import announcing, heralding, permitting
from .auditing import note, role_of

Audience = Announcement.Audience
Kind = Announcement.Kind

LONGEST_TITLE = 160
LONGEST_BODY = 5000
# So many different emoji can stand below one announcement.
MOST_REACTIONS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """An announcement in one language, the body in the little Markdown of `base.prose`."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be told: to whom, in which languages, from when (None: at once) until when (None: until taken back).

    `asks_to_read`: each reader is asked to say that they have read it. `is_mailed`: it goes out by letter as well.
    """

    texts: Mapping[str, Words]
    kind: int = Kind.INFO
    audience: int = Audience.MEMBERS
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    asks_to_read: bool = False
    is_mailed: bool = False


NOTHING = Wish(texts={})


@dataclass(frozen=True, slots=True)
class Checked:
    """The same, as it is stored."""

    texts: dict[str, Words]
    columns: dict[str, object] = field(default_factory=dict)


def draft(by: Account, wish: Wish) -> Announcement:
    """Keep it for later; the staff alone sees it. Twice: two drafts. Raises Forbidden, Invalid."""
    found, now = checked(wish), timezone.now()
    with transaction.atomic():
        refuse_others(by)
        row = Announcement.objects.create(
            **found.columns, is_draft=True, starts_at=wish.starts_at or now, created_at=now, created_by=by
        )
        write(row, found.texts)
        note(by, "draft_announcement", announcement=row.pk)
    return row


def change(by: Account, announcement_id: int, wish: Wish, ask_again: bool = False) -> Announcement:
    """It says this now, until then. What its readers have said stays, unless they are to be asked again.

    What is out keeps its readers, its letters, and, once it has begun, its beginning. Twice: the same. Raises
    Forbidden, NotFound; Invalid for words or times that mean nothing; Conflict for what was taken back.
    """
    found, now = checked(wish), timezone.now()
    with transaction.atomic():
        refuse_others(by)
        row = locked(announcement_id)
        if row.withdrawn_at is not None:
            raise Conflict(_("This announcement was taken back. Write a new one."))
        columns = dict(found.columns)
        if row.is_draft or row.starts_at > now:
            columns["starts_at"] = wish.starts_at or now
        if not row.is_draft:
            del columns["audience"], columns["is_mailed"]
        Announcement.objects.filter(pk=row.pk).update(**columns, changed_at=now)
        write(row, found.texts)
        if ask_again:
            Dismissal.objects.filter(announcement=row.pk).delete()
            Announcement.objects.filter(pk=row.pk).update(reminded_at=None)
        note(by, "change_announcement", announcement=row.pk, asks_again=ask_again)
        row.refresh_from_db()
        if not row.is_draft:
            set_out(row)
    return row


def publish(by: Account, announcement_id: int) -> Announcement:
    """A draft goes out, now or when it begins; by letter too if that was wished. Twice: the same.

    Raises Forbidden, NotFound, Invalid when it would end before it begins.
    """
    with transaction.atomic():
        refuse_others(by)
        row = locked(announcement_id)
        if row.is_draft:
            row.starts_at = max(row.starts_at, timezone.now())
            refuse_backwards(row.starts_at, row.ends_at)
            row.is_draft = False
            row.save(update_fields=["is_draft", "starts_at"])
            note(by, "publish_announcement", announcement=row.pk, audience=row.audience, by_letter=row.is_mailed)
            set_out(row)
            if row.is_mailed:
                later(heralding.write_letters, row.pk, run_at=when(row))
    return row


def mail(by: Account, announcement_id: int) -> None:
    """Send by letter too what is out already. Twice: one letter each. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        refuse_others(by)
        row = locked(announcement_id)
        if row.is_draft or not is_running(row):
            raise Conflict(_("Only what is out, and has not ended, can be sent by letter."))
        if not row.is_mailed:
            Announcement.objects.filter(pk=row.pk).update(is_mailed=True)
            note(by, "mail_announcement", announcement=row.pk)
            later(heralding.write_letters, row.pk, run_at=when(row))


def remind(by: Account, announcement_id: int) -> None:
    """Remind those who have not said that they have read it: by a notice and a letter, once. Twice: the same.

    Raises Forbidden, NotFound; Conflict unless it runs and asks to be read.
    """
    with transaction.atomic():
        refuse_others(by)
        row = locked(announcement_id)
        if row.is_draft or not is_running(row) or row.starts_at > timezone.now() or not row.asks_to_read:
            raise Conflict(_("Reminders are for announcements that are shown now and ask to be read."))
        if row.reminded_at is None:
            Announcement.objects.filter(pk=row.pk).update(reminded_at=timezone.now())
            note(by, "remind_announcement", announcement=row.pk)
            later(heralding.remind_some, row.pk)


def withdraw(by: Account, announcement_id: int) -> None:
    """Nobody is told it any more. Twice: the same. Raises Forbidden, NotFound, Conflict for a draft."""
    with transaction.atomic():
        refuse_others(by)
        row = locked(announcement_id)
        if row.is_draft:
            raise Conflict(_("This is a draft, which nobody has seen. Delete it."))
        if row.withdrawn_at is None:
            Announcement.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
            note(by, "withdraw_announcement", announcement=row.pk)
            announcing.announcement_is_gone(row.pk)


def drop(by: Account, announcement_id: int) -> None:
    """Delete a draft. Twice: the same. Raises Forbidden; Conflict for what has been out."""
    with transaction.atomic():
        refuse_others(by)
        row = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
        if row is None:
            return
        if not row.is_draft:
            raise Conflict(_("What has been out is not deleted, but taken back."))
        row.delete()
        note(by, "drop_announcement", announcement=announcement_id)


def announce(
    kind: int,
    texts: Mapping[str, Words],
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Account | None = None,
    audience: int = Audience.MEMBERS,
    asks_to_read: bool = False,
) -> Announcement:
    """What the site tells by itself, without a draft: from `starts_at` (now) until `ends_at`. Twice: two.

    Raises Invalid for words or times that mean nothing.
    """
    begins, now = starts_at or timezone.now(), timezone.now()
    found = checked(Wish(texts, kind, audience, begins, ends_at, asks_to_read))
    with transaction.atomic():
        row = Announcement.objects.create(**found.columns, starts_at=begins, created_at=min(begins, now), created_by=by)
        write(row, found.texts)
        set_out(row)
    return row


def set_out(row: Announcement) -> None:
    """Have it brought when it begins, and taken away when it ends."""
    later(bring, row.pk, run_at=when(row))
    if row.ends_at is not None:
        later(take_away, row.pk, run_at=row.ends_at)


def when(row: Announcement) -> datetime | None:
    """When what follows from its beginning is to be done; None is now."""
    return row.starts_at if row.starts_at > timezone.now() else None


@task(queue_name="distribute")
def bring(announcement_id: int) -> None:
    """Bring an announcement to whoever listens, if it has begun. Twice: it is brought twice."""
    if Announcement.objects.filter(pk=announcement_id, is_draft=False, starts_at__lte=timezone.now()).exists():
        announcing.announcement_is_out(announcement_id)


@task(queue_name="distribute")
def take_away(announcement_id: int) -> None:
    """Tell whoever listens that an announcement has ended, if it has. Twice: the same."""
    if Announcement.objects.filter(pk=announcement_id, is_draft=False, ends_at__lte=timezone.now()).exists():
        announcing.announcement_is_gone(announcement_id)


def dismiss(account: Account, announcement_id: int) -> None:
    """`account` has read it and puts it away. Twice: the same. Raises NotFound when there is none for them."""
    if not is_told(account.pk, announcement_id):
        raise NotFound
    Dismissal.objects.get_or_create(
        announcement_id=announcement_id, account=account, defaults={"created_at": timezone.now()}
    )


def bring_back(account: Account, announcement_id: int) -> None:
    """`account` wants to see it again, and has not read it after all. Twice: the same. Raises NotFound as above."""
    if not is_told(account.pk, announcement_id):
        raise NotFound
    Dismissal.objects.filter(announcement=announcement_id, account=account).delete()


def react(account: Account, announcement_id: int, emoji: str) -> None:
    """`account` thinks this of it, beside what else they think. Twice: the same. Raises NotFound, Invalid."""
    if not is_emoji(emoji):
        raise Invalid("name", _("React with one emoji."))
    permitting.refuse_read_only(account)
    with transaction.atomic():
        # One at a time, so that no more different ones come together than may stand there.
        if not is_told(account.pk, announcement_id) or locked(announcement_id).pk != announcement_id:
            raise NotFound
        there = AnnouncementReaction.objects.filter(announcement=announcement_id)
        names = set(there.values_list("name", flat=True))
        if emoji not in names and len(names) >= MOST_REACTIONS:
            raise Invalid("name", _("There are eight different reactions already. Choose one of them."))
        _reaction, is_new = AnnouncementReaction.objects.get_or_create(
            announcement_id=announcement_id, account=account, name=emoji, defaults={"created_at": timezone.now()}
        )
        if is_new:
            announcing.announcement_reacted(announcement_id, emoji)


def take_reaction_back(account: Account, announcement_id: int, emoji: str) -> None:
    """`account` no longer thinks so. Twice: the same. Raises NotFound when there is no such announcement for them."""
    if not is_told(account.pk, announcement_id):
        raise NotFound
    given = AnnouncementReaction.objects.filter(announcement=announcement_id, account=account, name=emoji)
    with transaction.atomic():
        gone, _rows = given.delete()
        if gone:
            announcing.announcement_reacted(announcement_id, emoji)


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may announce something."""
    if not may(Role(role_of(by)), Permission.ANNOUNCE):
        raise Forbidden


def locked(announcement_id: int) -> Announcement:
    """The row, held for this transaction. Raises NotFound."""
    row = Announcement.objects.select_for_update().filter(pk=announcement_id).first()
    if row is None:
        raise NotFound
    return row


def is_running(row: Announcement) -> bool:
    """Whether it was neither taken back nor has ended."""
    return row.withdrawn_at is None and (row.ends_at is None or row.ends_at > timezone.now())


def checked(wish: Wish) -> Checked:
    """What is stored. Raises Invalid."""
    if wish.kind not in Kind.values or wish.audience not in Audience.values:
        raise Invalid("kind", _("Choose one of the kinds, and whom it is for."))
    refuse_backwards(wish.starts_at or timezone.now(), wish.ends_at)
    columns: dict[str, object] = {
        "kind": wish.kind,
        "audience": wish.audience,
        "ends_at": wish.ends_at,
        "asks_to_read": wish.asks_to_read,
        "is_mailed": wish.is_mailed,
    }
    return Checked(worded(wish.texts), columns)


def worded(texts: Mapping[str, Words]) -> dict[str, Words]:
    """The words in each language. Raises Invalid when there are none, or one language lacks its title."""
    known = dict(settings.LANGUAGES)
    told = {
        language: Words(
            " ".join(markup.clean(words.title, LONGEST_TITLE).split()), markup.clean(words.body, LONGEST_BODY)
        )
        for language, words in texts.items()
        if language in known
    }
    kept = {language: words for language, words in told.items() if words.title or words.body}
    if not kept:
        raise Invalid("texts", _("Write the announcement in at least one language."))
    if not all(words.title for words in kept.values()):
        raise Invalid("texts", _("An announcement needs a headline in each language in which it has words."))
    return kept


def refuse_backwards(starts_at: datetime, ends_at: datetime | None) -> None:
    """Raises Invalid for what would end before it begins."""
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid("ends_at", _("It ends before it begins. Choose a later end, or none."))


def write(row: Announcement, texts: Mapping[str, Words]) -> None:
    """Its words, in these languages and no other."""
    AnnouncementText.objects.filter(announcement=row).delete()
    AnnouncementText.objects.bulk_create(
        [
            AnnouncementText(announcement=row, language=language, title=words.title, body=words.body)
            for language, words in texts.items()
        ]
    )
