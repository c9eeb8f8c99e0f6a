"""When it is night for a member: between two times of the clock where they are. Nothing is pushed then."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

from verandah.base.reading import rows

DAY = 24 * 60

NIGHT = """
SELECT p.time_zone, c.quiet_from, c.quiet_until, c.has_no_night, s.night_from, s.night_until
FROM verandah_account a LEFT JOIN verandah_preferences p ON p.account_id = a.id
LEFT JOIN verandah_notificationchoices c ON c.account_id = a.id LEFT JOIN verandah_site s ON s.id = 1
WHERE a.id = %(account)s"""

ZONE = "SELECT time_zone FROM verandah_preferences WHERE account_id = %(account)s"


@dataclass(frozen=True, slots=True)
class Night:
    """From one time of the clock until another, in minutes after midnight; it may pass midnight."""

    begins: int
    ends: int
    zone: str


def night_of(account_id: int) -> Night | None:
    """Their own night, or the site's; None when neither has one, or they want none. One query."""
    found = rows(NIGHT, {"account": account_id})
    if not found:
        return None
    zone, begins, ends, has_none, site_begins, site_ends = found[0]
    if begins is None or ends is None:
        begins, ends = site_begins, site_ends
    return None if has_none or begins is None or ends is None else Night(begins, ends, zone or settings.TIME_ZONE)


def morning(night: Night | None, now: datetime) -> datetime | None:
    """The end of the night that it is now; None while it is day."""
    if night is None:
        return None
    zone = zone_named(night.zone)
    today = now.astimezone(zone).date()
    # A night that began yesterday may not be over.
    for day in (today - timedelta(days=1), today):
        begins = moment(day, night.begins, zone)
        ends = moment(day if night.ends > night.begins else day + timedelta(days=1), night.ends, zone)
        if begins <= now < ends:
            return ends
    return None


def moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A time of the clock on a day there. One that the clock leaves out is as much later; of two the first."""
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """A zone of the IANA database; the site's for a name that is no longer in it."""
    return ZoneInfo(name if is_zone(name) else settings.TIME_ZONE)


def clock_of(account_id: int) -> ZoneInfo:
    """The zone in which times are told to a member. One query."""
    return zone_named(zone_of(account_id))


def is_zone(name: str) -> bool:
    """Whether it is a name of the IANA database."""
    return name in all_zones()


@cache
def all_zones() -> frozenset[str]:
    """All of its names. Looking for them takes milliseconds, for they are files."""
    return frozenset(available_timezones())


def zones() -> dict[str, list[str]]:
    """Those that are named after a place, by their region."""
    found: dict[str, list[str]] = {}
    for name in sorted(all_zones()):
        region, stroke, _place = name.partition("/")
        if stroke and region not in ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"):
            found.setdefault(region, []).append(name)
    return found


def day_began(now: datetime, name: str) -> datetime:
    """When the day began that it is now in a zone; without a name, in the site's."""
    zone = zone_named(name)
    return moment(now.astimezone(zone).date(), 0, zone)


def zone_of(account_id: int) -> str:
    """The zone that a member has chosen; empty when they have not."""
    found = rows(ZONE, {"account": account_id})
    return str(found[0][0]) if found else ""
