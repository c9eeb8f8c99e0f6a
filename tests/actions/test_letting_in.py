"""Asking to join, being let in, being sent away, thinking better of it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from tests.factories import PASSWORD
from verandah.actions import arriving, enrolling, inviting, letting_in
from verandah.actions.admitting import Newcomer
from verandah.actions.asking_in import Arrival, write_of_waiting
from verandah.actions.inviting import Offer
from verandah.base.errors import Conflict, Forbidden, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.invites import good_invite
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.sign_ups import usual_wait, waiting_count, waiting_ids
from verandah.domain.graph.queries import account_by_id
from verandah.domain.instance.models import Invite, Joining, SignUp, Site
from verandah.domain.moderation.barring import BARRIER
from verandah.domain.moderation.models import AuditEntry, IpBlock

pytestmark = pytest.mark.django_db
SAID = (("Why would you like to join?", "My sister is here."),)


@pytest.fixture(autouse=True)
def _asks(site):
    Site.objects.update(joining=Joining.APPROVAL)


def ask(name: str = "eve", *, confirmed: bool = True, **how) -> User:
    user = arriving.arrive(Newcomer(name, f"{name}@example.org", PASSWORD, "ar"), "", Arrival(answers=SAID, **how))
    if confirmed:
        enrolling.confirm(user)
    user.refresh_from_db()
    return user


def test_who_waits_is_seen_by_nobody(mo, alice):
    eve = ask().account
    assert eve.joined_at is None
    with pytest.raises(NotFound):
        account_by_id(alice, eve.pk)
    assert waiting_ids(mo, Page()) == [eve.pk]


def test_who_has_not_confirmed_stands_in_no_queue(mo):
    ask(confirmed=False)
    assert waiting_count() == 0


def test_the_yes_lets_them_in_and_is_written_in_their_language(mo, mailoutbox):
    eve = ask().account
    letting_in.approve(mo, eve.pk, "Welcome!")
    letting_in.approve(mo, eve.pk)
    eve.refresh_from_db()
    assert eve.joined_at is not None
    [letter] = [one for one in mailoutbox if one.to == ["eve@example.org"]]
    assert "Welcome!" in letter.body
    assert 'lang="ar"' in letter.alternatives[0].content
    row = SignUp.objects.get()
    assert (row.state, row.decided_by, row.answer) == (SignUp.State.APPROVED, mo, "Welcome!")
    entry = AuditEntry.objects.get(deed="approve_sign_up")
    # No one's words stand in the record.
    assert (entry.account_id, entry.facts) == (eve.pk, {})
    assert usual_wait() < timedelta(minutes=1)


def test_who_was_let_in_before_confirming_joins_when_they_do(mo):
    user = ask(confirmed=False)
    letting_in.approve(mo, user.account_id)
    assert Account.objects.get(pk=user.account_id).joined_at is None
    enrolling.confirm(user)
    assert Account.objects.get(pk=user.account_id).joined_at is not None


def test_the_no_is_written_to_them_and_forgets_their_address(mo, mailoutbox):
    user = ask()
    letting_in.reject(mo, user.account_id, "Only people of the village.")
    letting_in.reject(mo, user.account_id)
    [letter] = [one for one in mailoutbox if one.to == ["eve@example.org"]]
    assert "Only people of the village." in letter.body
    user.refresh_from_db()
    assert (user.email, user.has_usable_password()) == ("", False)
    assert not EmailAddress.objects.filter(user=user).exists()
    with pytest.raises(Conflict):
        letting_in.approve(mo, user.account_id)
    # They may ask again.
    assert ask("eve.again").account_id


def test_who_was_sent_away_is_gone_after_thirty_days(mo):
    user = ask()
    letting_in.reject(mo, user.account_id)
    Account.objects.update(created_at=timezone.now() - timedelta(days=29))
    SignUp.objects.update(decided_at=timezone.now() - timedelta(days=29))
    assert (enrolling.purge_unconfirmed(), letting_in.clear_rejected()) == (0, 0)
    SignUp.objects.update(decided_at=timezone.now() - timedelta(days=31))
    assert letting_in.clear_rejected() == 1
    assert not Account.objects.filter(username="eve").exists()
    assert letting_in.clear_rejected() == 0


def test_who_waits_with_a_confirmed_address_is_not_purged(mo):
    ask("eve")
    ask("frank", confirmed=False)
    Account.objects.exclude(username="mo").update(created_at=timezone.now() - timedelta(days=9))
    assert enrolling.purge_unconfirmed() == 1
    assert Account.objects.filter(username="eve").exists()


def test_withdrawing_leaves_nothing(mo, alice):
    Site.objects.update(members_invite=True)
    made = inviting.make(alice, Offer())
    user = ask(invite=good_invite(made.code))
    letting_in.withdraw(user)
    assert not User.objects.filter(username="eve").exists()
    assert not SignUp.objects.exists()
    assert Invite.objects.get().uses == 0
    letting_in.withdraw(user)


def test_a_member_does_not_withdraw_by_this(mo):
    user = ask()
    letting_in.approve(mo, user.account_id)
    with pytest.raises(Conflict):
        letting_in.withdraw(user)


def test_only_who_decides_about_people_decides(alice, mo):
    user = ask()
    for deed in (letting_in.approve, letting_in.reject):
        with pytest.raises(Forbidden):
            deed(alice, user.account_id)
    with pytest.raises(NotFound):
        letting_in.approve(mo, alice.pk)


def test_many_at_once_leave_out_who_was_answered(mo):
    ids = [ask(name).account_id for name in ("eve", "frank", "grace")]
    letting_in.reject(mo, ids[0])
    assert letting_in.decide_many(mo, [*ids, 1], let_in=True) == 2
    assert waiting_count() == 0


def test_an_invitation_past_the_staff_is_past_the_staff(mo):
    made = inviting.make(mo, Offer(skips_approval=True))
    assert ask(invite=good_invite(made.code)).account.joined_at is not None
    plain = inviting.make(mo, Offer())
    assert ask("frank", invite=good_invite(plain.code)).account.joined_at is None


def test_whoever_comes_from_where_the_staff_looks_first_waits_also_on_an_open_site(mo):
    Site.objects.update(joining=Joining.OPEN)
    severity = IpBlock.Severity.APPROVAL
    IpBlock.objects.create(network="198.51.100.0/24", severity=severity, created_at=timezone.now())
    BARRIER.read()
    assert ask(address="198.51.100.7").account.joined_at is None
    assert ask("frank", address="203.0.113.7").account.joined_at is not None


def test_the_staff_has_one_letter_for_all_who_wait(mo, alice, mailoutbox):
    ask("eve")
    ask("frank")
    mailoutbox.clear()
    write_of_waiting.call()
    [letter] = mailoutbox
    assert letter.to == ["mo@example.org"]
    assert ": 2" in letter.body
    assert "/admin/joining/" in letter.body
    assert "frank" not in letter.body
    letting_in.decide_many(mo, waiting_ids(mo, Page()), let_in=True)
    mailoutbox.clear()
    write_of_waiting.call()
    assert not mailoutbox
