"""Where the time of a scenario goes: which parts, which of our functions, which functions of all."""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import sampler
from . import town as towns
from .http import SENDERS_CORE, SERVERS_CORE
from .load import drive
from .measuring import WARM, circumstances
from .procs import on_core
from .scenarios.reads import READS
from .scenarios.site import Site
from .scenarios.writes import WRITES

# Where a function belongs, by the first of these words that stands in its file's path.
PARTS = {
    "django/db/backends": "database, called by Django",
    "django/db": "Django's ORM",
    "django/template": "templates",
    "django": "Django, the rest",
    "verandah/api/entities": "our entities",
    "verandah/api": "our API door",
    "verandah/web": "our pages",
    "verandah/domain": "our reads",
    "verandah/actions": "our writes",
    "verandah/streaming": "our streams",
    "verandah/config": "our server",
    "verandah": "ours, the rest",
    "uvicorn": "HTTP server",
    "a2wsgi": "bridge to Django",
    "asyncio": "event loop",
    "concurrent": "bridge to Django",
    "threading": "bridge to Django",
    "allauth": "allauth",
}
SHOWN = 15


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench profile", description=__doc__)
    parser.add_argument("scenarios", nargs="*", default=["home of 20"])
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--kept", type=Path, default=towns.KEPT)
    parser.add_argument("--out", type=Path, default=towns.TOP / "bench/results/profile.jsonl")
    given = parser.parse_args(list(words))
    about = circumstances()
    with towns.copied(towns.ready(towns.Size(), given.kept)) as folder, given.out.open("a") as out:
        for name in given.scenarios:
            line = {"scenario": name, **summed_up(sampled(folder, name, given.seconds))}
            out.write(json.dumps(about | line, ensure_ascii=False) + "\n")
            sys.stdout.write(json.dumps(line, ensure_ascii=False, indent=1) + "\n")


def sampled(folder: Path, name: str, seconds: float) -> dict[str, float]:
    """Seconds by stack while the scenario runs."""
    town, make = towns.read(folder), (READS | WRITES)[name]
    more = {"VERANDAH_LIMITS": "no", "DJANGO_SETTINGS_MODULE": "bench.sampled", "PYTHONPATH": str(towns.TOP)}
    site = Site(folder, SERVERS_CORE, **more)
    wanted, found = folder / sampler.WANTED, folder / sampler.FOUND
    found.unlink(missing_ok=True)
    try:
        with on_core(SENDERS_CORE):
            site.start()
            requests = make(town)
            drive(site.port, requests, 2, 0.5, WARM)
            wanted.touch()
            run = drive(site.port, requests, 2, seconds)
            wanted.unlink()
            if run.failed:
                raise RuntimeError(run.first_refusal)
            while not found.exists():
                time.sleep(0.05)
        return dict(json.loads(found.read_text()))
    finally:
        site.stop()


def summed_up(stacks: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Shares of all the time, in percent, greatest first."""
    parts: defaultdict[str, float] = defaultdict(float)
    alone: defaultdict[str, float] = defaultdict(float)
    within: defaultdict[str, float] = defaultdict(float)
    for stack, seconds in stacks.items():
        functions = [short(line) for line in stack.split("\n")]
        parts[part_of(functions[-1])] += seconds
        alone[functions[-1]] += seconds
        for name in {name for name in functions if name.startswith("verandah/")}:
            within[name] += seconds
    total = max(sum(stacks.values()), 1e-9)
    return {
        "parts": shares(parts, total, len(PARTS)),
        "ours with what they call": shares(within, total, 2 * SHOWN),
        "functions alone": shares(alone, total, SHOWN),
    }


def shares(found: Mapping[str, float], total: float, most: int) -> dict[str, float]:
    greatest = sorted(found.items(), key=lambda item: -item[1])[:most]
    return {name: round(100 * seconds / total, 1) for name, seconds in greatest}


def short(line: str) -> str:
    """A function with its file's path from the package on."""
    path, _colon, name = line.rpartition(":")
    for mark in ("/site-packages/", "/python3.13/"):
        path = path.rpartition(mark)[2]
    return f"{path.removeprefix(str(towns.TOP) + '/')} {name}"


def part_of(function: str) -> str:
    return next((part for word, part in PARTS.items() if function.startswith(word)), "Python, the rest")
