"""The texts that are shipped for the pages of a site: read from files, with questions where only the owner knows."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from .guard import asked_in
from .questions import QUESTIONS, Question

FOLDER = Path(__file__).parent / "templates"
# In their order; a file is called by one of these and a language.
NAMES = ("about", "privacy", "terms", "imprint", "accessibility")
LANGUAGES = ("en", "ar", "fr", "de", "es")

type Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Template:
    """A shipped page in all its languages. `mark`: its name and digest, by which a version says what it came from."""

    name: str
    texts: Texts
    mark: str


@cache
def templates() -> Mapping[str, Template]:
    """All of them, by name. They are read once in the life of a process."""
    return {name: template(name) for name in NAMES}


def template(name: str) -> Template:
    """One, from its files."""
    found = {language: (FOLDER / f"{name}.{language}.toml").read_bytes() for language in LANGUAGES}
    texts = {
        language: {key: str(value).strip() for key, value in tomllib.loads(data.decode()).items()}
        for language, data in found.items()
    }
    return Template(name, texts, f"{name}:{sha256(b''.join(found.values())).hexdigest()[:16]}")


def questions_in(texts: Texts) -> dict[str, Question]:
    """The questions that these texts ask, in their order, as far as they are known."""
    told = "\n".join("\n".join(words.values()) for words in texts.values())
    return {name: QUESTIONS[name] for name in asked_in(told) if name in QUESTIONS}
