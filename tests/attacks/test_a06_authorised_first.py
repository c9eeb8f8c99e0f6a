"""A6: who may not ask is refused before there is work to do.

Mastodon CVE-2026-72914: a guest had the server do the heaviest of the queries of its admins.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.attacks.every_route import filled
from verandah.base import limits
from verandah.domain.accounts.models import Account

# Tables that nobody but the staff has a reason to read.
OF_THE_STAFF = ("verandah_case", "verandah_auditentry", "verandah_report", "verandah_bankentry", "verandah_rulehit")
# Session, person, switches and what is kept out of the site.
MOST = 12
STAFF = ("/moderation/", "/admin/", "/api/v1/admin", "/api/v2/admin")


def paths() -> list[str]:
    return [path for start in STAFF for path in filled(1, start)]


def test_there_are_such_addresses():
    assert len(paths()) > 60


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("who", ["guest", "member"])
def test_who_may_not_is_refused_before_any_work(eve: Account, client_of, method: str, who: str):
    viewer = eve if who == "member" else None
    browser, phone = client_of(viewer), Phone(viewer)
    for path in paths():
        limits.forget()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = phone.send(method, path) if path.startswith("/api/") else browser.generic(method, path)
        assert answer.status_code in (302, 303, 401, 403, 404, 405), path
        told = " ".join(query["sql"] for query in asked)
        assert len(asked) <= MOST, path
        assert not [table for table in OF_THE_STAFF if f'"{table}"' in told], path


def test_an_app_without_the_scope_is_refused_before_any_work(mo: Account):
    phone = Phone(mo, "read write follow")
    for path in filled(1, "/api/v1/admin"):
        with CaptureQueriesContext(connection) as asked:
            answer = phone.get(path)
        assert answer.status_code in (403, 404, 405), path
        assert len(asked) <= MOST, path
