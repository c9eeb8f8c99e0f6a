"""Notices as people come across them: a number that follows in every window, settings, and what is pushed."""

import json

import pytest
from playwright.sync_api import Page, expect

from .people import PASSWORD, sign_in
from .showing import Sender
from .test_access import barriers, overflow

NAMES = ("nina", "otto", "pia")
BADGE = ".top [data-unread]"
TOLD = (
    "navigator.serviceWorker.ready.then(it => it.getNotifications()).then(all => all.map(one => [one.title, one.tag]))"
)


@pytest.fixture(scope="module")
def town(running):
    """Three people; Nina is told what the others do. The apps of the others."""
    for name in NAMES:
        running.run("user", "create", name, "--email", f"{name}@example.org", "--password-stdin", typed=f"{PASSWORD}\n")
    return {name: Sender.of(running, name) for name in NAMES}


@pytest.fixture
def nina(town, visit):
    def opened(**options) -> Page:
        page = visit(**options)
        sign_in(page, "nina")
        return page

    return opened


def test_the_number_follows_in_every_window(town, nina):
    one = nina()
    other, elsewhere = one.context.new_page(), nina()
    other.goto("/people/")
    for page in (one, other, elsewhere):
        expect(page.locator(BADGE)).to_be_hidden()
    town["otto"].post("Hello @nina")
    for page in (one, other, elsewhere):
        expect(page.locator(BADGE)).to_have_text("1")
    town["pia"].post("Hello @nina, too")
    for page in (one, other, elsewhere):
        expect(page.locator(BADGE)).to_have_text("2")
        expect(page.get_by_role("link", name="Notifications, new: 2")).to_be_visible()
    one.goto("/notifications/")
    expect(one.locator(".nt.new")).to_have_count(2)
    for page in (other, elsewhere):
        expect(page.locator(BADGE)).to_be_hidden()


def test_a_push_is_shown_and_opens_where_it_leads(town, nina):
    page = nina()
    page.context.grant_permissions(["notifications"])
    page.goto("/settings/notifications/")
    expect(page.get_by_role("button", name="Turn on here")).to_be_visible()
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    session, found = page.context.new_cdp_session(page), []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.controller || true")
    while not found:
        page.wait_for_timeout(50)
    told = {
        "title": "Otto named you in a post",
        "body": "Hello",
        "tag": "7",
        "language": "en",
        "dir": "ltr",
        "url": "/x/",
    }
    origin = page.evaluate("location.origin")
    message = {"origin": origin, "registrationId": found[-1]["registrationId"], "data": json.dumps(told)}
    session.send("ServiceWorker.deliverPushMessage", message)
    page.wait_for_function(f"async () => (await {TOLD}).length")
    assert page.evaluate(TOLD) == [["Otto named you in a post", "7"]]


@pytest.mark.parametrize("look", ["desktop", "phone", "dark", "arabic"])
@pytest.mark.parametrize("path", ["/notifications/", "/notifications/?show=reactions", "/settings/notifications/"])
def test_pages_are_whole_in_every_look(town, nina, picture, look: str, path: str):
    options = {
        "desktop": {},
        "phone": {"viewport": {"width": 390, "height": 844}},
        "dark": {"color_scheme": "dark"},
        "arabic": {"locale": "ar"},
    }[look]
    page = nina(**options)
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    assert overflow(page) == []
    assert barriers(page) == []
    name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
    picture(page, f"{name}-{look}")


def test_settings_are_kept_without_javascript(town, nina):
    page = nina(java_script_enabled=False)
    page.goto("/settings/notifications/")
    box = page.locator("[value='share:push']")
    expect(box).not_to_be_checked()
    box.check()
    page.locator("[name=quiet][value=own]").check()
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator("[value='share:push']")).to_be_checked()
    expect(page.locator("[name=quiet][value=own]")).to_be_checked()
