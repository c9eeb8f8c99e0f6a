"""How long pages take, by the name of their address: never the address itself, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase

from verandah.base.stopwatch import STOPWATCH

# Answers of these say nothing of the pages.
UNCOUNTED = ("/static/", "/media/", "/api/", "/oauth/", "/health", "/nodeinfo/", "/.well-known/")


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Around all that makes a page. What has no name, because there is no such page, is not counted."""

    def timed(request: HttpRequest) -> HttpResponseBase:
        begin = perf_counter()
        answer = get_response(request)
        found = request.resolver_match
        if found is not None and found.url_name and not request.path_info.startswith(UNCOUNTED):
            STOPWATCH.note(found.url_name, (perf_counter() - begin) * 1000)
        return answer

    return timed
