"""Setting what the owner sets. Each change is in the record with what it was, and can be set back.

The values stand in the record as they are: everything in the list of settings is what the site itself says or does,
none of it is somebody's address. Those are set by `answering`, which notes only that they have changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.tongues import SPOKEN
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.settings_kinds import Value
from verandah.domain.instance.settings_list import BY_NAME
from verandah.domain.instance.settings_values import columns_for, value_in
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.media.models import Media
from verandah.domain.media.signing import path
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import AuditEntry, Restriction, Subject

from . import administering, announcing, launching, safekeeping
from .auditing import note, role_of
from .wishing import checked

DEED = "set_switch"
MOST = {name: BY_NAME[name].most for name in ("held_first_posts", "newcomer_posts_hourly", "newcomer_files_daily")}
# What each of these pictures is called where it stands.
PICTURES = {"allows_avatars": "avatar", "allows_headers": "header"}
BATCH = 500


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
    """Set one setting; whether that changed anything. Twice: the same. Raises Forbidden, NotFound, Invalid."""
    if name not in BY_NAME:
        raise NotFound
    setting = BY_NAME[name]
    wished = checked(setting, value)
    if name == "backup_place":
        wished = safekeeping.checked_place(str(wished))
    administering.ensure_site()
    with transaction.atomic():
        if not may(Role(role_of(by)), Permission.SET_SWITCHES):
            raise Forbidden
        site = Site.objects.select_for_update().get(pk=1)
        was = value_in(setting, site)
        if was == wished:
            return False
        columns = columns_for(setting, wished)
        if name == "joining" and wished in launching.WAYS_IN:
            columns |= opened(site)
        Site.objects.filter(pk=1).update(**columns)
        if name in PICTURES:
            (show_pictures if wished else hide_pictures)(PICTURES[name])
        note(by, DEED, name=name, was=was, value=wished)
        announcing.switched()
        transaction.on_commit(SWITCHBOARD.read)
        transaction.on_commit(SPOKEN.read)
    return True


def opened(site: Site) -> dict[str, datetime]:
    """What else is stored when the doors open. Raises Invalid naming what is still missing before they may at first."""
    if site.launched_at is not None:
        return {}
    if lacking := launching.open_conditions():
        words = " ".join(one.sentence for one in lacking)
        raise Invalid("joining", _("The site cannot be opened yet. %(lacking)s") % {"lacking": words})
    return {"launched_at": timezone.now()}


def undo(by: Account, entry_id: int) -> None:
    """Set a setting back to what it was before this change. Raises NotFound; Conflict when it was set again since."""
    entry = next((one for one in changes() if one.id == entry_id), None)
    if entry is None:
        raise NotFound
    if not entry.is_newest:
        raise Conflict(_("This switch has been set again since. Look at how it stands now."))
    switch(by, entry.name, entry.was)


def changes(most: int = 100) -> list[Switched]:
    """What was switched last, newest first. One query."""
    return told_of(AuditEntry.objects.filter(deed=DEED).order_by("-id")[:most])


def newest_changes() -> dict[str, Switched]:
    """The last change of each setting that was ever changed. One query."""
    newest = AuditEntry.objects.filter(deed=DEED).values("facts__name").annotate(newest=Max("id"))
    entries = AuditEntry.objects.filter(pk__in=newest.values("newest"))
    return {one.name: one for one in told_of(entries)}


def told_of(entries: Iterable[AuditEntry]) -> list[Switched]:
    """Entries of the record, the newest first, as changes."""
    seen: set[str] = set()
    told = []
    for entry in entries:
        name, was, value = entry.facts["name"], entry.facts["was"], entry.facts["value"]
        told.append(Switched(entry.pk, name, was, value, entry.actor_id, entry.created_at, name not in seen))
        seen.add(name)
    return told


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
