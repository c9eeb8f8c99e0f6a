"""OWASP ASVS 5.0.0, levels 1 and 2: each requirement is met by something that exists, or it says why not."""

import ast
import csv
from functools import cache

from .source import TOP

# Counted in the official list; nearly all of the last seven are about telephone calls.
REQUIREMENTS = {"1": 70, "2": 183}


def rows() -> list[dict[str, str]]:
    with (TOP / "security/asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((TOP / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def wrong(row: dict[str, str]) -> str:
    """What is the matter with a row; empty when it is as it should be."""
    if row["met"] not in {"yes", "part", "no", "n/a"} or not row["by"].strip():
        return f"{row['requirement']} is empty"
    if row["met"] != "yes":
        return "" if len(row["by"]) > 30 and row["by"].endswith(".") else f"{row['requirement']} has no reason"
    for place in row["by"].split():
        path, _parted, name = place.partition("::")
        if not (TOP / path).is_file():
            return f"{row['requirement']}: there is no {path}"
        if path.startswith("tests/") and name not in names_in(path):
            return f"{row['requirement']}: there is no test {place}"
    return ""


def test_every_requirement_has_its_row():
    found = [row["requirement"] for row in rows()]
    assert len(found) == len(set(found))
    assert {level: sum(row["level"] == level for row in rows()) for level in "12"} == REQUIREMENTS


def test_every_row_says_by_what():
    assert [problem for row in rows() if (problem := wrong(row))] == []


def test_an_empty_row_is_seen():
    assert wrong({"requirement": "V1", "level": "1", "met": "", "by": ""})
    assert wrong({"requirement": "V1", "level": "1", "met": "no", "by": "later"})
    assert wrong({"requirement": "V1", "level": "1", "met": "yes", "by": "tests/nowhere.py::test_nothing"})
    assert wrong({"requirement": "V1", "level": "1", "met": "yes", "by": "tests/house/test_asvs.py"})
