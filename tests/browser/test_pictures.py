"""A sample town in pictures: landing, sign-up, home, profile and post, light and dark, on a phone, and in Arabic."""

import re

import pytest

from .site import serve


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A site of its own, so that the sample people are alone."""
    folder = tmp_path_factory.mktemp("town")
    with serve(folder) as site:
        password = re.search(r"Password of them all: (\S+)", site.run("demo", "--yes"))
        assert password
    # Members are counted once a minute; a new start counts them at once.
    with serve(folder) as site:
        yield site, password[1]


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2},
    "arabic": {"locale": "ar"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_the_town(town, visit, picture, look):
    site, password = town
    page = visit(base_url=site.url, **LOOKS[look])
    for name, path in {"landing": "/", "sign-up": "/sign-up/"}.items():
        page.goto(path)
        picture(page, f"{name}-{look}")
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill("alice")
    page.locator("main [name=password]").fill(password)
    page.locator("main form[action='/sign-in/'] button").click()
    first = page.locator("article.post").first
    first.wait_for()
    number = re.search(r"\d+", first.get_attribute("id") or "")
    assert number
    people = page.locator("header.top .brand small").inner_text()
    assert re.search(r"\b(40|٤٠)\b", people), people
    for name, path in {"home": "/", "profile": "/@alice/", "post": f"/p/{number[0]}/"}.items():
        page.goto(path)
        assert page.locator("article.post").count() > 0
        picture(page, f"{name}-{look}")
