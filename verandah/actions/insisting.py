"""What whoever reported something says further: to the staff, or against what was decided."""

from verandah.domain.moderation.models import Appeal, CaseMessage, Decision, Report
from verandah.domain.moderation.reports import OwnReport

from . import appealing, corresponding


def say(mine: OwnReport, body: str) -> CaseMessage:
    """Write to the staff in the case of one's report. The same again at once: the same message.

    Raises Invalid, NotFound, TooMany.
    """
    return corresponding.write_as_reporter(row_of(mine), body)


def ask_again(mine: OwnReport, text: str) -> Appeal:
    """Have somebody else look at what was decided. Raises Invalid, and Conflict the second time or when it is late."""
    decision = Decision.objects.get(pk=mine.decision_id or 0)
    return appealing.appeal_report(row_of(mine), decision, text)


def row_of(mine: OwnReport) -> Report:
    """The report itself, of which a query has said that it is theirs."""
    return Report.objects.select_related("case", "reporter").get(pk=mine.id)
