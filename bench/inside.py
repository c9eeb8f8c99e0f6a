"""The hot paths inside one process: what the program itself costs, without network and server."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench paths", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=60_000)
    parser.add_argument("--follows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(list(words))
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder:
        os.environ |= {"VERANDAH_DATA": folder, "VERANDAH_DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        # Only now, because they read the settings.
        from .paths import measure  # noqa: PLC0415

        for line in measure(given.people, given.posts, given.follows, given.seed):
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
