"""How the staff came to look at something: told by whom, in no more detail than a kind of people."""

from collections.abc import Collection
from enum import StrEnum

from .models import Report

Channel = Report.Channel


class Source(StrEnum):
    """Where a decision began."""

    NOTICE = "notice"
    FLAGGER = "flagger"
    AUTHORITY = "authority"
    REPORT = "report"
    OWN = "own"


# What comes from a machine of ours has been told by nobody.
OWN = (Channel.RULE, Channel.BANK)


def source_of(reports: Collection[tuple[int, bool]]) -> Source:
    """Of the reports of a case, each with its channel and whether it says that something is against a law."""
    told = [(channel, is_illegal) for channel, is_illegal in reports if channel not in OWN]
    if any(channel == Channel.FLAGGER for channel, _illegal in told):
        return Source.FLAGGER
    if any(channel == Channel.AUTHORITY for channel, _illegal in told):
        return Source.AUTHORITY
    if any(is_illegal for _channel, is_illegal in told):
        return Source.NOTICE
    return Source.REPORT if told else Source.OWN
