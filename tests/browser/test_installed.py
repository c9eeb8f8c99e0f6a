"""The site as an app: installed, read without a connection, and written to; and signing out leaves nothing."""

import json
import re

import pytest
from playwright.sync_api import Error, Page, expect

from .people import article, composer, join, post, sign_in
from .site import RunningSite

KEPT = "async () => ({ caches: await caches.keys(), boxes: (await indexedDB.databases()).map(({ name }) => name) })"


def ready(page: Page) -> None:
    """Wait until the worker has taken the page over and has the page as it is now."""
    until(page, "() => navigator.serviceWorker.controller?.state === 'activated'")
    page.reload()
    until(page, "async () => (await caches.keys()).some((name) => name.startsWith('pages-'))")
    page.wait_for_load_state("networkidle")


def until(page: Page, script: str) -> None:
    """Ask the page again and again: its policy lets no program of the tests wait within it."""
    for _time in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


def test_it_can_be_installed(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "installer")
    ready(page)
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["display"] == "standalone"
    errors = [error["errorId"] for error in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [error for error in errors if error != "in-incognito"] == []


def test_the_last_feed_is_read_without_a_connection(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "tunnel")
    post(page, "Read in the tunnel")
    expect(article(page, "Read in the tunnel")).to_be_visible()
    ready(page)
    article(page, "Read in the tunnel").locator(".meta a").first.click()
    expect(page.locator("#comments")).to_be_visible()
    address = page.url
    page.goto("/")
    ready(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("There is no connection. This page is from")).to_be_visible()
    expect(page.locator("time[data-kept]")).to_have_text(re.compile(r"\d"))
    expect(article(page, "Read in the tunnel")).to_be_visible()
    # With its styles.
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") != "0px"
    page.goto(address)
    expect(article(page, "Read in the tunnel")).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/")
    expect(page.get_by_text("This page is from")).to_have_count(0)


def test_what_is_written_without_a_connection_is_sent_once(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "sender")
    ready(page)
    page.context.set_offline(True)
    page.reload()
    for number in range(2):
        post(page, f"Written in the tunnel {number}")
        expect(page.locator("[data-waiting] section")).to_have_count(number + 1)
        expect(composer(page)).to_have_value("")
    # Closed and opened again, still without a connection.
    page.goto("/")
    expect(page.locator("[data-waiting] section")).to_have_count(2)
    page.locator("[data-waiting] section").nth(1).get_by_role("button", name="Take it back").click()
    expect(composer(page)).to_have_value("Written in the tunnel 1")
    expect(page.locator("[data-waiting] section")).to_have_count(1)
    composer(page).fill("")
    page.context.set_offline(False)
    expect(page.locator("[data-waiting] section")).to_have_count(0)
    page.goto("/")
    expect(article(page, "Written in the tunnel 0")).to_have_count(1)
    expect(article(page, "Written in the tunnel 1")).to_have_count(0)


def test_a_lost_answer_makes_no_second_post(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "unlucky")
    ready(page)
    heard = []

    def lose(route) -> None:
        """The server hears it, and its answer is lost."""
        if not heard:
            heard.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/p/new/", lose)
    post(page, "Heard, and heard again")
    expect(page.get_by_text("What you wrote without a connection is out.")).to_be_visible()
    assert heard == [200]
    expect(page.locator("[data-waiting] section")).to_have_count(0)
    page.goto("/")
    expect(article(page, "Heard, and heard again")).to_have_count(1)
    # The next one is another one, be it the same words.
    post(page, "Something else")
    expect(article(page, "Something else")).to_have_count(1)


def test_signing_out_leaves_nothing(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "private")
    post(page, "Only for me")
    ready(page)
    assert any(name.startswith("pages-") for name in page.evaluate(KEPT)["caches"])
    page.goto("/menu/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=login]").first).to_be_visible()
    left = page.evaluate(KEPT)
    assert [name for name in left["caches"] if name.startswith("pages-")] == []
    assert left["boxes"] == []
    page.context.set_offline(True)
    # What is left of the site can show no page, for there is no worker any more.
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/people/")


def test_whoever_signs_in_next_reads_nothing_of_the_one_before(running: RunningSite, visit) -> None:
    page, other = visit(), visit()
    join(other, running, "next")
    join(page, running, "before")
    # Whose home is empty is shown what all members may read.
    post(other, "A word of my own")
    post(page, "Mine alone")
    ready(page)
    first = page.evaluate(KEPT)["caches"]
    # The session has ended without a word to this browser.
    page.context.clear_cookies()
    sign_in(page, "next")
    ready(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("This page is from")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Mine alone")
    assert not {name for name in first if name.startswith("pages-")} & set(page.evaluate(KEPT)["caches"])


def test_scripts_streams_and_uploads_pass_the_worker_by(running: RunningSite, visit) -> None:
    page = visit()
    join(page, running, "passer")
    ready(page)
    seen = []
    page.on("response", lambda answer: seen.append((answer.url, answer.from_service_worker)))
    post(page, "Past the worker")
    expect(article(page, "Past the worker")).to_be_visible()
    page.reload()
    page.wait_for_load_state("networkidle")
    by_worker = {url.replace(running.url, "") for url, from_worker in seen if from_worker}
    assert {url for url in by_worker if not re.match(r"/$|/static/|/brand\.css(\?[-0-9]+)?$", url)} == set()
    assert any(url.startswith("/static/") for url in by_worker)
    assert any(url.endswith("/p/new/") for url, from_worker in seen if not from_worker)
