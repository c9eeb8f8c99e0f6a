"""Who may be written to, in which language and at which time of theirs, and for whom a digest is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings

from verandah.base.ids import id_at
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account, Preferences, User

from .choices import Digest
from .models import NotificationChoices
from .nights import zone_named

# A digest comes in the morning of its reader. The hours are as many as a site may be down without anyone missing it.
MORNING = range(7, 11)
# How long after the last one the next may come: less than a day and a week, so that it comes at the same hour.
EVERY = {Digest.DAILY: timedelta(hours=12), Digest.WEEKLY: timedelta(days=6, hours=12)}
# What is older is no news: someone who has been away for a year is not told of all of it.
NEWS_FOR = {Digest.DAILY: timedelta(days=2), Digest.WEEKLY: timedelta(days=8)}

DUE = f"""
SELECT a.id FROM verandah_account a JOIN verandah_user u ON u.account_id = a.id
LEFT JOIN verandah_notificationchoices c ON c.account_id = a.id
LEFT JOIN verandah_preferences p ON p.account_id = a.id
WHERE a.id > %(after)s AND a.joined_at IS NOT NULL AND a.suspended_at IS NULL AND u.is_active = true
  AND COALESCE(p.time_zone, '') IN ({{zones}})
  AND ((COALESCE(c.digest, {Digest.WEEKLY:d}) = {Digest.WEEKLY:d} AND COALESCE(c.digested_at, a.joined_at) <= %(week)s)
    OR (c.digest = {Digest.DAILY:d} AND COALESCE(c.digested_at, a.joined_at) <= %(day)s))
  AND EXISTS (SELECT 1 FROM account_emailaddress e
    WHERE e.user_id = u.id AND e.email = u.email AND e.verified = true)
  AND EXISTS (SELECT 1 FROM verandah_notification n
    WHERE n.recipient_id = a.id AND n.is_held = false AND n.id > COALESCE(c.digested_until_id, 0) AND n.id > %(oldest)s
      AND n.id > COALESCE((SELECT k.last_read_id FROM verandah_marker k
        WHERE k.account_id = a.id AND k.timeline = 'notifications'), 0))
ORDER BY a.id LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who may be written to now: they have joined, are not suspended, and the address is theirs."""

    account: Account
    email: str
    language: str
    zone: ZoneInfo
    digest: Digest
    digested_until_id: int
    digested_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether so much time has passed since the last digest as they wish."""
        before = self.digested_at or self.account.joined_at
        return self.digest in EVERY and before is not None and before <= now - EVERY[self.digest]


def reader_of(account_id: int) -> Reader | None:
    """Whoever has this account, if they may be written to. At most four queries."""
    user = User.objects.filter(account=account_id, is_active=True, account__suspended_at=None).first()
    return addressee(user) if user else None


def closed_reader_of(account_id: int) -> Reader | None:
    """The same also while their account is closed to them: for letters that say so. At most four queries."""
    user = User.objects.filter(account=account_id).first()
    return addressee(user) if user else None


def addressee(user: User) -> Reader | None:
    """Who it is, if they have joined and the address is theirs. At most three queries."""
    account_id = user.account_id
    if user.account.joined_at is None or not is_confirmed(user):
        return None
    choices = NotificationChoices.objects.filter(account=account_id).first() or NotificationChoices()
    zone = Preferences.objects.filter(account=account_id).values_list("time_zone", flat=True).first() or ""
    return Reader(
        user.account,
        user.email,
        user.language,
        zone_named(zone),
        Digest(choices.digest),
        choices.digested_until_id,
        choices.digested_at,
    )


def letters_to(viewer: Account) -> str:
    """Where letters to `viewer` go; empty while the address is not shown to be theirs. Two queries."""
    user = User.objects.get(account=viewer)
    return user.email if is_confirmed(user) else ""


def is_confirmed(viewer: User) -> bool:
    """Whether they have shown that their address is theirs."""
    return bool(viewer.email) and EmailAddress.objects.filter(user=viewer, email=viewer.email, verified=True).exists()


def due_digests(now: datetime, after: int, most: int) -> list[int]:
    """The accounts for whom a digest is due and who have something unread, in the order of their ids. One query."""
    zones = zones_with_morning(now)
    values: dict[str, int | str] = {
        "after": after,
        "length": most,
        "week": text_of(now - EVERY[Digest.WEEKLY]),
        "day": text_of(now - EVERY[Digest.DAILY]),
        "oldest": id_at(now - NEWS_FOR[Digest.WEEKLY]),
    }
    return [row[0] for row in rows(DUE.format(zones=names_of(zones)), {**values, **zones})] if zones else []


def zones_with_morning(now: datetime) -> dict[str, str]:
    """The zones where it is morning, each under the name of its parameter; among them "" if it is at the site."""
    found = [name for name, zone in zones().items() if now.astimezone(zone).hour in MORNING]
    if now.astimezone(ZoneInfo(settings.TIME_ZONE)).hour in MORNING:
        found.append("")
    return {f"zone{place}": name for place, name in enumerate(found)}


@cache
def zones() -> Mapping[str, ZoneInfo]:
    """All zones there are."""
    return {name: ZoneInfo(name) for name in sorted(available_timezones())}


def names_of(parameters: Mapping[str, str]) -> str:
    """Parameters as SQL names them."""
    return ", ".join(f"%({name})s" for name in parameters)


def text_of(moment: datetime) -> str:
    """A moment as both databases compare it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
