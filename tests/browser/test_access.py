"""Every page, light and dark, wide and narrow: no grave barrier, no sideways scrolling, and the keyboard works."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .people import article, composer, join, post

FOR_GUESTS = ["/", "/sign-up/", "/sign-in/", "/password/reset/", "/confirm-email/", "/@surveyor/", "/no-such-page/"]
FOR_MEMBERS = [
    "/",
    "/all/",
    "/people/",
    "/@surveyor/",
    "/@surveyor/about/",
    "/@surveyor/photos/",
    "/@surveyor/followers/",
    "/notifications/",
    "/requests/",
    "/menu/",
    "/p/new/",
    "/tags/bread/",
    "/saved/",
    "/settings/",
    "/settings/privacy/",
    "/settings/display/",
    "/settings/security/",
    "/settings/apps/",
    "/email/",
    "/password/change/",
    "/no-such-page/",
]
COME = """() => {
  const ends = document.getAnimations().filter((one) => isFinite(one.effect.getComputedTiming().endTime));
  return Promise.allSettled(ends.map((one) => one.finished)).then(() => {});
}"""
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def signed_in(running, chromium) -> dict:
    """What a browser keeps of someone who has signed in and posted."""
    context = chromium.new_context(base_url=running.url)
    page = context.new_page()
    join(page, running, "surveyor")
    post(page, "A public word on #bread, with a link https://example.org/ and @surveyor in it")
    expect(article(page, "A public word")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, once what comes in has come: what is half there has no contrast."""
    page.evaluate(COME)
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:200]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    wide, there = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"{page.url} is {wide} wide in {there}"] if wide > there else []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("who", ["guests", "members"])
def test_axe_finds_no_grave_barrier(visit, signed_in, who, theme):
    state = {"storage_state": signed_in} if who == "members" else {}
    page = visit(color_scheme=theme, **state)
    found = []
    for path in FOR_MEMBERS if who == "members" else FOR_GUESTS:
        page.goto(path)
        found += barriers(page)
    assert found == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("who", ["guests", "members"])
def test_nothing_scrolls_sideways_on_a_phone(visit, signed_in, who, width):
    state = {"storage_state": signed_in} if who == "members" else {}
    page = visit(viewport={"width": width, "height": 720}, **state)
    found = []
    for path in FOR_MEMBERS if who == "members" else FOR_GUESTS:
        page.goto(path)
        found += overflow(page)
    assert found == []


def test_the_keyboard_reaches_the_content_and_the_composer(visit, signed_in):
    page = visit(storage_state=signed_in)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    for _step in range(40):
        page.keyboard.press("Tab")
        if composer(page).evaluate("node => node === document.activeElement"):
            break
    expect(composer(page)).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(visit, signed_in):
    page = visit(storage_state=signed_in)
    page.goto("/")
    menu = article(page, "A public word").locator("details.menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_long_profile_opens_at_its_top_on_a_phone(visit, running):
    page = visit(viewport={"width": 360, "height": 640})
    join(page, running, "talker")
    page.goto("/settings/")
    page.locator("[name=bio]").fill("Much to say about everything. " * 16)
    page.locator("main form[action='/settings/'] button, main form:has([name=bio]) button").first.click()
    page.goto("/@talker/followers/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("scrollY") == 0


def test_the_bar_grows_with_the_text(visit, signed_in):
    page = visit(storage_state=signed_in)
    page.goto("/people/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for part in (".top .brand", ".top .search"):
        inside = "([bar, part]) => part.bottom <= bar.bottom + 1 && part.top >= bar.top - 1"
        boxes = f"['.top', '{part}'].map((one) => document.querySelector(one).getBoundingClientRect())"
        assert page.evaluate(f"({inside})({boxes})"), part
