"""Letters as people see them: by day and by night, in both directions, on a wide window and on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from . import written
from .people import join

LINK = """
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.unsubscribing import link_of
print(link_of(Account.objects.get(username="letter.reader").id, "digest"))
"""
WIDTHS = {"": 760, "-phone": 360}


def opened(chromium: Browser, html: str, width: int, scheme: str) -> Page:
    """The letter in a window as high as it is, with nothing that could be fetched."""
    context = chromium.new_context(viewport={"width": width, "height": 600}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.set_content(html)
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("letter", ["one", "at_once", "digest", "account_letter", "statement"])
def test_a_letter_fits_and_reads_the_right_way(
    chromium: Browser, picture: Callable[[Page, str], None], letter: str, language: str, scheme: str
) -> None:
    html = getattr(written, letter)(language).html
    for suffix, width in WIDTHS.items():
        page = opened(chromium, html, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".inside").bounding_box()
        assert box is not None
        assert box["width"] <= 600
        heading = page.locator("h1")
        assert heading.evaluate("node => getComputedStyle(node).direction") == ("rtl" if language == "ar" else "ltr")
        contrasts = page.evaluate(CONTRASTS)
        assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == []
        assert len(contrasts) > 5
        picture(page, f"letter-{letter.replace('_', '-')}-{language}-{scheme}{suffix}")
        page.context.close()


# How well each text stands out from what is behind it (WCAG 2), of all elements that hold text themselves.
CONTRASTS = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * x + .7152 * y + .0722 * z;
    };
    const behind = node => {
        for (; node; node = node.parentElement) {
            const found = parts(getComputedStyle(node).backgroundColor);
            if (found.length === 3 || found[3] > 0) return found;
        }
        return [255, 255, 255];
    };
    return [...document.body.querySelectorAll('*')]
        .filter(node => node.checkVisibility({opacityProperty: true}))
        .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
        .map(node => {
            const [one, other] = [light(parts(getComputedStyle(node).color)), light(behind(node))];
            return [node.textContent.slice(0, 40), (Math.max(one, other) + .05) / (Math.min(one, other) + .05)];
        });
}"""


def test_no_more_letters_by_one_button(visit, running, picture) -> None:
    page = visit()
    join(page, running, "letter.reader")
    link = running.run("shell", "--command", LINK).split()[-1]
    guest = visit(viewport={"width": 390, "height": 844})
    guest.goto(f"/letters/{link}/")
    picture(guest, "letters-stop-asking-phone")
    guest.get_by_role("button", name="Stop these letters").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("These letters come no more")
    picture(guest, "letters-stop-done-phone")
    guest.get_by_role("button", name="Undo").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("The letters come again")
