"""Someone reports what they see, a stranger reports what they were shown, and both follow what becomes of it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from .people import article, join, post
from .test_access import barriers, overflow

PHONE = {"width": 390, "height": 844}
SHAPES = {"wide": {}, "phone": {"viewport": PHONE}}


@pytest.fixture
def seller(visit, running) -> tuple[Page, str]:
    """Someone who has posted something, and the address of it."""
    number = str(time.monotonic_ns())[-8:]
    page = visit()
    join(page, running, f"seller{number}")
    text = f"Free concert, tickets for forty euros {number}"
    post(page, text)
    expect(article(page, text)).to_be_visible()
    shown = re.findall(r"\d+", article(page, text).get_attribute("id") or "")[0]
    return page, f"/p/{shown}/"


def no_trouble(page: Page) -> None:
    assert overflow(page) == []
    assert barriers(page) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_member_reports_in_the_dialog_and_follows_it(visit, running, seller, shape):
    _page, place = seller
    page = visit(**SHAPES[shape])
    join(page, running, f"reader{str(time.monotonic_ns())[-8:]}")
    page.goto(place)
    page.locator("article.post summary").first.click()
    page.get_by_role("link", name="Report post").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="What’s wrong with this post?")).to_be_focused()
    expect(dialog.get_by_role("list", name="Step 1 of 4")).to_be_visible()
    no_trouble(page)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("Choose what is wrong.")).to_be_visible()
    dialog.get_by_text("Something else", exact=True).click()
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_role("heading", name="A little more about it")).to_be_focused()
    dialog.get_by_label("What is wrong?").fill("The concert is free.")
    no_trouble(page)
    # Back and on again: nothing is lost.
    dialog.locator("footer").get_by_role("button", name="Back").click()
    expect(dialog.locator("[value=other]")).to_be_checked()
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_label("What is wrong?")).to_have_value("The concert is free.")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("The concert is free.")).to_be_visible()
    dialog.get_by_role("switch").first.check()
    no_trouble(page)
    dialog.get_by_role("button", name="Send report").click()
    expect(dialog.get_by_role("heading", name="Thank you")).to_be_focused()
    no_trouble(page)
    dialog.get_by_role("link", name="Follow this report").click()
    expect(page.get_by_role("heading", name="We have your report")).to_be_visible()
    expect(page.get_by_text("The concert is free.")).to_be_visible()
    no_trouble(page)
    page.get_by_label("Your message").fill("There is more of it on the wall of the library.")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_text("There is more of it")).to_be_visible()
    page.goto("/cases/")
    expect(page.get_by_role("link", name=re.compile("^Post · Seller"))).to_be_visible()
    no_trouble(page)


def test_four_pages_without_javascript(visit, running, seller):
    _page, place = seller
    page = visit(java_script_enabled=False)
    join(page, running, f"plain{str(time.monotonic_ns())[-8:]}")
    page.goto(place)
    page.locator("article.post summary").first.click()
    page.get_by_role("link", name="Report post").click()
    page.get_by_text("Against the law", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Say what makes it illegal.")).to_be_visible()
    page.get_by_text("Fraud", exact=True).click()
    page.get_by_label("Under the law of which country?").select_option("DE")
    page.get_by_label("Why is it illegal?").fill("He sells what is free.")
    # The Enter key goes on, not back.
    page.get_by_label("I believe in good faith").check()
    page.get_by_label("Where exactly is it?").fill("The first line")
    page.get_by_label("Where exactly is it?").press("Enter")
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "step=done" in page.url


@pytest.mark.parametrize("shape", SHAPES)
def test_a_stranger_without_an_account(visit, running, seller, shape):
    _page, place = seller
    page = visit(**SHAPES[shape])
    number = str(time.monotonic_ns())[-8:]
    page.goto("/report/")
    no_trouble(page)
    page.get_by_label("Where is it?").fill(f"{running.url}{place}\nhttps://elsewhere.example/")
    page.get_by_label("What makes it illegal?").select_option("fraud")
    page.get_by_label("Under the law of which country?").select_option("DE")
    page.get_by_label("Why is it illegal?").fill("He sells what is free.")
    page.get_by_label("Your name").fill("Sam")
    page.get_by_label("Your e-mail address").fill(f"sam{number}@example.net")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send notice").click()
    expect(page.get_by_text("Line 2 is not the address")).to_be_visible()
    no_trouble(page)
    page.get_by_label("Where is it?").fill(f"{running.url}{place}")
    page.get_by_role("button", name="Send notice").click()
    expect(page.get_by_role("heading", name="We have your notice")).to_be_visible()
    no_trouble(page)
    link = re.search(r"https?://\S+/report/receipt/\S+/", running.letter_to(f"sam{number}@example.net"))
    assert link
    assert link[0] == page.url
