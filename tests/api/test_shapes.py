"""Every entity has the fields that apps need, of the right kinds, and its dates and ids are written as they must be."""

import re

import pytest

from tests.api import shapes
from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_post
from verandah.actions import following, proclaiming
from verandah.actions.proclaiming import Words
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Announcement

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def phone(alice: Account, eve: Account) -> Phone:
    """Alice's, after an eventful day."""
    make_account("olga", role=Role.OWNER)
    make_post(alice, "About #birds for @eve, see https://birds.example/a/very/long/address/of/a/page")
    make_post(eve, "Hello @alice")
    following.follow(eve, alice)
    following.follow(alice, eve)
    make_block(alice, make_account("dan"))
    proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "Come at three.\nBring plates.")})
    phone = Phone(alice)
    phone.post("/api/v1/markers", {"home": {"last_read_id": "7"}})
    return phone


def entities(phone: Phone, alice: Account, eve: Account) -> dict[str, list[tuple[str, object]]]:
    """Answers to their entities: the address, and which part of the answer is one."""
    post = phone.get("/api/v1/timelines/public").json()[1]
    base, notice = f"/api/v1/statuses/{post['id']}", phone.get("/api/v1/notifications").json()[0]
    group = f"/api/v2/notifications/{notice['group_key']}"
    plain = {
        "CredentialAccount": ("/api/v1/accounts/verify_credentials", lambda found: found),
        "CredentialAccount.source": ("/api/v1/accounts/verify_credentials", lambda found: found["source"]),
        "Account": (f"/api/v1/accounts/{eve.id}", lambda found: found),
        "Relationship": (f"/api/v1/accounts/relationships?id[]={eve.id}", lambda found: found[0]),
        "Status": (base, lambda found: found),
        "Status.mention": (base, lambda found: found["mentions"][0]),
        "Status.tag": (base, lambda found: found["tags"][0]),
        "StatusSource": (f"{base}/source", lambda found: found),
        "StatusEdit": (f"{base}/history", lambda found: found[0]),
        "Context": (f"{base}/context", lambda found: found),
        "Notification": ("/api/v1/notifications", lambda found: found[0]),
        "GroupedNotificationsResults": ("/api/v2/notifications", lambda found: found),
        "NotificationGroup": (group, lambda found: found["notification_groups"][0]),
        "NotificationPolicy": ("/api/v2/notifications/policy", lambda found: found),
        "V1::Instance": ("/api/v1/instance", lambda found: found),
        "Configuration": ("/api/v1/instance", lambda found: found["configuration"]),
        "InstanceV2": ("/api/v2/instance", lambda found: found),
        "Registrations": ("/api/v2/instance", lambda found: found["registrations"]),
        "ExtendedDescription": ("/api/v1/instance/extended_description", lambda found: found),
        "Preferences": ("/api/v1/preferences", lambda found: found),
        "Marker": ("/api/v1/markers?timeline[]=home", lambda found: found["home"]),
        "Announcement": ("/api/v1/announcements", lambda found: found[0]),
        "Search": ("/api/v2/search?q=birds", lambda found: found),
        "Tag": ("/api/v1/tags/birds", lambda found: found),
        "Suggestion": ("/api/v2/suggestions", lambda found: found[0]),
        "FamiliarFollowers": (f"/api/v1/accounts/familiar_followers?id[]={eve.id}", lambda found: found[0]),
    }
    return {name: [(path, part(phone.get(path).json()))] for name, (path, part) in plain.items()}


def test_every_entity_has_its_shape(phone: Phone, alice: Account, eve: Account) -> None:
    asked = entities(phone, alice, eve)
    assert set(asked) == set(shapes.shapes())
    assert [fault for name, found in asked.items() for _path, one in found for fault in shapes.faults(name, one)] == []


def test_dates_have_three_digits_and_ids_are_text(phone: Phone, alice: Account, eve: Account) -> None:
    asked = {path: phone.get(path).json() for found in entities(phone, alice, eve).values() for path, _one in found}
    moments = [moment for answer in asked.values() for moment in shapes.dates_in(answer)]
    assert len(moments) > 20
    assert [moment for moment in moments if not MOMENT.fullmatch(moment)] == []
    wrong = {name for answer in asked.values() for name in shapes.numbers_for_ids(answer)}
    # The one id that apps read as a number.
    assert wrong == {"most_recent_notification_id"}


def test_a_wrong_shape_is_seen() -> None:
    assert "StatusSource.text is missing" in shapes.faults("StatusSource", {"id": "1", "spoiler_text": ""})
    assert "StatusSource.id is number, not text" in shapes.faults("StatusSource", {"id": 1})
    assert "StatusSource.text is null" in shapes.faults("StatusSource", {"text": None})
    assert shapes.dates_in([{"a": {"created_at": "x"}, "last_status_at": "y"}]) == ["x"]
    assert shapes.numbers_for_ids({"account": {"id": 1}}) == ["id"]


def test_pictures_are_whole_addresses(phone: Phone) -> None:
    found = phone.get("/api/v1/accounts/verify_credentials").json()
    for name in ("avatar", "avatar_static", "header", "header_static", "url"):
        assert found[name].startswith("http")
    assert found["created_at"].endswith("T00:00:00.000Z")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["last_status_at"])
