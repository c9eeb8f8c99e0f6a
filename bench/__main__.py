"""`make bench`: what the hot paths cost in processor time, on a fresh town, one JSON line each.

uv run python -m bench --people 2000 --posts 60000 --follows 100000
"""

import argparse
import json
import os
import sys
import tempfile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--posts", type=int, default=60_000)
    parser.add_argument("--follows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder:
        os.environ |= {"VERANDAH_DATA": folder, "VERANDAH_DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        # Only now, because they read the settings.
        from .paths import measure  # noqa: PLC0415

        for line in measure(given.people, given.posts, given.follows, given.seed):
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
