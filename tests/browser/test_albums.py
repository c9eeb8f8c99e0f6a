"""An album from its name to its slideshow: with the keyboard, with little motion, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.pictures import picture as a_picture

from .people import join

SIZES = ((900, 600), (600, 900), (700, 700))


def files() -> list[dict[str, object]]:
    return [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": a_picture(size=size)} for n, size in enumerate(SIZES)
    ]


def new_album(page: Page, title: str) -> None:
    page.goto("/albums/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Go on to the pictures").click()
    page.get_by_role("heading", name="Add pictures").wait_for()


@pytest.fixture
def album(running, visit, request) -> Page:
    """The page of an album with three pictures."""
    page = visit(**getattr(request, "param", {}))
    join(page, running, f"album{abs(hash(request.node.name)) % 100_000}")
    new_album(page, "By the sea")
    page.set_input_files("[data-pick] input >> nth=0", files())
    expect(page.locator(".up-item[data-file]")).to_have_count(3, timeout=30_000)
    page.get_by_role("button", name="Add to album").click()
    page.get_by_role("heading", name="By the sea").wait_for()
    expect(page.locator("#pictures figure")).to_have_count(3)
    return page


def test_the_slideshow_goes_on_by_itself_and_by_the_keyboard(album: Page, picture):
    picture(album, "album-light")
    album.get_by_role("button", name="Slideshow").click()
    slides = album.locator("#slides")
    expect(slides.locator("[data-count]")).to_have_text("1 of 3")
    expect(slides.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
    expect(slides.locator("img.on")).to_have_count(1)
    picture(album, "slideshow-light")
    expect(slides.locator("[data-count]")).to_have_text("2 of 3", timeout=10_000)
    album.keyboard.press("p")
    expect(slides.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
    for key, place in (("ArrowRight", "3 of 3"), ("ArrowRight", "1 of 3"), ("End", "3 of 3"), ("ArrowLeft", "2 of 3")):
        album.keyboard.press(key)
        expect(slides.locator("[data-count]")).to_have_text(place)
    album.get_by_role("button", name="Close", exact=True).last.click()
    expect(slides).not_to_be_visible()
    expect(album.get_by_role("button", name="Slideshow")).to_be_focused()


@pytest.mark.parametrize("album", [{"reduced_motion": "reduce"}], indirect=True)
def test_who_wants_little_motion_starts_it_themselves(album: Page):
    album.get_by_role("button", name="Slideshow").click()
    play = album.locator("#slides [data-play]")
    expect(play).to_have_attribute("aria-pressed", "false")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")


def test_pictures_are_put_in_order_by_buttons(album: Page):
    before = [link.get_attribute("href") for link in album.locator("#pictures a").all()]
    album.get_by_role("link", name="Edit", exact=True).click()
    rows = album.locator("[data-order] li")
    rows.nth(2).get_by_role("button", name="Move up").click()
    rows.nth(1).get_by_role("button", name="Move up").click()
    expect(album.locator("[data-said]")).to_have_text("Now in place 1 of 3.")
    album.get_by_role("button", name="Save").click()
    album.get_by_role("heading", name="By the sea").wait_for()
    after = [link.get_attribute("href") for link in album.locator("#pictures a").all()]
    assert after == [before[2], before[0], before[1]]


def test_without_javascript(running, visit):
    page = visit(java_script_enabled=False)
    join(page, running, "plainalbum")
    new_album(page, "On paper")
    page.locator("input[name=files]").set_input_files(files()[:2])
    page.get_by_role("button", name="Add to album").click()
    expect(page.locator("#pictures figure")).to_have_count(2)
    page.locator("#pictures a").first.click()
    page.get_by_role("link", name="Next picture").click()
    page.wait_for_load_state("load")
    assert page.locator("main img").last.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_role("link", name="On paper").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete album").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#pictures figure")).to_have_count(2)
