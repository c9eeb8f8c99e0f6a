"""Taking stock of what people have uploaded: whose it is, how much room it takes, and counting that anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.weights import waiting_weights, weights
from verandah.domain.moderation.models import SnapshotFile

BATCH = 500


@dataclass(slots=True)
class Heap:
    """So many files that someone has uploaded, and the bytes of all that was made of them."""

    count: int = 0
    bytes: int = 0

    def add(self, size: int) -> None:
        self.count += 1
        self.bytes += size


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies here. `loose`: in no post. `kept`: copies of what was reported. `unknown`: no row knows it. `missing`:
    known, but not there.
    """

    total: Heap = field(default_factory=Heap)
    kinds: dict[str, Heap] = field(default_factory=dict)
    profiles: Heap = field(default_factory=Heap)
    loose: Heap = field(default_factory=Heap)
    kept: Heap = field(default_factory=Heap)
    unknown: Heap = field(default_factory=Heap)
    waiting: Heap = field(default_factory=Heap)
    members: dict[str, Heap] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the row of a file says of it."""

    kind: str
    username: str
    is_profile: bool
    is_loose: bool


# Of what was reported: it counts for nobody.
COPY = Known("copy", "", is_profile=False, is_loose=False)


def stock() -> Stock:
    """Look at every file in the store and at every row. Changes nothing."""
    found, seen = Stock(), set[str]()
    for heap in weights():
        for names in batched(heap, BATCH, strict=False):
            rows = known(names)
            seen |= rows.keys()
            for name in names:
                put(found, rows.get(name), heap[name])
    for size in waiting_weights():
        found.waiting.add(size)
    ready = Media.objects.filter(state=State.READY).order_by("pk").values_list("pk", "name")
    found.missing.extend(number for number, name in ready.iterator() if name not in seen)
    return found


def try_store() -> None:
    """Put a small file where files lie, read it, delete it. Raises OSError when that cannot be done."""
    path, words = f"check/{files.new_name()}.txt", b"can be written"
    files.store().save(path, ContentFile(words))
    try:
        if b"".join(files.pieces(path, 0, len(words) - 1)) != words:
            raise OSError("what comes back is not what was written")
    finally:
        files.store().delete(path)
    # A folder that is empty again; in a bucket there is none.
    files.store().delete("check")


def place() -> str:
    """Where files lie, in words that show no key: a folder, or a bucket."""
    options = settings.STORAGES["media"]["OPTIONS"]
    if "bucket" in options:
        return _("the bucket %(name)s") % {"name": options["bucket"]}
    return _("the folder %(name)s") % {"name": options["location"]}


def recount() -> int:
    """Count anew what each member uses; for how many it was wrong. Twice: nothing is wrong any more."""
    real = Media.objects.filter(owner=OuterRef("pk")).order_by().values("owner").annotate(sum=Sum("bytes"))
    counted = Account.objects.annotate(real=Coalesce(Subquery(real.values("sum")), 0))
    wrong = list(counted.exclude(media_bytes=F("real")).values_list("pk", flat=True))
    return sum(recount_of(number) for number in wrong)


def recount_of(account_id: int) -> int:
    """1, if it was wrong. Held, so that nothing comes in or goes between counting and writing."""
    with transaction.atomic():
        before = Account.objects.select_for_update(no_key=True).values_list("media_bytes", flat=True).get(pk=account_id)
        real = Media.objects.filter(owner=account_id).aggregate(sum=Sum("bytes"))["sum"] or 0
        Account.objects.filter(pk=account_id).update(media_bytes=real)
    return int(before != real)


def known(names: tuple[str, ...]) -> dict[str, Known]:
    """What the rows of these names say. Two queries."""
    rows = Media.objects.filter(name__in=names).annotate(username=F("owner__username"), deleted=F("post__deleted_at"))
    copies = SnapshotFile.objects.filter(name__in=names).values_list("name", flat=True)
    return dict.fromkeys(copies, COPY) | {
        row.name: Known(
            Kind(row.kind).name.lower(),
            row.username,
            row.is_profile,
            not row.is_profile and (row.post_id is None or row.deleted is not None),
        )
        for row in rows
    }


def put(found: Stock, row: Known | None, size: int) -> None:
    """Count the files of one name where they belong."""
    for heap in heaps(found, row):
        heap.add(size)


def heaps(found: Stock, row: Known | None) -> Iterator[Heap]:
    yield found.total
    if row is None:
        yield found.unknown
        return
    if row is COPY:
        yield found.kept
        return
    yield found.profiles if row.is_profile else found.kinds.setdefault(row.kind, Heap())
    yield found.members.setdefault(row.username, Heap())
    if row.is_loose:
        yield found.loose
