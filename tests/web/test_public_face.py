"""What everyone can see: whom to turn to, files for programs, and what was decided, in numbers that name nobody."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import answering, switching
from verandah.base.errors import Forbidden, Invalid
from verandah.base.memory import MEMORY
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.contacts import Contacts, contacts, missing
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.models import (
    Appeal,
    Approval,
    AuditEntry,
    Case,
    Decision,
    PolicyVersion,
    Report,
    Subject,
)
from verandah.domain.moderation.transparency import months_until, start_of, transparency
from verandah.web.transparent import scale

FULL = Contacts(
    responsible_name="Olga Owner",
    responsible_email="olga@example.org",
    legal_address="Harbour Street 1\nAlder Bay",
    contact_email="help@example.org",
    authorities_email="law@example.org",
    contact_languages=("en", "ar"),
    law_packs=("eu",),
)


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def test_the_contact_page_tells_what_is_set(ada) -> None:
    assert "No address has been given yet." in Client().get("/contact/").content.decode()
    assert answering.set_contacts(ada, FULL)
    assert not answering.set_contacts(ada, FULL)
    page = Client().get("/contact/").content.decode()
    for told in ("Olga Owner", "Harbour Street 1<br>Alder Bay", "help@example.org", "law@example.org", "العربيّة"):
        assert told in page
    assert contacts() == FULL
    [entry] = AuditEntry.objects.filter(deed="set_contacts")
    assert "example.org" not in str(entry.facts)
    told = Client().get("/api/v2/instance").json()
    assert told["contact"]["email"] == "help@example.org"
    assert Client().get("/api/v1/instance").json()["email"] == "help@example.org"


def test_security_txt_is_as_the_standard_wants_it(ada) -> None:
    bare = fields_of("/.well-known/security.txt")
    assert bare["Contact"] == ["http://127.0.0.1:8000/contact/"]
    answering.set_contacts(ada, FULL)
    found = fields_of("/.well-known/security.txt")
    assert found["Contact"][0] == "mailto:help@example.org"
    [until] = found["Expires"]
    assert timedelta(days=30) < datetime.fromisoformat(until) - datetime.now(UTC) < timedelta(days=365)
    assert found["Preferred-Languages"] == ["en, ar"]
    assert found["Canonical"] == ["http://127.0.0.1:8000/.well-known/security.txt"]


def fields_of(path: str) -> dict[str, list[str]]:
    answer = Client().get(path)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    found: dict[str, list[str]] = {}
    for line in answer.content.decode().splitlines():
        name, value = line.split(": ", 1)
        found.setdefault(name, []).append(value)
    return found


def test_programs_read_the_posture(ada) -> None:
    answering.set_contacts(ada, FULL)
    switching.switch(ada, "held_first_posts", 2)
    SWITCHBOARD.read()
    told = Client().get("/.well-known/safety.json").json()
    assert told["contact"]["authorities"] == "law@example.org"
    assert (told["law_packs"], told["first_posts_held"], told["open_to_guests"]) == (["eu"], 2, True)
    assert told["median_hours_to_decision"] is None


def test_only_admins_set_contacts_and_only_what_can_be_reached(ada, mo, alice, client_of) -> None:
    for by in (mo, alice):
        with pytest.raises(Forbidden):
            answering.set_contacts(by, FULL)
    for wrong in (
        Contacts(contact_email="nobody"),
        Contacts(contact_languages=("klingon",)),
        Contacts(law_packs=("mars",)),
        Contacts(responsible_name="x" * 101),
        Contacts(legal_address="x" * 501),
    ):
        with pytest.raises(Invalid):
            answering.set_contacts(ada, wrong)
    browser = client_of(ada)
    assert browser.post("/admin/contact/", {"contact_email": "nobody"}).status_code == 422
    assert (
        browser.post("/admin/contact/", {"contact_email": "help@example.org", "law_packs": ["eu"]}).status_code == 303
    )
    assert contacts().contact_email == "help@example.org"
    assert client_of(alice).get("/admin/contact/").status_code == 404
    assert "help@example.org" in browser.get("/admin/contact/").content.decode()


def test_the_check_names_what_is_missing(ada, settings, capsys) -> None:
    assert len(missing(contacts())) == 5
    settings.URL = "https://alder.example"
    with pytest.raises(CommandError):
        call_command("check_site")
    assert "who answers for the site" in capsys.readouterr().out
    answering.set_contacts(ada, FULL)
    with pytest.raises(CommandError):
        call_command("check_site")
    assert "The site tells who answers for it, and where." in capsys.readouterr().out


def test_the_policy_page_sets_switches_and_sets_them_back(ada, mo, alice, client_of) -> None:
    browser = client_of(ada)
    assert client_of(alice).get("/admin/policy/").status_code == 404
    assert client_of(mo).get("/admin/policy/").status_code == 200
    page = browser.get("/admin/policy/").content.decode()
    on = re.findall(r'name="(\w+)" checked', page)
    assert on == ["allows_guests", "allows_avatars", "allows_headers", "allows_comments", "allows_newcomer_links"]
    form = {name: "on" for name in on if name != "allows_comments"}
    form |= {"held_first_posts": "2", "newcomer_posts_hourly": "10", "newcomer_files_daily": "20"}
    assert client_of(mo).post("/admin/policy/", form).status_code == 403
    assert browser.post("/admin/policy/", form).status_code == 303
    row = Site.objects.get()
    assert (row.allows_comments, row.held_first_posts, row.allows_avatars) == (False, 2, True)
    assert browser.post("/admin/policy/", form | {"held_first_posts": "many"}).status_code == 422
    page = browser.get("/admin/policy/").content.decode()
    assert "Comments: switched off" in page
    [entry] = [one for one in switching.changes() if one.name == "allows_comments"]
    assert browser.post(f"/admin/policy/{entry.id}/undo/").status_code == 303
    assert Site.objects.get().allows_comments


def some_months(count: int) -> list[datetime]:
    """A moment in each of the last so many months that are over, the newest last."""
    return [start_of(one) + timedelta(days=3) for one in months_until(timezone.now())[-count:]]


def test_months_that_are_over_are_counted_and_nobody_is_named(site, alice: Account, mo: Account) -> None:
    older, newest = some_months(2)
    version = PolicyVersion.objects.select_related("policy").first()
    for number in range(6):
        told(alice, mo, f"AB{number:04}", older, version, ["remove", "warn"] if number else ["dismiss"])
    last = told(alice, mo, "CD0001", newest, None, ["hold"], automated=Decision.Automation.FULL)
    # What is of this month is not told yet.
    told(alice, mo, "CD0002", timezone.now(), version, ["remove"])
    appeal(last, newest)
    Approval.objects.create(
        verb="erase", reason="alone", requested_by_id=mo.pk, state=Approval.State.USED, alone_from=newest,
        expires_at=newest, created_at=newest, used_at=newest,
    )  # fmt: skip
    found = transparency()
    assert len(found.months) == 12
    assert [month.reports for month in found.months[-2:]] == [6, 1]
    assert [month.decisions for month in found.months[-2:]] == [6, 1]
    assert [month.automated for month in found.months[-2:]] == [0, 1]
    assert (found.months[-1].appeals, found.months[-1].overrides) == (1, 1)
    assert [(part.word, part.count) for part in found.policies] == [(version.policy.slug, 6), ("", None)]
    assert [(part.word, part.count) for part in found.outcomes] == [
        *(("remove", 5), ("warn", 5)),
        *(("dismiss", None), ("hold", None)),
    ]
    assert found.hours == 2.0
    page = Client().get("/transparency/").content.decode()
    assert "fewer than 5" in page
    assert version.texts["en"]["title"] in page
    assert "alice" not in page
    assert re.search(r"<rect[^>]*height=\"[1-9]", page)
    rows = list(csv.reader(StringIO(Client().get("/transparency/figures.csv").content.decode())))
    assert rows[0] == ["from", "what", "which", "count"]
    assert len(rows[1:]) == 12 * 7 + 2 + 4 + 1
    assert [f"{older:%Y-%m}", "reports", "", "6"] in rows


def told(whose: Account, by: Account, code: str, when: datetime, version, effects, automated=Decision.Automation.NONE):
    """A report of it, a case and its decision two hours later."""
    subject, _made = Subject.objects.get_or_create(
        kind=Subject.Kind.POST, ref=int(code[2:]) + ord(code[0]), defaults={"created_at": when}
    )
    case = Case.objects.create(code=code, subject=subject, queue=7, created_at=when, updated_at=when, closed_at=when)
    Report.objects.create(case=case, target=whose, channel=Report.Channel.WEB, created_at=when, updated_at=when)
    return Decision.objects.create(
        case=case, subject=subject, actor_id=by.pk, effects=effects, policy_version=version,
        automated_decision=automated, created_at=when + timedelta(hours=2),
    )  # fmt: skip


def appeal(decision: Decision, when: datetime) -> None:
    case = Case.objects.create(code="AP0001", subject=decision.subject, queue=9, created_at=when, updated_at=when)
    Appeal.objects.create(decision=decision, case=case, by=Appeal.By.AFFECTED, text="No", created_at=when)


def test_a_site_where_nothing_happened_says_so(site) -> None:
    MEMORY.clear()
    assert transparency().is_empty
    assert "Nothing was reported and nothing decided" in Client().get("/transparency/").content.decode()


@pytest.mark.parametrize(("most", "end"), [(0, 2), (2, 2), (3, 4), (5, 6), (11, 12), (70, 80), (101, 120), (999, 1000)])
def test_the_scale_ends_at_a_round_number(most: int, end: int) -> None:
    assert scale(most) == end


def test_the_months_go_back_a_year() -> None:
    found = months_until(datetime(2026, 2, 10, tzinfo=UTC))
    assert (f"{found[0]:%Y-%m}", f"{found[-1]:%Y-%m}", len(found)) == ("2025-02", "2026-01", 12)
