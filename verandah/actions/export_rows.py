"""The rows of an archive in plain words: as JSON for programs, and as pages that can be read without a connection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Field, Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import visible_accounts
from verandah.domain.media.models import Media, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.queries import visible_authors

from .export_parts import PARTS, Part

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BATCH = 200
# So many rows stand on one page.
ON_A_PAGE = 200

type Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
type Row = dict[str, Value]

# What a page calls a column; what has no name here stands in the JSON alone.
NAMES: dict[str, _StrPromise] = {
    "created_at": _("When"),
    "username": _("User name"),
    "display_name": _("Name"),
    "bio": _("About you"),
    "fields": _("Details"),
    "email": _("E-mail"),
    "language": _("Language"),
    "text": _("Text"),
    "body": _("Text"),
    "comment": _("Text"),
    "message": _("Message"),
    "warning": _("Content warning"),
    "content": _("Text"),
    "draft": _("Text"),
    "words": _("Words"),
    "keyword": _("Words"),
    "title": _("Title"),
    "tag__name": _("Tag"),
    "kind": _("Kind"),
    "audience": _("For whom"),
    "place": _("Place"),
    "description": _("Description"),
    "value": _("Answer"),
    "answers": _("Answers"),
    "answer": _("Answer"),
    "texts": _("Text"),
    "post": _("Post"),
    "root": _("Post"),
    "share_of": _("Post"),
    "poll__post": _("Post"),
    "people_list__title": _("List"),
    "album__title": _("Album"),
    "app__name": _("App"),
    "user_agent": _("Browser"),
    "ip": _("Address"),
    "last_seen_at": _("Last used"),
    "last_used_at": _("Last used"),
    "expires_at": _("Until"),
    "until": _("Until"),
    "due_at": _("When"),
    "searched_at": _("When"),
    "accepted_at": _("When"),
    "outcome": _("What came of it"),
    "domain": _("Server"),
    "code": _("Code"),
    "option__title": _("Answer"),
    "document__slug": _("Page"),
    **dict.fromkeys(
        (
            "author",
            "account",
            "followee",
            "follower",
            "friend",
            "asker",
            "asked",
            "blocked",
            "muted",
            "about",
            "recommended",
            "other",
            "actor",
            "target",
            "wall",
            "invited_by",
        ),
        _("Person"),
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as a page shows it: named values, and the files that belong to it: where they lie, and whether shown."""

    lines: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str], ...]


def rows_of(part: Part, me: Account) -> Iterator[list[Row]]:
    """All that is in a part, in batches; each row is asked for once, however many there are."""
    last: object = None
    while True:
        found = part.model._default_manager.filter(part.of(me)).order_by("pk")
        batch = list((found if last is None else found.filter(pk__gt=last))[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        yield told(part, me, batch)


def told(part: Part, me: Account, batch: Sequence[Model]) -> list[Row]:
    """Rows of a batch: of posts and people only what the person may see now. Three queries for any number."""
    columns = part.columns.split()
    plain = [column.rstrip("@#") for column in columns]
    pks = [row.pk for row in batch]
    if part.is_seen:
        seen = visible_authors(me, pks)
        pks = [number for number in pks if number in seen]
    names = [name if not column.endswith("#") else f"{name}_id" for name, column in zip(plain, columns, strict=True)]
    values = {row["pk"]: row for row in part.model._default_manager.filter(pk__in=pks).values("pk", *set(names))}
    rows = [[values[number][name] for name in names] for number in pks if number in values]
    people = spoken(me, columns, rows)
    posts = addresses(me, columns, rows)
    return [
        {name: word(part, column, cell, people, posts) for name, column, cell in zip(plain, columns, row, strict=True)}
        | ({"id": str(number)} if part.name in IDS else {})
        for number, row in zip((one for one in pks if one in values), rows, strict=True)
    ]


# Files are named by them, and posts by their addresses.
IDS = frozenset({"posts", "files", "albums", "comments_received", "polls"})


def spoken(me: Account, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[object, str]:
    """Whom the person may be told of, by id."""
    ids = cells(columns, rows, "@")
    return {account.pk: account.username for account in visible_accounts(me, ids)}


def addresses(me: Account, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[object, str]:
    """The posts that the person may see, by id."""
    seen = visible_authors(me, cells(columns, rows, "#"))
    return {number: f"{settings.URL}/p/{number}/" for number in seen}


def cells(columns: Sequence[str], rows: Sequence[Sequence[object]], sign: str) -> list[int]:
    """The ids in the columns that end with this sign."""
    places = [place for place, column in enumerate(columns) if column.endswith(sign)]
    return list(dict.fromkeys(cell for row in rows for place in places if isinstance(cell := row[place], int)))


def word(part: Part, column: str, cell: object, people: dict[object, str], posts: dict[object, str]) -> Value:
    """One value as JSON knows it, in words where it stands for one."""
    if column.endswith("@"):
        return f"@{people[cell]}" if cell in people else None
    if column.endswith("#"):
        return posts.get(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, int) and not isinstance(cell, bool):
        return named(part, column, cell)
    return cell if isinstance(cell, str | int | float | bool | list | dict | None) else str(cell)


def named(part: Part, column: str, number: int) -> Value:
    """What a number stands for."""
    if column.endswith("audience") and "__" not in column and number in Audience.values:
        return Audience(number).name.lower()
    if "__" in column:
        return number
    field = part.model._meta.get_field(column)
    choices = dict(field.flatchoices) if isinstance(field, Field) else {}
    # The words of the tables are English, as are those of every program that reads them.
    return str(choices[number]).lower() if number in choices else number


def as_json(part: Part, me: Account) -> Iterator[str]:
    """The file for programs, a row a line."""
    yield f'{{"part": {json.dumps(part.name)}, "rows": [\n'
    comma = ""
    for row in chain.from_iterable(rows_of(part, me)):
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def pages_of(part: Part, me: Account) -> Iterator[tuple[str, str]]:
    """The pages for people: the name of each, and its HTML. There is one at least."""
    number, waiting, ended = 1, list[Row](), False
    batches = rows_of(part, me)
    while not ended:
        batch = next(batches, None)
        ended = batch is None
        waiting += batch or []
        while len(waiting) > ON_A_PAGE or (ended and (waiting or number == 1)):
            rows, waiting = waiting[:ON_A_PAGE], waiting[ON_A_PAGE:]
            yield page_name(part.name, number), page(part, me, rows, number, is_last=ended and not waiting)
            number += 1


def page_name(name: str, number: int) -> str:
    """What a page is called."""
    return f"pages/{name}.html" if number == 1 else f"pages/{name}-{number}.html"


def page(part: Part, me: Account, rows: Sequence[Row], number: int, is_last: bool) -> str:
    """One page of a part."""
    context = {
        "title": part.title,
        "rows": [shown for shown in shown_rows(part, me, rows) if shown.lines or shown.files],
        "before": page_name(part.name, number - 1).removeprefix("pages/") if number > 1 else "",
        "after": "" if is_last else page_name(part.name, number + 1).removeprefix("pages/"),
    }
    return in_frame("export/list.html", "../", context)


def shown_rows(part: Part, me: Account, rows: Sequence[Row]) -> list[Shown]:
    """Rows with the files of theirs that are in the archive."""
    files: dict[str, list[tuple[str, str, str]]] = {}
    ids = [int(str(row["id"])) for row in rows if "id" in row]
    if part.name == "posts":
        for media in Media.objects.filter(post__in=ids, owner=me.pk).order_by("position", "pk"):
            if is_taken(media):
                files.setdefault(str(media.post_id), []).append(shown_file(media))
    if part.name == "files":
        found = Media.objects.filter(pk__in=ids)
        files = {str(media.pk): [shown_file(media)] for media in found if is_taken(media)}
    return [Shown(lines(row), tuple(files.get(str(row.get("id")), ()))) for row in rows]


def lines(row: Row) -> tuple[tuple[str, str], ...]:
    """What a page says of a row: what has a name, and says something."""
    return tuple((str(NAMES[name]), said(value)) for name, value in row.items() if name in NAMES and said(value))


def said(value: Value) -> str:
    """A value as someone reads it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, dict):
        return "\n".join(filter(None, map(said, value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(said, value)))
    text = str(value)
    return moment(text) if text[10:11] == "T" and text[:4].isdigit() else text


def moment(text: str) -> str:
    """A moment in the form of the language, in the site's time."""
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
    except ValueError:
        return text


def is_taken(media: Media) -> bool:
    """Whether the file itself is in the archive: what a decision withholds is not handed out."""
    return media.state == State.READY and not media.is_withheld


def file_name(media: Media) -> str:
    """Where a file lies in the archive."""
    return f"media/{media.pk}.{media.extension}"


def shown_file(media: Media) -> tuple[str, str, str]:
    """Where it lies as seen from a page, what it shows, and the kind of element that shows it."""
    kind = media.content_type.partition("/")[0]
    return f"../{file_name(media)}", media.description, kind


def in_frame(template: str, root: str, context: dict[str, object]) -> str:
    """A page in the language and the direction of the moment."""
    frame = {"root": root, "language": get_language(), "direction": "rtl" if get_language_bidi() else "ltr"}
    return render_to_string(template, {**frame, **context})


def contents(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """For the first page: the parts, where each is, and how many rows it has; empty ones last."""
    found = [(str(part.title), page_name(part.name, 1), counts.get(part.name, 0)) for part in PARTS]
    return sorted(found, key=lambda one: one[2] == 0)
