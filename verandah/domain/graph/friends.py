"""Friends, who asks to be one, and those whom two people have in common, for a viewer."""

from dataclasses import dataclass

from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account

from .queries import PRESENT, Entry, Keeper, entries, keeps_to_themselves

FRIENDS = f"""
SELECT s.id, a.id FROM verandah_friendship s JOIN verandah_account a ON a.id = s.friend_id
WHERE s.account_id = %(account)s AND s.id < %(before)s AND s.id > %(after)s
  AND {PRESENT} ORDER BY s.id DESC LIMIT %(length)s"""  # noqa: S608

REQUESTS = f"""
SELECT q.id, a.id FROM verandah_friendrequest q JOIN verandah_account a ON a.id = q.asker_id
WHERE q.asked_id = %(viewer)s AND q.declined_at IS NULL AND q.id < %(before)s AND q.id > %(after)s
  AND {PRESENT} ORDER BY q.id DESC LIMIT %(length)s"""  # noqa: S608

ASKED = f"""
SELECT q.id, a.id FROM verandah_friendrequest q JOIN verandah_account a ON a.id = q.asked_id
WHERE q.asker_id = %(viewer)s AND NOT q.is_withdrawn AND q.id < %(before)s AND q.id > %(after)s
  AND {PRESENT} ORDER BY q.id DESC LIMIT %(length)s"""  # noqa: S608

# The join starts from the viewer's own friends. Whoever hides their connections is named to nobody as a friend of
# another.
MUTUAL_FROM = f"""
FROM verandah_friendship mine JOIN verandah_friendship s
    ON s.account_id = %(account)s AND s.friend_id = mine.friend_id
JOIN verandah_account a ON a.id = mine.friend_id
WHERE mine.account_id = %(viewer)s AND NOT a.hides_connections AND {PRESENT}"""
MUTUAL = f"""
SELECT s.id, a.id {MUTUAL_FROM} AND s.id < %(before)s AND s.id > %(after)s ORDER BY s.id DESC LIMIT %(length)s"""
MUTUAL_COUNT = f"SELECT count(*) {MUTUAL_FROM}"

REQUESTS_COUNT = f"""SELECT count(*) FROM verandah_friendrequest q JOIN verandah_account a ON a.id = q.asker_id
WHERE q.asked_id = %(viewer)s AND q.declined_at IS NULL AND {PRESENT}"""  # noqa: S608

# So many of them are named on a profile.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Mutual:
    """Friends whom two people have in common: how many, and some of them."""

    count: int
    some: tuple[int, ...]


NONE = Mutual(0, ())


def friends(viewer: Account, account: Account, page: Page) -> list[Entry]:
    """The friends of `account`, newest first; nobody as long as they keep that to themselves."""
    return [] if keeps_to_themselves(viewer, account) else entries(viewer, FRIENDS, page, account=account.id)


def requests(viewer: Account, page: Page) -> list[Entry]:
    """Who asks to be friends with `viewer`, newest first."""
    return entries(viewer, REQUESTS, page)


def requests_count(viewer: Account) -> int:
    """How many ask."""
    return int(rows(REQUESTS_COUNT, {"viewer": viewer.id})[0][0])


def asked(viewer: Account, page: Page) -> list[Entry]:
    """Whom `viewer` has asked, newest first."""
    return entries(viewer, ASKED, page)


def mutual_friends(viewer: Account, account: Keeper, page: Page) -> list[Entry]:
    """Whom `viewer` and `account` both have as a friend, as far as nobody hides it, newest of `account` first."""
    if viewer.id == account.id or keeps_to_themselves(viewer, account):
        return []
    return entries(viewer, MUTUAL, page, account=account.id)


def mutual(viewer: Account, account: Keeper) -> Mutual:
    """How many these are, and the first of them."""
    some = mutual_friends(viewer, account, Page(length=MOST_NAMED))
    if len(some) < MOST_NAMED:
        return Mutual(len(some), tuple(entry.account_id for entry in some))
    count = int(rows(MUTUAL_COUNT, {"viewer": viewer.id, "account": account.id})[0][0])
    return Mutual(count, tuple(entry.account_id for entry in some))
