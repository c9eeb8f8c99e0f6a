"""OAuth 2 as apps speak it: oauthlib holds the rules of the protocol, this tells it what is stored here."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import compile as pattern
from urllib.parse import unquote_plus

from django.utils.translation import gettext as _
from oauthlib.common import Request
from oauthlib.oauth2 import OAuth2Error, RequestValidator, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.grant_types import AuthorizationCodeGrant, ClientCredentialsGrant

from verandah.base.addresses import with_query
from verandah.base.errors import Conflict, Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.rules import OUT_OF_BAND, beyond
from verandah.domain.accounts.tokens import ShownApp, app_by_client_id, app_knows, code_for

from . import authorizing
from .authorizing import NewToken

# The longest that any one field may be; `state` is the app's own and has all of it.
LONGEST_FIELD = 4000
GRANTS = ("authorization_code", "client_credentials")
S256 = pattern(r"[A-Za-z0-9_-]{43}")
VERIFIER = pattern(r"[A-Za-z0-9._~-]{43,128}")
# oauthlib wants to see https. Whether a site has it is decided where the site is set up, not here.
PLACE = "https://localhost/"

type Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an app asks a member for."""

    app: ShownApp
    redirect_uri: str
    scopes: frozenset[str]
    state: str
    challenge: str

    @property
    def by_hand(self) -> bool:
        return self.redirect_uri == OUT_OF_BAND


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app is told: JSON, and its status."""

    status: int
    json: str
    headers: Mapping[str, str]


def asked(fields: Fields) -> Asked:
    """What the app in `fields` asks for. Raises Invalid, and then nobody is sent anywhere: it may be no such app."""
    try:
        request = Request(PLACE, "GET", pairs(fields))
        grant = AuthorizationCodeGrant(Rules(), pre_auth=[only_what_we_offer])
        scopes, _found = grant.validate_authorization_request(request)
    except OAuth2Error as error:
        raise Invalid(error.error or "invalid_request", said(error)) from error
    return Asked(
        app=request.client,
        redirect_uri=request.redirect_uri,
        scopes=frozenset(scopes),
        state=request.state or "",
        challenge=request.code_challenge or "",
    )


def allow(account: Account, wish: Asked, session_key: str = "") -> str:
    """`account` allows what was asked for, in this browser session. Where the app waits for it; for one that is told
    by hand, only the code."""
    code = authorizing.allow(account, wish.app, wish.redirect_uri, wish.scopes, wish.challenge, session_key)
    return code if wish.by_hand else with_query(wish.redirect_uri, code=code, state=wish.state)


def deny(wish: Asked) -> str:
    """Where the app learns that it was not let in."""
    return with_query(wish.redirect_uri, error="access_denied", state=wish.state)


def token(fields: Fields, authorization: str = "") -> Answer:
    """Change a code, or the app's own secret, for a token. The same code a second time ends the first token."""
    rules = Rules()
    grants = {"authorization_code": AuthorizationCodeGrant(rules), "client_credentials": ClientCredentialsGrant(rules)}
    endpoint = TokenEndpoint("client_credentials", Tokens(), grants)
    try:
        return Answer(*reordered(endpoint.create_token_response(PLACE, "POST", *sent(fields, authorization))))
    except OAuth2Error as error:
        return Answer(error.status_code, error.json, error.headers)


def revoke(fields: Fields, authorization: str = "") -> Answer:
    """End a token at its app's wish. Unknown, or twice: the same. Another app's token stays as it is."""
    endpoint = RevocationEndpoint(Rules(), supported_token_types=["access_token"])
    try:
        answer = Answer(*reordered(endpoint.create_revocation_response(PLACE, "POST", *sent(fields, authorization))))
    except OAuth2Error as error:
        return Answer(error.status_code, error.json, error.headers)
    return answer if answer.json else Answer(answer.status, "{}", answer.headers)


class Tokens:
    """Makes the tokens that oauthlib hands out."""

    def create_token(self, request: Request, refresh_token: bool = False) -> dict[str, str | int]:
        """A token for a code or for an app alone. Without an end, so that there is nothing to refresh."""
        try:
            new = (
                authorizing.redeem(request.client, request.found)
                if request.grant_type == "authorization_code"
                else authorizing.issue_to_app(request.client, frozenset(request.scopes))
            )
        except Conflict as refusal:
            raise errors.InvalidGrantError(request=request) from refusal
        return spoken(new)


def spoken(new: NewToken) -> dict[str, str | int]:
    """A new token as an app is told of it."""
    return {
        "access_token": new.token,
        "token_type": "Bearer",
        "scope": " ".join(sorted(new.scopes)),
        "created_at": int(new.created_at.timestamp()),
    }


class Rules(RequestValidator):  # type: ignore[misc]
    """Where oauthlib asks what this site knows."""

    def validate_client_id(self, client_id: str, request: Request, *args: object, **kwargs: object) -> bool:
        request.client = app_by_client_id(client_id)
        return request.client is not None

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: object, **kwargs: object
    ) -> bool:
        """Only exactly what was registered: no other port, path, query or case."""
        return redirect_uri in request.client.redirect_uris

    def get_default_redirect_uri(self, client_id: str, request: Request, *args: object, **kwargs: object) -> str | None:
        known = request.client.redirect_uris
        return known[0] if len(known) == 1 else None

    def validate_response_type(
        self, client_id: str, response_type: str, client: ShownApp, request: Request, *args: object, **kwargs: object
    ) -> bool:
        return response_type == "code"

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """No: apps of former years do not know it. Who begins with it must end with it."""
        return False

    def get_default_scopes(self, client_id: str, request: Request, *args: object, **kwargs: object) -> list[str]:
        return ["read"]

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: ShownApp, request: Request, *args: object, **kwargs: object
    ) -> bool:
        return not beyond(frozenset(client.scopes), frozenset(scopes))

    def client_authentication_required(self, request: Request, *args: object, **kwargs: object) -> bool:
        return True

    def authenticate_client(self, request: Request, *args: object, **kwargs: object) -> bool:
        client_id, secret = credentials(request)
        app = app_by_client_id(client_id)
        if app is None or not app_knows(client_id, secret):
            return False
        request.client, request.client_id = app, client_id
        return True

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: ShownApp, request: Request, *args: object, **kwargs: object
    ) -> bool:
        return grant_type in GRANTS

    def validate_code(
        self, client_id: str, code: str, client: ShownApp, request: Request, *args: object, **kwargs: object
    ) -> bool:
        """Whether this app may still use its code, and for this. A second use ends what the first one gave."""
        found = request.found = code_for(client, code)
        if found is None:
            return False
        if found.used:
            authorizing.revoke_made_from(found)
        # A verifier without a challenge means that someone has taken the challenge out on the way (RFC 9700).
        unasked = request.code_verifier is not None and not found.challenge
        elsewhere = request.redirect_uri not in (None, found.redirect_uri)
        return not (found.used or found.expired or elsewhere or unasked or unfit(request.code_verifier))

    def get_code_challenge(self, code: str, request: Request) -> str | None:
        return request.found.challenge or None

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: ShownApp, request: Request, **kwargs: object
    ) -> bool:
        return bool(request.found.redirect_uri == redirect_uri)

    def save_token(self, token: dict[str, str | int], request: Request, *args: object, **kwargs: object) -> None:
        """Nothing: whoever made it has stored it."""

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: object, **kwargs: object
    ) -> None:
        """Nothing: it was used up in the moment that the token was made."""

    def revoke_token(self, token: str, token_type_hint: str, request: Request, *args: object, **kwargs: object) -> None:
        try:
            authorizing.give_back(request.client, token)
        except Forbidden as refusal:
            raise errors.UnauthorizedClientError(request=request, status_code=403) from refusal


def only_what_we_offer(request: Request) -> dict[str, str]:
    """PKCE with S256 or not at all, and the answer in the query."""
    if request.response_mode not in (None, "query"):
        raise errors.InvalidRequestError("Only response_mode=query is offered.", request=request)
    if request.code_challenge is None and request.code_challenge_method is None:
        return {}
    if request.code_challenge_method != "S256" or not S256.fullmatch(request.code_challenge or ""):
        raise errors.UnsupportedCodeChallengeMethodError("Only code_challenge_method=S256 is offered.", request=request)
    return {}


def unfit(verifier: str | None) -> bool:
    """Whether this can be no code verifier at all."""
    return verifier is not None and not VERIFIER.fullmatch(verifier)


def credentials(request: Request) -> tuple[str, str]:
    """What an app calls itself, and its secret: from the header of HTTP Basic, or else from the fields."""
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith("basic "):
        return request.client_id or "", request.client_secret or ""
    try:
        client_id, _colon, secret = b64decode(given[6:].strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    client_id, secret = unquote_plus(client_id), unquote_plus(secret)
    return (client_id, secret) if request.client_id in (None, client_id) else ("", "")


def pairs(fields: Fields) -> list[tuple[str, str]]:
    """The fields as oauthlib reads them. What is empty was not sent (RFC 6749, 3.1)."""
    found = [(name, value) for name, values in fields.items() for value in values if value]
    for name, value in found:
        if len(value) > LONGEST_FIELD or not storable(value):
            raise errors.InvalidRequestFatalError(f"The field {name[:40]!a} cannot be read.")
    return found


def storable(value: str) -> bool:
    """Whether it holds no control sign and no half of a sign."""
    return not any(char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in value)


def sent(fields: Fields, authorization: str) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Body and headers as oauthlib takes them."""
    return pairs(fields), {"Authorization": authorization} if authorization else {}


def reordered(answer: tuple[Mapping[str, str], str, int]) -> tuple[int, str, Mapping[str, str]]:
    """oauthlib's answer in the order of ours."""
    headers, body, status = answer
    return status, body, headers


def said(error: OAuth2Error) -> str:
    """What a person reads whose app asked wrongly, with the words that its maker needs."""
    sentences = {
        "invalid_client_id": _("This app is not known here. Remove the account from the app and add it again."),
        "invalid_scope": _("The app asks for more than it has registered for."),
        "mismatching_redirect_uri": _("The app wants to be called back at an address that it has not registered."),
        "invalid_redirect_uri": _("The app wants to be called back at an address that it has not registered."),
    }
    # Most of these are called invalid_request; only their classes tell which it is.
    name = FATAL.get(type(error), error.error or "")
    return sentences.get(name, _("The app has asked in a way that cannot be answered (%(error)s).") % {"error": name})


FATAL: dict[type[OAuth2Error], str] = {
    errors.InvalidClientIdError: "invalid_client_id",
    errors.MissingClientIdError: "invalid_client_id",
    errors.MismatchingRedirectURIError: "mismatching_redirect_uri",
    errors.InvalidRedirectURIError: "invalid_redirect_uri",
}
