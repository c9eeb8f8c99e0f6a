"""The site itself, how apps are let in, and where programs look first."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.announcement import AnnouncementJson
from verandah.api.entities.documents import PrivacyPolicyJson, TermsOfServiceJson
from verandah.api.entities.plain import (
    Empty,
    LinksJson,
    ReportsJson,
    ServerMetadata,
    StateJson,
    TokenJson,
    WebFingerJson,
)
from verandah.api.entities.site import (
    ExtendedDescriptionJson,
    InstanceJson,
    InstanceV1Json,
    LanguageJson,
    NodeInfoJson,
    RuleJson,
    WeekJson,
)
from verandah.api.oauth import Application, CredentialApplication, UserInfo

from . import takes
from .said import Said, Table


class Resource(TypedDict):
    resource: Annotated[str, Meta(max_length=500)]


class Registration(TypedDict):
    """`redirect_uris` may be one text with several addresses in it, or a list."""

    client_name: Annotated[str, Meta(min_length=1, max_length=100)]
    redirect_uris: Annotated[str, Meta(min_length=1, max_length=2000)] | list[str]
    scopes: NotRequired[takes.Word]
    website: NotRequired[takes.Word]


class TokenAsked(TypedDict):
    grant_type: Literal["authorization_code", "client_credentials"]
    client_id: NotRequired[takes.Word]
    client_secret: NotRequired[takes.Word]
    redirect_uri: NotRequired[takes.Text]
    code: NotRequired[takes.Word]
    code_verifier: NotRequired[takes.Word]
    scope: NotRequired[takes.Word]


class TokenEnded(TypedDict):
    token: takes.Word
    client_id: NotRequired[takes.Word]
    client_secret: NotRequired[takes.Word]


SITE: Table = {
    "GET /api/v1/announcements": Said(list[AnnouncementJson]),
    "POST /api/v1/announcements/:id/dismiss": Said(Empty),
    "PUT /api/v1/announcements/:id/reactions/:name": Said(Empty),
    "DELETE /api/v1/announcements/:id/reactions/:name": Said(Empty),
    "GET /api/v1/instance": Said(InstanceV1Json),
    "GET /api/v2/instance": Said(InstanceJson),
    "GET /api/v1/instance/rules": Said(list[RuleJson]),
    "GET /api/v1/instance/peers": Said(list[str]),
    "GET /api/v1/instance/activity": Said(list[WeekJson]),
    "GET /api/v1/instance/domain_blocks": Said(list[object]),
    "GET /api/v1/instance/extended_description": Said(ExtendedDescriptionJson),
    "GET /api/v1/instance/privacy_policy": Said(PrivacyPolicyJson),
    "GET /api/v1/instance/terms_of_service": Said(TermsOfServiceJson),
    "GET /api/v1/instance/terms_of_service/:name": Said(TermsOfServiceJson),
    "GET /api/v1/instance/translation_languages": Said(dict[str, list[str]]),
    "GET /api/v1/custom_emojis": Said(list[object]),
    "GET /.well-known/nodeinfo": Said(LinksJson),
    "GET /.well-known/host-meta": Said(str, media="application/xrd+xml"),
    "GET /.well-known/webfinger": Said(WebFingerJson, Resource, media="application/jrd+json"),
    "GET /nodeinfo/2.0": Said(NodeInfoJson),
    "GET /.well-known/oauth-authorization-server": Said(ServerMetadata),
    "POST /oauth/token": Said(TokenJson, TokenAsked),
    "POST /oauth/revoke": Said(Empty, TokenEnded),
    "GET /oauth/userinfo": Said(UserInfo),
    "POST /oauth/userinfo": Said(UserInfo),
    "POST /api/v1/apps": Said(CredentialApplication, Registration),
    "GET /api/v1/apps/verify_credentials": Said(Application),
    "GET /api/v1/instance/languages": Said(list[LanguageJson]),
    "GET /api/v1/annual_reports": Said(ReportsJson),
    "GET /api/v1/annual_reports/:id": Said(Empty),
    "GET /api/v1/annual_reports/:id/state": Said(StateJson),
    "POST /api/v1/annual_reports/:id/read": Said(Empty),
    "POST /api/v1/annual_reports/:id/generate": Said(Empty),
    "GET /health": Said(str, media="text/plain"),
    "GET /api/openapi.json": Said(dict[str, object]),
}
