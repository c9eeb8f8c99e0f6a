"""Finding people and posts in the whole town: what search, suggestions and trends cost, and the jobs of the night."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence

from .measuring import circumstances
from .town import TOP, Size, copied, environment, ready

# Each in a process of its own, so that its memory is its own; pages last, when all that they show is there.
PARTS = ("nothing", "find_suggestions", "find_trends", "pages")
RESULTS = TOP / "bench" / "results" / "finding.jsonl"


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench finding", description=__doc__)
    usual = Size()
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--posts", type=int, default=usual.posts)
    parser.add_argument("--follows", type=int, default=usual.follows)
    given = parser.parse_args(list(words))
    size = Size(people=given.people, posts=given.posts, follows=given.follows)
    about = {**circumstances(), "people": size.people, "posts": size.posts}
    with copied(ready(size)) as folder:
        around = environment(folder) | {"DJANGO_SETTINGS_MODULE": "bench.settings", "VERANDAH_DEBUG": "yes"}
        for part in PARTS:
            command = [sys.executable, "-m", "bench.found", part]
            done = subprocess.run(command, cwd=TOP, env=around, capture_output=True, text=True)  # noqa: S603
            if done.returncode:
                raise SystemExit(done.stderr)
            for line in done.stdout.splitlines():
                keep(json.loads(line) | about)


def keep(line: dict[str, object]) -> None:
    """One line more of the results, also shown."""
    text = json.dumps(line)
    with RESULTS.open("a") as file:
        file.write(text + "\n")
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
