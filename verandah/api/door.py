"""The frame around every answer to an app: who asks, whether they may, how often; and errors as JSON."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Concatenate, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from verandah.actions import admitting, authorizing
from verandah.actions.auditing import coming_from
from verandah.base import limits
from verandah.base.errors import Forbidden, NotFound
from verandah.base.listeners import is_for_staff
from verandah.base.paging import HIGHEST
from verandah.base.tongues import wished_in
from verandah.domain.accounts.factors import has_second_factor
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.tokens import Bearer, bearer_of, is_of_who_is_away
from verandah.domain.instance.modes import mode_now
from verandah.domain.instance.switches import switches

from . import pausing
from .cors import open_to_all, preflight
from .errors import OutsideScopes, Unauthenticated, WrongMethod, answer_to
from .parameters import Parameters, parameters_of
from .scopes import covers

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# Where an address for apps can begin. All others are pages, and cost no look at the table of addresses here.
PREFIXES = ("/api/", "/oauth/", "/.well-known/", "/nodeinfo/", "/health")
# What programs without a member's token are told and can do where the site is for its members only: what it is, what
# its rules are, and all that leads to a token.
FOR_EVERYONE = frozenset(
    {
        "GET /api/v1/instance",
        "GET /api/v2/instance",
        "GET /api/v1/instance/rules",
        "GET /api/v1/instance/languages",
        "GET /api/v1/instance/extended_description",
        "GET /api/v1/instance/privacy_policy",
        "GET /api/v1/instance/terms_of_service",
        "GET /api/v1/instance/terms_of_service/:name",
        "GET /api/v1/instance/translation_languages",
        "GET /api/v1/custom_emojis",
        "POST /api/v1/apps",
        "GET /api/v1/apps/verify_credentials",
        "POST /api/v1/accounts",
        "POST /api/v1/emails/confirmations",
        "GET /api/v1/emails/check_confirmation",
        "GET /api/openapi.json",
        "POST /oauth/token",
        "POST /oauth/revoke",
        "GET /.well-known/oauth-authorization-server",
        "GET /.well-known/nodeinfo",
        "GET /.well-known/host-meta",
        "GET /nodeinfo/2.0",
        "GET /health",
    }
)
COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


class ApiRequest(HttpRequest):
    """A request of an app: what it says, its token if it shows one, and for whom it speaks."""

    parameters: Parameters
    bearer: Bearer | None
    viewer: Account | None
    allowance: limits.Allowance | None


class AppRequest(ApiRequest):
    """A request with a token, which may be the app's own."""

    bearer: Bearer


class MemberRequest(AppRequest):
    """A request on behalf of a member."""

    viewer: Account


class Needs(Enum):
    """Whom an endpoint answers."""

    NOBODY = auto()
    APP = auto()
    MEMBER = auto()
    # A member, or someone who still has to confirm their e-mail address.
    NEWCOMER = auto()


type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A view and the conditions under which it is asked. One of `scopes` is enough; `permission`: of the staff."""

    method: str
    scopes: tuple[str, ...]
    needs: Needs
    view: Callable[..., HttpResponse]
    permission: Permission | None = None

    def __call__(self, request: ApiRequest, **parts: Any) -> HttpResponse:
        """Ask the view, if the token is good for it."""
        self.admit(request)
        if self.permission is None or request.bearer is None:
            return self.view(request, **parts)
        with coming_from(request.META.get("REMOTE_ADDR", ""), f"token {request.bearer.token_id}"):
            return self.view(request, **parts)

    def admit(self, request: ApiRequest) -> None:
        """Raises Unauthenticated, OutsideScopes or Forbidden; NotFound where the staff has a listener of its own."""
        if self.permission is not None and not is_for_staff(request):
            raise NotFound
        if request.bearer is None:
            if self.needs is not Needs.NOBODY:
                raise Unauthenticated
            return
        if self.scopes and not any(covers(request.bearer.scopes, scope) for scope in self.scopes):
            raise OutsideScopes
        if self.needs in (Needs.MEMBER, Needs.NEWCOMER) and request.viewer is None:
            raise Unauthenticated("This method requires an authenticated user")
        if request.viewer is not None and request.viewer.joined_at is None and self.needs is not Needs.NEWCOMER:
            raise Forbidden(admitting.why_not_yet(request.viewer))
        if self.permission is not None:
            if not may(request.bearer.role, self.permission):
                raise Forbidden
            # The people of clients' test suites sign in nowhere, and everyone knows their tokens.
            if not settings.FOR_SUITES and not has_second_factor(request.bearer.user_id):
                raise Forbidden("Set up a second factor on the site first: staff act with nothing less")


def endpoint[**P](method: str, *scopes: str) -> Callable[[View[MemberRequest, P]], Endpoint]:
    """A view for members: it needs a token of theirs with one of `scopes`, or with any when none is named."""
    return lambda view: Endpoint(method, scopes, Needs.MEMBER, view)


def staff_endpoint[**P](
    method: str, *scopes: str, permission: Permission
) -> Callable[[View[MemberRequest, P]], Endpoint]:
    """A view for those who work for the site: their token needs one of `scopes`, and they at this moment a role with
    this permission, and a second factor."""
    return lambda view: Endpoint(method, scopes, Needs.MEMBER, view, permission)


def newcomer_endpoint[**P](method: str, *scopes: str) -> Callable[[View[MemberRequest, P]], Endpoint]:
    """The same for someone who has signed up and still has to confirm their e-mail address."""
    return lambda view: Endpoint(method, scopes, Needs.NEWCOMER, view)


def app_endpoint[**P](method: str, *scopes: str) -> Callable[[View[AppRequest, P]], Endpoint]:
    """A view for whoever shows a token, be it the app's own."""
    return lambda view: Endpoint(method, scopes, Needs.APP, view)


def open_endpoint[**P](method: str, *scopes: str) -> Callable[[View[ApiRequest, P]], Endpoint]:
    """A view for everyone. Who shows a token is answered as its owner, so the token must be good for it."""
    return lambda view: Endpoint(method, scopes, Needs.NOBODY, view)


class Resource:
    """What stands at one address: an endpoint for each method."""

    def __init__(self, address: str, *endpoints: Endpoint) -> None:
        self.address = address
        self.endpoints = {found.method: found for found in endpoints}

    def __call__(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Answer `request`; whatever goes wrong is told as JSON."""
        asked = cast(ApiRequest, request)
        asked.parameters, asked.bearer, asked.viewer, asked.allowance = Parameters({}), None, None, None
        with translation.override(wished_in(request)):
            try:
                answer = self.answer(asked, parts)
            except Exception as error:  # An app must never be shown a page.
                answer = answer_to(error)
        return framed(asked, answer)

    def answer(self, request: ApiRequest, parts: dict[str, Any]) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight(request)
        identify(request)
        if "number" in parts:
            parts["number"] = whole(parts["number"])
        pausing.insist(mode_now(), request.method or "", self.address, request.bearer)
        found = self.endpoints.get("GET" if request.method == "HEAD" else request.method or "")
        if found is None:
            raise WrongMethod if self.endpoints else NotFound
        if request.viewer is None and not self.is_for_guests(found):
            # An app that speaks for itself is a guest, too.
            raise Unauthenticated("This method requires an authenticated user")
        return found(request, **parts)

    def is_for_guests(self, found: Endpoint) -> bool:
        """Whether an endpoint answers without a member's token, where the site is for its members only or not."""
        return f"{found.method} {self.address}" in FOR_EVERYONE or switches().allows_guests


def whole(text: str) -> int:
    """The id in an address. Raises NotFound for a number that no id can be."""
    number = int(text)
    if number > HIGHEST:
        raise NotFound
    return number


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer apps here. What follows is for browsers: sessions, cookies, the secrets of forms, pages for errors."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIXES):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return get_response(request)
            if isinstance(match.func, Resource):
                request.resolver_match = match
                return match.func(request, **match.kwargs)
        return get_response(request)

    return answer


def identify(request: ApiRequest) -> None:
    """Find out who asks, and count it. Raises Unauthenticated for a token that is no good, TooMany."""
    token = header_token(request)
    if token is None:
        request.parameters = parameters_of(request)
        token = request.parameters.text("access_token") or None
    if token is not None:
        request.bearer = bearer_of(token)
        if request.bearer is None:
            if is_of_who_is_away(token):
                raise Forbidden(
                    _("You have left for now. Sign in on the site and come back, then let this app in anew.")
                )
            raise Unauthenticated
        request.viewer = request.bearer.account
        authorizing.note_use(request.bearer)
    count(request)
    if not request.parameters.values:
        request.parameters = parameters_of(request)


def header_token(request: HttpRequest) -> str | None:
    """The token that stands in the header, if one does."""
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def count(request: ApiRequest) -> None:
    """Count this request for its token or its network, and for its member. Raises TooMany."""
    if request.bearer is None:
        request.allowance = limits.spend("api_guest", limits.network(request.META.get("REMOTE_ADDR", "")))
    else:
        request.allowance = limits.spend("api_token", str(request.bearer.token_id))
    limits.insist(request.allowance)
    if request.viewer is not None:
        limits.take("api_member", str(request.viewer.id))


def framed(request: ApiRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with what every answer to an app carries."""
    allowance = request.allowance
    if allowance is None and request.method != "OPTIONS":
        # It failed before it was counted: with a bad token or an unreadable body.
        allowance = limits.spend("api_guest", limits.network(request.META.get("REMOTE_ADDR", "")))
    if allowance is not None:
        reset = datetime.fromtimestamp(int(time.time()) + allowance.seconds, UTC)
        answer["X-RateLimit-Limit"] = str(allowance.times)
        answer["X-RateLimit-Remaining"] = str(allowance.left)
        answer["X-RateLimit-Reset"] = f"{reset:%Y-%m-%dT%H:%M:%S.%f}Z"
    answer["X-Request-Id"] = token_hex(16)
    answer.headers.setdefault("Cache-Control", "private, no-store")
    patch_vary_headers(answer, ["Authorization", "Origin"])
    open_to_all(answer)
    return answer


def told_json(body: bytes) -> HttpResponse:
    """What is JSON already, as an answer."""
    return HttpResponse(body, content_type="application/json")


def told(value: Any, status: int = 200) -> JsonResponse:
    """An entity, or a list of them, as an answer."""
    return JsonResponse(value, safe=False, status=status, json_dumps_params=COMPACT)
