"""Refusals and breakdowns as pages."""

import logging
from collections.abc import Callable
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Refusal, TooMany

LOG = logging.getLogger(__name__)


def maintenance(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """While the site is closed for maintenance every page but the assets says so."""

    def closed(request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE and not request.path.startswith(settings.STATIC_URL):
            if request.path.startswith("/api/"):
                return JsonResponse({"error": "Closed for maintenance"}, status=503, headers={"Retry-After": "60"})
            page = render_to_string("pages/503.html", {"url": settings.URL})
            return HttpResponse(page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
        return get_response(request)

    return closed


def pages_for_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A Refusal that a view lets through becomes a page with its text and its status."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_exception = page_for  # type: ignore[attr-defined]
    return answer


def page_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page of a refusal; None for everything else, which Django reports as a breakdown."""
    if isinstance(error, TooMany):
        answer = error_page(request, 429, waiting(error.seconds), error.text, seconds=error.seconds)
        answer["Retry-After"] = str(error.seconds)
        return answer
    if isinstance(error, RequestDataTooBig):
        return error_page(request, 413, *too_big())
    if isinstance(error, Refusal):
        title, text = words(error.status)
        return error_page(request, error.status, title, error.text or text)
    return None


def error_page(request: HttpRequest, status: int, title: str, text: str, seconds: int = 0) -> HttpResponse:
    """One calm page: what happened, what to do."""
    context = {"status": status, "title": title, "text": text, "seconds": seconds}
    page = render(request, "pages/error.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page


def words(status: int) -> tuple[str, str]:
    """Title and text of a status that has nothing better to say."""
    if status == 404:
        return _("This page isn’t here"), _(
            "It may have been moved or removed, or the address has a slip in it. "
            "If someone sent you the link, it may be for people you don’t belong to."
        )
    if status == 403:
        return _("You can’t do that here"), _("Your account doesn’t allow it.")
    if status == 409:
        return _("Something has changed"), _("Someone was faster. Reload the page and look again.")
    return _("That couldn’t be used"), _("Something in what was sent is not right. Go back, check it and try again.")


def too_big() -> tuple[str, str]:
    """Title and text of a form that is larger than we take."""
    return _("That’s too much at once"), _("What you sent is larger than 256 kB. Shorten it and try again.")


def waiting(seconds: int) -> str:
    """How long to wait, as a title."""
    if seconds < 90:
        return ngettext("Please wait %(n)d second", "Please wait %(n)d seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("Please wait %(n)d minute", "Please wait %(n)d minutes", minutes) % {"n": minutes}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django calls suspicious: a form with too many fields, a broken encoding, a strange host."""
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413, *too_big())
    if isinstance(exception, TooManyFieldsSent):
        return error_page(request, 400, _("That’s too much at once"), _("The form has too many fields."))
    # An address may hold line ends and signs that turn a line round; `%a` writes them out.
    LOG.info("Refused %s %a: %s", request.method, request.path, type(exception).__name__)
    if isinstance(exception, SuspiciousOperation):
        return render(request, "pages/500.html", {"status": 400}, status=400)
    return error_page(request, 400, *words(400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed."""
    return error_page(request, 403, *words(403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return error_page(request, 404, *words(404))


def broken(request: HttpRequest) -> HttpResponse:
    """Our own fault. The page needs no database and no session; its number finds the log entry."""
    number = f"{token_hex(2)}-{token_hex(2)}"
    LOG.error("Error page %s was shown for %s %a", number, request.method, request.path)
    page = render_to_string("pages/500.html", {"status": 500, "number": number})
    return HttpResponse(page, status=500, headers={"Cache-Control": "no-store"})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret does not fit: the page was open too long, or another site sent the form."""
    text = _("This page was open for a long time, or cookies are switched off. Go back, reload it and try again.")
    return error_page(request, 403, _("This form has expired"), text)
