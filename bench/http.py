"""All scenarios over HTTP: a real server on one core, the sender on another, the generated town."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import town as towns
from .measuring import Line, circumstances, measure_read, measure_write, pid_of
from .procs import cpu_seconds, mebibytes, on_core, settle
from .scenarios import streams
from .scenarios.reads import READS
from .scenarios.site import Site
from .scenarios.writes import WRITES

STREAMS = {"500 streams": streams.delivery, "2,000 idle streams": streams.idle}
# These are done by one client, as the peers' were.
ALONE = ("favourite", "follow / unfollow")
SERVERS_CORE, SENDERS_CORE = 0, 1


def main(words: Sequence[str]) -> None:
    given = arguments(words)
    size = towns.Size(given.people, given.posts, given.follows)
    about = circumstances() | {"town": f"{size.people} people, {size.posts} posts, {size.follows} follows"}
    with towns.copied(towns.ready(size, given.kept)) as folder, given.out.open("a") as out:
        for line in measured(folder, given):
            whole = about | line
            out.write(json.dumps(whole, ensure_ascii=False) + "\n")
            out.flush()
            sys.stdout.write(spoken(line) + "\n")
            sys.stdout.flush()


def arguments(words: Sequence[str]) -> argparse.Namespace:
    size = towns.Size()
    parser = argparse.ArgumentParser(prog="python -m bench http", description=__doc__)
    parser.add_argument("--people", type=int, default=size.people)
    parser.add_argument("--posts", type=int, default=size.posts)
    parser.add_argument("--follows", type=int, default=size.follows)
    parser.add_argument("--kept", type=Path, default=towns.KEPT, help="where built towns are kept")
    parser.add_argument("--out", type=Path, default=towns.TOP / "bench/results/http.jsonl", help="add results here")
    parser.add_argument("--only", default="", help="only scenarios whose name holds one of these words, with commas")
    parser.add_argument("--connections", default="1,8", help="how many at once")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each run takes")
    return parser.parse_args(list(words))


def measured(folder: Path, given: argparse.Namespace) -> Iterator[Line]:
    """One line a scenario and number of connections."""
    town, site = towns.read(folder), Site(folder, SERVERS_CORE, VERANDAH_LIMITS="no")
    wanted = [word for word in given.only.split(",") if word]
    numbers = [int(number) for number in given.connections.split(",")]
    chosen = [name for name in [*READS, *WRITES, *STREAMS] if not wanted or any(word in name for word in wanted)]
    try:
        with on_core(SENDERS_CORE):
            yield from started(site)
            for name in chosen:
                for number in [1] if name in ALONE or name in STREAMS else numbers:
                    yield {"scenario": name, "connections": number, **one(site, town, name, number, given.seconds)}
    finally:
        site.stop()


def started(site: Site) -> Iterator[Line]:
    """The second start, which is what a restart takes: the first one prepares the folder."""
    site.start()
    site.stop()
    seconds = site.start()
    pid = pid_of(site)
    spent = cpu_seconds(pid)
    settle(pid)
    time.sleep(2)
    yield {"scenario": "start", "seconds": round(seconds, 2), "cpu s": round(spent, 2), "memory MiB": mebibytes(pid)}


def one(site: Site, town: towns.Town, name: str, connections: int, seconds: float) -> Line:
    """One scenario; what is not offered yet says only its status."""
    if name in READS:
        return measure_read(site, town, READS[name], connections, seconds)
    if name in WRITES:
        return measure_write(site, town, WRITES[name], connections, seconds)
    # What many requests leave in memory is not what streams cost.
    site.stop()
    site.start()
    try:
        return STREAMS[name](site, town)
    except ConnectionError as error:
        return {"status": 0, "first refusal": str(error)[:300]}


def spoken(line: Line) -> str:
    """A result as a line to read while it runs."""
    head = f"{line['scenario']} ×{line.get('connections', 1)}"
    rest = ", ".join(f"{name} {value}" for name, value in line.items() if name not in ("scenario", "connections"))
    return f"{head:34} {rest}"
