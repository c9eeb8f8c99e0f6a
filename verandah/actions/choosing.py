"""Saying what one wants to be told of, where, and when not; when one has one's birthday, and whether one looks back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.notifications.choices import CHANNELS, DIGESTS, FIXED, WORDS, begins
from verandah.domain.notifications.models import NotificationChoices
from verandah.domain.notifications.nights import DAY, is_zone
from verandah.domain.posts.audience import Audience

# Who can be told when someone has their birthday.
BIRTHDAY_AUDIENCES = (Audience.FRIENDS, Audience.MEMBERS, Audience.ONLY_ME)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A night: one's own from one minute of the day until another, the site's (two times None), or none at all."""

    begins: int | None = None
    ends: int | None = None
    is_never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What someone changes. `wants`: by kind and channel. None: that stays as it is."""

    wants: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    digest: str | None = None
    quiet: Quiet | None = None
    time_zone: str | None = None


def choose(account: Account, wish: Wish) -> None:
    """From now on `account` wants it so. Twice: the same. Raises Invalid."""
    check(wish)
    with transaction.atomic():
        row, _made = NotificationChoices.objects.select_for_update(no_key=True).get_or_create(account=account)
        row.changed = changed(row.changed, wish.wants)
        if wish.digest is not None:
            row.digest = next(kind for kind, word in DIGESTS.items() if word == wish.digest)
        if wish.quiet is not None:
            row.quiet_from, row.quiet_until = wish.quiet.begins, wish.quiet.ends
            row.has_no_night = wish.quiet.is_never
        # What the letters note on the same row is not ours to write.
        row.save(update_fields=["changed", "digest", "quiet_from", "quiet_until", "has_no_night"])
        if wish.time_zone is not None:
            Preferences.objects.update_or_create(account=account, defaults={"time_zone": wish.time_zone})


def check(wish: Wish) -> None:
    """Raises Invalid."""
    for word, channel in wish.wants:
        if word not in WORDS or channel not in CHANNELS:
            raise Invalid("choices", _("There is no such kind of notification, or no such way to be told of it."))
    if wish.digest is not None and wish.digest not in DIGESTS.values():
        raise Invalid("digest", _("Choose never, daily or weekly."))
    if wish.time_zone and not is_zone(wish.time_zone):
        raise Invalid("time_zone", _("Choose one of the time zones in the list."))
    if wish.quiet is not None:
        check_quiet(wish.quiet)


def check_quiet(quiet: Quiet) -> None:
    """Raises Invalid."""
    if (quiet.begins is None) != (quiet.ends is None):
        raise Invalid("quiet_until", _("A night needs a beginning and an end."))
    if quiet.begins is None or quiet.ends is None:
        return
    if not (0 <= quiet.begins < DAY and 0 <= quiet.ends < DAY):
        raise Invalid("quiet_from", _("Write times as in 22:00."))
    if quiet.begins == quiet.ends:
        raise Invalid("quiet_until", _("Let the night end at another time than it begins."))


def changed(before: Mapping[str, bool], wants: Mapping[tuple[str, str], bool]) -> dict[str, bool]:
    """What differs from how it begins, so that what begins otherwise one day is so for whoever has not minded."""
    after = dict(before)
    for (word, channel), is_wanted in wants.items():
        after.pop(f"{word}:{channel}", None)
        if is_wanted != begins(word, channel) and (word, channel) not in FIXED:
            after[f"{word}:{channel}"] = is_wanted
    return after


def set_birthday(account: Account, month: int, day: int, audience: Audience) -> None:
    """Keep when `account` has their birthday and who is told; two times 0: never. Twice: the same. Raises Invalid."""
    if audience not in BIRTHDAY_AUDIENCES:
        raise Invalid("birthday_audience", _("Choose one of these."))
    kept = ""
    if month or day:
        try:
            # A year that has a 29 February.
            kept = f"{date(2000, month, day):%m-%d}"
        except ValueError as error:
            raise Invalid("birthday_day", _("There is no such day.")) from error
    Preferences.objects.update_or_create(account=account, defaults={"birthday": kept, "birthday_audience": audience})


def look_back(account: Account, wish: bool) -> None:
    """Whether the front page tells `account` what they wrote on this day of earlier years. Twice: the same."""
    Preferences.objects.update_or_create(account=account, defaults={"looks_back": wish})
