"""The chain of the record: how an entry is sealed, and whether all of them still fit to each other."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from .models import AuditEntry

# The deed of the first entry that has a digest: it seals all that were there before there was a chain.
BEGINNING = "chain_begins"
# Whoever appends holds this lock of PostgreSQL until the end of the transaction.
LOCK = 0x7665_7261_6E64
COLUMNS = (
    "actor_id",
    "deed",
    "role",
    "account_id",
    "post_id",
    "report_id",
    "case_id",
    "decision_id",
    "approval_id",
    "address_digest",
    "session_digest",
    "facts",
)
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit, and how: its number, its moment, and a word for what is wrong."""

    entry_id: int
    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain holds: how many entries, the newest of them, and what is broken, if anything is."""

    entries: int
    last_id: int
    digest: str
    broken: Broken | None = None


def canonical(entry: AuditEntry) -> str:
    """All that an entry says, in the one spelling that is sealed."""
    said = {name: getattr(entry, name) for name in COLUMNS}
    said["created_at"] = entry.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of_entry(entry: AuditEntry) -> str:
    """The seal of an entry: of what it says, and of the seal before it."""
    return hashlib.sha256(f"{entry.previous}\n{canonical(entry)}".encode()).hexdigest()


def digest_of_older(before: int | None = None) -> tuple[int, str]:
    """How many entries there are without a digest (before this one), and one for all of them in their order."""
    count, digest = 0, hashlib.sha256()
    rows = AuditEntry.objects.filter(digest="")
    for entry in (rows.filter(pk__lt=before) if before else rows).order_by("id").iterator(CHUNK):
        count += 1
        digest.update(f"{entry.pk}\n{canonical(entry)}\n".encode())
    return count, digest.hexdigest()


def verify(anchor: tuple[int, str] | None = None) -> Verified:
    """Go through the whole chain. `anchor`: the number and the digest of an entry that was in it at an earlier time."""
    count, newest, previous, first = 0, 0, "", 0
    for entry in AuditEntry.objects.exclude(digest="").order_by("id").iterator(CHUNK):
        if (what := fault(entry, previous)) or (anchor and entry.pk == anchor[0] and entry.digest != anchor[1]):
            return Verified(count, newest, previous, Broken(entry.pk, entry.created_at, what or "replaced"))
        first = first or entry.pk
        count, newest, previous = count + 1, entry.pk, entry.digest
    return Verified(count, newest, previous, next(strays(first, anchor), None))


def fault(entry: AuditEntry, previous: str) -> str:
    """What is wrong with an entry that comes after the one with the digest `previous`; empty: nothing."""
    if entry.digest != digest_of_entry(entry):
        return "altered"
    if entry.previous != previous:
        return "out_of_place"
    if not previous and entry.deed != BEGINNING:
        return "beginning_missing"
    if not previous and (entry.facts.get("older"), entry.facts.get("digest")) != digest_of_older(entry.pk):
        return "older_altered"
    return ""


def strays(first: int, anchor: tuple[int, str] | None) -> Iterator[Broken]:
    """Entries that are missing at the end, or that stand after the first of the chain and were never sealed."""
    if anchor and not AuditEntry.objects.filter(pk=anchor[0], digest=anchor[1]).exists():
        yield Broken(anchor[0], datetime.now(UTC), "missing")
    unsealed = AuditEntry.objects.filter(digest="", pk__gt=first).order_by("id").first() if first else None
    if unsealed:
        yield Broken(unsealed.pk, unsealed.created_at, "unsealed")
