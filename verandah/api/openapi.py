"""The API described for programs: OpenAPI 3.1, made of the addresses, their scopes, and the tables in `described`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.cache import patch_cache_control

from .described.operation import operation, path_of
from .described.said import Said, types_of
from .described.schemas import Schema, schemas_of
from .described.table import DESCRIBED
from .described.whole import components, information
from .door import ApiRequest, Endpoint, Resource, open_endpoint
from .entities.plain import ErrorJson

# They speak tus, which has a description of its own: its answers are in headers.
UPLOADS = "/api/verandah/v1/uploads"


@open_endpoint("GET")
def show(request: ApiRequest) -> HttpResponse:
    """This description."""
    answer = HttpResponse(document(), content_type="application/json")
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


@cache
def document() -> bytes:
    """The description as it is sent. The addresses do not change while the site runs."""
    return json.dumps(described(documented()), ensure_ascii=False, separators=(",", ":")).encode()


def documented() -> dict[str, Endpoint]:
    """The endpoints that are described here."""
    return {name: one for name, one in offered().items() if UPLOADS not in name}


def offered() -> dict[str, Endpoint]:
    """Every endpoint by its method and address, such as `GET /api/v1/lists/:id`."""
    found = {view.address: view for view in views(get_resolver().url_patterns) if isinstance(view, Resource)}
    return {f"{one.method} {address}": one for address in sorted(found) for one in found[address].endpoints.values()}


def views(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[object]:
    """What answers at each address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def described(endpoints: Mapping[str, Endpoint]) -> Schema:
    """The whole description. An endpoint without a line in the tables is told as giving anything."""
    said = {name: DESCRIBED.get(name, Said(object)) for name in endpoints}
    kinds = [*{repr(kind): kind for one in said.values() for kind in types_of(one)}.values(), ErrorJson]
    shapes, named = schemas_of(kinds)
    shape_of = dict(zip(map(repr, kinds), shapes, strict=True))
    paths: dict[str, dict[str, Schema]] = {}
    for name, one in endpoints.items():
        method, address = name.split(" ", 1)
        path, parts = path_of(address)
        told = operation(name, one, said[name], shape_of, named)
        told["parameters"] = parts + told["parameters"]
        paths.setdefault(path, {})[method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": information(),
        "servers": [{"url": settings.URL}],
        "paths": paths,
        "components": components(named),
    }
