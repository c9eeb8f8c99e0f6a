"""The launch: closed to everyone until each condition is met, named one by one, and then opened."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tests.documented import document, publish
from tests.factories import make_account
from tests.factors import give_factor
from verandah.actions import administering, answering, launching, legislating, publishing
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.queries import joining_mode
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.contacts import Contacts
from verandah.domain.instance.models import Backup, DocumentVersion, Joining, Site
from verandah.domain.moderation.models import AuditEntry, Policy

CONTACTS = Contacts("Ada Alder", "ada@example.org", "3 Quay, Alder Bay", "us@example.org", "law@example.org")


@pytest.fixture
def ada(db: None) -> Account:
    """The owner of a site that nobody has set anything of."""
    administering.ensure_site()
    return make_account("ada", role=Role.OWNER)


def prove_backup() -> None:
    now = timezone.now()
    Backup.objects.create(kind=Backup.Kind.PROVEN, place="/elsewhere", started_at=now, ended_at=now)


DEEDS: dict[str, Callable[[Account], object]] = {
    "contact": lambda ada: answering.set_contacts(ada, CONTACTS),
    "rules": legislating.confirm_policies,
    "privacy": lambda ada: publish(ada, "privacy"),
    "terms": lambda ada: publish(ada, "terms"),
    "staff": lambda ada: make_account("mo", role=Role.MODERATOR),
    "mail": lambda ada: Site.objects.update(mail_proven_at=timezone.now()),
    "backup": lambda ada: prove_backup(),
}


@pytest.fixture
def letters_are_printed(settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}


def lacking() -> set[str]:
    return {one.name for one in launching.open_conditions()}


def test_a_new_site_is_for_those_who_are_invited(ada, letters_are_printed) -> None:
    assert joining_mode() == Joining.INVITE
    assert lacking() == set(DEEDS)
    assert not launching.is_open_to_public()
    # Whatever is set: before the launch nobody joins by themselves.
    Site.objects.update(joining=Joining.OPEN)
    assert joining_mode() == Joining.INVITE
    assert not launching.is_open_to_public()


@pytest.mark.parametrize("left", DEEDS)
def test_one_thing_that_is_missing_keeps_the_doors_shut_and_is_named(ada, letters_are_printed, left) -> None:
    for name, deed in DEEDS.items():
        if name != left:
            deed(ada)
    [one] = launching.open_conditions()
    assert one.name == left
    with pytest.raises(Invalid) as refused:
        launching.launch(ada, Joining.OPEN)
    assert one.sentence in refused.value.text
    assert joining_mode() == Joining.INVITE
    DEEDS[left](ada)
    launching.launch(ada, Joining.APPROVAL)
    assert joining_mode() == Joining.APPROVAL
    assert launching.is_open_to_public()


def test_opening_is_recorded_once_and_keeps_its_day(ada) -> None:
    for deed in DEEDS.values():
        deed(ada)
    launching.launch(ada, Joining.OPEN)
    launching.launch(ada, Joining.OPEN)
    begun = Site.objects.get().launched_at
    launching.launch(ada, Joining.APPROVAL)
    assert Site.objects.get().launched_at == begun
    told = AuditEntry.objects.filter(deed="launch").order_by("id").values_list("facts", flat=True)
    assert [one["joining"] for one in told] == ["open", "approval"]


def test_one_person_says_openly_that_they_are_alone(ada, client) -> None:
    launching.say_alone(ada, True)
    assert "staff" not in lacking()
    assert "One person alone looks after this site" in client.get("/contact/").content.decode()
    launching.say_alone(ada, False)
    assert "staff" in lacking()
    assert "One person alone" not in client.get("/contact/").content.decode()


def test_without_two_factors_nobody_counts(ada) -> None:
    second = make_account("mo", role=Role.MODERATOR)
    assert "staff" not in lacking()
    second.user.authenticator_set.all().delete()
    assert "staff" in lacking()
    give_factor(second.user)
    assert "staff" not in lacking()
    make_account("tri", role=Role.TRIAGE)
    second.user.authenticator_set.all().delete()
    assert "staff" in lacking()


def test_a_policy_counts_only_in_the_main_language_in_force_and_whole(ada) -> None:
    publish(ada, "privacy", terms=publishing.Terms(since=timezone.now() + timedelta(days=3)))
    assert "privacy" in lacking()
    DocumentVersion.objects.update(effective_from=timezone.now())
    assert "privacy" not in lacking()
    Site.objects.update(language="fr")
    [one] = [one for one in launching.open_conditions() if one.name == "privacy"]
    assert "main language" in one.sentence
    Site.objects.update(language="")
    version = DocumentVersion.objects.get(document=document("privacy"), number=1)
    version.texts["en"]["body"] += " {{hosting}}"
    version.save()
    [one] = [one for one in launching.open_conditions() if one.name == "privacy"]
    assert "Who provides the servers" in one.sentence


def test_rules_are_confirmed_one_by_one_or_all(ada, alice) -> None:
    first = Policy.objects.order_by("pk").first()
    assert first
    assert legislating.confirm_policies(ada, first.pk) == 1
    assert legislating.confirm_policies(ada, first.pk) == 0
    assert "rules" in lacking()
    with pytest.raises(Forbidden):
        legislating.confirm_policies(alice)
    assert legislating.confirm_policies(ada) == Policy.objects.count() - 1
    assert "rules" not in lacking()
    Policy.objects.update(retired_at=timezone.now())
    assert "rules" in lacking()


def test_others_open_nothing(ada, mo, alice) -> None:
    for person in (mo, alice):
        with pytest.raises(Forbidden):
            launching.launch(person, Joining.OPEN)
        with pytest.raises(Forbidden):
            launching.say_alone(person, True)
    for way in (Joining.INVITE, Joining.CLOSED, 0, 9):
        with pytest.raises(Invalid):
            launching.launch(ada, way)


def test_an_address_of_the_web_needs_https(ada, settings) -> None:
    settings.URL, settings.HTTPS = "http://alder.example", False
    assert "address" in lacking()
    settings.HTTPS = True
    assert "address" not in lacking()


def test_only_where_nobody_else_comes_a_site_is_opened_to_be_tried(ada, settings) -> None:
    settings.URL = "https://alder.example"
    launching.open_for_trial()
    assert not launching.is_open_to_public()
    settings.URL = "http://127.0.0.1:8000"
    launching.open_for_trial()
    assert launching.is_open_to_public()


@pytest.mark.parametrize(("joining", "counts"), [(1, True), (2, True), (3, False), (4, False)])
def test_sites_that_were_open_before_stay_open(ada, joining, counts) -> None:
    Site.objects.update(joining=joining, launched_at=None)
    step = import_module("verandah.migrations.0012_opened_before")
    step.count_as_launched(apps, connection.schema_editor())
    assert (Site.objects.get().launched_at is not None) == counts
