"""What emoji are called, in English and in the languages of the site: to find one by the beginning of a word. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from emoji import EMOJI_DATA, LANGUAGES, STATUS, config

from verandah.base.letters import folded

# Of what is typed, so much is looked for.
LONGEST_START = 40
TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Called:
    """An emoji under one of its names, as it is typed between two colons."""

    sign: str
    name: str


def emoji_called(start: str, language: str, length: int) -> list[Called]:
    """Emoji of whose names a word begins so, in `language` or in English: each once, the nearest name first."""
    wanted = plain(start[:LONGEST_START])
    if not wanted:
        return []
    found = sorted((one for one in names_in(language) if is_so(wanted, one)), key=lambda one: nearness(wanted, one))
    nearest: dict[str, Called] = {}
    for _place, _name, called in found:
        nearest.setdefault(called.sign, called)
    return list(nearest.values())[:length]


@cache
def names_in(language: str) -> tuple[tuple[int, str, Called], ...]:
    """Every emoji under each of its names: its place in the order of Unicode, and the name as it is compared."""
    spoken = language.split("-")[0]
    if spoken in LANGUAGES:
        config.load_language(spoken)
    languages = dict.fromkeys([spoken, ENGLISH])
    return tuple(
        (place, plain(name), Called(sign, name))
        for place, (sign, said) in enumerate(EMOJI_DATA.items())
        if said["status"] == STATUS["fully_qualified"] and not TONES & set(sign)
        for name in dict.fromkeys(names_of(said, languages))
    )


def names_of(said: dict[str, object], languages: Iterable[str]) -> list[str]:
    """The names that the table tells of one emoji, without their colons."""
    names = [said.get(language) for language in languages]
    aliases = said.get("alias")
    found = [*names, *(aliases if isinstance(aliases, list) else [])]
    return [str(name).strip(":") for name in found if name]


def plain(name: str) -> str:
    """A name in the one spelling in which names are compared: its words with a low line between them."""
    return "_".join(folded(name).replace("-", "_").split())


def is_so(wanted: str, named: tuple[int, str, Called]) -> bool:
    """Whether the name, or a word within it, begins as what is wanted."""
    return named[1].startswith(wanted) or f"_{wanted}" in named[1]


def nearness(wanted: str, named: tuple[int, str, Called]) -> tuple[int, int, int]:
    """What comes first: the name itself, then what begins so, then what has a word that does; shorter before longer."""
    place, name, _called = named
    rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
    return rank, len(name), place
