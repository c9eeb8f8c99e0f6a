"""The record: what the staff does and looks at, one entry each, in a chain where each seals all before it."""

import contextvars
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.chain import BEGINNING, LOCK, digest_of_entry, digest_of_older
from verandah.domain.moderation.models import AuditEntry

type Fact = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Someone wanted to do what their role does not reach."""

    by: Account
    deed: str
    account: Account | None


@dataclass(frozen=True, slots=True)
class Place:
    """From where something is done, in keyed digests that nobody can turn back; and what was refused there."""

    address: str = ""
    session: str = ""
    # None: there is no door that writes them down.
    refusals: list[Refusal] | None = None


HERE: contextvars.ContextVar[Place] = contextvars.ContextVar("where_staff_sits", default=Place())  # noqa: B039


@contextmanager
def coming_from(address: str, session: str = "") -> Iterator[None]:
    """Whatever is recorded within comes from this network address, in this session (or by this token)."""
    refusals: list[Refusal] = []
    before = HERE.set(Place(keyed("address", address), keyed("session", session), refusals))
    try:
        yield
    finally:
        for one in refusals:
            note(one.by, "refused", account=one.account, wanted=one.deed)
        HERE.reset(before)


def keyed(purpose: str, text: str) -> str:
    """A digest of `text` that only this site can make; empty for nothing."""
    if not text:
        return ""
    return hmac.new(f"{settings.SECRET_KEY}:audit:{purpose}".encode(), text.encode(), hashlib.sha256).hexdigest()


def note(
    by: Account | None,
    deed: str,
    *,
    account: Account | None = None,
    post_id: int | None = None,
    report_id: int | None = None,
    case_id: int | None = None,
    decision_id: int | None = None,
    approval_id: int | None = None,
    **facts: Fact,
) -> AuditEntry:
    """`by` did this; None: the site itself. To be called in the transaction of the deed, at its end, once for each time
    that something has changed. `facts`: numbers, and words out of a closed list; never what someone wrote."""
    place = HERE.get()
    entry = AuditEntry(
        actor_id=by.pk if by else None,
        deed=deed,
        role=role_of(by),
        account_id=account.pk if account else None,
        post_id=post_id,
        report_id=report_id,
        case_id=case_id,
        decision_id=decision_id,
        approval_id=approval_id,
        address_digest=place.address,
        session_digest=place.session,
        facts=facts,
    )
    with transaction.atomic():
        append(entry)
    return entry


def looked(
    by: Account,
    what: str,
    *,
    why: str = "",
    account: Account | None = None,
    post_id: int | None = None,
    report_id: int | None = None,
    case_id: int | None = None,
    decision_id: int | None = None,
    approval_id: int | None = None,
    **facts: Fact,
) -> None:
    """`by` looked at something that is not for everyone: `what` and `why` are words out of a closed list."""
    note(
        by,
        "look",
        account=account,
        post_id=post_id,
        report_id=report_id,
        case_id=case_id,
        decision_id=decision_id,
        approval_id=approval_id,
        what=what,
        **({"why": why} if why else {}),
        **facts,
    )


def looked_at_all(by: Account, what: str, accounts: Iterable[int]) -> None:
    """`by` looked at a list in which something stands that only these people, and the staff, may see."""
    place, role = HERE.get(), role_of(by)
    found = [
        AuditEntry(
            actor_id=by.pk,
            deed="look",
            role=role,
            account_id=number,
            address_digest=place.address,
            session_digest=place.session,
            facts={"what": what},
        )
        for number in accounts
    ]
    if found:
        with transaction.atomic():
            append(*found)


def refused(by: Account, deed: str, account: Account | None = None) -> None:
    """`by` wanted to do what their role does not reach. The door writes it down once the deed, which fails, is undone;
    where there is no door, it is written at once."""
    refusals = HERE.get().refusals
    if refusals is None:
        note(by, "refused", account=account, wanted=deed)
    else:
        refusals.append(Refusal(by, deed, account))


def role_of(by: Account | None) -> int:
    """The role that someone has at this moment."""
    if by is None:
        return Role.MEMBER
    return User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER


def append(*entries: AuditEntry) -> None:
    """Put them at the end of the chain. Whoever appends at the same time waits until this is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    # SQLite has one writer at a time, from the beginning of each transaction on.
    newest = AuditEntry.objects.order_by("-id").values_list("digest", flat=True).first()
    if not newest:
        older, digest = digest_of_older()
        newest = sealed([AuditEntry(deed=BEGINNING, facts={"older": older, "digest": digest})], "")
    sealed(entries, newest)


def sealed(entries: Sequence[AuditEntry], previous: str) -> str:
    """Store them, each with the digest that holds it and, by `previous`, all before it; the last digest."""
    for entry in entries:
        entry.created_at, entry.previous = timezone.now(), previous
        previous = entry.digest = digest_of_entry(entry)
    AuditEntry.objects.bulk_create(entries)
    return previous
