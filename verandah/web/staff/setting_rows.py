"""Settings as rows of a page: how each stands, who changed it last, what the form says, and what fits a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.actions import switching, wishing
from verandah.actions.switching import Switched
from verandah.base import hues
from verandah.base.errors import Invalid
from verandah.base.letters import folded
from verandah.domain.accounts.show import show_accounts
from verandah.domain.instance.settings_kinds import GROUPS, Kind, Setting, Value, Words
from verandah.domain.instance.settings_list import BY_NAME
from verandah.domain.instance.settings_values import choices_of, stored_site, value_in

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


# What can be read by everyone: the contrast that WCAG asks for.
ENOUGH = 4.5
SEPARATE = "names"


@dataclass(frozen=True, slots=True)
class Option:
    """One of what can be chosen."""

    key: str
    label: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a setting, which can be set back."""

    entry: Switched
    by: str
    was: str


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as the page shows it. `told`: how it stands, in words; `night`: its two times."""

    setting: Setting
    value: Value
    options: list[Option]
    error: str = ""
    change: Change | None = None
    night: tuple[str, str] = ("", "")
    remark: str = ""

    @property
    def kind(self) -> str:
        return self.setting.kind.value

    @property
    def found_by(self) -> str:
        """All words by which it is found, for the page that sifts while someone types."""
        return words_of(self.setting)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of settings."""

    word: str
    title: Words
    rows: list[Row]


@dataclass(slots=True)
class Asked:
    """What a form says, and what cannot be."""

    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def parts(settings: Iterable[Setting], asked: Asked | None = None, with_changes: bool = True) -> list[Part]:
    """The settings in their groups, as they stand or as they were sent. At most three queries."""
    chosen = list(settings)
    rows = {row.setting.name: row for row in rows_of(chosen, asked or Asked(), with_changes)}
    found = [
        Part(group.value, title, [rows[one.name] for one in chosen if one.group is group])
        for group, title in GROUPS.items()
    ]
    return [part for part in found if part.rows]


def rows_of(chosen: Sequence[Setting], asked: Asked, with_changes: bool = True) -> list[Row]:
    """The same without groups."""
    site, changes = stored_site(), told_changes() if with_changes else {}
    rows = []
    for one in chosen:
        value = asked.values.get(one.name, value_in(one, site))
        begins, _dash, ends = str(value).partition("-") if one.kind is Kind.NIGHT else ("", "", "")
        remark = ""
        if one.kind is Kind.COLOUR:
            remark = contrast_words(site.brand_hue, site.brand_chroma)
        rows.append(
            Row(
                one,
                value,
                options(one, value),
                asked.errors.get(one.name, ""),
                changes.get(one.name),
                (begins, ends),
                remark,
            )
        )
    return rows


def told_changes() -> dict[str, Change]:
    """The last change of each setting, with who made it. Two queries."""
    newest = switching.newest_changes()
    people = show_accounts([one.by_id for one in newest.values() if one.by_id])
    return {
        name: Change(
            one,
            people[one.by_id].display_name if one.by_id in people else _("Someone"),
            in_words(BY_NAME[name], one.was),
        )
        for name, one in newest.items()
        if name in BY_NAME
    }


def options(setting: Setting, value: Value) -> list[Option]:
    """What can be chosen; of several, those that are chosen come first, in their order."""
    found = [(str(key), label) for key, label in choices_of(setting)]
    if setting.kind is not Kind.SEVERAL:
        return [Option(key, label, key == str(value)) for key, label in found]
    chosen = [word for word in str(value).split(",") if word]
    placed = sorted(found, key=lambda one: chosen.index(one[0]) if one[0] in chosen else len(chosen))
    return [Option(key, label, key in chosen) for key, label in placed]


def in_words(setting: Setting, value: Value) -> str:
    """A value as people read it."""
    if setting.kind is Kind.YES_NO:
        return _("on") if value else _("off")
    if setting.kind in (Kind.CHOICE, Kind.SEVERAL):
        labels = {str(key): str(label) for key, label in choices_of(setting)}
        words = [labels.get(word, word) for word in str(value).split(",")]
        return ", ".join(word for word in words if word) or _("none")
    if setting.kind is Kind.NIGHT:
        return str(value).replace("-", " – ") or _("none")
    return str(value) or _("empty")


def contrast_words(hue: int, chroma: int) -> str:
    """How well the colour is read, in words."""
    least = min(hues.contrasts(hue, chroma))
    number = f"{least:.1f}"
    if least >= ENOUGH:
        return _("Easy to read by day and by night: contrast %(ratio)s : 1, at least 4.5 is asked for.") % {
            "ratio": number
        }
    return _("Hard to read for some: contrast %(ratio)s : 1, at least 4.5 is asked for.") % {"ratio": number}


def read(said: QueryDict, names: Iterable[str]) -> Asked:
    """What a form says of these settings, each looked at. Nothing is stored."""
    asked = Asked()
    for name in names:
        setting = BY_NAME[name]
        asked.values[name] = sent(setting, said)
        try:
            wishing.checked(setting, asked.values[name])
        except Invalid as refusal:
            asked.errors[name] = refusal.text
    return asked


def sent(setting: Setting, said: QueryDict) -> Value:
    """One value, as browsers send its kind."""
    if setting.kind is Kind.YES_NO:
        return setting.name in said
    if setting.kind is Kind.SEVERAL:
        return ",".join(said.getlist(setting.name))
    if setting.kind is Kind.NIGHT:
        return "-".join(said.get(name, "").strip() for name in setting.columns)
    return said.get(setting.name, "").strip()


def save(by: Account, asked: Asked) -> int:
    """Set what differs, each in the record; how many did. What is refused stands in `asked.errors`."""
    count = 0
    for name, value in asked.values.items():
        try:
            count += switching.switch(by, name, value)
        except Invalid as refusal:
            asked.errors[name] = refusal.text
    return count


def saved_words(count: int) -> str:
    """What is said after saving."""
    if not count:
        return _("Nothing was changed.")
    return ngettext(
        "%(count)d setting was changed. It holds from now on.",
        "%(count)d settings were changed. They hold from now on.",
        count,
    ) % {"count": count}


def fitting(settings: Iterable[Setting], query: str) -> list[Setting]:
    """Those in which every word of a search is found, whatever its case and accents."""
    wanted = folded(query).split()
    return [one for one in settings if all(word in words_of(one) for word in wanted)]


def words_of(setting: Setting) -> str:
    """All that a setting is found by."""
    labels = [str(label) for _key, label in choices_of(setting)]
    return folded(
        " ".join([str(setting.label), str(setting.help), str(setting.words), str(GROUPS[setting.group]), *labels])
    )


def named(found: Mapping[str, Setting], names: Iterable[str]) -> list[str]:
    """Those of `names` that there are, each once."""
    return [name for name in dict.fromkeys(names) if name in found]
