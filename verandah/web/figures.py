"""Counts and moments as pages write them: numbers in few characters with the words behind them, and for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import npgettext

from verandah.base import formats

if TYPE_CHECKING:
    from verandah.domain.posts.show import Counts


class Figure(NamedTuple):
    """A number and its word, to be set apart from each other. Both are empty for none."""

    number: str = ""
    word: str = ""


class Figures(NamedTuple):
    """What has been done with a post, as far as its card tells."""

    reactions: Figure
    comments: Figure
    shares: Figure


NONE = Figure()


def figures(counts: Counts) -> Figures:
    """The words come after their numbers, in the form that belongs to each number."""
    reactions, comments, shares = counts.reactions, counts.comments, counts.shares
    return Figures(
        Figure(compact(reactions), npgettext("after a number", "reaction", "reactions", reactions))
        if reactions
        else NONE,
        Figure(compact(comments), npgettext("after a number", "comment", "comments", comments)) if comments else NONE,
        Figure(compact(shares), npgettext("after a number", "share", "shares", shares)) if shares else NONE,
    )


def compact(number: Any) -> str:
    """A count in at most a few characters, for where the exact number does not matter."""
    return formats.compact(int(number))


def iso(moment: datetime) -> str:
    """For machines: the moment in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
