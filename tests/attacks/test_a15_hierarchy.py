"""A15: nobody acts on themselves, on equals or on those above; and that it was tried stands in the record."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account
from tests.recorded import deeds
from verandah.actions import appointing, moderating
from verandah.base.errors import Forbidden
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import AuditEntry, Decision

pytestmark = pytest.mark.django_db
DEEDS = [moderating.warn, moderating.limit, moderating.suspend, moderating.disable, moderating.mark_sensitive]


@pytest.fixture
def people(site) -> dict[Role, tuple[Account, Account]]:
    """Two of each role; of owners there is one."""
    found = {}
    for role in Role:
        first = make_account(f"{role.name.lower()}son", role=role)
        found[role] = (first, first if role == Role.OWNER else make_account(f"{role.name.lower()}ton", role=role))
    return found


def refusals() -> int:
    return AuditEntry.objects.filter(deed="refused").count()


@pytest.mark.parametrize("actor", list(Role))
def test_who_may_act_on_whom(people, actor):
    by = people[actor][0]
    for target in Role:
        account = people[target][1]
        allowed = may(actor, Permission.DECIDE_ABOUT_PEOPLE) and actor > target
        before, decided = refusals(), Decision.objects.count()
        if allowed:
            moderating.warn(account, by)
            assert Decision.objects.count() == decided + 1
            continue
        for deed in DEEDS:
            with pytest.raises(Forbidden):
                deed(account, by)
        assert refusals() == before + len(DEEDS), (actor, target)
        assert Decision.objects.count() == decided


def test_an_app_is_refused_as_well_and_it_is_recorded(people):
    mo, ada = people[Role.MODERATOR][0], people[Role.ADMIN][0]
    phone = Phone(mo, "admin:read admin:write")
    for target in (mo, people[Role.MODERATOR][1], ada, people[Role.OWNER][0]):
        before = refusals()
        answer = phone.post(f"/api/v1/admin/accounts/{target.id}/action", {"type": "suspend"})
        assert answer.status_code == 403
        assert refusals() == before + 1
    entry = AuditEntry.objects.filter(deed="refused").latest("id")
    assert len(entry.address_digest) == 64


@pytest.mark.parametrize("actor", list(Role))
@pytest.mark.parametrize("given", [role for role in Role if role < Role.ADMIN])
def test_who_may_give_which_role_to_whom(people, actor, given):
    by = people[actor][0]
    for target in Role:
        account = people[target][1]
        allowed = may(actor, Permission.GRANT_ROLES) and actor > target and actor > given and by != account
        before = refusals()
        if allowed:
            appointing.appoint(by, account, given)
            assert User.objects.get(account=account).role == given
            User.objects.filter(account=account).update(role=target)
        else:
            with pytest.raises(Forbidden):
                appointing.appoint(by, account, given)
            assert User.objects.get(account=account).role == target
            assert refusals() == before + 1


def test_nobody_gives_a_role_to_themselves_by_the_pages(people, client_of):
    ada = people[Role.ADMIN][0]
    client = client_of(ada)
    place = f"/admin/people/@{ada.username}/"
    assert 'name="role"' not in client.get(place).content.decode()
    for role in Role:
        assert client.post(place, {"role": str(int(role)), "reason": "Me"}).status_code == 403
    assert User.objects.get(account=ada).role == Role.ADMIN
    assert deeds() == ["refused"] * len(Role)


def test_a_lower_role_gets_no_page_of_a_higher_one(people, client_of):
    for role in (Role.AUDITOR, Role.TRIAGE, Role.MODERATOR):
        assert client_of(people[role][0]).post("/admin/people/@memberson/", {"role": "10"}).status_code == 403
    assert User.objects.get(username="memberson").role == Role.MEMBER
