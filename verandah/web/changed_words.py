"""What has changed from one version of a post to the next: word by word, in time that cannot run away. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from verandah.domain.media.show import ShownMedia
    from verandah.domain.posts.versions import ShownVersion

# Scripts that write without blanks are compared sign by sign, numbers and words as a whole.
WORD = re.compile(r"\s+|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+|.", re.DOTALL)
# Of two texts with more words, whole lines are compared; with more lines than that, nothing is.
MOST_WORDS = 1500


class Kind(StrEnum):
    """What has become of a piece of text."""

    SAME = "same"
    GONE = "del"
    NEW = "ins"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what was changed to make it. `number`: which one it is; the first one has 0 and no changes."""

    number: int
    is_now: bool
    created_at: datetime
    text: tuple[Piece, ...]
    warning: tuple[Piece, ...]
    poll: tuple[Piece, ...]
    files_gone: tuple[ShownMedia, ...]
    files_new: tuple[ShownMedia, ...]
    files_reworded: tuple[tuple[ShownMedia, tuple[Piece, ...]], ...]
    # Whether it is covered from this version on, or no longer; None where that has not changed.
    covered: bool | None


def steps(versions: Sequence[ShownVersion]) -> list[Step]:
    """Each version beside the one before it, the first one beside itself."""
    pairs = zip([versions[0], *versions], versions, strict=False)
    return [step(number, number == len(versions) - 1, old, new) for number, (old, new) in enumerate(pairs)]


def step(number: int, is_now: bool, old: ShownVersion, new: ShownVersion) -> Step:
    """One change."""
    before, after = {file.id: file for file in old.media}, {file.id: file for file in new.media}
    both = [(before[known], file) for known, file in after.items() if known in before]
    return Step(
        number=number,
        is_now=is_now,
        created_at=new.created_at,
        text=tuple(pieces(old.text, new.text)),
        warning=tuple(pieces(old.warning, new.warning)),
        poll=tuple(pieces("\n".join(old.poll_titles), "\n".join(new.poll_titles))),
        files_gone=tuple(file for known, file in before.items() if known not in after),
        files_new=tuple(file for known, file in after.items() if known not in before),
        files_reworded=tuple(
            (file, tuple(pieces(was.description, file.description)))
            for was, file in both
            if was.description != file.description
        ),
        covered=new.is_sensitive if old.is_sensitive != new.is_sensitive else None,
    )


def pieces(old: str, new: str) -> Iterator[Piece]:
    """`new` with what was taken out of `old` and what was put in, in reading order."""
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = [old], [new]
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Kind.SAME, "".join(after[first:last]))
            continue
        if end > start:
            yield Piece(Kind.GONE, "".join(before[start:end]))
        if last > first:
            yield Piece(Kind.NEW, "".join(after[first:last]))
