"""OAuth 2 for apps: they register, change codes for tokens, give tokens back, and ask how all this is done here."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from verandah.actions import authorizing, granting
from verandah.base import limits
from verandah.base.webpush import public_key
from verandah.domain.accounts.show import show_account
from verandah.domain.accounts.tokens import ShownApp, app_of

from .door import ApiRequest, AppRequest, MemberRequest, app_endpoint, endpoint, open_endpoint, told
from .parameters import Parameters
from .scopes import SCOPES


class Application(TypedDict):
    """An app as it is told about itself."""

    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uri: str
    redirect_uris: list[str]
    vapid_key: str


class CredentialApplication(Application):
    """The same with its secrets, right after it was registered and never again."""

    client_id: str
    client_secret: str
    client_secret_expires_at: int


class UserInfo(TypedDict):
    """Who has signed in, in the words of OpenID Connect."""

    iss: str
    sub: str
    name: str
    preferred_username: str
    profile: str


@open_endpoint("POST")
def register(request: ApiRequest) -> HttpResponse:
    """Register an app."""
    limits.take("apps", limits.network(request.META.get("REMOTE_ADDR", "")))
    app, secret = authorizing.register(registration(request.parameters))
    found: CredentialApplication = {
        **application(app),
        "client_id": app.client_id,
        "client_secret": secret,
        "client_secret_expires_at": 0,
    }
    return told(found)


@app_endpoint("GET")
def verify_credentials(request: AppRequest) -> HttpResponse:
    """Which app a token was given to. Any token will do."""
    return told(application(app_of(request.bearer)))


@open_endpoint("POST")
def token(request: ApiRequest) -> HttpResponse:
    """Change a code, or the app's own secret, for a token."""
    return answered(granting.token(fields_of(request.parameters), request.headers.get("Authorization", "")))


@open_endpoint("POST")
def revoke(request: ApiRequest) -> HttpResponse:
    """End a token."""
    return answered(granting.revoke(fields_of(request.parameters), request.headers.get("Authorization", "")))


def userinfo(request: MemberRequest) -> HttpResponse:
    """Who has signed in."""
    me = show_account(request.viewer)
    page = settings.URL + reverse("profile", args=[me.username])
    found: UserInfo = {
        "iss": issuer(),
        "sub": page,
        "name": me.display_name,
        "preferred_username": me.username,
        "profile": page,
    }
    return told(found)


read_userinfo = endpoint("GET", "profile")(userinfo)
send_userinfo = endpoint("POST", "profile")(userinfo)


@open_endpoint("GET")
def metadata(request: ApiRequest) -> HttpResponse:
    """How signing in is done here (RFC 8414)."""
    answer = told(
        {
            "issuer": issuer(),
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": settings.URL + reverse("oauth_authorize"),
            "token_endpoint": settings.URL + reverse("/oauth/token"),
            "revocation_endpoint": settings.URL + reverse("/oauth/revoke"),
            "userinfo_endpoint": settings.URL + reverse("/oauth/userinfo"),
            "app_registration_endpoint": settings.URL + reverse("/api/v1/apps"),
            "scopes_supported": sorted(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": list(granting.GRANTS),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )
    patch_cache_control(answer, max_age=3600, public=True)
    return answer


def registration(sent: Parameters) -> authorizing.Registration:
    """What an app says of itself. `redirect_uris` is one text with blanks or lines between them, or a list."""
    return authorizing.Registration(
        name=sent.text("client_name"),
        redirect_uris=words(sent, "redirect_uris"),
        scopes=frozenset(words(sent, "scopes")) or frozenset({"read"}),
        website=sent.text("website").strip(),
    )


def words(sent: Parameters, name: str) -> tuple[str, ...]:
    """Words of one text, or of a list of texts."""
    return tuple(word for text in sent.texts(name) for word in text.split())


def fields_of(sent: Parameters) -> granting.Fields:
    """Everything that was sent, as the protocol reads it."""
    return {name: sent.texts(name) for name in sent.values}


def application(app: ShownApp) -> Application:
    """An app in the words of Mastodon."""
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": list(app.scopes),
        "redirect_uri": "\n".join(app.redirect_uris),
        "redirect_uris": list(app.redirect_uris),
        "vapid_key": public_key(),
    }


def answered(answer: granting.Answer) -> HttpResponse:
    """An answer of the protocol as HTTP carries it."""
    headers = {**answer.headers, "Cache-Control": "no-store", "Pragma": "no-cache", "Content-Type": "application/json"}
    return HttpResponse(answer.json, status=answer.status, headers=headers)


def issuer() -> str:
    """The name of this site among those that let people sign in."""
    return settings.URL + "/"
