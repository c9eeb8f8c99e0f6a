"""A link and what it leads to: its picture is ours, and no other site hears of a reader before a click."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.elsewhere import Elsewhere, elsewhere
from tests.pictures import picture as drawn

from .people import article, join, post, sign_in
from .site import RunningSite, serve

PAGE = """<title>Summer timetable</title><meta name="description" content="Boats every 40 minutes">
<meta property="og:image" content="/ferry.jpg">"""
VIDEO = "https://vimeo.com/123456789"
PLAYER = "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1"
# What a look at that page would have found.
KNOWN = f"""
import django
django.setup()
from django.utils import timezone
from verandah.domain.links.models import Kind, Link, State
from verandah.domain.posts.models import Post
now = timezone.now()
link = Link.objects.create(address="{VIDEO}", digest="v", state=State.READY, leads_to="{VIDEO}", kind=Kind.VIDEO,
    title="Low tide", fetched_at=now, used_at=now)
Post.objects.filter(text="A video").update(link=link, rev=7)
"""


@pytest.fixture(scope="module")
def there():
    with elsewhere() as there:
        there.has("/timetable", PAGE)
        there.has("/ferry.jpg", drawn(size=(600, 400)), "image/jpeg")
        yield there


@pytest.fixture(scope="module")
def site(tmp_path_factory, there):
    folder = tmp_path_factory.mktemp("links")
    with serve(folder, VERANDAH_PREVIEWS="yes", VERANDAH_PUSH_TO_LOOPBACK="yes") as site:
        yield site


def known(site: RunningSite) -> None:
    """The video is known without anyone having been asked."""
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "verandah.config.settings"}
    subprocess.run([sys.executable, "-c", KNOWN], env=environment, check=True, cwd=os.getcwd())


def test_a_link_shows_what_it_leads_to(site: RunningSite, there: Elsewhere, visit, picture):
    page: Page = visit(base_url=site.url)
    join(page, site, "alice")
    post(page, f"Boats: {there.origin}/timetable?utm_source=mail")
    card = page.locator("a.linkcard")
    expect(article(page, "Boats")).to_have_count(1)
    for _turn in range(40):
        if card.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(card).to_contain_text("Summer timetable")
    expect(card).to_have_attribute("href", there.origin + "/timetable")
    expect(card.locator("img")).to_have_js_property("complete", True)
    assert card.locator("img").evaluate("image => image.naturalWidth") == 600
    assert there.asked == ["/timetable", "/ferry.jpg"]
    picture(page, "link")
    page.goto("/settings/display/")
    page.locator("[name=previews]").uncheck()
    page.locator("main form button.main").click()
    page.goto("/")
    expect(article(page, "Boats")).to_have_count(1)
    expect(card).not_to_be_visible()


def test_a_video_is_loaded_by_a_click_and_not_before(site: RunningSite, chromium: Browser, visit, picture):
    page = visit(base_url=site.url)
    join(page, site, "bob")
    post(page, "A video")
    expect(article(page, "A video")).to_have_count(1)
    known(site)
    for scripts in (True, False):
        plays(chromium, site, picture, scripts)


def plays(chromium: Browser, site: RunningSite, picture, scripts: bool) -> None:
    context = chromium.new_context(base_url=site.url, java_script_enabled=scripts)
    # Nothing leaves this machine: what the browser would ask others for is answered here.
    asked: list[tuple[str, dict[str, str]]] = []

    def answer(route) -> None:
        asked.append((route.request.url, route.request.headers))
        route.fulfill(body="<p>It plays", content_type="text/html")

    context.route(lambda url: not url.startswith(site.url), answer)
    page = context.new_page()
    sign_in(page, "bob")
    play = page.locator("a[data-frame]")
    expect(play).to_have_count(1)
    expect(page.get_by_text("Loads from vimeo.com, which then sees your address.")).to_be_visible()
    assert asked == []
    picture(page, f"video-{'with' if scripts else 'without'}-scripts")
    play.click()
    if scripts:
        expect(page.frame_locator(".linkcard iframe").get_by_text("It plays")).to_be_visible()
        frame = page.locator(".linkcard iframe")
        assert "allow-top-navigation" not in (frame.get_attribute("sandbox") or "allow-top-navigation")
    else:
        page.wait_for_url(VIDEO)
    assert [url for url, _headers in asked] == [PLAYER if scripts else VIDEO]
    assert "referer" not in asked[0][1]
    context.close()
