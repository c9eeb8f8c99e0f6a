"""Runs the harness with which other servers were measured, unchanged, against this one."""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .http import SENDERS_CORE, SERVERS_CORE
from .measuring import Line, circumstances, pid_of
from .procs import on_core
from .scenarios.site import PROGRAM, Site
from .town import TOP, environment

MEMBERS = 200
BIG_FOLLOWERS = 5_000
CONNECTIONS = "1,8"


@dataclass(frozen=True, slots=True)
class Harness:
    """The folder `fedibench`, used from the outside."""

    folder: Path
    site: Site
    label: str

    def run(self, word: str, *words: object, core: int = SENDERS_CORE) -> None:
        """One of its commands; raises CalledProcessError when it fails."""
        command = [sys.executable, "-m", self.folder.name, word, *(str(one) for one in words)]
        with on_core(core):
            subprocess.run(command, check=True, cwd=self.folder.parent)  # noqa: S603

    def measure(self, word: str, *words: object) -> None:
        """A command that measures."""
        self.run(word, *words, "--server", pid_of(self.site), "--label", self.label, "--out", self.results)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.site.port}"

    @property
    def state(self) -> Path:
        return self.site.folder / "state.json"

    @property
    def results(self) -> Path:
        return self.site.folder / "results.json"


def main(words: Sequence[str]) -> None:
    given = arguments(words)
    about = circumstances() | {"town": f"{MEMBERS} members, {given.posts} posts"}
    with TemporaryDirectory(prefix="verandah-peers-") as place:
        site = Site(Path(place), SERVERS_CORE, VERANDAH_LIMITS="no")
        harness = Harness(given.harness.absolute(), site, str(about["commit"]))
        try:
            newcomers(site.folder, MEMBERS, 0)
            prepare(harness, given)
            measure(harness, given)
        finally:
            if site.process:
                site.stop()
            keep(harness.results, about, given.out)
            if given.keep:
                shutil.copytree(site.folder, given.keep, dirs_exist_ok=True)


def arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench peers", description=__doc__)
    parser.add_argument("harness", type=Path, help="the folder named fedibench")
    parser.add_argument("--posts", type=int, default=5_000)
    parser.add_argument("--favourites", type=int, default=4_000)
    parser.add_argument("--boosts", type=int, default=800)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--workloads", default="all")
    parser.add_argument("--connections", type=int, default=500, help="how many streams")
    parser.add_argument("--keep", type=Path, help="keep the data folder here, to look into it")
    parser.add_argument("--out", type=Path, default=TOP / "bench/results/peers.jsonl", help="add results here")
    return parser.parse_args(list(words))


def newcomers(folder: Path, members: int, followers: int) -> None:
    """Make people with the site's own verbs, in a process of its own."""
    command = [sys.executable, "-m", "bench.newcomers", str(members), str(followers)]
    subprocess.run(command, check=True, cwd=TOP, env=environment(folder))  # noqa: S603


def prepare(harness: Harness, given: argparse.Namespace) -> None:
    """Start the server, sign everyone in through its forms, fill it through its API."""
    harness.site.start()
    harness.run(
        "login", "--base", harness.base, "--users", harness.site.folder / "users.json", "--state", harness.state
    )
    amounts = [f"--{name}={getattr(given, name)}" for name in ("posts", "favourites", "boosts")]
    harness.run("seed", "--state", harness.state, *amounts)


def measure(harness: Harness, given: argparse.Namespace) -> None:
    """Everything that the others were measured with."""
    folder, state = harness.site.folder, ("--state", harness.state)
    pages = ["--base", harness.base, "--cookies", folder / "cookies.txt", "--concurrency", CONNECTIONS]
    for repeat in range(given.repeats):
        out = folder / f"run-{repeat}.json"
        harness.run(
            "run", *state, "--workloads", given.workloads, "--concurrency", CONNECTIONS, "--duration", given.seconds,
            "--profile-path", "/@{username}/", "--server", pid_of(harness.site), "--label", harness.label, "--out", out,
        )  # fmt: skip
        merge(out, harness.results)
        harness.measure("page", *pages, "--path", "/", "--name", "home_html", "--duration", given.seconds)
    harness.measure("visible", *state, "--author", "u005")
    harness.measure("stream", *state, "--author", "u000", "--connections", given.connections)
    measure_start(harness)
    measure_big(harness)


def merge(out: Path, results: Path) -> None:
    """Put one file of results behind the others."""
    before = json.loads(results.read_text()) if results.exists() else []
    results.write_text(json.dumps(before + json.loads(out.read_text())))


def measure_start(harness: Harness) -> None:
    """The time until the first answer, and what it takes when nobody asks."""
    harness.site.stop()
    command = f"env VERANDAH_DATA={harness.site.folder} VERANDAH_BIND=127.0.0.1:{harness.site.port} {PROGRAM} serve"
    harness.run(
        "startup", "--command", command, "--url", f"{harness.base}/api/v1/instance", "--idle", 5,
        "--log", harness.site.folder / "startup.log", "--label", harness.label, "--out", harness.results,
        core=SERVERS_CORE,
    )  # fmt: skip


def measure_big(harness: Harness) -> None:
    """Posts by someone with very many followers, who joins only now."""
    newcomers(harness.site.folder, 0, BIG_FOLLOWERS)
    harness.site.start()
    alone = harness.site.folder / "big-state.json"
    users = harness.site.folder / "big.json"
    harness.run("login", "--base", harness.base, "--users", users, "--state", alone)
    whole = json.loads(harness.state.read_text())
    alone.write_text(json.dumps(whole | {"users": whole["users"] + json.loads(alone.read_text())["users"]}))
    more = ["--workloads", "post_big", "--big-author", "big", "--concurrency", "1", "--duration", "3"]
    out = harness.site.folder / "big-run.json"
    harness.run(
        "run", "--state", alone, *more, "--server", pid_of(harness.site), "--label", harness.label, "--out", out
    )
    merge(out, harness.results)


def keep(results: Path, about: Line, out: Path) -> None:
    """The median of each workload, one line each."""
    if not results.exists():
        return
    found: defaultdict[tuple[str, int], list[dict[str, object]]] = defaultdict(list)
    for row in json.loads(results.read_text()):
        found[row["workload"], row.get("c", 1)].append(flat(row))
    with out.open("a") as file:
        for (name, connections), rows in found.items():
            line = about | {"scenario": name, "connections": connections, "runs": len(rows)}
            names = dict.fromkeys(key for row in rows for key in row)
            numbers = {key: [value for row in rows if isinstance(value := row.get(key), int | float)] for key in names}
            line |= {key: round(statistics.median(values), 3) for key, values in numbers.items() if values}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def flat(row: dict[str, object]) -> dict[str, object]:
    """Figures inside figures, brought to the surface; what only the harness needs is left out."""
    plain: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            for inner, deep in value.items():
                plain |= (
                    {f"{key} {inner} {name}": one for name, one in deep.items()}
                    if isinstance(deep, dict)
                    else {f"{key} {inner}": deep}
                )
        elif key not in ("at", "c", "label", "workload", "error_sample"):
            plain[key] = value
    return plain
