"""What all endpoints share: whose API it is, errors, headers, and how an app comes to a token."""

from importlib.metadata import version as version_of

from django.conf import settings
from django.urls import reverse

from verandah.api.scopes import SCOPES

from .schemas import REF, Schema

ERRORS = {
    400: "What was sent cannot be read.",
    401: "There is no token, or it is not good.",
    403: "The token is good for other things, or one may not do this.",
    404: "There is nothing here that the asker may see.",
    409: "It does not fit what has happened since.",
    413: "It is too much.",
    422: "It cannot be used; `details` says which part.",
    429: "That was too often. `Retry-After` says how many seconds to wait.",
    503: "Closed for maintenance.",
}
LEFT = {
    "X-RateLimit-Limit": {"type": "string", "pattern": "^[0-9]+$"},
    "X-RateLimit-Remaining": {"type": "string", "pattern": "^[0-9]+$"},
    "X-RateLimit-Reset": {"type": "string", "format": "date-time"},
}
LINK = {
    "description": "Addresses of the next page and the previous one; missing when the page is empty.",
    "schema": {"type": "string"},
}


def information() -> Schema:
    """Whose API this is."""
    return {
        "title": "Verandah",
        "version": version_of("verandah"),
        "summary": "The client API of Mastodon, and what Verandah adds to it.",
        "description": "Every address is also known with a slash at its end. Parameters can be sent as query, form, "
        "multipart or JSON, and what cannot be read counts as not sent. One of the scopes of an endpoint is enough.",
        "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    }


def components(named: dict[str, Schema]) -> Schema:
    """What the paths refer to."""
    error = {"application/json": {"schema": {"$ref": REF + "Error"}}}
    return {
        "schemas": named,
        "headers": {name: {"required": True, "schema": schema} for name, schema in LEFT.items()} | {"Link": LINK},
        "responses": {str(status): {"description": why, "content": error} for status, why in ERRORS.items()},
        "securitySchemes": {"oauth": oauth()},
    }


def oauth() -> Schema:
    """How an app comes to a token."""
    scopes = dict.fromkeys(sorted(SCOPES), "")
    token = settings.URL + reverse("/oauth/token")
    return {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": settings.URL + reverse("oauth_authorize"),
                "tokenUrl": token,
                "scopes": scopes,
            },
            "clientCredentials": {"tokenUrl": token, "scopes": scopes},
        },
    }
