"""Two people in one conversation: what one says stands before the other at once, and nothing is missing after a cut."""

import json
import re
import time

import pytest
from playwright.sync_api import Page, expect

from .people import article, join, post
from .showing import Sender
from .test_access import barriers, overflow

SOON = 1.0
WELL = """
from verandah.actions.posting import Draft, publish
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

author, chain = Account.objects.get(username="NAME"), []
for depth in range(61):
    words = f"Level {depth} with-some-rather-long-words-in-it-to-try-the-width" if depth else "How deep is the well?"
    parent = chain[-1] if chain else None
    chain.append(publish(author, Draft(words, Audience.MEMBERS, f"well-{depth}", parent_id=parent)).pk)
print(*chain)
"""
# So long is the line cut; EventSource asks again every two seconds.
CUT = 30_000


def say(page: Page, text: str, field: str = "#reply textarea") -> float:
    """Write a comment and send it; the moment when it was sent."""
    page.locator(field).fill(text)
    began = time.monotonic()
    page.locator(field).locator("xpath=ancestor::form").get_by_role("button", name="Send comment").click()
    return began


def said(page: Page, text: str):
    return page.locator("#thread li > .cm", has_text=text)


def shown(page: Page) -> list[str]:
    """The words of all comments from top to bottom."""
    return [text.strip() for text in page.locator("#thread .bubble .body").all_text_contents()]


def listens(page: Page) -> None:
    """Wait until the page hears of what happens."""
    page.locator("[data-talk][data-heard]").wait_for()


class Teller(Sender):
    """Someone who comments by an app."""

    def answer(self, number: str, text: str) -> str:
        body = json.dumps({"status": text, "in_reply_to_id": number}).encode()
        return self.ask("POST", "/api/v1/statuses", body, "application/json")["id"]

    def change(self, number: str, text: str) -> None:
        self.ask("PUT", f"/api/v1/statuses/{number}", json.dumps({"status": text}).encode(), "application/json")

    def take_back(self, number: str) -> None:
        self.ask("DELETE", f"/api/v1/statuses/{number}")


@pytest.fixture
def two(visit, running) -> tuple[Page, Page]:
    number = str(time.monotonic_ns())[-8:]
    pages = visit(), visit()
    for name, page in zip(("teller", "hearer"), pages, strict=True):
        join(page, running, f"{name}{number}")
    return pages


def begin(teller: Page, text: str) -> str:
    """A post, opened on its own page; its number."""
    post(teller, text)
    number = re.findall(r"\d+", article(teller, text).get_attribute("id") or "")[0]
    teller.goto(f"/p/{number}/")
    return number


def name_of(page: Page) -> str:
    return page.locator("a[href^='/@']").first.get_attribute("href").strip("/@")


def test_a_comment_stands_before_the_other_at_once(two, running):
    teller, hearer = two
    number = begin(teller, "The kettle is on")
    hearer.goto(f"/p/{number}/")
    listens(hearer)
    listens(teller)

    took = []
    for text in ("First word", "Second word", "Third word"):
        began = say(teller, text)
        expect(said(hearer, text)).to_be_visible()
        took.append(time.monotonic() - began)
        expect(teller.locator("#reply textarea")).to_have_value("")
    assert max(took) < SOON, took
    for page in two:
        expect(page.locator("#comments-count")).to_have_text("3 comments")
        expect(page.locator(f"#p{number}-foot .stats")).to_contain_text("3 comments")
        assert shown(page) == ["First word", "Second word", "Third word"]

    said(hearer, "First word").get_by_role("link", name="Reply").click()
    say(hearer, "An answer to the first", "li .reply textarea")
    expect(said(teller, "An answer to the first")).to_be_visible()
    for page in two:
        assert shown(page) == ["First word", "An answer to the first", "Second word", "Third word"]

    app = Teller.of(running, name_of(teller))
    [first, _answer, second, _third] = [item.get_attribute("id")[1:] for item in hearer.locator("#thread li").all()]
    app.change(second, "Second word, changed")
    expect(said(hearer, "Second word, changed")).to_be_visible()
    app.take_back(second)
    expect(said(hearer, "Second word")).to_have_count(0)
    app.take_back(first)
    expect(said(hearer, "First word")).to_have_count(0)
    for page in two:
        expect(page.locator("#comments-count")).to_have_text("2 comments")
        expect(page.locator("#thread li")).to_have_count(2)
        assert sorted(shown(page)) == ["An answer to the first", "Third word"]


def test_nothing_is_missing_after_the_line_was_cut(two, running):
    teller, hearer = two
    number = begin(teller, "The line is thin today")
    app = Teller.of(running, name_of(teller))
    changed, gone = app.answer(number, "It will change"), app.answer(number, "It will go")
    hearer.goto(f"/p/{number}/")
    listens(hearer)
    hearer.locator("#reply textarea").fill("What I was about to say")

    hearer.context.set_offline(True)
    for text in ("While away 1", "While away 2"):
        say(teller, text)
        expect(said(teller, text)).to_be_visible()
    app.change(changed, "It has changed")
    app.take_back(gone)
    app.answer(changed, "An answer while away")
    hearer.wait_for_timeout(CUT)
    assert "While away 1" not in shown(hearer)
    hearer.context.set_offline(False)

    expect(said(hearer, "While away 2")).to_be_visible()
    expect(said(hearer, "It has changed")).to_be_visible()
    expect(said(hearer, "It will go")).to_have_count(0)
    assert shown(hearer) == ["It has changed", "An answer while away", "While away 1", "While away 2"]
    expect(hearer.locator("#comments-count")).to_have_text("4 comments")
    expect(hearer.locator("#reply textarea")).to_have_value("What I was about to say")
    began = say(teller, "And it goes on")
    expect(said(hearer, "And it goes on")).to_be_visible()
    assert time.monotonic() - began < 2 * SOON


def test_comments_open_below_a_card_and_go_on_there(two, running, picture):
    teller, hearer = two
    number = begin(teller, f"In the list of all {time.monotonic_ns()}")
    hearer.goto("/all/")
    card = hearer.locator(f"#p{number}")
    card.get_by_role("link", name="Comment", exact=True).click()
    expect(card.locator("#comments")).to_be_visible()
    expect(hearer.locator("#reply textarea")).to_be_focused()
    listens(hearer)
    began = say(teller, "Heard in the list")
    expect(said(hearer, "Heard in the list")).to_be_visible()
    assert time.monotonic() - began < SOON
    expect(card.locator(".stats")).to_contain_text("1 comment")
    say(hearer, "Said in the list")
    expect(said(teller, "Said in the list")).to_be_visible()
    expect(said(hearer, "Said in the list")).to_have_count(1)
    picture(hearer, "comments-in-list")
    assert barriers(hearer) == []


def test_what_one_reads_stays_where_it_is(two, running):
    teller, hearer = two
    number = begin(teller, "A long evening")
    app = Teller.of(running, name_of(teller))
    first = app.answer(number, "At the top")
    for count in range(18):
        app.answer(number, f"Word {count}\n\nand some more lines\n\nbelow it")
    hearer.goto(f"/p/{number}/")
    listens(hearer)
    reading = said(hearer, "Word 12")
    reading.scroll_into_view_if_needed()
    hearer.evaluate("scrollBy(0, 40)")
    place = reading.bounding_box()["y"]
    app.answer(first, "Far above")
    app.answer(number, "Far below")
    expect(hearer.locator(".talkchip a")).to_have_text("2 new comments")
    assert abs(reading.bounding_box()["y"] - place) <= 2
    hearer.locator(".talkchip a").click()
    expect(said(hearer, "Far above")).to_be_in_viewport()
    expect(hearer.locator(".talkchip a")).to_have_text("1 new comment")


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_a_thread_sixty_deep_is_usable_on_a_phone(visit, running, picture, scripted):
    page = visit(java_script_enabled=scripted, viewport={"width": 320, "height": 700})
    name = f"deep{'yes' if scripted else 'no'}"
    join(page, running, name)
    chain = running.run("shell", typed=WELL.replace("NAME", name)).split()[-61:]
    number = chain[0]
    page.goto(f"/p/{number}/")
    expect(page.locator("#thread li")).to_have_count(2)
    page.get_by_role("link", name="Continue this conversation (58)").click()
    if scripted:
        expect(page.locator("#thread li")).to_have_count(52)
        expect(said(page, "Level 3 with")).to_be_visible()
        page.get_by_role("link", name="Continue this conversation (8)").click()
        expect(page.locator("#thread li")).to_have_count(60)
        expect(page.locator(".more")).to_have_count(0)
    else:
        expect(page).to_have_url(re.compile(rf"/p/{chain[2]}/"))
        page.get_by_role("link", name="Show newer comments").click()
        expect(said(page, "Level 60 with")).to_be_visible()
    assert overflow(page) == []
    said(page, "Level 60 with").scroll_into_view_if_needed()
    assert said(page, "Level 60 with").locator(".bubble").bounding_box()["width"] > 150
    picture(page, f"sixty-deep-{'phone' if scripted else 'plain'}")
    page.goto(f"/p/{chain[60]}/")
    expect(page.locator("#thread li.here")).to_contain_text("Level 60")
    expect(page.locator("#thread li")).to_have_count(21)
    assert overflow(page) == []
