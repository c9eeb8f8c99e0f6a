"""Runs programs that read strangers' files: each in a process of its own, with limits, and none outlives its time."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIMITED = Path(__file__).with_name("limited.py")
LONGEST_WORDS = 20_000


class Stopped(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """The program was killed: by its limits, by a fault of its own, or because its time was over."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may use: processor seconds, seconds by the clock, bytes of memory, bytes of each file."""

    cpu: int
    seconds: int
    memory: int
    file_size: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its code, and what it said on both its outputs (at most LONGEST_WORDS of each)."""

    code: int
    out: str
    err: str


def run(program: Sequence[str], folder: Path, bounds: Bounds) -> Ended:
    """Run `program` (a path and its words) with `folder` as its place, and wait for it. Raises Stopped."""
    limits = [str(number) for number in (bounds.cpu, bounds.memory, bounds.file_size)]
    out, err = folder / "out.txt", folder / "err.txt"
    # Into files, which the limit of their size binds: an endless complaint must not fill our memory.
    with out.open("wb") as outs, err.open("wb") as errs:
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", str(LIMITED), *limits, *program],
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=outs,
            stderr=errs,
            start_new_session=True,
        )
        code = waited(child, bounds.seconds)
    ended = Ended(code, last_words(out), last_words(err))
    if code < 0:
        raise Stopped(f"{Path(program[0]).name} was ended by signal {-code}: {ended.err[-500:]}")
    return ended


def waited(child: subprocess.Popen[bytes], seconds: int) -> int:
    """The code with which `child` ends. Whatever goes wrong, it does not outlive the wait."""
    try:
        return child.wait(seconds)
    except BaseException as error:
        # Not waited for yet, so its number cannot be another's already.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Stopped(f"It took longer than {seconds} s.") from error
        raise


def last_words(path: Path) -> str:
    """The end of what was said."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_WORDS))
        return file.read().decode("utf-8", "replace")
