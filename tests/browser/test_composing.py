"""Writing with help: names, tags and emoji completed by keyboard in any script; polls, previews, pasted links."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .people import PASSWORD, address_of, article, composer, post, post_button, sign_in
from .site import RunningSite
from .test_access import barriers, overflow

OPTION = "#offers [role=option]"


@pytest.fixture(scope="module")
def people(running: RunningSite) -> None:
    """Someone who writes, and somebody whose name is written in three scripts."""
    for name, called in (("helped.writer", "Writer"), ("yasmin", "Yasmin ياسمين 山田")):
        words = ("user_create", name, "--email", address_of(name), "--display-name", called, "--password-stdin")
        running.run(*words, typed=PASSWORD)


@pytest.fixture
def writer(people: None, visit: Visit) -> Page:
    page = visit()
    sign_in(page, "helped.writer")
    # What the last test has left behind.
    composer(page).fill("")
    return page


def typed(page: Page, text: str, field: str = "form[action='/p/new/'] textarea") -> None:
    page.locator(field).press_sequentially(text)


@pytest.mark.parametrize("start", ["@yas", "@ياس", "@山", "＠山"])
def test_people_are_completed_by_keyboard(writer: Page, start: str) -> None:
    typed(writer, f"Hello {start}")
    expect(writer.locator(OPTION).first).to_have_attribute("aria-selected", "true")
    field = composer(writer)
    expect(field).to_have_attribute("aria-activedescendant", "offer-0")
    expect(writer.locator("output", has_text="suggestion")).to_be_attached()
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"^Hello @yasmin $"))
    expect(writer.locator("#offers")).to_have_count(0)
    field.press("Control+z")
    expect(field).to_have_value(f"Hello {start}")


def test_tags_and_emoji_are_completed_and_enter_still_ends_a_line(writer: Page) -> None:
    field = composer(writer)
    post(writer, "#gardens #حديقة #園芸")
    expect(article(writer, "#gardens")).to_be_visible()
    for start, whole in (("#gar", "#gardens "), ("#حدي", "#حديقة "), ("#園", "#園芸 ")):
        field.fill("")
        typed(writer, start)
        expect(writer.locator(OPTION)).to_have_count(1)
        field.press("Tab")
        expect(field).to_have_value(whole)
    field.fill("")
    typed(writer, "#gar")
    expect(writer.locator(OPTION)).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value("#gar\n")
    field.fill("")
    typed(writer, "Well :tada")
    expect(writer.locator(OPTION).first).to_be_visible()
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    expect(field).to_have_value("Well 🎉")
    typed(writer, " :tada:")
    expect(field).to_have_value("Well 🎉 🎉")
    field.fill("")
    typed(writer, "at 10:30 http://example.org/@yas me@yas")
    writer.wait_for_timeout(400)
    expect(writer.locator("#offers")).to_have_count(0)


def test_escape_and_touch_and_comments(writer: Page) -> None:
    field = composer(writer)
    typed(writer, "@yas")
    expect(writer.locator(OPTION)).to_have_count(1)
    field.press("Escape")
    expect(writer.locator("#offers")).to_have_count(0)
    expect(field).to_have_value("@yas")
    expect(field).to_be_focused()
    field.press("End")
    typed(writer, "m")
    writer.locator(OPTION).click()
    expect(field).to_have_value(re.compile(r"^@yasmin $"))
    expect(field).to_be_focused()
    post_button(writer).click()
    article(writer, "@yasmin").get_by_role("link", name="Comment", exact=True).click()
    typed(writer, "and @ياس", "#reply textarea")
    expect(writer.locator(OPTION)).to_have_count(1)
    writer.locator("#reply textarea").press("Enter")
    expect(writer.locator("#reply textarea")).to_have_value(re.compile(r"^and @yasmin $"))


def test_an_input_method_keeps_its_keys(writer: Page) -> None:
    field = composer(writer)
    field.focus()
    keys = writer.context.new_cdp_session(writer)
    keys.send("Input.insertText", {"text": "@"})
    keys.send("Input.imeSetComposition", {"text": "山", "selectionStart": 1, "selectionEnd": 1})
    expect(writer.locator(OPTION)).to_have_count(1)
    for key in ("Enter", "ArrowDown", "Tab"):
        writer.evaluate(
            """key => document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, isComposing: true}))""",
            key,
        )
    expect(field).to_have_value("@山")
    keys.send("Input.insertText", {"text": "山田"})
    expect(writer.locator(OPTION)).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"^@yasmin $"))


def test_a_poll_a_mood_a_place_and_a_preview(writer: Page, picture) -> None:
    composer(writer).fill("When do we meet? https://example.org/tea")
    writer.get_by_role("link", name="Add a poll").click()
    answers = writer.locator("[name=poll-option]")
    expect(answers.first).to_be_focused()
    answers.first.fill("Friday")
    answers.first.press("Enter")
    expect(answers.nth(1)).to_be_focused()
    answers.nth(1).fill("Saturday")
    writer.get_by_role("button", name="Add answer").click()
    expect(answers).to_have_count(3)
    answers.nth(2).fill("Never")
    answers.nth(2).press("Enter")
    answers.nth(3).fill("Sunday")
    writer.get_by_role("button", name="Remove answer 3").click()
    expect(answers).to_have_count(3)
    writer.get_by_role("link", name="Add a mood").click()
    writer.get_by_text("Hopeful", exact=True).click()
    writer.get_by_role("link", name="Add a place").click()
    writer.locator("[name=place]").fill("Gardens")
    picture(writer, "composer-open")
    writer.get_by_role("button", name="Preview").click()
    preview = writer.locator(".preview")
    expect(preview.get_by_text("is hopeful")).to_be_visible()
    expect(preview.get_by_text("Sunday")).to_be_visible()
    expect(writer.locator("#preview-title")).to_be_focused()
    expect(writer.locator("[name=poll-option]")).to_have_count(3)
    picture(writer, "composer-preview")
    assert barriers(writer) == []
    for width in (320, 390, 1360):
        writer.set_viewport_size({"width": width, "height": 800})
        assert overflow(writer) == []
    expect(composer(writer)).to_have_value("When do we meet? https://example.org/tea")
    post_button(writer).click()
    card = article(writer, "When do we meet?")
    expect(card.get_by_text("Gardens")).to_be_visible()
    expect(card.get_by_text("is hopeful")).to_be_visible()
    expect(writer.locator(".preview")).to_have_count(0)
    expect(composer(writer)).to_have_value("")


def test_what_is_left_is_counted_as_the_server_counts(writer: Page) -> None:
    field, counter = composer(writer), writer.locator("#composer .counter")
    field.fill("x" * 4990)
    expect(counter).to_have_text("10")
    expect(writer.locator("#composer output[data-left]")).to_have_text("Characters left: 10")
    field.fill("\n\n" + "x" * 4985 + " \t\n\n\n\n\n\ne\u0301🎉" + "  \n ")
    # The text, three ends of lines, an é, an emoji.
    expect(counter).to_have_text("10")
    field.fill("x" * 5003)
    expect(counter).to_have_text("-3")
    expect(writer.locator("#composer output[data-left]")).to_have_text("Characters too many: 3")
    post_button(writer).click()
    expect(writer.locator("#composer-error")).to_contain_text("5003")


PASTED = [
    ('<p>Read <a href="https://example.org/a?b=1">this page</a>.</p>', "Read this page (https://example.org/a?b=1)."),
    ('<a href="https://example.org/">example.org</a>', "https://example.org/"),
    ("<ul><li>one</li><li>two <b>bold</b></li></ul>", "one\ntwo bold"),
    ("<ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>", "one\ninner\ntwo"),
    ('<a href="javascript:alert(1)">words</a><script>alert(1)</script>', "words"),
    ("<p>first</p>\n<p>second<br>line</p><ul><li>x</li></ul>", "first\n\nsecond\nline\n\nx"),
    ('<a href="https://example.org/a-long-way/to/go">example.org/a-long-…</a>', "https://example.org/a-long-way/to/go"),
]


def test_pasted_text_keeps_its_links_and_can_be_undone(writer: Page) -> None:
    field = composer(writer)
    for html, text in PASTED:
        field.fill("before ")
        field.evaluate(
            """(field, html) => {
                const data = new DataTransfer();
                data.setData('text/html', html);
                data.setData('text/plain', 'plain');
                const how = {clipboardData: data, bubbles: true, cancelable: true};
                field.dispatchEvent(new ClipboardEvent('paste', how));
            }""",
            html,
        )
        expect(field).to_have_value(f"before {text}")
        field.press("Control+z")
        expect(field).to_have_value("before ")
