"""Looking at pages as someone, in some language, on some device: one browser and one site for all that do."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .measures import own_words
from .pages import ALSO, GUEST, PAGES, SAID, Sight
from .site import RunningSite
from .watch import Watch

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "verandah" / "locale"
TELL = "from tests.browser import settled; settled.tell()"
ENGLISH, ARABIC = "en", "ar"
LATIN = re.compile("[A-Za-z]{3,}")
ARABIC_LETTERS = re.compile("[؀-ۿ]")
# Tags of axe: WCAG 2.2 AA, and what is good besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


@dataclass(frozen=True)
class Device:
    """What someone looks with."""

    width: int
    height: int
    scheme: str = "light"


DESKTOP, PHONE, NIGHT_PHONE = Device(1280, 900), Device(390, 844), Device(390, 844, "dark")
SMALLEST, ZOOMED = Device(320, 640), Device(640, 450)


def settle(site: RunningSite) -> dict[str, str]:
    """People and what they did. `member` and `staff`: sessions; `cookie`: its name; the rest stands in addresses."""
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "verandah.config.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", TELL]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def sights() -> dict[str, Sight]:
    """All that there is to look at, each with its name."""
    return PAGES | ALSO


def part(number: int, of: int) -> dict[str, Sight]:
    """One part of them, so that several processes can look at the same time."""
    return dict(list(sights().items())[number::of])


@contextmanager
def looking(
    chromium: Browser, site: RunningSite, facts: Mapping[str, str], who: str, language: str, device: Device
) -> Iterator[tuple[Page, Watch]]:
    """A window of someone's."""
    context = chromium.new_context(
        base_url=site.url,
        viewport={"width": device.width, "height": device.height},
        color_scheme=device.scheme,  # type: ignore[arg-type]
        locale="en-GB" if language == ENGLISH else language,
        reduced_motion="reduce",
    )
    if who != GUEST:
        context.add_cookies([{"name": facts["cookie"], "value": facts[who], "url": site.url}])
    context.set_default_timeout(15_000)
    page = context.new_page()
    try:
        yield page, Watch(page, site.url)
    finally:
        context.close()


def opened(page: Page, sight: Sight, facts: Mapping[str, str]) -> list[str]:
    """Go there; what is wrong with where that led."""
    answer = page.goto(sight.path.format_map(facts), wait_until="load")
    assert answer is not None
    is_there = answer.status == 200 or (answer.status == 404 and "no-such" in sight.path)
    stays = page.url.partition("?")[0].endswith(sight.path.format_map(facts).partition("?")[0])
    return [] if is_there and stays else [f"answers {answer.status} at {page.url}"]


def barriers(page: Page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"axe {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def frame(page: Page, language: str) -> list[str]:
    """What is wrong with the language and the direction that the page says it has."""
    told = page.evaluate("[document.documentElement.lang, getComputedStyle(document.documentElement).direction]")
    expected = [language, "rtl" if language == ARABIC else "ltr"]
    return [] if told == expected else [f"is {told}, not {expected}"]


def left_in_english(page: Page, language: str) -> list[str]:
    """Sentences of the page that its catalogue says otherwise; in Arabic, all with no letter of it."""
    other, told = sentences(language), own_words(page)
    found = [text for text, _choice in told if text in other and other[text] != text and text not in SAID]
    if language == ARABIC:
        # Names of languages and of places stand in menus as they are called there.
        said = [text for text, is_choice in told if not is_choice and text not in SAID]
        found += [text for text in said if LATIN.search(text) and not ARABIC_LETTERS.search(text)]
    return [f"in English: “{text[:80]}”" for text in dict.fromkeys(found)]


KNOWN: dict[str, dict[str, str]] = {}


def sentences(language: str) -> dict[str, str]:
    """Plain sentences of the catalogue, by what they are in English."""
    if language not in KNOWN:
        catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
        plain = (one for one in catalogue if one.msgstr and "%(" not in one.msgid and not one.obsolete)
        KNOWN[language] = {one.msgid: one.msgstr for one in plain}
    return KNOWN[language]
