"""What a server of Mastodon's answered when it was asked 900 times, as facts: fields, kinds, and nothing of its words.

`golden_routes.tsv` says which entity each endpoint gave: `[Status]` is a list of them, `{Marker}` a table. `golden.tsv`
has the fields: is one in every answer (always), do typed apps break when it is null (never_null; from the declarations
of four apps), which kinds did it have, and which entity stands in it. Both were counted from recorded answers of 4.5
and 4.6. Here they are held against what we answer, and against the types that we promise.
"""

from collections.abc import Iterator
from csv import DictReader
from functools import cache
from pathlib import Path
from typing import Any

from tests.api.shapes import kind_of
from verandah.api.described.inputs import resolved

FIELDS = Path(__file__).parent / "golden.tsv"
ROUTES = Path(__file__).parent / "golden_routes.tsv"
KINDS = {"string": "text", "integer": "number", "boolean": "bool", "array": "list"}

type Row = dict[str, str]


@cache
def fields() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with FIELDS.open() as lines:
        for row in DictReader(lines, delimiter="\t"):
            found.setdefault(row["entity"], []).append(row)
    return found


@cache
def routes() -> dict[str, str]:
    with ROUTES.open() as lines:
        return {row["endpoint"]: row["answer"] for row in DictReader(lines, delimiter="\t")}


def of_answer(answer: str, given: Any) -> list[str]:
    """What is wrong with a whole answer, such as a `[Status]`."""
    if answer.startswith("["):
        if not isinstance(given, list):
            return ["It is no list"]
        return [fault for one in given for fault in of_one(answer[1:-1], one)]
    if answer.startswith("{"):
        return [fault for one in given.values() for fault in of_one(answer[1:-1], one)]
    return of_one(answer, given)


def of_one(entity: str, given: Any) -> list[str]:
    """What is wrong with one entity, and with whatever stands in it."""
    entity = next((name for name in entity.split("|") if name != "ScheduledStatus" or "scheduled_at" in given), entity)
    if not isinstance(given, dict):
        return [] if kind_of(given) == entity else [f"{entity} is {kind_of(given)}"]
    return [fault for row in fields().get(entity, []) for fault in of_field(entity, row, given)]


def of_field(entity: str, row: Row, given: dict[str, Any]) -> Iterator[str]:
    name, kinds = row["field"], row["kinds"].split()
    if name not in given:
        if row["always"]:
            yield f"{entity}.{name} is missing"
        return
    value = given[name]
    if fault := wrong_kind(kind_of(value), kinds):
        yield f"{entity}.{name} is {fault}"
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from of_one(row["inner"].split(" ")[0], one)


def wrong_kind(kind: str, kinds: list[str]) -> str:
    """What is wrong with a kind. Where only nothing was recorded, anything may come; nothing, only where it did."""
    if kind == "null":
        return "" if "null" in kinds else "null"
    return "" if kind in kinds or kinds == ["null"] else f"{kind}, not {' or '.join(kinds)}"


def of_type(entity: str, schema: dict[str, Any], named: dict[str, Any], seen: frozenset[str]) -> Iterator[str]:
    """What is wrong with a promised type: a field that it lacks, or a kind that Mastodon has not there."""
    whole = resolved(schema, named)
    if entity in seen or "properties" not in whole:
        return
    for row in fields().get(entity, []):
        name, kinds = row["field"], row["kinds"].split()
        if name not in whole["properties"]:
            if row["always"]:
                yield f"{entity}.{name} is missing"
            continue
        field = whole["properties"][name]
        for kind in kinds_of(field, named):
            if fault := wrong_kind(kind, kinds):
                yield f"{entity}.{name} is {fault}"
        for inner in inside(field, named):
            yield from of_type(row["inner"].split(" ")[0], inner, named, seen | {entity})


def kinds_of(schema: dict[str, Any], named: dict[str, Any]) -> set[str]:
    """The kinds that a schema allows; of `object`, which says nothing, none."""
    whole = resolved(schema, named)
    if "anyOf" in whole:
        return set().union(*(kinds_of(option, named) for option in whole["anyOf"]))
    if "enum" in whole:
        return {kind_of(value) for value in whole["enum"]}
    kind = whole.get("type")
    return {KINDS.get(kind, kind)} if kind else set()


def inside(schema: dict[str, Any], named: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects in a field: itself, what may be there beside nothing, or the items of a list."""
    whole = resolved(schema, named)
    for option in whole.get("anyOf", [whole]):
        found = resolved(option, named)
        if "properties" in found:
            yield found
        elif "items" in found:
            yield from inside(found["items"], named)
