"""Small answers that need no function of their own to be made: what they consist of."""

from typing import NotRequired, TypedDict

from .account import AccountJson
from .status import StatusJson
from .tag import TagJson


class Empty(TypedDict):
    """Nothing to tell but that it was done."""


class ErrorJson(TypedDict):
    """A refusal. Apps compare `error`; `details` says which field it is about."""

    error: str
    error_description: NotRequired[str]
    details: NotRequired[dict[str, list["ErrorDetail"]]]


class ErrorDetail(TypedDict):
    error: str
    description: str


class CountJson(TypedDict):
    count: int


class SearchJson(TypedDict):
    accounts: list[AccountJson]
    statuses: list[StatusJson]
    hashtags: list[TagJson]


class FamiliarFollowersJson(TypedDict):
    id: str
    accounts: list[AccountJson]


class WebLink(TypedDict):
    rel: str
    type: NotRequired[str]
    href: NotRequired[str]
    template: NotRequired[str]


class LinksJson(TypedDict):
    links: list[WebLink]


class WebFingerJson(TypedDict):
    subject: str
    aliases: list[str]
    links: list[WebLink]


# Its fields have names that no class can have.
PreferencesJson = TypedDict(
    "PreferencesJson",
    {
        "posting:default:visibility": str,
        "posting:default:sensitive": bool,
        "posting:default:language": str,
        "posting:default:quote_policy": str,
        "reading:expand:media": str,
        "reading:expand:spoilers": bool,
        "reading:autoplay:gifs": bool,
    },
)


class TokenJson(TypedDict):
    access_token: str
    token_type: str
    scope: str
    created_at: int


class ServerMetadata(TypedDict):
    """How signing in is done (RFC 8414)."""

    issuer: str
    service_documentation: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    app_registration_endpoint: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    code_challenge_methods_supported: list[str]


class ReportsJson(TypedDict):
    """Annual reports, and whom they are about."""

    annual_reports: list[object]
    accounts: list[AccountJson]
    statuses: list[StatusJson]


class StateJson(TypedDict):
    state: str
