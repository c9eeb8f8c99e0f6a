"""What staff does about members: each deed checks who may, is written into the record, and can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import AuditEntry, Report
from verandah.domain.moderation.rules import may_act_on, may_look_after_people

from . import announcing, notifying, pushing
from .auditing import note
from .hiding import count_with, count_without

LONGEST_TEXT = 2000


def warn(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Nothing changes for `account` but that they are told, with `text`. Each call is recorded."""
    with decided(account, by, text, report_id) as row:
        told(row, note(by, "warn", account=row, report_id=report_id, text=text))


def disable(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """They can no longer sign in, and nothing acts for them; what they have said stays. Twice: the same."""
    with decided(account, by, text, report_id) as row:
        if User.objects.filter(account=row, is_active=True).update(is_active=False):
            changed(row, by, "disable", text, report_id)
            show_out(row)


def enable(account: Account, by: Account) -> None:
    """They can sign in again. Twice: the same."""
    with decided(account, by) as row:
        if User.objects.filter(account=row, is_active=False).update(is_active=True):
            changed(row, by, "enable")


def mark_sensitive(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """All media in their posts are shown only after a warning. Twice: the same."""
    with decided(account, by, text, report_id) as row:
        if Account.objects.filter(pk=row.pk, is_always_sensitive=False).update(is_always_sensitive=True):
            changed(row, by, "mark_sensitive", text, report_id)


def unmark_sensitive(account: Account, by: Account) -> None:
    """They say by themselves again which media need a warning. Twice: the same."""
    with decided(account, by) as row:
        if Account.objects.filter(pk=row.pk, is_always_sensitive=True).update(is_always_sensitive=False):
            changed(row, by, "unmark_sensitive")


def limit(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Only those who follow them come across what they say. Twice: the same."""
    with decided(account, by, text, report_id) as row:
        if Account.objects.filter(pk=row.pk, limited_at=None).update(limited_at=timezone.now()):
            changed(row, by, "limit", text, report_id)


def unlimit(account: Account, by: Account) -> None:
    """Everyone comes across what they say again. Twice: the same."""
    with decided(account, by) as row:
        if Account.objects.filter(pk=row.pk, limited_at__isnull=False).update(limited_at=None):
            changed(row, by, "unlimit")


def suspend(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Nobody sees them or anything of theirs from the next read on, and they are signed out. Twice: the same."""
    with decided(account, by, text, report_id) as row:
        if Account.objects.filter(pk=row.pk, suspended_at=None).update(suspended_at=timezone.now()):
            count_without(row.pk)
            changed(row, by, "suspend", text, report_id)
            show_out(row)


def unsuspend(account: Account, by: Account) -> None:
    """Everything of theirs is back where it was; they sign in anew, and their apps are good again. Twice: the same."""
    with decided(account, by) as row:
        if Account.objects.filter(pk=row.pk, suspended_at__isnull=False).update(suspended_at=None):
            count_with(row.pk)
            changed(row, by, "unsuspend")


@contextmanager
def decided(account: Account, by: Account, text: str = "", report_id: int | None = None) -> Iterator[Account]:
    """A transaction in which nobody else changes the account; at its end the report it answers is resolved.

    Raises Forbidden when `by` may not act on `account`, Invalid, NotFound when there is no such report about them.
    """
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", _("Keep it to 2000 characters."))
    with transaction.atomic():
        row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        refuse_unless_above(by, row)
        reports = Report.objects.filter(pk=report_id or 0, target=row).exclude(target=by)
        if report_id is not None and not reports.exists():
            raise NotFound
        yield row
        if report_id is not None:
            resolve(report_id, by)
    account.refresh_from_db()


def refuse_unless_above(by: Account, account: Account) -> None:
    """Raises Forbidden unless `by` may act on `account`: their roles are those of this moment."""
    roles = dict(User.objects.filter(account__in=(by.pk, account.pk)).values_list("account_id", "role"))
    if by.pk == account.pk:
        raise Forbidden(_("You can't do this to yourself. Ask someone else of the staff."))
    if not may_act_on(Role(roles.get(by.pk, Role.MEMBER)), Role(roles.get(account.pk, Role.MEMBER))):
        raise Forbidden(_("You can only do this to someone whose role is below yours."))


def refuse_unless_staff(by: Account) -> None:
    """Raises Forbidden unless `by` is of the staff now."""
    role = User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER
    if not may_look_after_people(Role(role)):
        raise Forbidden


def resolve(report_id: int, by: Account) -> None:
    """A report has been answered. Twice: the first moment counts."""
    now = timezone.now()
    rows = Report.objects.filter(pk=report_id, action_taken_at=None)
    if rows.update(action_taken_at=now, action_taken_by=by, updated_at=now):
        note(by, "resolve_report", report_id=report_id)


def changed(row: Account, by: Account, deed: str, text: str = "", report_id: int | None = None) -> None:
    """What was rendered of the person is out of date, and the record knows who did it."""
    Account.objects.filter(pk=row.pk).update(rev=F("rev") + 1)
    told(row, note(by, deed, account=row, report_id=report_id, text=text))


def told(row: Account, entry: AuditEntry) -> None:
    """They hear of it, as a notice that names nobody. While they are suspended they read none, and none is stored."""
    notifying.about_decision(row, entry.pk)


def show_out(row: Account) -> None:
    """End their browser sessions. Their tokens are refused as long as this holds, and their streams closed now."""
    for session in UserSession.objects.filter(user__account=row):
        session.end()
    pushing.forget_browsers(row.pk)
    announcing.signed_out(row.pk)
