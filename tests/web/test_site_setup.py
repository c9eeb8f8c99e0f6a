"""Setting up a new site step by step: each step is done, put off, taken up again; letters prove that they arrive."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories import make_account
from tests.factors import give_factor, show_factor
from tests.pictures import picture, sent
from verandah.actions import enrolling, launching, preparing, proving
from verandah.base import hues
from verandah.base.errors import Forbidden, Invalid, NotFound, TooMany
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Backup, Joining, Site
from verandah.domain.instance.steps import STEPS, after, before, left_of

SETUP = "/admin/setup/"


@pytest.fixture
def olga(site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def browser(client_of, olga) -> Client:
    return client_of(olga)


def test_the_steps_follow_each_other() -> None:
    assert [after(step) for step in STEPS[:-1]] == list(STEPS[1:])
    assert [before(step) for step in STEPS[1:]] == list(STEPS[:-1])
    assert (before(STEPS[0]), after(STEPS[-1])) == ("", STEPS[-1])
    assert left_of(["name", "safety"]) == [step for step in STEPS if step not in ("name", "safety")]


def test_the_first_visitor_goes_on_to_setting_up(client, db) -> None:
    secret = (enrolling.offer_ownership() or "").rstrip("/").rsplit("/", 1)[-1]
    said = {"site_name": "Alder Bay", "display_name": "Olga", "email": "olga@example.org", "username": "olga"}
    answer = client.post(f"/welcome/{secret}/", said | {"password": "blue kettle on the stove"})
    assert answer.headers["Location"] == SETUP
    # Without a second factor nothing else of the staff's opens; this page leads to setting one up.
    assert client.get(SETUP).headers["Location"] == f"{SETUP}safety/"
    assert "Set it up" in client.get(f"{SETUP}safety/").content.decode()
    assert client.post(f"{SETUP}safety/").status_code == 422
    assert client.get(f"{SETUP}name/").status_code == 303
    olga = User.objects.get(username="olga")
    give_factor(olga)
    show_factor(client, olga)
    assert client.post(f"{SETUP}safety/").headers["Location"] == f"{SETUP}name/"
    assert client.get(SETUP).headers["Location"] == f"{SETUP}name/"
    assert "steps are left" in client.get("/").content.decode()


def test_every_step_has_its_page(browser) -> None:
    for step in STEPS:
        answer = browser.get(f"{SETUP}{step}/")
        assert answer.status_code == 200
        assert f"Step {STEPS.index(step) + 1} of {len(STEPS)}" in answer.content.decode()
    assert browser.get(f"{SETUP}garden/").status_code == 404


def test_it_can_be_left_and_taken_up_again(browser) -> None:
    browser.post(f"{SETUP}safety/")
    assert browser.post(f"{SETUP}name/", {"later": "1"}).headers["Location"] == f"{SETUP}logo/"
    assert Site.objects.get().prepared == ["safety"]
    said = {"name": "Alder Bay", "tagline": "On the water", "about": ""}
    assert browser.post(f"{SETUP}name/", said).headers["Location"] == f"{SETUP}logo/"
    browser.post(f"{SETUP}storage/")
    assert Site.objects.get().prepared == ["safety", "name", "storage"]
    assert browser.get(SETUP).headers["Location"] == f"{SETUP}logo/"
    assert Site.objects.get().name == "Alder Bay"


def test_what_is_wrong_is_said_and_the_step_stays(browser) -> None:
    answer = browser.post(f"{SETUP}name/", {"name": " ", "tagline": "Here"})
    assert answer.status_code == 422
    assert "Write something here." in answer.content.decode()
    answer = browser.post(f"{SETUP}contact/", {"responsible_email": "nobody"})
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.content.decode()
    answer = browser.post(f"{SETUP}logo/", {"logo-file": sent(b"nothing")})
    assert answer.status_code == 422
    assert Site.objects.get().prepared == []


def test_a_whole_walk(browser, tmp_path: Path) -> None:
    browser.post(f"{SETUP}safety/")
    browser.post(f"{SETUP}name/", {"name": "Alder Bay", "tagline": "On the water", "about": "A bay."})
    browser.post(f"{SETUP}logo/", {"logo-file": sent(picture("PNG", size=(200, 200)), "l.png")})
    browser.post(f"{SETUP}logo/")
    browser.post(f"{SETUP}colour/", {"brand_hue": "30", "brand_chroma": "80"})
    landing = {"backdrop": "0", "landing_shows_posts": "on", "allows_guests": "on"}
    browser.post(f"{SETUP}landing/", landing)
    browser.post(f"{SETUP}joining/", {"joining": str(Joining.INVITE.value), "minimum_age": "18"})
    browser.post(f"{SETUP}posts/", {"default_audience": "3"})
    contact = {"responsible_name": "Olga", "responsible_email": "o@example.org", "legal_address": "Bay 1"}
    browser.post(f"{SETUP}contact/", contact | {"contact_email": "c@example.org", "authorities_email": "a@example.org"})
    browser.post(f"{SETUP}languages/", {"languages": ["en", "ar"], "language": "en"})
    browser.post(f"{SETUP}mail/", {"send": "1"})
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
    browser.post(f"{SETUP}mail/", {"code": code})
    browser.post(f"{SETUP}storage/")
    backup = {"backup_place": str(tmp_path / "safe"), "backup_hour": "4", "backups_kept": "3"}
    assert browser.post(f"{SETUP}backup/", backup).headers["Location"] == f"{SETUP}summary/"
    site = Site.objects.get()
    assert left_of(site.prepared) == ["summary"]
    assert (site.brand_hue, site.brand_chroma, site.minimum_age, site.default_audience) == (30, 80, 18, 3)
    assert (site.languages, site.landing_shows_members, site.landing_shows_posts) == (["en", "ar"], False, True)
    assert site.mail_proven_at
    assert (site.responsible_name, site.backup_place) == ("Olga", str(tmp_path / "safe"))
    assert browser.post(f"{SETUP}summary/").headers["Location"] == "/"
    assert Site.objects.get().prepared_at
    assert "steps are left" not in browser.get("/").content.decode()


def test_the_doors_stay_closed_until_the_list_is_done(browser) -> None:
    Site.objects.update(launched_at=None)
    answer = browser.post(f"{SETUP}joining/", {"joining": str(Joining.OPEN.value), "minimum_age": "16"})
    assert answer.status_code == 422
    assert "cannot be opened yet" in answer.content.decode()
    assert "joining" not in Site.objects.get().prepared


def test_a_drill_is_begun_from_its_step(browser, tmp_path: Path) -> None:
    said = {"backup_place": str(tmp_path / "safe"), "backup_hour": "4", "backups_kept": "3", "drill": "1"}
    assert browser.post(f"{SETUP}backup/", said).headers["Location"] == f"{SETUP}backup/"
    assert Backup.objects.filter(place__startswith=str(tmp_path / "safe")).exists()
    assert str(Backup.objects.first().place).rsplit("/", 1)[1] in browser.get(f"{SETUP}backup/").content.decode()


def test_only_the_owner_is_reminded(browser, client_of, alice) -> None:
    assert "steps are left" in browser.get("/").content.decode()
    assert "steps are left" not in client_of(alice).get("/").content.decode()


def test_nobody_else_sets_it_up(client_of, mo, alice) -> None:
    for step in ("", "safety/", "name/"):
        assert client_of(alice).get(SETUP + step).status_code == 404
        assert client_of(mo).get(SETUP + step).status_code in (403, 404)
    for one in (mo, alice):
        with pytest.raises(Forbidden):
            preparing.step_is_done(one, "name")
        with pytest.raises(Forbidden):
            preparing.finish(one)
        with pytest.raises(Forbidden):
            proving.send_code(one)


def test_a_step_is_done_once(olga) -> None:
    preparing.step_is_done(olga, "name")
    preparing.step_is_done(olga, "name")
    assert Site.objects.get().prepared == ["name"]
    with pytest.raises(NotFound):
        preparing.step_is_done(olga, "garden")
    preparing.finish(olga)
    first = Site.objects.get().prepared_at
    preparing.finish(olga)
    assert Site.objects.get().prepared_at == first


def test_a_code_is_good_for_whom_it_was_sent_to_and_for_an_hour(olga, site, monkeypatch) -> None:
    ada = make_account("ada", role=Role.ADMIN)
    seal = proving.send_code(olga)
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert code in mail.outbox[-1].subject
    for who, wrong in ((olga, "000000" if code != "000000" else "111111"), (ada, code), (olga, "")):
        with pytest.raises(Invalid):
            proving.prove(who, seal, wrong)
    with pytest.raises(Invalid):
        proving.prove(olga, "", code)
    assert Site.objects.get().mail_proven_at is None
    monkeypatch.setattr(proving, "GOOD_FOR", -1)
    with pytest.raises(Invalid, match="too old"):
        proving.prove(olga, seal, code)
    monkeypatch.setattr(proving, "GOOD_FOR", 60)
    proving.prove(olga, seal, f" {code[:3]} {code[3:]} ")
    assert Site.objects.get().mail_proven_at <= timezone.now()


def test_letters_and_codes_cannot_be_tried_for_long(olga) -> None:
    seal = ""
    for _time in range(5):
        seal = proving.send_code(olga)
    with pytest.raises(TooMany):
        proving.send_code(olga)
    for number in range(10):
        with pytest.raises(Invalid):
            proving.prove(olga, seal, f"x{number}")
    with pytest.raises(TooMany):
        proving.prove(olga, seal, "000000")


def test_a_letter_that_is_only_printed_proves_nothing_where_others_reach_the_site(olga, settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    settings.URL = "https://alder.example"
    with pytest.raises(Invalid, match="VERANDAH_MAIL_URL"):
        proving.send_code(olga)


def test_whoever_tries_the_site_on_their_own_machine_reads_the_letter_there(olga, site, browser, settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    settings.URL = "http://127.0.0.1:8000"
    assert "window in which the server runs" in browser.get(f"{SETUP}mail/").content.decode()
    assert not launching.mail(Site.objects.get()).is_met
    seal = proving.send_code(olga)
    proving.prove(olga, seal, proving.code_of(seal))
    assert launching.mail(Site.objects.get()).is_met
    # That says nothing about letters once the site has an address of its own.
    settings.URL = "https://alder.example"
    assert not launching.mail(Site.objects.get()).is_met


def test_the_letters_page_sends_and_takes_the_code(browser) -> None:
    place = "/admin/settings/letters/"
    assert browser.post(place, {"send": "1"}).status_code == 303
    assert 'name="code"' in browser.get(place).content.decode()
    assert browser.post(place, {"code": "12"}).status_code == 422
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert browser.post(place, {"code": code}).status_code == 303
    assert "Letters arrive." in browser.get(place).content.decode()
    # Another one can be sent while the code of the first is asked for, and who has done it can go on.
    browser.post(place, {"send": "1"})
    assert browser.post(f"{SETUP}mail/", {"send": "1", "code": ""}).headers["Location"] == f"{SETUP}mail/"
    assert len(mail.outbox) == 3
    assert browser.post(f"{SETUP}mail/", {"code": ""}).headers["Location"] == f"{SETUP}storage/"


@pytest.mark.parametrize("hue", range(0, 361, 20))
@pytest.mark.parametrize("chroma", [0, 50, 100])
def test_the_sites_colour_can_always_be_read(hue: int, chroma: int) -> None:
    assert min(hues.contrasts(hue, chroma)) >= 4.5


def test_contrast_is_counted_as_wcag_does() -> None:
    assert round(hues.contrast("#ffffff", "#000000"), 1) == 21
    assert round(hues.contrast("#777777", "#ffffff"), 2) == 4.48
    assert hues.light(188, 0).solid[1:3] == hues.light(188, 0).solid[3:5]
