"""Pages of lists, in the words of apps: `max_id`, `since_id`, `min_id`, `limit`, and the header Link."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponse

from verandah.base.paging import HIGHEST, Page

from .door import ApiRequest, told, told_json
from .parameters import Value

CURSORS = ("max_id", "min_id", "since_id")


def page_of(request: ApiRequest, length: int = 20, most: int = 40) -> Page:
    """Where the page starts. `min_id` reads forward from its id; `since_id` gives the newest above it."""
    asked = request.parameters
    forward = asked.has("min_id")
    return Page(
        before=asked.number("max_id", HIGHEST),
        after=asked.number("min_id", 0) if forward else asked.number("since_id", 0),
        length=length_of(request, length, most),
        forward=forward,
    )


def length_of(request: ApiRequest, length: int, most: int) -> int:
    """How many are asked for, kept in 1 to `most`."""
    return max(1, min(most, request.parameters.number("limit", length)))


def listed(request: ApiRequest, items: Any, positions: list[int]) -> HttpResponse:
    """A page of a list. `positions`: what its next and its previous page are counted from, newest first."""
    return linked(request, told(items), positions)


def listed_json(request: ApiRequest, body: bytes, positions: list[int]) -> HttpResponse:
    """The same of a list that is JSON already."""
    return linked(request, told_json(body), positions)


def linked(request: ApiRequest, answer: HttpResponse, positions: list[int]) -> HttpResponse:
    """The answer with the addresses of the next and the previous page."""
    if positions:
        # The next one stands first: some apps read no further.
        links = [link(request, "max_id", positions[-1], "next"), link(request, "min_id", positions[0], "prev")]
        answer["Link"] = ", ".join(links)
    return answer


def link(request: ApiRequest, cursor: str, position: int, relation: str) -> str:
    """The address of another page: this one's with another cursor. A token in it is not repeated."""
    kept = {name: value for name, value in request.parameters.values.items() if name not in (*CURSORS, "access_token")}
    query = urlencode([*flat(kept), (cursor, str(position))])
    return f'<{settings.URL}{quote(request.path.rstrip("/"))}?{query}>; rel="{relation}"'


def flat(value: Value, name: str = "") -> list[tuple[str, str]]:
    """A tree of values as the pairs of a query."""
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in flat(inner, f"{name}[{key}]" if name else key)]
    if isinstance(value, list):
        return [pair for inner in value for pair in flat(inner, f"{name}[]")]
    if isinstance(value, bool):
        return [(name, "true" if value else "false")]
    return [] if value is None else [(name, str(value))]
