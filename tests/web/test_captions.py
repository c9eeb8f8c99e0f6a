"""Captions on pages: added to a film before and after it is posted, listed, removed; and nobody else finds them."""

import pytest
from django.test import Client

from tests.factories import make_post
from tests.pictures import clip, make_media, sent
from tests.web.quick_pages import agree
from verandah.actions import posting, uploading
from verandah.actions.captioning import add_captions
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import writings_of
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.captions import LANGUAGES

HTMX = {"HX-Request": "true"}
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"


@pytest.fixture
def film(alice: Account) -> Media:
    return uploading.accept(alice, sent(clip("mp4")), Details())


def place_of(film: Media, more: str = "") -> str:
    return f"/media/files/{film.pk}/captions/{more}"


def written(film: Media) -> list[str]:
    film.refresh_from_db()
    return [one.language for one in writings_of(film)]


def posted(author: Account, file: Media) -> Post:
    return posting.publish(author, posting.Draft("Listen", Audience.MEMBERS, "key", media_ids=(file.pk,)))


def test_a_page_without_a_script(client_of, alice: Account, film: Media):
    client = client_of(alice)
    page = client.get(place_of(film)).content.decode()
    assert '<option value="en" lang="en" selected>English</option>' in page
    assert "close this page" in page
    answer = client.post(place_of(film), {"language": "ar", "file": sent(VTT)}, follow=True)
    assert answer.redirect_chain == [(place_of(film), 302)]
    assert "<bdi>العربيّة</bdi>" in answer.content.decode()
    assert written(film) == ["ar"]
    answer = client.post(place_of(film, "remove/"), {"language": "ar"}, follow=True)
    assert "Captions removed." in answer.content.decode()
    assert written(film) == []


def test_in_a_dialog_the_list_and_the_item_of_the_form_change_at_once(client_of, alice: Account, film: Media):
    client = client_of(alice)
    assert "<html" not in client.get(place_of(film), headers=HTMX).content.decode()
    answer = client.post(place_of(film), {"language": "pt-BR", "file": sent(VTT)}, headers=HTMX).content.decode()
    assert "<html" not in answer
    assert f'id="captions-of-{film.pk}" hx-swap-oob="true">' in answer
    item = client.get(f"/media/files/{film.pk}/").content.decode()
    assert f'href="{place_of(film)}"' in item
    assert '<bdi lang="pt-BR">Português Brasileiro</bdi>' in item
    answer = client.post(place_of(film, "remove/"), {"language": "pt-BR"}, headers=HTMX).content.decode()
    assert f'id="captions-of-{film.pk}" hx-swap-oob="true" hidden>' in answer


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_wrong_is_said_and_the_language_stays(client_of, alice: Account, film: Media, headers: dict[str, str]):
    for wrong, words in (
        ({"file": sent(b"<svg/>")}, "no captions"),
        ({}, "empty"),
        ({"language": "../x"}, "short name"),
    ):
        answer = client_of(alice).post(place_of(film), {"language": "de"} | wrong, headers=headers)
        page = answer.content.decode()
        assert (answer.status_code, words in page) == (422, True)
        assert ('lang="de" selected' in page) == ("language" not in wrong)
    assert written(film) == []


def test_nobody_else_finds_them(client_of, alice: Account, bob: Account, film: Media):
    add_captions(alice, film.pk, "en", "", sent(VTT))
    client = client_of(bob)
    assert client.get(place_of(film)).status_code == 404
    assert client.post(place_of(film), {"language": "de", "file": sent(VTT)}).status_code == 404
    assert client.post(place_of(film, "remove/"), {"language": "en"}).status_code == 404
    assert Client().get(place_of(film))["Location"].startswith("/sign-in/")
    assert written(film) == ["en"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice.user)
    assert strict.post(place_of(film, "remove/"), {"language": "en"}).status_code == 403
    assert client_of(alice).get(place_of(make_media(alice))).status_code == 404
    Media.objects.filter(pk=film.pk).update(state=State.FAILED)
    assert client_of(alice).get(place_of(film)).status_code == 404


def test_a_post_that_is_out_leads_its_author_there(client_of, alice: Account, bob: Account, film: Media):
    post = posted(alice, film)
    for where in ("/", f"/p/{post.pk}/"):
        assert place_of(film) in client_of(alice).get(where).content.decode()
        assert place_of(film) not in client_of(bob).get(where).content.decode()
    page = client_of(alice).get(place_of(film)).content.decode()
    assert f'href="/p/{post.pk}/">Done' in page
    client_of(alice).post(place_of(film), {"language": "de", "file": sent(VTT)})
    assert 'srclang="de" label="Deutsch"' in client_of(bob).get(f"/p/{post.pk}/").content.decode()


def test_a_sound_is_there_in_writing(client_of, alice: Account, bob: Account):
    song = uploading.accept(alice, sent(clip("mp3", pictures=False)), Details())
    post = posted(alice, song)
    client_of(alice).post(place_of(song), {"language": "fr", "file": sent(VTT)})
    page = client_of(bob).get(f"/p/{post.pk}/").content.decode()
    assert "In writing:" in page
    assert "<bdi>Français</bdi>" in page


def test_a_picture_that_moves_says_nothing(client_of, alice: Account, film: Media):
    Media.objects.filter(pk=film.pk).update(kind=Kind.GIFV)
    assert client_of(alice).get(place_of(film)).status_code == 404
    assert "captions" not in client_of(alice).get(f"/media/files/{film.pk}/").content.decode()


def test_languages_are_named_as_their_people_name_them():
    assert {
        "en": "English",
        "ar": "العربيّة",
        "zh-Hans": "简体中文",
        "pt-BR": "Português Brasileiro",
    }.items() <= LANGUAGES.items()
    assert "en-gb" not in LANGUAGES


@pytest.mark.parametrize("path", ["/", "/p/new/", "/all/"])
def test_little_room_is_told_before_anything_is_sent(client_of, alice: Account, settings, path: str):
    settings.QUOTA = 50_000_000
    make_post(alice)
    told = "You have 9 MB of 50 MB left."
    for used, is_told in ((40_000_000, False), (40_500_000, True), (0, False)):
        Account.objects.filter(pk=alice.pk).update(media_bytes=used)
        for _time in range(2):
            assert (told in client_of(alice).get(path).content.decode()) == is_told
    Account.objects.filter(pk=alice.pk).update(media_bytes=60_000_000)
    assert "You have 0 MB of 50 MB left." in client_of(alice).get(path).content.decode()
    settings.QUOTA = 0
    assert "MB left" not in client_of(alice).get(path).content.decode()


def test_little_room_is_told_under_posts_and_in_albums(client_of, alice: Account, settings):
    settings.QUOTA = 50_000_000
    Account.objects.filter(pk=alice.pk).update(media_bytes=49_000_000)
    client = client_of(alice)
    album = client.post("/albums/new/", {"title": "Spring", "audience": "members", "key": "k"})["Location"]
    for path in (f"/p/{make_post(alice).pk}/", album):
        assert "You have 1 MB of 50 MB left." in client.get(path).content.decode()


def test_pages_put_together_at_once_tell_it_too(client_of, alice: Account, settings):
    settings.QUOTA = 50_000_000
    paths = ("/all/", f"/p/{make_post(alice).pk}/")
    for used, told in ((0, ""), (49_000_000, "You have 1 MB"), (48_000_000, "You have 2 MB")):
        Account.objects.filter(pk=alice.pk).update(media_bytes=used)
        for path in paths:
            page = agree(client_of(alice), path).content.decode()
            assert ("MB left" in page, told in page) == (bool(told), True)
