"""A post with 5,000 comments and 20,000 reactions: how long Django takes for its pages."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence

import django


def main(words: Sequence[str]) -> None:
    argparse.ArgumentParser(prog="python -m bench talk", description=__doc__).parse_args(list(words))
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder:
        os.environ |= {"VERANDAH_DATA": folder, "VERANDAH_DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        django.setup()
        # Only now, because it reads the settings.
        from .long_talk import measure  # noqa: PLC0415

        for line in measure():
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
