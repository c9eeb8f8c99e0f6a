"""Announcements on pages: written by admins, read at the top of home and on a page of their own, counted, as CSV."""

import csv
from io import StringIO

import pytest
from django.test import Client

from tests.factories import make_account
from tests.web.looks import HTMX
from verandah.actions import proclaiming
from verandah.actions.proclaiming import Words
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Announcement
from verandah.domain.moderation.models import AuditEntry

Audience = Announcement.Audience


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def test_from_the_form_to_everyone(ada, alice, bob, mo, client_of) -> None:
    browser = client_of(ada)
    for person in (alice, mo):
        assert client_of(person).get("/admin/announcements/").status_code in (403, 404)
    assert "Nothing has been announced" in browser.get("/admin/announcements/").content.decode()
    sent = {
        "kind": "2",
        "audience": "1",
        "title-en": "Water off <b>",
        "body-en": "Until **noon**\n\n<script>alert(1)</script>",
        "title-ar": "لا ماء",
        "asks_to_read": "on",
    }
    page = browser.post("/admin/announcements/preview/", sent, headers=HTMX).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "<strong>noon</strong>" in page
    assert "<script>alert" not in page
    page = browser.post("/admin/announcements/new/", sent | {"preview": "1"}).content.decode()
    assert "<strong>noon</strong>" in page
    assert not Announcement.objects.exists()
    answer = browser.post("/admin/announcements/new/", sent | {"publish": "1"})
    row = Announcement.objects.get()
    assert answer["Location"] == f"/admin/announcements/{row.pk}/publish/"
    assert "Water off" not in client_of(alice).get("/").content.decode()
    assert "It goes to 4 people." in browser.get(answer["Location"]).content.decode()
    assert browser.post(answer["Location"]).status_code == 303
    page = client_of(alice).get("/").content.decode()
    assert "Water off &lt;b&gt;" in page
    assert "<strong>noon</strong>" in page
    assert "I have read this" in page
    assert "<script>alert" not in page
    assert client_of(alice).post(f"/announcements/{row.pk}/dismiss/", headers=HTMX).content == b""
    assert "Water off" not in client_of(alice).get("/").content.decode()
    page = browser.get(f"/admin/announcements/{row.pk}/readers/").content.decode()
    assert ("Not read: 3" in page, "Read: 1" in page, "@bob" in page, "@alice" in page) == (True, True, True, False)
    assert "@alice" in browser.get(f"/admin/announcements/{row.pk}/readers/?show=read").content.decode()
    assert browser.get(f"/admin/announcements/{row.pk}/readers/?show=x").status_code == 404
    assert AuditEntry.objects.filter(deed="look", facts__what="announcement_readers").count() == 2
    assert browser.post(f"/admin/announcements/{row.pk}/remind/").status_code == 303
    assert "reminded once" in browser.get("/admin/announcements/").content.decode()
    assert browser.post(f"/admin/announcements/{row.pk}/withdraw/").status_code == 303
    assert "Water off" not in client_of(bob).get("/").content.decode()
    assert "taken back" in browser.get("/admin/announcements/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title-en": ""},
        {"title-en": "", "body-en": "Words"},
        {"starts": "tomorrow"},
        {"ends": "2001-01-01T10:00"},
        {"kind": "9"},
        {"audience": "99"},
        {"title-en": "x" * 200},
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(ada, client_of, wrong) -> None:
    sent = {"kind": "1", "audience": "1", "title-en": "Tea", "title-de": "Tee am Nachmittag"} | wrong
    if wrong == {"title-en": ""}:
        sent["title-de"] = ""
    answer = client_of(ada).post("/admin/announcements/new/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert sent["title-de"] in answer.content.decode()
    assert not Announcement.objects.exists()


def test_times_are_those_of_the_site(ada, client_of, settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    sent = {"kind": "1", "audience": "1", "title-en": "Tea", "starts": "2096-05-13T12:00", "ends": "2096-05-14T12:00"}
    client_of(ada).post("/admin/announcements/new/", sent)
    row = Announcement.objects.get()
    assert row.starts_at.isoformat() == "2096-05-13T03:00:00+00:00"
    page = client_of(ada).get(f"/admin/announcements/{row.pk}/").content.decode()
    assert 'value="2096-05-13T12:00"' in page
    assert "Asia/Tokyo" in page


def test_changing_drafts_and_what_is_out(ada, alice, client_of) -> None:
    browser = client_of(ada)
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Tea", "")}, by=ada)
    proclaiming.dismiss(alice, row.pk)
    path = f"/admin/announcements/{row.pk}/"
    assert browser.post(path, {"kind": "1", "title-en": "Coffee"}).status_code == 303
    assert "Coffee" not in client_of(alice).get("/").content.decode()
    assert browser.post(path, {"kind": "1", "title-en": "Coffee", "again": "on"}).status_code == 303
    assert "Coffee" in client_of(alice).get("/").content.decode()
    assert browser.get("/admin/announcements/999/").status_code == 404
    assert browser.get(f"{path}dance/").status_code == 404
    assert browser.post(f"{path}delete/").status_code == 422
    assert browser.post(f"{path}mail/").status_code == 303
    browser.post("/admin/announcements/new/", {"kind": "1", "audience": "1", "title-en": "Cake"})
    draft = Announcement.objects.get(is_draft=True)
    assert browser.get(f"/admin/announcements/{draft.pk}/readers/").status_code == 404
    for _time in range(2):
        assert browser.post(f"/admin/announcements/{draft.pk}/delete/").status_code == 303


def test_the_table_is_safe_to_open(ada, alice, client_of) -> None:
    Account.objects.filter(pk=alice.pk).update(display_name="=HYPERLINK(1)")
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Tea", "")})
    proclaiming.dismiss(alice, row.pk)
    path = f"/admin/announcements/{row.pk}/readers.csv"
    answer = client_of(ada).get(path)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(StringIO(answer.content.decode())))
    assert lines[0] == ["Name", "Handle", "Has read it", "When"]
    found = {line[1]: line for line in lines[1:]}
    assert (found["alice"][0], found["alice"][2], found["ada"][2:]) == ("'=HYPERLINK(1)", "yes", ["no", ""])
    assert client_of(ada).get(f"{path}?mark=1").content.startswith(b"\xef\xbb\xbfName")


def test_the_page_of_all_of_them(ada, alice, client_of) -> None:
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Tea", ""), "ar": Words("شاي", "")})
    hidden = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Keys", "")}, audience=Audience.STAFF)
    gone = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Never mind", "")}, by=ada)
    proclaiming.withdraw(ada, gone.pk)
    browser = client_of(alice)
    page = browser.get("/announcements/").content.decode()
    assert ("Tea" in page, "Keys" in page, "Never mind" in page) == (True, False, False)
    assert "Keys" in client_of(ada).get("/announcements/").content.decode()
    assert (
        browser.post(f"/announcements/{row.pk}/dismiss/", {"next": "/announcements/"})["Location"] == "/announcements/"
    )
    assert "You have put this away" in browser.get("/announcements/").content.decode()
    assert browser.post(f"/announcements/{row.pk}/bring-back/", {"next": "//evil.example/"})["Location"] == "/"
    assert "Tea" in browser.get("/").content.decode()
    for deed in ("dismiss", "bring-back"):
        assert browser.post(f"/announcements/{hidden.pk}/{deed}/").status_code == 404


def test_guests_read_what_is_for_everyone(alice, guest) -> None:
    proclaiming.announce(Announcement.Kind.URGENT, {"en": Words("Members only", "")})
    assert "Members only" not in Client().get("/").content.decode()
    proclaiming.announce(Announcement.Kind.URGENT, {"en": Words("Storm warning", "")}, audience=Audience.EVERYONE)
    page = Client().get("/").content.decode()
    assert "Storm warning" in page
    assert "/dismiss/" not in page
    assert Client().get("/announcements/").status_code == 302
