"""Telling whom a decision is about what was decided and why: the statement of reasons, the notice and the letter."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from verandah.base import mail
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account, User
from verandah.domain.moderation.appeals import appeal_until
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Decision, Report, Restriction, Snapshot, Statement
from verandah.domain.moderation.quotes import is_comment, quote_of
from verandah.domain.moderation.snapshots import Body
from verandah.domain.moderation.sources import source_of
from verandah.domain.moderation.statements import Reasons, texts_of
from verandah.domain.moderation.words import thing_of
from verandah.domain.notifications.nights import clock_of

from . import informing, notifying

BATCH = 500
# Beside the language of whom it is about; a court or a body reads it in this one.
ALWAYS = "en"


def state(decision: Decision, withheld_until: datetime | None = None) -> Statement | None:
    """Write the statement of `decision` and deliver it; None where there is nobody to be told. Twice: the same row.

    To be called in the transaction of the decision. `withheld_until`: nobody must hear of it before then.
    """
    user = User.objects.filter(account=decision.subject.owner_id or 0).select_related("account").first()
    if user is None or not is_told(decision):
        return None
    language = mail.known(user.language)
    row, made = Statement.objects.get_or_create(
        decision=decision,
        defaults={
            "account": user.account,
            "puid": puid_of(decision),
            "language": language,
            "texts": texts_of(reasons_of(decision), (language, ALWAYS), clock_of(user.account_id)),
            "withheld_until": withheld_until,
        },
    )
    if made and (withheld_until is None or withheld_until <= timezone.now()):
        deliver(row)
    return row


def deliver(statement: Statement) -> None:
    """Whom it is about is told here and by letter. Twice: told once."""
    now = timezone.now()
    with transaction.atomic():
        rows = Statement.objects.filter(pk=statement.pk, delivered_at=None)
        if statement.account is None or not rows.update(delivered_at=now):
            return
        statement.delivered_at = now
        notifying.about_decision(statement.account, statement.decision_id)
        if not is_small(statement.decision):
            later(informing.write_statement, statement.pk, key=f"statement:{statement.pk}")


def deliver_due() -> int:
    """Deliver what had to be withheld until now; how many. Twice: each once."""
    due = Statement.objects.filter(delivered_at=None, withheld_until__lte=timezone.now())
    found = list(due.select_related("account", "decision")[:BATCH])
    for statement in found:
        deliver(statement)
    return len(found)


def read(statement_id: int, account: Account) -> None:
    """`account`, whom it is about, has looked at it. Twice: the first time counts."""
    Statement.objects.filter(pk=statement_id, account=account, read_at=None).update(read_at=timezone.now())


def is_told(decision: Decision) -> bool:
    """Whether there is anything to tell: not that nothing was wrong, nor that an end came to what nobody knew of."""
    if decision.reverses_id is not None:
        return Statement.objects.filter(decision=decision.reverses_id, delivered_at__isnull=False).exists()
    # The files of a post that waits wait with it.
    if decision.parent_id is not None and is_small(decision):
        return False
    return any(effect != Effect.DISMISS for effect in decision.effects)


def is_small(decision: Decision) -> bool:
    """Whether it is so common and short that a letter would be too much: a rule holds something for a look."""
    return decision.effects == [Effect.HOLD] and decision.automated_decision != Decision.Automation.NONE


def puid_of(decision: Decision) -> str:
    """Its name in the Transparency Database: of letters, digits, - and _, and as unique as the decision."""
    return f"d-{decision.pk}"


def reasons_of(decision: Decision) -> Reasons:
    """All that its statement is made of. Three queries at most."""
    reports = Report.objects.filter(case=decision.case_id)
    version = decision.policy_version
    body = body_of(decision)
    return Reasons(
        thing=thing_of(decision.subject.kind, is_comment(body)),
        effects=tuple(sorted(decision.effects, key=weight_of)),
        undone=tuple(sorted(undone_by(decision), key=weight_of)),
        source=source_of(list(reports.values_list("channel", "is_illegal"))),
        at=decision.created_at,
        territory=tuple(decision.territory),
        until=decision.ends_at,
        facts=decision.facts,
        message=decision.message,
        quote=quote_of(body, decision.subject.part),
        rule=version.texts if version else {},
        is_illegal=decision.is_illegal,
        law=laws_of(reports.filter(is_illegal=True).exclude(law_country="").values_list("law_country", flat=True)),
        detection=decision.automated_detection,
        automation=Decision.Automation(decision.automated_decision),
        appeal_until=appeal_until(decision.created_at),
    )


def undone_by(decision: Decision) -> set[str]:
    """The effects that no longer hold by it: those of the decision that it takes back, or what it has ended."""
    if Effect.RESTORE not in decision.effects:
        return set()
    if decision.reverses is not None:
        return set(decision.reverses.effects)
    return set(Restriction.objects.filter(ended_by=decision).values_list("kind", flat=True))


def body_of(decision: Decision) -> Body:
    """What the thing looked like when it was decided about, or last before."""
    snapshot = decision.snapshot or Snapshot.objects.filter(subject=decision.subject_id).order_by("-pk").first()
    return snapshot.body if snapshot else {}


def laws_of(countries: Iterable[str]) -> tuple[str, ...]:
    """Each country once, in order."""
    return tuple(sorted(set(countries)))


def weight_of(effect: str) -> int:
    """Where an effect stands among all, the lightest first."""
    return list(Effect).index(Effect(effect)) if effect in Effect else -1
