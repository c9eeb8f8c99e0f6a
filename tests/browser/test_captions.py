"""Captions for a film: chosen in the composer, changed when the post is out, with a script and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pictures import clip

from .people import article, composer, join, post_button

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("films")
    (place / "film.mp4").write_bytes(clip("mp4"))
    (place / "hello.vtt").write_text(VTT)
    (place / "notes.txt").write_text("nothing that is said")
    return place


def item(page: Page):
    return page.locator(".up-item[data-file]:not([data-state=waiting])")


def add(page: Page, file: Path, language: str) -> None:
    page.locator("#captions-file").set_input_files(file)
    page.locator("#captions-language").select_option(label=language)
    page.get_by_role("button", name="Add captions").click()


def test_in_the_composer(visit, running, folder):
    page = visit()
    join(page, running, "cap.tions")
    composer(page).fill("With words")
    page.locator("[data-pick] input").first.set_input_files(folder / "film.mp4")
    expect(item(page)).to_have_count(1, timeout=40_000)
    item(page).locator("textarea").fill("A test card")
    opener = item(page).get_by_role("link", name="Captions")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Captions")
    add(page, folder / "hello.vtt", "Deutsch")
    expect(dialog.locator("li")).to_contain_text("Deutsch")
    expect(dialog.get_by_role("status")).to_be_focused()
    add(page, folder / "hello.vtt", "Français")
    expect(dialog.locator("li")).to_have_count(2)
    dialog.get_by_role("button", name="Remove: Français").click()
    expect(dialog.locator("li")).to_have_count(1)
    dialog.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()
    expect(item(page)).to_contain_text("Captions: Deutsch")
    expect(composer(page)).to_have_value("With words")
    post_button(page).click()
    expect(article(page, "With words").locator("track")).to_have_attribute("srclang", "de")


def test_without_a_script_and_when_it_is_out(visit, running, folder):
    page = visit(java_script_enabled=False)
    join(page, running, "cap.plain")
    composer(page).fill("Plain words")
    page.locator("input[name=files]").set_input_files([folder / "film.mp4"])
    page.get_by_role("button", name="Add and describe").click()
    with page.context.expect_page() as opened:
        page.locator(".up-item").get_by_role("link", name="Captions").click()
    beside = opened.value
    add(beside, folder / "hello.vtt", "Deutsch")
    expect(beside.locator("main li")).to_have_count(1)
    beside.close()
    post_button(page).click()
    for _moment in range(50):
        page.goto("/")
        if article(page, "Plain words").count():
            break
        page.wait_for_timeout(300)
    post = article(page, "Plain words")
    expect(post.locator("track")).to_have_attribute("srclang", "de")
    post.get_by_role("link", name="Captions").click()
    page.get_by_role("button", name="Remove: Deutsch").click()
    expect(page.locator("main li")).to_have_count(0)
    page.get_by_role("link", name="Done").click()
    expect(article(page, "Plain words").locator("video")).to_have_count(1)
    expect(page.locator("track")).to_have_count(0)


def test_what_is_dragged_over_the_composer_is_awaited(visit, running):
    page = visit()
    join(page, running, "cap.drag")
    drag = """([kind, over]) => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "a.png", { type: "image/png" }));
        const field = document.querySelector("form[data-compose] textarea[name=text]");
        const relatedTarget = over ? document.querySelector(over) : null;
        const more = { bubbles: true, cancelable: true, dataTransfer: data, relatedTarget };
        field.dispatchEvent(new DragEvent(kind, more));
    }"""
    form = page.locator("#composer")
    page.evaluate(drag, ["dragover", None])
    expect(form).to_have_attribute("data-over", "")
    expect(form).to_have_css("outline-style", "dashed")
    page.evaluate(drag, ["dragleave", "#composer .acts"])
    expect(form).to_have_attribute("data-over", "")
    page.evaluate(drag, ["dragleave", None])
    expect(form).not_to_have_attribute("data-over", "")
