"""Looking for someone in the field that stands on every page: what may be meant is offered while one types."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .people import PASSWORD, address_of, sign_in
from .site import RunningSite
from .test_access import barriers

OPTION = "#found [role=option]"


@pytest.fixture(scope="module")
def people(running: RunningSite) -> None:
    for name, called in (("looks.around", "Looks Around"), ("wilhelmine", "Wilhelmine Öztürk")):
        words = ("user_create", name, "--email", address_of(name), "--display-name", called, "--password-stdin")
        running.run(*words, typed=PASSWORD)


@pytest.fixture
def reader(people: None, visit: Visit) -> Page:
    page = visit()
    sign_in(page, "looks.around")
    return page


@pytest.mark.parametrize("typed", ["wilh", "Wilhelmina", "ozturk"])
def test_a_person_is_found_by_keyboard_alone(reader: Page, typed: str) -> None:
    field = reader.locator("#q")
    field.focus()
    field.press_sequentially(typed)
    expect(reader.locator(OPTION).first).to_contain_text("Wilhelmine")
    assert barriers(reader) == []
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "found-p0")
    field.press("Enter")
    expect(reader).to_have_url(re.compile("/@wilhelmine/$"))


def test_escape_leaves_the_words_and_enter_searches(reader: Page) -> None:
    field = reader.locator("#q")
    field.fill("")
    field.press_sequentially("zzzz")
    expect(reader.locator("#found-all")).to_be_visible()
    field.press("Escape")
    expect(reader.locator("#found")).to_have_count(0)
    expect(field).to_have_value("zzzz")
    field.press("Enter")
    expect(reader).to_have_url(re.compile(r"/search/\?q=zzzz$"))
    expect(reader.locator("main")).to_contain_text("Nothing found")


def test_an_icon_stands_in_its_own_line(reader: Page) -> None:
    field = reader.locator("#q")
    field.fill("")
    field.press_sequentially("zzzz")
    line, icon = reader.locator("#found-all"), reader.locator("#found-all .i")
    expect(line).to_be_visible()
    outer, inner = line.bounding_box(), icon.bounding_box()
    assert outer
    assert inner
    assert outer["y"] <= inner["y"] <= inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    words = line.locator(".grow").bounding_box()
    assert words
    assert inner["x"] + inner["width"] <= words["x"]
