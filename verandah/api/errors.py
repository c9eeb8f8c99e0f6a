"""Refusals as JSON, in the words that apps know."""

import logging
from collections.abc import Sequence

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import JsonResponse
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid, Refusal, TooMany
from verandah.domain.instance.modes import Mode, ModeNow, sentence

LOG = logging.getLogger(__name__)

# Apps compare these texts, so they are in English whatever the reader's language.
WORDS = {
    400: "Bad request",
    401: "The access token is invalid",
    403: "This action is not allowed",
    404: "Record not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Payload too large",
    500: "Something went wrong on our side",
}


class Unauthenticated(Refusal):
    """The request needs a token, or shows one that is not good."""

    status = 401


class Unreadable(Refusal):
    """What was sent is not in a form that can be read, or is too much of it."""

    status = 400


class WrongMethod(Refusal):
    """There is something at this address, but not for this method."""

    status = 405


class OutsideScopes(Refusal):
    """The token is good for other things than this."""

    status = 403

    def __init__(self) -> None:
        super().__init__("This action is outside the authorized scopes")


class Paused(Refusal):
    """The site is only read, in maintenance, or has ended: 403 for the last, because that does not pass."""

    def __init__(self, now: ModeNow) -> None:
        super().__init__(sentence(now))
        self.status = 403 if now.mode is Mode.CLOSED else 503
        # Where nothing can be written and nobody knows how long, an app would only try in vain again and again.
        knows_end = now.mode is Mode.MAINTENANCE or now.until is not None
        self.seconds = now.wait if knows_end and now.mode is not Mode.CLOSED else 0


class Unusable(Refusal):
    """Several parts of what was sent cannot be used."""

    status = 422

    def __init__(self, errors: Sequence[Invalid]) -> None:
        super().__init__(" ".join(error.text for error in errors))
        self.errors = errors


def answer_to(error: Exception) -> JsonResponse:
    """What an app is told of `error`. What is no refusal is our own fault and goes to the log."""
    if isinstance(error, Unusable):
        return invalids(error.errors)
    if isinstance(error, Invalid):
        return invalid(error)
    if isinstance(error, Refusal):
        answer = refused(error.status, error.text)
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(error.seconds)
        if isinstance(error, Paused) and error.seconds:
            answer["Retry-After"] = str(error.seconds)
        return answer
    if isinstance(error, RequestDataTooBig):
        return refused(413)
    if isinstance(error, SuspiciousOperation):
        return refused(400)
    LOG.error("An app was answered 500", exc_info=error)
    return refused(500)


def refused(status: int, text: str = "") -> JsonResponse:
    """One error: the text, and nothing but JSON."""
    return JsonResponse({"error": text or WORDS.get(status, WORDS[400])}, status=status)


def invalid(error: Invalid) -> JsonResponse:
    """What cannot be used, and which part of it."""
    return invalids([error])


def invalids(errors: Sequence[Invalid]) -> JsonResponse:
    """The same of several parts at once."""
    details: dict[str, list[dict[str, str]]] = {}
    for error in errors:
        found = {"error": f"ERR_{error.why.upper()}", "description": error.text}
        details.setdefault(error.field, []).append(found)
    text = _("Validation failed: %(why)s") % {"why": " ".join(error.text for error in errors)}
    return JsonResponse({"error": text, "details": details}, status=Invalid.status)
