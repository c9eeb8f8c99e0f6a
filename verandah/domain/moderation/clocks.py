"""Clocks of cases as numbers: how much of one has passed, where it stands still, when it ends. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .models import Clock


def is_paused(clock: Clock) -> bool:
    """Whether it stands still now."""
    return bool(clock.pauses) and clock.pauses[-1][1] is None


def is_running(clock: Clock) -> bool:
    """Whether something must still happen by its end."""
    return clock.met_at is None and clock.breached_at is None and not is_paused(clock)


def is_near(clock: Clock) -> bool:
    """Whether its end is so near that all who could help have been told."""
    return clock.met_at is None and clock.warned_late_at is not None


def is_late(clock: Clock, now: datetime) -> bool:
    """Whether it has run out before that happened for which it waits."""
    return clock.met_at is None and not is_paused(clock) and clock.due_at <= now


def stood_still(clock: Clock, now: datetime) -> timedelta:
    """For how long it has stood still, up to now."""
    pairs = [(moment(began), moment(ended) if ended else now) for began, ended in clock.pauses]
    return sum((ended - began for began, ended in pairs), timedelta())


def passed(clock: Clock, now: datetime) -> float:
    """How much of its time has passed, of 1; more than 1 when it is over. What it stood still does not count."""
    still = stood_still(clock, now)
    # The end has been moved by each pause that is over.
    whole = clock.due_at - clock.starts_at - stood_still_and_over(clock)
    return (now - clock.starts_at - still) / whole if whole > timedelta() else 1.0


def stood_still_and_over(clock: Clock) -> timedelta:
    """The same without a pause that goes on."""
    pairs = [(moment(began), moment(ended)) for began, ended in clock.pauses if ended]
    return sum((ended - began for began, ended in pairs), timedelta())


def pressure(clocks: Iterable[Clock], now: datetime) -> float:
    """Of the one that is nearest its end, how much has passed; nothing when none runs. One that was missed presses on
    until what it waited for has happened."""
    counted = [clock for clock in clocks if clock.met_at is None and not is_paused(clock)]
    return max((passed(clock, now) for clock in counted), default=0.0)


def moment(text: str) -> datetime:
    """A moment as it stands in `Clock.pauses`."""
    return datetime.fromisoformat(text)
