"""Which documents hold, where links lead to them and which ask for a new yes: in the memory of each process.

Every page shows links to them in its foot, and every page of a member could be the one before which they are asked.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from verandah.base.reading import rows

# Seconds after which they are read again even if nobody has said that they have changed.
READ_AGAIN = 30.0
# The newest version of each that is in force, and the newest of those that ask everyone again.
STORED = """
SELECT d.id, d.kind, d.slug, d.is_in_footer, d.is_on_landing, d.needs_acceptance, v.number, v.texts,
    (SELECT MAX(a.number) FROM verandah_documentversion a
        WHERE a.document_id = d.id AND a.effective_from <= %(now)s AND a.asks_again) AS asked
FROM verandah_document d JOIN verandah_documentversion v ON v.document_id = d.id
WHERE d.retired_at IS NULL AND v.number = (SELECT MAX(n.number) FROM verandah_documentversion n
    WHERE n.document_id = d.id AND n.effective_from <= %(now)s)
ORDER BY d.position, d.id"""

# The addresses of the pages that every site has, by `Document.Kind`; own pages lie below pages/.
PLACES = {1: "/privacy/", 2: "/terms/", 3: "/about/", 4: "/imprint/", 5: "/accessibility/"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in force: its names by language, its address, where links lead to it, and what it asks.

    `asked`: the newest version in force that asks everyone again; 0: none does.
    """

    id: int
    kind: int
    slug: str
    titles: tuple[tuple[str, str], ...]
    path: str
    is_in_footer: bool
    is_on_landing: bool
    needs_acceptance: bool
    number: int
    asked: int


@dataclass(frozen=True, slots=True)
class DocLink:
    """A link to a document, in the words of one language."""

    label: str
    path: str
    kind: int


class Papers:
    """The documents as this process knows them. They are replaced, never changed, so any thread can read them."""

    def __init__(self) -> None:
        self.now: tuple[Paper, ...] = ()
        self.read_at = float("-inf")

    def read(self) -> None:
        """Learn from the database which hold. Twice: the same."""
        self.read_at = time.monotonic()
        self.now = stored()

    def forget(self) -> None:
        """As on a new site, and as if that had just been read."""
        self.now, self.read_at = (), time.monotonic()

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.read_at > READ_AGAIN


PAPERS = Papers()


def papers() -> tuple[Paper, ...]:
    """Those that hold, in their order. No query, but for one in half a minute."""
    if PAPERS.is_old:
        PAPERS.read()
    return PAPERS.now


def stored() -> tuple[Paper, ...]:
    """Those that hold in the database at this moment. One query."""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
    return tuple(paper(*row) for row in rows(STORED, {"now": now}))


def paper(
    number: int, kind: int, slug: str, footer: int, landing: int, accepted: int, version: int, texts: str, asked: int
) -> Paper:
    """One row. SQLite keeps a yes or no as a number, and neither database's own driver reads JSON here."""
    titles = tuple((language, words.get("title", "")) for language, words in json.loads(texts).items())
    place = place_of(kind, slug)
    return Paper(
        number, kind, slug, titles, place, bool(footer), bool(landing), bool(accepted), version, int(asked or 0)
    )


def place_of(kind: int, slug: str) -> str:
    """Where a document is read."""
    return PLACES.get(kind) or f"/pages/{slug}/"


def link(one: Paper, language: str) -> DocLink:
    """The way to it."""
    titles = dict(one.titles)
    wished = (language, language.partition("-")[0], settings.LANGUAGE_CODE, "en", *titles)
    label = next((titles[code] for code in wished if titles.get(code)), one.slug)
    return DocLink(label, one.path, one.kind)


def footer_links(language: str) -> list[DocLink]:
    """The links at the foot of each page. No query."""
    return [link(one, language) for one in papers() if one.is_in_footer]


def landing_links(language: str) -> list[DocLink]:
    """Those that the landing page shows besides. No query."""
    return [link(one, language) for one in papers() if one.is_on_landing]


def asking() -> tuple[Paper, ...]:
    """Those of which one version asks everyone again. No query."""
    return tuple(one for one in papers() if one.asked)
