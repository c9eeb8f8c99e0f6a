"""The whole way: told by a member and by a stranger, decided, read, appealed, overturned by somebody else, restored."""

import re
import time

from playwright.sync_api import Page, expect

from .hired import moderators
from .people import article, join, post
from .test_access import barriers, overflow

PHONE = {"width": 390, "height": 844}
FACTS = "The flyer offers tickets for forty euros; the concert is free, as the town says on its own page."


def looked_at(page: Page, picture, name: str) -> None:
    """What is to be seen stands in no way of anyone, and is left for people to look at."""
    assert overflow(page) == []
    assert barriers(page) == []
    picture(page, f"fair-{name}")


def test_from_a_report_to_a_decision_that_is_taken_back(visit, running, picture):
    number = str(time.monotonic_ns())[-8:]
    staff = moderators(running, f"mo{number}", f"max{number}")
    author, reader, stranger = visit(), visit(viewport=PHONE), visit()
    text = f"Free concert on Sunday, tickets for forty euros {number}"
    place = said(author, running, number, text)
    told_by_member(reader, running, number, place, picture)
    receipt = told_by_stranger(stranger, running, number, place)
    mo, max_ = (hired(visit, running, staff, name) for name in (f"mo{number}", f"max{number}"))
    code = decided(mo, text, picture)
    # Nobody sees it any more: asked as everyone, everywhere, by the command.
    assert "seen at 0, broken at 0" in running.run("takedown", "probe", code)
    assert author.goto(place).status == 404
    appeal = read_and_appealed(author, picture)
    refused_to_whoever_decided(mo, appeal, picture)
    overturned(max_, appeal, picture)
    author.goto(place)
    expect(article(author, text)).to_be_visible()
    author.goto("/notifications/")
    expect(author.get_by_text("Your post is again as it was").first).to_be_visible()
    looked_at(author, picture, "told-again")
    for page, where in ((reader, "/cases/"), (stranger, receipt)):
        page.goto(where)
    reader.get_by_role("link", name=re.compile("^Post · ")).click()
    # What they told in another queue has had its answer by the same decision, and has one again.
    expect(reader.get_by_role("heading", name="We have your report")).to_have_count(0)
    looked_at(reader, picture, "reporter")
    looked_at(stranger, picture, "stranger")
    assert "entries" in running.run("audit", "verify")


def said(page: Page, running, number: str, text: str) -> str:
    """Someone says it; where that stands."""
    join(page, running, f"seller{number}")
    post(page, text)
    expect(article(page, text)).to_be_visible()
    return f"/p/{re.findall(r'\d+', article(page, text).get_attribute('id') or '')[0]}/"


def told_by_member(page: Page, running, number: str, place: str, picture) -> None:
    """On a phone, in the dialog."""
    join(page, running, f"reader{number}")
    page.goto(place)
    page.locator("article.post summary").first.click()
    page.get_by_role("link", name="Report post").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Something else", exact=True).click()
    dialog.get_by_role("button", name="Continue").click()
    dialog.get_by_label("What is wrong?").fill("The concert is free.")
    looked_at(page, picture, "report")
    dialog.get_by_role("button", name="Continue").click()
    dialog.get_by_role("button", name="Send report").click()
    expect(dialog.get_by_role("heading", name="Thank you")).to_be_focused()


def told_by_stranger(page: Page, running, number: str, place: str) -> str:
    """Without an account; where the answer will stand."""
    page.goto("/report/")
    page.get_by_label("Where is it?").fill(f"{running.url}{place}")
    page.get_by_label("What makes it illegal?").select_option("fraud")
    page.get_by_label("Under the law of which country?").select_option("DE")
    page.get_by_label("Why is it illegal?").fill("He sells what is free.")
    page.get_by_label("Your name").fill("Sam")
    page.get_by_label("Your e-mail address").fill(f"sam{number}@example.net")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send notice").click()
    expect(page.get_by_role("heading", name="We have your notice")).to_be_visible()
    return page.url


def hired(visit, running, staff: dict[str, str], name: str) -> Page:
    page = visit()
    page.context.add_cookies([{"name": staff["cookie"], "value": staff[name], "url": running.url}])
    return page


def decided(page: Page, text: str, picture) -> str:
    """Taken from the queue and decided, with a look at what will change; the code of the case."""
    page.goto("/moderation/")
    looked_at(page, picture, "queue")
    # A notice of something illegal and a report about the rules wait in queues of their own.
    page.locator("li.case", has_text=text[-30:]).first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/moderation/[A-Z]{2}-\d{4}/$"))
    code = page.url.split("/")[-2]
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_text("Yours until")).to_be_visible()
    page.locator("#decide").get_by_text("Remove it", exact=True).click()
    page.locator("#decide [name=rule]").select_option(index=1)
    page.locator("#decide [name=facts]").fill(FACTS)
    page.locator("#decide [name=facts]").blur()
    expect(page.locator("#verdict").get_by_text("What they will read")).to_be_visible()
    looked_at(page, picture, "case")
    page.locator("#verdict [name=agreed]").click()
    expect(page.get_by_text("It was decided, and everyone it concerns has been told.")).to_be_visible()
    return code


def read_and_appealed(page: Page, picture) -> str:
    """The author reads why, and asks for another look; the code of the appeal."""
    page.goto("/notifications/")
    page.get_by_role("link", name=re.compile("removed")).first.click()
    expect(page.get_by_text(FACTS)).to_be_visible()
    looked_at(page, picture, "statement")
    page.get_by_label("Why should it be decided otherwise?").fill("I am the organiser, and the price is for dinner.")
    page.get_by_role("button", name="Ask for it to be looked at again").click()
    expect(page.locator("#appeal").get_by_role("heading", name="Your appeal")).to_be_visible()
    looked_at(page, picture, "appealed")
    found = re.search(r"[A-Z]{2}-\d{4}", page.locator("#appeal p").first.inner_text())
    assert found
    return found[0]


def refused_to_whoever_decided(page: Page, appeal: str, picture) -> None:
    page.goto(f"/moderation/{appeal}/")
    expect(page.get_by_text("You have had a part in it, so you cannot answer it.")).to_be_visible()
    expect(page.locator("[name=answer]")).to_have_count(0)
    looked_at(page, picture, "not-oneself")


def overturned(page: Page, appeal: str, picture) -> None:
    """Somebody else answers."""
    page.goto(f"/moderation/{appeal}/")
    expect(page.get_by_text("I am the organiser")).to_be_visible()
    page.locator("#appeal [name=outcome][value=overturned]").check()
    page.get_by_label("What you have found, in your own words").fill(
        "The dinner costs forty euros, the concert nothing."
    )
    looked_at(page, picture, "appeal")
    page.get_by_role("button", name="Answer the appeal and tell everyone").click()
    expect(page.get_by_text("The dinner costs forty euros").first).to_be_visible()
