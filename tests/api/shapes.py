"""What Mastodon answers, field by field, and what apps cannot do without: `shapes.tsv`, held against our answers.

Its columns: is the field in every recorded answer, must it never be null (typed apps break), and which kinds it had.
"""

from csv import DictReader
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "shapes.tsv"

# What Mastodon always says and we do not, each with the reason.
LEFT_OUT = {
    ("InstanceV2", "wrapstodon"): "A look back at the year, made for one site.",
    ("NotificationGroup", "status_id"): "A follow is about no post.",
    ("Search", "collections"): "There are no collections.",
    ("Status", "tagged_collections"): "There are no collections.",
    ("Status", "application"): "Which app was used is nobody's business.",
}


@cache
def shapes() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with TABLE.open() as lines:
        for row in DictReader(lines, delimiter="\t"):
            found.setdefault(row["entity"], []).append(row)
    return found


def faults(entity: str, given: dict[str, Any]) -> list[str]:
    """What is wrong with `given` as an `entity`."""
    return [fault for row in shapes()[entity] for fault in faults_of(entity, row, given)]


def faults_of(entity: str, row: dict[str, str], given: dict[str, Any]) -> list[str]:
    name = row["field"]
    if name not in given:
        is_due = (row["always"] or row["never_null"]) and (entity, name) not in LEFT_OUT
        return [f"{entity}.{name} is missing"] if is_due else []
    kind, kinds = kind_of(given[name]), row["kinds"].split()
    if row["never_null"] and kind == "null":
        return [f"{entity}.{name} is null"]
    if kinds not in ([], ["null"]) and kind != "null" and kind not in kinds:
        return [f"{entity}.{name} is {kind}, not {' or '.join(kinds)}"]
    return []


def kind_of(value: Any) -> str:
    kinds = {type(None): "null", bool: "bool", int: "number", float: "number", str: "text", list: "list"}
    return kinds.get(type(value), "object")


def dates_in(value: Any) -> list[str]:
    """Every moment in an answer, wherever it stands."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in dated(name, inner)]
    return [found for inner in value for found in dates_in(inner)] if isinstance(value, list) else []


def dated(name: str, inner: Any) -> list[str]:
    is_moment = name.endswith("_at") and name != "last_status_at" and isinstance(inner, str)
    return [inner] if is_moment else dates_in(inner)


def numbers_for_ids(value: Any) -> list[str]:
    """Every id in an answer that is a number."""
    if isinstance(value, dict):
        wrong = [name for name, inner in value.items() if (name == "id" or name.endswith("_id")) and type(inner) is int]
        return wrong + [found for inner in value.values() for found in numbers_for_ids(inner)]
    return [found for inner in value for found in numbers_for_ids(inner)] if isinstance(value, list) else []
