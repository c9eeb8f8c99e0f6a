"""Every sentence a person can meet is there in every language, compiled, and nothing is left over."""

import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

from .source import PACKAGE, TOP

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[a-z]%|\{[a-z_]*\}|%[sd]")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str | None, str]]:
    """What the code and the pages ask to have translated, read from a copy without any catalogue."""
    assert shutil.which("xgettext"), "The program xgettext is missing: install gettext, or run `make test`."
    copy = tmp_path_factory.mktemp("words")
    shutil.copytree(PACKAGE, copy / "verandah", ignore=shutil.ignore_patterns("locale", "__pycache__", "static"))
    (copy / "verandah" / "locale").mkdir()
    (copy / "verandah" / "locale" / "ar").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "ar", "--no-location", "--verbosity", "0"]
    # The tree that is searched is the copy, the settings are the real ones.
    subprocess.run(command, cwd=copy / "verandah", env=environment(), check=True, timeout=120)
    found = polib.pofile(str(copy / "verandah" / "locale" / "ar" / "LC_MESSAGES" / "django.po"))
    return {(entry.msgctxt, entry.msgid) for entry in found}


def environment() -> dict[str, str]:
    """For a program of Django's that runs elsewhere."""
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": str(TOP)}
    return path | {"DJANGO_SETTINGS_MODULE": "django.conf.global_settings"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_and_nothing_left_over(language, sentences):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if not entry.obsolete}
    assert sorted(msgid for _context, msgid in sentences - known) == []
    assert sorted(msgid for _context, msgid in known - sentences) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_for_certain(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language):
    wrong = [entry.msgid for entry in catalogue(language) if not keeps_placeholders(entry)]
    assert wrong == []


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """One form: all of them. Several: none that is not asked for; "one person" may go without its number."""
    asked = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if not entry.msgid_plural:
        return set(PLACEHOLDER.findall(entry.msgstr)) == asked
    forms = [set(PLACEHOLDER.findall(form)) for form in entry.msgstr_plural.values()]
    return all(form <= asked for form in forms) and asked in forms


def test_a_lost_placeholder_is_seen():
    assert not keeps_placeholders(polib.POEntry(msgid="Hello %(name)s", msgstr="Hallo"))
    assert keeps_placeholders(polib.POEntry(msgid="Hello %(name)s", msgstr="Hallo %(name)s"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    written = {(entry.msgctxt, entry.msgid): said(entry) for entry in catalogue(language)}
    compiled = polib.mofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"))
    assert {(entry.msgctxt, entry.msgid): said(entry) for entry in compiled} == written


def said(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *(form for _number, form in sorted(entry.msgstr_plural.items()))]


def test_what_marks_a_sentence_is_called_by_its_name() -> None:
    """The program that collects sentences knows `gettext_lazy`, and no other name that a file gives it."""
    other = re.compile(r"\bn?p?n?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
    named = {path.name: other.findall(path.read_text()) for path in PACKAGE.rglob("*.py")}
    assert {name: found for name, found in named.items() if found} == {}
