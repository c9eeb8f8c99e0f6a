"""Letters about decisions: they go out at once, at any hour, and nobody can want not to have them."""

from django.conf import settings
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from verandah.base import mail
from verandah.base.mail import Sender, Written
from verandah.domain.accounts.models import User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.moderation.appeals import reviewers_of
from verandah.domain.moderation.entrances import link_of
from verandah.domain.moderation.models import Appeal, Statement
from verandah.domain.moderation.statements import from_json
from verandah.domain.notifications.models import Letter
from verandah.domain.notifications.readers import Reader, closed_reader_of

from . import mailing, phrasing


@task(queue_name="mail", priority=10)
def write_statement(statement_id: int) -> None:
    """Send the statement to whom it is about, also while their account is closed to them. Twice: one letter.

    Raises NotSent when the mail server has not taken it, so that it is tried again.
    """
    rows = Statement.objects.filter(pk=statement_id, delivered_at__isnull=False, mailed_at=None)
    statement = rows.select_related("account", "decision__case").first()
    reader = closed_reader_of(statement.account_id or 0) if statement else None
    if statement is None or reader is None:
        return
    site, key = mailing.sender(), f"statement:{statement.pk}"
    claim = mailing.Claim(reader.account, key, lambda: True, lambda: None)
    mailing.send_once(claim, reader, lambda: written(statement, reader, site), site)
    if Letter.objects.filter(account=reader.account, key=key, sent_at__isnull=False).exists():
        Statement.objects.filter(pk=statement.pk).update(mailed_at=timezone.now())


@task(queue_name="mail")
def write_stuck_appeal(appeal_id: int) -> None:
    """Tell those who run the site that nobody but the decider could answer an appeal. Somebody by now: no letter."""
    appeal = Appeal.objects.filter(pk=appeal_id, decided_at=None).select_related("decision__subject", "case").first()
    if appeal is None or reviewers_of(appeal.decision, {appeal.account_id or 0}):
        return
    site = mailing.sender()
    facts = {
        "site": site.name,
        "code": appeal.case.code,
        "url": f"{settings.URL}/moderation/{appeal.case.code}/",
    }
    owner = User.objects.filter(role=Role.OWNER, is_active=True).first()
    responsible = Site.objects.values_list("responsible_email", flat=True).first() or ""
    addresses = {owner.email if owner else "", responsible} - {""}
    for address in sorted(addresses):
        mail.send("appeal_waits", address, owner.language if owner else "", facts, site)


def written(statement: Statement, reader: Reader, site: Sender) -> Written:
    """The letter in both its forms, in the language that the statement was made in."""
    with override(statement.language):
        told = from_json(statement.texts[statement.language])
        context = {
            "told": told,
            "url": settings.URL + reverse("decision_by_letter", args=[link_of(statement)]),
            "code": statement.decision.case.code,
            "name": phrasing.turned(f"@{reader.account.username}"),
            "site": phrasing.turned(site.name),
            "preview": told.what[0] if told.what else told.facts,
            "quote_direction": phrasing.direction_of(told.quote),
        }
        subject = _("%(site)s: %(sentence)s") % {"site": phrasing.turned(site.name), "sentence": told.title}
        text = render_to_string("emails/notices/statement.txt", {"subject": subject, **context}).strip() + "\n"
        html = mail.in_frame("emails/notices/statement.html", subject, context, site)
    headers = {"Message-ID": mail.message_id(f"{reader.account.id}:statement:{statement.pk}")}
    return Written(subject, text, html, headers)
