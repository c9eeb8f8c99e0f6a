"""What the tests of joining and signing in share: what is asked, and looks at what comes back."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD
from verandah.actions import enrolling
from verandah.domain.accounts.models import User

SECRETS = re.compile(r'(nonce[=":]+[^"]*"|value="[\w-]{64}")', re.IGNORECASE)
ASKED = {
    "username": "alice",
    "email": "alice@example.org",
    "password1": PASSWORD,
    "display_name": "Alice",
    "old_enough": "on",
    "agreement": "on",
}
# What no field may break on: NUL, signs that are none, directions turned around, markup, and far too much.
HOSTILE = ["a\0b", "\ufffe\uffff", "x" * 100_000, "é" * 50_000, "\u202e@", "{{ 7|add:7 }}<script>"]


def text_of(answer: HttpResponse) -> str:
    """A page without what differs each time."""
    return SECRETS.sub("", answer.content.decode())


def link_in(letter: EmailMessage) -> str:
    """The path of the first link in a letter."""
    found = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def member(name: str = "alice") -> User:
    """Someone who has confirmed their address."""
    return enrolling.enrol(name, f"{name}@example.org", PASSWORD, confirmed=True)


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in/", {"login": login, "password": password, **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """Count the hashing, which is what takes time at sign-in."""
    seen, encode = [], MD5PasswordHasher.encode

    def counting(self, password, salt):
        seen.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return seen
