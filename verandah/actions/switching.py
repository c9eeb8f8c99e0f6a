"""Setting the switches of policy. Each is in the record with what it was, and can be set back."""

from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import NAMES, NUMBERS, SWITCHBOARD
from verandah.domain.media.models import Media
from verandah.domain.media.signing import path
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import AuditEntry, Restriction, Subject

from . import administering, announcing
from .auditing import note, role_of

DEED = "set_switch"
MOST = {"held_first_posts": 50, "newcomer_posts_hourly": 1000, "newcomer_files_daily": 1000}
# What each of these pictures is called where it stands.
PICTURES = {"allows_avatars": "avatar", "allows_headers": "header"}
BATCH = 500

type Value = bool | int


@dataclass(frozen=True, slots=True)
class Switched:
    """One change: who made it and when, from what to what. `is_newest`: no later one of the same switch."""

    id: int
    name: str
    was: Value
    value: Value
    by_id: int | None
    at: datetime
    is_newest: bool


def switch(by: Account, name: str, value: Value) -> bool:
    """Set one switch; whether that changed anything. Twice: the same. Raises Forbidden, NotFound, Invalid."""
    if name not in NAMES:
        raise NotFound
    wished = checked(name, value)
    administering.ensure_site()
    with transaction.atomic():
        if not may(Role(role_of(by)), Permission.SET_SWITCHES):
            raise Forbidden
        site = Site.objects.select_for_update().get(pk=1)
        was = getattr(site, name)
        if was == wished:
            return False
        Site.objects.filter(pk=1).update(**{name: wished})
        if name in PICTURES:
            (show_pictures if wished else hide_pictures)(PICTURES[name])
        note(by, DEED, name=name, was=was, value=wished)
        announcing.switched()
        transaction.on_commit(SWITCHBOARD.read)
    return True


def undo(by: Account, entry_id: int) -> None:
    """Set a switch back to what it was before this change. Raises NotFound; Conflict when it was set again since."""
    entry = next((one for one in changes() if one.id == entry_id), None)
    if entry is None:
        raise NotFound
    if not entry.is_newest:
        raise Conflict(_("This switch has been set again since. Look at how it stands now."))
    switch(by, entry.name, entry.was)


def changes(most: int = 100) -> list[Switched]:
    """What was switched last, newest first. One query."""
    seen: set[str] = set()
    told = []
    for entry in AuditEntry.objects.filter(deed=DEED).order_by("-id")[:most]:
        name, was, value = entry.facts["name"], entry.facts["was"], entry.facts["value"]
        told.append(Switched(entry.pk, name, was, value, entry.actor_id, entry.created_at, name not in seen))
        seen.add(name)
    return told


def checked(name: str, value: Value) -> Value:
    """What is stored. Raises Invalid for a number that is none."""
    if name not in NUMBERS:
        return bool(value)
    number = int(value)
    if not 0 <= number <= MOST[name]:
        raise Invalid(name, _("Choose a number from 0 to %(most)d.") % {"most": MOST[name]})
    return number


def hide_pictures(which: str) -> None:
    """No such picture is told of any more; each stays where it is. In one statement, so that nobody sees a few."""
    shown = Account.objects.exclude(**{f"{which}_path": ""})
    shown.update(**{f"{which}_path": "", "rev": F("rev") + 1})


def show_pictures(which: str) -> None:
    """Those that were hidden are told of again, but for what staff has taken from someone."""
    hidden = Account.objects.filter(**{f"{which}_path": ""}).exclude(**{which: None})
    taken = taken_pictures(which)
    pairs = [
        (number, media)
        for number, media in hidden.values_list("pk", which)
        if (number, media) not in taken and (number, None) not in taken
    ]
    for some in batched(pairs, BATCH, strict=False):
        files = Media.objects.filter(is_withheld=False).in_bulk([media for _account, media in some])
        rows = [
            Account(pk=number, **{f"{which}_path": path(files[media], "full", files[media].extension, None)})
            for number, media in some
            if media in files
        ]
        Account.objects.bulk_update(rows, [f"{which}_path"])
        Account.objects.filter(pk__in=[row.pk for row in rows]).update(rev=F("rev") + 1)


def taken_pictures(which: str) -> set[tuple[int, int | None]]:
    """Whose picture a decision has taken, and which; None is any."""
    rows = Restriction.objects.filter(kind=Effect.STRIP, ended_at=None, subject__part=which)
    told = rows.filter(subject__kind=Subject.Kind.ACCOUNT).values_list("subject__ref", "params")
    return {(number, params.get("media")) for number, params in told}
