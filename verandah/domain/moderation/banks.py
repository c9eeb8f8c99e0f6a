"""Banks of fingerprints: what of a file is in them, and what of them the staff may see: never a fingerprint."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from verandah.base.errors import NotFound
from verandah.base.likeness import Index, Look, nearest
from verandah.domain.accounts.models import Account

from .models import Approval, BankEntry, BankMatch, BankScan, Case, HashBank, Queue, Rule

# Where what a bank has found is looked at, and how much harm it may do, from 1 to 5.
QUEUES = {
    HashBank.Purpose.LOCAL: (Queue.RULES, 2),
    HashBank.Purpose.SPAM: (Queue.RULES, 1),
    HashBank.Purpose.INTIMATE: (Queue.INTIMATE_IMAGES, 4),
    HashBank.Purpose.EXTREMISM: (Queue.VIOLENT_EXTREMISM, 4),
    HashBank.Purpose.CHILD_SAFETY: (Queue.CHILD_SAFETY, 5),
}
# The way of what was found byte by byte.
SAME_FILE = "file"
# So many of the latest matches stand on the page of a bank.
SHOWN_MATCHES = 50
LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Find:
    """A file is in a bank, or looks like what is."""

    bank_id: int
    entry_id: int
    distance: int
    way: str
    effect: Rule.Effect


@dataclass(frozen=True, slots=True)
class Kept:
    """The pictures of a bank in memory, as they were at one of its revisions."""

    rev: int
    index: Index
    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownBank:
    """A bank, and how many entries it has: that count, that wait for a second person, that were withdrawn."""

    id: int
    name: str
    purpose: HashBank.Purpose
    effect: Rule.Effect
    threshold: int
    policy_id: int | None
    is_enabled: bool
    budget: int
    hits_count: int
    wrong_count: int
    active: int
    proposed: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What was put forward at once: by whom, how much, what it is, and the last digits of the first of them."""

    approval_id: int
    asker_id: int
    asker: str
    count: int
    reason: str
    tails: tuple[str, ...]
    is_agreed: bool
    alone_from: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A file was found in a bank. Of the entry no more than its last four digits is told."""

    id: int
    bank_id: int
    bank: str
    effect: Rule.Effect
    media_id: int | None
    case_code: str
    distance: int
    way: str
    tail: str
    verdict: BankMatch.Verdict
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShownScan:
    """How far the files that were here before are compared."""

    files_count: int
    done_count: int
    found_count: int
    created_at: datetime
    finished_at: datetime | None

    @property
    def percent(self) -> int:
        """From 0 to 100."""
        return 100 if self.finished_at else min(99, self.done_count * 100 // max(1, self.files_count))


KEPT: dict[int, Kept] = {}


def finds(sha256: str, looks: Sequence[Look]) -> tuple[Find, ...]:
    """In which banks a file is, and what it looks like most in each. One query where there is no bank."""
    banks = list(HashBank.objects.filter(is_enabled=True).order_by("pk"))
    if not banks:
        return ()
    forget_others({bank.pk for bank in banks})
    cleared = cleared_in(sha256)
    exact = exact_entries(sha256)
    found: list[Find] = []
    for bank in banks:
        if bank.pk in cleared:
            continue
        effect = Rule.Effect(bank.effect)
        if bank.pk in exact:
            found.append(Find(bank.pk, exact[bank.pk], 0, SAME_FILE, effect))
        elif looks:
            kept = kept_of(bank)
            near = nearest(kept.index, looks, bank.threshold)
            if near is not None:
                found.append(Find(bank.pk, kept.entry_ids[near[1].place], near[1].distance, near[0].way, effect))
    return tuple(found)


def cleared_in(sha256: str) -> set[int]:
    """The banks that were wrong about this file before."""
    wrong = BankMatch.objects.filter(sha256=sha256, verdict=BankMatch.Verdict.WRONG).exclude(sha256="")
    return set(wrong.values_list("bank_id", flat=True))


def exact_entries(sha256: str) -> dict[int, int]:
    """The banks that hold this very file, and where."""
    rows = BankEntry.objects.filter(
        value=sha256, algorithm=BankEntry.Algorithm.SHA256, state=BankEntry.State.ACTIVE
    ).exclude(value="")
    return dict(rows.values_list("bank_id", "pk"))


def kept_of(bank: HashBank) -> Kept:
    """The pictures of a bank; read and sorted anew when it has changed, by one thread while others wait."""
    kept = KEPT.get(bank.pk)
    if kept is None or kept.rev != bank.rev:
        with LOCK:
            kept = KEPT.get(bank.pk)
            if kept is None or kept.rev != bank.rev:
                kept = KEPT[bank.pk] = read(bank)
    return kept


def read(bank: HashBank) -> Kept:
    """The pictures of a bank as they are now."""
    entries = BankEntry.objects.filter(bank=bank, algorithm=BankEntry.Algorithm.PDQ, state=BankEntry.State.ACTIVE)
    rows = list(entries.order_by("pk").values_list("pk", "value"))
    return Kept(bank.rev, Index(value for _pk, value in rows), tuple(pk for pk, _value in rows))


def forget_others(bank_ids: set[int]) -> None:
    """What is kept of banks that are no longer in use is given up."""
    for bank_id in set(KEPT) - bank_ids:
        KEPT.pop(bank_id, None)


def queue_of(purpose: int) -> tuple[Queue, int]:
    """Where what a bank of this purpose has found is looked at, and how harmful it may be."""
    return QUEUES[HashBank.Purpose(purpose)]


def all_banks(viewer: Account) -> list[ShownBank]:
    """Every bank, for whoever of the staff may look at them. Two queries."""
    counts: dict[int, dict[int, int]] = {}
    rows = BankEntry.objects.values_list("bank_id", "state").annotate(number=Count("pk")).order_by()
    for bank_id, state, number in rows:
        counts.setdefault(bank_id, {})[state] = number
    return [shown(bank, counts.get(bank.pk, {})) for bank in HashBank.objects.order_by("name")]


def one_bank(viewer: Account, bank_id: int) -> ShownBank:
    """Raises NotFound."""
    bank = HashBank.objects.filter(pk=bank_id).first()
    if bank is None:
        raise NotFound
    rows = BankEntry.objects.filter(bank=bank).values_list("state").annotate(number=Count("pk")).order_by()
    return shown(bank, dict(rows))


def shown(bank: HashBank, counts: dict[int, int]) -> ShownBank:
    return ShownBank(
        id=bank.pk,
        name=bank.name,
        purpose=HashBank.Purpose(bank.purpose),
        effect=Rule.Effect(bank.effect),
        threshold=bank.threshold,
        policy_id=bank.policy_id,
        is_enabled=bank.is_enabled,
        budget=bank.budget,
        hits_count=bank.hits_count,
        wrong_count=bank.wrong_count,
        active=counts.get(BankEntry.State.ACTIVE, 0),
        proposed=counts.get(BankEntry.State.PROPOSED, 0),
        withdrawn=counts.get(BankEntry.State.WITHDRAWN, 0),
    )


def proposals(viewer: Account, bank_id: int) -> list[ShownProposal]:
    """What waits for a second person, the oldest first."""
    waiting = BankEntry.objects.filter(bank=bank_id, state=BankEntry.State.PROPOSED, approval__isnull=False)
    counts = dict(waiting.values_list("approval_id").annotate(number=Count("pk")).order_by())
    asked = list(Approval.objects.filter(pk__in=counts).order_by("pk"))
    askers = Account.objects.filter(pk__in=[row.requested_by_id for row in asked])
    names = dict(askers.values_list("pk", "username"))
    return [
        ShownProposal(
            approval_id=row.pk,
            asker_id=row.requested_by_id,
            asker=names.get(row.requested_by_id, ""),
            count=counts[row.pk],
            reason=row.reason,
            tails=tuple(tail(value) for value in waiting.filter(approval=row).values_list("value", flat=True)[:3]),
            is_agreed=row.state == Approval.State.AGREED,
            alone_from=row.alone_from,
            created_at=row.created_at,
        )
        for row in asked
    ]


def tail(value: str) -> str:
    """All that is told of a fingerprint: enough to tell two apart that someone has on paper, too little to use."""
    return value[-4:]


def matches_of(viewer: Account, bank_id: int) -> list[ShownMatch]:
    """The latest that a bank has found, not judged ones first; but never in a case about the viewer."""
    rows = BankMatch.objects.filter(bank=bank_id).exclude(case__owner=viewer)
    return [
        shown_match(row)
        for row in rows.select_related("bank", "entry", "case").order_by("verdict", "-pk")[:SHOWN_MATCHES]
    ]


def matches_in(viewer: Account, case: Case) -> list[ShownMatch]:
    """What the banks have found in a case."""
    rows = BankMatch.objects.filter(case=case).exclude(case__owner=viewer)
    return [shown_match(row) for row in rows.select_related("bank", "entry", "case").order_by("pk")]


def shown_match(row: BankMatch) -> ShownMatch:
    return ShownMatch(
        id=row.pk,
        bank_id=row.bank_id,
        bank=row.bank.name,
        effect=Rule.Effect(row.bank.effect),
        media_id=row.media_id,
        case_code=row.case.code if row.case else "",
        distance=row.distance,
        way=row.way,
        tail=tail(row.entry.value) if row.entry else "",
        verdict=BankMatch.Verdict(row.verdict),
        created_at=row.created_at,
    )


def latest_scan(viewer: Account, bank_id: int) -> ShownScan | None:
    """The run that goes on, or the last one."""
    row = BankScan.objects.filter(bank=bank_id).order_by("-pk").first()
    if row is None:
        return None
    return ShownScan(row.files_count, row.done_count, row.found_count, row.created_at, row.finished_at)
