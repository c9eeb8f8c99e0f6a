"""Tokens, passwords and letters: verbs and the rows they leave."""

import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import close_account
from verandah.actions import authenticating, enrolling
from verandah.base import mail
from verandah.base.errors import Forbidden, Invalid
from verandah.base.jobs import Job
from verandah.domain.accounts.models import AccessToken, User
from verandah.domain.accounts.queries import digest_of
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import SCOPES, may_grant
from verandah.domain.accounts.tokens import bearer_of

LETTERS = sorted(path.stem for path in Path(mail.__file__).parents[1].glob("web/templates/emails/*.txt"))
PASSWORD = "a veranda in the evening"
pytestmark = pytest.mark.django_db


def joined(name="alice", **options):
    return enrolling.enrol(name, f"{name}@example.org", PASSWORD, **options)


def test_a_token_speaks_for_its_account():
    alice = joined(confirmed=True).account
    token = authenticating.issue_token(alice, "write read read", "Phone")
    row = AccessToken.objects.get()
    assert (row.scopes, row.app.name, row.digest) == ("read write", "Phone", digest_of(token))
    assert token not in str(vars(row))
    bearer = bearer_of(token)
    assert bearer.account == alice
    assert bearer.scopes == {"read", "write"}


def test_a_token_costs_one_query(django_assert_num_queries):
    token = authenticating.issue_token(joined(confirmed=True).account, "read")
    with django_assert_num_queries(1):
        assert bearer_of(token).account.username == "alice"


def test_a_revoked_or_unknown_token_and_one_of_a_closed_account_speak_for_nobody():
    user = joined(confirmed=True)
    revoked, closed = (authenticating.issue_token(user.account, "read") for _ in range(2))
    AccessToken.objects.filter(digest=digest_of(revoked)).update(revoked_at=timezone.now())
    assert bearer_of(closed)
    close_account(user.account)
    assert [bearer_of(token) for token in (revoked, closed, "", "x", "\0", "\ud800")] == [None] * 6


@pytest.mark.parametrize("scopes", ["", "  ", "everything", "read:", "read,write", "\0"])
def test_unknown_scopes_are_refused(scopes):
    account = joined(confirmed=True).account
    with pytest.raises(Invalid):
        authenticating.issue_token(account, scopes)
    assert not AccessToken.objects.exists()


def test_only_admins_give_admin_scopes():
    member, admin = joined("bob").account, joined("alice", role=Role.ADMIN).account
    with pytest.raises(Forbidden):
        authenticating.issue_token(member, "read admin:read:accounts")
    assert authenticating.issue_token(admin, "admin:read:accounts")
    assert authenticating.issue_token(member, " ".join(sorted(SCOPES - {s for s in SCOPES if "admin" in s})))


@pytest.mark.parametrize(
    ("role", "may"), [(Role.MEMBER, False), (Role.MODERATOR, True), (Role.ADMIN, True), (Role.OWNER, True)]
)
def test_who_may_grant_admin_scopes(role, may):
    assert may_grant(role, frozenset({"admin:write"})) is may
    assert may_grant(role, frozenset({"read", "write", "follow", "push"}))


def test_a_new_password_ends_tokens():
    user = joined(confirmed=True)
    token = authenticating.issue_token(user.account, "read")
    authenticating.change_password(user, "another evening outside")
    assert bearer_of(token) is None
    assert User.objects.get().check_password("another evening outside")


def test_a_letter_waits_for_its_transaction(mailoutbox):
    user = joined()
    address = EmailAddress.objects.get(user=user)
    authenticating.write_letter("confirm", user.email, "en", {"name": "@alice"}, address.pk)
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert "/confirm-email/" in letter.body


def test_a_letter_about_something_gone_is_not_sent(mailoutbox):
    for letter in ("confirm", "confirm_change", "reset_password"):
        authenticating.write_letter(letter, "alice@example.org", "en", {}, 12345)
    assert not mailoutbox


def run(*words, **options) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_the_command_line_prints_only_the_token():
    joined()
    token = run("token_create", "@Alice", scopes="read write follow push").strip()
    assert bearer_of(token).scopes == {"read", "write", "follow", "push"}
    with pytest.raises(CommandError, match="Nobody here"):
        run("token_create", "eve")
    with pytest.raises(CommandError, match="no scope"):
        run("token_create", "alice", "--scopes", "all")


def test_no_queue_holds_a_link_with_a_secret(settings, mailoutbox):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    address = EmailAddress.objects.get(user=joined())
    authenticating.write_letter("confirm", address.email, "en", {"name": "@alice"}, address.pk)
    job = Job.objects.get()
    assert "confirm-email" not in job.arguments
    assert not mailoutbox
    words = json.loads(job.arguments)
    authenticating.deliver.call(*words["args"], **words["kwargs"])
    assert "/confirm-email/" in mailoutbox[0].body


def test_every_letter_can_be_written_in_every_language(site, mailoutbox, settings):
    user = joined()
    address = EmailAddress.objects.get(user=user)
    for letter in LETTERS:
        for language, _name in settings.LANGUAGES:
            about = user.pk if letter == "reset_password" else address.pk
            authenticating.write_letter(letter, user.email, language, {"name": "@alice", "browser": "Firefox"}, about)
            written = mailoutbox.pop()
            assert written.subject
            assert "\n" not in written.subject
            assert "{" not in written.body + written.alternatives[0].content.split("<body")[1]
            assert written.body.strip()
    assert not mailoutbox
