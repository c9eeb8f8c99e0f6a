"""Admin::Measure, Admin::Dimension and Admin::Cohort: figures, which apps expect as texts."""

from datetime import date
from typing import NotRequired, TypedDict

from verandah.domain.moderation.figures import Cohort, Measure, Share

UNITS = ("Bytes", "KB", "MB", "GB", "TB")


class DayJson(TypedDict):
    date: str
    value: str


class MeasureJson(TypedDict):
    key: str
    unit: str | None
    total: str
    human_value: NotRequired[str]
    previous_total: NotRequired[str]
    data: list[DayJson]


class PartJson(TypedDict):
    key: str
    human_key: str
    value: str
    unit: NotRequired[str]
    human_value: NotRequired[str]


class DimensionJson(TypedDict):
    key: str
    data: list[PartJson]


class RateJson(TypedDict):
    date: str
    rate: float
    value: str


class CohortJson(TypedDict):
    period: str
    frequency: str
    data: list[RateJson]


def measure(found: Measure) -> MeasureJson:
    """Something by day."""
    told: MeasureJson = {
        "key": found.key,
        "unit": found.unit,
        "total": str(found.total),
        "data": [{"date": midnight_of(day), "value": str(value)} for day, value in found.by_day.items()],
    }
    if found.unit == "bytes":
        told["human_value"] = size(found.total)
    if found.before is not None:
        told["previous_total"] = str(found.before)
    return told


def dimension(key: str, parts: list[Share]) -> DimensionJson:
    """What something is made of."""
    return {"key": key, "data": [part(found) for found in parts]}


def part(found: Share) -> PartJson:
    """One of several."""
    told: PartJson = {"key": found.key, "human_key": found.name, "value": str(found.value)}
    if found.unit == "bytes":
        told["unit"], told["human_value"] = found.unit, size(found.value)
    return told


def cohort(found: Cohort, frequency: str) -> CohortJson:
    """Those who joined together."""
    return {
        "period": midnight_of(found.start),
        "frequency": frequency,
        "data": [
            {"date": midnight_of(day), "rate": here / found.size if found.size else 0.0, "value": str(here)}
            for day, here in found.here.items()
        ],
    }


def midnight_of(day: date) -> str:
    """A day as a moment."""
    return f"{day:%Y-%m-%d}T00:00:00.000Z"


def size(number: int) -> str:
    """Bytes as people say them."""
    value, unit = float(number), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{number} {UNITS[0]}" if unit == 0 else f"{value:.3g} {UNITS[unit]}"
