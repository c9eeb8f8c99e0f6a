"""A8: no word of anyone's becomes part of a query.

PeerTube CVE-2026-73211 (an address became SQL), Misskey CVE-2023-24812, Django CVE-2026-1207, CVE-2026-1287 and
CVE-2026-1312 (names of columns and orders that came from requests).
"""

import ast
from urllib.parse import quote

import pytest

from tests.api.asking import Phone
from tests.attacks.every_route import filled, routes
from tests.factories import make_post
from tests.house.source import PACKAGE, python_files, tree
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post

EVIL = (
    "' OR 1=1 --",
    "1; DROP TABLE verandah_post; --",
    '"verandah_post"."text"',
    "-text",
    "text) FROM verandah_user --",
)
NAMES = (
    "q", "max_id", "min_id", "since_id", "limit", "offset", "order", "sort", "show", "queue", "type", "id[]", "local",
    "resolved", "target_account_id", "account_id", "tag", "any[]", "page", "before", "after", "from", "until", "group",
)  # fmt: skip
DOORS = ("web/", "api/", "streaming/")



MORE = (*EVIL, "\x00", "99999999999999999999999", "-1", "1e400", "\ud800", "(((((", "%", "\u0130"*300, "")
@pytest.mark.parametrize("who", ["guest", "member", "staff"])
def test_scratch(alice, mo, client_of, who):
    post = make_post(alice, "It is still here")
    viewer = {"guest": None, "member": alice, "staff": mo}[who]
    bad = []
    for turn in range(len(MORE)):
        browser = client_of(viewer)
        phone = Phone(viewer, "read write follow" + (" admin:read" if who == "staff" else "")) if viewer else Phone()
        browser.raise_request_exception = False
        for path in filled(post.pk):
            if "sign-out" in path: continue
            limits.forget()
            asked = {name: MORE[turn].encode("utf-8", "surrogatepass") for number, name in enumerate(NAMES)}
            try:
                answer = phone.get(path, **asked) if path.startswith("/api/") else browser.get(path, asked)
                if answer.status_code >= 500: bad.append((path, MORE[turn][:20], answer.status_code))
            except Exception as e:
                bad.append((path, MORE[turn][:20], repr(e)[:200]))
    assert bad == []


@pytest.mark.parametrize("who", ["guest", "member", "staff"])
def test_scratch_address(alice, mo, client_of, who, monkeypatch):
    from tests.attacks import every_route
    monkeypatch.setattr(every_route, "place", lambda name, kind: "{}")
    viewer = {"guest": None, "member": alice, "staff": mo}[who]
    bad = []
    for turn in range(len(MORE)):
        browser = client_of(viewer)
        phone = Phone(viewer, "read write follow" + (" admin:read" if who == "staff" else "")) if viewer else Phone()
        for route in routes():
            if "{}" not in route: continue
            limits.forget()
            path = route.replace("{}", quote(MORE[turn].encode("utf-8", "surrogatepass"), safe=""))
            for method in ("GET", "POST"):
                try:
                    if path.startswith("/api/"):
                        answer = phone.get(path) if method == "GET" else phone.send(method, path, {})
                    else:
                        answer = browser.get(path) if method == "GET" else browser.post(path)
                    if answer.status_code >= 500: bad.append((method, path[:100], MORE[turn][:20], answer.status_code))
                except Exception as e:
                    bad.append((method, path[:100], MORE[turn][:20], repr(e)[:200]))
    assert bad == []

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
