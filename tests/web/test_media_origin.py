"""Files on a host of their own: they are there and nowhere else, and nothing else is there."""

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_post
from tests.pictures import make_media, picture, sent
from verandah.actions import picturing, uploading
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import show_account
from verandah.domain.media.show import show_media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Post

ORIGIN = "https://files.example"
THERE = {"Host": "files.example"}


@pytest.fixture(autouse=True)
def _origin(settings) -> None:
    settings.MEDIA_ORIGIN = ORIGIN


def test_addresses_name_the_host(alice: Account):
    post = make_post(alice, audience=Audience.PUBLIC)
    uploading.attach(alice, post, [make_media(alice).pk])
    Post.objects.update(has_media=True)
    for shown in full_posts(None, [post.pk])[0].media:
        assert all(address.startswith(f"{ORIGIN}/media/") for address in (shown.url, shown.preview_url))
    picturing.set_picture(alice, "avatar", sent(picture()))
    alice.refresh_from_db()
    # What is stored holds on when the host is another one, or none any more.
    assert alice.avatar_path.startswith("/media/")
    assert show_account(alice).avatar_path == ORIGIN + alice.avatar_path


def test_apps_are_told_the_host(alice: Account, settings):
    settings.URL = "https://town.example"
    picturing.set_picture(alice, "avatar", sent(picture()))
    found = Phone(alice).get("/api/v1/accounts/lookup?acct=alice").json()
    assert found["avatar"].startswith(f"{ORIGIN}/media/")
    assert found["header"] == "https://town.example/headers/original/missing.png"


def test_a_file_is_served_there_and_nowhere_else(alice: Account):
    address = show_media(make_media(alice)).url
    assert address
    path = address.removeprefix(ORIGIN)
    answer = Client().get(path, headers=THERE)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    here = Client().get(path)
    assert (here.status_code, here["Location"]) == (307, address)
    # The same for what is not there: nobody learns here what is.
    assert Client().get("/media/none/full.jpg").status_code == 307


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in/", "/@alice/", "/api/v1/instance", "/oauth/token", "/static/css/all.css", "/live/", "/brand.css"],
)
def test_nothing_else_is_there(alice: Account, client_of, path: str):
    for client in (Client(), client_of(alice)):
        answer = client.get(path, headers=THERE)
        assert (answer.status_code, answer.content, dict(answer.cookies)) == (404, b"There is no such file.\n", {})
