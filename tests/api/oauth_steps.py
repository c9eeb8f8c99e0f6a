"""What the tests of OAuth share: an app, the steps that it takes, and what it is told."""

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

HERE = "https://app.example/back"
OOB = "urn:ietf:wg:oauth:2.0:oob"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@dataclass(frozen=True)
class Phone:
    """An app as it knows itself."""

    client_id: str
    client_secret: str

    @property
    def basic(self) -> dict[str, str]:
        secret = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return {"Authorization": f"Basic {secret}"}

    @property
    def body(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}


def registered(redirect_uris: str = HERE, scopes: str = "read write follow push", **more: str) -> Phone:
    """A new app."""
    asked = {"client_name": "Lantern", "redirect_uris": redirect_uris, "scopes": scopes, **more}
    answer = Client().post("/api/v1/apps", asked)
    assert answer.status_code == 200, answer.content
    return Phone(answer.json()["client_id"], answer.json()["client_secret"])


def wish(app: Phone, **more: str) -> dict[str, str]:
    """The query of the consent page."""
    asked = {"response_type": "code", "client_id": app.client_id, "redirect_uri": HERE, "scope": "read", **more}
    return {name: value for name, value in asked.items() if value}


def decide(client: Client, app: Phone, decision: str = "allow", path: str = "/oauth/authorize", **more: str):
    """What the browser is answered when the button is pressed."""
    return client.post(path, {"decision": decision}, query_params=wish(app, **more))


def code_from(answer: HttpResponse) -> str:
    """The code that an app is called back with."""
    assert answer.status_code == 303, answer.content
    return parse_qs(urlsplit(answer["Location"]).query)["code"][0]


def code_of(client: Client, app: Phone, **more: str) -> str:
    return code_from(decide(client, app, **more))


def trade(app: Phone, code: str, **more: str) -> HttpResponse:
    """Change a code for a token."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": HERE, **app.body, **more}
    return Client().post("/oauth/token", {name: value for name, value in asked.items() if value})


def token_of(client: Client, app: Phone, **more: str) -> str:
    answer = trade(app, code_of(client, app, **more))
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


def by_json(path: str, body: object, **headers: str) -> HttpResponse:
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


def whoami(token: str, path: str = "/api/v1/apps/verify_credentials") -> int:
    """The status that a token is answered with."""
    return Client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code
