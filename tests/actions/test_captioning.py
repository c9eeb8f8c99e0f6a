"""Captions: who may add them, what they become, and that they are as private as the post."""

from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_post
from tests.pictures import clip, make_media, sent
from verandah.actions import captioning, posting, uploading
from verandah.actions.captioning import add_captions, remove_captions
from verandah.actions.uploading import Details
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media
from verandah.domain.media.show import media_of, show_media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

VTT = b"WEBVTT\n\nNOTE secret\n\n00:00.000 --> 00:01.000\nHello\n"
TOLD = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n"


@pytest.fixture
def film(alice: Account) -> Media:
    row = uploading.accept(alice, sent(clip("mp4")), Details())
    row.refresh_from_db()
    return row


def test_they_come_and_go(alice: Account, film: Media):
    add_captions(alice, film.pk, "en", "English", sent(VTT))
    row = add_captions(alice, film.pk, "de", "", sent(VTT))
    assert [(said.language, said.label) for said in show_media(row).captions] == [("de", "de"), ("en", "English")]
    answer = Client().get(show_media(row).captions[0].url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/vtt; charset=utf-8")
    assert answer.getvalue().decode() == TOLD
    again = add_captions(alice, film.pk, "en", "English (US)", sent(VTT.replace(b"Hello", b"Hi")))
    assert [said.label for said in show_media(again).captions] == ["de", "English (US)"]
    assert b"Hi" in Client().get(show_media(again).captions[1].url).getvalue()
    row = remove_captions(alice, film.pk, "en")
    assert [said.language for said in show_media(row).captions] == ["de"]
    assert remove_captions(alice, film.pk, "en").rev == row.rev


def test_they_are_as_private_as_the_post(alice: Account, film: Media):
    post = make_post(alice)
    Post.objects.filter(pk=post.pk).update(audience=Audience.FRIENDS)
    with transaction.atomic():
        uploading.attach(alice, post, [film.pk])
    before = Post.objects.get(pk=post.pk).rev
    add_captions(alice, film.pk, "en", "", sent(VTT))
    assert Post.objects.get(pk=post.pk).rev == before + 1
    address = media_of([post.pk])[post.pk][0].captions[0].url
    assert Client().get(address).status_code == 200
    assert Client().get(urlsplit(address).path).status_code == 404
    posting.delete(alice, post.pk)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "label", "content", "field"),
    [
        ("english!", "", VTT, "language"),
        ("../x", "", VTT, "language"),
        ("", "", VTT, "language"),
        ("en", "x" * 61, VTT, "label"),
        ("en", "", b"", "file"),
        ("en", "", b"<svg/>", "file"),
        ("en", "", VTT + b" " * captioning.MOST_BYTES, "file"),
    ],
)
def test_what_cannot_be_said(alice: Account, film: Media, language: str, label: str, content: bytes, field: str):
    with pytest.raises(Invalid) as refused:
        add_captions(alice, film.pk, language, label, sent(content))
    assert refused.value.field == field
    assert refused.value.text.endswith(".")


def test_only_ones_own_and_only_what_can_be_heard(alice: Account, bob: Account, film: Media):
    for owner, number in ((bob, film.pk), (alice, make_media(alice).pk), (alice, 1)):
        with pytest.raises(NotFound):
            add_captions(owner, number, "en", "", sent(VTT))
        with pytest.raises(NotFound):
            remove_captions(owner, number, "en")


def test_there_is_an_end(alice: Account, film: Media, monkeypatch):
    monkeypatch.setattr(captioning, "MOST_LANGUAGES", 1)
    add_captions(alice, film.pk, "en", "", sent(VTT))
    add_captions(alice, film.pk, "en", "", sent(VTT))
    with pytest.raises(Invalid, match="at most 1 language"):
        add_captions(alice, film.pk, "de", "", sent(VTT))


def test_apps_can_do_it(alice: Account, film: Media):
    phone = Phone(alice)
    at = f"/api/verandah/v1/media/{film.pk}/captions"
    answer = phone.client.post(at, {"file": sent(VTT), "language": "en"}, headers=phone.headers)
    assert answer.status_code == 200
    [said] = answer.json()["meta"]["verandah"]["captions"]
    assert (said["language"], said["label"]) == ("en", "en")
    assert Client().get(said["url"]).getvalue().decode() == TOLD
    assert "captions" not in phone.send("DELETE", f"{at}/en").json()["meta"].get("verandah", {})
    assert phone.send("DELETE", "/api/verandah/v1/media/1/captions/en").status_code == 404
