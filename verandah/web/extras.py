"""What a form brings beside words and files: a warning, a place, a mood, a poll; to be shown again if need be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.actions.voting import Question
from verandah.actions.wording import LONGEST_PLACE, LONGEST_WARNING
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.posts.audience import CommentPolicy, Mood
from verandah.domain.posts.polls import LONGEST_OPTION, MOST_OPTIONS

from .comment_choices import CommentChoice, comment_choices, comment_policy_from
from .moods import FEELINGS, Feeling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

    from verandah.actions.posting import Draft

HOUR = 3600
DAY = 24 * HOUR
# How long a poll can go on, as a page offers it.
ENDS = (300, 1800, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
# So many fields for answers there are without a script.
FIELDS = 4
PARTS = ("warning", "place", "mood", "poll", "comments")
# All that is sent of it, each under its name in the form.
NAMES = ("warning", "place", "mood", "poll-option", "poll-ends", "poll-multiple", "poll-secret", "comment_policy")


@dataclass(frozen=True, slots=True)
class End:
    """One length of a poll as the form offers it."""

    seconds: int
    words: str


@dataclass(frozen=True, slots=True)
class Extras:
    """The part of a form that is shown when someone wants it. `opened`: one of PARTS that stands open though empty."""

    warning: str = ""
    place: str = ""
    mood: str = ""
    options: tuple[str, ...] = ()
    ends: int = DAY
    multiple: bool = False
    secret: bool = False
    opened: str = ""
    # Who may comment; empty where that is not asked, because the post is there already.
    comments: str = "everyone"

    longest_warning = LONGEST_WARNING
    longest_place = LONGEST_PLACE
    longest_option = LONGEST_OPTION
    most_options = MOST_OPTIONS

    @property
    def has_poll(self) -> bool:
        return any(option.strip() for option in self.options)

    def __bool__(self) -> bool:
        said = self.warning.strip() or self.place.strip() or self.mood or self.has_poll
        return bool(said or self.comments not in ("", "everyone"))

    @property
    def comment_choices(self) -> list[CommentChoice]:
        return comment_choices(self.comments)

    @property
    def fields(self) -> list[str]:
        """What stands in the fields for answers: empty ones besides, so that there are enough without a script."""
        return [*self.options, *[""] * (FIELDS - len(self.options))]

    @property
    def lengths(self) -> list[End]:
        """The lengths on offer, and besides the one that a poll has which came by an app."""
        return [End(seconds, length_in_words(seconds)) for seconds in sorted({*ENDS, self.ends})]

    @property
    def feelings(self) -> list[Feeling]:
        return list(FEELINGS.values())


def extras_from(sent: QueryDict) -> Extras:
    """What was sent, as it was."""
    options = tuple(sent.getlist("poll-option"))
    while options and not options[-1].strip():
        options = options[:-1]
    return Extras(
        warning=sent.get("warning", ""),
        place=sent.get("place", ""),
        mood=sent.get("mood", ""),
        options=options,
        ends=whole(sent.get("poll-ends"), DAY),
        multiple="poll-multiple" in sent,
        secret="poll-secret" in sent,
        opened=opened_in(sent),
        comments=sent.get("comment_policy", ""),
    )


def extras_kept(draft: Mapping[str, Any]) -> Extras:
    """What a draft holds that was kept, by the names of its fields."""
    question = draft.get("poll") or {}
    mood = FEELINGS.get(Mood(draft.get("mood", Mood.NONE)))
    return Extras(
        warning=draft.get("warning", ""),
        place=draft.get("place", ""),
        mood=mood.value if mood else "",
        options=tuple(question.get("titles", ())),
        ends=question.get("seconds", DAY),
        multiple=question.get("multiple", False),
        secret=question.get("hides_totals", False),
        comments=CommentPolicy(draft.get("comment_policy", CommentPolicy.EVERYONE)).name.lower(),
    )


def opened_in(asked: QueryDict) -> str:
    """Which part someone has asked for; empty for none."""
    return part if (part := asked.get("with", "")) in PARTS else ""


def with_extras(draft: Draft, sent: QueryDict) -> Draft:
    """The draft with what a form brings beside words and files. Raises Invalid for a mood that is none."""
    extras = extras_from(sent)
    mood, question = mood_of(extras.mood), question_of(extras)
    policy = comment_policy_from(sent)
    return replace(draft, warning=extras.warning, place=extras.place, mood=mood, poll=question, comment_policy=policy)


def mood_of(value: str) -> Mood:
    """The mood that was chosen. Raises Invalid."""
    if not value:
        return Mood.NONE
    found = next((mood for mood, feeling in FEELINGS.items() if feeling.value == value), None)
    if found is None:
        raise Invalid("mood", _("Choose one of the moods, or none."))
    return found


def question_of(extras: Extras) -> Question | None:
    """The poll, if there is one: fields that were left empty are no answers."""
    titles = tuple(option for option in extras.options if option.strip())
    return Question(titles, extras.ends, extras.multiple, extras.secret) if titles else None


def said_in(request: HttpRequest) -> list[str]:
    """All of it as it was sent: sent again it is the same."""
    return [value for name in NAMES for value in (name, *request.POST.getlist(name))]


def length_in_words(seconds: int) -> str:
    """So long, in words."""
    if seconds < HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}
    if seconds < DAY:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // HOUR) % {"n": seconds // HOUR}
    return ngettext("%(n)d day", "%(n)d days", seconds // DAY) % {"n": seconds // DAY}
