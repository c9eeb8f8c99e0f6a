"""Banks of fingerprints: making them, putting into them what two people want there, taking it out, judging finds."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import images
from verandah.base.errors import Invalid, NotFound
from verandah.base.images import Animated, Shape
from verandah.base.likeness import FARTHEST, LEAST_QUALITY
from verandah.base.sniffing import HEAD, Family, Sent, format_of
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media
from verandah.domain.moderation.banks import tail
from verandah.domain.moderation.models import Approval, BankEntry, BankMatch, HashBank, Policy, Rule, SnapshotFile
from verandah.domain.moderation.twos import Verb, What

from . import approving, rescanning
from .auditing import note

Algorithm, State = BankEntry.Algorithm, BankEntry.State
# Of one list, and of its file.
MOST_ENTRIES, MOST_BYTES = 100_000, 20_000_000
LONGEST_NAME, LONGEST_NOTE = 100, 500
DIGITS = 64
BATCH = 1000
# With fewer verdicts than this nothing is said about a bank.
FEWEST_VERDICTS = 10
SMALL = 640
NAMES = {"sha256": Algorithm.SHA256, "pdq": Algorithm.PDQ}


@dataclass(frozen=True, slots=True)
class Print:
    """A fingerprint that shall be in a bank."""

    algorithm: BankEntry.Algorithm
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class BankDraft:
    """What a bank shall be like."""

    name: str
    purpose: HashBank.Purpose = HashBank.Purpose.LOCAL
    effect: Rule.Effect = Rule.Effect.HOLD
    threshold: int = 20
    policy_id: int | None = None
    is_enabled: bool = True
    budget: int = 10


def make(by: Account, draft: BankDraft) -> HashBank:
    """A new bank, empty. Raises Invalid, also when there is one of that name."""
    return write(by, HashBank(created_at=timezone.now()), draft)


def change(by: Account, bank_id: int, draft: BankDraft) -> HashBank:
    """A bank is like this from now on. Twice: the same. Raises NotFound, Invalid."""
    return write(by, found(bank_id), draft)


def write(by: Account, bank: HashBank, draft: BankDraft) -> HashBank:
    name = draft.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("name", _("Give the bank a name of at most 100 characters."))
    if not 0 <= draft.threshold <= FARTHEST:
        raise Invalid("threshold", _("Choose a number from 0 to 31: with more, pictures are found that are others."))
    if not 0 <= draft.budget <= 100:
        raise Invalid("budget", _("Choose a number from 0 to 100."))
    if draft.policy_id is not None and not Policy.objects.filter(pk=draft.policy_id, retired_at=None).exists():
        raise Invalid("policy", _("Choose one of the rules in the list."))
    bank.name, bank.purpose, bank.effect, bank.threshold = name, draft.purpose, draft.effect, draft.threshold
    bank.policy_id, bank.is_enabled, bank.budget = draft.policy_id, draft.is_enabled, draft.budget
    try:
        with transaction.atomic():
            bank.save()
            note(by, "bank", bank=bank.pk, effect=int(draft.effect), threshold=draft.threshold, on=draft.is_enabled)
    except IntegrityError:
        raise Invalid("name", _("There is a bank of this name already.")) from None
    return bank


def propose(by: Account, bank_id: int, prints: Sequence[Print], reason: str) -> Approval:
    """Put fingerprints forward for a bank; they count once a second person agrees. What is there already stays so.

    Raises NotFound, Forbidden; Invalid when none of them is new.
    """
    bank, wanted = found(bank_id), {(one.algorithm, one.value): one for one in prints}
    for one in wanted.values():
        check(one)
    if len(wanted) > MOST_ENTRIES:
        raise Invalid("file", _("Put at most 100,000 fingerprints forward at once."))
    with transaction.atomic():
        HashBank.objects.select_for_update(no_key=True).get(pk=bank.pk)
        known = known_in(bank, [one.value for one in wanted.values()])
        new = [one for key, one in wanted.items() if key not in known]
        if not new:
            raise Invalid("file", _("All of this is in the bank already, or was withdrawn from it a moment ago."))
        approval = approving.ask(by, Verb.ADD_TO_BANK, what_of(bank, new), reason)
        now = timezone.now()
        rows = (
            BankEntry(
                bank=bank,
                algorithm=one.algorithm,
                value=one.value,
                note=one.note[:LONGEST_NOTE],
                added_by_id=by.pk,
                approval=approval,
                created_at=now,
            )
            for one in new
        )
        BankEntry.objects.bulk_create(rows, batch_size=BATCH)
        note(by, "bank_propose", approval_id=approval.pk, bank=bank.pk, count=len(new))
    return approval


def check(one: Print) -> None:
    """Raises Invalid for what is no fingerprint."""
    if len(one.value) != DIGITS or any(sign not in "0123456789abcdef" for sign in one.value):
        raise Invalid("digits", _("A fingerprint is 64 digits from 0 to 9 and a to f."))


def known_in(bank: HashBank, values: Sequence[str]) -> set[tuple[int, str]]:
    """Those of them that are in the bank in any state."""
    known: set[tuple[int, str]] = set()
    for first in range(0, len(values), BATCH):
        some = BankEntry.objects.filter(bank=bank, value__in=values[first : first + BATCH])
        known.update(some.values_list("algorithm", "value"))
    return known


def what_of(bank: HashBank, prints: Iterable[Print]) -> What:
    """What two people agree to: exactly these, of which a digest says enough."""
    values = sorted(f"{int(one.algorithm)}:{one.value}" for one in prints)
    return {"bank": bank.pk, "count": len(values), "digest": sha256("\n".join(values).encode()).hexdigest()[:16]}


def agree(by: Account, approval_id: int) -> int:
    """What was put forward counts from now on, if two people want it, or one has waited a day because there is no
    other; how many these are. What was here before is compared with them. Raises NotFound, Forbidden, Conflict.
    """
    with transaction.atomic():
        approval = Approval.objects.filter(pk=approval_id, verb=Verb.ADD_TO_BANK).first()
        if approval is None:
            raise NotFound
        if approval.requested_by_id != by.pk and approval.state == Approval.State.WAITING:
            approving.agree(by, approval_id)
        used = approving.use(approval_id, Verb.ADD_TO_BANK, approval.what)
        bank = HashBank.objects.select_for_update(no_key=True).filter(pk=approval.what.get("bank") or 0).first()
        if bank is None:
            raise NotFound
        rows = BankEntry.objects.filter(approval=approval, bank=bank, state=State.PROPOSED)
        count = rows.update(state=State.ACTIVE, agreed_by_id=used.approved_by_id)
        HashBank.objects.filter(pk=bank.pk).update(rev=F("rev") + 1)
        note(by, "bank_agree", approval_id=approval_id, bank=bank.pk, count=count)
        rescanning.begin(bank)
    return count


def refuse(by: Account, approval_id: int) -> int:
    """What was put forward is not wanted, and is forgotten; how many these were. Raises NotFound, Forbidden."""
    with transaction.atomic():
        approving.refuse(by, approval_id)
        gone, _kinds = BankEntry.objects.filter(approval=approval_id, state=State.PROPOSED).delete()
        note(by, "bank_refuse", approval_id=approval_id, count=gone)
    return gone


def withdraw(by: Account, bank_id: int, values: Sequence[str]) -> int:
    """These do not count any more, at the very next file; within a day they are gone. Twice: the same. How many.

    One person is enough: it keeps nothing back.
    """
    bank = found(bank_id)
    with transaction.atomic():
        count = 0
        for first in range(0, len(values), BATCH):
            some = BankEntry.objects.filter(bank=bank, value__in=values[first : first + BATCH])
            count += some.exclude(state=State.WITHDRAWN).update(state=State.WITHDRAWN)
        if count:
            HashBank.objects.filter(pk=bank.pk).update(rev=F("rev") + 1)
            ends = ",".join(tail(value) for value in values[:5])
            note(by, "bank_withdraw", bank=bank.pk, count=count, ends=ends)
    return count


def purge_withdrawn() -> int:
    """Forget what was withdrawn, within a day as the lists demand; what it has found is still known. How many."""
    gone = 0
    while batch := list(BankEntry.objects.filter(state=State.WITHDRAWN).values_list("pk", flat=True)[:BATCH]):
        BankMatch.objects.filter(entry__in=batch).update(entry=None)
        BankEntry.objects.filter(pk__in=batch, state=State.WITHDRAWN).delete()
        gone += len(batch)
    return gone


def judge(by: Account, match_id: int, is_right: bool) -> BankMatch:
    """`by` says whether a bank was right about a file. Was it wrong, it never finds that file again, and once too many
    of its finds are wrong it only flags. What is kept back is let out by deciding the case. Twice: the same.

    Raises NotFound, also for what is about themselves.
    """
    with transaction.atomic():
        rows = BankMatch.objects.select_for_update(of=("self",)).exclude(case__owner=by)
        match = rows.select_related("bank").filter(pk=match_id).first()
        if match is None:
            raise NotFound
        verdict = BankMatch.Verdict.RIGHT if is_right else BankMatch.Verdict.WRONG
        if match.verdict != verdict:
            match.verdict = verdict
            match.save(update_fields=["verdict"])
            note(by, "bank_judge", case_id=match.case_id, bank=match.bank_id, right=is_right)
            mind_budget(match.bank_id)
    return match


def mind_budget(bank_id: int) -> None:
    """Count the verdicts on a bank; with too many wrong ones it only flags from now on. Twice: the same.

    Not one against harm to children: there a wrong hold is the smaller harm, and people are told by the numbers.
    """
    bank = HashBank.objects.select_for_update(no_key=True).get(pk=bank_id)
    judged = BankMatch.objects.filter(bank=bank).exclude(verdict=BankMatch.Verdict.OPEN)
    bank.hits_count = judged.count()
    bank.wrong_count = judged.filter(verdict=BankMatch.Verdict.WRONG).count()
    is_over = bank.hits_count >= FEWEST_VERDICTS and bank.wrong_count * 100 > bank.budget * bank.hits_count
    if is_over and bank.purpose != HashBank.Purpose.CHILD_SAFETY and bank.effect != Rule.Effect.FLAG:
        bank.effect = Rule.Effect.FLAG
        note(None, "bank_over_budget", bank=bank.pk, wrong=bank.wrong_count, judged=bank.hits_count)
    bank.save(update_fields=["hits_count", "wrong_count", "effect"])


def prints_of_media(media_id: int) -> list[Print]:
    """The fingerprints of a file that is here, or of its copy in a case. Raises NotFound, Invalid."""
    row = Media.objects.filter(pk=media_id).values_list("sha256", "pdq", "pdq_quality").first()
    if row is None:
        kept = SnapshotFile.objects.filter(media_id=media_id).order_by("-pk").values_list("sha256", "pdq").first()
        if kept is None:
            raise NotFound
        row = (*kept, 100)
    return usable(*row)


def prints_of_file(sent: Sent | None) -> list[Print]:
    """The fingerprints of a picture that one of the staff has sent. Nothing of the picture is kept. Raises Invalid."""
    if sent is None or not sent.size or sent.size > MOST_BYTES:
        raise Invalid("picture", _("Choose a picture of at most 20 MB."))
    content = b"".join(sent.chunks())
    kind = format_of(content[:HEAD])
    if kind is None or kind.family is not Family.IMAGE:
        raise Invalid("picture", _("This is not a picture. Send a JPEG, PNG, WebP, GIF, HEIC or AVIF."))
    with TemporaryDirectory(dir=room()) as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        try:
            made = images.remake(source, kind.reader, Path(folder), Shape(settings.MOST_PIXELS, 0, SMALL))
        except (images.Unusable, Animated) as error:
            raise Invalid("picture", _("This picture can’t be read. Add its fingerprint instead.")) from error
    return usable(sha256(content).hexdigest(), made.pdq, made.pdq_quality)


def room() -> Path:
    """Where files lie that have just come in."""
    place = Path(settings.QUARANTINE)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def usable(digest: str, pdq: str, quality: int) -> list[Print]:
    """Those that say something: what shows too little is found as this very file alone. Raises Invalid."""
    found_prints = [Print(Algorithm.SHA256, digest)] if digest else []
    if pdq and quality >= LEAST_QUALITY:
        found_prints.append(Print(Algorithm.PDQ, pdq))
    if not found_prints:
        raise Invalid("picture", _("There is too little to see in this picture to find it again."))
    return found_prints


def prints_in_text(text: str) -> list[Print]:
    """A list of fingerprints: lines of `sha256,DIGITS,NOTE` or `pdq,DIGITS,NOTE`; the note may be missing.

    Raises Invalid with the number of the first line that is none.
    """
    prints: list[Print] = []
    for number, line in enumerate(csv.reader(text.splitlines()), 1):
        cells = [cell.strip() for cell in line]
        if not any(cells) or cells[0].startswith("#") or cells[0].casefold() == "algorithm":
            continue
        algorithm = NAMES.get(cells[0].casefold())
        value = cells[1].casefold() if len(cells) > 1 else ""
        if algorithm is None or len(value) != DIGITS:
            told = _("Line %(number)s is no fingerprint. Each line is: sha256 or pdq, a comma, 64 digits.")
            raise Invalid("list", told % {"number": number})
        prints.append(Print(algorithm, value, cells[2] if len(cells) > 2 else ""))
        if len(prints) > MOST_ENTRIES:
            raise Invalid("list", _("Put at most 100,000 fingerprints forward at once."))
    if not prints:
        raise Invalid("list", _("There is no fingerprint in this list."))
    return prints


def found(bank_id: int) -> HashBank:
    """Raises NotFound."""
    bank = HashBank.objects.filter(pk=bank_id).first()
    if bank is None:
        raise NotFound
    return bank
