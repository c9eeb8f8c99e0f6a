"""Every answer has what Mastodon's has, of the same kinds: the types that we promise, and what we answer in truth."""

import re
from typing import Any

import pytest
from django.db import transaction

from tests.api import golden
from tests.api.invented import Town
from tests.pictures import picture, sent
from tests.pushed import App
from verandah.api.described.said import options
from verandah.api.described.schemas import schemas_of
from verandah.api.described.table import DESCRIBED
from verandah.api.openapi import offered
from verandah.domain.accounts.models import Account

NO_COLLECTIONS = "There are no collections."
OF_NO_POST = "A follow is about no post."
DOCUMENTED = "The documentation says that it can be null."
# Where we differ, each with the reason.
OTHERWISE = {
    "Account.role.collection_limit is missing": NO_COLLECTIONS,
    "Admin::Account.role.collection_limit is missing": NO_COLLECTIONS,
    "Admin::DomainBlock.public_comment is null": DOCUMENTED,
    "Admin::Report.action_taken_by_account.role.collection_limit is missing": NO_COLLECTIONS,
    "Admin::Report.assigned_account.role.collection_limit is missing": NO_COLLECTIONS,
    "Conversation.last_status is null": DOCUMENTED,
    "CredentialAccount.role.collection_limit is missing": NO_COLLECTIONS,
    "Configuration.urls.privacy_policy is null": "There is no such page yet.",
    "DeletedStatus.application is missing": "Only its author is told, and only when it was an app.",
    "DeletedStatus.tagged_collections is missing": NO_COLLECTIONS,
    "Instance.wrapstodon is missing": "A look back at the year, made for one site.",
    "MediaAttachment.blurhash is null": DOCUMENTED,
    "MediaAttachment.preview_url is null": DOCUMENTED,
    "NodeInfo.usage.users.activeHalfyear is missing": "The standard does not ask for it, and nobody's visits are kept.",
    "NodeInfo.usage.users.activeMonth is missing": "The standard does not ask for it, and nobody's visits are kept.",
    "NotificationGroup.status_id is missing": OF_NO_POST,
    "NotificationRequest.last_status is null": DOCUMENTED,
    "Poll.expires_at is null": DOCUMENTED,
    "Poll.options.votes_count is null": DOCUMENTED,
    "PreviewCard.language is null": "A page need not say in which language it is.",
    "ScheduledStatus.params.quote_approval_policy is null": "What was not said is filled in when its time has come.",
    "Search.collections is missing": NO_COLLECTIONS,
    "Status.application is missing": "Only its author is told, and only when it was an app.",
    "Status.quote.quoted_status is missing": "A quote in a quote is told by its id, as the documentation has it.",
    "Status.tagged_collections is missing": NO_COLLECTIONS,
}
# Endpoints whose answer is not compared in truth, each with the reason.
NOT_ASKED = {
    "POST /api/v1/accounts": "It takes an app's own token; tests/api/test_joining.py reads its answer.",
    "POST /oauth/token": "It takes an app's secret; tests/api/test_oauth.py reads its answer.",
}
# What is sent to those that take something.
BODIES: dict[str, Any] = {
    "POST /api/v1/statuses": {"status": "Something new"},
    "PUT /api/v1/statuses/:id": {"status": "Something else"},
    "PUT /api/v1/statuses/:id/interaction_policy": {"quote_approval_policy": "nobody"},
    "PUT /api/v1/scheduled_statuses/:id": {"scheduled_at": "2038-02-01T12:00:00.000Z"},
    "POST /api/v1/polls/:id/votes": {"choices": [0]},
    "POST /api/v1/apps": {"client_name": "Lantern", "redirect_uris": "https://app.example/back"},
    "POST /api/v1/markers": {"home": {"last_read_id": "8"}},
    "POST /api/v1/lists": {"title": "Old friends"},
    "PUT /api/v1/lists/:id": {"title": "Old friends"},
    "POST /api/v2/filters": {"title": "Books", "context": ["home"]},
    "POST /api/v2/filters/:id/keywords": {"keyword": "chapter"},
    "POST /api/v1/featured_tags": {"name": "birds"},
    "POST /api/v1/domain_blocks": {"domain": "other.example"},
    "DELETE /api/v1/domain_blocks": {"domain": "elsewhere.example"},
    "POST /api/v1/push/subscription": App().asked("https://push.example/again"),
    "POST /api/v1/reports": {"comment": "Not kind"},
    "POST /api/v1/admin/ip_blocks": {"ip": "198.51.100.0/24", "severity": "no_access"},
    "POST /api/v1/admin/email_domain_blocks": {"domain": "post.example"},
    "POST /api/v1/admin/canonical_email_blocks": {"email": "other@post.example"},
    "POST /api/v1/admin/canonical_email_blocks/test": {"email": "someone@letters.example"},
    "POST /api/v1/admin/domain_blocks": {"domain": "other.example"},
    "POST /api/v1/admin/accounts/:id/action": {"type": "none"},
    "POST /api/v1/admin/measures": {"keys": ["active_users"], "start_at": "2026-11-01", "end_at": "2026-11-02"},
    "POST /api/v1/admin/dimensions": {"keys": ["languages"], "start_at": "2026-11-01", "end_at": "2026-11-02"},
    "POST /api/v1/admin/retention": {"start_at": "2026-11-01", "end_at": "2026-11-02", "frequency": "day"},
    "PATCH /api/v1/accounts/update_credentials": {"display_name": "Alice"},
    "GET /api/v1/accounts/lookup": {"acct": "eve"},
    "GET /api/v1/accounts/search": {"q": "eve"},
    "GET /api/v2/search": {"q": "birds"},
    "GET /api/v1/markers": {"timeline[]": ["home"]},
}


def shared() -> dict[str, str]:
    """The endpoints that we have and that were recorded, with what they gave. What a part is called is no matter."""
    recorded = {re.sub(r":\w+", ":", name): answer for name, answer in golden.routes().items()}
    return {name: recorded[found] for name in offered() if (found := re.sub(r":\w+", ":", name)) in recorded}


def test_the_types_that_we_promise() -> None:
    wrong = set()
    for name, answer in shared().items():
        kinds = options(DESCRIBED[name].gives) if name in DESCRIBED else ()
        for kind, entity in zip(kinds, answer.strip("[]{}").split("|"), strict=False):
            (schema,), named = schemas_of([kind])
            found = schema.get("items") or schema.get("additionalProperties") or schema
            wrong |= set(golden.of_type(entity, found, named, frozenset()))
    assert sorted(wrong - set(OTHERWISE)) == []


def ask(town: Town, name: str) -> Any:
    method, address = name.split(" ", 1)
    path = re.sub(r":(\w+)", lambda part: town.known(part[1], address)[0], address)
    if name in ("POST /api/v2/media", "POST /api/v1/media"):
        return town.phone.client.post(path, {"file": sent(picture())}, headers=town.phone.headers)
    if method == "GET":
        return town.phone_for(path).get(path, **BODIES.get(name, {"id[]": town.ids["accounts"]}))
    needed = {"status_id": town.ids["statuses"][0], "account_id": town.ids["accounts"][0]}
    return town.phone_for(path).send(method, path, needed | BODIES.get(name, {}))


def test_what_we_answer(alice: Account, eve: Account, settings: Any) -> None:
    settings.LIMITED = False
    town = Town(alice, eve)
    wrong, silent = set(), {}
    for name, answer in shared().items():
        with transaction.atomic():
            found = ask(town, name)
            transaction.set_rollback(True)
        if found.status_code not in (200, 202):
            silent[name] = found.status_code
        elif answer != "Empty":
            wrong |= set(golden.of_answer(answer, found.json()))
    assert sorted(wrong - set(OTHERWISE)) == []
    assert sorted(f"{name}: {status}" for name, status in silent.items() if name not in NOT_ASKED) == []


def test_every_reason_is_needed_and_a_sentence() -> None:
    assert [reason for reason in (*OTHERWISE.values(), *NOT_ASKED.values()) if not reason.endswith(".")] == []
    assert set(NOT_ASKED) - set(offered()) == set()


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"shortcode": "x"}, []),
        ({"id": "1", "title": "x", "replies_policy": "list"}, ["List.exclusive is missing"]),
        (
            {"id": 1, "title": None, "replies_policy": "list", "exclusive": False},
            ["List.id is number, not text", "List.title is null"],
        ),
    ],
)
def test_a_wrong_answer_is_seen(given: dict[str, Any], fault: list[str]) -> None:
    entity = "List" if "id" in given else "CustomEmoji"
    assert golden.of_answer(f"[{entity}]", [given]) == fault
