"""What is being typed outlives the window, the browser and the session; and nobody else finds it."""

import os
import re
import signal
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, expect

from .conftest import CHROMIUM, FLAGS
from .people import article, composer, join, post, sign_in, write
from .site import RunningSite


def saved(page: Page):
    return page.locator("#composer [data-draft] output")


def sign_out(page: Page) -> None:
    page.goto("/menu/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=login]").first).to_be_visible()


def kill(folder: Path) -> None:
    """End the browser of this profile in the middle of whatever it does."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words:
            os.kill(int(entry.parent.name), signal.SIGKILL)


class Late:
    """Holds the drafts' script back, as a slow line does, until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        page.route("**/js/drafts*.js", self.hold)

    def hold(self, route: Route) -> None:
        self.waiting.append(route)

    def let_go(self) -> None:
        while not self.waiting:
            self.page.wait_for_timeout(50)
        self.waiting.pop().continue_()


def test_a_killed_browser_loses_no_words(running: RunningSite, tmp_path: Path, visit) -> None:
    # Played apart from the other journeys' browser, which must not be killed.
    folder = tmp_path / "profile"
    visitor = visit()
    join(visitor, running, "killed")
    cookies = visitor.context.cookies()
    playwright = visitor.context.browser.browser_type
    context: BrowserContext = playwright.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=FLAGS, base_url=running.url
    )
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/")
    # Seven seconds without a pause of two: saved while it is being typed.
    composer(page).press_sequentially("The river came up in the night and took the boat house along", delay=120)
    kill(folder)
    visitor.goto("/")
    expect(composer(visitor)).to_have_value(re.compile("^The river came up in the night"))
    again = playwright.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=FLAGS, base_url=running.url
    )
    again.add_cookies(cookies)
    page = again.new_page()
    page.goto("/")
    expect(composer(page)).to_have_value(re.compile("^The river came up in the night"))
    again.close()


def test_signing_out_and_in_loses_nothing_and_leaves_nothing(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "leaver")
    composer(page).fill("Half a thou")
    page.keyboard.type("ght")
    # Not yet two seconds later.
    sign_out(page)
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])") == "[{},{}]"
    sign_in(page, "leaver")
    expect(composer(page)).to_have_value("Half a thought")
    post(page, "Half a thought, and the other half")
    expect(article(page, "the other half")).to_be_visible()
    page.reload()
    expect(composer(page)).to_have_value("")


def test_whoever_signs_out_takes_along_what_a_page_could_not_send(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "hasty")
    write(page, "Told in")
    expect(saved(page)).to_have_text("Saved")
    # As when the page ends before its last request has left.
    page.evaluate("void (window.fetch = () => new Promise(() => {}))")
    composer(page).press("End")
    composer(page).press_sequentially(" passing")
    sign_out(page)
    sign_in(page, "hasty")
    expect(composer(page)).to_have_value("Told in passing")
    page.goto("/drafts/")
    expect(page.get_by_role("main")).to_contain_text("Told in passing")
    expect(page.get_by_text("Told in")).to_have_count(1)


def test_words_typed_before_the_script_is_there_are_kept(running: RunningSite, visit) -> None:
    page = visit()
    # Where there is a service worker, it has the script at hand.
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    join(page, running, "early.bird")
    script = Late(page)
    page.goto("/", wait_until="commit")
    composer(page).press_sequentially("Before the sun")
    script.let_go()
    expect(saved(page)).to_have_text("Saved")
    page.goto("/menu/")
    page.goto("/")
    script.let_go()
    expect(composer(page)).to_have_value("Before the sun")
    # What the server has not heard of by now stays above what is typed early the next time.
    page.context.set_offline(True)
    composer(page).press("End")
    composer(page).press_sequentially(" rises")
    expect(saved(page)).to_have_text(re.compile("No connection"))
    page.route("**/drafts/save/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/", wait_until="commit")
    composer(page).fill("The birds")
    script.let_go()
    expect(composer(page)).to_have_value("Before the sun rises\nThe birds")


def test_two_windows_write_nothing_over(running: RunningSite, visit) -> None:
    one = visit()
    join(one, running, "twice")
    composer(one).press_sequentially("One")
    expect(saved(one)).to_have_text("Saved")
    two = one.context.new_page()
    two.goto("/")
    expect(composer(two)).to_have_value("One")
    composer(two).press("End")
    composer(two).press_sequentially(" two")
    expect(saved(two)).to_have_text("Saved")
    composer(one).press_sequentially(" three")
    expect(saved(one)).to_have_text(re.compile("another window"))
    one.goto("/drafts/")
    expect(one.get_by_role("main")).to_contain_text("One two")
    expect(one.get_by_role("main")).to_contain_text("One three")


def test_without_a_line_words_are_kept_and_saved_later(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "underway")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    composer(page).press_sequentially("In the tunnel")
    expect(saved(page)).to_have_text(re.compile("No connection"))
    page.context.set_offline(False)
    expect(saved(page)).to_have_text("Saved")
    other = visit()
    sign_in(other, "underway")
    expect(composer(other)).to_have_value("In the tunnel")


def test_discarding_and_undoing_it(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "doubter")
    composer(page).press_sequentially("Better not")
    expect(saved(page)).to_have_text("Saved")
    page.reload()
    page.get_by_role("button", name="Discard").click()
    expect(composer(page)).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(composer(page)).to_have_value("Better not")


def test_a_comment_and_a_change_are_there_again(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "changer")
    post(page, "The first words")
    own = article(page, "The first words")
    own.locator("details.menu summary").click()
    own.get_by_role("link", name="Edit post").click()
    field = page.locator("#dlg textarea[name=text]")
    field.fill("The second words")
    field.press("End")
    expect(page.locator("#dlg [data-draft] output")).to_have_text("Saved")
    page.reload()
    own.locator("details.menu summary").click()
    own.get_by_role("link", name="Edit post").click()
    expect(field).to_have_value("The second words")
    page.locator("#dlg").get_by_role("button", name="Save").click()
    expect(article(page, "The second words")).to_be_visible()
    expect(page.locator("#dlg")).not_to_be_visible()
    article(page, "The second words").get_by_role("link", name="edited").click()
    expect(page.locator("#dlg del")).to_have_text("first")
    expect(page.locator("#dlg ins")).to_have_text("second")
    page.locator("#dlg").get_by_role("button", name="Go back to this version").click()
    expect(article(page, "The first words")).to_be_visible()
    answer = page.locator("#reply textarea[name=text]")
    answer.press_sequentially("And a word more")
    expect(page.locator("#reply [data-draft] output")).to_have_text("Saved")
    page.reload()
    expect(answer).to_have_value("And a word more")
