"""Moments as apps read them: exactly three digits behind the second, and Z. One app fails at anything else."""

from datetime import UTC, datetime


def moment(when: datetime) -> str:
    """2026-11-22T01:02:03.000Z"""
    when = when.astimezone(UTC)
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}Z"


def moment_or_none(when: datetime | None) -> str | None:
    """The same of what may not have happened."""
    return moment(when) if when else None


def midnight(when: datetime) -> str:
    """The day as a moment: when someone joined is told no closer."""
    return f"{when.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z"


def day(when: datetime) -> str:
    """2026-11-22"""
    return f"{when.astimezone(UTC):%Y-%m-%d}"
