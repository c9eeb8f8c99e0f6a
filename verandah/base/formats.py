"""How numbers, moments, sizes and lists are written in each language: from the tables of Unicode, by way of Babel.

Each takes the language of the moment unless it is given one. The digits stay 0 to 9 here: `base.digits` turns them
where a page or a letter is ready, together with those of all other sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from math import floor

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language

# Whose English it is: days before months, and twenty-four hours.
TABLES = {"en": "en-GB"}
# From here on a count is told in few characters.
MANY, MILLION = 10_000, 1_000_000
# Where four digits stand together; Babel does not know.
GROUPED_FROM = {"es": 10_000}
# Of bytes: the largest unit of which there is at least one.
SIZES = ((10**12, "terabyte"), (10**9, "gigabyte"), (10**6, "megabyte"), (10**3, "kilobyte"))
LENGTHS = ((86_400, "day"), (3600, "hour"), (60, "minute"))


@cache
def locale(language: str) -> Locale:
    """The tables of a language; English ones for a language that has none."""
    try:
        return Locale.parse(TABLES.get(language, language), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(TABLES["en"], sep="-")


def here(language: str | None = None) -> Locale:
    """Those of `language`, or of the language of the moment."""
    return locale(language or get_language() or "en")


def number(count: float, language: str | None = None) -> str:
    """`2,340` and `2.340`: a number with its thousands and its fraction."""
    where = here(language)
    is_grouped = abs(count) >= GROUPED_FROM.get(where.language, 0)
    return plain(format_decimal(count, locale=where, group_separator=is_grouped))


def compact(count: int, language: str | None = None) -> str:
    """A count in few characters where the exact one does not matter. Never more than there are."""
    if count < MANY:
        return number(count, language)
    digits, step = (1, MILLION // 10) if count >= MILLION else (0, 1000)
    least = count // step * step
    short = format_compact_decimal(least, format_type="short", fraction_digits=digits, locale=here(language))
    # Some languages have no short word for thousands.
    return number(count, language) if short.isdecimal() else plain(short)


def percent(share: float, language: str | None = None) -> str:
    """`0.22` as so many in a hundred."""
    return plain(format_percent(share, locale=here(language)))


def day(moment: date, language: str | None = None) -> str:
    """A day in full: `22 November 2026` in the order of the language."""
    return format_date(local(moment), "long", locale=here(language))


def short_day(moment: date, language: str | None = None) -> str:
    """The same with a short month."""
    return format_skeleton("yMMMd", local(moment), locale=here(language))


def day_of_year(moment: date, language: str | None = None) -> str:
    """A day without its year."""
    return format_skeleton("MMMMd", local(moment), locale=here(language))


def month(moment: date, language: str | None = None) -> str:
    """A month and its year."""
    return format_skeleton("yMMMM", local(moment), locale=here(language))


def short_month(moment: date, language: str | None = None) -> str:
    """The name of a month as it stands alone, in few letters."""
    return format_date(local(moment), "LLL", locale=here(language))


def weekday(moment: date, language: str | None = None) -> str:
    """The name of a day of the week as it stands alone."""
    return format_date(local(moment), "cccc", locale=here(language))


def clock(moment: datetime | time, language: str | None = None) -> str:
    """The time of day, in twelve hours or twenty-four."""
    at = timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    return plain(format_time(at.time() if isinstance(at, datetime) else at, "short", locale=here(language)))


def moment(at: datetime, language: str | None = None) -> str:
    """A day in full and the time of day."""
    return glued(day(at, language), clock(at, language), language)


def short_moment(at: datetime, language: str | None = None) -> str:
    """The same with a short month."""
    return glued(short_day(at, language), clock(at, language), language)


def span(first: date, last: date, language: str | None = None) -> str:
    """From one day to another, without saying twice what both have."""
    return plain(format_interval(local(first), local(last), "yMMMd", locale=here(language)))


def length(seconds: float, language: str | None = None) -> str:
    """How long something takes, in whole parts of the largest unit that fits."""
    size, unit = next((one for one in LENGTHS if seconds >= one[0]), (1, "second"))
    return plain(format_unit(floor(seconds / size), f"duration-{unit}", "long", locale=here(language)))


def size(bytes_count: int, language: str | None = None) -> str:
    """How large a file is, to one place."""
    whole, unit = next((one for one in SIZES if bytes_count >= one[0]), (1, "byte"))
    # Rounded down, so that nothing is told to be larger than it may be.
    amount = floor(bytes_count / whole * 10) / 10
    return plain(format_unit(amount, f"digital-{unit}", "short", locale=here(language)))


def listed(names: Iterable[str], language: str | None = None) -> str:
    """Names one after another, with the word of the language before the last."""
    return format_list(list(names), locale=here(language))


def local(at: date) -> date:
    """The day of a moment where its reader is."""
    return timezone.localtime(at).date() if isinstance(at, datetime) and timezone.is_aware(at) else at


def glued(day_part: str, clock_part: str, language: str | None) -> str:
    """A day and a time of it."""
    pattern = str(here(language).datetime_formats["medium"])
    return pattern.replace("'", "").format(clock_part, day_part)


def plain(written: str) -> str:
    """With the one blank that does not break a line and that every font has."""
    return written.replace("\u202f", "\u00a0").replace("\u2009", "\u00a0")
