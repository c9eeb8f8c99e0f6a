"""Files go into a post: five at once, over a line that drops, through a reload and a killed server."""

import os
import re
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.pictures import clip, picture

from .people import article, composer, join, post_button
from .site import serve


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Five files as a telephone has them, and one that is none."""
    place = tmp_path_factory.mktemp("files")
    for number in (1, 2, 3):
        (place / f"photo-{number}.png").write_bytes(picture("PNG", (300 + number, 200)) + os.urandom(900_000))
    (place / "film.mp4").write_bytes(clip("mp4") + b"\0\0\0\x08free" + os.urandom(1_500_000))
    (place / "song.mp3").write_bytes(clip("mp3", pictures=False))
    (place / "notes.txt").write_text("no picture at all " * 9)
    return place


def choose(page: Page, *files: Path) -> None:
    page.locator("[data-pick] input").first.set_input_files(list(files))


def items(page: Page):
    return page.locator(".up-item")


def settled(page: Page, count: int):
    return expect(page.locator(".up-item[data-file]:not([data-state=waiting])")).to_have_count(count, timeout=40_000)


def sent_more_than(page: Page, share: float) -> None:
    """Wait until so much of the last file is on its way."""
    for _moment in range(100):
        if page.locator(".up-item progress").last.evaluate("(bar) => bar.value") > share:
            return
        page.wait_for_timeout(200)
    raise AssertionError("Nothing goes on.")


def pictures_of(post: Locator) -> Locator:
    """Its pictures, without what stands for them while they load."""
    return post.locator(".photos img:not([alt=''])")


class Line:
    """The line of a page: slow, dropped, or as it was."""

    def __init__(self, page: Page) -> None:
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")

    def carries(self, upload: int, offline: bool = False) -> None:
        speed = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self.wire.send("Network.emulateNetworkConditions", speed)


def test_five_files_at_once_over_a_line_that_drops(visit, running, folder):
    page = visit()
    join(page, running, "five.files")
    composer(page).fill("Five of them")
    line = Line(page)
    line.carries(400_000)
    choose(page, *(folder / f"photo-{number}.png" for number in (1, 2, 3)), folder / "film.mp4", folder / "song.mp3")
    expect(items(page)).to_have_count(5)
    expect(page.locator("[data-state=uploading]")).to_have_count(3)
    expect(page.locator("[data-state=queued]").first).to_be_visible()
    page.wait_for_timeout(1500)
    line.carries(-1, offline=True)
    expect(page.locator("[data-said]", has_text="No connection").first).to_be_visible(timeout=20_000)
    line.carries(-1)
    settled(page, 5)
    fields = page.locator("textarea.says")
    for number in range(5):
        fields.nth(number).fill(f"What number {number + 1} shows")
    post_button(page).click()
    post = article(page, "Five of them")
    expect(pictures_of(post)).to_have_count(3)
    expect(pictures_of(post).first).to_have_attribute("alt", "What number 1 shows")
    expect(post.locator("video, audio")).to_have_count(2)
    expect(items(page)).to_have_count(0)


def test_order_description_and_focus_by_the_keyboard_alone(visit, running, folder):
    page = visit()
    join(page, running, "key.board")
    choose(page, folder / "photo-1.png", folder / "photo-2.png")
    settled(page, 2)
    first = items(page).first.get_attribute("data-file")
    items(page).first.get_by_role("button", name="Move down").press("Enter")
    expect(items(page).nth(1)).to_have_attribute("data-file", first or "")
    expect(page.locator(".up-said")).to_contain_text("2 of 2")
    expect(page.locator(":focus")).to_have_attribute("data-move", "1")
    # Nobody has described them: it reminds once, and then believes.
    composer(page).fill("In another order")
    composer(page).press("Control+Enter")
    expect(page.locator(".up-said")).to_contain_text("description")
    expect(page.locator("textarea.says").first).to_be_focused()
    page.keyboard.type("A path")
    moved = items(page).nth(1)
    moved.locator("summary").press("Enter")
    slider = moved.get_by_label("From left to right")
    slider.press("Home")
    with page.expect_response(re.compile("/media/files/")):
        slider.blur()
    moved.locator("summary").press("Enter")
    composer(page).press("Control+Enter")
    pictures = pictures_of(article(page, "In another order"))
    expect(pictures).to_have_count(2)
    expect(pictures.first).to_have_attribute("alt", "A path")


def test_a_reload_goes_on_where_it_was(visit, running, folder):
    page = visit()
    join(page, running, "re.load")
    composer(page).fill("After the reload")
    choose(page, folder / "photo-1.png")
    settled(page, 1)
    with page.expect_response(re.compile("/media/files/")):
        page.locator("textarea.says").fill("A door")
    line = Line(page)
    line.carries(150_000)
    choose(page, folder / "film.mp4")
    expect(page.locator("progress").last).to_have_js_property("max", 1)
    sent_more_than(page, 0.2)
    page.reload()
    expect(composer(page)).to_have_value("After the reload")
    expect(items(page)).to_have_count(2)
    expect(page.locator("textarea.says").first).to_have_value("A door")
    sent_more_than(page, 0.2)
    line.carries(-1)
    settled(page, 2)
    page.locator("textarea.says").nth(1).fill("A test card")
    post_button(page).click()
    expect(article(page, "After the reload").locator("video")).to_have_count(1)


def test_pause_cancel_and_what_is_no_use(visit, running, folder):
    page = visit()
    join(page, running, "pau.se")
    line = Line(page)
    line.carries(150_000)
    choose(page, folder / "film.mp4", folder / "photo-1.png")
    film = items(page).first
    film.get_by_role("button", name="Pause: film.mp4").click()
    expect(film.locator("[data-said]")).to_have_text("Paused")
    film.get_by_role("button", name="Go on: film.mp4").click()
    expect(film).to_have_attribute("data-state", "uploading")
    line.carries(-1)
    choose(page, folder / "notes.txt")
    refused = items(page).filter(has_text="notes.txt")
    expect(refused).to_contain_text("not taken")
    # The post waits for its files, and says so when it can't.
    composer(page).fill("Not yet")
    settled(page, 2)
    for field in page.locator("textarea.says").all():
        field.fill("Something")
    post_button(page).click()
    expect(page.locator(".up-said")).to_contain_text("could not be sent")
    refused.get_by_role("button", name="Remove: notes.txt").click()
    expect(items(page)).to_have_count(2)
    post_button(page).click()
    expect(article(page, "Not yet").locator("video")).to_have_count(1)


def test_dropped_and_pasted(visit, running, folder):
    page = visit()
    join(page, running, "drop.ped")
    bring = """([kind, bytes]) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
        data.items.add(new File([content], "a.png", { type: "image/png" }));
        const field = document.querySelector("form[data-compose] textarea[name=text]");
        const more = kind === "drop" ? { dataTransfer: data } : { clipboardData: data };
        const event = kind === "drop" ? new DragEvent(kind, { bubbles: true, cancelable: true, ...more })
            : new ClipboardEvent(kind, { bubbles: true, cancelable: true, ...more });
        field.dispatchEvent(event);
    }"""
    content = b64encode(picture("PNG")).decode()
    page.evaluate(bring, ["drop", content])
    page.evaluate(bring, ["paste", content])
    settled(page, 2)
    # Each can be dragged to its place.
    last = items(page).nth(1).get_attribute("data-file") or ""
    items(page).nth(1).locator(".up-pic").drag_to(items(page).first.locator(".up-pic"))
    expect(items(page).first).to_have_attribute("data-file", last)


def test_without_a_script_a_plain_field_does_it(visit, running, folder):
    page = visit(java_script_enabled=False)
    join(page, running, "plain.files")
    composer(page).fill("Plainly")
    page.locator("input[name=files]").set_input_files([folder / "photo-1.png", folder / "photo-2.png"])
    page.get_by_role("button", name="Add and describe").click()
    expect(composer(page)).to_have_value("Plainly")
    expect(items(page)).to_have_count(2)
    page.locator("textarea.says").first.fill("A bench")
    items(page).nth(1).get_by_label("Leave it out").check()
    page.locator("input[name=files]").set_input_files([folder / "photo-3.png"])
    post_button(page).click()
    pictures = pictures_of(article(page, "Plainly"))
    expect(pictures).to_have_count(2)
    expect(pictures.first).to_have_attribute("alt", "A bench")


def test_a_killed_server_loses_nothing_it_has_promised(tmp_path, visit, folder):
    with serve(tmp_path) as site:
        bind = site.environment["VERANDAH_BIND"]
        page = visit(base_url=site.url)
        join(page, site, "kil.led")
        composer(page).fill("After the fall")
        line = Line(page)
        line.carries(300_000)
        choose(page, folder / "film.mp4")
        sent_more_than(page, 0.4)
        sent: list[str] = []
        page.on("request", lambda asked: sent.append(asked.headers.get("upload-offset", "")))
        site.kill()
        expect(page.locator("[data-said]")).to_contain_text("No connection", timeout=20_000)
        line.carries(-1)
        with serve(tmp_path, VERANDAH_BIND=bind):
            settled(page, 1)
            offsets = [int(offset) for offset in sent if offset]
            assert offsets[0] > 500_000
            page.locator("textarea.says").fill("A test card")
            post_button(page).click()
            expect(article(page, "After the fall").locator("video")).to_have_count(1)
