"""`docs/api.md` tells of every endpoint whether it works: made here from the addresses and the catalogue.

With VERANDAH_WRITE_DOCS=1 in the environment the page is written anew; otherwise the test compares.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLResolver, get_resolver

from tests.api.asking import Phone
from verandah.api import catalogue
from verandah.api.door import Endpoint, Needs, Resource
from verandah.api.scopes import covers
from verandah.base import limits
from verandah.domain.accounts.models import Account

DOC = Path(__file__).parent.parent.parent / "docs" / "api.md"
# The endpoints of Mastodon that most apps call (P1) or many do (P2).
MASTODON = (Path(__file__).parent / "mastodon.txt").read_text().splitlines()

READS_BY_POST = {
    "POST /oauth/userinfo",
    "POST /api/v1/admin/canonical_email_blocks/test",
    "POST /api/v1/admin/measures",
    "POST /api/v1/admin/dimensions",
    "POST /api/v1/admin/retention",
}

HEAD = """# The API for apps

Made and checked by `tests/api/test_catalogue.py`. Verandah speaks the client API of Mastodon, so that people can use
the apps they have. Every address is known with and without a slash at its end; whatever else begins with `/api/`
answers 404 as JSON.
Errors are `{"error": …}`, and `details` says which field; limits stand in [limits.md](limits.md). For programs all of
this stands at `/api/openapi.json` (OpenAPI 3.1), with every parameter and every answer; what is ours alone begins with
`/api/verandah/v1/`.

## Who can see a post

Mastodon has four words and no word for "members" ([decision 15](decisions/0015-audiences-in-mastodons-words.md)).

| An app sends `visibility` | The post is for | It is told as | `verandah.audience` |
|---|---|---|---|
| `public` | everyone on the web | `public` | `public` |
| `unlisted`, or nothing | members | `private` | `members` |
| `private` | followers | `private` | `followers` |
| `direct` | its author alone; refused when it mentions someone | `direct` | `only_me` |

An app that knows Verandah sends `audience` with our own word instead.
"""

STREAMS = """All but the sign of health need a member's token: in the header, as `access_token`, or as the protocol.
Server-sent events carry an `id`; whoever comes back with `Last-Event-ID` is first sent what they have missed of posts
and notifications, the newest 40. [Decision 18](decisions/0018-streams-for-apps.md) says who hears what."""


def resources() -> list[Resource]:
    found = {view.address: view for view in views(get_resolver()) if isinstance(view, Resource)}
    return [found[address] for address in sorted(found) if address != "/api/"]


def views(resolver: URLResolver) -> Iterator[object]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        else:
            yield pattern.callback


def offered() -> dict[str, Endpoint]:
    """Method and address of every endpoint."""
    return {f"{one.method} {it.address}": one for it in resources() for one in it.endpoints.values()}


def bare(name: str) -> str:
    """An endpoint whatever its parts are called."""
    return re.sub(r":\w+", ":id", name)


def later() -> set[str]:
    return {name for names in catalogue.LATER.values() for name in names}


def test_the_catalogue_speaks_of_what_there_is() -> None:
    assert set(catalogue.EMPTY) - set(offered()) == set()
    assert set(catalogue.NOTES) - set(offered()) == set()
    assert (later() | set(catalogue.NEVER)) & {bare(name) for name in offered()} == set()


def test_every_endpoint_that_apps_call_is_spoken_of() -> None:
    known = {bare(name) for name in offered()} | {bare(name) for name in later() | set(catalogue.NEVER)}
    known |= set(catalogue.PAGES) | set(catalogue.PAGES_OF_OAUTH) | set(catalogue.STREAMS)
    asked = {bare(line.split(" ", 1)[1]) for line in MASTODON}
    assert len(asked) > 160
    assert asked - known == set()


def test_whatever_writes_needs_a_token() -> None:
    # These make the token, or end it.
    entrance = {"POST /api/v1/apps", "POST /oauth/token", "POST /oauth/revoke"}
    writers = {name for name, one in offered().items() if one.method != "GET" and one.needs is Needs.NOBODY}
    assert writers == entrance


def test_a_token_that_may_only_read_writes_nothing() -> None:
    writers = {name: one for name, one in offered().items() if one.method != "GET" and one.needs is not Needs.NOBODY}
    assert [name for name, one in writers.items() if not is_for_writing(name, one)] == []


def is_for_writing(name: str, one: Endpoint) -> bool:
    # The same answer by POST, as OpenID wants it; and questions of the staff that Mastodon asks by POST.
    return name in READS_BY_POST or (
        bool(one.scopes) and all(scope.startswith(("write", "admin:write")) or scope == "push" for scope in one.scopes)
    )


def asked_with(name: str, phone: Phone) -> int:
    method, address = name.split(" ", 1)
    return phone.send(method, re.sub(r":\w+", "7", address)).status_code


def test_every_endpoint_keeps_to_its_scopes(alice: Account) -> None:
    phones = {scope: Phone(alice, scope) for scope in ("push", "read:mutes", "write:mutes")}
    wrong = []
    for name, one in offered().items():
        for scope, phone in phones.items():
            if one.scopes and not any(covers(frozenset([scope]), needed) for needed in one.scopes):
                wrong += [f"{name} with {scope}"] if asked_with(name, phone) != 403 else []
    assert wrong == []


def test_what_is_for_members_is_closed_to_guests_and_nothing_breaks(alice: Account) -> None:
    guest, member = Phone(), Phone(alice, "read write follow push profile")
    half = sorted(offered())
    closed = {name for name in half[::2] if asked_with(name, guest) == 401}
    # There are more endpoints than a guest may ask in five minutes.
    limits.forget()
    closed |= {name for name in half[1::2] if asked_with(name, guest) == 401}
    for_members = {name for name, one in offered().items() if one.needs is not Needs.NOBODY}
    assert for_members - closed == set()
    assert closed - for_members <= {"POST /oauth/token", "POST /oauth/revoke"}
    assert {name for name in offered() if asked_with(name, member) >= 500} == set()


def test_the_page_is_this_table() -> None:
    page = written_page()
    if os.environ.get("VERANDAH_WRITE_DOCS"):
        DOC.write_text(page)
    assert DOC.read_text() == page


def written_page() -> str:
    lines = [HEAD, "## What there is", "", "| Endpoint | Scope | Answers | Note |", "|---|---|---|---|"]
    lines += [row(name, one) for name, one in offered().items()]
    lines += ["", "## Streams", "", STREAMS, "", "| Stream | Scope | Note |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {f'`{scope}`' if scope else '·'} | {note} |" for name, (scope, note) in catalogue.STREAMS.items()
    ]
    lines += ["", "## What comes later", "", "These answer 404, because the site cannot do it yet.", ""]
    lines += [f"- {what}: " + ", ".join(f"`{name}`" for name in names) for what, names in catalogue.LATER.items()]
    lines += ["", "## What is not offered", ""]
    lines += [f"- `{name}`: {why}" for name, why in catalogue.NEVER.items()]
    return "\n".join(lines) + "\n"


def row(name: str, one: Endpoint) -> str:
    who = {Needs.NOBODY: "everyone", Needs.APP: "apps", Needs.MEMBER: "members", Needs.NEWCOMER: "newcomers"}[one.needs]
    scope = " or ".join(f"`{scope}`" for scope in one.scopes) or "·"
    note = f"empty until {catalogue.EMPTY[name]}" if name in catalogue.EMPTY else catalogue.NOTES.get(name, "works")
    return f"| `{name}` | {scope} | {who} | {note} |"
