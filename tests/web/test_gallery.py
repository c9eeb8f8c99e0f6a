"""How files are shown: which renditions a browser chooses from, what stands there meanwhile, and someone's albums."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_post
from tests.pictures import clip, make_media, sent
from verandah.actions import filtering, picturing, posting, uploading
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.show import Captions, ShownMedia, Source
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.gallery import clock, files, offered, player
from verandah.web.waves import BARS, heights, wave

JPEG, WEBP, AVIF, PNG = "image/jpeg", "image/webp", "image/avif", "image/png"


def shown(number: int = 1, **more) -> ShownMedia:
    facts = {
        "id": number, "kind": "image", "state": "ready", "url": f"/full/{number}", "preview_url": f"/small/{number}",
        "description": "", "focus": (0.0, 0.0), "width": 900, "height": 600, "small_width": 300, "small_height": 200,
        "duration": None, "frame_rate": None, "bitrate": None, "blurhash": "",
    }  # fmt: skip
    return ShownMedia(**(facts | more))


def sources(*names: str) -> list[Source]:
    """`sources("jpeg 640")`."""
    return [Source(f"/{name.replace(' ', '-')}", f"image/{name.split()[0]}", int(name.split()[1])) for name in names]


@pytest.mark.parametrize(
    ("there", "common", "kinds"),
    [
        (["jpeg 640", "jpeg 2000"], ["/jpeg-640", "/jpeg-2000"], []),
        (["avif 480", "avif 1600", "jpeg 640", "jpeg 2000"], ["/jpeg-640", "/jpeg-2000"], [AVIF]),
        (["avif 1600", "webp 1600", "jpeg 1600"], ["/jpeg-1600"], [AVIF, WEBP]),
        # A drawing: its small rendition is a JPEG, which must not keep a browser from the large one.
        (["jpeg 640", "png 1900"], ["/jpeg-640", "/png-1900"], []),
        # A kind with only a small rendition, which not every browser shows, is of no use.
        (["avif 480", "jpeg 640", "jpeg 2000"], ["/jpeg-640", "/jpeg-2000"], []),
        ([], [], []),
    ],
)
def test_a_browser_is_offered_what_it_can_show(there, common, kinds):
    found, choices = offered(sources(*there))
    assert [source.url for source in found] == common
    assert [choice.content_type for choice in choices] == kinds


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 30])
def test_a_grid_has_at_most_five_and_counts_the_rest(count):
    made = files([shown(number) for number in range(count)], 5)
    assert len(made["tiles"]) == min(count, 5)
    assert len(made["further"]) == max(0, count - 5)
    assert [tile.rest for tile in made["tiles"]][-1] == max(0, count - 5)
    assert all("px" in tile.sizes for tile in made["tiles"])


def test_films_and_sounds_stand_below_the_pictures():
    made = files([shown(1, kind="video"), shown(2), shown(3, kind="audio"), shown(4, kind="gifv")], 5)
    assert [tile.id for tile in made["tiles"]] == [2]
    assert [player.kind for player in made["players"]] == ["video", "audio", "gifv"]


def test_a_player_is_told_what_it_plays():
    captions = (Captions("/c.vtt", "en", "English"),)
    film = player(shown(kind="video", duration=3725.4, captions=captions))
    assert (film.seconds, film.minutes, film.wave, film.captions) == (3725, "1:02:05", "", captions)
    sound = player(shown(kind="audio", duration=61.0, title="Low Tide", artist="Lucia", peaks=(0, 50, 100)))
    assert (sound.minutes, sound.title, sound.artist) == ("1:01", "Low Tide", "Lucia")
    assert sound.wave.count("M") == BARS


def test_clock():
    assert [clock(seconds) for seconds in (0, 9, 60, 3599, 3600)] == ["0:00", "0:09", "1:00", "59:59", "1:00:00"]


@pytest.mark.parametrize("count", [0, 1, 3, BARS, 100, 1000])
def test_every_sound_is_drawn_with_as_many_bars(count):
    found = heights([place * 100 // max(1, count - 1) for place in range(count)])
    assert len(found) == BARS
    assert found == sorted(found)
    assert max(found) == (100 if count > 1 else 0)
    assert re.fullmatch(r"(M[\d.]+ [\d.]+h2\.4v[\d.]+h-2\.4z){72}", wave([0, 250, -5]))


def said(author: Account, media: list[int], text: str = "", audience: Audience = Audience.MEMBERS, **more) -> Post:
    return posting.publish(author, Draft(text, audience, key=uuid4().hex, media_ids=tuple(media), **more))


def page(client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_card_holds_the_place_of_a_picture_until_it_comes(client_of, alice: Account, eve: Account) -> None:
    said(alice, [make_media(alice, "A boat").id])
    text = page(client_of(eve), "/all/")
    assert re.search(r'<img class="blur" src="data:image/png;base64,[^"]+" alt="" aria-hidden="true">', text)
    assert re.search(r'<details class="alt"><summary>ALT.*?</summary><p dir="auto">A boat</p></details>', text)


def test_a_picture_without_words_has_no_badge(client_of, alice: Account, eve: Account) -> None:
    said(alice, [make_media(alice).id])
    assert 'class="alt"' not in page(client_of(eve), "/all/")


def test_of_covered_files_nothing_is_fetched_and_their_place_is_blurred(client_of, alice, eve) -> None:
    said(alice, [make_media(alice, "A deer").id], is_sensitive=True)
    text = page(client_of(eve), "/all/")
    [cover] = re.findall(r'<details class="veil over"><summary>(.*?)</summary>', text, re.DOTALL)
    assert 'class="blur" src="data:' in cover
    assert "/media/" not in cover
    assert '<svg viewBox="0 0 120 80">' in cover


def test_what_stands_beyond_the_grid_waits_for_the_large_view(client_of, alice: Account, eve: Account) -> None:
    said(alice, [make_media(alice, f"Number {number}").id for number in range(7)])
    text = page(client_of(eve), "/all/")
    [rest] = re.findall(r"<template><a .*?</template>", text)
    assert re.findall(r'data-words="(Number \d)"', rest) == ["Number 5", "Number 6"]
    assert rest.count("data-small=") == 2
    assert "<img" not in rest


def test_a_sound_shows_its_wave_and_plays_without_a_script(client_of, alice: Account, eve: Account) -> None:
    sound = uploading.accept(alice, sent(clip("mp3", pictures=False)), Details(description="Waves"), at_once=True)
    said(alice, [sound.id])
    text = page(client_of(eve), "/all/")
    assert f'data-sound="{sound.id}"' in text
    assert text.count(' d="M0 ') == 2
    assert "<audio controls" in text


def test_people_are_shown_with_their_picture(client_of, alice: Account, eve: Account) -> None:
    make_post(alice)
    assert '<span aria-hidden="true">A</span>' in page(client_of(eve), "/all/")
    for which in ("avatar", "header"):
        picturing.set_picture(alice, which, sent(clip("png", "-frames:v", "1", sound=False)))
    alice.refresh_from_db()
    for path in ("/all/", "/people/", "/@alice/"):
        assert f'src="{alice.avatar_path}"' in page(client_of(eve), path)
    assert f'src="{alice.header_path}"' in page(client_of(eve), "/@alice/")
    before = alice.avatar_path
    picturing.set_picture(alice, "avatar", sent(clip("png", "-frames:v", "1", "-vf", "negate", sound=False)))
    alice.refresh_from_db()
    text = page(client_of(eve), "/all/")
    assert f'src="{alice.avatar_path}"' in text
    assert before not in text


def test_the_photos_of_a_person(client_of, alice: Account, eve: Account) -> None:
    one = said(alice, [make_media(alice, "First").id, make_media(alice, "Second").id])
    said(alice, [make_media(alice, "Mine alone").id], audience=Audience.ONLY_ME)
    text = page(client_of(eve), "/@alice/photos/")
    assert re.findall(r'alt="(First|Second|Mine alone)"', text) == ["Second", "First"]
    assert text.count(f'data-post="/p/{one.id}/"') == 2
    assert 'alt="Mine alone"' in page(client_of(alice), "/@alice/photos/")
    assert "No videos to see here" in page(client_of(eve), "/@alice/videos/")
    assert "Post a video" in page(client_of(alice), "/@alice/videos/")


def test_the_videos_of_a_person(client_of, alice: Account, eve: Account) -> None:
    film = uploading.accept(alice, sent(clip("mp4")), Details(description="Boats"), at_once=True)
    post = said(alice, [film.id])
    text = page(client_of(eve), "/@alice/videos/")
    assert f'<a href="/p/{post.id}/">' in text
    assert 'alt="Boats"' in text
    assert "0:01" in text
    assert "No photos to see here" in page(client_of(eve), "/@alice/photos/")


@pytest.mark.parametrize("how", ["sensitive", "warning", "blur", "warn"])
def test_what_is_covered_in_a_card_is_covered_among_the_photos(client_of, alice, eve, how: str) -> None:
    more = {"is_sensitive": True} if how == "sensitive" else {"warning": "Deer"} if how == "warning" else {}
    said(alice, [make_media(alice, "A deer").id], text="By the road", **more)
    if how in ("blur", "warn"):
        filtering.create(eve, FilterDraft("Roads", ("account",), how, 0, (KeywordDraft("road"),)))
    text = page(client_of(eve), "/@alice/photos/")
    assert "A deer" not in text
    assert "/media/" not in text.partition('id="pictures"')[2]
    assert "Sensitive" in text


def test_what_is_filtered_away_is_not_among_the_photos(client_of, alice: Account, eve: Account) -> None:
    said(alice, [make_media(alice, "A deer").id], text="By the road")
    filtering.create(eve, FilterDraft("Roads", ("account",), "hide", 0, (KeywordDraft("road"),)))
    assert "A deer" not in page(client_of(eve), "/@alice/photos/")


def many(author: Account, count: int) -> None:
    """So many posts with a photo each."""
    post = make_post(author)
    for place in range(1, count + 1):
        Post.objects.filter(pk=post.pk).update(has_media=True)
        Media.objects.create(
            owner=author, post=post, kind=Kind.IMAGE, state=State.READY, name=uuid4().hex, extension="jpg",
            description=f"Number {place:02d}", created_at=timezone.now(),
        )  # fmt: skip
        post = make_post(author)


def test_photos_go_on_where_the_page_ends(client_of, alice: Account, eve: Account) -> None:
    many(alice, 40)
    text = page(client_of(eve), "/@alice/photos/")
    assert len(re.findall(r'alt="Number \d\d"', text)) == 36
    [older] = re.findall(r'href="(/@alice/photos/\?before=\d+)"', text)
    rest = page(client_of(eve), older, **{"HX-Request": "true"})
    assert "<html" not in rest
    assert re.findall(r'alt="(Number \d\d)"', rest) == ["Number 04", "Number 03", "Number 02", "Number 01"]
    assert "<html" in page(client_of(eve), older)


def test_photos_cost_the_same_however_many_there_are(client_of, alice: Account, eve: Account) -> None:
    counts = []
    for more in (3, 20):
        many(alice, more)
        client = client_of(eve)
        page(client, "/@alice/photos/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, "/@alice/photos/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_is_blocked_finds_no_photos(client_of, alice: Account, dan: Account) -> None:
    for tab in ("photos", "videos"):
        assert client_of(dan).get(f"/@alice/{tab}/").status_code == 404
