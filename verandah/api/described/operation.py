"""One endpoint as OpenAPI describes it."""

import re
from collections.abc import Mapping
from typing import Any, get_type_hints

from verandah.api.door import Endpoint, Needs

from .inputs import body_of, query_of
from .said import Said, options
from .schemas import Schema
from .whole import ERRORS, LEFT

PARTS = {
    ":id": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    ":quoting": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    ":account": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    ":name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^/\\x00]+$"},
}


def path_of(address: str) -> tuple[str, list[Schema]]:
    """`/a/:id/b/:id` as `/a/{id}/b/{id2}`, and what can stand there."""
    parts: list[Schema] = []

    def named(match: re.Match[str]) -> str:
        kind = match[0]
        name = kind[1:] + (str(len(parts) + 1) if any(part["name"] == kind[1:] for part in parts) else "")
        parts.append({"name": name, "in": "path", "required": True, "schema": PARTS[kind]})
        return f"{{{name}}}"

    return re.sub(r":[a-z]+", named, address), parts


def operation(
    name: str, one: Endpoint, said: Said, shape_of: Mapping[str, Schema], named: dict[str, Schema]
) -> dict[str, Any]:
    """One endpoint."""
    method = one.method
    query = said.takes if method in ("GET", "DELETE") else said.asks
    found: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", name).strip("_"),
        "summary": (one.view.__doc__ or "A list that is empty for now.").split("\n", 1)[0],
        "tags": [chapter(name)],
        "security": security(one),
        "parameters": [heeded(header) for header in said.heeds]
        + (query_of(shape_of[repr(query)], named) if query else []),
        "responses": answers(name, one, said, shape_of),
    }
    if said.takes and method not in ("GET", "DELETE"):
        found["requestBody"] = body_of(shape_of[repr(said.takes)], named)
    return found


def heeded(header: str) -> Schema:
    """A header that makes a difference."""
    return {"name": header, "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"}}


def chapter(name: str) -> str:
    """What the endpoint is about: the first part of its address that says so."""
    parts = [part for part in name.split(" ", 1)[1].split("/") if part not in ("", "api", "verandah", "v1", "v2")]
    return parts[0]


def security(one: Endpoint) -> list[Schema]:
    """Which tokens are good for it; the empty one stands for none."""
    wanted: list[Schema] = [{"oauth": [scope]} for scope in one.scopes] or [{"oauth": []}]
    return wanted if one.needs is not Needs.NOBODY else [{}, *wanted]


def answers(name: str, one: Endpoint, said: Said, shape_of: Mapping[str, Schema]) -> Schema:
    """What can come back."""
    good = {200: said.gives, **said.also}
    found: Schema = {}
    for status, gives in good.items():
        shapes = [shape_of[repr(kind)] for kind in options(gives)]
        shape = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        content = {said.media: {"schema": shape}}
        headers = {header: {"$ref": f"#/components/headers/{header}"} for header in (*LEFT, *pages_of(said))}
        found[str(status)] = {"description": "Done.", "headers": headers, "content": content}
    for status in ERRORS:
        if may_refuse(status, name, one):
            found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


def pages_of(said: Said) -> tuple[str, ...]:
    """The header of lists that go on."""
    return ("Link",) if said.takes is not None and "max_id" in get_type_hints(said.takes) else ()


def may_refuse(status: int, name: str, one: Endpoint) -> bool:
    """Whether an endpoint can answer with this error."""
    if status in (409, 413):
        return one.method != "GET"
    return True
