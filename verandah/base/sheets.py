"""Tables for spreadsheets (CSV, RFC 4180, UTF-8): nothing that people wrote is taken for a formula."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

# What a spreadsheet takes for the beginning of a formula. A single quote before it makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Without it, Excel takes UTF-8 for something else.
MARK = "\ufeff"


def table(rows: Iterable[Iterable[object]], *, with_mark: bool = False) -> str:
    """All rows at once."""
    return "".join(lines(rows, with_mark=with_mark))


def lines(rows: Iterable[Iterable[object]], *, with_mark: bool = False) -> Iterator[str]:
    """Each row as a line, so that a long table never lies in memory."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.write(MARK if with_mark else "")
    for row in rows:
        writer.writerow([safe(value) for value in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def safe(value: object) -> str:
    """A value as text that no program runs. A number stays one."""
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
