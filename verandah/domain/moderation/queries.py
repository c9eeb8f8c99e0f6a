"""What the staff looks at: reports, and members with what is known of them.

Whether someone is of the staff, the door has asked. What is told about the viewer themselves they never find here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sign_ups import pending_users
from verandah.domain.instance.models import SignUp

from .barring import plain
from .models import Report, ReportItem

# How someone stands to the site, in the words of apps.
STATES = {
    "active": Q(is_active=True, account__suspended_at=None),
    "pending": pending_users(),
    "disabled": Q(is_active=False),
    "silenced": Q(account__limited_at__isnull=False),
    # Not whoever has left by themselves: see `accounts.closing.is_away`.
    "suspended": Q(account__suspended_at__isnull=False)
    & (Q(account__left_at=None) | ~Q(account__left_at=F("account__suspended_at"))),
}


@dataclass(frozen=True, slots=True)
class WantedReports:
    """Which reports: answered ones, open ones, or all when None; by whom; about whom."""

    resolved: bool | None = False
    reporter_id: int = 0
    target_id: int = 0


@dataclass(frozen=True, slots=True)
class WantedMembers:
    """Which members. What is empty does not count. `states`: words of STATES, all of which must be true."""

    states: tuple[str, ...] = ()
    staff_only: bool = False
    roles: tuple[int, ...] = ()
    username: str = ""
    display_name: str = ""
    email: str = ""
    address: str = ""
    invited_by: int = 0
    # People of other servers: there are none.
    nobody: bool = False

    def conditions(self) -> Iterable[Q]:
        """The same as conditions on a log-in."""
        yield from (STATES[word] for word in self.states)
        if self.staff_only:
            yield Q(role__gt=Role.MEMBER)
        if self.roles:
            yield Q(role__in=self.roles)
        if self.username:
            yield Q(username__icontains=self.username)
        if self.display_name:
            yield Q(account__display_name__icontains=self.display_name)
        if self.email:
            yield Q(email__icontains=self.email)
        if self.invited_by:
            yield Q(account__in=SignUp.objects.filter(invited_by=self.invited_by).values("account"))
        if self.address:
            address = plain(self.address)
            yield Q(pk__in=UserSession.objects.filter(ip=str(address)).values("user")) if address else Q(pk__in=())


def report_ids(viewer: Account, page: Page, wanted: WantedReports) -> list[int]:
    """Reports that are not about `viewer`, newest first."""
    rows = not_about(viewer)
    if wanted.resolved is not None:
        rows = rows.filter(action_taken_at__isnull=not wanted.resolved)
    if wanted.reporter_id:
        rows = rows.filter(reporter=wanted.reporter_id)
    if wanted.target_id:
        rows = rows.filter(target=wanted.target_id)
    return page_of_ids(rows, page)


def report_for(viewer: Account, report_id: int) -> Report:
    """One of them. Raises NotFound, also for one about `viewer`."""
    row = not_about(viewer).filter(pk=report_id).first()
    if row is None:
        raise NotFound
    return row


def not_about(viewer: Account) -> "QuerySet[Report]":
    """What members have told of others who are still there, unless it is of `viewer` or of something of theirs."""
    theirs = ReportItem.objects.filter(report=OuterRef("pk"), subject__owner=viewer)
    there = Report.objects.filter(~Exists(theirs), reporter__isnull=False, target__isnull=False)
    return there.exclude(target=viewer)


def member_ids(viewer: Account, page: Page, wanted: WantedMembers) -> list[int]:
    """People who have signed up, newest first."""
    if wanted.nobody:
        return []
    # Whoever has no address only keeps a name.
    users = User.objects.exclude(email="", account__joined_at=None).filter(*wanted.conditions())
    return page_of_ids(Account.objects.filter(pk__in=users.values("account")), page)


def member_account(viewer: Account, account_id: int) -> Account:
    """The account of anyone who has signed up, suspended or not. Raises NotFound."""
    row = Account.objects.filter(pk=account_id, user__isnull=False).first()
    if row is None:
        raise NotFound
    return row


def page_of_ids(rows: "QuerySet[Report] | QuerySet[Account]", page: Page) -> list[int]:
    """The ids of a page, newest first."""
    found = rows.filter(id__lt=page.before, id__gt=page.after).order_by("id" if page.forward else "-id")
    return page.newest_first(list(found.values_list("id", flat=True)[: page.length]))
