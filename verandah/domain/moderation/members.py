"""All people of the site as the staff finds them: by how they stand, what they are, and when they were here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from verandah.base.paging import HIGHEST
from verandah.base.reading import id_rows, id_text, rows, vendor
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.accounts.staff import of_user
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.words import end_of, words_asked
from verandah.domain.graph.directory import NAME_OF_LAST, called
from verandah.domain.instance.models import SignUp

LENGTH = 50

# A name that is held for someone whose address was taken is nobody: it has no address and never joined.
SOMEBODY = "(u.email <> '' OR a.joined_at IS NOT NULL)"
PROVEN = "EXISTS (SELECT 1 FROM account_emailaddress e WHERE e.user_id = u.id AND e.verified = true)"
FACTOR = "EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = u.id AND m.type IN ('totp', 'webauthn'))"
# They are few, and found by an index of their own.
STAFF = "a.id IN (SELECT sf.account_id FROM verandah_user sf WHERE sf.role > 0)"
# SQLite searches an index by where the words stand in it; PostgreSQL orders words as people do, and reads them all.
ADDRESSED = {
    "sqlite": """a.id IN (SELECT ad.account_id FROM verandah_user ad
        WHERE NOT (ad.email = '') AND ad.email >= %(email)s AND ad.email < %(beyond)s)""",
    "postgresql": "u.email LIKE %(like)s ESCAPE '!'",
}
PEOPLE = "FROM verandah_user u JOIN verandah_account a ON a.id = u.account_id"


class State(StrEnum):
    """How someone stands to the site."""

    ALL = ""
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    LIMITED = "limited"
    SUSPENDED = "suspended"
    LEFT = "left"


STATES = {
    State.ALL: SOMEBODY,
    State.WAITING: f"""a.joined_at IS NULL AND {PROVEN}
        AND a.id IN (SELECT s.account_id FROM verandah_signup s WHERE s.state = {SignUp.State.WAITING.value})""",  # noqa: S608
    State.UNCONFIRMED: f"a.joined_at IS NULL AND u.email <> '' AND NOT {PROVEN}",
    State.LIMITED: "a.limited_at IS NOT NULL AND a.suspended_at IS NULL",
    State.SUSPENDED: "a.suspended_at IS NOT NULL AND a.left_at IS NULL",
    State.LEFT: "a.suspended_at IS NOT NULL AND a.left_at IS NOT NULL",
}


class Sort(StrEnum):
    """In which order people stand. Who was never here since this is counted stands in no list by that."""

    NEWEST = ""
    NAME = "name"
    ACTIVE = "active"


ORDERS = {
    Sort.NEWEST: ("a.id < %(last)s", "a.id DESC"),
    Sort.NAME: (
        f"lower(a.display_name) >= {NAME_OF_LAST} AND (%(last)s = {HIGHEST} "
        f"OR lower(a.display_name) > {NAME_OF_LAST} OR a.id > %(last)s)",
        "lower(a.display_name), a.id",
    ),
    Sort.ACTIVE: (
        f"(%(last)s = {HIGHEST} OR (v.seen_at, v.account_id) < "  # noqa: S608
        "(SELECT l.seen_at, l.account_id FROM verandah_visit l WHERE l.account_id = %(last)s))",
        "v.seen_at DESC, v.account_id DESC",
    ),
}
VISITS = "JOIN verandah_visit v ON v.account_id = a.id"


class Here(StrEnum):
    """When someone was here for the last time."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    NOT_FOR_A_QUARTER = "quiet"


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom the staff looks for. What is empty does not count. `role` is 0 for all of the staff, -1 for anyone."""

    state: State = State.ALL
    role: int = -1
    trust: int = -1
    since: date | None = None
    until: date | None = None
    here: Here | None = None
    without_factor: bool = False
    # "-" are those who have chosen none.
    language: str = ""
    words: str = ""
    sort: Sort = Sort.NEWEST
    last: int = HIGHEST
    length: int = LENGTH

    @property
    def by_email(self) -> bool:
        """Whether it is an address that is looked for: a user name has its @ in front, or none."""
        return "@" in self.words.strip()[1:]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in the list of all people."""

    account: ShownAccount
    role: Role
    state: State
    trust: Trust
    has_factor: bool
    language: str
    joined_at: datetime | None
    seen_at: datetime | None
    # There only where it was asked for, which is recorded.
    email: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many there are by each filter, alone."""

    states: dict[State, int]
    trusts: dict[int, int]
    languages: dict[str, int]
    staff: int
    without_factor: int


def member_list(viewer: Account, sought: Sought) -> list[int]:
    """The accounts of a page. One query, of which the database reads no more than it must."""
    names = words_asked(sought.words) if not sought.by_email else []
    if sought.words.strip() and not names and not sought.by_email:
        return []
    after, order = ORDERS[sought.sort]
    conditions = [*conditions_of(sought), after, *([called(len(names))] if names else [])]
    joined = f"{PEOPLE} {VISITS if sought.sort == Sort.ACTIVE else ''}"
    sql = f"SELECT a.id {joined} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT %(length)s"
    values = {**values_of(sought, names), "last": sought.last, "length": sought.length}
    return [int(row[0]) for row in rows(sql, values)]


def conditions_of(sought: Sought) -> Iterator[str]:
    """The same as conditions on `u` and `a`."""
    yield STATES[sought.state]
    if sought.role >= 0:
        yield STAFF if sought.role == 0 else f"{STAFF} AND u.role = %(role)s"
    if sought.trust >= 0:
        yield "a.trust = %(trust)s AND a.joined_at IS NOT NULL"
    if sought.since:
        yield "a.joined_at >= %(since)s"
    if sought.until:
        yield "a.joined_at < %(until)s"
    if sought.here == Here.NOT_FOR_A_QUARTER:
        yield "NOT EXISTS (SELECT 1 FROM verandah_visit h WHERE h.account_id = a.id AND h.seen_at >= %(here)s)"
    elif sought.here:
        yield "a.id IN (SELECT h.account_id FROM verandah_visit h WHERE h.seen_at >= %(here)s)"
    if sought.without_factor:
        yield f"{STAFF} AND NOT {FACTOR}"
    if sought.language:
        yield "u.language = %(language)s"
    if sought.by_email:
        yield ADDRESSED[vendor()]


def values_of(sought: Sought, names: Iterable[bytes]) -> dict[str, int | str | bytes]:
    """The values for all these conditions."""
    days = 90 if sought.here == Here.NOT_FOR_A_QUARTER else int(sought.here or 0)
    found: dict[str, int | str | bytes] = {
        "role": sought.role,
        "trust": sought.trust,
        "since": moment(sought.since) if sought.since else "",
        "until": moment(sought.until + timedelta(days=1)) if sought.until else "",
        "here": written(timezone.now() - timedelta(days=days)),
        "language": "" if sought.language == "-" else sought.language,
        "email": sought.words.strip().lower(),
        "beyond": f"{sought.words.strip().lower()}\U0010ffff",
        "like": like(sought.words),
    }
    for place, word in enumerate(names):
        found |= {f"from{place}": word, f"to{place}": end_of(word)}
    return found


def show_members(viewer: Account, ids: Sequence[int], with_email: bool = False) -> list[Member]:
    """These people in the order given. Three queries for any number."""
    users = {row.account_id: row for row in of_user().filter(account__in=ids)} if ids else {}
    seen, waiting = seen_at(ids), waiting_among(ids)
    return [shown(users[number], seen.get(number), number in waiting, with_email) for number in ids if number in users]


def shown(user: User, seen: datetime | None, waits: bool, with_email: bool) -> Member:
    """One of them."""
    account = user.account
    return Member(
        account=show_account(account),
        role=Role(user.role),
        state=state_of(account, waits),
        trust=Trust(account.trust),
        has_factor=bool(getattr(user, "has_factor", False)),
        language=user.language,
        joined_at=account.joined_at,
        seen_at=seen,
        email=user.email if with_email else "",
    )


def state_of(account: Account, waits: bool) -> State:
    """How someone stands, in one word; ALL stands for: as any member."""
    if account.suspended_at is not None:
        return State.LEFT if account.left_at is not None else State.SUSPENDED
    if account.joined_at is None:
        return State.WAITING if waits else State.UNCONFIRMED
    return State.LIMITED if account.limited_at is not None else State.ALL


def seen_at(ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these was here for the last time. One query."""
    sql = f"SELECT h.account_id, h.seen_at FROM {id_rows()} CROSS JOIN verandah_visit h WHERE h.account_id = j.value"  # noqa: S608
    found = rows(sql, {"ids": id_text(ids)}) if ids else []
    return {number: when if isinstance(when, datetime) else read(when) for number, when in found}


def read(text: str) -> datetime:
    """A moment as SQLite keeps it, which is UTC."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC)


def waiting_among(ids: Sequence[int]) -> set[int]:
    """Who of these waits for the staff's word. One query."""
    waiting = SignUp.objects.filter(account__in=ids, state=SignUp.State.WAITING) if ids else SignUp.objects.none()
    return set(waiting.values_list("account_id", flat=True))


def numbers(viewer: Account) -> Numbers:
    """How many each filter finds. Three queries, each over an index of what it counts."""
    columns = [f"(SELECT count(*) {PEOPLE} WHERE {STATES[one]})" for one in State if one != State.ALL]
    held = f"(SELECT count(*) {PEOPLE} WHERE a.joined_at IS NULL AND u.email = '')"
    everyone = f"(SELECT count(*) FROM verandah_user) - {held}"  # noqa: S608
    staff = f"(SELECT count(*) {PEOPLE} WHERE {SOMEBODY} AND {STAFF})"
    bare = f"(SELECT count(*) {PEOPLE} WHERE {SOMEBODY} AND {STAFF} AND NOT {FACTOR})"
    [found] = rows(f"SELECT {', '.join([*columns, everyone, staff, bare])}", {})
    trusts = rows("SELECT trust, count(*) FROM verandah_account WHERE joined_at IS NOT NULL GROUP BY trust", {})
    languages = rows("SELECT language, count(*) FROM verandah_user WHERE language <> '' GROUP BY language", {})
    counted = zip((one for one in State if one != State.ALL), map(int, found), strict=False)
    states: dict[State, int] = dict(counted)
    return Numbers(
        states={State.ALL: int(found[-3]), **states},
        trusts={int(level): int(number) for level, number in trusts},
        languages={str(code): int(number) for code, number in languages},
        staff=int(found[-2]),
        without_factor=int(found[-1]),
    )


def moment(day: date) -> str:
    """When a day begins where the site is."""
    return written(datetime.combine(day, time.min, timezone.get_current_timezone()))


def written(when: datetime) -> str:
    """A moment as both databases compare it with what they have stored."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S" + ("+00:00" if vendor() == "postgresql" else ""))


def like(words: str) -> str:
    """How addresses begin."""
    text = words.strip().lower()
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return f"{text}%"
