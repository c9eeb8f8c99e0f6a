"""A5: with someone else's ids nothing is read and nothing is changed, on no address.

Mastodon CVE-2026-22246, CVE-2026-23964 and CVE-2026-72915, HumHub CVE-2026-47657 and CVE-2022-24865, Lemmy
GHSA-wr2m-38xh-rpc9. Every address of the site is tried with every id of Alice's, by Eve, by every method.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.attacks.every_route import filled
from tests.factories import make_post
from tests.pictures import make_media
from verandah.actions import compiling, drafting, following, posting, scheduling
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

SECRET = "marmalade under the stairs"
# Whose rows change when somebody looks, reports or answers: counters and what follows from being told of a deed.
BEYOND = {"AuditEntry", "Job", "Session", "UserSession", "Notification", "Report", "Case", "Subject", "Snapshot"}


@pytest.fixture
def mine(alice: Account, bob: Account) -> dict[str, int]:
    """Things of Alice's of all kinds, for nobody but her; their ids."""
    phone = Phone(alice)
    post = make_post(alice, SECRET, Audience.ONLY_ME)
    loose, posted = make_media(alice, SECRET), make_media(alice, SECRET)
    other = posting.publish(alice, Draft(SECRET, Audience.ONLY_ME, "media", media_ids=(posted.pk,)))
    album = compiling.create(alice, AlbumDraft(SECRET, audience=Audience.ONLY_ME), "album")
    compiling.add(alice, album.pk, [posted.pk])
    later = scheduling.schedule(alice, Draft(SECRET, Audience.ONLY_ME, "later"), timezone.now() + timedelta(days=1))
    told = [
        phone.post("/api/v1/lists", {"title": SECRET}).json()["id"],
        phone.post("/api/v2/filters", {"title": SECRET, "context": ["home"]}).json()["id"],
    ]
    following.follow(bob, alice)
    notices = [one["id"] for one in phone.get("/api/v1/notifications").json()]
    assert other.pk
    return {
        "post": post.pk,
        "lists": int(told[0]),
        "filters": int(told[1]),
        "media": loose.pk,
        "albums": album.pk,
        "scheduled": later.pk,
        "later": later.pk,
        "notif": int(notices[0]),
        "accounts": alice.pk,
    }


def owned_by(account: Account) -> dict[str, Any]:
    """Every row of every table that names this person, and the row of the person."""
    found: dict[str, Any] = {"Account": list(Account.objects.filter(pk=account.pk).values(*lasting(Account)))}
    for model in apps.get_app_config("verandah").get_models():
        if model.__name__ in BEYOND:
            continue
        for field in model._meta.fields:
            if field.is_relation and field.related_model is Account and field.name in ("owner", "author", "account"):
                rows = model._default_manager.filter(**{field.name: account}).order_by("pk").values(*lasting(model))
                found[f"{model.__name__}.{field.name}"] = list(rows)
    return found


def lasting(model: type[Model]) -> list[str]:
    """Its columns, but for those that count what others do, and when somebody was here."""
    return [
        field.attname
        for field in model._meta.fields
        if not field.attname.endswith(("_count", "_at", "_on")) and field.attname not in ("rev", "trust")
    ]


def test_no_address_reads_what_is_not_mine(eve: Account, client_of, mine: dict[str, int]):
    browser, phone = client_of(eve), Phone(eve)
    for path in filled(mine["post"], others=mine):
        limits.forget()
        answer = phone.get(path) if path.startswith("/api/") else browser.get(path)
        assert answer.status_code < 500, path
        if not answer.streaming:
            assert SECRET not in answer.content.decode(errors="replace"), path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_call_of_an_app_changes_what_is_not_mine(alice: Account, eve: Account, mine: dict[str, int], method: str):
    phone, before = Phone(eve), owned_by(alice)
    asked = 0
    for path in filled(mine["post"], "/api/", mine):
        limits.forget()
        answer = phone.send(method, path, {"title": "Mine now", "status": "Mine now", "context": ["home"]})
        assert answer.status_code < 500, path
        asked += 1
    assert asked > 200
    assert owned_by(alice) == before


def test_no_form_changes_what_is_not_mine(alice: Account, eve: Account, client_of, mine: dict[str, int]):
    browser: Client = client_of(eve)
    before = owned_by(alice)
    form = {"text": "Mine now", "title": "Mine now", "audience": "2", "key": "key", "media": str(mine["media"])}
    for path in filled(mine["post"], others=mine):
        if not path.startswith(("/api/", "/oauth/", "/sign-out")):
            limits.forget()
            assert browser.post(path, form).status_code < 500, path
    assert owned_by(alice) == before


def test_what_is_written_down_holds_no_secret_by_chance(alice: Account, mine: dict[str, int]):
    """The comparison above sees what it is meant to see."""
    before = owned_by(alice)
    drafting.clear_dropped()
    assert owned_by(alice) == before
    Phone(alice).send("DELETE", f"/api/v1/statuses/{mine['post']}")
    Account.objects.filter(pk=alice.pk).update(display_name="Somebody else")
    assert owned_by(alice) != before
    assert len(before) > 8
