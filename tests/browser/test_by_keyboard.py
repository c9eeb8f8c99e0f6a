"""The keyboard alone, through what people do every day; and pages for eyes that need them larger, calmer or plainer."""

import pytest
from playwright.sync_api import Page, expect

from .measures import FOCUS, layout
from .people import PASSWORD, article, composer, join, post_button

STEPS = 160


@pytest.fixture
def known(visit, running):
    """A window of someone who has just joined."""
    number = len(running.said())
    page = visit()
    join(page, running, f"keys{number}")
    return page, f"keys{number}"


def go_to(page: Page, target: str) -> None:
    """Tab until this has the focus; wherever that goes on the way, it is somewhere, and it is seen."""
    wanted = page.locator(target).first
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == "", f"The focus is not seen on the way to {target}."
        if wanted.count() and wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def holds_focus(page: Page) -> bool:
    """Whether the focus is on something that is still there."""
    return bool(page.evaluate("document.activeElement && document.activeElement !== document.body"))


def test_signing_in(visit, running, known):
    _page, name = known
    page = visit()
    page.goto("/sign-in/")
    go_to(page, "main [name=login]")
    page.keyboard.type(name)
    go_to(page, "main [name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_visible()


def test_writing_reacting_and_commenting(known):
    page, _name = known
    page.goto("/")
    go_to(page, "form[action='/p/new/'] textarea[name=text]")
    page.keyboard.type("Written without a mouse")
    expect(post_button(page)).to_be_visible()
    go_to(page, "form[action='/p/new/'] button.main")
    page.keyboard.press("Enter")
    mine = article(page, "Written without a mouse").first
    expect(mine).to_be_visible()
    page.wait_for_function("document.activeElement !== document.body")
    page.goto("/")
    go_to(page, "article.post a[href^='/p/']")
    page.keyboard.press("Enter")
    expect(page.locator("form[action$='/reply/'] textarea, textarea[name=text]").first).to_be_visible()
    go_to(page, "main form textarea[name=text]")
    page.keyboard.type("And so is the answer")
    go_to(page, "main button:has(use[href$='#send-horizontal'])")
    page.keyboard.press("Enter")
    expect(page.get_by_text("And so is the answer").first).to_be_visible()
    assert holds_focus(page)


def test_a_dialog_takes_the_focus_and_gives_it_back(known):
    page, _name = known
    composer(page).fill("A post with a menu")
    post_button(page).click()
    menu = article(page, "A post with a menu").first.locator("details.menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    entry = menu.locator("a[data-dialog]").first
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert holds_focus(page)


def test_settings_are_saved(known):
    page, _name = known
    page.goto("/settings/")
    go_to(page, "main [name=display_name]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Keyboard Person")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto("/settings/")
    expect(page.locator("main [name=display_name]")).to_have_value("Keyboard Person")


def test_at_twice_the_size_nothing_is_lost(visit, known):
    page, name = known
    page.set_viewport_size({"width": 640, "height": 450})
    for path in ("/", f"/@{name}/", "/settings/", "/notifications/", "/search/"):
        page.goto(path)
        assert layout(page) == [], path


def test_who_wants_no_motion_has_none(visit):
    page = visit(reduced_motion="reduce")
    page.goto("/")
    moving = """() => [...document.querySelectorAll('*')].filter((one) => {
        const style = getComputedStyle(one), longest = (all) => Math.max(...all.split(',').map(parseFloat));
        return longest(style.transitionDuration) > 0.05 ||
          (style.animationName !== 'none' && longest(style.animationDuration) > 0.05);
    }).map((one) => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(moving) == []


def test_forced_colours_keep_buttons_and_fields_apart(visit, picture):
    page = visit(forced_colors="active")
    page.goto("/sign-in/")
    picture(page, "forced-colours")
    edges = """() => [...document.querySelectorAll('main input:not([type=hidden], [type=checkbox]), main .btn')]
      .filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).borderTopWidth) < 1)
      .map((one) => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(edges) == []


def test_what_is_announced_has_a_place_that_is_there_from_the_start(known):
    page, _name = known
    page.goto("/")
    live = page.locator("[role=status], [role=alert], [aria-live]")
    assert live.count() >= 1
