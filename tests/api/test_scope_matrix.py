"""The matrix: every endpoint with every scope, with the app's own token, with one that only reads, and with none.

What an endpoint should ask for stands in `scopes.tsv`, which was written down from Mastodon's documentation (4.6); what
Mastodon does not have, or has otherwise, stands here. Whether one scope holds another is said here a second time.
"""

import re
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.api.asking import Phone
from tests.api.invented import Town
from tests.api.oauth_steps import by_json, registered
from tests.factories import make_account
from verandah.actions import authorizing
from verandah.api.door import Endpoint, Needs
from verandah.api.openapi import offered
from verandah.api.scopes import SCOPES
from verandah.domain.accounts.models import AccessToken, Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import STAFF_SCOPES
from verandah.domain.accounts.tokens import bearer_of

TABLE = Path(__file__).parent / "scopes.tsv"
EVERYONE, APPS, MEMBERS = "everyone", "apps", "members"
NEEDED = {Needs.NOBODY: EVERYONE, Needs.APP: APPS, Needs.MEMBER: MEMBERS, Needs.NEWCOMER: MEMBERS}
FOLLOW = {f"{deed}:{thing}" for deed in ("read", "write") for thing in ("blocks", "follows", "mutes")}

# Mastodon's code asks for these of whoever shows a token, and its documentation says only "public".
OF_WHO_SHOWS_A_TOKEN = "Whoever shows a token there needs one that is good for it."
FOR_MEMBERS = "What members say and whom they follow is for members."
# Endpoints that differ from the table, or do not stand in it: for whom, with which scopes, and why.
OTHERWISE: dict[str, tuple[str, str, str]] = {
    "GET /api/v1/accounts": (EVERYONE, "read:accounts", OF_WHO_SHOWS_A_TOKEN),
    "GET /api/v1/accounts/:id": (EVERYONE, "read:accounts", OF_WHO_SHOWS_A_TOKEN),
    "GET /api/v1/accounts/:id/endorsements": (EVERYONE, "read:accounts", OF_WHO_SHOWS_A_TOKEN),
    "GET /api/v1/accounts/:id/featured_tags": (EVERYONE, "read:accounts", OF_WHO_SHOWS_A_TOKEN),
    "GET /api/v1/accounts/lookup": (EVERYONE, "read:accounts", "Mastodon's own answers everyone, too."),
    "GET /api/v1/accounts/:id/followers": (MEMBERS, "read:accounts", FOR_MEMBERS),
    "GET /api/v1/accounts/:id/following": (MEMBERS, "read:accounts", FOR_MEMBERS),
    "GET /api/v1/directory": (MEMBERS, "", FOR_MEMBERS),
    "GET /api/v1/tags/:name": (MEMBERS, "", FOR_MEMBERS),
    "GET /api/v1/emails/check_confirmation": (MEMBERS, "read:accounts", "It tells something of an account."),
    "POST /api/v1/emails/confirmations": (MEMBERS, "write:accounts", "It changes an account's address."),
    "GET /api/v1/statuses/:id/source": (MEMBERS, "read:statuses", "An app of its own has not typed anything."),
    "GET /api/v1/statuses/:id/quotes": (EVERYONE, "read:statuses", "Who may see the post may see who quotes it."),
    "DELETE /api/v1/suggestions/:id": (MEMBERS, "write:accounts", "Mastodon lets a token do it that only reads."),
    "DELETE /api/v1/admin/ip_blocks/:id": (
        MEMBERS,
        "admin:write:ip_blocks",
        "The documentation names its neighbour's.",
    ),
    "GET /api/v1/trends": (EVERYONE, "", "The older name of `trends/tags`."),
    "GET /api/v2/instance": (EVERYONE, "", "It stands in the table under another chapter."),
    "GET /api/v2/notifications/:name/accounts": (MEMBERS, "read:notifications", "Mastodon's code asks so; it reads."),
    "GET /api/openapi.json": (EVERYONE, "", "Our own."),
    "POST /api/verandah/v1/media/:id/captions": (MEMBERS, "write:media", "Our own."),
    "DELETE /api/verandah/v1/media/:id/captions/:name": (MEMBERS, "write:media", "Our own."),
    "GET /api/verandah/v1/notification_choices": (MEMBERS, "read:notifications", "Our own."),
    "PATCH /api/verandah/v1/notification_choices": (MEMBERS, "write:notifications", "Our own."),
    "GET /api/verandah/v1/drafts": (MEMBERS, "read:statuses", "Our own."),
    "GET /api/verandah/v1/drafts/:name": (MEMBERS, "read:statuses", "Our own."),
    "PUT /api/verandah/v1/drafts/:name": (MEMBERS, "write:statuses", "Our own."),
    "DELETE /api/verandah/v1/drafts/:name": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/audiences": (EVERYONE, "", "Our own."),
    "GET /api/verandah/v1/statuses/limit": (MEMBERS, "read:statuses", "Our own."),
    "POST /api/verandah/v1/statuses/limit": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/statuses/:id/audience": (EVERYONE, "read:statuses", "Our own."),
    "GET /api/verandah/v1/statuses/:id/audience/:account": (MEMBERS, "read:statuses", "Our own."),
    "PUT /api/verandah/v1/statuses/:id/audience": (MEMBERS, "write:statuses", "Our own."),
    "PUT /api/verandah/v1/statuses/:id/reaction": (MEMBERS, "write:favourites", "Our own; a like is one of them."),
    "DELETE /api/verandah/v1/statuses/:id/reaction": (MEMBERS, "write:favourites", "Our own."),
    "GET /api/verandah/v1/statuses/:id/reactions": (EVERYONE, "read:statuses", "Our own."),
    "GET /api/verandah/v1/reactions": (EVERYONE, "", "Our own."),
    "PUT /api/verandah/v1/statuses/:id/comment_policy": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/statuses/:id/shares": (EVERYONE, "read:statuses", "Our own."),
    "GET /api/verandah/v1/statuses/:id/conversation": (MEMBERS, "read:statuses", "Our own."),
    "POST /api/verandah/v1/statuses/:id/conversation/follow": (MEMBERS, "write:mutes", "Our own."),
    "POST /api/verandah/v1/statuses/:id/conversation/unfollow": (MEMBERS, "write:mutes", "Our own."),
    "DELETE /api/verandah/v1/comments/:id": (MEMBERS, "write:statuses", "Our own."),
    "POST /api/verandah/v1/comments/:id/restore": (MEMBERS, "write:statuses", "Our own."),
    "DELETE /api/verandah/v1/shares/:id": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/albums": (MEMBERS, "read:statuses", "Our own."),
    "POST /api/verandah/v1/albums": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/albums/:id": (EVERYONE, "read:statuses", "Our own."),
    "PUT /api/verandah/v1/albums/:id": (MEMBERS, "write:statuses", "Our own."),
    "DELETE /api/verandah/v1/albums/:id": (MEMBERS, "write:statuses", "Our own."),
    "POST /api/verandah/v1/albums/:id/restore": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/albums/:id/items": (EVERYONE, "read:statuses", "Our own."),
    "POST /api/verandah/v1/albums/:id/items": (MEMBERS, "write:statuses", "Our own."),
    "DELETE /api/verandah/v1/albums/:id/items": (MEMBERS, "write:statuses", "Our own."),
    "PUT /api/verandah/v1/albums/:id/order": (MEMBERS, "write:statuses", "Our own."),
    "GET /api/verandah/v1/accounts/:id/friends": (MEMBERS, "read:follows", "Our own."),
    "GET /api/verandah/v1/accounts/:id/mutual_friends": (MEMBERS, "read:follows", "Our own."),
    "POST /api/verandah/v1/accounts/:id/befriend": (MEMBERS, "write:follows", "Our own."),
    "POST /api/verandah/v1/accounts/:id/unfriend": (MEMBERS, "write:follows", "Our own."),
    "GET /api/verandah/v1/friends": (MEMBERS, "read:follows", "Our own."),
    "GET /api/verandah/v1/friend_requests": (MEMBERS, "read:follows", "Our own."),
    "POST /api/verandah/v1/friend_requests/:id/accept": (MEMBERS, "write:follows", "Our own."),
    "POST /api/verandah/v1/friend_requests/:id/decline": (MEMBERS, "write:follows", "Our own."),
    "GET /api/verandah/v1/accounts/:id/albums": (EVERYONE, "read:statuses", "Our own."),
    "POST /api/verandah/v1/uploads": (MEMBERS, "write:media", "Our own: files piece by piece."),
    "GET /api/verandah/v1/uploads/:id": (MEMBERS, "write:media", "Our own."),
    "PATCH /api/verandah/v1/uploads/:id": (MEMBERS, "write:media", "Our own."),
    "DELETE /api/verandah/v1/uploads/:id": (MEMBERS, "write:media", "Our own."),
    "GET /health": (EVERYONE, "", "Mastodon has it, and does not count it to its API."),
    "GET /api/v2/search": (MEMBERS, "read:search", FOR_MEMBERS),
}
# Parts of the matrix, so that several can be looked at at once.
FAMILIES = ("read", "write", "admin:read", "admin:write", "whole")
# These make a token or end it: they are asked with a secret instead.
ENTRANCE = {"POST /api/v1/apps", "POST /oauth/token", "POST /oauth/revoke"}
# The same answer by POST, as OpenID wants it.
READS_BY_POST = {"POST /oauth/userinfo"}


def bare(name: str) -> str:
    """An endpoint whatever its parts are called."""
    return re.sub(r":\w+", ":", name)


def specified() -> dict[str, tuple[str, frozenset[str]]]:
    with TABLE.open() as lines:
        rows = list(DictReader(lines, delimiter="\t"))
    found = {bare(row["endpoint"]): (row["who"], frozenset(row["scopes"].split())) for row in rows}
    return found | {bare(name): (who, frozenset(scopes.split())) for name, (who, scopes, _why) in OTHERWISE.items()}


def holds(scope: str, needed: str) -> bool:
    """Whether a token with this one scope is good for what needs another, in Mastodon's words."""
    if scope == "follow":
        return needed in FOLLOW
    if needed == "profile" and scope in {"read", "read:accounts"}:
        return True
    return needed == scope or needed.startswith(f"{scope}:")


def admitted(answer: Any) -> bool:
    return answer.status_code != 401 and not (
        answer.status_code == 403 and answer.json()["error"] == "This action is outside the authorized scopes"
    )


def send(phone: Phone, name: str, ids: Town | None = None) -> Any:
    method, address = name.split(" ", 1)
    path = re.sub(r":(\w+)", lambda part: ids.known(part[1], address)[0] if ids else "7", address)
    return phone.get(path) if method == "GET" else phone.send(method, path)


@pytest.fixture
def owner(site: Any, settings: Any) -> Account:
    settings.LIMITED = False
    return make_account("olga", role=Role.OWNER)


def test_every_endpoint_asks_for_what_mastodon_asks_for() -> None:
    wanted = specified()
    found = {name: (NEEDED[one.needs], frozenset(one.scopes)) for name, one in offered().items()}
    unknown = [name for name in found if bare(name) not in wanted]
    assert unknown == [], "Say in OTHERWISE for whom it is, with which scopes, and why Mastodon has none such."
    assert {name: (said, wanted[bare(name)]) for name, said in found.items() if said != wanted[bare(name)]} == {}


def test_every_difference_has_its_reason() -> None:
    assert [name for name, (_who, _scopes, why) in OTHERWISE.items() if not why.endswith(".")] == []
    assert [name for name in OTHERWISE if name not in offered()] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_endpoint_with_every_scope(owner: Account, family: str) -> None:
    wanted = specified()
    wrong = []
    for scope in sorted(scope for scope in SCOPES if family_of(scope) == family):
        phone = Phone(owner, scope)
        for name in [name for name in offered() if bare(name) in wanted]:
            _who, scopes = wanted[bare(name)]
            should = not scopes or any(holds(scope, needed) for needed in scopes)
            if name not in ENTRANCE and admitted(send(phone, name)) is not should:
                wrong.append(f"{name} with {scope} is {'refused' if should else 'let in'}")
    assert wrong == []


def family_of(scope: str) -> str:
    first = scope.rsplit(":", 1)[0]
    return first if first in FAMILIES else "whole"


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is stored, but when a token was last used."""
    models = [model for model in apps.get_app_config("verandah").get_models() if model is not AccessToken]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_token_that_only_reads_writes_nothing(alice: Account, eve: Account, settings: Any) -> None:
    settings.LIMITED = False
    town = Town(alice, eve)
    reader = Phone(alice, " ".join(scope for scope in SCOPES if scope.startswith("read") or scope == "profile"))
    before = everything()
    writers = [name for name in offered() if not name.startswith("GET ") and name not in ENTRANCE | READS_BY_POST]
    assert len(writers) > 10
    assert {name: found for name in writers if (found := send(reader, name, town).status_code) != 403} == {}
    assert everything() == before


def test_a_revoked_token_is_refused_on_the_next_request(owner: Account) -> None:
    phone = Phone(owner, "read write follow push profile")
    names = [name for name in offered() if name not in ENTRANCE]
    for name in names:
        bearer = bearer_of(phone.token)
        assert bearer is not None
        authorizing.revoke([bearer.token_id])
        assert send(phone, name).status_code == 401, name
        AccessToken.objects.filter(pk=bearer.token_id).update(revoked_at=None)
    assert phone.get("/api/v1/accounts/verify_credentials").status_code == 200


def test_the_apps_own_token_is_nobodys(owner: Account) -> None:
    app = registered(scopes="read write follow push profile")
    asked = {"grant_type": "client_credentials", "scope": "read write follow push profile", **app.body}
    phone = Phone()
    phone.headers = {"Authorization": f"Bearer {by_json('/oauth/token', asked).json()['access_token']}"}
    answers = {name: send(phone, name).status_code for name in offered() if name not in ENTRANCE}
    closed = {name for name, status in answers.items() if status == 401}
    # What is for staff takes a scope that an app alone never has.
    for_staff = {name for name, one in offered().items() if any(scope in STAFF_SCOPES for scope in one.scopes)}
    assert closed | for_staff == {name for name, one in offered().items() if NEEDED[one.needs] == MEMBERS}
    assert {answers[name] for name in for_staff} <= {403}


def test_a_guest_is_let_in_where_everyone_is(owner: Account) -> None:
    phone = Phone()
    closed = {name for name in offered() if name not in ENTRANCE and send(phone, name).status_code == 401}
    assert closed == {name for name, one in offered().items() if one.needs is not Needs.NOBODY}


def test_a_door_that_asks_for_too_little_is_seen() -> None:
    def view(request: Any) -> Any:
        return None

    one = Endpoint("POST", ("read:lists",), Needs.NOBODY, view)
    assert (NEEDED[one.needs], frozenset(one.scopes)) != specified()[bare("POST /api/v1/lists")]
    assert not holds("read", "write:lists")
    assert Client().get("/api/v1/lists").status_code == 401
