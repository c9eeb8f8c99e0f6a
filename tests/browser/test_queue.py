"""A moderator goes through the queue: by keys, on a phone, without JavaScript, and beside somebody else."""

import re

import pytest
from playwright.sync_api import Page, expect

from . import caseload
from .conftest import Visit
from .site import RunningSite

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def load(running: RunningSite) -> dict[str, str]:
    return caseload.fill(running)


def signed_in(visit: Visit, load: dict[str, str], name: str, running: RunningSite, **options) -> Page:
    page = visit(**options)
    page.context.add_cookies([{"name": load["cookie"], "value": load[name], "url": running.url}])
    return page


def line(page: Page, code: str):
    return page.locator(f"#case-{code}")


def test_by_keys_from_the_queue_into_a_case_and_back(visit, running, load, picture):
    page = signed_in(visit, load, "mo", running)
    page.goto("/moderation/")
    expect(line(page, load["boat"])).to_be_visible()
    picture(page, "queue")
    page.keyboard.press("j")
    expect(page.locator("li.case").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("li.case").nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("li.case").nth(1).get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/moderation/{load['boat']}/$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("c")
    expect(page.get_by_text("Yours until")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("/moderation/$"))


def test_pictures_are_shown_when_asked_for(visit, running, load, picture):
    page = signed_in(visit, load, "mo", running)
    page.goto(f"/moderation/{load['tickets']}/")
    kept = page.locator("details[data-media] img")
    expect(kept).to_be_hidden()
    picture(page, "case")
    page.keyboard.press("m")
    expect(kept).to_be_visible()
    page.wait_for_function("document.querySelector('details[data-media] img').naturalWidth > 0")


def test_two_at_one_case_know_of_each_other(visit, running, load):
    mo, max_ = signed_in(visit, load, "mo", running), signed_in(visit, load, "max", running)
    for page in (mo, max_):
        page.goto(f"/moderation/{load['copy']}/")
    mo.get_by_role("button", name="Take this case").click()
    expect(mo.get_by_text("Yours until")).to_be_visible()
    max_.reload()
    expect(max_.get_by_text("Mo works at this case")).to_be_visible()
    expect(max_.get_by_role("button", name="Take this case")).to_have_count(0)


def test_on_a_phone_and_without_javascript(visit, running, load, picture):
    page = signed_in(visit, load, "mo", running, viewport=PHONE, java_script_enabled=False)
    page.goto("/moderation/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "queue-phone")
    line(page, load["parcel"]).get_by_role("button").click()
    expect(page.get_by_text("Yours until")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("A note").fill("A neighbour’s parcel, nothing else.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("A neighbour’s parcel, nothing else.")).to_be_visible()
    picture(page, "case-phone")


def test_several_at_once_are_previewed_first(visit, running, load, picture):
    page = signed_in(visit, load, "mo", running)
    page.goto("/moderation/")
    line(page, load["money"]).get_by_role("checkbox").check()
    page.get_by_role("button", name="Decide about the ticked ones").click()
    page.get_by_label("Leave it").check()
    page.get_by_role("button", name="Show what will change").click()
    expect(page.get_by_text("1 case will be decided")).to_be_visible()
    picture(page, "queue-bulk")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("1 case was decided.")).to_be_visible()
