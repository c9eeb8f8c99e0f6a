"""People whose names are nearly what was typed: for when nobody is called just that."""

from collections import defaultdict
from collections.abc import Sequence

from verandah.base.reading import rows
from verandah.domain.accounts.grams import grams_of, how_far, least_common
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.words import words_asked

from .queries import AUTHOR_NOT_LIMITED, PRESENT

# Of so many who share the most letters the nearest are taken.
LOOKED_AT = 100

ALIKE = f"""
SELECT a.id FROM verandah_account a JOIN (
    SELECT g.account_id AS id, count(*) AS common FROM verandah_namegram g
    WHERE g.gram IN ({{grams}}) GROUP BY g.account_id HAVING count(*) >= %(least)s
) found ON found.id = a.id
WHERE {PRESENT} AND {AUTHOR_NOT_LIMITED.replace("p.author_id", "a.id")}
ORDER BY found.common DESC, a.id DESC LIMIT {LOOKED_AT:d}"""  # noqa: S608
WORDS = "SELECT w.account_id, w.word FROM verandah_accountword w WHERE w.account_id IN ({ids})"


def people_alike(viewer: Account, text: str, length: int) -> list[int]:
    """Members whose names are `text` but for a slip, the nearest first. Two queries; none for what is too short."""
    asked = words_asked(text)
    grams = sorted(grams_of(asked[:1]))
    if not grams:
        return []
    names = {f"gram{place}": gram for place, gram in enumerate(grams)}
    sql = ALIKE.format(grams=", ".join(f"%({name})s" for name in names))
    found = [row[0] for row in rows(sql, {"viewer": viewer.id, "least": least_common(len(grams)), **names})]
    words = words_of_all(found)
    far = {number: how_far(asked, words[number]) for number in found}
    near = [(slips, place, number) for place, (number, slips) in enumerate(far.items()) if slips is not None]
    return [number for _slips, _place, number in sorted(near)[:length]]


def words_of_all(ids: Sequence[int]) -> dict[int, list[bytes]]:
    """The words that each is found by."""
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    if ids:
        for number, word in rows(WORDS.format(ids=",".join(map(str, ids))), {}):
            found[number].append(bytes(word))
    return found
