"""The steps of setting up a new site, and which of them are done."""

from collections.abc import Sequence

STEPS = (
    *("safety", "name", "logo", "colour", "landing", "joining", "posts", "contact", "languages", "mail", "storage"),
    *("backup", "summary"),
)


def left_of(done: Sequence[str]) -> list[str]:
    """Those that are not done, in their order."""
    return [step for step in STEPS if step not in done]


def after(step: str) -> str:
    """The one that follows; the last one is followed by itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: str) -> str:
    """The one before; empty before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else ""
