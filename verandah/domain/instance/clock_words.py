"""Times of the clock as minutes after midnight, and back."""

import re

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def minutes_of(words: str) -> int | None:
    """Of "22:30"; None for what is no time of the clock."""
    found = CLOCK.fullmatch(words.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def words_of_minutes(minutes: int) -> str:
    """As browsers write it in a field for times."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
