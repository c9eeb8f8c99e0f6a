"""What browsers must hear before they let a web app of another site speak with this one."""

from django.http import HttpRequest, HttpResponse

METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
EXPOSED = "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, Mastodon-Async-Refresh"
USUAL = "Authorization, Content-Type, Idempotency-Key"
DAY = "86400"


def preflight(request: HttpRequest) -> HttpResponse:
    """A browser asks whether it may: it may send any header. Cookies are never asked for, so none come."""
    asked = request.headers.get("Access-Control-Request-Headers", USUAL)
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "".join(char for char in asked[:1000] if char.isprintable()),
            "Access-Control-Max-Age": DAY,
        },
    )


def open_to_all(answer: HttpResponse) -> None:
    """Let pages of every site read this answer."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = EXPOSED
