"""`docs/house.md` shows the house as it stands on the disk."""

import re
from pathlib import Path

from .source import PACKAGE, TOP, files, short

ENTRY = re.compile(r"^(?P<indent> *)(?P<name>[\w./-]+)(?: {2,}(?P<words>\S.*))?$")


def drawn(text: str) -> dict[str, str]:
    """The tree in the first code block: path to words. Two spaces of indent are one floor."""
    block = text.split("```")[1].partition("\n")[2]
    entries: dict[str, str] = {}
    above: list[str] = []
    for line in block.splitlines():
        if found := ENTRY.match(line):
            above = [*above[: len(found["indent"]) // 2], found["name"].rstrip("/")]
            entries["/".join(above)] = found["words"] or ""
    return entries


def standing() -> set[str]:
    """Every folder of the repository, and every module of the package."""
    paths = set(files())
    folders = {short(parent) for path in paths for parent in path.parents if TOP in parent.parents}
    modules = {
        short(path)
        for path in paths
        if path.suffix == ".py" and PACKAGE in path.parents and path.name != "__init__.py"
        and path.parent != PACKAGE / "migrations"
    }  # fmt: skip
    return {path for path in folders | modules if not path.startswith("verandah/locale/")}


def test_what_stands_is_drawn():
    assert sorted(standing() - set(drawn((TOP / "docs/house.md").read_text()))) == []


def test_what_is_drawn_stands():
    entries = drawn((TOP / "docs/house.md").read_text())
    assert [path for path in entries if not (TOP / path).exists()] == []


def test_every_entry_says_what_it_is_for():
    entries = drawn((TOP / "docs/house.md").read_text())
    assert [path for path, words in entries.items() if not words] == []


def test_the_tree_is_read_as_it_is_drawn():
    text = "x\n```text\nverandah/  the app\n  base/  ground\n    ids.py  ids\ntests/  tests\n```\n"
    assert list(drawn(text)) == ["verandah", "verandah/base", "verandah/base/ids.py", "tests"]
    assert Path(TOP / "verandah/base/ids.py").exists()
