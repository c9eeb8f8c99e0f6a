"""From the owner link to open doors, by what the screen says alone: first by one person, then with a second one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factors import code

from .people import PASSWORD, address_of, composer, confirm, join
from .site import RunningSite, serve

CONTACTS = {
    "responsible_name": "Alice Alder",
    "responsible_email": "alice@example.org",
    "legal_address": "1 Quay, Alder Bay",
    "contact_email": "hello@example.org",
    "authorities_email": "law@example.org",
}
GO_ON = "Save and go on"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningSite]:
    """A site as on its first day: nobody is there, and its doors are shut."""
    with serve(tmp_path, is_open=False) as site:
        yield site


def test_from_the_owner_link_to_open_doors(visit, fresh, picture):
    owner = visit(base_url=fresh.url)
    secret = become_owner(owner, fresh)
    set_up(owner, fresh, picture)
    do_what_is_left(owner, picture)
    say_alone(owner, secret)
    # One person alone could open the doors now. A second one is better.
    expect(doors(owner)).to_be_enabled()
    picture(owner, "opening-ready")
    link = invite(owner)
    helper = visit(base_url=fresh.url)
    come_by_invitation(helper, fresh, link)
    give_role(owner)
    set_up_second_factor(helper)
    owner.goto("/admin/launch/")
    expect(condition(owner, "staff")).to_contain_text("Two people or more")
    press(owner, "We are more than one now")
    open_doors(owner, picture)
    join(visit(base_url=fresh.url), fresh, "eve")


def become_owner(page: Page, site: RunningSite) -> str:
    """Open the link that the server has printed; the key of the app for codes, for later."""
    printed = re.search(r"http://\S+/welcome/\S+/", site.said())
    assert printed
    page.goto(printed[0])
    said = {
        "site_name": "Alder Bay",
        "display_name": "Alice",
        "email": address_of("alice"),
        "username": "alice",
        "password": PASSWORD,
    }
    fill(page, said)
    press(page, "Make my site")
    expect(page.locator("h1")).to_have_text("Keep your account safe")
    # The password was thought of a moment ago, so nobody asks for it again.
    page.get_by_role("link", name="Set it up An app for codes").click()
    secret = type_first_code(page)
    page.get_by_role("link", name="I have them").click()
    # Nor for another code: the app has just shown one.
    press(page, GO_ON)
    expect(page.locator("h1")).to_have_text("What the site is called")
    return secret


def set_up(page: Page, site: RunningSite, picture) -> None:
    """The steps in their order; each leads to the next one."""
    fill(page, {"tagline": "The neighbours by the water"})
    press(page, GO_ON)
    at_step(page, 3, "Your logo", GO_ON)
    at_step(page, 4, "Your colour", GO_ON)
    at_step(page, 5, "What guests see", GO_ON)
    at_step(page, 6, "Who can join", GO_ON)
    at_step(page, 7, "For whom posts are", GO_ON)
    fill(page, CONTACTS)
    at_step(page, 8, "Who answers for the site", GO_ON)
    at_step(page, 9, "Languages", GO_ON)
    at_step(page, 10, "Letters", "Send a letter to me")
    letter = re.search(r"\b\d{6}\b", site.letter_to(address_of("alice")))
    assert letter
    fill(page, {"code": letter[0]})
    at_step(page, 10, "Letters", "Letters arrive")
    at_step(page, 11, "Where files lie", GO_ON)
    # A folder is offered already.
    expect(page.locator("main [name=backup_place]")).not_to_have_value("")
    at_step(page, 12, "Backups", "Make one now and try it out")
    expect_backup(page)
    picture(page, "opening-backup")
    at_step(page, 12, "Backups", GO_ON)
    picture(page, "opening-summary")
    at_step(page, 13, "Before the site opens", "Finish setting up")
    expect(page.locator("h1")).to_have_text("Opening the doors")


def at_step(page: Page, number: int, title: str, button: str) -> None:
    """This is the step that is shown, and it says how to go on."""
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text(f"Step {number} of 13")
    press(page, button)


def expect_backup(page: Page) -> None:
    """The page says when it was tried out, to whoever looks again."""
    for _attempt in range(60):
        if page.get_by_text("Tried out: it came back whole").count():
            return
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Look again").click()
    raise AssertionError(page.locator("main").inner_text())


def do_what_is_left(page: Page, picture) -> None:
    """The list before the doors open: each line that is not met leads to where it is done, and back."""
    expect(page.locator("main")).to_contain_text("4 of 8 done")
    expect(doors(page)).to_be_disabled()
    picture(page, "opening-list")
    follow(page, "rules")
    press(page, "These are our rules")
    back(page)
    for word, title in (("privacy", "Privacy policy"), ("terms", "Terms of use")):
        follow(page, word)
        page.get_by_role("link", name=f"Fill in – {title}").click()
        # What is not answered is named, and nothing is put in force.
        press(page, "Put in force")
        expect(page.get_by_role("alert")).to_contain_text("not filled in yet")
        answer_questions(page)
        press(page, "Put in force")
        expect(page.locator("main li", has_text=title).first).to_contain_text("In force")
        back(page)
        expect(condition(page, word)).to_contain_text("in force.")
    expect(page.locator("main")).to_contain_text("7 of 8 done")


def answer_questions(page: Page) -> None:
    """Each question that is marked as open."""
    asked = page.locator("main .field:has(.tag):visible")
    for number in range(asked.count()):
        asked.nth(number).locator("input, textarea").fill("Alder Bay Hosting in Norway")


def say_alone(page: Page, secret: str) -> None:
    """Honestly. It is asked for the second factor when that was shown long ago."""
    follow(page, "staff")
    press(page, "Say that I am alone")
    if "/reauthenticate/" in page.url:
        fill(page, {"code": code(1, secret)})
        press(page, "Go on")
        press(page, "Say that I am alone")
    expect(condition(page, "staff")).to_contain_text("the contact page says so")
    expect(page.locator("main")).to_contain_text("8 of 8 done")


def invite(page: Page) -> str:
    """A link for somebody who will help."""
    page.goto("/admin/invites/")
    page.get_by_role("link", name="New invitation").first.click()
    page.locator("main form:has([name=message]) .btn.main").click()
    return page.locator("main input[id^='url-']").first.input_value()


def come_by_invitation(page: Page, site: RunningSite, link: str) -> None:
    """Whoever has the link comes in before the doors are open."""
    page.goto(link)
    press(page, "Accept and join")
    fill(page, {"display_name": "Mo", "email": address_of("mo"), "username": "mo", "password1": PASSWORD})
    for box in page.locator("form[action='/sign-up/'] [type=checkbox][required]").all():
        box.check()
    page.locator("form[action='/sign-up/'] button").click()
    expect(page).to_have_url(re.compile("/confirm-email/$"))
    confirm(page, site, "mo")
    # Their first day begins, which they leave for later.
    page.goto("/")
    expect(composer(page)).to_be_visible()


def give_role(page: Page) -> None:
    """From the list of members to the role."""
    page.goto("/admin/members/")
    page.get_by_role("link", name="Mo", exact=True).first.click()
    page.locator("main").get_by_role("link", name=re.compile("role", re.IGNORECASE)).first.click()
    page.locator("main label", has_text="Moderator").first.click()
    page.locator("main form .btn.main").click()
    expect(page.locator("main")).to_contain_text("Moderator")


def set_up_second_factor(page: Page) -> None:
    """The staff's pages lead there by themselves, and back."""
    page.goto("/moderation/")
    expect(page).to_have_url(re.compile("/settings/security/"))
    page.get_by_role("link", name="Set it up An app for codes").click()
    if "/reauthenticate/" in page.url:
        fill(page, {"password": PASSWORD})
        press(page, "Go on")
    type_first_code(page)
    page.goto("/moderation/")
    expect(page.locator("main h1")).to_be_visible()
    expect(page).to_have_url(re.compile("/moderation/$"))


def type_first_code(page: Page) -> str:
    """What an app for codes shows that was given the key of this page."""
    secret = page.locator("#secret").input_value()
    fill(page, {"code": code(secret=secret)})
    press(page, "Turn it on")
    expect(page).to_have_url(re.compile("/settings/security/codes/$"))
    return secret


def open_doors(page: Page, picture) -> None:
    """The one button, which works now."""
    page.locator("main label", has_text="Everyone can join").click()
    doors(page).click()
    expect(page.locator("main")).to_contain_text("The site has been open since")
    picture(page, "opening-open")


def doors(page: Page):
    return page.get_by_role("button", name="Open the doors")


def condition(page: Page, word: str):
    """One line of the list."""
    return page.locator(f"#condition-{word}")


def follow(page: Page, word: str) -> None:
    """The way that a line of the list offers."""
    condition(page, word).get_by_role("link", name="Do it").click()


def back(page: Page) -> None:
    """The way back to the list."""
    page.get_by_role("link", name="What is left before the doors open").click()
    expect(page.locator("h1")).to_have_text("Opening the doors")


def fill(page: Page, said: dict[str, str]) -> None:
    """Fields by their names."""
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
