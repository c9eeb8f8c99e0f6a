"""What has changed between two long texts: line by line first, then word by word in the lines that differ. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .changed_words import Kind, Piece, pieces

# Of two texts with more lines, the whole is compared as one.
MOST_LINES = 1500
# So many lines are shown on each side of a change, so that one sees where it is.
AROUND = 2
SKIPPED = "…\n"
SIGNS = re.compile(r"^#{2,3} +|\*\*")
RULE_OF_TABLE = re.compile(r"[|:\- ]*-{3}[|:\- ]*")


def changed_lines(old: str, new: str) -> list[Piece]:
    """What was taken out of `old` and what was put in, in reading order, with a little of what stands around it."""
    before, after = plain(old), plain(new)
    if max(len(before), len(after)) > MOST_LINES:
        return list(pieces("".join(before), "".join(after)))
    return list(compared(before, after))


def plain(text: str) -> list[str]:
    """The lines of a text without the signs of its Markdown: people compare words."""
    lines = (line for line in text.splitlines() if not RULE_OF_TABLE.fullmatch(line.strip()))
    return [f"{SIGNS.sub('', cells(line))}\n" for line in lines]


def cells(line: str) -> str:
    """A row of a table as words with dots between them; any other line as it is."""
    if not line.lstrip().startswith("|"):
        return line
    return " · ".join(cell.strip() for cell in line.strip().strip("|").split("|"))


def compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    """The words of lines that differ, and a few lines that are the same around them."""
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Kind.SAME, shortened(after[first:last], first == 0, last == len(after)))
        else:
            yield from pieces("".join(before[start:end]), "".join(after[first:last]))


def shortened(lines: list[str], is_first: bool, is_last: bool) -> str:
    """Lines that are the same: those beside a change. What nothing has changed in stays whole."""
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if (is_first and is_last) or len(lines) <= head + tail + 1:
        return "".join(lines)
    return "".join([*lines[:head], SKIPPED, *lines[len(lines) - tail :]])
