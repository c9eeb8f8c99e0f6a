"""What ends by itself: restrictions whose time is over, and accounts whose days to be brought back are."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from verandah.base import mail
from verandah.domain.accounts.models import Account, User
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import CaseMessage, Decision, Restriction

from . import indexing, notifying
from .auditing import note
from .deciding import end
from .erasing import erase_all_of

# How long someone whose account was ended for good can be brought back.
RESTORABLE = timedelta(days=30)
BATCH = 200


def end_timed() -> int:
    """End what was decided for a time that is over, and tell whom it was about; how many. Twice: each once."""
    due = Restriction.objects.filter(ended_at=None, active_until__lte=timezone.now()).order_by("decision", "pk")
    found = list(due.values_list("decision", "pk")[:BATCH])
    for decision_id, rows in groupby(found, key=lambda pair: pair[0]):
        end_of(decision_id, [number for _decision, number in rows])
    return len(found)


def end_of(decision_id: int, restriction_ids: list[int]) -> None:
    """These of one decision have had their time."""
    with transaction.atomic():
        rows = list(
            Restriction.objects.select_for_update(of=("self",))
            .select_related("subject")
            .filter(pk__in=restriction_ids, ended_at=None, active_until__lte=timezone.now())
        )
        if not rows:
            return
        end(rows, None)
        decision = Decision.objects.select_related("case", "subject__owner").get(pk=decision_id)
        tell(decision)
        note(
            None,
            "time_over",
            account=decision.subject.owner,
            case_id=decision.case_id,
            decision_id=decision_id,
            effects=",".join(row.kind for row in rows),
        )


def tell(decision: Decision) -> None:
    """Whom it was about reads in the case that it has ended, in their language. Nobody of the staff has written it."""
    owner = decision.subject.owner
    if owner is None:
        return
    language = User.objects.filter(account=owner).values_list("language", flat=True).first()
    with translation.override(mail.known(language or "")):
        body = _("The time that was decided is over. What was restricted is open to you again.")
    CaseMessage.objects.create(
        case=decision.case,
        side=CaseMessage.Side.OWNER,
        is_from_staff=True,
        body=body,
        created_at=timezone.now(),
    )
    notifying.about_case(owner, decision.case_id)


def erase_terminated() -> int:
    """Erase the accounts that were ended for good 30 days ago, with all that is theirs; how many. Twice: each once.

    Nobody is erased of whom something must be kept.
    """
    due = Account.objects.filter(terminated_at__lte=timezone.now() - RESTORABLE, is_frozen=False)
    found = list(due.values_list("pk", flat=True)[:BATCH])
    count = sum(map(erase, found))
    if count:
        indexing.squeeze()
    return count


def erase(account_id: int) -> bool:
    """One of them, unless they were brought back or frozen meanwhile; whether they are gone."""
    with transaction.atomic():
        rows = Account.objects.select_for_update().filter(pk=account_id, is_frozen=False)
        account = rows.filter(terminated_at__lte=timezone.now() - RESTORABLE).first()
        if account is None:
            return False
        erase_all_of(account, decision_behind(account_id))
    return True


def decision_behind(account_id: int) -> int | None:
    """By which decision the account was ended."""
    rows = Restriction.objects.filter(subject__ref=account_id, kind=Effect.TERMINATE, ended_at=None)
    return rows.order_by("-pk").values_list("decision", flat=True).first()
