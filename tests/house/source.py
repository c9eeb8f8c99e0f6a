"""The repository as the house tests read it: files as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "verandah"
DOORS = ("web", "api", "streaming", "activitypub", "management")
# What is fetched or made here, and never committed.
FOREIGN = {"__pycache__", "node_modules", "data", "artifacts", "dist"}


def python_files(top: Path = PACKAGE) -> list[Path]:
    """Every module below `top` but the migrations, which Django writes."""
    return sorted(path for path in files(top) if path.suffix == ".py" and "migrations" not in path.parts)


def files(top: Path = TOP) -> list[Path]:
    """Every file that belongs to the repository."""
    return sorted(walk(top))


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in FOREIGN or (path.is_dir() and path.name.startswith(".") and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path


def short(path: Path) -> str:
    """`path` as the repository knows it."""
    return path.relative_to(TOP).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(module: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, also within others."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def in_all_files(rule, top: Path = PACKAGE) -> list[str]:
    """What `rule` finds in any module below `top`, with its file."""
    return [f"{short(path)}: {offence}" for path in python_files(top) for offence in rule(tree(path))]
