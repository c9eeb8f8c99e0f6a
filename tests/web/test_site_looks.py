"""The site's own logo and picture: sent by its owner, made anew, seen by everyone, and taken away again."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from tests.pictures import moving_gif, picture, sent
from verandah.actions import decorating, switching
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Backdrop, Site, SitePicture
from verandah.domain.instance.pictures import LOGO_SIDES, backings, logo_path
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.posts.audience import Audience


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def logo(size: tuple[int, int] = (300, 200), form: str = "PNG") -> object:
    return sent(picture(form, size=size), "logo.png", "image/png")


def opened(client: Client, path: str) -> Image.Image:
    return Image.open(BytesIO(client.get(path).content))


def test_a_logo_stands_everywhere(client, ada) -> None:
    name = decorating.set_picture(ada, "logo", logo())
    page = client.get("/").content.decode()
    assert logo_path(name, 96) in page
    assert logo_path(name, 192) in page
    assert f'rel="icon" href="{logo_path(name, 48)}"' in page
    for side in LOGO_SIDES:
        assert opened(client, logo_path(name, side)).size == (side, side)
    answer = client.get(logo_path(name, 96))
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "image/png"
    told = Phone(None).get("/api/v2/instance").json()
    assert told["icon"][0]["src"].endswith(logo_path(name, 512))
    assert told["thumbnail"]["url"].endswith(logo_path(name, 512))


def test_what_is_not_square_stands_whole_in_one(client, ada) -> None:
    name = decorating.set_picture(ada, "logo", logo((300, 100)))
    square = opened(client, logo_path(name, 192)).convert("RGBA")
    assert square.getpixel((96, 2))[3] == 0
    assert square.getpixel((96, 96))[3] == 255


def test_icons_of_the_app_are_made_from_it(client, ada) -> None:
    before = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    decorating.set_picture(ada, "logo", logo((300, 300)))
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    assert {one["src"] for one in icons}.isdisjoint({one["src"] for one in before})
    for one in icons:
        image = opened(client, one["src"])
        assert f"{image.width}x{image.height}" == one["sizes"]
        if one["purpose"] == "maskable":
            assert image.getpixel((0, 0)) == (255, 255, 255, 255)


def test_browsers_find_a_sign_by_themselves(client, ada) -> None:
    plain = client.get("/favicon.ico")
    assert plain["Content-Type"] == "image/x-icon"
    assert Image.open(BytesIO(plain.content)).format == "ICO"
    decorating.set_picture(ada, "logo", logo())
    assert client.get("/favicon.ico").content != plain.content


def test_removing_it_goes_back(client, ada) -> None:
    name = decorating.set_picture(ada, "logo", logo())
    assert decorating.remove_picture(ada, "logo")
    assert not decorating.remove_picture(ada, "logo")
    assert not SitePicture.objects.exists()
    assert client.get(logo_path(name, 96)).status_code == 404
    assert "icons/logo" in client.get("/").content.decode()


def test_another_one_takes_the_place_of_the_first(ada) -> None:
    first, second = decorating.set_picture(ada, "logo", logo()), decorating.set_picture(ada, "logo", logo())
    assert first != second
    assert set(SitePicture.objects.values_list("name", flat=True)) == {second}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\nbroken",
        picture(size=(40, 40)),
        moving_gif(),
    ],
)
def test_what_is_no_logo_is_refused(ada, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        decorating.set_picture(ada, "logo", sent(content, "logo.png", "image/png"))
    assert refusal.value.field == "logo"
    assert Site.objects.get().logo == ""


def test_only_those_who_run_the_site_send_them(mo, client_of) -> None:
    with pytest.raises(Forbidden):
        decorating.set_picture(mo, "logo", logo())
    with pytest.raises(Forbidden):
        decorating.remove_picture(mo, "logo")
    with pytest.raises(NotFound):
        decorating.set_picture(mo, "flag", logo())
    assert client_of(mo).post("/admin/settings/pictures/", {"logo-file": logo()}).status_code == 403


def test_they_are_sent_and_removed_on_the_page(client_of, ada) -> None:
    client = client_of(ada)
    wide = sent(picture(size=(1200, 500)), "b.jpg")
    client.post("/admin/settings/pictures/", {"logo-file": logo(), "backdrop-file": wide})
    site = Site.objects.get()
    assert site.logo
    assert site.backdrop == Backdrop.PICTURE
    page = client.get("/admin/settings/pictures/").content.decode()
    assert logo_path(site.logo, 192) in page
    client.post("/admin/settings/pictures/", {"remove": "backdrop"})
    site = Site.objects.get()
    assert (site.backdrop, site.backdrop_picture, bool(site.logo)) == (Backdrop.MAP, "", True)
    refused = client.post("/admin/settings/pictures/", {"logo-file": sent(b"nothing", "x.png")})
    assert refused.status_code == 422
    assert "This is not a picture" in refused.content.decode()


def test_a_picture_lies_behind_the_landing_page(client, ada) -> None:
    name = decorating.set_picture(ada, "backdrop", sent(picture(size=(2400, 1000)), "b.jpg"))
    found = backings(name)
    assert [one.width for one in found] == [1920, 960]
    page = client.get("/").content.decode()
    assert all(one.path in page for one in found)
    assert opened(client, found[1].path).width == 960
    with pytest.raises(Invalid):
        decorating.set_picture(ada, "backdrop", sent(picture(size=(300, 200)), "b.jpg"))


@pytest.mark.parametrize("path", ["/site/x-96x96.png", "/site/x-99999x1.png", "/site/x-9999999999999999999x1.png"])
def test_what_is_not_there_is_not_found(client, site, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_picture_has_one_name_and_one_kind(client, ada) -> None:
    name = decorating.set_picture(ada, "logo", logo())
    assert client.get(f"/site/{name}-96x96.jpg").status_code == 404


def test_guests_of_a_closed_site_see_its_sign(client, ada) -> None:
    name = decorating.set_picture(ada, "logo", logo())
    switching.switch(ada, "allows_guests", False)
    SWITCHBOARD.read()
    for path in (logo_path(name, 96), "/favicon.ico"):
        assert client.get(path).status_code == 200


def test_the_colour_and_its_strength_are_everywhere(client, ada) -> None:
    switching.switch(ada, "brand_hue", 30)
    switching.switch(ada, "brand_chroma", 50)
    assert client.get("/brand.css").content == b":root{--brand-h:30;--brand-c:0.5}"


def test_a_header_with_a_logo_costs_no_query_more(client, ada) -> None:
    def queries() -> int:
        client.get("/rules/")
        with CaptureQueriesContext(connection) as found:
            client.get("/rules/")
        return len(found)

    before = queries()
    decorating.set_picture(ada, "logo", logo())
    assert queries() == before


def test_guests_see_of_members_and_posts_what_the_owner_wants(client, ada, alice, bob) -> None:
    for audience in Audience:
        if audience not in (Audience.LISTS, Audience.PEOPLE, Audience.GROUP, Audience.FRIENDS_EXCEPT):
            make_post(alice, f"Said to {audience.name}", audience)
    page = client.get("/").content.decode()
    assert "Said to" not in page
    assert "are already here" in page
    switching.switch(ada, "landing_shows_posts", True)
    switching.switch(ada, "landing_shows_members", False)
    page = client.get("/").content.decode()
    assert "Said to PUBLIC" in page
    assert page.count("Said to") == page.count("Said to PUBLIC")
    assert "are already here" not in page
    switching.switch(ada, "allows_guests", False)
    SWITCHBOARD.read()
    assert "Said to" not in client.get("/").content.decode()


def test_what_a_post_is_for_at_first_is_the_sites_choice(client_of, ada, alice) -> None:
    def preferred() -> tuple[str, str]:
        told = Phone(alice).get("/api/v1/preferences").json()["posting:default:visibility"]
        return told, Phone(alice).get("/api/v1/accounts/verify_credentials").json()["source"]["privacy"]

    assert preferred() == ("unlisted", "unlisted")
    switching.switch(ada, "default_audience", Audience.FOLLOWERS.value)
    SWITCHBOARD.read()
    assert preferred() == ("private", "private")
    made = Phone(alice).post("/api/v1/statuses", {"status": "Hello"}).json()
    assert made["visibility"] == "private"
    Account.objects.filter(pk=alice.pk).update(default_audience=Audience.PUBLIC)
    made = Phone(Account.objects.get(pk=alice.pk)).post("/api/v1/statuses", {"status": "To all"}).json()
    assert made["visibility"] == "public"
