"""What an app sends, however it sends it: query, form, multipart and JSON become one tree of values."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.paging import HIGHEST
from verandah.base.resumable import PIECE
from verandah.base.sniffing import Sent

from .errors import Unreadable

type Value = str | int | float | bool | list[Value] | dict[str, Value] | None
type Pairs = list[tuple[str, str]]

MOST_PARAMETERS = 1000
MOST_DEPTH = 8
DIGITS = 19

# Rails' list, which apps rely on: everything else that is said means yes.
NO = frozenset({"0", "f", "F", "false", "FALSE", "off", "OFF"})
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of a request by name. What is missing or of another kind counts as absent."""

    values: dict[str, Value]
    files: Mapping[str, Sent] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether something was sent under this name, be it empty."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return as_text(self.values.get(name), default)

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or a no, in any of their spellings."""
        said = self.text(name)
        return said not in NO if said else default

    def number(self, name: str, default: int) -> int:
        """A whole number of at most 19 digits that is not negative."""
        return as_number(self.text(name), default)

    def file(self, name: str) -> Sent | None:
        """A file."""
        return self.files.get(name)

    def texts(self, name: str) -> list[str]:
        """A list of texts: `id[]=1`, `id[0]=1`, `id=1` and `{"id": [1]}` say the same."""
        return [text for text in (as_text(item, "") for item in self.items(name)) if text]

    def numbers(self, name: str) -> list[int]:
        """A list of ids; what cannot be one is passed over."""
        found = [as_number(text, -1) for text in self.texts(name)]
        return [number for number in found if number >= 0]

    def within(self, name: str) -> "Parameters":
        """What was sent inside `name`, as in `source[privacy]`."""
        value = self.values.get(name)
        return Parameters(value if isinstance(value, dict) else {})

    def items(self, name: str) -> list[Value]:
        """A list, in the order of its numbers when it was sent with numbers."""
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        if isinstance(value, dict):
            return [value[key] for key in sorted(value, key=lambda key: as_number(key, HIGHEST))]
        return [] if value is None else [value]


def parameters_of(request: HttpRequest) -> Parameters:
    """Everything `request` says. Where address and body differ, the body counts.

    Raises Unreadable when it cannot be read or is too much, Invalid when it holds signs that cannot be stored.
    """
    values = tree_of(pairs_of(request.META.get("QUERY_STRING", "").encode("latin-1")))
    if request.content_type == "multipart/form-data":
        pairs, files = multipart_of(request)
        values |= tree_of(pairs)
    else:
        values |= body_of(request)
        files = {}
    refuse_excess(values)
    return Parameters(values, files)


def body_of(request: HttpRequest) -> dict[str, Value]:
    """What a body without files says."""
    kind = request.content_type or ""
    if kind == PIECE:
        # It is written to the disk as it comes.
        return {}
    body = request.body
    if kind == "application/json" and body.strip():
        return json_of(body)
    return tree_of(pairs_of(body)) if kind == "application/x-www-form-urlencoded" else {}


def pairs_of(text: bytes) -> Pairs:
    """Names and values of a query or a form."""
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        # A broken encoding, or too many fields.
        raise Unreadable from error


def multipart_of(request: HttpRequest) -> tuple[Pairs, dict[str, Sent]]:
    """Names and values of a form that carries files, and the files. It is read piece by piece, whatever its size."""
    try:
        fields, files = MultiPartParser(request.META, request, request.upload_handlers, "utf-8").parse()
    except MultiPartParserError as error:
        raise Unreadable from error
    return [(name, value) for name, values in fields.lists() for value in values], dict(files.items())


def json_of(body: bytes) -> dict[str, Value]:
    """An object of JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict):
        raise Unreadable
    return found


def tree_of(pairs: Pairs) -> dict[str, Value]:
    """`a[b][]=1` as a tree."""
    tree: dict[str, Value] = {}
    for name, value in pairs:
        put(tree, keys_of(name), value)
    return tree


def keys_of(name: str) -> list[str]:
    """`a[b][]` as a, b and the empty word; a name with brackets of another kind is one word."""
    first, bracket, rest = name.partition("[")
    inner = BRACKETS.findall(bracket + rest)
    if not first or "".join(f"[{key}]" for key in inner) != bracket + rest:
        return [name]
    if len(inner) >= MOST_DEPTH:
        raise Unreadable
    return [first, *inner]


def put(tree: dict[str, Value], keys: list[str], value: str) -> None:
    """Store `value` where `keys` lead."""
    key, rest = keys[0], keys[1:]
    if not rest:
        tree[key] = value
    elif rest[0] == "":
        there = tree.get(key)
        items = there if isinstance(there, list) else []
        tree[key] = items
        append(items, rest[1:], value)
    else:
        put(branch(tree.get(key), tree, key), rest, value)


def branch(there: Value, tree: dict[str, Value], key: str) -> dict[str, Value]:
    """The tree below `key`, made when there is none."""
    if isinstance(there, dict):
        return there
    made: dict[str, Value] = {}
    tree[key] = made
    return made


def append(items: list[Value], keys: list[str], value: str) -> None:
    """One more item; `fields[][name]` begins another one when the last has its name already."""
    if not keys:
        items.append(value)
        return
    last = items[-1] if items else None
    if not isinstance(last, dict) or keys[0] in last:
        last = {}
        items.append(last)
    put(last, keys, value)


def refuse_excess(values: Value) -> None:
    """Refuse what is too deep, too much, or holds signs that no database can store."""
    waiting: list[tuple[int, Value]] = [(0, values)]
    seen = 0
    while waiting:
        depth, value = waiting.pop()
        seen += 1
        if depth > MOST_DEPTH or seen > MOST_PARAMETERS + 1:
            raise Unreadable
        inner: list[Value] = []
        if isinstance(value, dict):
            inner = [*value, *value.values()]
            # A name is no value of its own.
            seen -= len(value)
        elif isinstance(value, list):
            inner = value
        elif isinstance(value, str) and UNSTORABLE.search(value):
            raise Invalid("text", _("There is a sign in it that cannot be stored. Type it again."))
        waiting += [(depth + 1, item) for item in inner]


def as_text(value: Value, default: str) -> str:
    """A single value as the text that a form would have sent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else default


def as_number(text: str, default: int) -> int:
    """A whole number that fits an id, or `default`."""
    if 0 < len(text) <= DIGITS and text.isascii() and text.isdigit() and int(text) <= HIGHEST:
        return int(text)
    return default
