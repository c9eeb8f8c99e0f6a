"""Two factors in a real browser: an app for codes, a passkey, and the staff's pages that open to nothing less."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factors import code

from .people import PASSWORD, composer, join, set_up_app, sign_in, sign_in_by_two, sign_out


@pytest.fixture
def near(running) -> str:
    """The same site at an address that browsers let keys be used at."""
    return running.url.replace("127.0.0.1", "localhost")


def give_key(page: Page) -> None:
    """The browser has a passkey of its own making, which says yes at once."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_for_codes(visit, running, picture):
    page = visit()
    join(page, running, "tamar")
    secret = set_up_app(page)
    picture(page, "two-factors-codes")
    found = page.locator(".codes code").all_inner_texts()
    assert len(found) == 10
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert found[0] in Path(download.value.path()).read_text(encoding="utf-8")
    page.goto("/settings/security/")
    picture(page, "two-factors-settings")
    sign_out(page)
    sign_in_by_two(page, "tamar", secret)


def test_it_works_without_scripts_and_on_a_phone(visit, running, picture):
    page = visit(java_script_enabled=False, viewport={"width": 390, "height": 844})
    join(page, running, "ulla")
    page.goto("/settings/security/app/")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form .btn.main").click()
    picture(page, "two-factors-app-phone")
    secret = set_up_app(page)
    codes = page.locator(".codes code").all_inner_texts()
    sign_out(page)
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill("ulla")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()
    page.locator("main [name=code]").fill(codes[3])
    page.locator("main form:has([name=code]) .btn.main").click()
    expect(composer(page)).to_be_visible()
    assert secret


def test_a_passkey(visit, near, running, picture):
    page = visit(base_url=near)
    join_near(page, running, near, "vera")
    give_key(page)
    page.goto("/settings/security/keys/add/")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form .btn.main").click()
    page.locator("main [name=name]").fill("My phone")
    picture(page, "two-factors-key")
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/settings/security/codes/$"))
    page.goto("/settings/security/")
    expect(page.locator("#second-step")).to_contain_text("My phone")
    sign_out(page)
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill("vera")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()
    picture(page, "two-factors-step-key")
    page.get_by_role("button", name="Use a passkey").click()
    expect(composer(page)).to_be_visible()
    # To take it away it is shown once more.
    page.goto("/settings/security/")
    page.locator("#second-step a[href*='/remove/']").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.locator("main form .btn.main").click()
    expect(page.locator("#second-step")).not_to_contain_text("My phone")


def join_near(page: Page, running, near: str, username: str) -> None:
    """Sign up at the other name of the same machine: the link in the letter leads to the first."""
    running.run("user", "create", username, "--email", f"{username}@example.org", "--password-stdin", typed=PASSWORD)
    sign_in(page, username)


def test_the_staff_sets_it_up_and_then_comes_in(visit, running, picture):
    for name, role in (("wanda", "admin"), ("xenia", "moderator")):
        words = ("user", "create", name, "--email", f"{name}@example.org", "--role", role, "--password-stdin")
        running.run(*words, typed=PASSWORD)
    page = visit()
    sign_in(page, "wanda")
    page.goto("/admin/people/")
    expect(page).to_have_url(re.compile("/settings/security/"))
    secret = set_up_app(page)
    page.goto("/admin/people/")
    if "/reauthenticate/" in page.url:
        page.locator("main [name=code]").fill(code(1, secret))
        page.locator("main form .btn.main").click()
    expect(page.locator("main h1")).to_have_text("Who works for the site")
    picture(page, "staff-people")
    page.goto("/admin/people/@xenia/")
    picture(page, "staff-person")
    page.locator("main label", has_text="Triage").click()
    page.locator("main form .btn.main").click()
    expect(page.locator("main")).to_contain_text("Triage")
    page.goto("/admin/audit/")
    expect(page.locator("main")).to_contain_text("after: triage")
    picture(page, "staff-record")
    page.goto("/moderation/approvals/")
    picture(page, "staff-approvals")
    assert "The record holds" in running.run("audit", "verify")
