"""Looking at what someone wishes a setting to be: within its limits, in the one spelling that is stored."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.letters import BIDI, is_invisible
from verandah.domain.instance.clock_words import minutes_of, words_of_minutes
from verandah.domain.instance.settings_kinds import Kind, Setting, Value
from verandah.domain.instance.settings_values import choices_of


def checked(setting: Setting, value: Value) -> Value:
    """What is stored. Raises Invalid with a sentence for what it cannot be."""
    return CHECKS[setting.kind](setting, value)


def yes_or_no(_setting: Setting, value: Value) -> Value:
    return bool(value)


def number(setting: Setting, value: Value) -> Value:
    """Within its limits."""
    try:
        found = int(value)
    except ValueError as error:
        raise Invalid(setting.name, _("Write a whole number.")) from error
    if setting.least <= found <= setting.most:
        return found
    if setting.least:
        limits = {"least": setting.least, "most": setting.most}
        raise Invalid(setting.name, _("Choose a number from %(least)d to %(most)d.") % limits)
    raise Invalid(setting.name, _("Choose a number from 0 to %(most)d.") % {"most": setting.most})


def line(setting: Setting, value: Value) -> Value:
    """In one line, with single blanks."""
    return fitting(setting, " ".join(str(value).split()))


def text(setting: Setting, value: Value) -> Value:
    """In lines, without blanks at their ends."""
    lines = [one.strip() for one in str(value).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    return fitting(setting, "\n".join(lines))


def fitting(setting: Setting, words: str) -> str:
    """Not too long, not too short, and nothing in it that turns around or hides what stands beside it."""
    if any(sign in BIDI or (is_invisible(sign) and sign not in "\n\u200c\u200d") for sign in words):
        raise Invalid(setting.name, _("There is a sign in it that nobody can see. Type it anew."))
    if len(words) > setting.most:
        raise Invalid(setting.name, _("Keep it to %(most)d characters.") % {"most": setting.most})
    if len(words) < setting.least:
        raise Invalid(setting.name, _("Write something here."))
    return words


def choice(setting: Setting, value: Value) -> Value:
    """One of those on offer."""
    for key, _label in choices_of(setting):
        if str(key) == str(value):
            return key
    raise Invalid(setting.name, _("Choose one of those in the list."))


def several(setting: Setting, value: Value) -> Value:
    """Some of those on offer, each once, in the order they were named in."""
    chosen = list(dict.fromkeys(word for word in str(value).split(",") if word))
    known = {str(key) for key, _label in choices_of(setting)}
    if any(word not in known for word in chosen):
        raise Invalid(setting.name, _("Choose among those in the list."))
    if len(chosen) < setting.least:
        raise Invalid(setting.name, _("Choose one at least."))
    return ",".join(chosen)


def night(setting: Setting, value: Value) -> Value:
    """Two different times of the clock, or none."""
    begins, _dash, ends = str(value).partition("-")
    if not begins.strip() and not ends.strip():
        return ""
    times = [minutes_of(begins), minutes_of(ends)]
    if None in times and begins.strip() and ends.strip():
        raise Invalid(setting.name, _("Write times as in 22:00."))
    if None in times or times[0] == times[1]:
        raise Invalid(setting.name, _("A night needs a beginning and another time at which it ends."))
    return "-".join(words_of_minutes(one) for one in times if one is not None)


CHECKS: dict[Kind, Callable[[Setting, Value], Value]] = {
    Kind.YES_NO: yes_or_no,
    Kind.NUMBER: number,
    Kind.COLOUR: number,
    Kind.STRENGTH: number,
    Kind.HOUR: number,
    Kind.LINE: line,
    Kind.FOLDER: line,
    Kind.TEXT: text,
    Kind.CHOICE: choice,
    Kind.SEVERAL: several,
    Kind.NIGHT: night,
}
