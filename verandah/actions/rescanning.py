"""Comparing the files that are here already with what has come into a bank, a batch at a time."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from verandah.base.ids import new_id
from verandah.base.jobs import HEAVY, later
from verandah.base.likeness import Index, nearest
from verandah.domain.media.models import Media, State
from verandah.domain.moderation.banks import SAME_FILE, Find, cleared_in
from verandah.domain.moderation.models import BankEntry, BankScan, HashBank, Rule

from . import matching

BATCH = 200
# What was looked up before the bank grew has become ready by then, so that nothing falls between the two looks.
WAIT = timedelta(seconds=20)


def begin(bank: HashBank) -> None:
    """Have all stored files compared with what is new in a bank. Twice: one run, and then another for what came."""
    new = BankEntry.objects.filter(bank=bank, state=BankEntry.State.ACTIVE, scan=None)
    if not new.exists():
        return
    try:
        with transaction.atomic():
            scan = BankScan.objects.create(bank=bank, created_at=timezone.now())
    except IntegrityError:
        # The run that goes on begins the next one when it has ended.
        return
    new.update(scan=scan)
    later(go_on, scan.pk, 0, run_at=timezone.now() + WAIT)


@task(priority=HEAVY)
def go_on(scan_id: int, after: int) -> None:
    """Compare the next batch, and have the one after it done later. Twice: what was found is found once."""
    scan = BankScan.objects.select_related("bank").filter(pk=scan_id, finished_at=None).first()
    # Another worker has done this batch already.
    if scan is None or scan.at != after:
        return
    if not scan.last:
        scan.last = new_id()
        scan.files_count = Media.objects.filter(pk__lte=scan.last, state=State.READY).count()
        scan.save(update_fields=["last", "files_count"])
    ready = Media.objects.filter(pk__gt=after, pk__lte=scan.last, state=State.READY)
    rows = list(ready.order_by("pk")[:BATCH])
    count = compare(scan, rows)
    with transaction.atomic():
        mine = BankScan.objects.filter(pk=scan.pk, at=after, finished_at=None)
        at = rows[-1].pk if rows else scan.last
        told = {"at": at, "done_count": F("done_count") + len(rows), "found_count": F("found_count") + count}
        if len(rows) == BATCH:
            if mine.update(**told):
                later(go_on, scan.pk, at)
        elif mine.update(**told, finished_at=timezone.now()):
            begin(scan.bank)


def compare(scan: BankScan, rows: list[Media]) -> int:
    """Do with each file what the bank asks for when it is in what is new there; how many these are."""
    entries = BankEntry.objects.filter(scan=scan, state=BankEntry.State.ACTIVE)
    exact = dict(entries.filter(algorithm=BankEntry.Algorithm.SHA256).values_list("value", "pk"))
    pictures = list(entries.filter(algorithm=BankEntry.Algorithm.PDQ).order_by("pk").values_list("pk", "value"))
    index = Index(value for _pk, value in pictures)
    count = 0
    for row in rows:
        find = find_of(scan.bank, row, exact, index, [pk for pk, _value in pictures])
        if find is not None and scan.bank.pk not in cleared_in(row.sha256):
            matching.record(row, [find])
            count += 1
    return count


def find_of(bank: HashBank, row: Media, exact: dict[str, int], index: Index, entry_ids: list[int]) -> Find | None:
    """What the bank says of a stored file. What would be refused now is kept back: it is here already."""
    effect = Rule.Effect.HOLD if bank.effect == Rule.Effect.REFUSE else Rule.Effect(bank.effect)
    if row.sha256 and row.sha256 in exact:
        return Find(bank.pk, exact[row.sha256], 0, SAME_FILE, effect)
    near = nearest(index, matching.known_looks(row), bank.threshold) if entry_ids else None
    return near and Find(bank.pk, entry_ids[near[1].place], near[1].distance, near[0].way, effect)
