"""Pausing the site: only reading, maintenance, closed for good; and opening it again. Nothing is deleted by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.modes import MODES, Mode, ModeNow, current, stored_mode
from verandah.domain.moderation.models import AuditEntry

from . import administering, announcing
from .auditing import note, role_of

DEED = "set_mode"
LONGEST_REASON = 500
# Whoever plans for longer means something else.
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: who made it (None: the shell, or the end that was set) and when, from what to what."""

    id: int
    was: Mode
    mode: Mode
    by_id: int | None
    at: datetime


def change_mode(by: Account | None, mode: Mode, reason: str = "", until: datetime | None = None) -> bool:
    """From now on the site is in `mode`, until that moment if one is given; whether that changed anything.

    `by` None: whoever has the shell. Twice: the same. Raises Forbidden, Invalid.
    """
    wished = checked(mode, reason, until)
    administering.ensure_site()
    with transaction.atomic():
        if by is not None and not may(Role(role_of(by)), Permission.RUN_SITE):
            raise Forbidden
        site = Site.objects.select_for_update().get(pk=1)
        before = stored_mode()
        if (before.mode, before.reason, before.until) == (wished.mode, wished.reason, wished.until):
            return False
        since = before.since if before.mode == mode else timezone.now()
        store(site, wished, None if mode is Mode.OPEN else since)
        ends = wished.until.isoformat(timespec="minutes") if wished.until else None
        note(by, DEED, was=before.mode.name.lower(), value=mode.name.lower(), until=ends)
    return True


def open_again(by: Account | None) -> bool:
    """All is as usual from now on; whether it was not. Twice: the same. Raises Forbidden."""
    return change_mode(by, Mode.OPEN)


def end_due() -> int:
    """Write down that what had an end is over; every process has acted on that already. Twice: nothing more."""
    now = stored_mode()
    if current(now).mode is now.mode:
        return 0
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=1)
        held = stored_mode()
        if current(held).mode is held.mode:
            return 0
        store(site, ModeNow(), None)
        note(None, DEED, was=held.mode.name.lower(), value=Mode.OPEN.name.lower(), until=None)
    return 1


def changes(most: int = 12) -> list[Changed]:
    """What was changed last, newest first. One query."""
    rows = AuditEntry.objects.filter(deed=DEED).order_by("-id")[:most]
    return [
        Changed(row.pk, Mode[row.facts["was"].upper()], Mode[row.facts["value"].upper()], row.actor_id, row.created_at)
        for row in rows
    ]


def store(site: Site, wished: ModeNow, since: datetime | None) -> None:
    """In the transaction of the deed."""
    Site.objects.filter(pk=site.pk).update(
        mode=wished.mode, mode_reason=wished.reason, mode_until=wished.until, mode_since=since
    )
    announcing.mode_changed()
    transaction.on_commit(MODES.read)


def checked(mode: Mode, reason: str, until: datetime | None) -> ModeNow:
    """What is stored. Raises Invalid for an end that is none."""
    if mode is Mode.OPEN:
        return ModeNow()
    words = " ".join(markup.clean(reason, LONGEST_REASON).split())
    if mode is Mode.CLOSED:
        if until is not None:
            raise Invalid("until", _("A site that has ended has no end of that. Leave the time empty."))
        if not words:
            raise Invalid("reason", _("Say why the site ends. It is the last thing that people read here."))
        return ModeNow(mode, words)
    now = timezone.now()
    if until is not None and not now < until <= now + LONGEST:
        raise Invalid("until", _("Choose a time that is still to come, within 90 days."))
    return ModeNow(mode, words, until)
