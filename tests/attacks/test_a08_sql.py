"""A8: no word of anyone's becomes part of a query.

PeerTube CVE-2026-73211 (an address became SQL), Misskey CVE-2023-24812, Django CVE-2026-1207, CVE-2026-1287 and
CVE-2026-1312 (names of columns and orders that came from requests).
"""

import ast
from urllib.parse import quote

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.attacks import every_route
from tests.attacks.every_route import filled
from tests.decided import case_of
from tests.factories import make_post
from tests.house.source import PACKAGE, python_files, tree
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import CaseNote
from verandah.domain.posts.models import Post

EVIL = (
    "' OR 1=1 --",
    "1; DROP TABLE verandah_post; --",
    '"verandah_post"."text"',
    "-text",
    "text) FROM verandah_user --",
    "\x00",
    "9" * 30,
)
NAMES = (
    "q", "max_id", "min_id", "since_id", "limit", "offset", "order", "sort", "show", "queue", "type", "id[]", "local",
    "resolved", "target_account_id", "account_id", "tag", "any[]", "page", "before", "after", "from", "until", "group",
)  # fmt: skip
FIELDS = (
    "text", "status", "title", "name", "note", "comment", "username", "email", "login", "password", "code", "key",
    "audience", "media", "media_ids", "language", "next", "id", "account_id", "phrase", "acct", "words", "reason",
    "facts", "body", "effects", "policy", "url", "places", "q",
)  # fmt: skip
DOORS = ("web/", "api/", "streaming/")


@pytest.mark.parametrize("who", ["guest", "member", "staff"])
def test_what_is_asked_with_is_a_value(
    alice: Account, mo: Account, client_of, monkeypatch: pytest.MonkeyPatch, who: str
):
    post = make_post(alice, "It is still here")
    monkeypatch.setitem(every_route.WORDS, "code", case_of(post).code)
    browser, phone = doors(client_of, {"guest": None, "member": alice, "staff": mo}[who])
    for place, path in enumerate(filled(post.pk)):
        limits.forget()
        # Another one for each name on each address.
        asked = {name: EVIL[(place + number) % len(EVIL)] for number, name in enumerate(NAMES)}
        answer = phone.get(path, **asked) if path.startswith("/api/") else browser.get(path, asked)
        assert answer.status_code < 500, path
    assert Post.objects.filter(text="It is still here").exists()


@pytest.mark.parametrize("who", ["guest", "member", "staff"])
def test_nor_is_what_is_sent(alice: Account, mo: Account, client_of, monkeypatch: pytest.MonkeyPatch, who: str):
    post = make_post(alice, "It is still here")
    monkeypatch.setitem(every_route.WORDS, "code", case_of(post).code)
    browser, phone = doors(client_of, {"guest": None, "member": alice, "staff": mo}[who])
    for place, path in enumerate(filled(post.pk)):
        limits.forget()
        sent = {name: EVIL[(place + number) % len(EVIL)] for number, name in enumerate(FIELDS)}
        if path not in ("/sign-out/", "/settings/data/rest/"):
            answer = phone.post(path, sent) if path.startswith("/api/") else browser.post(path, sent)
            assert answer.status_code < 500, path
    # All of it was asked by whom it should be.
    assert browser.get("/notifications/").status_code == (302 if who == "guest" else 200)


def test_the_staff_sends_nothing_that_cannot_be_stored(alice: Account, mo: Account, client_of):
    """PostgreSQL keeps no text with such a sign, and would have answered with an error of the server."""
    case = case_of(make_post(alice))
    answer = client_of(mo).post(f"/moderation/{case.code}/notes/", {"body": "a\0b"})
    assert answer.status_code == 422
    assert not CaseNote.objects.exists()


@pytest.mark.parametrize("who", ["guest", "member", "staff"])
def test_nor_is_it_part_of_an_address(
    alice: Account, mo: Account, client_of, monkeypatch: pytest.MonkeyPatch, who: str
):
    # In the place of words, too.
    monkeypatch.setattr(every_route, "place", lambda name, kind: "{}")
    browser, phone = doors(client_of, {"guest": None, "member": alice, "staff": mo}[who])
    tried = [route for route in every_route.routes() if "{}" in route]
    assert len(tried) > 200
    for number, route in enumerate(tried):
        limits.forget()
        path = route.replace("{}", quote(EVIL[number % len(EVIL)], safe=""))
        answer = phone.get(path) if path.startswith("/api/") else browser.get(path)
        assert answer.status_code < 500, path


def doors(client_of, viewer: Account | None) -> tuple[Client, Phone]:
    """A browser and an app of theirs, with all that they may."""
    if viewer is None:
        return client_of(None), Phone()
    admin = " admin:read" if viewer.user.role > Role.MEMBER else ""
    return client_of(viewer), Phone(viewer, f"read write follow{admin}")


def test_no_door_hands_a_request_to_a_query_as_it_came():
    found = []
    for path in python_files():
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                wide = [ast.unparse(word.value) for word in node.keywords if word.arg is None]
                if name.startswith(DOORS) and any(
                    "request." in word or "GET" in word or "POST" in word for word in wide
                ):
                    found.append((name, node.lineno))
                if node.func.attr in ("order_by", "values", "annotate", "extra") and any(
                    "request" in ast.unparse(one) for one in node.args
                ):
                    found.append((name, node.lineno))
    assert found == []


def test_no_word_of_a_caller_is_put_into_sql():
    """Whatever is made part of a statement by `f"…"` is a constant in capitals, or made of nothing else."""
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) in ("execute", "raw", "RawSQL") and node.args:
                first = node.args[0]
                if isinstance(first, ast.JoinedStr):
                    parts = [one.value for one in first.values if isinstance(one, ast.FormattedValue)]
                    if any(isinstance(one, ast.Name) and "request" in one.id for one in parts):
                        found.append((path.name, node.lineno))
                if isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mod):
                    found.append((path.name, node.lineno))
    assert found == []


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
