"""Photos, films and sounds: how many a core makes ready in a second, and how much memory that takes at once."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import django

from .measuring import Line, circumstances
from .town import TOP


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench media", description=__doc__)
    parser.add_argument("--out", type=Path, default=TOP / "bench/results/media.jsonl", help="add results here")
    parser.add_argument("--only", default="", help="scenarios with one of these words in their names, as a,b,c")
    parser.add_argument("--times", type=int, default=5, help="how often each is made")
    given = parser.parse_args(list(words))
    # A core alone, so that what is counted for a second is what a core does in it.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder, given.out.open("a") as out:
        os.environ |= {"VERANDAH_DATA": folder, "VERANDAH_DEBUG": "yes"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "verandah.config.settings"
        for line in measure(Path(folder), given.only.split(",") if given.only else [], given.times):
            told = json.dumps(circumstances() | line)
            out.write(told + "\n")
            out.flush()
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


def measure(folder: Path, only: list[str], times: int) -> Iterable[Line]:
    """A line for each kind of file."""
    django.setup()
    # Only now, because they read the settings.
    from .samples import SAMPLES, made  # noqa: PLC0415

    for name, sample in SAMPLES.items():
        if not only or any(word in name for word in only):
            source = made(sample, folder)
            yield {"scenario": name, "bytes": source.stat().st_size, **cost(source, sample.seconds, times)}


def cost(source: Path, seconds: float, times: int) -> Line:
    """What it takes to make a file ready, its renditions in the store included."""
    from .samples import Peaks, develop  # noqa: PLC0415

    develop(source)
    begun, used = time.monotonic(), time.process_time()
    with Peaks() as peaks:
        for _time in range(times):
            develop(source)
    each = (time.process_time() - used + peaks.cpu) / times
    line: Line = {
        "times": times,
        "cpu s": round(each, 3),
        "s": round((time.monotonic() - begun) / times, 3),
        "a second of a core": round(1 / each, 2),
        "memory MiB": round(peaks.most / 2**20),
    }
    return line | ({"seconds a second of a core": round(seconds / each, 1)} if seconds else {})
