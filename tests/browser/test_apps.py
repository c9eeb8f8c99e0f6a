"""Apps as browsers know them: one that opens a window of its own, and one with an address of its own kind."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from .people import PASSWORD, join
from .test_access import barriers, overflow

APP = b"""<!doctype html><title>App</title><script>
addEventListener("message", event => { document.title = "told " + event.data })
</script>"""
BACK = b"""<!doctype html><title>Back</title><script>
if (opener) opener.postMessage(new URL(location).searchParams.get("code"), "*")
</script>"""


class Pages(BaseHTTPRequestHandler):
    """A web app of another site: the page that opens the window, and the one that it ends on."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(BACK if self.path.startswith("/back") else APP)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Where the web app is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def registered(site: str, redirect_uri: str) -> str:
    """The consent page of a new app."""
    sent = json.dumps({"client_name": "Lantern", "redirect_uris": redirect_uri, "scopes": "read write"}).encode()
    with urlopen(Request(f"{site}/api/v1/apps", sent, {"Content-Type": "application/json"}), timeout=20) as answer:
        app = json.load(answer)
    asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": redirect_uri, "scope": "read"}
    return f"{site}/oauth/authorize?{urlencode(asked)}"


def sign_in_here(page: Page, username: str) -> None:
    page.locator("main [name=login]").fill(username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()


def test_a_window_of_a_web_app_tells_it_the_code(visit, running, chromium: Browser, elsewhere, picture):
    join(visit(), running, "app.opener")
    consent = registered(running.url, f"{elsewhere}/back")
    app = chromium.new_context().new_page()
    app.goto(elsewhere)
    with app.expect_popup() as opened:
        app.evaluate("address => { window.open(address, 'sign in', 'popup,width=420,height=760') }", consent)
    window = opened.value
    sign_in_here(window, "app.opener")
    expect(window.get_by_role("heading", level=1)).to_contain_text("Lantern")
    assert barriers(window) + overflow(window) == []
    picture(window, "consent")
    window.get_by_role("button", name="Let it in", exact=True).click()
    # The app learns it only if no page on the way has cut the window off from it.
    expect(app).to_have_title(re.compile(r"^told [\w-]{43}$"))
    app.context.close()


def test_the_code_to_copy_and_the_list_of_apps(visit, running, picture):
    page = visit()
    join(page, running, "app.copier")
    running.run("token", "create", "app.copier", "--scopes", "read write:lists push", "--label", "Backup")
    page.goto(registered(running.url, "urn:ietf:wg:oauth:2.0:oob"))
    page.get_by_role("button", name="Let it in", exact=True).click()
    expect(page.get_by_label("Code")).to_have_value(re.compile(r"^[\w-]{43}$"))
    assert barriers(page) == []
    page.goto("/settings/apps/")
    assert barriers(page) == []
    picture(page, "settings-apps")
    page.get_by_role("button", name="Take access back Backup").click()
    expect(page.get_by_role("heading", name="No app has access")).to_be_visible()


def test_the_button_leads_to_an_address_of_the_apps_own_kind(visit, running, chromium: Browser):
    join(visit(), running, "app.caller")
    page = chromium.new_context().new_page()
    page.goto(registered(running.url, "lantern-app://back"))
    sign_in_here(page, "app.caller")
    # Chromium asks for it only if the rules for forms of the page let it.
    with page.expect_request(lambda request: request.url.startswith("lantern-app://back?code="), timeout=10_000):
        page.get_by_role("button", name="Let it in", exact=True).click()
    page.context.close()
