"""Types as JSON schemas, with what names alone say: that is an id, this a date."""

from collections.abc import Sequence
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeAliasType,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from msgspec import Meta

type Schema = dict[str, Any]

REF = "#/components/schemas/"
TEXT_OF_DIGITS = "^-?[0-9]+$"
PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    None: {"type": "null"},
    type(None): {"type": "null"},
    object: {},
}
# What a Meta says, in the words of JSON schemas; the length of a text and that of a list have words of their own.
LIMITS = {"ge": "minimum", "le": "maximum", "pattern": "pattern"}
LENGTHS = {"string": {"min_length": "minLength", "max_length": "maxLength"}, "array": {"max_length": "maxItems"}}


class Book:
    """The schemas of TypedDicts by the names that they are told under."""

    def __init__(self) -> None:
        self.kinds: dict[str, Any] = {}
        self.schemas: dict[str, Schema] = {}

    def schema(self, kind: Any, name: str = "") -> Schema:
        """The schema of a type; `name` is that of the field it stands in. Raises TypeError for what JSON has not."""
        if isinstance(kind, TypeAliasType):
            return self.schema(kind.__value__, name)
        if is_typeddict(kind):
            return {"$ref": REF + self.name_of(kind)}
        if kind in PLAIN:
            return PLAIN[kind] | (form_of(name) if kind is str else {})
        origin, inside = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.schema(inside[0], name)
        if origin is Annotated:
            return limited(self.schema(inside[0], name), inside[1:])
        if origin is Literal:
            return {"enum": sorted(inside)}
        if origin in (Union, UnionType):
            return {"anyOf": [self.schema(option, name) for option in inside]}
        return self.container(kind, name)

    def container(self, kind: Any, name: str) -> Schema:
        """A list, or a table."""
        origin, inside = get_origin(kind), get_args(kind)
        if origin is list:
            return {"type": "array", "items": self.schema(inside[0], name.removesuffix("s"))}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema(inside[1])}
        raise TypeError(f"{kind} has no place in JSON")

    def name_of(self, kind: Any) -> str:
        """The name of a TypedDict, which is noted if it is new: `StatusJson` is Status to everyone else."""
        name = str(kind.__name__).removesuffix("Json")
        if self.kinds.get(name, kind) is not kind:
            name = kind.__module__.rsplit(".", 1)[1].title().replace("_", "") + name
        if name not in self.kinds:
            self.kinds[name] = kind
            self.schemas[name] = self.fields(kind)
        return name

    def fields(self, kind: Any) -> Schema:
        """What a TypedDict consists of."""
        hints = get_type_hints(kind, include_extras=True)
        found: Schema = {
            "type": "object",
            "properties": {name: self.schema(hint, name) for name, hint in hints.items()},
        }
        if required := [name for name, hint in hints.items() if get_origin(hint) is not NotRequired]:
            found["required"] = required
        if kind.__doc__:
            found["description"] = " ".join(kind.__doc__.split())
        return found


def schemas_of(types: Sequence[object]) -> tuple[list[Schema], dict[str, Schema]]:
    """A schema for each of `types`, and the named ones that these refer to."""
    book = Book()
    return [book.schema(kind) for kind in types], book.schemas


def limited(schema: Schema, metas: Sequence[object]) -> Schema:
    """The schema with the limits that stand beside its type."""
    found = dict(schema)
    for meta in metas:
        if isinstance(meta, Meta):
            words = LIMITS | LENGTHS.get(schema.get("type", ""), {})
            found |= {word: getattr(meta, name) for name, word in words.items() if getattr(meta, name) is not None}
            found |= meta.extra_json_schema or {}
            if meta.pattern:
                # What a type says goes before what its name promises.
                found.pop("format", None)
    return found


def form_of(name: str) -> Schema:
    """What a text of this name looks like."""
    if (name == "id" or name.endswith("_id")) and name != "client_id":
        return {"pattern": TEXT_OF_DIGITS}
    if name == "last_status_at":
        return {"format": "date"}
    return {"format": "date-time"} if name.endswith("_at") else {}
