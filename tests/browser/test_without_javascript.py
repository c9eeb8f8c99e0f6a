"""The same first day in a browser that runs no script."""

from playwright.sync_api import expect

from .people import article, join, post


def test_the_first_day_needs_no_script(visit, running):
    writer, reader = visit(java_script_enabled=False), visit(java_script_enabled=False)
    join(writer, running, "plain.writer")
    join(reader, running, "plain.reader")
    reader.goto("/@plain.writer/")
    reader.locator("main form[action$='/follow/'] button").first.click()
    expect(reader.locator("main form[action$='/unfollow/']").first).to_be_attached()

    post(writer, "Bread is ready at the corner")
    expect(article(writer, "Bread is ready")).to_be_visible()
    reader.goto("/")
    expect(article(reader, "Bread is ready")).to_be_visible()

    mine = article(writer, "Bread is ready")
    mine.locator("details.menu summary").click()
    mine.get_by_role("link", name="Delete post").click()
    writer.get_by_role("main").get_by_role("button", name="Delete post").click()
    expect(article(writer, "Bread is ready")).to_have_count(0)
    writer.get_by_role("button", name="Undo").click()
    writer.goto("/")
    expect(article(writer, "Bread is ready")).to_be_visible()


def test_the_language_needs_no_script(visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    menu = page.locator("details.menu", has=page.locator("form[action='/language/']")).first
    menu.locator("summary").click()
    menu.locator("button[value=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
