"""Patterns as pictures, and banks that hold some of them, for tests."""

import random
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from tests.pictures import sent
from verandah.actions import banking, rescanning
from verandah.actions.banking import BankDraft, Print
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import BankEntry, BankScan, HashBank


def pattern(number: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A pattern of its own for each number."""
    chance, picture = random.Random(number), Image.new("RGB", size, "grey")
    pen = ImageDraw.Draw(picture)
    for _shape in range(50):
        left, top = chance.randrange(-40, size[0]), chance.randrange(-40, size[1])
        box = (left, top, left + chance.randrange(10, size[0] // 2), top + chance.randrange(10, size[1] // 2))
        colour = tuple(chance.randrange(256) for _channel in range(3))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(box, fill=colour)
    return picture


def as_file(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The picture as it is sent."""
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def bank_of(by: Account, second: Account, prints: list[Print], **facts: Any) -> HashBank:
    """A bank that holds these: one has put them forward, another has agreed, and what was here is compared."""
    bank = banking.make(by, BankDraft(f"Bank {HashBank.objects.count() + 1}", **facts))
    agreed(by, second, bank, prints)
    return bank


def agreed(by: Account, second: Account, bank: HashBank, prints: list[Print]) -> None:
    """These are in the bank, and what was here is compared with them."""
    approval = banking.propose(by, bank.pk, prints, "Patterns for a test")
    banking.agree(second, approval.pk)
    scan_all(bank)


def scan_all(bank: HashBank) -> None:
    """Every run of the bank is at its end."""
    while scan := BankScan.objects.filter(bank=bank, finished_at=None).first():
        rescanning.go_on.call(scan.pk, scan.at)


def print_of(picture: Image.Image) -> list[Print]:
    """Its fingerprint, as one of the staff would find it."""
    both = banking.prints_of_file(sent(as_file(picture)))
    return [one for one in both if one.algorithm == BankEntry.Algorithm.PDQ]
