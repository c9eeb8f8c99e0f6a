"""In which language a page is written: chosen in this browser, wished by it, or the site's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from verandah.base import digits
from verandah.base.tongues import wished_in

HTML = "text/html"


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Speak to guests as their browser wishes; who is signed in has said so, and `web.viewer` follows them."""

    def spoken(request: HttpRequest) -> HttpResponse:
        speak(request, wished_in(request))
        answer = get_response(request)
        answer.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(answer, ("Accept-Language",))
        return with_digits(answer, answer.headers["Content-Language"])

    return spoken


def speak(request: HttpRequest, language: str) -> None:
    """From here on this request is answered in `language`. Twice: the same."""
    if language != translation.get_language():
        translation.activate(language)
    request.LANGUAGE_CODE = language


def with_digits(answer: HttpResponse, language: str) -> HttpResponse:
    """A page with the digits of its language."""
    if digits.has_own(language) and not answer.streaming and answer.headers.get("Content-Type", "").startswith(HTML):
        answer.content = digits.in_page(answer.text, language).encode()
        if "Content-Length" in answer.headers:
            # Arabic digits take two bytes each.
            answer.headers["Content-Length"] = str(len(answer.content))
        if "Content-Length" in answer.headers:
            answer.headers["Content-Length"] = str(len(answer.content))
    return answer
