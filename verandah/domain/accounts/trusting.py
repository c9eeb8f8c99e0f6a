"""How far someone is trusted: by what they have done here, and by what staff has found wrong. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .trust import Trust

# From so much weight of strikes on, nobody is trusted more than at the first or the second level.
TO_BASIC, TO_NEW = 3, 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of someone: days since they joined; days on which they said something or reacted; posts and
    comments that stand; different people who reacted to them; reports about them that were right in the last 90 days;
    the weight of strikes that count now."""

    days: int = 0
    active_days: int = 0
    posts: int = 0
    reactors: int = 0
    reports: int = 0
    strikes: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """What a level takes."""

    days: int
    active_days: int
    posts: int
    reactors: int
    # Whether reports about them that were right keep them from it.
    is_strict: bool


NEEDS = {
    Trust.BASIC: Need(days=2, active_days=2, posts=3, reactors=0, is_strict=False),
    Trust.MEMBER: Need(days=15, active_days=10, posts=10, reactors=5, is_strict=True),
    Trust.REGULAR: Need(days=60, active_days=30, posts=40, reactors=20, is_strict=True),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of why: a sentence, and whether that is fulfilled."""

    text: str
    is_met: bool


def level(now: Trust, facts: Facts) -> Trust:
    """The level of someone who is at `now`. Nobody falls for having been away, or rises while a strike counts."""
    if facts.strikes >= TO_NEW:
        return Trust.NEW
    if facts.strikes >= TO_BASIC:
        return min(now, Trust.BASIC)
    if facts.strikes:
        return now
    return max(now, earned(facts))


def earned(facts: Facts) -> Trust:
    """The highest level of which this and all lower ones are earned."""
    found = Trust.NEW
    for one, need in NEEDS.items():
        if not is_met(need, facts):
            break
        found = one
    return found


def is_met(need: Need, facts: Facts) -> bool:
    """Whether nothing is missing."""
    return (
        facts.days >= need.days
        and facts.active_days >= need.active_days
        and facts.posts >= need.posts
        and facts.reactors >= need.reactors
        and not (need.is_strict and facts.reports)
    )


def reasons(target: Trust, facts: Facts) -> list[Reason]:
    """What a level takes, line by line, with how far someone is."""
    need = NEEDS.get(target)
    return list(lines(need, facts)) if need else []


def lines(need: Need, facts: Facts) -> Iterator[Reason]:
    """The lines of one level. What it does not ask is not named."""
    yield Reason(
        ngettext("Here for %(need)d day: %(have)d", "Here for %(need)d days: %(have)d", need.days)
        % {"need": need.days, "have": facts.days},
        facts.days >= need.days,
    )
    yield Reason(
        ngettext(
            "Said something or reacted on %(need)d day: %(have)d",
            "Said something or reacted on %(need)d days: %(have)d",
            need.active_days,
        )
        % {"need": need.active_days, "have": facts.active_days},
        facts.active_days >= need.active_days,
    )
    yield Reason(
        ngettext(
            "%(need)d post or comment that stands: %(have)d",
            "%(need)d posts and comments that stand: %(have)d",
            need.posts,
        )
        % {"need": need.posts, "have": facts.posts},
        facts.posts >= need.posts,
    )
    if need.reactors:
        yield Reason(
            ngettext(
                "Reactions from %(need)d person: %(have)d",
                "Reactions from %(need)d different people: %(have)d",
                need.reactors,
            )
            % {"need": need.reactors, "have": facts.reactors},
            facts.reactors >= need.reactors,
        )
    if need.is_strict:
        yield Reason(_("No report that was right in the last 90 days"), not facts.reports)
    yield Reason(_("No strike that counts now"), not facts.strikes)


def name_of(found: Trust) -> str:
    """A level in words."""
    return {
        Trust.NEW: _("New here"),
        Trust.BASIC: _("Getting known"),
        Trust.MEMBER: _("Known member"),
        Trust.REGULAR: _("Regular"),
    }[found]
