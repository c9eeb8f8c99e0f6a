"""What someone has missed: the posts of their home since a moment, with what is known of who wrote them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from verandah.base.ids import id_at
from verandah.base.paging import Page
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList
from verandah.domain.posts.queries import VISIBLE

from .models import Visit
from .queries import home_ids
from .ranking import Candidate, Placed, placed

# So many of the newest are put in order; and so many are shown.
WINDOW, SHOWN = 200, 40
# So far back at most, and so far for whoever was never here before.
FARTHEST, USUAL = timedelta(days=30), timedelta(days=7)

FACTS = f"""
SELECT p.id, p.author_id,
  EXISTS (SELECT 1 FROM verandah_mention m WHERE m.post_id = p.id AND m.account_id = %(viewer)s),
  EXISTS (SELECT 1 FROM verandah_peoplelist l JOIN verandah_peoplelistmember k ON k.people_list_id = l.id
    WHERE l.owner_id = %(viewer)s AND l.kind = {PeopleList.Kind.CLOSE_FRIENDS:d} AND k.account_id = p.author_id),
  EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(viewer)s AND s.friend_id = p.author_id),
  EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = p.author_id)
FROM {{ids}} CROSS JOIN verandah_post p WHERE p.id = j.value AND p.author_id <> %(viewer)s AND {VISIBLE}"""  # noqa: S608

# How much of each the viewer could read lately, and how much of it before.
SAID = f"""
SELECT p.author_id, count(*), sum(CASE WHEN p.id <= %(since)s THEN 1 ELSE 0 END)
FROM {{ids}} CROSS JOIN verandah_post p
WHERE p.author_id = j.value AND p.id > %(lately)s AND p.is_comment = false AND {VISIBLE} GROUP BY p.author_id"""  # noqa: S608


def last_here(viewer: Account) -> datetime | None:
    """When the visit before this one ended; None when this is the first."""
    return Visit.objects.filter(account=viewer).values_list("previous_at", flat=True).first()


def missed(viewer: Account, since: datetime) -> list[Placed]:
    """What came since then, in the order of `ranking`, each with its reason. Three queries."""
    now = timezone.now()
    start = id_at(max(since, now - FARTHEST))
    ids = home_ids(viewer, Page(after=start, length=WINDOW))
    if not ids:
        return []
    facts = rows(facts_sql(), {"viewer": viewer.id, "ids": id_text(ids)})
    said = said_lately(viewer, sorted({row[1] for row in facts}), start, id_at(now - FARTHEST))
    found = [
        Candidate(post, author, bool(names), bool(close), bool(friend), bool(followed), *said.get(author, (1, 0)))
        for post, author, names, close, friend, followed in facts
    ]
    return placed(found, SHOWN)


def said_lately(viewer: Account, author_ids: Sequence[int], since: int, lately: int) -> dict[int, tuple[int, int]]:
    """How much each has said since the id `lately`, and how much of that before the id `since`."""
    if not author_ids:
        return {}
    asked: dict[str, int | str] = {"viewer": viewer.id, "ids": id_text(author_ids), "since": since, "lately": lately}
    return {row[0]: (int(row[1]), int(row[2])) for row in rows(said_sql(), asked)}


@cache
def facts_sql() -> str:
    """The query for the database in use."""
    return FACTS.replace("{ids}", id_rows())


@cache
def said_sql() -> str:
    """The query for the database in use."""
    return SAID.replace("{ids}", id_rows())
