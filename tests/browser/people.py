"""What people do on their first day, done through the pages alone."""

import re

from playwright.sync_api import Page, expect

from tests.factors import code

from .site import RunningSite

PASSWORD = "a veranda in the evening"


def join(page: Page, site: RunningSite, username: str) -> None:
    """Sign up, confirm the address with the link from the letter, and stand on the home page, signed in."""
    sign_up(page, username)
    confirm(page, site, username)
    # Their first day begins, which they leave for later.
    expect(page).to_have_url(re.compile("/first-day/"))
    page.goto("/")
    expect(composer(page)).to_be_visible()


def sign_up(page: Page, username: str) -> None:
    page.goto("/sign-up/")
    page.locator("[name=display_name]").fill(username.capitalize())
    page.locator("[name=email]").fill(address_of(username))
    page.locator("[name=username]").fill(username)
    page.locator("[name=password1]").fill(PASSWORD)
    for box in page.locator("form[action='/sign-up/'] [type=checkbox][required]").all():
        box.check()
    page.locator("form[action='/sign-up/'] button").click()
    expect(page).to_have_url(re.compile("/confirm-email/$"))


def confirm(page: Page, site: RunningSite, username: str) -> None:
    link = re.search(r"https?://\S+/confirm-email/\S+/", site.letter_to(address_of(username)))
    assert link
    page.goto(link[0])
    page.locator("main form[action*='/confirm-email/'] button").click()
    expect(page).not_to_have_url(re.compile("/confirm-email/"))


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill(username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()
    expect(composer(page)).to_be_visible()


def set_up_app(page: Page) -> str:
    """Set up an app for codes in the settings; its key, from which `code` makes codes. Recovery codes stand there."""
    page.goto("/settings/security/app/")
    if "/reauthenticate/" in page.url:
        page.locator("main [name=password]").fill(PASSWORD)
        page.locator("main form .btn.main").click()
    secret = page.locator("#secret").input_value()
    page.locator("main [name=code]").fill(code(secret=secret))
    page.locator("main form .btn.main").click()
    expect(page).to_have_url(re.compile("/settings/security/codes/$"))
    return secret


def sign_in_by_two(page: Page, username: str, secret: str) -> None:
    """Sign in with the password and the next code: each is good once."""
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill(username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()
    page.locator("main [name=code]").fill(code(1, secret))
    page.locator("main form:has([name=code]) .btn.main").click()
    expect(composer(page)).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    page.locator("main form button").click()


def address_of(username: str) -> str:
    return f"{username}@example.org"


def composer(page: Page):
    """The field in which a post is written."""
    return page.locator("form[action='/p/new/'] textarea[name=text]")


def write(page: Page, text: str) -> None:
    """Type it, until the browser, or already the server, keeps it: the script may still be on its way."""
    composer(page).press_sequentially(text)
    kept = """Object.keys(localStorage).some((name) => name.startsWith("draft:"))
        || document.querySelector("[data-draft] output").value"""
    # The site's content security policy forbids what a page would have to do to wait for this itself.
    while not page.evaluate(kept):
        page.wait_for_timeout(50)


def post(page: Page, text: str) -> None:
    """Write it and send it."""
    composer(page).fill(text)
    post_button(page).click()


def post_button(page: Page):
    return page.locator("form[action='/p/new/']").get_by_role("button", name=re.compile("^(Post|نشر|انشر)$"))


def article(page: Page, text: str):
    """The post with these words."""
    return page.locator("article.post", has_text=text)
