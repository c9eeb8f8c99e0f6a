"""What a setting of the owner's is made of: how it is asked for, what it belongs to, what it is found by."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# How a value is asked for, told and recorded. Several of a list: their words, with commas between them.
type Value = bool | int | str
type Words = str | Promise


class Kind(Enum):
    """How a setting is asked for."""

    YES_NO = "yes-no"
    NUMBER = "number"
    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    COLOUR = "colour"
    STRENGTH = "strength"
    SEVERAL = "several"
    HOUR = "hour"
    # From one time of the clock until another, or none.
    NIGHT = "night"
    FOLDER = "folder"


class Group(StrEnum):
    """What belongs together on the page."""

    WHO = "who"
    LOOK = "look"
    LANDING = "landing"
    JOINING = "joining"
    POSTING = "posting"
    PROFILES = "profiles"
    NEWCOMERS = "newcomers"
    DISCOVERY = "discovery"
    LANGUAGES = "languages"
    NIGHT = "night"
    BACKUPS = "backups"


GROUPS: dict[Group, Words] = {
    Group.WHO: _("Who the site is"),
    Group.LOOK: _("Look"),
    Group.LANDING: _("Landing page"),
    Group.JOINING: _("Joining"),
    Group.POSTING: _("Posting"),
    Group.PROFILES: _("Profiles"),
    Group.NEWCOMERS: _("Newcomers"),
    Group.DISCOVERY: _("Being found"),
    Group.LANGUAGES: _("Languages"),
    Group.NIGHT: _("Night"),
    Group.BACKUPS: _("Backups"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them. `name` is its column of the site, unless `columns` says otherwise.

    `least` and `most`: of a number, or how short and how long a text may be. `words`: by what else it is looked for.
    """

    name: str
    group: Group
    label: Words
    help: Words
    kind: Kind
    least: int = 0
    most: int = 0
    choices: tuple[tuple[int | str, Words], ...] = ()
    words: Words = ""
    columns: tuple[str, ...] = ()
