"""Telling whoever reported something what has become of it: each of them once, in their language, and nobody's name."""

import json
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from verandah.base import mail, seals
from verandah.base.jobs import later
from verandah.base.mail import NotSent, NotWanted
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Report, ReportItem, Subject
from verandah.domain.moderation.reports import receipt_of

from . import notifying
from .mailing import sender

LOG = logging.getLogger(__name__)
SEAL = "reporter"
# What changes nothing for what a case is about.
HARMLESS = {Effect.DISMISS, Effect.RESTORE}
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a stranger says they are. Both are empty when they need not say it."""

    name: str
    email: str


def tell_outcome(case: Case, decision: Decision) -> None:
    """Everyone who reported what `case` is about hears what `decision` means for it. Twice: they are told once.

    When it takes back an earlier one, those who were told of that hear of it, too.
    """
    with transaction.atomic():
        told: set[int] = set()
        for row in concerned(case, decision):
            outcome = outcome_for(row, decision)
            if outcome == row.outcome:
                continue
            settle(row, outcome, decision)
            if row.reporter is not None and row.reporter_id not in told:
                told.add(row.reporter.pk)
                notifying.about_case(row.reporter, row.case_id or case.pk)
            elif row.contact:
                later(write_outcome, row.pk, decision.pk)


def concerned(case: Case, decision: Decision) -> list[Report]:
    """What was told in the case, and in that of the decision that is taken back; held until the end."""
    cases = {case.pk} | ({decision.reverses.case_id} if decision.reverses else set())
    rows = Report.objects.select_for_update(no_key=True, of=("self",)).select_related("reporter")
    return list(rows.filter(case__in=cases).exclude(outcome=Report.Outcome.FOLDED).order_by("id"))


def outcome_for(row: Report, decision: Decision) -> Report.Outcome:
    """What it is for this report: of several things in a case, one about which something was done is enough."""
    if is_deed(decision) or acted_on(row, decision):
        return Report.Outcome.ACTED
    return Report.Outcome.NOTHING_WRONG


def acted_on(row: Report, decision: Decision) -> bool:
    """Whether something that was decided in its case before holds still."""
    before = Decision.objects.filter(case=row.case_id).exclude(pk=decision.pk)
    undone = Decision.objects.filter(reverses__in=before).values("reverses")
    replaced = Decision.objects.filter(supersedes__in=before).values("supersedes")
    return any(is_deed(one) for one in before.exclude(pk__in=undone).exclude(pk__in=replaced))


def is_deed(decision: Decision) -> bool:
    """Whether anything follows from it."""
    return any(effect not in HARMLESS for effect in decision.effects)


def settle(row: Report, outcome: Report.Outcome, decision: Decision) -> None:
    """This is what has become of it."""
    now = timezone.now()
    row.outcome, row.outcome_at, row.updated_at = outcome, now, now
    if row.action_taken_at is None:
        row.action_taken_at, row.action_taken_by_id = now, existing(decision.actor_id)
    row.save(update_fields=["outcome", "outcome_at", "updated_at", "action_taken_at", "action_taken_by"])


def existing(account_id: int | None) -> int | None:
    """The same, while there is such a person."""
    return account_id if account_id and Account.objects.filter(pk=account_id).exists() else None


def tell_message(report: Report, message_id: int) -> None:
    """Whoever made `report` hears that the staff has written to them. Twice: a stranger has one letter of it."""
    if report.reporter is not None:
        notifying.about_case(report.reporter, report.case_id or 0)
    elif report.contact:
        later(write_message, report.pk, message_id)


@task(queue_name="mail")
def write_receipt(report_id: int) -> None:
    """Send a stranger the way to their case. Twice: one letter. Raises NotSent."""
    send_once(report_id, RECEIPT, "notice_receipt")


@task(queue_name="mail")
def write_outcome(report_id: int, decision_id: int) -> None:
    """Send a stranger what has become of it. Twice: one letter. Raises NotSent."""
    row = Report.objects.filter(pk=report_id).first()
    if row is None:
        return
    word = "acted" if row.outcome == Report.Outcome.ACTED else "nothing_there" if is_nowhere(row) else "nothing_wrong"
    send_once(report_id, f"outcome:{decision_id}", f"notice_{word}")


@task(queue_name="mail")
def write_message(report_id: int, message_id: int) -> None:
    """Tell a stranger that there is a message for them. Twice: one letter. Raises NotSent."""
    send_once(report_id, f"message:{message_id}", "notice_message")


def is_nowhere(row: Report) -> bool:
    """Whether there was nothing behind any of the addresses."""
    return not ReportItem.objects.filter(report=row).exclude(subject__kind=Subject.Kind.LINK).exists()


def send_once(report_id: int, word: str, letter: str) -> None:
    """Send a letter to a stranger at most once, and note it first: who dies in between has not sent it. Raises
    NotSent, with the note taken back, when it surely has not been sent."""
    row = noted(report_id, word)
    if row is None:
        return
    contact = contact_of(row)
    if not contact.email:
        return
    site = sender()
    facts = {
        "site": site.name,
        "code": row.case.code if row.case else "",
        "url": f"{settings.URL}/report/receipt/{receipt_of(row.pk)}/",
    }
    try:
        mail.dispatch(mail.written(letter, row.language, facts, site), contact.email, site)
    except NotSent:
        forget(report_id, word)
        raise
    except NotWanted as refusal:
        LOG.info("The stranger of report %s was not told by letter: %s", row.pk, refusal)


def noted(report_id: int, word: str) -> Report | None:
    """The report, if this letter is ours to send."""
    with transaction.atomic():
        rows = Report.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
        row = rows.filter(pk=report_id).first()
        if row is None or word in row.letters:
            return None
        row.letters = [*row.letters, word]
        row.save(update_fields=["letters"])
    return row


def forget(report_id: int, word: str) -> None:
    """It was not sent."""
    with transaction.atomic():
        row = Report.objects.select_for_update(no_key=True).get(pk=report_id)
        row.letters = [one for one in row.letters if one != word]
        row.save(update_fields=["letters"])


def sealed_contact(contact: Contact) -> str:
    """As it is stored; empty when there is nobody to write to."""
    if not contact.name and not contact.email:
        return ""
    return seals.sealed(json.dumps([contact.name, contact.email]), SEAL)


def contact_of(row: Report) -> Contact:
    """Who a stranger said they are; empty when the site has another key by now."""
    opened = seals.opened(row.contact, SEAL) if row.contact else ""
    name, email = json.loads(opened) if opened else ("", "")
    return Contact(name, email)
