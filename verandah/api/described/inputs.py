"""Parameters as OpenAPI writes them: of a query, and of a body that can be JSON or a form."""

from typing import Any

from .schemas import REF, Schema

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def query_of(schema: Schema, named: dict[str, Schema]) -> list[Schema]:
    """The parameters of a query. A list is sent as `name[]`, what stands inside something as `name[inner]`."""
    whole = resolved(schema, named)
    return [
        {"name": name, "in": "query", "required": name in whole.get("required", ()), "schema": field}
        for name, field in flat(whole, named).items()
    ]


def body_of(schema: Schema, named: dict[str, Schema]) -> Schema:
    """A body. Only multipart can carry a file; what can do without is also sent as JSON or as a form."""
    whole = resolved(schema, named)
    fields, due = flat(whole, named), whole.get("required", [])
    files = {name for name, field in whole["properties"].items() if resolved(field, named).get("format") == "binary"}
    content: dict[str, Schema] = {}
    if not files & set(due):
        content[JSON] = without(whole, files) if files else schema
        content[FORM] = form({name: field for name, field in fields.items() if name not in files}, due)
    if files:
        content[MULTIPART] = form(fields, due)
    return {"required": bool(due), "content": {kind: {"schema": shape} for kind, shape in content.items()}}


def form(fields: dict[str, Schema], due: list[str]) -> Schema:
    """The fields of a form."""
    required = [name for name in fields if name.split("[")[0] in due and name.count("[") < 2]
    return {"type": "object", "properties": fields} | ({"required": required} if required else {})


def without(schema: Schema, names: set[str]) -> Schema:
    """An object without some of its fields."""
    return {**schema, "properties": {name: field for name, field in schema["properties"].items() if name not in names}}


def resolved(schema: Schema, named: dict[str, Schema]) -> Schema:
    """The schema itself where it was told by name."""
    return named[schema["$ref"].removeprefix(REF)] if "$ref" in schema else schema


def flat(schema: Schema, named: dict[str, Schema], inside: str = "") -> dict[str, Schema]:
    """The fields of an object by the names that a form gives them; items of a list have the number 0."""
    found: dict[str, Schema] = {}
    for name, field in schema.get("properties", {}).items():
        found |= of_field(f"{inside}[{name}]" if inside else name, resolved(field, named), named)
    return found


def of_field(name: str, field: Schema, named: dict[str, Schema]) -> dict[str, Schema]:
    """One field of a form, or the several that it falls into."""
    if "properties" in field:
        return flat(field, named, name)
    if field.get("type") == "array":
        item = resolved(field.get("items", {}), named)
        return flat(item, named, f"{name}[0]") if "properties" in item else {f"{name}[]": {**field, "items": item}}
    return {name: as_text(field)}


def as_text(field: Schema) -> Schema:
    """A field of which one way is a list, as the way that a form can send."""
    options: list[Any] = [option for option in field.get("anyOf", ()) if option.get("type") not in ("array", "null")]
    return options[0] if len(options) == 1 else field
