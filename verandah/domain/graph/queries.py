"""Reads of relations, for a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical

from .models import Block, FollowRequest

# `a` has joined, and neither blocks the other. Every query that finds people holds this text.
PRESENT = """a.joined_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = a.id AND b.blocked_id = %(viewer)s)
    AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(viewer)s AND b.blocked_id = a.id)"""

FOLLOWERS = f"""
SELECT f.id, a.id FROM verandah_follow f JOIN verandah_account a ON a.id = f.follower_id
WHERE f.followee_id = %(account)s AND f.id < %(before)s AND f.id > %(after)s
  AND {PRESENT} ORDER BY f.id DESC LIMIT %(length)s"""  # noqa: S608

FOLLOWING = f"""
SELECT f.id, a.id FROM verandah_follow f JOIN verandah_account a ON a.id = f.followee_id
WHERE f.follower_id = %(account)s AND f.id < %(before)s AND f.id > %(after)s
  AND {PRESENT} ORDER BY f.id DESC LIMIT %(length)s"""  # noqa: S608

REQUESTS = f"""
SELECT f.id, a.id FROM verandah_followrequest f JOIN verandah_account a ON a.id = f.follower_id
WHERE f.followee_id = %(viewer)s AND f.id < %(before)s AND f.id > %(after)s
  AND {PRESENT} ORDER BY f.id DESC LIMIT %(length)s"""  # noqa: S608

PEOPLE = f"""
SELECT a.id, a.id FROM verandah_account a
WHERE a.id < %(before)s AND a.id > %(after)s AND {PRESENT}
  AND (%(like)s = '' OR a.username LIKE %(like)s ESCAPE '!' OR lower(a.display_name) LIKE %(like)s ESCAPE '!')
ORDER BY a.id DESC LIMIT %(length)s"""  # noqa: S608

# The join starts from the viewer's own follows (a CROSS JOIN keeps SQLite from turning it round): the account
# asked about may have a hundred thousand followers.
KNOWN_FOLLOWERS = f"""
SELECT f.id, a.id FROM verandah_follow mine CROSS JOIN verandah_follow f CROSS JOIN verandah_account a
WHERE mine.follower_id = %(viewer)s AND f.follower_id = mine.followee_id AND f.followee_id = %(account)s
  AND a.id = f.follower_id AND f.id < %(before)s AND f.id > %(after)s
  AND {PRESENT} ORDER BY f.id DESC LIMIT %(length)s"""  # noqa: S608

BLOCKS = """
SELECT b.id, a.id FROM verandah_block b JOIN verandah_account a ON a.id = b.blocked_id
WHERE b.blocker_id = %(viewer)s AND b.id < %(before)s AND b.id > %(after)s AND a.joined_at IS NOT NULL
ORDER BY b.id DESC LIMIT %(length)s"""

# People to follow: those who follow me, then those whom many of the people I follow follow, then the newest.
# Both sides of the second are bounded, so that following thousands costs no more than following fifty.
SUGGESTIONS = f"""
SELECT a.id, max(c.follows_me), sum(c.known), max(c.via) FROM (
    SELECT * FROM (SELECT follower_id AS id, 1 AS follows_me, 0 AS known, 0 AS via FROM verandah_follow
        WHERE followee_id = %(viewer)s ORDER BY verandah_follow.id DESC LIMIT 50) x
    UNION ALL
    SELECT * FROM (SELECT theirs.followee_id AS id, 0 AS follows_me, 1 AS known, theirs.follower_id AS via
        FROM (SELECT followee_id FROM verandah_follow WHERE follower_id = %(viewer)s ORDER BY id DESC LIMIT 50) mine
        JOIN verandah_follow theirs ON theirs.follower_id = mine.followee_id LIMIT 2000) y
    UNION ALL
    SELECT * FROM (SELECT id, 0 AS follows_me, 0 AS known, 0 AS via FROM verandah_account ORDER BY id DESC LIMIT 50) z
) c JOIN verandah_account a ON a.id = c.id
WHERE a.id <> %(viewer)s AND {PRESENT}
  AND NOT EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM verandah_followrequest r WHERE r.follower_id = %(viewer)s AND r.followee_id = a.id)
GROUP BY a.id ORDER BY max(c.follows_me) DESC, sum(c.known) DESC, a.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a list: `position` is where the next page starts below."""

    position: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Someone to follow, and why: they follow me, or `known` people I follow do, `via` being one of them."""

    account_id: int
    follows_me: bool
    known: int
    via: int


def visible_account(viewer: Account | None, username: str) -> Account:
    """The account of that name, in any spelling. Raises NotFound when there is none yet, or when it blocks `viewer`."""
    account = Account.objects.filter(username=canonical(username)).exclude(joined_at=None).first()
    if account is None or (viewer and Block.objects.filter(blocker=account, blocked=viewer).exists()):
        raise NotFound
    return account


def visible_accounts(viewer: Account | None, ids: Sequence[int]) -> list[Account]:
    """Those of the accounts `ids` that have joined and do not block `viewer`, in the order given."""
    rows = Account.objects.filter(id__in=ids).exclude(joined_at=None)
    if viewer:
        rows = rows.exclude(id__in=Block.objects.filter(blocker__in=ids, blocked=viewer).values("blocker"))
    found = {row.id: row for row in rows}
    return [found[number] for number in dict.fromkeys(ids) if number in found]


def account_by_id(viewer: Account | None, account_id: int) -> Account:
    """As `visible_account`, by id."""
    found = visible_accounts(viewer, [account_id])
    if not found:
        raise NotFound
    return found[0]


def reachable(viewer: Account, usernames: Sequence[str]) -> dict[str, int]:
    """Ids of the accounts of these names that `viewer` can address: they exist, and neither blocks the other."""
    rows = dict(Account.objects.filter(username__in=usernames).exclude(joined_at=None).values_list("username", "id"))
    apart = Block.objects.filter(
        Q(blocker=viewer, blocked__in=rows.values()) | Q(blocked=viewer, blocker__in=rows.values())
    ).values_list("blocker_id", "blocked_id")
    gone = {number for pair in apart for number in pair}
    return {name: number for name, number in rows.items() if number not in gone or number == viewer.id}


def followers(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """Who follows `account`, newest first."""
    return entries(FOLLOWERS, viewer, page, account=account.id)


def following(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """Whom `account` follows, newest first."""
    return entries(FOLLOWING, viewer, page, account=account.id)


def known_followers(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """Those followers of `account` whom `viewer` follows, newest first."""
    return entries(KNOWN_FOLLOWERS, viewer, page, account=account.id)


def requests(viewer: Account, page: Page) -> list[Entry]:
    """Who asks to follow `viewer`, newest first."""
    return entries(REQUESTS, viewer, page)


def blocks(viewer: Account, page: Page) -> list[Entry]:
    """Whom `viewer` has blocked, newest first."""
    return entries(BLOCKS, viewer, page)


def requests_count(viewer: Account) -> int:
    """How many ask to follow `viewer`."""
    return FollowRequest.objects.filter(followee=viewer).count()


def people(viewer: Account, words: str, page: Page) -> list[Entry]:
    """Members whose name holds `words` (all when empty), newest members first."""
    like = words.strip().lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return entries(PEOPLE, viewer, page, like=f"%{like}%" if like else "")


def suggestions(viewer: Account, length: int) -> list[Suggestion]:
    """People whom `viewer` may want to follow, best first, each with its reason."""
    with connection.cursor() as cursor:
        cursor.execute(SUGGESTIONS, {"viewer": viewer.id, "length": length})
        return [Suggestion(row[0], bool(row[1]), int(row[2]), int(row[3])) for row in cursor.fetchall()]


def entries(sql: str, viewer: Account, page: Page, **more: int | str) -> list[Entry]:
    """Run one of the constants above."""
    with connection.cursor() as cursor:
        bounds = {"before": page.before, "after": page.after, "length": page.length}
        cursor.execute(page.ordered(sql), {"viewer": viewer.id, **bounds, **more})
        return page.newest_first([Entry(*row) for row in cursor.fetchall()])
