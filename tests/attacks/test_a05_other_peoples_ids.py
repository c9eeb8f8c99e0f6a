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
from verandah.actions import compiling, following, posting, scheduling
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import AlbumItem
from verandah.domain.graph.models import PeopleListMember
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import FilterKeyword

SECRET = "marmalade under the stairs"
# Whose rows change when somebody looks, reports or answers: counters and what follows from being told of a deed.
BEYOND = {"AuditEntry", "Job", "Session", "UserSession", "Notification", "Report", "Case", "Subject", "Snapshot"}
OWNERS = ("owner", "author", "account")
TIMES_THAT_COUNT = ("deleted_at", "due_at", "pinned_at", "revoked_at")


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
    words = {"title": SECRET, "context": ["home"], "keywords_attributes": [{"keyword": SECRET}]}
    told = [phone.post(path, words).json()["id"] for path in ("/api/v1/lists", "/api/v2/filters")]
    assert phone.post(f"/api/v1/lists/{told[0]}/accounts", {"account_ids": [str(bob.pk)]}).status_code == 200
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
        "waiting": later.pk,
        "notif": int(notices[0]),
        "accounts": alice.pk,
    }


def owned_by(account: Account) -> dict[str, Any]:
    """Every row of every table that names this person, what is in their things, and the row of the person."""
    found = {"Account": rows(Account, pk=account.pk)}
    for model in apps.get_app_config("verandah").get_models():
        for field in model._meta.fields:
            if field.related_model is Account and field.name in OWNERS and model.__name__ not in BEYOND:
                found[f"{model.__name__}.{field.name}"] = rows(model, **{field.name: account})
    found["AlbumItem"] = rows(AlbumItem, album__author=account)
    found["FilterKeyword"] = rows(FilterKeyword, filter__owner=account)
    found["PeopleListMember"] = rows(PeopleListMember, people_list__owner=account)
    return found


def rows(model: type[Model], **which: object) -> list[dict[str, Any]]:
    """Their columns, but for those that count what others do, and when somebody was here."""
    lasting = [
        field.attname
        for field in model._meta.fields
        if field.attname in TIMES_THAT_COUNT
        or (not field.attname.endswith(("_count", "_at", "_on")) and field.attname not in ("rev", "trust"))
    ]
    return list(model._default_manager.filter(**which).order_by("pk").values(*lasting))


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


def test_the_comparison_sees_a_change(alice: Account, mine: dict[str, int]):
    """What is compared above differs as soon as Alice herself does one of these things."""
    phone = Phone(alice)
    before = owned_by(alice)
    assert len(before) > 8
    assert owned_by(alice) == before
    for path, body in (
        (f"/api/v1/lists/{mine['lists']}", {"title": "Another"}),
        (f"/api/v2/filters/{mine['filters']}", {"title": "Another"}),
    ):
        assert phone.send("PUT", path, body).status_code == 200
        after = owned_by(alice)
        assert after != before, path
        before = after
    compiling.take_out(alice, mine["albums"], list(AlbumItem.objects.values_list("media", flat=True)))
    assert owned_by(alice) != before
    before = owned_by(alice)
    for path in (f"/api/v1/statuses/{mine['post']}", f"/api/v1/scheduled_statuses/{mine['later']}"):
        assert phone.send("DELETE", path).status_code == 200
        after = owned_by(alice)
        assert after != before, path
        before = after
