"""Runs programs that read strangers' files: each in a process of its own, with limits, and none outlives its time.

Where bubblewrap can work, the program is shut in as well: no network, nothing to see but itself and its own folder.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIMITED = Path(__file__).with_name("limited.py")
LONGEST_WORDS = 20_000
# What programs need of the machine; what is not there is left out.
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/lib32", "/sbin", "/etc/ld.so.cache", "/etc/alternatives", "/nix/store")


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
    """How a program ended: its code, and what it said on both its outputs (at most LONGEST_WORDS of each).

    `peak`: bytes of memory that it had at once. `cpu`: processor seconds.
    """

    code: int
    out: str
    err: str
    peak: int = 0
    cpu: float = 0.0


def run(program: Sequence[str], folder: Path, bounds: Bounds) -> Ended:
    """Run `program` with `folder` as its place, and wait for it. Raises Stopped.

    It is a path and its words, or `-m`, a module of this package that needs nothing of the site, and its words.
    """
    limits = [str(number) for number in (bounds.cpu, bounds.memory, bounds.file_size)]
    words = [sys.executable, "-I", str(LIMITED), *limits, *program]
    out, err, used = (folder / f"{name}.txt" for name in ("out", "err", "used"))
    used.unlink(missing_ok=True)
    # Into files, which the limit of their size binds: an endless complaint must not fill our memory.
    with out.open("wb") as outs, err.open("wb") as errs:
        child = subprocess.Popen(  # noqa: S603
            [*(shut_in(folder, program[0]) if can_shut_in() else ()), *words],
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=outs,
            stderr=errs,
            start_new_session=True,
        )
        code = code_of(waited(child, bounds.seconds))
    ended = Ended(code, last_words(out), last_words(err), *noted(used))
    if code < 0:
        raise Stopped(f"{Path(program[0]).name} was ended by signal {-code}: {ended.err[-500:]}")
    return ended


@cache
def can_shut_in() -> bool:
    """Whether bubblewrap is here and may do its work; in many containers it may not."""
    if not shutil.which("bwrap"):
        return False
    try:
        trial = [*shut_in(Path(tempfile.gettempdir()), sys.executable), sys.executable, "-I", "-c", ""]
        return subprocess.run(trial, capture_output=True, timeout=20, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False


def shut_in(folder: Path, program: str) -> list[str]:
    """The words that stand before a program so that it sees its own folder alone, and no network."""
    own = {sys.prefix, sys.base_prefix, str(LIMITED.parents[1])}
    if program.startswith("/") and not program.endswith(".py"):
        own.add(str(Path(program).parent))
    seen = [word for path in (*SYSTEM, *sorted(own)) for word in ("--ro-bind-try", path, path)]
    return [
        shutil.which("bwrap") or "bwrap",
        *("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", tempfile.gettempdir()),
        *seen,
        *("--bind", str(folder), str(folder), "--chdir", str(folder)),
    ]


def waited(child: subprocess.Popen[bytes], seconds: int) -> int:
    """The code with which `child` ends. Whatever goes wrong, it does not outlive the wait."""
    try:
        if hasattr(os, "pidfd_open"):
            wait_for_end(child.pid, seconds)
        return child.wait(seconds)
    except BaseException as error:
        # Not waited for yet, so its number cannot be another's already.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Stopped(f"It took longer than {seconds} s.") from error
        raise


def wait_for_end(number: int, seconds: int) -> None:
    """Wait without asking again and again, which would cost up to 50 ms each time. Raises TimeoutExpired."""
    watched = os.pidfd_open(number)
    try:
        poll = select.poll()
        poll.register(watched, select.POLLIN)
        if not poll.poll(seconds * 1000):
            raise subprocess.TimeoutExpired(str(number), seconds)
    finally:
        os.close(watched)


def code_of(code: int) -> int:
    """bubblewrap tells the signal that ended its program as a shell does; what is higher are ffmpeg's own numbers."""
    return 128 - code if 128 < code < 128 + signal.SIGSYS else code


def noted(path: Path) -> tuple[int, float]:
    """What a program has used. One that was killed with all around it has left no note."""
    words = last_words(path).split() if path.is_file() else []
    return (int(words[0]), float(words[1])) if len(words) == 2 else (0, 0.0)


def last_words(path: Path) -> str:
    """The end of what was said."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_WORDS))
        return file.read().decode("utf-8", "replace")
