"""The site in numbers, for its staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.domain.accounts.models import Account, User

STAFF = "read write admin:read admin:write"


def figures(phone: Phone, what: str, **asked):
    today = timezone.now().date()
    days = {"start_at": str(today - timedelta(days=2)), "end_at": str(today)}
    return phone.post(f"/api/v1/admin/{what}", {**days, **asked})


def test_measures(mo, alice, eve):
    phone = Phone(mo, STAFF)
    make_post(eve)
    phone.post("/api/v1/reports", {"account_id": str(eve.id)})
    keys = ["active_users", "new_users", "interactions", "opened_reports", "resolved_reports", "instance_accounts", "x"]
    found = {one["key"]: one for one in figures(phone, "measures", keys=keys).json()}
    totals = {key: one["total"] for key, one in found.items()}
    assert totals == {
        "active_users": "1",
        "new_users": "3",
        "interactions": "0",
        "opened_reports": "1",
        "resolved_reports": "0",
        "instance_accounts": "0",
    }
    assert [day["value"] for day in found["new_users"]["data"]] == ["0", "0", "3"]
    assert found["new_users"]["previous_total"] == "0"
    Account.objects.filter(pk=eve.pk).update(joined_at=timezone.now() - timedelta(days=4))
    (again,) = figures(phone, "measures", keys=["new_users"]).json()
    assert (again["total"], again["previous_total"]) == ("2", "1")


def test_dimensions(mo, eve):
    phone = Phone(mo, STAFF)
    User.objects.filter(account=eve).update(language="ar")
    languages, space, servers = figures(phone, "dimensions", keys=["languages", "space_usage", "servers", "x"]).json()
    assert languages["data"] == [{"key": "ar", "human_key": "ar", "value": "1"}]
    assert [one["key"] for one in space["data"]][1] == "media"
    assert int(space["data"][0]["value"]) > 10_000
    assert space["data"][0]["human_value"].endswith(("KB", "MB"))
    assert servers["data"] == []


def test_retention(mo, eve):
    phone = Phone(mo, STAFF)
    cohorts = figures(phone, "retention", frequency="day").json()
    assert [len(one["data"]) for one in cohorts] == [3, 2, 1]
    # Two have joined today, and one of them has asked this.
    assert cohorts[2]["data"][0]["value"] == "1"
    assert cohorts[2]["data"][0]["rate"] == 0.5
    assert cohorts[0]["data"][0] == {"date": cohorts[0]["period"], "rate": 0.0, "value": "0"}
    assert len(figures(phone, "retention", frequency="month").json()) in (1, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_at": "x"},
        {"end_at": ""},
        {"start_at": "2030-01-02", "end_at": "2030-01-01"},
        {"start_at": "2029-01-01", "end_at": "2030-01-02"},
        {"start_at": "0001-01-01"},
        {"start_at": "2026-13-45T99:00"},
    ],
)
def test_days_that_cannot_be_asked_about(mo, wrong):
    phone = Phone(mo, STAFF)
    for what in ("measures", "retention"):
        assert figures(phone, what, keys=["new_users"], **wrong).status_code == 422
    assert figures(phone, "retention", frequency="hour").status_code == 422


def test_a_year_can_be_asked_about(mo):
    asked = {"start_at": "2028-01-01", "end_at": "2028-12-31T10:00:00Z", "keys": ["new_users"]}
    (found,) = Phone(mo, STAFF).post("/api/v1/admin/measures", asked).json()
    assert len(found["data"]) == 366
