"""Files in the forms of pages without a script: added, described, left out, posted; and nothing is lost on the way."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import make_post
from tests.pictures import clip, make_media, picture
from verandah.actions.developing import give_up
from verandah.base.jobs import Job
from verandah.base.worker import Worker
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media, State
from verandah.domain.media.show import media_of
from verandah.domain.posts.models import Post, ScheduledPost
from verandah.domain.posts.show import show_post

HTMX = {"HX-Request": "true"}


def sheet(content: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def send(client, text: str = "hello", headers: dict[str, str] | None = None, **more: Any):
    fields = {"text": text, "audience": "members", "key": "k", **more}
    return client.post("/p/new/", fields, headers=headers or {})


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}


def test_several_files_at_once_and_no_words(client_of, alice: Account) -> None:
    answer = send(client_of(alice), "", files=[sheet(picture()), sheet(picture("PNG"))])
    post = Post.objects.get()
    assert answer["Location"] == f"/#p{post.pk}"
    assert len(media_of([post.pk])[post.pk]) == 2


def test_files_are_added_described_put_in_order_and_left_out(client_of, alice: Account) -> None:
    client = client_of(alice)
    page = send(client, "words", files=[sheet(picture()) for _number in range(3)], add="1", sensitive="1")
    assert page.status_code == 200
    assert "words" in page.content.decode()
    one, two, three = Media.objects.order_by("id").values_list("pk", flat=True)
    for number in (one, two, three):
        assert f'name="alt-{number}"' in page.content.decode()
    more = {f"alt-{three}": "A wren", f"across-{three}": "-50", f"up-{three}": "0"}
    send(client, "words", media=[three, two, one], drop=[two], sensitive="1", **more)
    post = Post.objects.get()
    shown = media_of([post.pk])[post.pk]
    assert [(file.id, file.description, file.focus) for file in shown] == [
        (three, "A wren", (-0.5, 0.0)),
        (one, "", (0.0, 0.0)),
    ]
    assert show_post(post, alice).is_sensitive


def test_what_is_refused_keeps_words_and_good_files(client_of, alice: Account) -> None:
    files = [sheet(picture()), sheet(b"<svg>", "drawing.svg")]
    answer = send(client_of(alice), "words", files=files)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "drawing.svg: This kind of file is not taken" in page
    assert f'value="{Media.objects.get().pk}"' in page
    assert not Post.objects.exists()
    answer = send(client_of(alice), "x" * 5001, media=[Media.objects.get().pk])
    assert answer.status_code == 422
    assert f'value="{Media.objects.get().pk}"' in answer.content.decode()


@pytest.mark.parametrize("media", [["x"], ["9" * 30], ["-1"], ["0"], ["1", "1"], [""]])
def test_strange_numbers_of_files(client_of, alice: Account, media: list[str]) -> None:
    assert send(client_of(alice), media=media).status_code in (302, 422)


def test_another_ones_files_are_refused(client_of, alice: Account, bob: Account) -> None:
    row = make_media(bob)
    answer = send(client_of(alice), media=[row.pk], **{f"alt-{row.pk}": "mine"})
    assert answer.status_code == 422
    assert "not yours" in answer.content.decode()
    row.refresh_from_db()
    assert row.description == ""


@pytest.mark.parametrize("focus", ["101", "x", ""])
def test_a_strange_focus_is_refused(client_of, alice: Account, focus: str) -> None:
    row = make_media(alice)
    more = {f"across-{row.pk}": focus, f"up-{row.pk}": "0"}
    assert send(client_of(alice), media=[row.pk], **more).status_code == 422


def test_the_same_form_twice_is_one_post_and_two_pictures_are_two(client_of, alice: Account) -> None:
    client, one, two = client_of(alice), make_media(alice), make_media(alice)
    send(client, "", media=[one.pk])
    send(client, "", media=[one.pk])
    assert Post.objects.count() == 1
    send(client, "", media=[two.pk], key="another")
    assert Post.objects.count() == 2


def test_a_film_makes_the_post_wait_and_then_it_is_out(client_of, alice: Account, bob: Account, queue) -> None:
    client = client_of(alice)
    answer = send(client, "a film", files=[sheet(clip("mp4"))])
    assert answer["Location"] == "/#waiting"
    assert "as soon as its files are ready" in client.get("/").content.decode()
    assert "a film" not in client_of(bob).get("/all/").content.decode()
    assert client.get("/p/waiting/")["Location"] == "/#waiting"
    page = client.get("/p/waiting/", headers=HTMX).content.decode()
    assert "a film" in page
    assert "every 4s" in page
    for _turn in range(3):
        Job.objects.update(due_at=timezone.now())
        Worker(0).run_once()
    assert "a film" in client_of(bob).get("/all/").content.decode()
    assert client.get("/p/waiting/", headers=HTMX).content.decode().strip() == '<div id="waiting" class="col"></div>'


def test_htmx_is_told_that_it_waits(client_of, alice: Account, queue) -> None:
    client = client_of(alice)
    film = Media.objects.get(pk=made_by(client, clip("mp4")))
    page = send(client, "a film", HTMX, media=[film.pk]).content.decode()
    assert 'hx-swap-oob="outerHTML:#waiting"' in page
    assert f'value="{film.pk}"' not in page
    # Nor is it offered again elsewhere, as long as it waits.
    assert client.get(f"/media/files/{film.pk}/").status_code == 404


def made_by(client, content: bytes) -> int:
    send(client, "x", files=[sheet(content)], add="1")
    return Media.objects.latest("id").pk


def test_what_could_not_go_out_comes_back_with_its_words(client_of, alice: Account, bob: Account, queue) -> None:
    client = client_of(alice)
    photo = make_media(alice, "A wren")
    send(client, "both", media=[photo.pk], files=[sheet(clip("mp4"))], audience="public")
    waiting = ScheduledPost.objects.get()
    give_up(Media.objects.get(state=State.WAITING), "unreadable")
    waiting.failure = "This file is damaged."
    waiting.save()
    page = client.get("/").content.decode()
    assert "could not go out" in page
    assert "This file is damaged." in page
    assert client_of(bob).post(f"/p/waiting/{waiting.pk}/drop/").status_code == 404
    page = client.post(f"/p/waiting/{waiting.pk}/drop/").content.decode()
    assert "both" in page
    assert "A wren" in page
    assert 'value="public" checked' in page
    assert client.post(f"/p/waiting/{waiting.pk}/drop/").status_code == 404


def test_a_site_that_asks_for_descriptions(client_of, alice: Account, settings) -> None:
    settings.DESCRIPTIONS_REQUIRED = True
    answer = send(client_of(alice), files=[sheet(picture())])
    assert answer.status_code == 422
    number = Media.objects.get().pk
    assert send(client_of(alice), media=[number], **{f"alt-{number}": "A wren"}).status_code == 302


def test_a_comment_holds_one_file(client_of, alice: Account, bob: Account) -> None:
    client, post = client_of(bob), make_post(alice)
    where = f"/p/{post.pk}/comments/"
    answer = client.post(where, {"text": "", "key": "k", "files": [sheet(picture()), sheet(picture())]})
    assert answer.status_code == 422
    assert "one file" in answer.content.decode()
    one, two = Media.objects.values_list("pk", flat=True)
    more = {"media": [one, two], "drop": [two], f"alt-{one}": "A wren"}
    answer = client.post(where, {"text": "", "key": "k", **more}, headers=HTMX)
    assert answer.status_code == 200
    comment = Post.objects.get(parent=post)
    assert [file.description for file in media_of([comment.pk])[comment.pk]] == ["A wren"]
    assert "A wren" in answer.content.decode()


def test_a_comment_waits_for_its_film(client_of, alice: Account, queue) -> None:
    client, post = client_of(alice), make_post(alice)
    sent = {"text": "a film", "key": "k", "files": [sheet(clip("mp4"))]}
    page = client.post(f"/p/{post.pk}/comments/", sent, headers=HTMX).content.decode()
    assert "as soon as its file is ready" in page
    assert "a film" in client.get("/").content.decode()


def test_the_pictures_of_a_profile(client_of, alice: Account) -> None:
    client, fields = client_of(alice), {"display_name": "Alice", "bio": ""}
    assert (
        client.post("/settings/", fields | {"avatar": sheet(picture()), "header": sheet(picture())}).status_code == 303
    )
    alice.refresh_from_db()
    assert alice.avatar_path
    assert alice.header_path
    page = client.get("/settings/").content.decode()
    assert alice.avatar_path in page
    for wrong, word in ((b"<svg>", "not taken"), (b"", "empty")):
        answer = client.post("/settings/", fields | {"avatar": sheet(wrong)})
        assert answer.status_code == 422
        assert word in answer.content.decode()
    client.post("/settings/", fields | {"drop_avatar": "on"})
    alice.refresh_from_db()
    assert alice.avatar_path == ""
    assert alice.header_path
