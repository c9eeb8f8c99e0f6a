"""Finding posts by their words, for a viewer: ids, the best or the newest first."""

from collections.abc import Sequence
from functools import cache

from verandah.base.ids import comma_list
from verandah.base.paging import HIGHEST, Page
from verandah.base.reading import id_rows, id_text, rows, vendor
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical
from verandah.domain.graph.queries import NOT_LIMITED, NOT_MUTED
from verandah.domain.media.models import Kind, State
from verandah.domain.posts.queries import VISIBLE, viewer_id
from verandah.domain.posts.tags_found import folded_tag

from .asked import Asked, Part
from .ranking import Candidate, ranked

# So many of the newest that are found are put in order; who looks further finds the older ones by their date.
WINDOW = 300

# The index walks ids downward by itself, and stops at a full page; a CROSS JOIN keeps SQLite from turning it round.
BY_WORDS = {
    "sqlite": "verandah_postsearch s CROSS JOIN verandah_post p ON p.id = s.rowid",
    "postgresql": "verandah_postsearch s JOIN verandah_post p ON p.id = s.post_id",
}
MATCHES = {
    "sqlite": "s.verandah_postsearch MATCH %(match)s AND s.rowid < %(before)s AND s.rowid > %(after)s",
    "postgresql": "s.words @@ (%(match)s)::tsquery AND s.post_id < %(before)s AND s.post_id > %(after)s",
}
# Where there is nothing else that the index could be asked for.
UNWANTED = {
    "sqlite": "p.id NOT IN (SELECT u.rowid FROM verandah_postsearch u WHERE u.verandah_postsearch MATCH %(unwanted)s)",
    "postgresql": """NOT EXISTS (SELECT 1 FROM verandah_postsearch u
        WHERE u.post_id = p.id AND u.words @@ (%(unwanted)s)::tsquery)""",
}
NEWEST = {"sqlite": "s.rowid", "postgresql": "p.id"}

FILE = """EXISTS (SELECT 1 FROM verandah_media h WHERE h.post_id = p.id AND h.is_withheld = false
    AND h.state = {ready:d} AND h.kind IN ({kinds}))"""
KINDS = {
    "photo": (Kind.IMAGE,),
    "video": (Kind.VIDEO, Kind.GIFV),
    "audio": (Kind.AUDIO,),
    "media": (Kind.IMAGE, Kind.VIDEO, Kind.GIFV, Kind.AUDIO),
}
HAS = {
    **{word: FILE.format(ready=State.READY, kinds=comma_list(kinds)) for word, kinds in KINDS.items()},
    "link": "p.link_id IS NOT NULL",
    "poll": "p.has_poll = true",
}
IN = {"posts": "p.is_comment = false", "comments": "p.is_comment = true"}
# As everything is looked for, with accents or without; the page of a tag is that of one spelling.
TAGGED = """EXISTS (SELECT 1 FROM verandah_posttag j JOIN verandah_tag k ON k.id = j.tag_id
    WHERE j.post_id = p.id AND k.folded = %({name})s)"""
AUTHOR = {
    "me": "p.author_id = %(viewer)s",
    "id": "p.author_id = %(author)s",
    "name": "p.author_id = (SELECT y.id FROM verandah_account y WHERE y.username = %(author)s)",
}
TEXTS = "SELECT p.id, p.text FROM {ids} JOIN verandah_post p ON p.id = j.value"


def best_ids(viewer: Account, asked: Asked, length: int, start: int = 0) -> list[int]:
    """Posts that hold what is asked for, those first that hold it best. Two queries."""
    newest = found_ids(viewer, asked, Page(length=WINDOW))
    found = rows(TEXTS.format(ids=id_rows()), {"ids": id_text(newest)}) if newest else []
    texts: dict[int, str] = {number: text for number, text in found}
    order = ranked(asked, [Candidate(number, texts.get(number, "")) for number in newest])
    return order[start : start + length]


def found_ids(viewer: Account, asked: Asked, page: Page) -> list[int]:
    """All of them, newest first: only what `viewer` may see, and would come across. One query; none for nothing."""
    if asked.is_empty:
        return []
    values: dict[str, int | str | bytes] = {
        "viewer": viewer_id(viewer),
        "before": min(page.before, asked.before or HIGHEST),
        "after": max(page.after, asked.after),
        "length": page.length,
    }
    values |= {f"tag{place}": folded_tag(tag) for place, tag in enumerate(asked.tags)}
    values |= {"author": asked.author_id or canonical(asked.author)} if author_of(asked) in ("id", "name") else {}
    values |= {"match": match_of(asked)} if asked.parts else {}
    if asked.without and not asked.parts:
        values |= {"unwanted": match_of(Asked(asked.without), either=True)}
    return page.newest_first([row[0] for row in rows(page.ordered(sql_of(asked)), values)])


def sql_of(asked: Asked) -> str:
    """The query; it depends on what kinds of things are asked, never on words."""
    return statement(
        bool(asked.parts),
        bool(asked.without and not asked.parts),
        author_of(asked),
        len(asked.tags),
        tuple(sorted(asked.has)),
        asked.within,
    )


def author_of(asked: Asked) -> str:
    """How it is said by whom they shall be: a word of AUTHOR, or nothing."""
    return "id" if asked.author_id else "me" if asked.author == "me" else "name" if asked.author else ""


@cache
def statement(has_words: bool, is_without: bool, author: str, tags: int, has: tuple[str, ...], within: str) -> str:
    kind = vendor()
    source = BY_WORDS[kind] if has_words else "verandah_post p"
    newest = NEWEST[kind] if has_words else "p.id"
    conditions = [
        MATCHES[kind] if has_words else "p.id < %(before)s AND p.id > %(after)s",
        *([UNWANTED[kind]] if is_without else []),
        *([AUTHOR[author]] if author else []),
        *(TAGGED.format(name=f"tag{place}") for place in range(tags)),
        *(HAS[word] for word in has),
        *([IN[within]] if within else []),
        "p.share_of_id IS NULL",
        VISIBLE,
        NOT_LIMITED,
        NOT_MUTED,
    ]
    return f"SELECT p.id FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {newest} DESC LIMIT %(length)s"  # noqa: S608


def match_of(asked: Asked, *, either: bool = False) -> str:
    """What the index is asked, in its own language: for all parts, or for `either` of them.

    Terms are letters and digits alone, so that nothing escapes.
    """
    return (fts5 if vendor() == "sqlite" else tsquery)(asked, either)


def fts5(asked: Asked, either: bool) -> str:
    """https://sqlite.org/fts5.html#full_text_query_syntax"""
    wanted = (" OR " if either else " AND ").join(map(fts5_part, asked.parts))
    return " NOT ".join([f"({wanted})", *map(fts5_part, asked.without)])


def fts5_part(part: Part) -> str:
    def row(terms: Sequence[str]) -> str:
        star = "*" if part.begins and reaches(terms[-1]) else ""
        return " + ".join(f'"{term}"' for term in terms) + star

    return "(" + " OR ".join(map(row, part.choices)) + ")"


def tsquery(asked: Asked, either: bool) -> str:
    """https://www.postgresql.org/docs/15/datatype-textsearch.html#DATATYPE-TSQUERY"""
    wanted = (" | " if either else " & ").join(map(tsquery_part, asked.parts))
    return " & ".join([f"({wanted})", *(f"!{tsquery_part(part)}" for part in asked.without)])


def tsquery_part(part: Part) -> str:
    def row(terms: Sequence[str]) -> str:
        star = ":*" if part.begins and reaches(terms[-1]) else ""
        return "(" + " <-> ".join(f"'{term}'" for term in terms) + star + ")"

    return "(" + " | ".join(map(row, part.choices)) + ")"


def reaches(term: str) -> bool:
    """Whether it may be only a beginning: one letter of most scripts begins nearly everything."""
    return len(term) > 1 or term > "\u0dff"
