"""Every address of the site, with whatever one likes in the places of ids and names."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.urls import URLPattern, URLResolver, get_resolver

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
NOTHING: Mapping[str, int] = MappingProxyType({})
# What stands where no id belongs.
WORDS = {"username": "alice", "code": "AB-1234", "link": "nothing", "account": "1", "reported": "p1", "slug": "birds"}


def routes() -> list[str]:
    """Every address as a template: {} where a number belongs, what leads nowhere where a word does."""
    return sorted({template(route) for route in written(get_resolver(), "")})


def written(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from written(pattern, route)


def template(route: str) -> str:
    """A route of Django, in either of its spellings, as a template."""
    plain = route.removeprefix("^").removesuffix("$").replace("/?", "").replace("\\.", ".").replace("\\-", "-")
    plain = GROUP.sub(lambda found: place(found[1], found[0]), plain)
    plain = PART.sub(lambda found: place(found[2], found[1] or ""), plain)
    return "/" + plain.lstrip("/^")


def place(name: str, kind: str) -> str:
    """A number, or a word that fits."""
    if kind in ("number", "int") or "[0-9]{1,19}" in kind or name in ("number", "pk"):
        return "{}"
    return WORDS.get(kind, WORDS.get(name, "nothing"))


def filled(number: int, among: str = "/", others: Mapping[str, int] = NOTHING) -> Iterator[str]:
    """Every address that begins like this, with the number in its places; in those that speak of a kind of `others`,
    such as "lists", with that one.
    """
    for route in routes():
        if route.startswith(among):
            fitting = next((other for word, other in others.items() if word in route), number)
            yield route.replace("{}", str(fitting))
