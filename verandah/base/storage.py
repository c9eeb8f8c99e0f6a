"""The files every page needs, gathered once under names that never change their content."""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import Storage

JOINED = "css/all.css"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);\n?')
# What the folders of static files hold for those who work on them, not for browsers.
NOT_SERVED = ["*.sh", "used.txt"]
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}
FINGERPRINT = ".fingerprint"
SMALLER = Path(__file__).with_name("smaller.py")
# What others have written comes as small as they made it.
FROM_OTHERS = "vendor/"

type Sources = dict[str, tuple[Storage, str]]


class JoinedStatic(ManifestStaticFilesStorage):
    """Names with a hash in them, scripts that import such names, all styles in one, nothing too large."""

    support_js_module_import_aggregation = True
    keep_intermediate_files = False

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the styles and make everything smaller first, so that the hash is that of what is served."""
        if not dry_run:
            if JOINED in paths:
                styles = Path(self.path(JOINED))
                styles.write_text(joined(styles), encoding="utf-8")
            ours = [name for name in paths if name.endswith((".css", ".js")) and not name.startswith(FROM_OTHERS)]
            make_smaller([self.path(name) for name in ours])
            paths = paths | {name: (self, name) for name in ours}
        yield from super().post_process(paths, dry_run, **options)


def collect() -> bool:
    """Bring the served copy up to date, before anything asks for a name in it. True when there was something to do.

    When nothing has changed, it looks only at the times of the files.
    """
    root = Path(settings.STATIC_ROOT)
    found = sources()
    print_now = fingerprint(found)
    if printed_on(root) == print_now:
        return False
    fresh = root.with_name(f"{root.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    gather(found, fresh)
    (fresh / FINGERPRINT).write_text(print_now)
    replace(root, fresh)
    return True


def sources() -> Sources:
    """Every static file by its name; of two with the same name, the first that Django finds."""
    found: Sources = {}
    for finder in get_finders():
        for path, storage in finder.list(NOT_SERVED):
            prefix = getattr(storage, "prefix", None)
            found.setdefault(f"{prefix}/{path}" if prefix else path, (storage, path))
    return found


def fingerprint(found: Sources) -> str:
    """Changes whenever a file does, or the program that gathers them."""
    stats = {name: Path(storage.path(path)).stat() for name, (storage, path) in found.items()}
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in sorted(stats.items())]
    lines += [version("verandah"), version("django"), settings.STATIC_URL, str(Path(__file__).stat().st_mtime_ns)]
    lines += [version("tdewolff-minify"), str(SMALLER.stat().st_mtime_ns)]
    return sha256("\n".join(lines).encode()).hexdigest()


def printed_on(root: Path) -> str:
    """The fingerprint of what was gathered last; empty when there is nothing whole."""
    try:
        return (root / FINGERPRINT).read_text()
    except FileNotFoundError:
        return ""


def gather(found: Sources, folder: Path) -> None:
    """Copy, join, hash and compress everything into a new `folder`."""
    for name, (storage, path) in found.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with storage.open(path) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    hashing = JoinedStatic(location=folder)
    for name, _hashed, outcome in hashing.post_process(dict(found)):
        if isinstance(outcome, Exception):
            raise RuntimeError(f"The static file {name} could not be prepared.") from outcome
    for served in sorted(folder.rglob("*")):
        if served.suffix in COMPRESSED:
            compress(served)


def joined(styles: Path) -> str:
    """A style sheet with what it imports put in the place of each import."""
    return IMPORT.sub(lambda found: (styles.parent / found[1]).read_text("utf-8"), styles.read_text("utf-8"))


def make_smaller(files: Sequence[str]) -> None:
    """Write styles and scripts anew, without comments and blanks. Raises CalledProcessError."""
    if files:
        subprocess.run([sys.executable, str(SMALLER), *files], check=True)  # noqa: S603  # Our own words about our files.


def compress(path: Path) -> None:
    """Put a gzipped copy beside `path`, unless it would save nothing."""
    plain = path.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    if len(packed) < len(plain):
        path.with_name(f"{path.name}.gz").write_bytes(packed)


def replace(root: Path, fresh: Path) -> None:
    """Put `fresh` in the place of `root`. Killed in between, the next start finds nothing there and gathers again."""
    old = root.with_name(f"{root.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    fresh.rename(root)
    shutil.rmtree(old, ignore_errors=True)
