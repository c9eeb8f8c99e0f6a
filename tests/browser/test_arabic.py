"""The mirrored house: everything that stands left in English stands right in Arabic."""

from playwright.sync_api import Page, expect

from .people import article, join, post

WORDS = "الخبز جاهز عند الزاوية"


def middle(page: Page, selector: str) -> float:
    """How far right the middle of the first such part is, from 0 to 1."""
    box = page.locator(selector).first.bounding_box()
    assert box
    return (box["x"] + box["width"] / 2) / page.viewport_size["width"]


def test_the_columns_change_sides(visit, running):
    page = visit(viewport={"width": 1360, "height": 900})
    join(page, running, "mirror")
    left = middle(page, ".nav-side")
    assert left < 0.4
    page.goto("/settings/display/")
    page.locator("[name=language]").select_option("ar")
    page.locator("main form[action='/settings/display/'] button").last.click()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert abs(middle(page, ".nav-side") - (1 - left)) < 0.02


def test_arabic_reads_from_the_right_also_on_an_english_page(visit, running):
    page = visit()
    join(page, running, "arabic.writer")
    post(page, WORDS)
    words = article(page, WORDS).get_by_text(WORDS)
    expect(words).to_be_visible()
    assert words.evaluate("node => getComputedStyle(node.closest('[dir]')).direction") == "rtl"
    card, line = article(page, WORDS).bounding_box(), right_edge_of_text(page, WORDS)
    assert card
    # The line ends at the right edge of the card, give or take its padding.
    assert card["x"] + card["width"] - line < 60


def right_edge_of_text(page: Page, words: str) -> float:
    return (
        article(page, words)
        .get_by_text(words)
        .evaluate(
            """node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return Math.max(...[...range.getClientRects()].map(box => box.right));
        }"""
        )
    )
