"""How someone takes what they post: the sign of each mood, its word in a form, and the words beside a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import pgettext_lazy

from verandah.domain.posts.audience import Mood

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Feeling(NamedTuple):
    """A mood as pages show it. `beside` follows a name; languages whose verbs tell men from women use a noun there."""

    value: str
    icon: str
    tone: str
    word: _StrPromise
    beside: _StrPromise


FEELINGS = {
    mood: Feeling(mood.name.lower(), *rest)
    for mood, rest in {
        Mood.HAPPY: (
            *("smile", "amber"),
            pgettext_lazy("mood, to be chosen", "Happy"),
            pgettext_lazy("mood, beside a name of anyone", "is happy"),
        ),
        Mood.THANKFUL: (
            *("hand-heart", "amber"),
            pgettext_lazy("mood, to be chosen", "Thankful"),
            pgettext_lazy("mood, beside a name of anyone", "is thankful"),
        ),
        Mood.HOPEFUL: (
            *("sprout", "green"),
            pgettext_lazy("mood, to be chosen", "Hopeful"),
            pgettext_lazy("mood, beside a name of anyone", "is hopeful"),
        ),
        Mood.AMUSED: (
            *("laugh", "green"),
            pgettext_lazy("mood, to be chosen", "Amused"),
            pgettext_lazy("mood, beside a name of anyone", "is amused"),
        ),
        Mood.CURIOUS: (
            *("telescope", "blue"),
            pgettext_lazy("mood, to be chosen", "Curious"),
            pgettext_lazy("mood, beside a name of anyone", "is curious"),
        ),
        Mood.IMPRESSED: (
            *("sparkles", "blue"),
            pgettext_lazy("mood, to be chosen", "Impressed"),
            pgettext_lazy("mood, beside a name of anyone", "is impressed"),
        ),
        Mood.THOUGHTFUL: (
            *("lightbulb", "violet"),
            pgettext_lazy("mood, to be chosen", "Thoughtful"),
            pgettext_lazy("mood, beside a name of anyone", "is thoughtful"),
        ),
        Mood.WORRIED: (
            *("frown", "grey"),
            pgettext_lazy("mood, to be chosen", "Worried"),
            pgettext_lazy("mood, beside a name of anyone", "is worried"),
        ),
        Mood.SAD: (
            *("cloud-rain", "grey"),
            pgettext_lazy("mood, to be chosen", "Sad"),
            pgettext_lazy("mood, beside a name of anyone", "is sad"),
        ),
        Mood.ANGRY: (
            *("angry", "red"),
            pgettext_lazy("mood, to be chosen", "Angry"),
            pgettext_lazy("mood, beside a name of anyone", "is angry"),
        ),
    }.items()
}


def feeling(mood: Mood) -> Feeling | None:
    """How it is shown; None where someone has said nothing of it."""
    return FEELINGS.get(mood)
