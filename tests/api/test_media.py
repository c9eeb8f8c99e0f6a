"""Media as apps upload and await them."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.api.asking import Phone
from tests.factories import make_post
from tests.pictures import clip, make_media, moving_gif, picture, sent
from verandah.actions import uploading
from verandah.base.limits import LIMITS
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media, State
from verandah.domain.media.show import media_of
from verandah.domain.posts.models import Post

V1, V2 = "/api/v1/media", "/api/v2/media"


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


def upload(phone: Phone, content: bytes, path: str = V2, **more) -> HttpResponse:
    return phone.client.post(path, {"file": sent(content), **more}, headers=phone.headers)


def put(phone: Phone, number: str, **more) -> HttpResponse:
    return phone.send("PUT", f"{V1}/{number}", more)


@pytest.mark.parametrize("path", [V1, V2])
def test_a_picture_is_ready_when_the_answer_comes(alice: Account, path: str):
    answer = upload(Phone(alice), picture(), path, description="A wren", focus="-0.5,0.3")
    found = answer.json()
    assert (answer.status_code, found["type"], found["description"]) == (200, "image", "A wren")
    assert found["meta"] == {
        "focus": {"x": -0.5, "y": 0.3},
        "original": {"width": 120, "height": 80, "size": "120x80", "aspect": 1.5},
        "small": {"width": 120, "height": 80, "size": "120x80", "aspect": 1.5},
    }
    for name in ("url", "preview_url"):
        assert Client().get(found[name]).status_code == 200
    again = Phone(alice).get(f"{V1}/{found['id']}")
    assert (again.status_code, again.json()) == (200, found)


@pytest.mark.parametrize(
    ("content", "kind", "path"),
    [
        (clip("mp4"), "video", V2),
        (clip("mp4"), "video", V1),
        (clip("mp3", pictures=False), "audio", V2),
        (moving_gif(), "gifv", V1),
    ],
)
def test_what_takes_long_is_awaited(alice: Account, queue, content: bytes, kind: str, path: str):
    phone = Phone(alice)
    answer = upload(phone, content, path)
    assert (answer.status_code, answer.json()["url"], answer.json()["preview_url"]) == (202, None, None)
    at = f"{V1}/{answer.json()['id']}"
    assert (phone.get(at).status_code, phone.get(at).json()["url"]) == (206, None)
    assert put(phone, answer.json()["id"], description="soon").status_code == 200
    Worker(0).run_once()
    found = phone.get(at)
    assert (found.status_code, found.json()["type"], found.json()["description"]) == (200, kind, "soon")
    meta = found.json()["meta"]
    assert meta["original"]["duration"] == meta["duration"]
    assert meta["length"].startswith("0:00:0")
    assert ("frame_rate" in meta["original"]) == (kind != "audio")
    assert Client().get(found.json()["url"]).status_code == 200


def test_what_could_not_be_made_is_told(alice: Account):
    row = make_media(alice)
    Media.objects.update(state=State.FAILED, failure="unreadable")
    answer = Phone(alice).get(f"{V1}/{row.pk}")
    assert (answer.status_code, "damaged" in answer.json()["error"]) == (422, True)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"file": sent(b"<svg/>")}, "not taken"),
        ({"file": sent(b"")}, "empty"),
        ({"file": "no file at all"}, "empty"),
        ({}, "empty"),
        ({"file": sent(picture()), "focus": "left"}, "focus"),
        ({"file": sent(picture()), "focus": "nan,nan"}, "focus"),
        ({"file": sent(picture()), "focus": "1,2,3"}, "focus"),
        ({"file": sent(picture()), "description": "x" * 1501}, "1500"),
        ({"file": sent(picture()), "thumbnail": sent(b"x")}, "not taken"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(alice: Account, fields, word: str):
    for value in fields.values():
        if not isinstance(value, str):
            value.seek(0)
    phone = Phone(alice)
    answer = phone.client.post(V2, fields, headers=phone.headers)
    assert (answer.status_code, word in answer.json()["error"]) == (422, True)
    assert not Media.objects.exists()


def test_a_focus_beyond_the_edge_is_at_the_edge(alice: Account):
    assert upload(Phone(alice), picture(), focus="-7,1.5").json()["meta"]["focus"] == {"x": -1.0, "y": 1.0}


def test_only_my_own_and_only_until_it_is_posted(alice: Account, bob: Account):
    row, phone = make_media(alice), Phone(alice)
    at = f"{V1}/{row.pk}"
    for method in ("GET", "PUT", "DELETE"):
        assert Phone(bob).send(method, at).status_code == 404
    assert put(phone, str(row.pk), description="A wren", focus="0,1").json()["description"] == "A wren"
    posted = phone.post("/api/v1/statuses", {"status": "", "media_ids": [str(row.pk)]}).json()
    assert posted["media_attachments"][0]["id"] == str(row.pk)
    for method in ("GET", "PUT", "DELETE"):
        assert phone.send(method, at).status_code == 404
    other = make_media(alice)
    assert phone.send("DELETE", f"{V1}/{other.pk}").status_code == 200
    assert phone.send("DELETE", f"{V1}/{other.pk}").status_code == 404


def test_a_deleted_post_can_be_written_anew_with_its_pictures(alice: Account):
    row, phone = make_media(alice), Phone(alice)
    said = {"status": "a wren", "media_ids": [str(row.pk)]}
    first = phone.post("/api/v1/statuses", said).json()
    gone = phone.send("DELETE", f"/api/v1/statuses/{first['id']}").json()
    assert gone["media_attachments"][0]["id"] == str(row.pk)
    assert phone.get(f"{V1}/{row.pk}").status_code == 200
    again = phone.post("/api/v1/statuses", said)
    assert again.status_code == 200
    phone.send("DELETE", f"/api/v1/statuses/{again.json()['id']}", {"delete_media": True})
    assert phone.post("/api/v1/statuses", said).status_code == 422
    assert Post.objects.filter(deleted_at=None).count() == 0


def test_so_many_uploads_in_half_an_hour(alice: Account):
    phone, (times, _seconds) = Phone(alice), LIMITS["upload"]
    codes = [upload(phone, b"x").status_code for _ in range(times + 1)]
    assert codes == [422] * times + [429]


def test_a_token_that_may_only_read_uploads_nothing(alice: Account):
    assert upload(Phone(alice, "read write:statuses"), picture()).status_code == 403
    assert upload(Phone(), picture()).status_code == 401
    assert not Media.objects.exists()


def test_the_pictures_of_a_profile(alice: Account):
    phone = Phone(alice)
    fields = {"avatar": sent(picture()), "header": sent(picture("PNG")), "avatar_description": "Me"}
    form = encode_multipart(BOUNDARY, fields)
    at = "/api/v1/accounts/update_credentials"
    found = phone.client.patch(at, form, MULTIPART_CONTENT, headers=phone.headers).json()
    assert found["avatar_description"] == "Me"
    for name in ("avatar", "avatar_static", "header", "header_static"):
        assert Client().get(found[name])["Content-Type"] == "image/webp"
    for which in ("avatar", "header"):
        answer = phone.send("DELETE", f"/api/v1/profile/{which}")
        assert answer.status_code == 200
        assert answer.json()[which].endswith(f"/{which}s/original/missing.png")


def test_what_is_taken_is_told_before(alice: Account):
    told = Phone().get("/api/v2/instance").json()["configuration"]
    assert {"image/jpeg", "image/avif", "video/mp4", "audio/mpeg"} <= set(
        told["media_attachments"]["supported_mime_types"]
    )
    assert told["statuses"]["max_media_attachments"] == 30


def test_pictures_cost_one_query_whatever_the_number(alice: Account, django_assert_num_queries):
    posts = []
    for number in (1, 3):
        posts.append(make_post(alice))
        with transaction.atomic():
            uploading.attach(alice, posts[-1], [make_media(alice).pk for _ in range(number)])
    for ids in (posts[:1], posts):
        with django_assert_num_queries(1):
            found = media_of([post.pk for post in ids])
    assert [len(found[post.pk]) for post in posts] == [1, 3]
