"""What browsers must hear before they let a web app of another site speak with this one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pages about people, which web apps of other sites read, too. No cookie comes with that, so they see what a guest sees.
PAGES = ("/@", "/users/")
METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
EXPOSED = "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, Mastodon-Async-Refresh"
USUAL = "Authorization, Content-Type, Idempotency-Key"
DAY = "86400"


def preflight(request: HttpRequest, methods: str = METHODS) -> HttpResponse:
    """A browser asks whether it may: it may send any header. Cookies are never asked for, so none come."""
    asked = request.headers.get("Access-Control-Request-Headers", USUAL)
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "".join(char for char in asked[:1000] if char.isprintable()),
            "Access-Control-Max-Age": DAY,
        },
    )


def open_to_all(answer: HttpResponse) -> None:
    """Let pages of every site read this answer."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = EXPOSED


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let web apps of other sites read pages about people. Nothing can be done there from another site."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PAGES) or request.method not in ("GET", "HEAD", "OPTIONS"):
            return get_response(request)
        found = preflight(request, "GET, OPTIONS") if request.method == "OPTIONS" else get_response(request)
        open_to_all(found)
        return found

    return answer
