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
    mine.get_by_text("Delete").first.click()
    writer.locator("main form[action$='/delete/'] button").last.click()
    expect(article(writer, "Bread is ready")).to_have_count(0)
    writer.get_by_role("button", name="Undo").click()
    writer.goto("/")
    expect(article(writer, "Bread is ready")).to_be_visible()


def test_the_language_and_the_theme_need_no_script(visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    page.locator("form[action='/language/'] [value=ar], form[action='/language/'] button[lang=ar]").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
