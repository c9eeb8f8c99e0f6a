"""`verandah storage`: how much room files take, of what kind they are, and who uses most of it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from verandah.actions import stocktaking
from verandah.actions.stocktaking import Heap, Stock, place

UNITS = ("bytes", "kB", "MB", "GB", "TB")


class Command(BaseCommand):
    help = "Tell how much room uploaded files take: by kind, by member, in no post, and what is not where it should be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=20, metavar="NUMBER", help="so many members are named (20)")
        parser.add_argument("--json", action="store_true", help="the same for programs, with all members")
        parser.add_argument("--recount", action="store_true", help="count anew what each member uses, before")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = stocktaking.recount() if options["recount"] else 0
        found = stocktaking.stock()
        if options["json"]:
            self.stdout.write(json.dumps(told(found), indent=2))
            return
        if options["recount"]:
            self.stdout.write(f"Counted anew. It was wrong for {wrong} members.")
        for line in lines(found, options["most"]):
            self.stdout.write(line)


def told(found: Stock) -> dict[str, Any]:
    """As JSON: bytes as they are, members by how much they use."""
    return asdict(found) | {"place": place(), "members": {name: asdict(heap) for name, heap in by_size(found)}}


def lines(found: Stock, most: int) -> Iterator[str]:
    """As a person reads it."""
    yield f"Files lie in {place()}."
    rows = {
        "all": found.total,
        **{name: heap for name, heap in sorted(found.kinds.items())},
        "profiles": found.profiles,
        "in no post": found.loose,
        "of what was reported": found.kept,
        "of nobody": found.unknown,
        "waiting": found.waiting,
    }
    yield from (line(name, heap) for name, heap in rows.items())
    if found.missing:
        yield f"Not there, although they should be: {len(found.missing)}. The first is number {found.missing[0]}."
    members = by_size(found)[: max(0, most)]
    if members:
        yield ""
        yield "Who uses most:"
        yield from (line(f"@{name}", heap) for name, heap in members)


def line(name: str, heap: Heap) -> str:
    return f"{name:<24} {heap.count:>8} {readable(heap.bytes):>12}"


def by_size(found: Stock) -> list[tuple[str, Heap]]:
    return sorted(found.members.items(), key=lambda pair: (-pair[1].bytes, pair[0]))


def readable(size: float) -> str:
    """Three digits or four are enough for a person."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError
