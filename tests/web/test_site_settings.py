"""The settings of the site: every one of them on one page, found by words, set, told of, set back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account
from verandah.actions import switching, wishing
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Joining, Site
from verandah.domain.instance.settings_kinds import Kind, Setting, Value
from verandah.domain.instance.settings_list import BY_NAME, SETTINGS
from verandah.domain.instance.settings_values import choices_of, columns_for, value_in
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.models import AuditEntry

PAGE = "/admin/settings/"
# Columns that no page of settings sets: pictures, what other pages set, and what the program writes down itself.
NOT_LISTED = {
    *("id", "logo", "backdrop_picture", "night_from", "night_until", "mail_proven_at", "prepared", "prepared_at"),
    *("launched_at", "mode", "mode_reason", "mode_until", "mode_since", "responsible_name", "responsible_email"),
    *("legal_address", "contact_email", "authorities_email", "contact_languages", "law_packs"),
}


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def another(setting: Setting) -> Value:
    """A value that it does not have at first."""
    now = value_in(setting, Site())
    if setting.kind is Kind.YES_NO:
        return not now
    if setting.kind in (Kind.CHOICE, Kind.SEVERAL):
        return next(key for key, _label in reversed(choices_of(setting)) if str(key) != str(now))
    if setting.kind is Kind.NIGHT:
        return "22:00-07:00"
    if setting.kind in (Kind.LINE, Kind.TEXT):
        return "Words of ours"
    return setting.most - 1


LISTED = [one for one in SETTINGS if one.kind is not Kind.FOLDER]


def test_every_column_of_the_site_can_be_set_or_has_a_page_of_its_own() -> None:
    columns = {one.column for one in Site._meta.concrete_fields}
    listed = {name for one in SETTINGS for name in columns_for(one, value_in(one, Site()))}
    assert listed | NOT_LISTED >= columns
    assert not columns - listed - NOT_LISTED
    assert len(BY_NAME) == len(SETTINGS)


@pytest.mark.parametrize("setting", LISTED, ids=lambda one: one.name)
def test_each_setting_is_set_recorded_and_set_back(ada, setting: Setting) -> None:
    before, wished = value_in(setting, Site.objects.get()), another(setting)
    assert switching.switch(ada, setting.name, wished)
    assert not switching.switch(ada, setting.name, wished)
    assert value_in(setting, Site.objects.get()) == wishing.checked(setting, wished)
    entry = switching.changes()[0]
    assert (entry.name, entry.was, entry.by_id, entry.is_newest) == (setting.name, before, ada.pk, True)
    switching.undo(ada, entry.id)
    assert value_in(setting, Site.objects.get()) == before
    with pytest.raises(Conflict):
        switching.undo(ada, entry.id)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", " "),
        ("name", "x" * 61),
        ("name", "Ada\u202e"),
        ("tagline", "x" * 161),
        ("brand_hue", 361),
        ("brand_hue", "blue"),
        ("brand_chroma", -1),
        ("joining", 9),
        ("backdrop", "sky"),
        ("languages", "en,tlh"),
        ("language", "tlh"),
        ("night", "22:00-"),
        ("night", "22:00-22:00"),
        ("night", "soon-later"),
        ("reactions", ""),
        ("reactions", "1,77"),
        ("post_length", 99),
        ("backups_kept", 0),
        ("backup_hour", 24),
        ("default_audience", 6),
        ("backup_place", "backups"),
    ],
)
def test_what_it_cannot_be_is_refused_with_a_sentence(ada, name: str, value: Value) -> None:
    with pytest.raises(Invalid) as refusal:
        switching.switch(ada, name, value)
    assert refusal.value.field == name
    assert refusal.value.text.endswith((".", "?"))
    assert not AuditEntry.objects.filter(deed="set_switch").exists()


def test_only_those_who_run_the_site_set_them(mo, alice) -> None:
    for one in (mo, alice):
        with pytest.raises(Forbidden):
            switching.switch(one, "name", "Mine")
    with pytest.raises(NotFound):
        switching.switch(mo, "logo", "x")


def test_the_doors_open_only_by_way_of_the_list_before_opening(ada) -> None:
    Site.objects.update(launched_at=None)
    with pytest.raises(Invalid, match="cannot be opened yet"):
        switching.switch(ada, "joining", Joining.OPEN.value)
    assert switching.switch(ada, "joining", Joining.CLOSED.value)
    assert Site.objects.get().launched_at is None


def test_a_change_is_known_to_the_process_at_once(ada, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        switching.switch(ada, "default_audience", 4)
    assert SWITCHBOARD.now.default_audience == 4


def test_the_page_shows_all_with_who_changed_what(client_of, ada) -> None:
    client = client_of(ada)
    client.post(PAGE, {"names": ["name", "tagline"], "name": "Alder Bay", "tagline": "On the water", "part": "who"})
    page = client.get(PAGE).content.decode()
    assert set(re.findall(r'name="names" value="(\w+)"', page)) == set(BY_NAME)
    assert 'value="Alder Bay"' in page
    assert "Changed by <bdi>Ada</bdi>" in page or "Changed by <bdi>ada</bdi>" in page
    number = re.search(r"/admin/settings/(\d+)/undo/", page)[1]
    assert client.post(f"{PAGE}{number}/undo/").status_code == 303
    assert {"Verandah", "On the water"} & {Site.objects.get().name, Site.objects.get().tagline}


def test_what_a_form_does_not_name_stays(client_of, ada) -> None:
    client_of(ada).post(PAGE, {"names": "tagline", "tagline": "Here", "name": "Elsewhere"})
    site = Site.objects.get()
    assert (site.name, site.tagline, site.allows_comments) == ("Verandah", "Here", True)


def test_nothing_is_saved_when_one_of_them_is_wrong(client_of, ada) -> None:
    said = {"names": ["name", "tagline"], "name": "", "tagline": "Here"}
    answer = client_of(ada).post(PAGE, said)
    assert answer.status_code == 422
    assert "Write something here." in answer.content.decode()
    assert Site.objects.get().tagline == ""


def test_settings_are_found_by_what_they_are_about(client_of, ada) -> None:
    client = client_of(ada)

    def found(query: str) -> set[str]:
        page = client.get(PAGE, {"q": query}).content.decode()
        return set(re.findall(r'name="names" value="(\w+)"', page))

    assert found("slogan") == {"tagline"}
    assert {"allows_gathering"} == found("crawlers")
    assert found("NEWCOMERS links") == {"allows_newcomer_links"}
    assert found("zzz") == set()
    assert "Nothing is called like that" in client.get(PAGE, {"q": "zzz"}).content.decode()
    assert "/admin/settings/letters/" in client.get(PAGE, {"q": "smtp"}).content.decode()


def test_who_may_not_change_them_may_look_and_others_find_nothing(client_of, mo, alice) -> None:
    assert client_of(mo).get(PAGE).status_code == 200
    assert client_of(mo).post(PAGE, {"names": "name", "name": "Mine"}).status_code == 403
    assert client_of(alice).get(PAGE).status_code == 404
    assert client_of(None).get(PAGE).status_code in (302, 404)


def test_the_page_takes_as_many_queries_with_many_changes(client_of, ada) -> None:
    client = client_of(ada)
    client.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(PAGE).status_code == 200
        return len(found)

    switching.switch(ada, "tagline", "One")
    few = queries()
    for setting in LISTED:
        if setting.name != "tagline":
            switching.switch(ada, setting.name, another(setting))
    assert queries() == few
