"""Tags by their names: those that begin as it is typed in a hurry, and the one that is called exactly so."""

from verandah.base.markup import tag_name
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.words import bare, end_of, unmarked

from .models import Tag
from .queries import VISIBLE, run

# So many uses make a tag as much used as any: more are not counted while someone types.
MOST_COUNTED = 10

SEEN_USE = f"""SELECT 1 FROM verandah_posttag t JOIN verandah_post p ON p.id = t.post_id
    WHERE t.tag_id = n.id AND {VISIBLE}"""  # noqa: S608

# Each use is one that the viewer may see: the order tells nothing of the others. A word that is written out comes
# before those that go on; and whoever types accents means them.
TAGS_LIKE = f"""
WITH c AS MATERIALIZED (
    SELECT n.id, n.name, n.folded, (SELECT count(*) FROM ({SEEN_USE} LIMIT {MOST_COUNTED}) s) AS uses
    FROM verandah_tag n WHERE n.folded >= %(start)s AND n.folded < %(end)s)
SELECT c.id, c.name FROM c WHERE c.uses > 0
ORDER BY c.name <> %(name)s, substr(c.name, 1, length(%(marked)s)) <> %(marked)s, c.folded <> %(start)s,
    c.uses DESC, length(c.name), c.folded, c.id
LIMIT %(length)s OFFSET %(offset)s"""  # noqa: S608

HAS_LIKE = f"""
SELECT 1 FROM verandah_tag n
WHERE n.folded >= %(start)s AND n.folded < %(end)s AND EXISTS ({SEEN_USE}) LIMIT 1"""  # noqa: S608

NAMED = f"SELECT n.id, n.name FROM verandah_tag n WHERE n.name = %(name)s AND EXISTS ({SEEN_USE})"  # noqa: S608


def folded_tag(text: str) -> bytes:
    """A tag, or its beginning, as it is looked for: without accents, vowel signs and upper case.

    What is nothing but signs is looked for as it is.
    """
    name = tag_name(text)
    return (bare(unmarked(name.casefold())) or name).encode()


def new_tag(name: str) -> Tag:
    """The row of a tag of that name, which is spelled as tags are kept."""
    return Tag(name=name, folded=folded_tag(name))


def tags_like(viewer: Account | None, start: str, offset: int, length: int) -> list[tuple[int, str]]:
    """Id and name of tags that begin so and stand in a post `viewer` may see: what is called exactly so, then what is
    used most. One query; none for nothing."""
    name, folded = tag_name(start), folded_tag(start)
    if not folded:
        return []
    marked, end = name if name.encode() != folded else "", end_of(folded)
    page = {"offset": offset, "length": length}
    found = run(viewer, TAGS_LIKE, "", name=name, marked=marked, start=folded, end=end, **page)
    return [(number, called) for number, called in found]


def has_tag_like(viewer: Account | None, start: str) -> bool:
    """Whether `tags_like` finds any. One query; none for nothing."""
    folded = folded_tag(start)
    return bool(folded and run(viewer, HAS_LIKE, start=folded, end=end_of(folded)))


def tag_named(viewer: Account | None, name: str) -> tuple[int, str] | None:
    """Id and name of this tag, if it stands in a post `viewer` may see."""
    found = run(viewer, NAMED, name=name)
    return (found[0][0], found[0][1]) if found else None
