"""The town that everything is measured in: built once, kept beside the site's data, copied for each run.

python -m bench.town FOLDER builds it there; `ready` calls that, because the settings are read once a process.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

TOP = Path(__file__).parent.parent
KEPT = TOP / "data" / "bench"
# What a built town depends on, besides its size.
SOURCES = ("bench/town.py", "bench/settling.py", "verandah/actions/populating.py", "verandah/actions/imagining.py")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is. The same numbers make the same town."""

    people: int = 10_000
    posts: int = 300_000
    follows: int = 500_000
    thread: int = 50
    seed: int = 1

    @property
    def name(self) -> str:
        """Another one as soon as the numbers, the schema or the way it is built have changed."""
        digest = hashlib.sha256(repr(asdict(self)).encode())
        for path in [*(TOP / name for name in SOURCES), *sorted((TOP / "verandah/migrations").glob("0*.py"))]:
            digest.update(path.read_bytes())
        return f"town-{self.people}-{self.posts}-{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who can ask: with a token as an app, with a cookie as a browser."""

    id: int
    username: str
    token: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Town:
    """What the sender of requests has to know of a town."""

    # Drawn from all people; the reads rotate over the first 200 of them.
    members: list[Member]
    # People with about fifty followers.
    writers: list[Member]
    # The one whom everybody follows.
    star: Member
    thread_id: int
    public_ids: list[int]
    # People whose profile anyone on the web may see.
    public_names: list[str]

    @property
    def readers(self) -> list[Member]:
        return self.members[:200]


def ready(size: Size, kept: Path = KEPT) -> Path:
    """The folder of such a town; it is built if need be, and the towns of older schemas are thrown away."""
    folder = kept / size.name
    if not (folder / "town.json").exists():
        kept.mkdir(parents=True, exist_ok=True)
        for old in kept.glob(f"town-{size.people}-{size.posts}-*"):
            shutil.rmtree(old)
        shutil.rmtree(half := kept / f"half-{size.name}", ignore_errors=True)
        half.mkdir()
        words = [f"--{name}={value}" for name, value in asdict(size).items()]
        command = [sys.executable, "-m", "bench.town", str(half), *words]
        subprocess.run(command, check=True, cwd=TOP, env=environment(half))  # noqa: S603
        half.rename(folder)
    return folder


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"VERANDAH_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "verandah.config.settings"}


def read(folder: Path) -> Town:
    """What is known of the town in this folder."""
    kept = json.loads((folder / "town.json").read_text())
    people = {name: [Member(**one) for one in kept[name]] for name in ("members", "writers")}
    return Town(**kept | people | {"star": Member(**kept["star"])})


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a data folder to write in, gone afterwards."""
    with TemporaryDirectory(prefix="verandah-bench-") as place:
        copy = Path(place) / "site"
        shutil.copytree(folder, copy)
        yield copy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, value in asdict(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    given = vars(parser.parse_args())
    folder = given.pop("folder")
    os.environ |= environment(folder)
    # Only now, because it reads the settings.
    from . import settling  # noqa: PLC0415

    known = settling.build(given, sys.stderr)
    (folder / "town.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main()
