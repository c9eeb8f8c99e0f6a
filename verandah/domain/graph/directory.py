"""The directory: people who want to be found, narrowed by what they answer, for those who may know the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from verandah.base.paging import HIGHEST
from verandah.base.reading import rows
from verandah.domain.accounts.answers import Kind, ShownField, folded
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.words import end_of, words_asked

from .profile_fields import MAY_KNOW
from .queries import ALSO_NAMED, AUTHOR_NOT_LIMITED, NAMED, PRESENT, Entry

# Counted up to here: beyond, a chip says "99+".
MOST_COUNTED = 100
LENGTH = 20

# Whom the viewer finds. A guest finds only those who speak to everyone on the web.
LISTED = f"""a.discoverable = true AND {PRESENT} AND {AUTHOR_NOT_LIMITED.replace("p.author_id", "a.id")}
    AND (%(viewer)s <> 0 OR a.public_posts_count > 0)"""

# Who has answered so, as far as the viewer may know that they have: nobody is found by what they keep from them.
ANSWERED = f"""a.id IN (SELECT w.account_id FROM verandah_profileanswer w
    WHERE w.field_id = %({{field}})s AND {{which}} AND {MAY_KNOW})"""  # noqa: S608
# The same of people who are found already, one by one.
ALSO_ANSWERED = ANSWERED.replace("a.id IN (SELECT w.account_id", "EXISTS (SELECT 1").replace(
    "WHERE ", "WHERE w.account_id = a.id AND ", 1
)
ALIKE = "w.folded = %({start})s"
BEGINS = "w.folded >= %({start})s AND w.folded < %({end})s"

COUNTED = f"""(SELECT count(*) FROM (SELECT 1
    FROM verandah_profileanswer w JOIN verandah_account a ON a.id = w.account_id
    WHERE w.field_id = %(of{{place}})s AND w.folded = %(key{{place}})s AND {MAY_KNOW} AND {LISTED}{{others}}
    LIMIT {MOST_COUNTED}) c{{place}})"""  # noqa: S608


class Sort(StrEnum):
    """In which order people stand."""

    NEWEST = "newest"
    ACTIVE = "active"
    NAME = "name"


# The name after which the page begins; the first of all names on the first page.
NAME_OF_LAST = "coalesce((SELECT lower(l.display_name) FROM verandah_account l WHERE l.id = %(last)s), '')"

# What `last` is: the person after whom the page begins. Who has posted nothing that all may see is not "active".
ORDERS = {
    Sort.NEWEST: ("a.id < %(last)s", "a.id DESC"),
    Sort.ACTIVE: (
        "a.{day} IS NOT NULL AND (%(last)s = {highest} OR (a.{day}, a.id) < "
        "(SELECT l.{day}, l.id FROM verandah_account l WHERE l.id = %(last)s))",
        "a.{day} DESC, a.id DESC",
    ),
    # The first half alone is what an index of an expression is searched by.
    Sort.NAME: (
        "lower(a.display_name) >= {name} AND (%(last)s = {highest} OR lower(a.display_name) > {name} "
        "OR a.id > %(last)s)",
        "lower(a.display_name), a.id",
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone answers: the field, and the key of a choice or how their words begin."""

    field: ShownField
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked for: parts of names, answers, in which order, and after whom the page begins."""

    words: str = ""
    wanted: tuple[Wanted, ...] = ()
    sort: Sort = Sort.NEWEST
    last: int = HIGHEST
    length: int = LENGTH


def directory(viewer: Account | None, look: Look) -> list[Entry]:
    """People who want to be found and answer all that. Members find anyone whose name they type, as everywhere."""
    names = words_asked(look.words)
    if not names and look.words.strip():
        return []
    is_by_name = bool(names) and viewer is not None and not look.wanted
    listed = LISTED.replace("a.discoverable = true AND ", "") if is_by_name else LISTED
    conditions = [listed, *answered(look.wanted), *([called(len(names))] if names else [])]
    after, order = ORDERS[look.sort]
    day = "newest_open_on" if viewer else "newest_public_on"
    sql = f"SELECT a.id, a.id FROM verandah_account a WHERE {' AND '.join([*conditions, after])} ORDER BY {order}"  # noqa: S608
    found = rows(
        f"{sql.replace('{day}', day).replace('{highest}', str(HIGHEST)).replace('{name}', NAME_OF_LAST)}"
        " LIMIT %(length)s",
        {**values_of(viewer, look.wanted, names), "last": look.last, "length": look.length},
    )
    return [Entry(*row) for row in found]


def counts(viewer: Account | None, look: Look, fields: Sequence[ShownField]) -> dict[tuple[int, str], int]:
    """How many would be found by each choice of these fields beside all else that is looked for, up to MOST_COUNTED.

    One query, which looks at no more people than that for each choice; nobody is counted by what they keep from
    `viewer`.
    """
    names = words_asked(look.words)
    asked = [(field, choice.key) for field in fields if field.kind == Kind.CHOICE for choice in field.choices]
    if not asked or (look.words.strip() and not names):
        return {}
    parts, values = [], values_of(viewer, look.wanted, names)
    for place, (field, key) in enumerate(asked):
        narrower = zip(look.wanted, answered(look.wanted, ALSO_ANSWERED), strict=True)
        others = [text for one, text in narrower if one.field.id != field.id]
        others += [ALSO_NAMED.format(start=f"from{at}", end=f"to{at}") for at in range(len(names))]
        parts.append(COUNTED.format(place=place, others="".join(f" AND {text}" for text in others)))
        values |= {f"of{place}": field.id, f"key{place}": folded(Kind.CHOICE, key)}
    [found] = rows(f"SELECT {', '.join(parts)}", values)
    return {(field.id, key): int(number) for (field, key), number in zip(asked, found, strict=True)}


def answered(wanted: Sequence[Wanted], how: str = ANSWERED) -> Iterator[str]:
    """The conditions on `a` for these answers."""
    for place, one in enumerate(wanted):
        which = (ALIKE if one.field.kind == Kind.CHOICE else BEGINS).format(start=f"start{place}", end=f"stop{place}")
        yield how.format(field=f"field{place}", which=which)


def values_of(viewer: Account | None, wanted: Sequence[Wanted], names: Sequence[bytes]) -> dict[str, int | str | bytes]:
    """The values for all these conditions."""
    found: dict[str, int | str | bytes] = {"viewer": viewer.id if viewer else 0}
    for place, one in enumerate(wanted):
        start = folded(one.field.kind, one.text)
        found |= {f"field{place}": one.field.id, f"start{place}": start}
        if one.field.kind != Kind.CHOICE:
            found[f"stop{place}"] = end_of(start)
    for place, word in enumerate(names):
        found |= {f"from{place}": word, f"to{place}": end_of(word)}
    return found


def called(words: int) -> str:
    """The condition on `a` that so many words asked for are found in their names."""
    others = [ALSO_NAMED.format(start=f"from{place}", end=f"to{place}") for place in range(1, words)]
    return " AND ".join([NAMED, *others])
