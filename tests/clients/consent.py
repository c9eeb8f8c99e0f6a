"""A person in a browser: signs in, lets an app in, and copies the code that the page shows."""

import html
import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener


def code_for(wish: str, name: str, password: str) -> str:
    """The code for the app whose address of consent is `wish`."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    address, page = opened(browser, wish)
    if 'name="login"' in page:
        address, page = opened(browser, address, filled(page) | {"login": name, "password": password})
    if 'name="decision"' not in page:
        raise AssertionError(f"No question at {address}: {page[-2000:]}")
    address, page = opened(browser, address, filled(page) | {"decision": "allow"})
    found = re.search(r'id="code" value="([^"]+)"', page)
    if not found:
        raise AssertionError(f"No code at {address}: {page[-2000:]}")
    return html.unescape(found[1])


def opened(browser, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
    """Where the browser is afterwards, and the page. A form is sent to where it stands."""
    data = urlencode(form).encode() if form else None
    with browser.open(Request(address, data, {"Referer": address} if form else {}), timeout=30) as answer:
        return answer.url, answer.read().decode()


def filled(page: str) -> dict[str, str]:
    """What stands hidden in the forms of a page: the seal against forged requests, and where to go next."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in hidden}
