"""When someone has their birthday, and for whom they say so."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from .models import Account, Preferences

LEAP_DAY = "02-29"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day without its year; two times 0 when it is not told. `audience`: a number of `Audience`."""

    month: int
    day: int
    audience: int


def my_birthday(viewer: Account) -> Birthday:
    """That of `viewer`, as only they see it. One query."""
    row = Preferences.objects.filter(account=viewer).first() or Preferences()
    month, _stroke, day = row.birthday.partition("-")
    return Birthday(int(month or 0), int(day or 0), row.birthday_audience)


def celebrated(birthday: str, year: int) -> date:
    """When the day "MM-DD" comes in a year: that of the 29 February on the 28th, where there is none."""
    return date(year, 2, 28) if birthday == LEAP_DAY and not isleap(year) else date.fromisoformat(f"{year}-{birthday}")


def next_time(birthday: str, today: date) -> date:
    """The next time that it is celebrated, which may be today."""
    this_year = celebrated(birthday, today.year)
    return this_year if this_year >= today else celebrated(birthday, today.year + 1)


def days_of(today: date) -> list[str]:
    """The birthdays that are celebrated on this day."""
    return [day for day in sorted({f"{today:%m-%d}", LEAP_DAY}) if celebrated(day, today.year) == today]
