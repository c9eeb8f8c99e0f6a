"""Talking below a post: liking, saving, sharing, commenting and answering, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from .people import article, join, post
from .test_access import barriers, overflow

DEEDS = ("Like", "Save")


def comment(page: Page, text: str, field: str = "#reply textarea") -> None:
    """Write it below the post, or in the form that `field` belongs to, and send it."""
    page.locator(field).fill(text)
    page.locator(field).locator("xpath=ancestor::form").get_by_role("button", name="Send comment").click()


def said(page: Page, text: str):
    """The comment with these words, without what answers it."""
    return page.locator("li > .cm", has_text=text)


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_people_talk(visit, running, scripted):
    name = "yes" if scripted else "no"
    writer, reader = (visit(java_script_enabled=scripted) for _each in range(2))
    join(writer, running, f"talk.writer.{name}")
    join(reader, running, f"talk.reader.{name}")
    post(writer, f"The soup is on, {name}")
    expect(article(writer, f"The soup is on, {name}")).to_be_visible()
    reader.goto("/all/")
    soup = article(reader, f"The soup is on, {name}")
    talk = soup.locator("a", has=reader.locator("time")).first.get_attribute("href")

    for deed in DEEDS:
        soup.get_by_role("button", name=deed).click()
        expect(soup.get_by_role("button", name=deed)).to_have_attribute("aria-pressed", "true")
    soup.get_by_role("link", name="Share").click()
    reader.get_by_role("button", name="Share", exact=True).last.click()
    expect(reader.get_by_text("Shared. Whoever follows you")).to_be_visible()
    if scripted:
        expect(soup.get_by_role("button", name="Shared")).to_be_focused()
    reader.goto("/saved/")
    expect(soup).to_be_visible()

    soup.get_by_role("link", name="Comment", exact=True).click()
    comment(reader, "Keep me a bowl")
    expect(said(reader, "Keep me a bowl")).to_be_visible()
    expect(reader.locator("#reply textarea")).to_have_value("")
    writer.goto(talk)
    said(writer, "Keep me a bowl").get_by_role("link", name="Reply").click()
    comment(writer, "And a spoon", "li .reply textarea" if scripted else "#reply textarea")
    expect(writer.locator("li li .cm", has_text="And a spoon")).to_be_visible()

    said(writer, "And a spoon").get_by_role("link", name="Delete").click()
    writer.get_by_role("button", name="Delete comment").click()
    expect(said(writer, "And a spoon")).to_have_count(0)
    writer.get_by_role("button", name="Undo").click()
    expect(said(writer, "And a spoon")).to_be_visible()

    if scripted:
        for path in (talk, f"{talk}reactions/", "/saved/"):
            reader.goto(path)
            assert barriers(reader) == []
            for width in (320, 390, 1360):
                reader.set_viewport_size({"width": width, "height": 800})
                assert overflow(reader) == []
