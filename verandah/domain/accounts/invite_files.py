"""A file of people to invite: read as spreadsheets write it, line by line, with what is wrong and why. Pure."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid

MOST_LINES = 5000
MOST_BYTES = 1_000_000
LONGEST_NAME = 60
LONGEST_EMAIL = 254
LONGEST_MESSAGE = 500
# What a column may be called, in small letters, in the languages that the site speaks.
NAMES: Mapping[str, str] = {
    **dict.fromkeys(("email", "e-mail", "mail", "e-mail address", "email address", "courriel", "correo"), "email"),
    **dict.fromkeys(("correo electrónico", "e-mail-adresse", "البريد الإلكتروني", "البريد"), "email"),
    **dict.fromkeys(("name", "full name", "nom", "nombre", "الاسم"), "name"),
    **dict.fromkeys(("language", "lang", "sprache", "langue", "idioma", "اللغة"), "language"),
    **dict.fromkeys(("message", "nachricht", "mensaje", "الرسالة"), "message"),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite, as a line of the file says."""

    line: int
    name: str
    email: str
    language: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line by which nobody is invited, what stands there, and why not."""

    line: int
    text: str
    why: str


def read(data: bytes, languages: Collection[str]) -> tuple[list[Guest], list[Problem]]:
    """Whom a file names, and the lines that are no good. Raises Invalid for a file that cannot be read at all."""
    lines = list(lines_of(decoded(data)))
    if not lines:
        raise Invalid("file", _("This file is empty."))
    columns = columns_of(lines[0][1])
    if len(lines) - 1 > MOST_LINES:
        raise Invalid("file", _("Use at most %(most)d lines. Split the file.") % {"most": MOST_LINES})
    guests: list[Guest] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, cells in lines[1:]:
        found = guest(number, cells, columns)
        if why := wrong(found, languages, seen):
            problems.append(Problem(number, found.email or found.name or ", ".join(cells)[:80], why))
        else:
            seen[found.email] = number
            guests.append(found)
    return guests, problems


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, with a mark at its beginning or without, or UTF-16 as spreadsheets save it."""
    if len(data) > MOST_BYTES:
        raise Invalid("file", _("This file is larger than %(most)d kB. Split it.") % {"most": MOST_BYTES // 1000})
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("file", _("This file can’t be read. Save it as CSV in UTF-8 and send it again.")) from error
    if "\0" in text:
        raise Invalid("file", _("This is no CSV file. Save the table as CSV and send that."))
    return text


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, each with its number in the file."""
    head = text.lstrip().partition("\n")[0]
    separator = max("\t;,", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        raise Invalid("file", _("Line %(line)d can’t be read.") % {"line": reader.line_num}) from error


def columns_of(head: Sequence[str]) -> dict[str, int]:
    """At which place each column stands. Raises Invalid when there are no addresses."""
    columns = {NAMES[cell.lower()]: place for place, cell in enumerate(head) if cell.lower() in NAMES}
    if "email" not in columns:
        raise Invalid("file", _("The first line must name the columns, and one of them must be “email”."))
    return columns


def guest(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> Guest:
    """One line as a person."""
    said = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    return Guest(
        number, said.get("name", ""), said["email"].lower(), said.get("language", "").lower(), said.get("message", "")
    )


def wrong(found: Guest, languages: Collection[str], seen: Mapping[str, int]) -> str:
    """Why nobody can be invited by this line; empty when somebody can."""
    if not is_address(found.email):
        return _("This is no e-mail address.")
    if found.email in seen:
        return _("The same address as in line %(line)d.") % {"line": seen[found.email]}
    if len(found.name) > LONGEST_NAME or not all(part.isprintable() for part in (found.name, found.email)):
        return _("This name is too long, or has signs in it that can’t be stored.")
    if found.language and found.language not in languages:
        return _("The site does not write in this language: %(language)s.") % {"language": found.language[:20]}
    if len(found.message) > LONGEST_MESSAGE:
        return _("This message is longer than %(most)d characters.") % {"most": LONGEST_MESSAGE}
    return ""


def is_address(email: str) -> bool:
    """Whether a letter can be sent there at all."""
    try:
        email.encode()
        EmailValidator()(email)
    except (ValidationError, UnicodeEncodeError):
        return False
    return len(email) <= LONGEST_EMAIL
