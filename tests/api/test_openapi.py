"""The description for programs: it speaks of every endpoint, is true, and nothing that it allows breaks anything.

How many requests are made up from it is told by VERANDAH_TEST_CASES; `make cases` asks for 2,000.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any, TypedDict

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from tests.api.invented import Town
from verandah.api.described.schemas import schemas_of
from verandah.api.described.table import DESCRIBED
from verandah.api.door import Needs
from verandah.api.entities.status import Ours as StatusOurs
from verandah.api.openapi import documented
from verandah.domain.accounts.models import Account

CASES = int(os.environ.get("VERANDAH_TEST_CASES", "500"))
PATH = "/api/openapi.json"
CHECKED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# What ends the phone's own token would end the run.
SPARED = {"POST /oauth/revoke"}


@pytest.fixture
def document(site: Any) -> dict[str, Any]:
    return Client().get(PATH).json()


@pytest.fixture
def town(alice: Account, eve: Account, settings: Any) -> Town:
    settings.LIMITED = False
    return Town(alice, eve)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            yield f"{method.upper()} {path}", found


def test_every_endpoint_is_described_and_nothing_else() -> None:
    missing = sorted(set(documented()) - set(DESCRIBED))
    assert missing == [], (
        "Say what it takes and gives: a line for each in verandah/api/described/, as its neighbours have."
    )
    assert sorted(set(DESCRIBED) - set(documented())) == [], "There is no such endpoint any more: take its line out."


def test_the_description_keeps_to_the_standard(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()
    assert document["openapi"] == "3.1.0"
    names = [found["operationId"] for _name, found in operations(document)]
    assert len(names) == len(set(names)) == len(documented())


def test_it_is_for_everyone_and_may_be_kept(site: Any) -> None:
    answer = Client().get(PATH)
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=3600" in answer["Cache-Control"]
    assert Client().get("/api/v1/instance")["Cache-Control"] == "private, no-store"


def test_it_names_the_scopes_that_the_door_asks_for(document: dict[str, Any]) -> None:
    told = dict(operations(document))
    for name, one in documented().items():
        method, address = name.split(" ", 1)
        found = next(told[path] for path in told if same(path, f"{method} {address}"))
        wanted = [[scope] for scope in one.scopes] or [[]]
        assert [entry["oauth"] for entry in found["security"] if entry] == wanted
        assert ({} in found["security"]) is (one.needs is Needs.NOBODY)


def same(path: str, address: str) -> bool:
    parts, others = path.split("/"), address.split("/")
    return len(parts) == len(others) and all(
        one == other or (one.startswith("{") and other.startswith(":") and one[1:-1].rstrip("23") == other[1:])
        for one, other in zip(parts, others, strict=True)
    )


def test_ids_and_dates_say_how_they_are_written(document: dict[str, Any]) -> None:
    fields = document["components"]["schemas"]["Status"]["properties"]
    assert fields["id"]["pattern"] == "^-?[0-9]+$"
    assert fields["created_at"] == {"type": "string", "format": "date-time"}
    assert {"type": "null"} in fields["edited_at"]["anyOf"]
    assert document["components"]["schemas"]["Account"]["properties"]["last_status_at"]["anyOf"][0]["format"] == "date"


def test_two_kinds_of_one_name_are_told_apart() -> None:
    class Ours(TypedDict):
        text: str

    refs, named = schemas_of([StatusOurs, Ours, Ours])
    assert [ref["$ref"].rsplit("/", 1)[1] for ref in refs] == ["Ours", "TestOpenapiOurs", "TestOpenapiOurs"]
    assert set(named["TestOpenapiOurs"]["properties"]) == {"text"}
    with pytest.raises(TypeError):
        schemas_of([set[str]])


def test_a_body_can_be_json_or_a_form(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/v1/markers"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "application/x-www-form-urlencoded"}
    form = content["application/x-www-form-urlencoded"]["schema"]["properties"]
    assert set(form) == {"home[last_read_id]", "notifications[last_read_id]"}
    query = document["paths"]["/api/v1/accounts/relationships"]["get"]["parameters"]
    assert [parameter["name"] for parameter in query] == ["id[]"]


def test_invented_requests_break_nothing(town: Town, document: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(strict(document))
    schema.app = application
    names = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    names = [name for name in names if " ".join(name) not in SPARED]
    modes = [(path, method, mode) for method, path in names for mode in GenerationMode]
    found = Findings()
    asked = turn = 0
    while asked < CASES:
        # An endpoint that takes little has soon been asked in every way there is; the others are asked again.
        times, turn = ceil((CASES - asked) / len(modes)), turn + 1
        asked += sum(ask(town, schema[path][method], mode, times, turn, found) for path, method, mode in modes)
    assert found.wrong == {}
    # A run in which nothing is found or taken tries nothing.
    assert len(found.answered) > 0.8 * len(names), sorted(set(map(" ".join, names)) - found.answered)


@dataclass
class Findings:
    """What went wrong at which endpoint, and which have answered with what they promise."""

    wrong: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)


def ask(town: Town, operation: Any, mode: GenerationMode, times: int, turn: int, found: Findings) -> int:
    """Invent requests to one endpoint, with and without what its schema allows. Each leaves the town as it was."""
    asked = 0

    @seed(turn)
    @settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def invented(case: Any, data: st.DataObject) -> None:
        nonlocal asked
        asked += 1
        with transaction.atomic():
            fill_in(town, case, data)
            try:
                answer = case.call_and_validate(checks=CHECKED, headers=town.phone_for(case.path).headers)
                found.answered |= {operation.label} if answer.status_code < 300 else set()
            except (Failure, FailureGroup) as failure:
                found.wrong.setdefault(operation.label, str(failure))
            transaction.set_rollback(True)

    try:
        invented()
    except Unsatisfiable as unsatisfiable:
        if mode is GenerationMode.NEGATIVE:
            # It takes nothing, so nothing about it can be wrong.
            return ask(town, operation, GenerationMode.POSITIVE, times, turn, found)
        found.wrong.setdefault(operation.label, f"Nothing can be invented that it allows: {unsatisfiable}")
    return asked


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """The site by WSGI, as a test asks it: the connection to the database stays open."""
    answer = ClientHandler(enforce_csrf_checks=False)(environ)
    start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [b"".join(answer)]


def fill_in(town: Town, case: Any, data: st.DataObject) -> None:
    """Ids that there are, in the place of most of those that were invented."""
    for name in case.path_parameters:
        if data.draw(st.integers(0, 3)) < 3:
            case.path_parameters[name] = data.draw(st.sampled_from(town.known(name.rstrip("23"), case.path)))
    for values in (case.query, case.body):
        if isinstance(values, dict):
            put_known(town, values, case.path, data)


def put_known(town: Town, values: dict[str, Any], path: str, data: st.DataObject) -> None:
    for name, value in values.items():
        bare = name.removesuffix("[]")
        if isinstance(value, dict):
            put_known(town, value, path, data)
        elif (bare == "id" or bare.endswith(("_id", "_ids"))) and data.draw(st.integers(0, 3)) < 3:
            known = data.draw(st.sampled_from(town.known(bare, path)))
            values[name] = [known] if isinstance(value, list) else known


def strict(value: Any) -> Any:
    """The description without room for a field that it does not name."""
    if isinstance(value, dict):
        closed = (
            {"additionalProperties": False} if isinstance(value.get("properties"), dict) and "type" in value else {}
        )
        return {name: strict(inner) for name, inner in value.items()} | closed
    return [strict(inner) for inner in value] if isinstance(value, list) else value


def test_a_false_description_is_seen(town: Town, document: dict[str, Any]) -> None:
    fields = document["components"]["schemas"]["Status"]["properties"]
    fields["id"] = {"type": "integer"}
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document)))
    schema.app = application
    found = Findings()
    ask(town, schema["/api/v1/timelines/home"]["GET"], GenerationMode.POSITIVE, 3, 1, found)
    assert list(found.wrong) == ["GET /api/v1/timelines/home"]
