"""Joining and owning: verbs and the rows they leave."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from verandah.actions import enrolling
from verandah.base.errors import Conflict, Invalid, NotFound, Refusal
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.queries import members_count, owner_link_is_open
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import may_sign_up
from verandah.domain.instance.models import Joining, OwnerLink

PASSWORD = "a veranda in the evening"
pytestmark = pytest.mark.django_db


def joined(name="alice", **options):
    return enrolling.enrol(name, f"{name}@example.org", PASSWORD, **options)


def test_enrolling_makes_account_login_and_address():
    user = enrolling.enrol(" Alice ", "Alice@Example.ORG", PASSWORD, "  Alice   Alder ")
    assert (user.username, user.account.username) == ("alice", "alice")
    assert user.account.display_name == "Alice Alder"
    assert user.email == "alice@example.org"
    assert user.check_password(PASSWORD)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == ("alice@example.org", True, False)


def test_without_a_name_the_user_name_is_shown():
    assert joined(display_name="  ").account.display_name == "alice"


def test_a_confirmed_one_needs_no_letter(mailoutbox):
    user = joined(confirmed=True)
    assert EmailAddress.objects.get(user=user).verified
    assert not mailoutbox
    assert members_count() == 1


def test_someone_who_has_not_confirmed_is_no_member():
    joined()
    assert members_count() == 0


@pytest.mark.parametrize("name", ["alice", "ALICE", "al1ce", "\uff41lice"])
def test_taken_and_look_alike_get_the_same_words(name):
    joined()
    with pytest.raises(Invalid) as refusal:
        enrolling.enrol(name, "eve@example.org", PASSWORD)
    assert refusal.value.field == "username"
    assert refusal.value.text == enrolling.username_taken().text
    assert User.objects.count() == Account.objects.count() == 1


def test_a_taken_address_leaves_nothing_behind():
    joined()
    with pytest.raises(Invalid) as refusal:
        enrolling.enrol("eve", "ALICE@example.org", PASSWORD)
    assert refusal.value.field == "email"
    assert Account.objects.count() == User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["", "alice", "a@b", "a b@example.org", "a@exa\0mple.org", "a@\ud800.org", "é@example.org"]
)
def test_what_is_no_address_is_refused(email):
    with pytest.raises(Invalid) as refusal:
        enrolling.enrol("alice", email, PASSWORD)
    assert refusal.value.field == "email"


def test_the_longest_address():
    domain = ".".join(["d" * 60] * 4)[: 254 - 5] + ".org"
    longest = "a" * (254 - 1 - len(domain)) + "@" + domain
    assert len(longest) == 254
    assert enrolling.check_email(longest) == longest
    with pytest.raises(Invalid):
        enrolling.check_email("a" + longest)


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("x3!kQ9#mz", False),
        ("x3!kQ9#mzp", True),
        ("x3!kQ9#mzp" * 20, True),
        ("x3!kQ9#mzp" * 20 + "x", False),
        ("password1234", False),
        ("alice@example.org", False),
        ("\ud800" * 12, False),
        ("   spaces are kept   ", True),
        ("يجلسون على الشرفة", True),
    ],
)
def test_passwords_at_the_edge(password, fits):
    if fits:
        assert enrolling.enrol("alice", "alice@example.org", password).check_password(password)
    else:
        with pytest.raises(Invalid) as refusal:
            enrolling.enrol("alice", "alice@example.org", password)
        assert refusal.value.field == "password"
        assert not Account.objects.exists()


def test_a_short_password_is_told_its_length():
    with pytest.raises(Invalid, match="Yours has 8"):
        enrolling.check_password("12345678")


def test_ownership_is_offered_until_someone_has_it():
    first = enrolling.offer_ownership()
    second = enrolling.offer_ownership()
    assert first != second
    old, new = first.split("/")[2], second.split("/")[2]
    assert not owner_link_is_open(old)
    assert owner_link_is_open(new)
    assert not OwnerLink.objects.filter(digest=new).exists()
    owner = enrolling.claim_ownership(new, "alice", "alice@example.org", PASSWORD, "Alice")
    assert owner.role == Role.OWNER
    assert EmailAddress.objects.get(user=owner).verified
    link = OwnerLink.objects.get()
    assert link.used_by == owner.account
    assert link.used_at
    assert enrolling.offer_ownership() is None
    assert not owner_link_is_open(new)


def test_an_owner_link_works_once():
    secret = enrolling.offer_ownership().split("/")[2]
    enrolling.claim_ownership(secret, "alice", "alice@example.org", PASSWORD)
    with pytest.raises(NotFound):
        enrolling.claim_ownership(secret, "eve", "eve@example.org", PASSWORD)
    assert User.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "x", "\0", "\ud800", "x" * 100_000])
def test_an_unknown_owner_link_is_none(secret):
    enrolling.offer_ownership()
    assert not owner_link_is_open(secret)
    with pytest.raises(NotFound):
        enrolling.claim_ownership(secret, "eve", "eve@example.org", PASSWORD)


def test_a_refused_owner_can_try_again():
    secret = enrolling.offer_ownership().split("/")[2]
    with pytest.raises(Invalid):
        enrolling.claim_ownership(secret, "alice", "alice@example.org", "short")
    assert owner_link_is_open(secret)
    assert enrolling.claim_ownership(secret, "alice", "alice@example.org", PASSWORD).role == Role.OWNER


def test_there_is_one_owner():
    joined(role=Role.OWNER)
    with pytest.raises(Conflict):
        joined("bob", role=Role.OWNER)
    assert Account.objects.count() == 1


def test_a_link_is_worth_nothing_when_an_owner_was_made_otherwise():
    secret = enrolling.offer_ownership().split("/")[2]
    joined(role=Role.OWNER, confirmed=True)
    assert not owner_link_is_open(secret)
    with pytest.raises(NotFound):
        enrolling.claim_ownership(secret, "eve", "eve@example.org", PASSWORD)


def test_unconfirmed_sign_ups_end_after_three_days():
    old, young, confirmed = joined("alice"), joined("bob"), joined("carol", confirmed=True)
    edge = timezone.now() - enrolling.UNCONFIRMED_FOR
    Account.objects.filter(pk__in=[old.account_id, confirmed.account_id]).update(created_at=edge)
    Account.objects.filter(pk=young.account_id).update(created_at=edge + timedelta(minutes=1))
    assert enrolling.purge_unconfirmed() == 1
    assert set(Account.objects.values_list("username", flat=True)) == {"bob", "carol"}
    assert enrolling.purge_unconfirmed() == 0
    # Name and address are free again.
    assert enrolling.enrol("alice", "alice@example.org", PASSWORD)


def test_many_unconfirmed_sign_ups_end_in_batches(monkeypatch):
    monkeypatch.setattr(enrolling, "AT_ONCE", 2)
    for number in range(5):
        joined(f"person{number}x")
    Account.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert enrolling.purge_unconfirmed() == 5
    assert not User.objects.exists()


def test_whoever_confirms_an_address_frees_it_from_others():
    eve, alice, bob = joined("eve"), joined("alice", confirmed=True), joined("bob", confirmed=True)
    EmailAddress.objects.create(user=alice, email="eve@example.org")
    EmailAddress.objects.create(user=bob, email="eve@example.org")
    enrolling.release_address("eve@example.org", alice)
    assert not User.objects.filter(pk=eve.pk).exists()
    assert list(EmailAddress.objects.filter(email="eve@example.org").values_list("user", flat=True)) == [alice.pk]
    assert bob.email == User.objects.get(pk=bob.pk).email


def test_a_member_never_loses_an_address_to_someone_else():
    bob, eve = joined("bob", confirmed=True), joined("eve", confirmed=True)
    enrolling.release_address("bob@example.org", eve)
    assert EmailAddress.objects.get(user=bob).verified


def test_who_can_sign_up_by_themselves():
    assert [mode for mode in Joining if may_sign_up(mode)] == [Joining.OPEN, Joining.APPROVAL]
    assert [mode for mode in Joining if not may_sign_up(mode, is_invited=True)] == [Joining.CLOSED]


def test_a_refusal_inside_another_transaction_leaves_it_usable():
    joined()
    with transaction.atomic():
        with pytest.raises(Invalid):
            enrolling.enrol("bob", "alice@example.org", PASSWORD)
        joined("carol")
    assert set(Account.objects.values_list("username", flat=True)) == {"alice", "carol"}


def run(*words, **options) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_an_account_made_at_the_command_line_can_sign_in(client, site, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\nmore\n"))
    said = run("user_create", "Mo", "--email", "mo@example.org", "--role", "moderator", "--password-stdin")
    assert said == "@mo can sign in now.\n"
    assert User.objects.get().role == Role.MODERATOR
    assert client.post("/sign-in/", {"login": "mo", "password": PASSWORD})["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [("mo", "short\n", "Yours has 5"), ("mo", "", "no password"), ("admin", f"{PASSWORD}\n", "kept for the site")],
)
def test_the_command_line_refuses_with_a_sentence(monkeypatch, name, password, sentence):
    monkeypatch.setattr("sys.stdin", StringIO(password))
    with pytest.raises(CommandError, match=sentence):
        run("user_create", name, "--email", "mo@example.org", "--password-stdin")
    assert not User.objects.exists()


@pytest.mark.parametrize(("again", "made"), [(PASSWORD, 1), ("another evening outside", 0)])
def test_the_command_line_asks_twice(monkeypatch, again, made):
    answers = iter([PASSWORD, again])
    monkeypatch.setattr("verandah.management.commands.user_create.getpass", lambda prompt: next(answers))
    if made:
        run("user_create", "mo", "--email", "mo@example.org")
    else:
        with pytest.raises(CommandError, match="not the same"):
            run("user_create", "mo", "--email", "mo@example.org")
    assert User.objects.count() == made


def at_once(*deeds) -> list[str]:
    """Do all of them in threads that start together; what each of them said."""
    said, start = [], Barrier(len(deeds))

    def run_one(deed):
        start.wait()
        try:
            deed()
            said.append("done")
        except Refusal as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run_one, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_a_name_at_once_one_gets_it():
    deeds = [lambda n=n: enrolling.enrol("alice", f"a{n}@example.org", PASSWORD) for n in range(3)]
    assert at_once(*deeds) == ["Invalid", "Invalid", "done"]
    assert Account.objects.count() == User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hold_the_owner_link_one_becomes_the_owner():
    secret = enrolling.offer_ownership().split("/")[2]
    deeds = [lambda n=n: enrolling.claim_ownership(secret, n, f"{n}@example.org", PASSWORD) for n in ("bob", "eve")]
    assert at_once(*deeds) == ["NotFound", "done"]
    assert User.objects.get().role == Role.OWNER
