"""Two people: who asks does not agree, what was agreed to is what is done, once, and not for long."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import appointing, approving
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.approvals import open_approvals, past_approvals, used_alone
from verandah.domain.moderation.models import Approval, AuditEntry

pytestmark = pytest.mark.django_db
WHAT = {"bank": 7, "media": [1, 2]}
WHY = "They were told twice."


@pytest.fixture
def ada(site):
    return make_account("ada", role=Role.ADMIN)


@pytest.fixture
def olga(site):
    return make_account("olga", role=Role.OWNER)


def deeds() -> list[str]:
    return list(AuditEntry.objects.exclude(deed="chain_begins").order_by("id").values_list("deed", flat=True))


def later(monkeypatch, **by: int) -> None:
    moment = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_one_asks_another_agrees_and_it_is_good_once(mo, ada):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    assert (row.state, row.alone_from) == (Approval.State.WAITING, None)
    assert approving.good_for(mo, "add_to_bank", WHAT) is None
    approving.agree(ada, row.pk)
    assert approving.good_for(mo, "add_to_bank", WHAT).pk == row.pk
    used = approving.use(row.pk, "add_to_bank", dict(reversed(WHAT.items())))
    assert (used.state, used.approved_by_id) == (Approval.State.USED, ada.pk)
    with pytest.raises(Forbidden, match="good once"):
        approving.use(row.pk, "add_to_bank", WHAT)
    assert deeds() == ["ask_approval", "agree_approval", "use_approval"]


def test_nobody_agrees_to_their_own_wish(mo, ada):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    with pytest.raises(Forbidden):
        approving.agree(mo, row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(approved_by_id=mo.pk)
    with pytest.raises(Forbidden):
        approving.use(row.pk, "add_to_bank", WHAT)


def test_asking_twice_is_asking_once_and_so_is_agreeing(mo, ada):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    assert approving.ask(mo, "add_to_bank", WHAT, "Again.").pk == row.pk
    assert approving.ask(mo, "add_to_bank", {"bank": 8}, WHY).pk != row.pk
    assert approving.agree(ada, row.pk).expires_at == approving.agree(ada, row.pk).expires_at


@pytest.mark.parametrize(("verb", "what"), [("add_to_bank", {"bank": 8, "media": [1, 2]}), ("bulk", WHAT)])
def test_it_is_good_for_nothing_else(mo, ada, verb, what):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    approving.agree(ada, row.pk)
    with pytest.raises(Forbidden, match="something else"):
        approving.use(row.pk, verb, what)


def test_after_half_an_hour_it_is_good_no_more(mo, ada, monkeypatch):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    approving.agree(ada, row.pk)
    later(monkeypatch, minutes=31)
    with pytest.raises(Forbidden, match="half an hour"):
        approving.use(row.pk, "add_to_bank", WHAT)
    assert approving.clear_expired() == 1
    assert [one.state for one in past_approvals(ada)] == ["expired"]


def test_what_nobody_agreed_to_in_a_week_is_over(mo, ada, monkeypatch):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    later(monkeypatch, days=8)
    with pytest.raises(Conflict):
        approving.agree(ada, row.pk)


def test_refused_is_refused_and_the_asker_takes_it_back(mo, ada):
    first, second = (approving.ask(mo, "add_to_bank", {"bank": number}, WHY) for number in (1, 2))
    assert approving.refuse(ada, first.pk).state == Approval.State.REFUSED
    assert approving.refuse(mo, second.pk).state == Approval.State.REFUSED
    with pytest.raises(Conflict):
        approving.agree(ada, first.pk)
    assert open_approvals(mo) == []


def test_who_may_not_do_it_may_not_agree_to_it_either(mo, ada, olga, eve):
    row = approving.ask(olga, "grant_role", {"account": eve.pk, "role": int(Role.ADMIN)}, WHY)
    for one in (mo, eve):
        with pytest.raises(Forbidden):
            approving.agree(one, row.pk)
        with pytest.raises(Forbidden):
            approving.refuse(one, row.pk)
    assert approving.agree(ada, row.pk).approved_by_id == ada.pk


def test_who_it_is_about_does_not_agree(ada, olga):
    row = approving.ask(olga, "erase", {"account": ada.pk}, WHY)
    with pytest.raises(Forbidden, match="about you"):
        approving.agree(ada, row.pk)


def test_without_a_second_factor_nobody_agrees(mo, ada, olga):
    row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    Authenticator.objects.filter(user=ada.user).delete()
    with pytest.raises(Forbidden, match="second factor"):
        approving.agree(ada, row.pk)


def test_a_wish_has_a_reason_and_a_verb_that_is_known(mo, eve):
    for verb, reason in (("add_to_bank", "  "), ("add_to_bank", "x" * 1001), ("dance", WHY)):
        with pytest.raises(Invalid):
            approving.ask(mo, verb, WHAT, reason)
    with pytest.raises(Forbidden):
        approving.ask(eve, "add_to_bank", WHAT, WHY)
    with pytest.raises(NotFound):
        approving.agree(mo, 1)


def test_those_who_may_agree_are_told_and_then_the_asker(mo, ada, olga, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = approving.ask(mo, "add_to_bank", WHAT, WHY)
    assert sorted(letter.to[0] for letter in mailoutbox) == ["ada@example.org", "olga@example.org"]
    with django_capture_on_commit_callbacks(execute=True):
        approving.agree(ada, row.pk)
    assert mailoutbox[-1].to == ["mo@example.org"]


def test_someone_alone_waits_a_day_and_is_counted(
    olga, site, monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    site.responsible_email = "council@example.org"
    site.save()
    assert approving.may_alone("erase", olga)
    with django_capture_on_commit_callbacks(execute=True):
        row = approving.ask(olga, "erase", {"account": 1}, WHY)
    assert [letter.to for letter in mailoutbox] == [["council@example.org"]]
    with pytest.raises(Forbidden):
        approving.use(row.pk, "erase", {"account": 1})
    later(monkeypatch, hours=24, seconds=1)
    assert approving.use(row.pk, "erase", {"account": 1}).approved_by_id is None
    assert used_alone(timezone.now().year) == 1
    assert AuditEntry.objects.latest("id").facts["alone"] is True


def test_who_is_alone_no_more_needs_the_other(olga, site, monkeypatch):
    row = approving.ask(olga, "erase", {"account": 1}, WHY)
    make_account("ada", role=Role.ADMIN)
    later(monkeypatch, hours=25)
    with pytest.raises(Forbidden):
        approving.use(row.pk, "erase", {"account": 1})


def test_an_admin_is_made_by_two(olga, ada, bob):
    with pytest.raises(Forbidden, match="Two people"):
        appointing.appoint(olga, bob, Role.ADMIN)
    number = appointing.ask_to_appoint(olga, bob, Role.ADMIN, WHY)
    with pytest.raises(Forbidden):
        appointing.appoint(olga, bob, Role.ADMIN, number)
    approving.agree(ada, number)
    assert appointing.appoint(olga, bob, Role.ADMIN, number)
    assert User.objects.get(account=bob).role == Role.ADMIN
    assert not appointing.appoint(olga, bob, Role.ADMIN)


def test_a_moderator_is_made_by_one_and_unmade(ada, bob):
    assert appointing.appoint(ada, bob, Role.MODERATOR)
    assert appointing.appoint(ada, bob, Role.MEMBER)
    facts = list(
        AuditEntry.objects.filter(deed="appoint", account_id=bob.pk).order_by("id").values_list("facts", flat=True)
    )
    assert facts == [{"before": "member", "after": "moderator"}, {"before": "moderator", "after": "member"}]
