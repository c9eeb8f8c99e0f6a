"""What each mode of the site lets through: mode by who asks by what they ask, through every door."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.hot_town import quick as quick_answer
from tests.factories import make_account, make_post
from tests.pictures import picture, sent
from tests.web.quick_pages import quick
from verandah.actions import pausing, picturing
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.modes import MODES, Mode, mode_now
from verandah.domain.moderation.models import AuditEntry
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.pausing import disabled

REASON = "We move to a larger machine."
# What is asked, and the statuses for guest, member and staff in each mode. Statuses that are not of a pause are those
# of any other day.
MATRIX: dict[str, dict[Mode, tuple[int, int, int]]] = {
    "page": {
        Mode.OPEN: (200, 200, 200),
        Mode.READ_ONLY: (200, 200, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "form": {
        Mode.OPEN: (302, 302, 302),
        Mode.READ_ONLY: (503, 503, 503),
        Mode.MAINTENANCE: (503, 503, 302),
        Mode.CLOSED: (403, 403, 302),
    },
    "staff page": {
        Mode.OPEN: (404, 404, 200),
        Mode.READ_ONLY: (404, 404, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "staff form": {
        Mode.OPEN: (404, 404, 200),
        Mode.READ_ONLY: (404, 404, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "display": {
        Mode.OPEN: (303, 303, 303),
        Mode.READ_ONLY: (303, 303, 303),
        Mode.MAINTENANCE: (503, 503, 303),
        Mode.CLOSED: (403, 403, 303),
    },
    "decisions": {
        Mode.OPEN: (302, 200, 200),
        Mode.READ_ONLY: (302, 200, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (302, 200, 200),
    },
    "sign-in": dict.fromkeys(Mode, (200, 302, 302)),
    "style": dict.fromkeys(Mode, (200, 200, 200)),
    "language": dict.fromkeys(Mode, (302, 302, 302)),
    "health": dict.fromkeys(Mode, (200, 200, 200)),
    "file": {**dict.fromkeys(Mode, (200, 200, 200)), Mode.CLOSED: (404, 404, 404)},
    "api read": {
        Mode.OPEN: (200, 200, 200),
        Mode.READ_ONLY: (200, 200, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "api write": {
        Mode.OPEN: (401, 200, 200),
        Mode.READ_ONLY: (503, 503, 503),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "api for staff": {
        Mode.OPEN: (401, 403, 200),
        Mode.READ_ONLY: (401, 403, 200),
        Mode.MAINTENANCE: (503, 503, 200),
        Mode.CLOSED: (403, 403, 200),
    },
    "api nowhere": {
        Mode.OPEN: (404, 404, 404),
        Mode.READ_ONLY: (404, 404, 404),
        Mode.MAINTENANCE: (503, 503, 404),
        Mode.CLOSED: (403, 403, 404),
    },
}


@pytest.fixture
def ada(site: Site) -> Account:
    return make_account("ada", role=Role.ADMIN)


@pytest.fixture
def post(alice: Account) -> Post:
    return make_post(alice, "Hello", Audience.PUBLIC)


def pause(mode: Mode, minutes: int = 0) -> None:
    """As it is once the transaction is over."""
    until = timezone.now() + timedelta(minutes=minutes) if minutes else None
    pausing.change_mode(None, mode, REASON if mode is not Mode.OPEN else "", until)
    MODES.read()


def statuses(browser: Client, phone: Phone, post: Post, file: str) -> dict[str, int]:
    """How each kind of request is answered."""
    asked = {
        "page": browser.get(f"/p/{post.pk}/"),
        "form": browser.post(f"/p/{post.pk}/save/"),
        "staff page": browser.get("/admin/policy/"),
        "staff form": browser.post("/admin/mode/", {"mode": "maintenance"}),
        "display": browser.post("/theme/", {"theme": "dark"}),
        "decisions": browser.get("/settings/standing/"),
        "sign-in": browser.get("/sign-in/"),
        "style": browser.get("/brand.css"),
        "language": browser.post("/language/", {"language": "en", "next": "/"}),
        "health": browser.get("/health"),
        "file": browser.get(file),
        "api read": phone.get(f"/api/v1/statuses/{post.pk}"),
        "api write": phone.post(f"/api/v1/statuses/{post.pk}/bookmark"),
        "api for staff": phone.get("/api/v1/admin/reports"),
        "api nowhere": phone.get("/api/v1/nowhere"),
    }
    return {name: answer.status_code for name, answer in asked.items()}


@pytest.mark.parametrize("mode", list(Mode))
def test_who_is_let_through(mode: Mode, ada, alice, carol, post, client_of) -> None:
    picturing.set_picture(alice, "avatar", sent(picture(), "a.jpg", "image/jpeg"))
    alice.refresh_from_db()
    pause(mode)
    phones = (Phone(), Phone(carol), Phone(ada, "read write follow push admin:read"))
    people = zip((None, carol, ada), phones, strict=True)
    found = [statuses(client_of(one), phone, post, alice.avatar_path) for one, phone in people]
    for what, wanted in MATRIX.items():
        assert tuple(one[what] for one in found) == wanted[mode], (what, mode)


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.OPEN])
def test_quick_answers_leave_it_to_the_others(mode: Mode, carol, post, client_of) -> None:
    browser, phone = client_of(carol), Phone(carol)
    for place in (f"/p/{post.pk}/", "/all/"):
        browser.get(place)
        assert quick(browser, place)
    api = f"/api/v1/statuses/{post.pk}"
    phone.get(api)
    assert quick_answer(phone, api)
    pause(mode)
    assert not quick(browser, f"/p/{post.pk}/")
    assert not quick(browser, "/all/")
    assert not quick_answer(phone, api)
    pause(Mode.OPEN)
    assert quick(browser, f"/p/{post.pk}/")
    assert quick_answer(phone, api)


def test_maintenance_says_why_and_until_when(alice, post, client_of) -> None:
    pause(Mode.MAINTENANCE, minutes=30)
    told = client_of(alice).get("/")
    page = told.content.decode()
    assert told.status_code == 503
    assert 1750 <= int(told["Retry-After"]) <= 1801
    assert REASON in page
    assert "Back at about" in page
    assert "about 30 minutes left" in page
    assert 'http-equiv="refresh"' in page
    arabic = Client().get("/", headers={"Accept-Language": "ar"}).content.decode()
    assert 'dir="rtl"' in arabic
    assert REASON in arabic
    told = Phone(alice).get("/api/v1/timelines/home")
    assert told.status_code == 503
    assert REASON in told.json()["error"]
    assert int(told["Retry-After"]) <= 1801
    part = client_of(alice).get("/newer/", headers={"HX-Request": "true"})
    assert part.status_code == 503
    assert part.content.decode().startswith("This site is closed for maintenance.")


def test_staff_see_a_banner_and_nobody_else_does(ada, post, client_of) -> None:
    assert "pausebar" not in client_of(ada).get("/").content.decode()
    pause(Mode.MAINTENANCE)
    page = client_of(ada).get("/").content.decode()
    assert "pausebar" in page
    assert "Since " in page
    assert REASON in page


def test_a_pause_ends_by_itself_and_that_is_written_down(ada, post) -> None:
    pause(Mode.READ_ONLY, minutes=5)
    Site.objects.update(mode_until=timezone.now() - timedelta(seconds=1))
    MODES.read()
    assert mode_now().mode is Mode.OPEN
    assert Client().get("/rules/").status_code == 200
    assert Site.objects.get().mode == Mode.READ_ONLY
    assert pausing.end_due() == 1
    assert pausing.end_due() == 0
    assert Site.objects.get().mode == Mode.OPEN
    assert AuditEntry.objects.filter(deed="set_mode", actor_id=None, facts__value="open").count() == 1


def test_nothing_to_press_where_nothing_can_be_written(carol, post, client_of) -> None:
    before = client_of(carol).get(f"/p/{post.pk}/").content.decode()
    pause(Mode.READ_ONLY, minutes=30)
    page = client_of(carol).get(f"/p/{post.pk}/").content.decode()
    assert "Nothing can be written or changed at the moment." in page
    assert before.count(" disabled") + 3 < page.count(" disabled")
    # Signing out and the search work on.
    assert re.search(r'action="/sign-out/">.*?<button>', page, re.DOTALL)
    told = client_of(carol).post(f"/p/{post.pk}/save/")
    assert told.status_code == 503
    assert "Retry-After" in told
    assert "Only reading at the moment" in told.content.decode()
    told = Phone(carol).post("/api/v1/statuses", {"status": "Hello"})
    assert (told.status_code, "Retry-After" in told) == (503, True)
    pause(Mode.READ_ONLY)
    assert "Retry-After" not in Phone(carol).post("/api/v1/statuses", {"status": "Hello"})
    assert Post.objects.count() == 1


def test_buttons_that_would_be_refused_are_switched_off() -> None:
    page = (
        '<form method="post" action="/p/1/save/"><button name="a">x</button><button type="button">y</button></form>'
        '<form action="/search/"><button>z</button></form>'
        '<form method="post"><button>here</button></form>'
        '<form method="post" action="/sign-out/"><button>out</button></form>'
        '<button form="deeds" formaction="/p/1/react/">r</button>'
        '<form method="post" action="/p/new/"><input type="submit" value="a > b"><input name="q"></form>'
    )
    assert disabled(page, "/settings/display/") == (
        '<form method="post" action="/p/1/save/"><button disabled name="a">x</button>'
        '<button type="button">y</button></form>'
        '<form action="/search/"><button>z</button></form>'
        '<form method="post"><button>here</button></form>'
        '<form method="post" action="/sign-out/"><button>out</button></form>'
        '<button disabled form="deeds" formaction="/p/1/react/">r</button>'
        '<form method="post" action="/p/new/"><input disabled type="submit" value="a > b"><input name="q"></form>'
    )
    assert "<button disabled>" in disabled('<form method="post"><button>here</button></form>', "/p/new/")


def test_a_site_that_has_ended_says_farewell(alice, client_of) -> None:
    pause(Mode.CLOSED)
    guest = Client().get("/").content.decode()
    assert REASON in guest
    assert "has ended" in guest
    member = client_of(alice).get("/").content.decode()
    assert "Nothing of yours has been deleted." in member
    assert "/decisions/" in member
    assert "/sign-out/" in member
    told = Phone(alice).get("/api/v1/timelines/home")
    assert told.status_code == 403
    assert REASON in told.json()["error"]


def test_who_may_pause_the_site(ada, mo, alice) -> None:
    for other in (mo, alice):
        with pytest.raises(Forbidden):
            pausing.change_mode(other, Mode.READ_ONLY)
    assert pausing.change_mode(ada, Mode.READ_ONLY)
    assert not pausing.change_mode(ada, Mode.READ_ONLY)
    since = Site.objects.get().mode_since
    assert pausing.change_mode(ada, Mode.READ_ONLY, REASON)
    assert Site.objects.get().mode_since == since
    assert pausing.open_again(ada)
    assert not pausing.open_again(ada)
    assert [entry.facts["value"] for entry in AuditEntry.objects.filter(deed="set_mode").order_by("id")] == [
        "read_only",
        "read_only",
        "open",
    ]
    # What someone wrote stands in no entry.
    assert all(REASON not in str(entry.facts) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    ("mode", "reason", "minutes", "field"),
    [
        (Mode.MAINTENANCE, "", -5, "until"),
        (Mode.READ_ONLY, "", 200_000, "until"),
        (Mode.CLOSED, "", 0, "reason"),
        (Mode.CLOSED, REASON, 5, "until"),
        (Mode.MAINTENANCE, "x" * 501, 0, ""),
    ],
)
def test_what_is_no_pause(mode: Mode, reason: str, minutes: int, field: str, site) -> None:
    until = timezone.now() + timedelta(minutes=minutes) if minutes else None
    with pytest.raises(Invalid) as told:
        pausing.change_mode(None, mode, reason, until)
    assert told.value.field == field or not field
    assert Site.objects.get().mode == Mode.OPEN


def test_the_page_asks_twice(ada, client_of) -> None:
    browser = client_of(ada)
    end = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    asked = {"mode": "maintenance", "reason": REASON, "until": end}
    first = browser.post("/admin/mode/", asked)
    assert "Maintenance: this happens" in first.content.decode()
    assert Site.objects.get().mode == Mode.OPEN
    assert browser.post("/admin/mode/", {**asked, "sure": "yes"}).status_code == 303
    assert Site.objects.get().mode == Mode.MAINTENANCE
    MODES.read()
    page = browser.get("/admin/mode/").content.decode()
    assert "Open the site again" in page
    assert REASON in page
    assert browser.post("/admin/mode/open/").status_code == 303
    assert Site.objects.get().mode == Mode.OPEN
    for wrong in ({"mode": "maintenance", "until": "soon"}, {"mode": "closed"}):
        assert browser.post("/admin/mode/", wrong).status_code == 422
    # A word that is none, a sign that cannot be stored: no breakdown.
    assert browser.post("/admin/mode/", {"mode": "x", "reason": "a\0b"}).status_code == 422


def test_the_command(site, capsys) -> None:
    call_command("mode")
    assert "The site is open." in capsys.readouterr().out
    call_command("mode", "maintenance", "--minutes", "30", "--reason", REASON)
    told = capsys.readouterr().out
    assert "The site is in maintenance." in told
    assert REASON in told
    call_command("mode", "open")
    assert "The site is open." in capsys.readouterr().out
    for words in (["maintenance", "--until", "soon"], ["closed"], ["read-only", "--until", "2001-01-01T00:00"]):
        with pytest.raises(CommandError):
            call_command("mode", *words)
    assert Site.objects.get().mode == Mode.OPEN
