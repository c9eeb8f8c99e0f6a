"""Processor time and memory of a process and its children, and how busy the machine is with other things."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# All there are for us, asked before anything was put on one of them.
CORES = sorted(os.sched_getaffinity(0))


def family(root: int) -> list[int]:
    """The process and all that descend from it."""
    children = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                children[int(stat_of(int(folder.name))[1])].append(int(folder.name))
    found, todo = [], [root]
    while todo:
        found.append(todo.pop())
        todo += children[found[-1]]
    return found


def stat_of(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on: its name before that may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def cpu_seconds(root: int) -> float:
    """User and system time of the family. The clock of a process counts nanoseconds, not ticks."""
    total = 0.0
    for pid in family(root):
        with suppress(OSError):
            total += time.clock_gettime((~pid << 3) | 2)
            # Children that have ended are known in ticks only.
            total += sum(int(part) for part in stat_of(pid)[13:15]) / TICKS
    return total


def memory(root: int) -> int:
    """Bytes of the family; a page that several share is counted once."""
    total = 0
    for pid in family(root):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def mebibytes(root: int) -> float:
    return round(memory(root) / 2**20, 1)


def settle(root: int, limit: float = 60.0) -> bool:
    """Wait until the family has been idle for a second; whether that came about."""
    calm, before, until = 0, cpu_seconds(root), time.monotonic() + limit
    while time.monotonic() < until:
        time.sleep(0.25)
        now = cpu_seconds(root)
        calm = calm + 1 if now - before < 0.015 else 0
        before = now
        if calm == 4:
            return True
    return False


def busy_seconds() -> float:
    """How long the cores of the machine have been busy since it started, all added up."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """What is started here stays on this core. Without a number, or on a machine with one core: anywhere."""
    before = os.sched_getaffinity(0)
    if core is not None and len(CORES) > 1:
        os.sched_setaffinity(0, {CORES[core % len(CORES)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
