"""What the tests of the API share: an app on someone's behalf."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from verandah.actions import authorizing
from verandah.domain.accounts.models import Account

ALL = "read write follow push"


class Phone:
    """An app with a token of someone's, or without one. `phone.get("/api/v1/…")` gives the answer."""

    def __init__(self, account: Account | None = None, scopes: str = ALL) -> None:
        self.client, self.account = Client(), account
        self.headers = {}
        if account is not None:
            self.token = authorizing.issue_by_hand(account, frozenset(scopes.split()))
            self.headers = {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **parameters: Any) -> HttpResponse:
        return self.client.get(path, parameters, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """JSON to `path`."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        text = json.dumps(body if body is not None else {})
        return self.client.generic(
            method, path, text, content_type="application/json", headers={**self.headers, **more}
        )

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)
