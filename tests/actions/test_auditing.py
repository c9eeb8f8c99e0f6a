"""The record: one chain whoever writes, and whatever is changed in it by hand is found."""

import threading
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from tests.factories import make_account
from verandah.actions import auditing, sealing
from verandah.actions.auditing import coming_from, looked, note
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.chain import BEGINNING, verify
from verandah.domain.moderation.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_anchor(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def entries(mo, alice) -> list[AuditEntry]:
    return [note(mo, "warn", account=alice, number=number) for number in range(6)]


@pytest.fixture
def by_hand(entries):
    """`by_hand("UPDATE …", […])`: what someone does who has the database and takes its triggers away."""

    def change(statement: str, values: list[object]) -> None:
        with connection.cursor() as cursor:
            for trigger in triggers():
                of = " ON verandah_auditentry" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{of}")
            cursor.execute(statement, values)

    return change


def triggers() -> list[str]:
    if connection.vendor == "postgresql":
        return ["verandah_auditentry_sealed"]
    return ["verandah_auditentry_no_UPDATE", "verandah_auditentry_no_DELETE"]


def first_broken() -> tuple[int, str] | None:
    found = verify().broken
    return (found.entry_id, found.what) if found else None


def test_entries_are_one_chain_from_its_beginning(entries):
    rows = list(AuditEntry.objects.order_by("id"))
    assert rows[0].deed == BEGINNING
    assert [row.previous for row in rows] == ["", *[row.digest for row in rows[:-1]]]
    found = verify()
    assert (found.entries, found.last_id, found.digest, found.broken) == (7, rows[-1].pk, rows[-1].digest, None)


def test_the_database_refuses_to_change_or_remove_an_entry(entries):
    for deed in (lambda: AuditEntry.objects.update(deed="nothing"), lambda: AuditEntry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert first_broken() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("deed", "'nothing'"),
        ("actor_id", "1"),
        ("account_id", "NULL"),
        ("facts", "'{}'"),
        ("role", "0"),
        ("address_digest", "'x'"),
        ("created_at", "'2020-01-01 00:00:00+00:00'"),
    ],
)
def test_an_entry_altered_by_hand_is_found(entries, by_hand, column, value):
    by_hand(f"UPDATE verandah_auditentry SET {column} = {value} WHERE id = %s", [entries[2].pk])
    assert first_broken() == (entries[2].pk, "altered")


def test_a_removed_entry_is_found_by_the_one_after_it(entries, by_hand):
    by_hand("DELETE FROM verandah_auditentry WHERE id = %s", [entries[2].pk])
    assert first_broken() == (entries[3].pk, "out_of_place")


def test_two_entries_that_changed_places_are_found(entries, by_hand):
    one, other = entries[2].pk, entries[3].pk
    for before, after in ((one, 10**9), (other, one), (10**9, other)):
        by_hand("UPDATE verandah_auditentry SET id = %s WHERE id = %s", [after, before])
    assert first_broken() == (one, "out_of_place")


def test_an_entry_put_in_without_a_seal_is_found(entries, mo):
    planted = AuditEntry.objects.create(actor_id=mo.pk, deed="warn", created_at=entries[0].created_at)
    assert first_broken() == (planted.pk, "unsealed")


def test_a_copy_put_in_is_found(entries):
    copy = AuditEntry.objects.get(pk=entries[1].pk)
    copy.pk = None
    copy.save(force_insert=True)
    assert first_broken() == (copy.pk, "out_of_place")


def test_entries_missing_at_the_end_are_missed_after_a_check(entries, by_hand):
    assert sealing.check_record().broken is None
    by_hand("DELETE FROM verandah_auditentry WHERE id >= %s", [entries[4].pk])
    found = sealing.check_record().broken
    assert found
    assert (found.entry_id, found.what) == (entries[5].pk, "missing")


def test_what_was_there_before_the_chain_is_sealed_by_its_beginning(mo, by_hand_before):
    note(mo, "warn")
    assert first_broken() is None
    by_hand_before("UPDATE verandah_auditentry SET deed = 'nothing' WHERE digest = ''")
    beginning = AuditEntry.objects.get(deed=BEGINNING)
    assert beginning.facts["older"] == 3
    assert first_broken() == (beginning.pk, "older_altered")


@pytest.fixture
def by_hand_before(mo):
    for _number in range(3):
        AuditEntry.objects.create(actor_id=mo.pk, deed="limit", created_at=mo.created_at)

    def change(statement: str) -> None:
        with connection.cursor() as cursor:
            for trigger in triggers():
                of = " ON verandah_auditentry" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{of}")
            cursor.execute(statement)

    return change


def test_the_command_names_the_first_entry_that_is_broken(entries, by_hand):
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert "The record holds: 7 entries" in out.getvalue()
    by_hand("UPDATE verandah_auditentry SET deed = 'nothing' WHERE id = %s", [entries[3].pk])
    with pytest.raises(CommandError, match=f"entry {entries[3].pk} of .* was altered"):
        call_command("audit_verify")


def test_the_owner_hears_of_it_the_same_day(entries, by_hand, owner, mailoutbox, django_capture_on_commit_callbacks):
    assert sealing.check_daily() == 7
    by_hand("UPDATE verandah_auditentry SET deed = 'nothing' WHERE id = %s", [entries[3].pk])
    with django_capture_on_commit_callbacks(execute=True):
        sealing.check_daily()
    assert [letter.to for letter in mailoutbox] == [[owner.user.email]]
    assert str(entries[3].pk) in mailoutbox[0].body


@pytest.fixture
def owner(site):
    return make_account("olga", role=Role.OWNER)


def test_where_they_sit_is_kept_as_digests_that_only_this_site_makes(mo, alice, settings):
    with coming_from("203.0.113.7", "abc"):
        looked(mo, "address", account=alice, why="case")
        inside = AuditEntry.objects.latest("id")
    outside = note(mo, "warn", account=alice)
    assert len(inside.address_digest) == len(inside.session_digest) == 64
    assert inside.address_digest == auditing.keyed("address", "203.0.113.7") != inside.session_digest
    assert (outside.address_digest, outside.session_digest) == ("", "")
    settings.SECRET_KEY = "another"
    assert inside.address_digest != auditing.keyed("address", "203.0.113.7")
    assert (inside.facts, inside.role) == ({"what": "address", "why": "case"}, mo.user.role)


@pytest.mark.django_db(transaction=True)
def test_who_writes_at_the_same_time_makes_one_chain(mo):
    def write() -> None:
        try:
            for _number in range(10):
                with transaction.atomic():
                    note(mo, "warn")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify()
    assert (found.entries, found.broken) == (41, None)


def test_ten_thousand_entries_are_looked_through_in_seconds(mo, record_property):
    with transaction.atomic():
        for _number in range(10_000):
            note(mo, "warn")
    begun = time.perf_counter()
    assert verify().entries == 10_001
    taken = time.perf_counter() - begun
    record_property("seconds", taken)
    assert taken < 20
