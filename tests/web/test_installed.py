"""The site as an app: its manifest, its sign, its worker, and what is shared with it."""

import json
import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests.factories import make_post
from tests.pictures import picture, sent
from verandah.base.appicon import app_icon, as_hex, brand_colour
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.drafts import saved_drafts
from verandah.web import installed

DEVICE = {"Sec-Fetch-Site": "none"}


def manifest(client: Client, **headers: str) -> dict:
    answer = client.get("/manifest.webmanifest", headers=headers)
    assert answer["Content-Type"] == "application/manifest+json"
    return json.loads(answer.content)


def test_the_manifest_says_what_the_site_is(client, site: Site) -> None:
    Site.objects.update(name="Alder Bay", brand_hue=30)
    told = manifest(client)
    assert (told["name"], told["start_url"], told["display"], told["dir"]) == ("Alder Bay", "/", "standalone", "ltr")
    assert told["theme_color"] == as_hex(brand_colour(30))
    assert [one["url"] for one in told["shortcuts"]] == ["/p/new/", "/notifications/"]
    assert {"image/jpeg", "video/mp4"} <= set(told["share_target"]["params"]["files"][0]["accept"])
    arabic = manifest(client, Accept_Language="ar")
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    page = client.get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest"' in page
    assert "manifest-src 'self'; worker-src 'self'" in client.get("/").headers["Content-Security-Policy"]


def test_each_icon_is_what_the_manifest_says(client, site: Site) -> None:
    icons = manifest(client)["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in icons:
        image = Image.open(BytesIO(client.get(icon["src"]).content))
        assert f"{image.width}x{image.height}" == icon["sizes"]
        # What may be cut to any shape has no corners of its own.
        assert (image.getpixel((0, 0))[3] == 255) == (icon["purpose"] == "maskable")
    assert client.get("/icons/5000-any.png").status_code == 404


@pytest.mark.parametrize("hue", [0, 90, 188, 360])
def test_white_is_seen_on_every_hue(hue: int) -> None:
    image = Image.open(BytesIO(app_icon(64, hue, True)))
    assert image.getpixel((2, 2))[:3] == brand_colour(hue)
    light = [channel / 255 for channel in brand_colour(hue)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in light]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) > 4.5


def test_the_worker_names_the_files_of_this_version(client, site: Site, monkeypatch) -> None:
    answer = client.get("/sw.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript", "no-cache")
    before = answer.content.decode()
    assert re.search(r'importScripts\("/static/js/worker-pages[^"]*\.js","/static/js/worker-outbox[^"]*\.js",', before)
    monkeypatch.setattr(installed, "shell_names", lambda: ("js/app.js",))
    after = client.get("/sw.js").content.decode()
    assert '"files": ["/static/js/app' in after
    assert after != before


def test_the_offline_page_names_nobody(client_of, alice: Account) -> None:
    page = client_of(alice).get("/offline/").content.decode()
    assert "There is no connection" in page
    assert "<template data-banner>" in page
    assert "alice" not in page.lower()
    assert "data-me" not in page


def test_a_worker_hears_who_is_signed_in(client, client_of, alice: Account) -> None:
    assert client.get("/visitor/").json()["me"] == ""
    answer = client_of(alice).get("/visitor/")
    assert answer.json()["me"] == str(alice.id)
    assert "no-store" in answer["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice.user)
    headers = {"X-CSRFToken": strict.get("/visitor/").json()["token"], "HX-Request": "true"}
    form = {"key": "one", "text": "Written in a tunnel", "audience": "members"}
    assert strict.post("/p/new/", form).status_code == 403
    for _again in range(2):
        answer = strict.post("/p/new/", form, headers=headers)
        assert answer.status_code == 200
    assert strict.get("/all/").content.decode().count("Written in a tunnel</p>") == 1


def test_signing_out_has_the_browser_forget(client_of, alice: Account, client) -> None:
    member = client_of(alice)
    assert "Clear-Site-Data" not in member.get("/sign-out/")
    assert member.post("/sign-out/")["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.post("/sign-out/")


def test_what_a_device_shares_becomes_a_draft(client_of, alice: Account) -> None:
    client = client_of(alice)
    shared = {
        "title": "The river",
        "text": "The river is high",
        "url": "https://example.org/",
        "files": [sent(picture())],
    }
    page = client.post("/share/", shared, headers=DEVICE, follow=True).content.decode()
    draft = saved_drafts(alice)[0]
    assert draft.text == "The river is high\nhttps://example.org/"
    assert len(draft.files) == 1
    assert f'name="media" value="{draft.files[0]}"' in page
    assert "The river is high\nhttps://example.org/</textarea>" in page


def test_files_that_are_no_use_are_told_and_words_are_kept(client_of, alice: Account) -> None:
    shared = {"text": "The river", "files": [sent(b"nothing", "a.txt")]}
    page = client_of(alice).post("/share/", shared, headers=DEVICE, follow=True).content.decode()
    assert "a.txt" in page
    assert "The river</textarea>" in page


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_no_other_site_can_share_for_a_member(client_of, alice: Account, headers: dict[str, str]) -> None:
    assert client_of(alice).post("/share/", {"text": "Buy this"}, headers=headers).status_code == 403
    assert saved_drafts(alice) == []


def test_who_is_not_signed_in_does_that_first(client, alice: Account) -> None:
    answer = client.post("/share/", {"text": "The river & I", "files": [sent(picture())]}, headers=DEVICE)
    assert answer["Location"] == "/sign-in/?next=/share/%3Ftext%3DThe%2Briver%2B%2526%2BI"
    assert client.get("/share/?text=x")["Location"].startswith("/sign-in/?next=/share/")
    client.force_login(alice.user)
    assert "The river &amp; I</textarea>" in client.get("/share/?text=The+river+%26+I").content.decode()
    assert client.post("/share/", {}, headers=DEVICE)["Location"] == "/p/new/"


def test_an_edited_post_tells_guests_its_history(client, alice: Account) -> None:
    post = make_post(alice, "One", Audience.PUBLIC)
    assert client.get(f"/p/{post.pk}/history/").status_code == 200
