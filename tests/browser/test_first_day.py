"""The first day of two neighbours: join, follow, post, see it at once, take it back."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from .people import article, composer, join, post, post_button, sign_in, write

# "At once" as people mean it.
AT_ONCE = 2_000
STREETS = count(1)


@pytest.fixture
def neighbours(visit, running) -> tuple[Page, Page]:
    """Two browsers: one person follows the other."""
    word = f"street{next(STREETS)}"
    writer, reader = visit(), visit()
    join(writer, running, f"{word}.writer")
    join(reader, running, f"{word}.reader")
    reader.goto(f"/@{word}.writer/")
    reader.locator("main form[action$='/follow/'] button").first.click()
    expect(reader.locator("main form[action$='/unfollow/']").first).to_be_attached()
    reader.goto("/")
    writer.goto("/")
    return writer, reader


def test_a_post_reaches_the_open_page_of_a_follower(neighbours):
    writer, reader = neighbours
    post(writer, "The swallows are back under the roof")
    expect(article(writer, "The swallows are back")).to_be_visible()
    chip = reader.get_by_text("1 new post")
    expect(chip).to_be_visible(timeout=AT_ONCE)
    expect(article(reader, "The swallows are back")).to_have_count(0)
    chip.click()
    expect(article(reader, "The swallows are back")).to_be_visible()


def test_what_is_deleted_is_gone_and_can_be_brought_back(neighbours):
    writer, reader = neighbours
    post(writer, "I will think better of this")
    mine = article(writer, "I will think better of this")
    mine.locator("details.menu summary").click()
    mine.get_by_role("link", name="Delete post").click()
    writer.get_by_role("dialog").get_by_role("button", name="Delete post").click()
    expect(mine).to_have_count(0)
    reader.reload()
    expect(article(reader, "I will think better of this")).to_have_count(0)
    writer.get_by_role("button", name="Undo").click()
    expect(mine).to_be_visible()
    reader.reload()
    expect(article(reader, "I will think better of this")).to_be_visible()


def test_a_double_click_makes_one_post(neighbours):
    writer, reader = neighbours
    composer(writer).fill("Said once")
    post_button(writer).dblclick()
    expect(article(writer, "Said once")).to_be_visible()
    reader.goto("/all/")
    expect(article(reader, "Said once")).to_have_count(1)
    writer.goto("/all/")
    expect(article(writer, "Said once")).to_have_count(1)


def test_a_draft_survives_a_reload(neighbours):
    writer, _reader = neighbours
    # Others think so too, and a home that follows nobody shows them.
    text = "Half a thought of one who stays"
    write(writer, text)
    writer.reload()
    expect(composer(writer)).to_have_value(text)
    post_button(writer).click()
    expect(article(writer, text)).to_be_visible()
    writer.reload()
    expect(composer(writer)).to_have_value("")


def test_a_draft_is_not_for_the_next_person_at_the_same_window(visit, running):
    page = visit()
    join(page, running, "first.here")
    write(page, "Between me and my diary")
    page.goto("/menu/")
    page.locator("main form[action='/sign-out/'] button").click()
    expect(page.locator("[name=login]").first).to_be_visible()
    join(page, running, "second.here")
    expect(composer(page)).to_have_value("")
    # Also when nobody signed out: the session has only ended.
    write(page, "Between me and my cat")
    page.context.clear_cookies()
    sign_in(page, "first.here")
    # Whoever comes back finds their own words again, and nobody else's.
    expect(composer(page)).to_have_value("Between me and my diary")
