"""Reads of relations, for a viewer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.db.models import Q

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.reading import id_rows, id_text
from verandah.base.reading import rows as rows_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.rows import account_from, columns
from verandah.domain.accounts.words import end_of, words_asked

from .models import Block, DomainBlock, SuggestedPerson
from .newness import new_since
from .openness import chosen

# `a` has joined and is not suspended, and neither blocks the other. Every query that finds people holds this text.
PRESENT = """a.joined_at IS NOT NULL AND a.suspended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = a.id AND b.blocked_id = %(viewer)s)
    AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(viewer)s AND b.blocked_id = a.id)"""

# The viewer has not muted the author of `p`, or no longer. Every query that fills a timeline or the notifications holds
# this text beside VISIBLE; profiles and permalinks do not, and a guest has muted nobody. Of what a row `s` shares:
# NOT_MUTED.replace("p.author_id", "s.author_id"). CURRENT_TIMESTAMP is UTC on both databases and needs no parameter; on
# SQLite it has no fraction, so that a mute ends up to a second late there.
NOT_MUTED = """NOT EXISTS (SELECT 1 FROM verandah_mute mu
    WHERE mu.muter_id = %(viewer)s AND mu.muted_id = p.author_id
        AND (mu.until IS NULL OR mu.until > CURRENT_TIMESTAMP))"""

# Staff has not limited the author of `p`, or the viewer follows them, or is them. Every query that brings someone to
# people who have not asked for them holds this text.
AUTHOR_NOT_LIMITED = """NOT EXISTS (SELECT 1 FROM verandah_account li
    WHERE li.id = p.author_id AND li.limited_at IS NOT NULL AND li.id <> %(viewer)s
        AND NOT EXISTS (SELECT 1 FROM verandah_follow lf
            WHERE lf.follower_id = %(viewer)s AND lf.followee_id = li.id))"""

# The same of a post `p`, of which staff can have limited that alone.
POST_NOT_LIMITED = """(p.is_limited = false OR p.author_id = %(viewer)s OR EXISTS (SELECT 1 FROM verandah_follow lw
    WHERE lw.follower_id = %(viewer)s AND lw.followee_id = p.author_id))"""
NOT_LIMITED = f"{AUTHOR_NOT_LIMITED} AND {POST_NOT_LIMITED}"

# The same of the actor of a row `n` of notifications: a mute may leave them alone.
NOT_MUTED_ACTOR = NOT_MUTED.replace("p.author_id", "n.actor_id AND mu.hides_notifications")

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
WHERE {{which}} AND a.id < %(before)s AND a.id > %(after)s
  AND {PRESENT} AND {AUTHOR_NOT_LIMITED.replace("p.author_id", "a.id")}
  AND (%(following)s = 0 OR EXISTS (
    SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = a.id))
ORDER BY a.id DESC LIMIT %(length)s"""  # noqa: S608

# Of whom the viewer can put on a list, who is a friend or followed, those whose names hold the words.
LISTABLE = f"""
SELECT a.id, a.id FROM verandah_account a WHERE {{which}} AND a.id < %(before)s AND a.id > %(after)s
  AND {PRESENT} AND (
    EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(viewer)s AND s.friend_id = a.id)
    OR EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = a.id))
ORDER BY a.id DESC LIMIT %(length)s"""  # noqa: S608

# Also someone whom the viewer blocks: the block can only be ended where they are found.
ID_OF = """
SELECT a.id FROM verandah_account a
WHERE a.username = %(username)s AND a.joined_at IS NOT NULL AND a.suspended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = a.id AND b.blocked_id = %(viewer)s)"""

# Whose names hold a word that begins so. The first word finds people, each other word is asked of those.
NAMED = "a.id IN (SELECT w.account_id FROM verandah_accountword w WHERE w.word >= %(from0)s AND w.word < %(to0)s)"
ALSO_NAMED = """EXISTS (SELECT 1 FROM verandah_accountword w
    WHERE w.account_id = a.id AND w.word >= %({start})s AND w.word < %({end})s)"""

# The join starts from the viewer's own follows (a CROSS JOIN keeps SQLite from turning it round): the account
# asked about may have a hundred thousand followers.
KNOWN_FOLLOWERS = f"""
SELECT f.id, a.id FROM verandah_follow mine CROSS JOIN verandah_follow f CROSS JOIN verandah_account a
WHERE mine.follower_id = %(viewer)s AND f.follower_id = mine.followee_id AND f.followee_id = %(account)s
  AND a.id = f.follower_id AND NOT a.hides_connections AND f.id < %(before)s AND f.id > %(after)s
  AND {PRESENT} ORDER BY f.id DESC LIMIT %(length)s"""  # noqa: S608

REQUESTS_COUNT = "SELECT count(*) FROM verandah_followrequest WHERE followee_id = %(viewer)s"

BLOCKS = """
SELECT b.id, a.id FROM verandah_block b JOIN verandah_account a ON a.id = b.blocked_id
WHERE b.blocker_id = %(viewer)s AND b.id < %(before)s AND b.id > %(after)s AND a.joined_at IS NOT NULL
  AND a.suspended_at IS NULL ORDER BY b.id DESC LIMIT %(length)s"""

MUTES = f"""
SELECT mu.id, a.id FROM verandah_mute mu JOIN verandah_account a ON a.id = mu.muted_id
WHERE mu.muter_id = %(viewer)s AND mu.id < %(before)s AND mu.id > %(after)s
  AND (mu.until IS NULL OR mu.until > CURRENT_TIMESTAMP) AND {PRESENT} ORDER BY mu.id DESC LIMIT %(length)s"""  # noqa: S608

RECOMMENDED = f"""
SELECT r.id, a.id FROM verandah_recommendation r JOIN verandah_account a ON a.id = r.recommended_id
WHERE r.account_id = %(account)s AND r.id < %(before)s AND r.id > %(after)s
  AND {PRESENT} ORDER BY r.id DESC LIMIT %(length)s"""  # noqa: S608

# Whether `a` may be suggested to the viewer, who neither follows them nor has asked to, has not muted them, has not put
# them away, and wants anyone suggested at all.
SUGGESTABLE = f"""a.id <> %(viewer)s AND a.discoverable AND a.limited_at IS NULL AND {PRESENT}
  AND NOT EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(viewer)s AND f.followee_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM verandah_followrequest r WHERE r.follower_id = %(viewer)s AND r.followee_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM verandah_notsuggested x WHERE x.account_id = %(viewer)s AND x.other_id = a.id
    AND (x.until IS NULL OR x.until > CURRENT_TIMESTAMP))
  AND NOT EXISTS (SELECT 1 FROM verandah_preferences w WHERE w.account_id = %(viewer)s AND NOT w.takes_suggestions)
  AND {NOT_MUTED.replace("p.author_id", "a.id")}"""  # noqa: S608

# People to follow: those who follow me, then those whom many of the people I follow follow, then the newest.
# Both sides of the second are bounded, so that following thousands costs no more than following fifty. Whoever hides
# their connections is found by none.
KNOWN = "sum(CASE WHEN a.hides_connections THEN 0 ELSE c.known END)"
SUGGESTIONS = f"""
SELECT a.id, max(c.follows_me), {KNOWN}, max(CASE WHEN a.hides_connections THEN 0 ELSE c.via END) FROM (
    SELECT * FROM (SELECT follower_id AS id, 1 AS follows_me, 0 AS known, 0 AS via FROM verandah_follow
        WHERE followee_id = %(viewer)s ORDER BY verandah_follow.id DESC LIMIT 50) x
    UNION ALL
    SELECT * FROM (SELECT theirs.followee_id AS id, 0 AS follows_me, 1 AS known, theirs.follower_id AS via
        FROM (SELECT f.followee_id FROM verandah_follow f JOIN verandah_account h ON h.id = f.followee_id
            WHERE f.follower_id = %(viewer)s AND NOT h.hides_connections AND {PRESENT.replace("a.", "h.")}
            ORDER BY f.id DESC LIMIT 50) mine
        JOIN verandah_follow theirs ON theirs.follower_id = mine.followee_id LIMIT 2000) y
    UNION ALL
    SELECT * FROM (SELECT id, 0 AS follows_me, 0 AS known, 0 AS via FROM verandah_account ORDER BY id DESC LIMIT 50) z
) c JOIN verandah_account a ON a.id = c.id
WHERE {SUGGESTABLE}
GROUP BY a.id HAVING max(c.follows_me) = 1 OR {KNOWN} > 0 OR a.id > %(since)s
ORDER BY max(c.follows_me) DESC, {KNOWN} DESC, a.id DESC LIMIT %(length)s"""  # noqa: S608


class Keeper(Protocol):
    """Someone who may keep their connections to themselves."""

    @property
    def id(self) -> int: ...
    @property
    def hides_connections(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a list: `position` is where the next page starts below."""

    position: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Someone to follow, and why: they follow me, or `known` people I follow (or am friends with) do, `via` being one
    of them; `text`: the answer or the tag that we share."""

    account_id: int
    follows_me: bool
    known: int
    via: int
    reason: SuggestedPerson.Reason
    text: str = ""


def visible_account(viewer: Account | None, username: str) -> Account:
    """The account of that name, in any spelling. Raises NotFound when there is none yet, or when it blocks `viewer`."""
    account = Account.objects.filter(username=canonical(username), suspended_at=None).exclude(joined_at=None).first()
    if account is None or (viewer and Block.objects.filter(blocker=account, blocked=viewer).exists()):
        raise NotFound
    return account


def id_of(viewer: Account | None, username: str) -> int | None:
    """The id of the account that `visible_account` finds; None when there is none."""
    found = rows_of(ID_OF, {"viewer": viewer.id if viewer else 0, "username": canonical(username)})
    return int(found[0][0]) if found else None


def visible_accounts(viewer: Account | None, ids: Sequence[int]) -> list[Account]:
    """Those of the accounts `ids` that have joined and do not block `viewer`, in the order given."""
    values: dict[str, int | str] = {"viewer": viewer.id if viewer else 0, "ids": id_text(ids)}
    found = {row[0]: account_from(row) for row in rows_of(visible_sql(), values)} if ids else {}
    return [found[number] for number in dict.fromkeys(ids) if number in found]


@cache
def visible_sql() -> str:
    """The query of `visible_accounts`."""
    return f"""SELECT {columns()} FROM {id_rows()} CROSS JOIN verandah_account a
    WHERE a.id = j.value AND a.joined_at IS NOT NULL AND a.suspended_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM verandah_block b WHERE b.blocker_id = a.id AND b.blocked_id = %(viewer)s)"""  # noqa: S608


def account_by_id(viewer: Account | None, account_id: int) -> Account:
    """As `visible_account`, by id."""
    found = visible_accounts(viewer, [account_id])
    if not found:
        raise NotFound
    return found[0]


def reachable(viewer: Account, usernames: Sequence[str]) -> dict[str, int]:
    """Ids of the accounts of these names that `viewer` can address: they exist, and neither blocks the other."""
    if not usernames:
        return {}
    present = Account.objects.filter(username__in=usernames, suspended_at=None).exclude(joined_at=None)
    rows = dict(present.values_list("username", "id"))
    apart = Block.objects.filter(
        Q(blocker=viewer, blocked__in=rows.values()) | Q(blocked=viewer, blocker__in=rows.values())
    ).values_list("blocker_id", "blocked_id")
    gone = {number for pair in apart for number in pair}
    return {name: number for name, number in rows.items() if number not in gone or number == viewer.id}


def mentionable(viewer: Account, usernames: Sequence[str]) -> dict[str, int]:
    """Those of `reachable` whom `viewer` may name, as they have chosen."""
    there = reachable(viewer, usernames)
    open_to = chosen(viewer, list(there.values()))
    return {name: number for name, number in there.items() if number not in open_to or open_to[number].to_mention}


def reachable_ids(viewer: Account, ids: Sequence[int]) -> set[int]:
    """Those of the accounts `ids` that `viewer` can address, as `reachable`. One query."""
    if not ids:
        return set()
    return {row[0] for row in rows_of(reachable_sql(), {"viewer": viewer.id, "ids": id_text(ids)})}


@cache
def reachable_sql() -> str:
    """The query of `reachable_ids`."""
    return f"SELECT a.id FROM {id_rows()} CROSS JOIN verandah_account a WHERE a.id = j.value AND {PRESENT}"  # noqa: S608


def followers(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """Who follows `account`, newest first; nobody as long as they keep that to themselves."""
    if keeps_to_themselves(viewer, account):
        return []
    return entries(viewer, FOLLOWERS, page, account=account.id)


def following(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """Whom `account` follows, newest first; nobody as long as they keep that to themselves."""
    if keeps_to_themselves(viewer, account):
        return []
    return entries(viewer, FOLLOWING, page, account=account.id)


def known_followers(viewer: Account, account: Keeper, page: Page) -> list[Entry]:
    """Those followers of `account` whom `viewer` follows, newest first, as far as neither side hides it."""
    if keeps_to_themselves(viewer, account):
        return []
    return entries(viewer, KNOWN_FOLLOWERS, page, account=account.id)


def keeps_to_themselves(viewer: Account, account: Keeper) -> bool:
    """Whether `account` shows `viewer` neither their followers nor whom they follow."""
    return account.hides_connections and account.id != viewer.id


def requests(viewer: Account, page: Page) -> list[Entry]:
    """Who asks to follow `viewer`, newest first."""
    return entries(viewer, REQUESTS, page)


def blocks(viewer: Account, page: Page) -> list[Entry]:
    """Whom `viewer` has blocked, newest first."""
    return entries(viewer, BLOCKS, page)


def blocked_account(viewer: Account, *, username: str = "", account_id: int = 0) -> Account:
    """Someone whom `viewer` has blocked, by name or by id, also when they block `viewer`. Raises NotFound."""
    named = Account.objects.filter(username=canonical(username)) if username else Account.objects.filter(pk=account_id)
    account = named.filter(id__in=Block.objects.filter(blocker=viewer).values("blocked")).first()
    if account is None:
        raise NotFound
    return account


def mutes(viewer: Account, page: Page) -> list[Entry]:
    """Whom `viewer` has muted and still mutes, newest first."""
    return entries(viewer, MUTES, page)


def recommended(viewer: Account | None, account: Account, page: Page) -> list[Entry]:
    """Whom `account` recommends on their profile, newest first."""
    return entries(viewer, RECOMMENDED, page, account=account.id)


def domain_blocks(viewer: Account, page: Page) -> list[tuple[int, str]]:
    """Of which domains `viewer` wants nothing, newest first, each with where the next page starts below."""
    rows = DomainBlock.objects.filter(account=viewer, id__lt=page.before, id__gt=page.after)
    found = rows.order_by("id" if page.forward else "-id").values_list("id", "domain")
    return page.newest_first(list(found[: page.length]))


def requests_count(viewer: Account) -> int:
    """How many ask to follow `viewer`."""
    return int(rows_of(REQUESTS_COUNT, {"viewer": viewer.id})[0][0])


def people(viewer: Account, text: str, page: Page, following: bool = False) -> list[Entry]:
    """Members of whose names some words begin as those of `text`, newest members first.

    Without a text all who want to be found so. `following`: only those whom `viewer` follows.
    """
    return named_people(viewer, people_sql, text, page, following=int(following))


def named_people(
    viewer: Account, sql: Callable[[int], str], text: str, page: Page, **more: int | str | bytes
) -> list[Entry]:
    """Whom a query finds that asks for so many words of names: those of `text`."""
    words = words_asked(text)
    if not words and text.strip():
        return []
    starts = {f"from{place}": word for place, word in enumerate(words)}
    ends = {f"to{place}": end_of(word) for place, word in enumerate(words)}
    return entries(viewer, sql(len(words)), page, **more, **starts, **ends)


def listable(viewer: Account, text: str, page: Page) -> list[Entry]:
    """The same of friends of `viewer` and those they follow: whom they can put on a list."""
    return named_people(viewer, listable_sql, text, page)


@cache
def listable_sql(words: int) -> str:
    """The query of `listable` when so many words are asked for."""
    return LISTABLE.format(which=which_people(words, "1 = 1"))


@cache
def people_sql(words: int) -> str:
    """The query of `people` when so many words are asked for."""
    return PEOPLE.format(which=which_people(words))


def which_people(count: int, all_of_them: str = "a.discoverable = true") -> str:
    """The condition on `a` when so many words are asked for."""
    if not count:
        return all_of_them
    others = [ALSO_NAMED.format(start=f"from{place}", end=f"to{place}") for place in range(1, count)]
    return " AND ".join([NAMED, *others])


def suggestions(viewer: Account, length: int) -> list[Suggestion]:
    """People whom `viewer` may want to follow, best first, each with its reason."""
    found = rows_of(SUGGESTIONS, {"viewer": viewer.id, "length": length, "since": new_since()})
    return [Suggestion(row[0], bool(row[1]), int(row[2]), int(row[3]), reason_of(*row[1:3])) for row in found]


def reason_of(follows_me: int, known: int) -> SuggestedPerson.Reason:
    """The best of the reasons that are found at once."""
    if follows_me:
        return SuggestedPerson.Reason.FOLLOWS_ME
    return SuggestedPerson.Reason.FOLLOWED_BY_FOLLOWED if known else SuggestedPerson.Reason.NEWCOMER


def entries(viewer: Account | None, sql: str, page: Page, **more: int | str | bytes) -> list[Entry]:
    """Run one of the constants above."""
    bounds = {"before": page.before, "after": page.after, "length": page.length}
    found = rows_of(page.ordered(sql), {"viewer": viewer.id if viewer else 0, **bounds, **more})
    return page.newest_first([Entry(*row) for row in found])
