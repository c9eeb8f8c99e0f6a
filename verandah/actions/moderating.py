"""What apps of the staff do about members: each deed is a decision in a case, and each can be taken back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Policy, Queue, Report, Restriction, Subject
from verandah.domain.moderation.rules import may_act_on
from verandah.domain.moderation.verdicts import NEEDS_FACTS, lasting

from . import casing, snapshotting
from .auditing import note
from .deciding import Verdict, decide, lift

LONGEST_TEXT = 2000
# Where an app names no rule: what a first site says of being good neighbours.
USUAL_RULE = "be-kind"


def warn(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Nothing changes for `account` but that they are told, with `text`. Each call is a decision."""
    act(account, by, Effect.WARN, text, report_id)


def dismiss(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Nothing is wrong. With a `text` it is a warning after all: they are told. Each call is a decision."""
    act(account, by, Effect.WARN if text.strip() else Effect.DISMISS, text, report_id)


def disable(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """They can no longer sign in, and nothing acts for them; what they have said stays. Twice: the same."""
    act(account, by, Effect.DISABLE, text, report_id)


def enable(account: Account, by: Account) -> None:
    """They can sign in again. Twice: the same."""
    take_back(account, by, Effect.DISABLE)


def mark_sensitive(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """All media in their posts are shown only after a warning. Twice: the same."""
    act(account, by, Effect.MARK_SENSITIVE, text, report_id)


def unmark_sensitive(account: Account, by: Account) -> None:
    """They say by themselves again which media need a warning. Twice: the same."""
    take_back(account, by, Effect.MARK_SENSITIVE)


def limit(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Only those who follow them come across what they say. Twice: the same."""
    act(account, by, Effect.LIMIT, text, report_id)


def unlimit(account: Account, by: Account) -> None:
    """Everyone comes across what they say again. Twice: the same."""
    take_back(account, by, Effect.LIMIT)


def suspend(account: Account, by: Account, text: str = "", report_id: int | None = None) -> None:
    """Nobody sees them or anything of theirs from the next read on, and they are signed out. Twice: the same."""
    act(account, by, Effect.SUSPEND, text, report_id)


def unsuspend(account: Account, by: Account) -> None:
    """Everything of theirs is back where it was; they sign in anew, and their apps are good again. Twice: the same."""
    take_back(account, by, Effect.SUSPEND, Effect.TERMINATE)


def act(account: Account, by: Account, effect: Effect, text: str, report_id: int | None) -> None:
    """One effect on one person, in the case of the report that it answers or in one of its own.

    Raises Forbidden when `by` may not act on `account`, Invalid, NotFound when there is no such report about them.
    """
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", _("Keep it to 2000 characters."))
    refuse_unless_above(by, account)
    report = Report.objects.filter(pk=report_id or 0, target=account).exclude(target=by).first()
    if report_id is not None and report is None:
        raise NotFound
    with transaction.atomic():
        # One at a time, so that two at the same moment are not two decisions.
        Account.objects.select_for_update(no_key=True).filter(pk=account.pk).values_list("pk").first()
        subject = snapshotting.subject_of(Subject.Kind.ACCOUNT, account.pk)
        if not holding(subject, effect).exists():
            case = case_of(report) or casing.case_about(subject, Queue.RULES)
            decide(case, by, verdict_of(effect, text, report), subject)
        if report is not None:
            resolve(report.pk, by)
    account.refresh_from_db()


def take_back(account: Account, by: Account, *effects: Effect) -> None:
    """None of these holds any more. Raises Forbidden."""
    refuse_unless_above(by, account)
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).filter(pk=account.pk).values_list("pk").first()
        subject = snapshotting.subject_of(Subject.Kind.ACCOUNT, account.pk)
        newest = holding(subject, *effects).order_by("-pk").first()
        if newest is not None:
            lift(newest.decision.case, by, subject, effects)
    account.refresh_from_db()


def holding(subject: Subject, *effects: Effect) -> QuerySet[Restriction]:
    """What is kept from someone now, of these kinds."""
    return Restriction.objects.filter(subject=subject, kind__in=effects, ended_at=None)


def verdict_of(effect: Effect, text: str, report: Report | None) -> Verdict:
    """What an app wrote is for the person; by a grave rule it must be the reasons as well."""
    rule = rule_of(report) if lasting([effect]) else None
    facts = text if rule is not None and rule.severity >= NEEDS_FACTS else ""
    return Verdict((effect,), facts=facts, policy_id=rule.pk if rule else None, message="" if facts else text)


def case_of(report: Report | None) -> Case | None:
    """Where the report is worked at, unless that is over."""
    return report.case if report is not None and report.case is not None and report.case.closed_at is None else None


def rule_of(report: Report | None) -> Policy | None:
    """The rule that a report names; else the usual one; else the first that asks for no reasons in so many words."""
    rules = Policy.objects.filter(retired_at=None).order_by("position", "pk")
    if report is not None:
        named = [*([report.policy_id] if report.policy_id else []), *report.rules]
        if (found := rules.filter(pk__in=named).first()) is not None:
            return found
    return rules.filter(slug=USUAL_RULE).first() or rules.filter(severity__lt=NEEDS_FACTS).first() or rules.first()


def refuse_unless_above(by: Account, account: Account) -> None:
    """Raises Forbidden unless `by` may act on `account`: their roles are those of this moment."""
    roles = dict(User.objects.filter(account__in=(by.pk, account.pk)).values_list("account_id", "role"))
    if by.pk == account.pk:
        note(by, "refused", account=account, what="about_oneself")
        raise Forbidden(_("You can't do this to yourself. Ask someone else of the staff."))
    if not may_act_on(Role(roles.get(by.pk, Role.MEMBER)), Role(roles.get(account.pk, Role.MEMBER))):
        note(by, "refused", account=account, what="about_a_role_not_below")
        raise Forbidden(_("You can only do this to someone whose role is below yours."))


def refuse_unless_staff(by: Account) -> None:
    """Raises Forbidden unless `by` is of the staff now."""
    role = User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER
    if not may(Role(role), Permission.SORT_CASES):
        raise Forbidden


def resolve(report_id: int, by: Account) -> None:
    """A report has been answered. Twice: the first moment counts."""
    now = timezone.now()
    rows = Report.objects.filter(pk=report_id, action_taken_at=None)
    if rows.update(action_taken_at=now, action_taken_by=by, updated_at=now):
        note(by, "resolve_report", report_id=report_id)
