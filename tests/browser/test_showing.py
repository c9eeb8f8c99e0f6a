"""Pictures, films and sounds as people look at them and listen to them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pictures import clip, moving_gif, picture

from .people import article, join, sign_in
from .showing import Sender
from .test_access import barriers, overflow

LARGE = {"size": (900, 600)}
PLAYS = "const [a] = document.querySelectorAll('.soundbar audio'); return !a.paused && a.currentTime"


@pytest.fixture(scope="module")
def town(running, chromium):
    """Someone whose posts hold one of each, by the words in them."""
    page = chromium.new_context(base_url=running.url, locale="en-GB").new_page()
    join(page, running, "pia.shows")
    page.context.close()
    sender = Sender.of(running, "pia.shows")
    shot = picture(**LARGE)
    sender.post("Six of them", *[shot] * 6, words="Picture of the harbour")
    sender.post("Covered", shot, words="A deer", sensitive=True)
    sender.post("One film", clip("mp4", "-t", "1"), words="Boats")
    sender.post("Two film", clip("mov", "-t", "1"))
    sender.post("It moves", moving_gif(), words="Dots")
    sender.post(
        "One sound", clip("mp3", "-af", "aloop=loop=-1:size=44100", "-t", "90", pictures=False), words="Low tide"
    )
    sender.post("Two sound", clip("ogg", "-af", "aloop=loop=-1:size=44100", "-t", "60", pictures=False))
    return running


@pytest.fixture
def there(town, visit):
    """`there(**options)`: a signed-in page that shows all that Pia has posted."""

    def opened(**options) -> Page:
        page = visit(**options)
        sign_in(page, "pia.shows")
        page.goto("/@pia.shows/")
        return page

    return opened


def light(page: Page):
    return page.locator("#light")


def place(page: Page, words: str) -> None:
    expect(light(page).locator("header p")).to_have_text(words)


def test_pictures_are_looked_at_by_keyboard(there):
    page = there()
    links = article(page, "Six of them").locator("a[data-light]")
    links.nth(1).focus()
    page.keyboard.press("Enter")
    place(page, "2 of 6")
    expect(light(page).locator(".words")).to_have_text("Picture of the harbour 2")
    for key, words in (("ArrowRight", "3 of 6"), ("ArrowLeft", "2 of 6"), ("End", "6 of 6"), ("ArrowRight", "6 of 6")):
        page.keyboard.press(key)
        place(page, words)
    expect(light(page).locator(".words")).to_have_text("Picture of the harbour 6")
    expect(light(page).get_by_role("link", name="Open post")).to_have_attribute("href", re.compile(r"^/p/\d+/$"))
    page.keyboard.press("Home")
    place(page, "1 of 6")
    page.keyboard.press("+")
    expect(light(page).locator(".stage img")).to_have_attribute("style", re.compile(r"scale\(1\.5\)"))
    page.keyboard.press("Escape")
    expect(light(page)).to_be_hidden()
    expect(links.nth(1)).to_be_focused()


def test_arrows_follow_the_direction_of_writing(there):
    page = there()
    # Whoever has joined in English reads English, whatever the browser asks for.
    page.evaluate("document.documentElement.dir = 'rtl'")
    article(page, "Six of them").locator("a[data-light]").first.click()
    expect(light(page)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(light(page).locator("header p")).to_contain_text("2")


def test_pictures_are_looked_at_by_finger(there):
    page = there(viewport={"width": 390, "height": 844}, has_touch=True)
    article(page, "Six of them").locator("a[data-light]").first.tap()
    place(page, "1 of 6")
    page.mouse.move(300, 400)
    page.mouse.down()
    page.mouse.move(120, 405, steps=4)
    page.mouse.up()
    place(page, "2 of 6")
    page.mouse.dblclick(195, 420)
    expect(light(page).locator(".stage img")).to_have_attribute("style", re.compile(r"scale\(2\.5\)"))
    page.mouse.dblclick(195, 420)
    expect(light(page).locator(".stage img")).to_have_attribute("style", re.compile(r"scale\(1\)"))
    page.mouse.click(195, 90)
    expect(light(page)).to_be_hidden()


def test_what_is_covered_is_fetched_only_when_asked(there):
    page = there()
    covered = article(page, "Covered")
    covered.scroll_into_view_if_needed()
    shown = covered.locator("figure picture img")
    assert shown.evaluate("image => image.currentSrc") == ""
    height = covered.bounding_box()["height"]
    covered.locator("summary").filter(has_text="Sensitive").focus()
    page.keyboard.press("Enter")
    expect(shown).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=shown.element_handle())
    assert abs(covered.bounding_box()["height"] - height) < 2


def test_nothing_moves_when_pictures_come(there):
    page = there()
    page.evaluate("document.querySelectorAll('article').forEach(one => one.scrollIntoView())")
    page.wait_for_timeout(500)
    moved = page.evaluate("""() => new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
        .observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(0), 500);
    })""")
    assert moved < 0.02


def test_one_film_at_a_time(there):
    page = there()
    one, two = (article(page, f"{name} film").locator("video") for name in ("One", "Two"))
    for film in (one, two):
        film.evaluate("film => { film.loop = true }")
    article(page, "One film").get_by_role("button", name="Play the video").click()
    page.wait_for_function("film => !film.paused", arg=one.element_handle())
    article(page, "Two film").get_by_role("button", name="Play the video").click()
    page.wait_for_function("film => !film.paused", arg=two.element_handle())
    assert one.evaluate("film => film.paused")
    article(page, "Two film").hover()
    article(page, "Two film").get_by_role("button", name="Speed").click()
    assert two.evaluate("film => film.playbackRate") == 1.25


def test_what_moves_stops_out_of_sight_and_when_told(there):
    page = there()
    moving = article(page, "It moves").locator("video")
    moving.scroll_into_view_if_needed()
    page.wait_for_function("film => !film.paused", arg=moving.element_handle())
    assert moving.evaluate("film => film.muted && film.loop")
    article(page, "Six of them").locator("figure").last.scroll_into_view_if_needed()
    page.wait_for_function("film => film.paused", arg=moving.element_handle())
    moving.scroll_into_view_if_needed()
    page.wait_for_function("film => !film.paused", arg=moving.element_handle())
    article(page, "It moves").get_by_role("button", name="Hold it still").click()
    page.wait_for_function("film => film.paused", arg=moving.element_handle())


def test_what_moves_is_still_for_who_wants_no_movement(there):
    page = there(reduced_motion="reduce")
    moving = article(page, "It moves").locator("video")
    moving.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    assert moving.evaluate("film => film.paused")
    article(page, "It moves").get_by_role("button", name="Hold it still").click()
    page.wait_for_function("film => !film.paused", arg=moving.element_handle())


def heard(page: Page) -> float:
    """How far the sound is, that must be playing."""
    return page.evaluate(f"() => {{ {PLAYS} }}")


def test_a_sound_goes_on_from_page_to_page(there):
    page = there()
    article(page, "One sound").get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => {{ {PLAYS} > 0.5 }}")
    page.evaluate("window.sameWindow = true")
    page.locator(".nav").get_by_role("link", name="People", exact=True).click()
    expect(page).to_have_url(re.compile("/people/$"))
    expect(page.locator("main h1")).to_be_focused()
    assert heard(page) > 0.5
    page.locator(".nav").get_by_role("link", name="Home", exact=True).click()
    expect(page.locator("form[data-compose] textarea").first).to_be_visible()
    assert page.evaluate("window.sameWindow && document.querySelector('[data-live]') !== null")
    before = heard(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/people/$"))
    expect(page).to_have_title(re.compile("People"))
    page.wait_for_timeout(300)
    assert heard(page) > before
    page.go_back()
    post = article(page, "One sound")
    expect(post.locator(".times bdi").first).not_to_have_text("0:00")
    expect(post.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "true")


def test_a_sound_is_taken_up_where_it_was_after_a_reload(there):
    page = there()
    article(page, "One sound").get_by_role("button", name="Play").click()
    expect(page.locator(".soundbar")).to_be_visible()
    page.locator(".soundbar").get_by_role("slider", name="Position").fill("30")
    page.reload()
    expect(page.locator(".soundbar").get_by_role("slider")).to_have_attribute(
        "aria-valuetext", re.compile(r"0:3\d of 1:3\d")
    )
    article(page, "Two sound").get_by_role("button", name="Play").click()
    expect(page.locator(".soundbar")).to_have_count(1)
    page.wait_for_function(f"() => {{ {PLAYS} }}")
    article(page, "One film").get_by_role("button", name="Play the video").click()
    page.wait_for_function(f"() => {{ {PLAYS.replace('!a.paused && a.currentTime', 'a.paused')} }}")
    page.locator(".soundbar").get_by_role("button", name="Stop and close").click()
    expect(page.locator(".soundbar")).to_have_count(0)
    page.reload()
    expect(page.locator("article.post").first).to_be_visible()
    expect(page.locator(".soundbar")).to_have_count(0)


def test_without_a_script_a_picture_leads_to_itself(town, visit):
    page = visit(java_script_enabled=False)
    page.goto("/@pia.shows/")
    found = page.request.get(article(page, "Six of them").locator("a[data-light]").first.get_attribute("href"))
    assert (found.status, found.headers["content-type"].partition("/")[0]) == (200, "image")
    assert article(page, "One film").locator("video").get_attribute("controls") is not None
    expect(article(page, "One sound").locator("audio")).to_be_visible()
    covered = article(page, "Covered")
    covered.locator("summary").filter(has_text="Sensitive").click()
    expect(covered.locator("figure picture img")).to_be_visible()
    page.get_by_role("link", name="Photos").click()
    expect(page.locator("#pictures figure")).to_have_count(7)


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}])
def test_nothing_of_it_is_a_barrier(there, options):
    page = there(**options)
    article(page, "One sound").get_by_role("button", name="Play").click()
    expect(page.locator(".soundbar")).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) == []
    article(page, "Six of them").locator("a[data-light]").first.click()
    place(page, "1 of 6")
    assert barriers(page) == []
