"""A real server on a free port, and browsers that watch whatever goes wrong in them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from .site import RunningSite, serve
from .watch import Watch

CHROMIUM = "/usr/bin/chromium"
# The sandbox needs rights that containers do not give; the rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"

type Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# A machine that does other things as well is slow, not wrong.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with serve(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert os.path.exists(CHROMIUM), "Chromium is missing: run `make test`, or `apt-get install chromium`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(running: RunningSite, chromium: Browser) -> Iterator[Visit]:
    """`visit(viewport=…, java_script_enabled=…)`: a page of a browser of its own. Any trouble in it fails the test."""
    watches: list[Watch] = []

    def opened(**options) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("locale", "en-GB")
        options.setdefault("base_url", running.url)
        context = chromium.new_context(**options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        watches.append(Watch(page, options["base_url"]))
        return page

    yield opened
    troubles = [trouble for watch in watches for trouble in watch.troubles]
    for watch in watches:
        watch.page.context.close()
    assert troubles == []


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """`picture(page, "home-dark")`: leave a screenshot for people to look at."""

    def take(page: Page, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        place = ARTIFACTS / f"{name}.png"
        try:
            page.screenshot(path=place, full_page=False, animations="disabled")
        except Error:
            # On a busy machine Chromium sometimes has nothing drawn yet.
            page.screenshot(path=place, full_page=False, animations="disabled")

    return take
