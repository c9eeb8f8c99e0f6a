"""Pictures of every page for people to look at: `python -m tests.browser.gallery FOLDER [language …]`."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from .conftest import CHROMIUM, FLAGS
from .looking import DESKTOP, PHONE, Device, looking, opened, settle, sights
from .pages import GUEST, MEMBER, STAFF
from .site import RunningSite, serve

LANGUAGES = ("en", "ar")


def main(folder: Path, languages: Sequence[str]) -> None:
    """A site of its own with a small town on it, and a picture of each page in each language on two devices."""
    with tempfile.TemporaryDirectory() as data, serve(Path(data)) as site, sync_playwright() as playwright:
        facts = settle(site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in languages:
            for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
                place = folder / language / device
                place.mkdir(parents=True, exist_ok=True)
                for who in (GUEST, MEMBER, STAFF):
                    take(browser, site, facts, who, language, size, place)
        browser.close()


def take(
    browser: Browser,
    site: RunningSite,
    facts: Mapping[str, str],
    who: str,
    language: str,
    size: Device,
    place: Path,
) -> None:
    """All that this one sees."""
    with looking(browser, site, facts, who, language, size) as (page, _watch):
        for name, sight in sights().items():
            if sight.who == who:
                opened(page, sight, facts)
                file = place / f"{name.replace(' ', '-').replace(',', '')}.png"
                page.screenshot(path=file, full_page=True, animations="disabled")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:] or LANGUAGES)
