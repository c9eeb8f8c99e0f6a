"""What the staff and those a case concerns write to each other inside it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid, NotFound, TooMany
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import Case, CaseMessage, Report, Statement

from . import notifying, replying
from .auditing import note

LONGEST_MESSAGE = 5000
# So many messages someone can write in one case until the staff has answered: it is no chat.
MOST_UNANSWERED = 10
# The same words again so soon are one message: a double click, a retry.
SAME_WITHIN = timedelta(minutes=10)

Side = CaseMessage.Side


def write_to_owner(case: Case, by: Account, body: str) -> CaseMessage:
    """`by` of the staff writes to whom the case is about; they are told, and never by whom. The same again at once:
    the same message. Raises Forbidden, Invalid, and NotFound when nobody can be written to."""
    refuse_unless_may_write(by, case)
    if case.owner is None:
        raise NotFound
    row, is_new = written(CaseMessage(case=case, side=Side.OWNER, author=by, is_from_staff=True), body)
    if is_new:
        notifying.about_case(case.owner, case.pk)
    return row


def write_to_reporter(report: Report, by: Account, body: str) -> CaseMessage:
    """`by` of the staff writes to whoever made `report`, a member or a stranger. Otherwise as above."""
    case = case_of(report)
    refuse_unless_may_write(by, case)
    row, is_new = written(
        CaseMessage(case=case, side=Side.REPORTER, report=report, author=by, is_from_staff=True), body
    )
    if is_new:
        replying.tell_message(report, row.pk)
    return row


def write_as_owner(case: Case, account: Account, body: str) -> CaseMessage:
    """Whom the case is about writes to the staff, once they have been told of it. The same again at once: the same.

    Raises Invalid, NotFound, TooMany.
    """
    is_told = Statement.objects.filter(decision__case=case, account=account, delivered_at__isnull=False).exists()
    has_mail = CaseMessage.objects.filter(case=case, side=Side.OWNER, is_from_staff=True).exists()
    if case.owner_id != account.pk or not (is_told or has_mail):
        raise NotFound
    return written(CaseMessage(case=case, side=Side.OWNER, author=account, is_from_staff=False), body)[0]


def write_as_reporter(report: Report, body: str) -> CaseMessage:
    """Whoever made `report`, a member or a stranger, writes to the staff. The same again at once: the same.

    That they are the one, the door has asked. Raises Invalid, NotFound, TooMany.
    """
    message = CaseMessage(
        case=case_of(report), side=Side.REPORTER, report=report, author=report.reporter, is_from_staff=False
    )
    return written(message, body)[0]


def written(message: CaseMessage, body: str) -> tuple[CaseMessage, bool]:
    """Store it, and whether it is new. Raises Invalid, TooMany."""
    message.body = sayable(body)
    message.created_at = timezone.now()
    with transaction.atomic():
        # One at a time in each case, so that two clicks at once find each other.
        Case.objects.select_for_update(no_key=True).values_list("pk").get(pk=message.case_id)
        beside = CaseMessage.objects.filter(case=message.case, side=message.side, report=message.report)
        if (same := said_just_now(message)) is not None:
            return same, False
        if not message.is_from_staff:
            refuse_flood(list(beside.order_by("-pk").values_list("is_from_staff", flat=True)[:MOST_UNANSWERED]))
        message.save(force_insert=True)
        side = Side(message.side).name.lower()
        deed = "case_message" if message.is_from_staff else "case_answer"
        note(message.author, deed, case_id=message.case_id, report_id=message.report_id, side=side)
        Case.objects.filter(pk=message.case_id).update(updated_at=message.created_at)
    return message, True


def sayable(body: str) -> str:
    """The words in their normal form. Raises Invalid when there are none, or too many."""
    if not (text := markup.clean(body, LONGEST_MESSAGE)):
        raise Invalid("body", _("Write something first."))
    return text


def said_just_now(message: CaseMessage) -> CaseMessage | None:
    """The same words by the same side of the same case, if they were written a moment ago."""
    since = message.created_at - SAME_WITHIN
    rows = CaseMessage.objects.filter(
        case=message.case, side=message.side, report=message.report, author=message.author, created_at__gt=since
    )
    return rows.filter(is_from_staff=message.is_from_staff, body=message.body).first()


def refuse_flood(newest: list[bool]) -> None:
    """Raises TooMany when the newest so many messages all wait for an answer of the staff."""
    if len(newest) == MOST_UNANSWERED and not any(newest):
        text = _("You have written %(count)s messages. Wait until the first of them is answered.")
        raise TooMany(text % {"count": MOST_UNANSWERED}, 3600)


def refuse_unless_may_write(by: Account, case: Case) -> None:
    """Raises Forbidden unless `by` may write in cases, and it is not about themselves."""
    role = User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER
    if not may(Role(role), Permission.WRITE_IN_CASES):
        raise Forbidden
    if case.owner_id == by.pk:
        raise Forbidden(_("This case is about you. Someone else of the staff looks after it."))


def case_of(report: Report) -> Case:
    """The case in which `report` is worked at. Raises NotFound."""
    if report.case is None:
        raise NotFound
    return report.case
