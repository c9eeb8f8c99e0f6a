"""Runs one scenario against a running server and says what it cost."""

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from .load import Run, drive, fetch
from .procs import busy_seconds, cpu_seconds, mebibytes, settle
from .scenarios.site import Site
from .town import TOP, Town

type Line = dict[str, str | float | int]
type Requests = Iterator[bytes]
# Every one of the two hundred readers has asked once before anything is counted.
WARM = 220


def circumstances() -> Line:
    """When, where and of what something was measured."""
    model = next(
        (line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def commit() -> str:
    """The commit that is checked out, with a plus when files differ from it."""
    try:
        name = git("rev-parse", "--short", "HEAD")
        return name + ("+" if git("status", "--porcelain", "--", "verandah") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def git(*words: str) -> str:
    command = ["git", "-C", str(TOP), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def is_offered(site: Site, asked: bytes) -> tuple[bool, int]:
    """Whether the server answers this at all, and with which status."""
    status, _body = fetch(site.port, asked)
    return 200 <= status < 300, status


def measure_read(site: Site, town: Town, make: Callable[[Town], Requests], connections: int, seconds: float) -> Line:
    """Ask for so many seconds, after everyone has asked once."""
    requests = make(town)
    offered, status = is_offered(site, next(requests))
    if not offered:
        return {"status": status}
    settle(pid_of(site))
    drive(site.port, requests, connections, 0.5, WARM)
    settle(pid_of(site), 5)
    line, _run = counted(site, requests, connections, seconds)
    return line


def measure_write(site: Site, town: Town, make: Callable[[Town], Requests], connections: int, seconds: float) -> Line:
    """The same without a warm-up, and with what the server still does after its answers."""
    requests = make(town)
    offered, status = is_offered(site, next(requests))
    if not offered:
        return {"status": status}
    pid = pid_of(site)
    settle(pid)
    before = cpu_seconds(pid)
    line, run = counted(site, requests, connections, seconds)
    began = time.monotonic()
    calm = settle(pid)
    line["cpu us until idle"] = round((cpu_seconds(pid) - before) / max(1, len(run.seconds)) * 1e6)
    line["idle after s"] = round(time.monotonic() - began, 1) if calm else -1
    return line


def counted(site: Site, requests: Requests, connections: int, seconds: float) -> tuple[Line, Run]:
    """One run with the processor time it took."""
    pid = pid_of(site)
    cpu, busy = cpu_seconds(pid), busy_seconds()
    run = drive(site.port, requests, connections, seconds)
    spent = cpu_seconds(pid) - cpu
    others = (busy_seconds() - busy - spent - run.own_cpu) / max(run.wall, 1e-9)
    line: Line = {
        **run.figures(),
        "cpu us": round(spent / max(1, len(run.seconds)) * 1e6),
        "memory MiB": mebibytes(pid),
        # How much of a core other programs had meanwhile: they spoil times, not processor time.
        "others": round(max(0.0, others), 2),
    }
    if run.failed:
        line["first refusal"] = run.first_refusal
    return line, run


def pid_of(site: Site) -> int:
    if site.process is None:
        raise RuntimeError("The server is not running.")
    return site.process.pid
