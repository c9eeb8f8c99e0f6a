"""Uploads piece by piece: what is told before, between and after; and that nobody can do it with what is another's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.pictures import clip, make_media, picture
from verandah.actions import receiving
from verandah.actions.clearing import clear_media
from verandah.actions.receiving import MOST_UNFINISHED
from verandah.base import pieces
from verandah.base.limits import LIMITS
from verandah.base.resumable import PIECE, VERSION
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State, Upload

PLACE = "/media/uploads/"
TUS = {"Tus-Resumable": VERSION}


def begin(client: Client, length: int | str, **more: str):
    return client.post(PLACE, headers=TUS | {"Upload-Length": str(length)} | more)


def send(client: Client, where: str, piece: bytes, offset: int | str):
    headers = TUS | {"Upload-Offset": str(offset)}
    return client.generic("PATCH", where, piece, PIECE, headers=headers)


def ask(client: Client, where: str):
    return client.head(where, headers=TUS)


def rooms() -> set[str]:
    return {path.name for path in files.waiting_room("x").parent.iterdir()}


@pytest.fixture(autouse=True)
def _nothing_before():
    for name in rooms():
        files.clear_room(name)


def test_a_picture_in_three_pieces(client_of, alice: Account):
    client, photo = client_of(alice), picture()
    answer = begin(client, len(photo), **{"Upload-Metadata": "filename d29ybGQ=,filetype YXBwL2V2aWw="})
    where = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (201, "0", VERSION)
    assert "Upload-Expires" in answer
    for start, end in ((0, 100), (100, 300), (300, len(photo))):
        assert ask(client, where)["Upload-Offset"] == str(start)
        answer = send(client, where, photo[start:end], start)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    row = Media.objects.get()
    assert answer["Upload-Media-Id"] == str(row.pk)
    assert (row.owner, row.state, row.kind, row.bytes) == (alice, State.READY, Kind.IMAGE, len(photo))
    again = ask(client, where)
    assert (again.status_code, again["Upload-Offset"], again["Upload-Media-Id"]) == (200, str(len(photo)), str(row.pk))
    assert again["Cache-Control"] == "no-store" or "no-store" in again["Cache-Control"]
    assert rooms() == set()
    alice.refresh_from_db()
    assert alice.media_bytes == len(photo)


def test_what_the_server_can_do_is_told(client_of, alice: Account):
    answer = client_of(alice).options(PLACE)
    assert (answer.status_code, answer["Tus-Version"]) == (204, VERSION)
    assert answer["Tus-Extension"] == "creation,termination,expiration"
    assert int(answer["Tus-Max-Size"]) == 500_000_000


REFUSED = {
    "too large": ({"Upload-Length": "500000001"}, 413, "500 MB"),
    "no length": ({}, 400, "Upload-Length"),
    "no number": ({"Upload-Length": "-1"}, 400, "Upload-Length"),
    "endless": ({"Upload-Length": "9" * 30}, 400, "Upload-Length"),
    "empty": ({"Upload-Length": "0"}, 422, "empty"),
    "later": ({"Upload-Defer-Length": "1"}, 400, "Upload-Length"),
    "another version": ({"Upload-Length": "9", "Tus-Resumable": "0.2"}, 412, "1.0.0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_begun_is_refused_before_a_byte_is_sent(client_of, alice: Account, name: str):
    headers, status, word = REFUSED[name]
    answer = client_of(alice).post(PLACE, headers=TUS | headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert word in answer.content.decode()
    assert rooms() == set()
    assert not Upload.objects.exists()


def test_a_quota_counts_what_is_here_and_what_is_announced(client_of, alice: Account, settings):
    client, row = client_of(alice), make_media(alice)
    settings.QUOTA = row.bytes + 3_000_000
    assert begin(client, 2_000_000).status_code == 201
    answer = begin(client, 1_500_000)
    assert answer.status_code == 413
    assert "1 MB of" in answer.content.decode()
    answer = client.post("/p/new/", {"text": "x", "key": "k", "audience": "members", "files": big_file()})
    assert answer.status_code == 422
    assert "1 MB of" in answer.content.decode()
    receiving.abandon(alice, Upload.objects.get().pk)
    assert begin(client, 1_500_000).status_code == 201
    settings.QUOTA = 0
    assert begin(client, 400_000_000).status_code == 201


def big_file():
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    return SimpleUploadedFile("big.bmp", b"\0" * 1_500_000)


def test_a_piece_must_begin_where_the_file_ends(client_of, alice: Account):
    client, photo = client_of(alice), picture()
    where = begin(client, len(photo))["Location"]
    send(client, where, photo[:200], 0)
    for offset in (0, 199, 201, len(photo)):
        answer = send(client, where, photo[200:], offset)
        assert answer.status_code == 409
        assert "200" in answer.content.decode()
    assert send(client, where, photo[200:], "x").status_code == 400
    assert client.patch(where, b"x", "image/jpeg", headers=TUS | {"Upload-Offset": "200"}).status_code == 415
    assert client.generic("PATCH", where, b"x", PIECE, headers={"Upload-Offset": "200"}).status_code == 412
    # What is more than was announced is left out.
    answer = send(client, where, photo[200:] + b"<script>", 200)
    assert (answer.status_code, Media.objects.get().bytes) == (204, len(photo))


def test_another_ones_upload_is_not_there(client_of, alice: Account, bob: Account):
    where = begin(client_of(alice), 500)["Location"]
    for answer in (
        ask(client_of(bob), where),
        send(client_of(bob), where, b"x", 0),
        client_of(bob).delete(where, headers=TUS),
        ask(client_of(alice), f"{PLACE}1/"),
    ):
        assert answer.status_code == 404
    assert client_of(None).head(where).status_code == 302
    assert ask(client_of(alice), where)["Upload-Offset"] == "0"


def test_what_is_no_use_is_refused_after_its_first_piece(client_of, alice: Account, settings):
    client, page = client_of(alice), b"<!doctype html><script>" + b" " * 100
    where = begin(client, 400_000_000)["Location"]
    answer = send(client, where, page, 0)
    assert answer.status_code == 422
    assert "not taken" in answer.content.decode()
    # A video may be as large; a picture may not.
    where = begin(client, 31_000_000)["Location"]
    answer = send(client, where, picture(), 0)
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()
    assert ask(client, where).status_code == 404
    assert (rooms(), Upload.objects.count(), Media.objects.count()) == (set(), 0, 0)


def test_half_a_photo_is_refused_when_it_is_here(client_of, alice: Account):
    client, photo = client_of(alice), picture(size=(600, 600))[:900]
    answer = send(client, begin(client, 900)["Location"], photo, 0)
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()
    assert rooms() == set()


def test_a_video_becomes_a_job(client_of, alice: Account, settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    client, film = client_of(alice), clip("mp4")
    answer = send(client, begin(client, len(film))["Location"], film, 0)
    row = Media.objects.get(pk=answer["Upload-Media-Id"])
    assert (row.state, len(row.sha256)) == (State.WAITING, 64)
    assert (files.waiting_room(row.name) / "source").read_bytes() == film
    # Asked again while it waits, it is not taken in a second time.
    assert send(client, f"{PLACE}{Upload.objects.get().pk}/", b"x", len(film)).status_code == 204
    assert (files.waiting_room(row.name) / "source").read_bytes() == film
    assert Media.objects.count() == 1
    assert "prepared" in client.get(f"/media/files/{row.pk}/").content.decode()


def test_ended_means_ended(client_of, alice: Account):
    client, photo = client_of(alice), picture()
    where = begin(client, len(photo))["Location"]
    assert client.delete(where, headers=TUS).status_code == 204
    assert client.delete(where, headers=TUS).status_code == 404
    assert rooms() == set()
    where = begin(client, len(photo))["Location"]
    send(client, where, photo[:100], 0)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(client, where).status_code == send(client, where, b"x", 100).status_code == 410
    assert clear_media() == 1
    assert (rooms(), Upload.objects.count()) == (set(), 0)
    assert ask(client, where).status_code == 404


def test_each_piece_gives_it_another_day(client_of, alice: Account):
    client = client_of(alice)
    where = begin(client, 500)["Location"]
    soon = timezone.now() + timedelta(minutes=5)
    Upload.objects.update(expires_at=soon)
    send(client, where, picture()[:100], 0)
    assert Upload.objects.get().expires_at > soon + timedelta(hours=20)
    assert clear_media() == 0


def test_a_crash_before_the_last_answer_loses_nothing(client_of, alice: Account):
    client, photo = client_of(alice), picture()
    where = begin(client, len(photo))["Location"]
    place = receiving.place_for(alice, Upload.objects.get().pk, 0)
    writing = pieces.Writing(place)
    writing.write(photo)
    # Nobody else writes meanwhile.
    assert send(client, where, b"x", 0).status_code == 409
    writing.end()
    answer = ask(client, where)
    assert answer["Upload-Media-Id"] == str(Media.objects.get().pk)


def test_the_file_is_gone(client_of, alice: Account):
    client = client_of(alice)
    where = begin(client, 500)["Location"]
    files.clear_room(Upload.objects.get().name)
    assert ask(client, where).status_code == send(client, where, b"x", 0).status_code == 410


def test_too_many_at_once_and_too_often(client_of, alice: Account, settings):
    client = client_of(alice)
    for _number in range(MOST_UNFINISHED):
        begin(client, 10)
    assert begin(client, 10).status_code == 429
    Upload.objects.all().delete()
    for _number in range(LIMITS["upload"][0] - MOST_UNFINISHED - 1):
        begin(client, 10)
        Upload.objects.all().delete()
    answer = begin(client, 10)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_piece_without_the_forms_secret_is_refused(alice: Account):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)
    assert begin(client, 10).status_code == 403
    number = receiving.begin(alice, 10).id
    assert send(client, f"{PLACE}{number}/", b"x", 0).status_code == 403
    assert client.delete(f"{PLACE}{number}/", headers=TUS).status_code == 403


def test_what_is_said_of_a_file_is_stored_at_once(client_of, alice: Account, bob: Account):
    client, row = client_of(alice), make_media(alice)
    where = f"/media/files/{row.pk}/"
    said = {f"alt-{row.pk}": "A wren", f"across-{row.pk}": "50", f"up-{row.pk}": "-100"}
    assert client.post(where, said).status_code == 204
    row.refresh_from_db()
    assert (row.description, row.focus_x, row.focus_y) == ("A wren", 0.5, -1.0)
    for wrong in ("101", "x", "-1000000", ""):
        assert client.post(where, said | {f"up-{row.pk}": wrong}).status_code == 422
    assert client.post(where, {f"alt-{row.pk}": "x" * 1501}).status_code == 422
    page = client.get(where).content.decode()
    assert "A wren" in page
    assert f'value="{row.pk}"' in page
    for answer in (client_of(bob).get(where), client_of(bob).post(where, said), client_of(bob).delete(where)):
        assert answer.status_code == 404
    assert client.delete(where).status_code == 204
    assert client.get(where).status_code == 404
