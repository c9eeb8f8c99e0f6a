"""Every page, for whoever it is for: no barrier, nothing cut off or too wide, and nothing left in another language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from .looking import (
    ARABIC,
    DESKTOP,
    ENGLISH,
    NIGHT_PHONE,
    PHONE,
    SMALLEST,
    Device,
    barriers,
    frame,
    left_in_english,
    looking,
    opened,
    part,
    settle,
)
from .measures import layout, unseen_focus
from .pages import GUEST, MEMBER, STAFF
from .site import RunningSite, serve

PARTS = 4
# Of the pages in languages that are read from the left like English, these many are enough to find long words.
SAMPLES = 3

type Check = Callable[[Page, str], list[str]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site of its own: its people are called as those of other journeys."""
    with serve(tmp_path_factory.mktemp("town")) as site:
        yield site


@pytest.fixture(scope="module")
def facts(town: RunningSite) -> dict[str, str]:
    return settle(town)


@pytest.fixture
def found(town: RunningSite, chromium: Browser, facts: dict[str, str]) -> Callable[..., list[str]]:
    """`found(sights, language, device, check, …)`: all that is wrong with these pages, by name."""

    def look(sights, language: str, device: Device, *checks: Check) -> list[str]:
        troubles = []
        for who in (GUEST, MEMBER, STAFF):
            mine = {name: sight for name, sight in sights.items() if sight.who == who}
            with looking(chromium, town, facts, who, language, device) as (page, watch):
                for name, sight in mine.items():
                    wrong = opened(page, sight, facts)
                    wrong += [one for check in checks for one in check(page, language)] + watch.troubles
                    watch.troubles.clear()
                    troubles += [f"{name} ({language}, {device.width}): {one}" for one in wrong]
        return troubles

    return look


def axe(page: Page, language: str) -> list[str]:
    return barriers(page)


def laid_out(page: Page, language: str) -> list[str]:
    return layout(page)


def focus(page: Page, language: str) -> list[str]:
    return [f"focus is not seen: {one}" for one in unseen_focus(page, 6)]


@pytest.mark.parametrize("number", range(PARTS))
def test_in_english_on_a_desktop(found, number):
    assert found(part(number, PARTS), ENGLISH, DESKTOP, frame, axe, laid_out, focus) == []


@pytest.mark.parametrize("number", range(PARTS))
def test_in_arabic_on_a_phone_at_night(found, number):
    assert found(part(number, PARTS), ARABIC, NIGHT_PHONE, frame, axe, laid_out, left_in_english) == []


@pytest.mark.parametrize("number", range(PARTS))
def test_in_english_on_the_smallest_phone(found, number):
    assert found(part(number, PARTS), ENGLISH, SMALLEST, laid_out) == []


@pytest.mark.parametrize("number", range(PARTS))
def test_in_arabic_on_a_desktop(found, number):
    assert found(part(number, PARTS), ARABIC, DESKTOP, frame, laid_out) == []


@pytest.mark.parametrize("place", range(SAMPLES))
@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_in_languages_with_long_words(found, language, place):
    assert found(part(place, SAMPLES), language, PHONE if place else DESKTOP, frame, laid_out, left_in_english) == []
