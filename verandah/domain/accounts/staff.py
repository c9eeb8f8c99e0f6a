"""Who works for the site."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from .factors import FACTORS
from .models import Account, User
from .roles import Role
from .show import ShownAccount, show_account


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Someone, their role, and whether they sign in with two factors, without which no page of the staff opens."""

    account: ShownAccount
    role: Role
    has_factor: bool


def staff(viewer: Account) -> list[StaffMember]:
    """Everyone with a role, the highest first. One query."""
    rows = of_user().filter(role__gt=Role.MEMBER, account__suspended_at=None).order_by("-role", "username")
    return [shown(row) for row in rows[:500]]


def staff_member(username: str, viewer: Account) -> StaffMember | None:
    """This member of the site, whatever their role; None: there is none."""
    row = of_user().filter(username=username).exclude(account__joined_at=None).first()
    return shown(row) if row else None


def of_user() -> QuerySet[User]:
    """Users, and whether they have a second factor."""
    factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
    return User.objects.select_related("account").annotate(has_factor=factor)


def shown(row: User) -> StaffMember:
    return StaffMember(show_account(row.account), Role(row.role), bool(getattr(row, "has_factor", False)))
