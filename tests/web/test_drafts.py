"""Drafts on pages: there again wherever they were written, and gone with what is sent."""

import pytest
from django.test import Client

from tests.factories import make_post
from tests.pictures import make_media
from tests.web.quick_pages import quick
from verandah.base.limits import LIMITS
from verandah.domain.accounts.models import Account
from verandah.domain.posts.drafts import saved_drafts
from verandah.domain.posts.models import Post

HTMX = {"HX-Request": "true"}
KEY = "0123456789abcdef"


def save(client: Client, text: str, at: str = "", **more: str | int):
    asked = {"key": KEY, "at": at, "seen": 0, "by": "a", "turn": 1} | more
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.post(f"/drafts/save/?{query}", {"text": text, "audience": "public", "warning": "Water"})


def test_a_form_opens_as_it_was_left(client_of, alice: Account, bob: Account) -> None:
    client, file = client_of(alice), make_media(alice, "A bridge")
    assert save(client, "The river & I").json() == {"version": 1}
    client.post(
        f"/drafts/save/?key={KEY}&by=a&turn=2", {"text": "The river & I", "media": [file.pk], "audience": "public"}
    )
    for path in ("/", "/all/", "/p/new/", f"/p/new/?draft={KEY}"):
        page = client.get(path).content.decode()
        assert "\nThe river &amp; I</textarea>" in page, path
        assert f'name="key" value="{KEY}"' in page
        assert f'name="media" value="{file.pk}"' in page
        assert 'value="public" checked' in page
        assert "Your draft from " in page
        assert "The river" not in client_of(bob).get(path).content.decode()
    assert "The river" not in client.get("/p/new/?draft=new").content.decode()


@pytest.mark.parametrize("path", ["/", "/p/{}/"])
def test_the_event_loop_leaves_a_page_with_a_draft_to_its_view(client_of, alice: Account, path: str) -> None:
    client, post = client_of(alice), make_post(alice)
    path = path.format(post.pk)
    client.get(path), client.get(path)
    assert quick(client, path)
    save(client, "The river", "" if path == "/" else f"c{post.pk}")
    assert not quick(client, path)
    assert "The river</textarea>" in client.get(path).content.decode()
    client.post(f"/drafts/{KEY}/drop/", headers=HTMX)
    assert quick(client, path)


def test_a_comment_is_there_again_where_it_was_written(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    save(client, "Well said", f"c{post.pk}")
    assert "Well said</textarea>" in client.get(f"/p/{post.pk}/").content.decode()
    form = client.get(f"/p/{post.pk}/reply/", headers=HTMX).content.decode()
    assert "Well said</textarea>" in form
    assert 'name="inline"' in form
    assert "Well said" not in client.get(f"/p/{make_post(alice).pk}/").content.decode()
    assert "Well said" not in client.get("/").content.decode()
    client.post(f"/p/{post.pk}/comments/", {"key": KEY, "text": "Well said!"})
    assert saved_drafts(alice) == []


def test_what_is_sent_is_no_draft_any_more(client_of, alice: Account) -> None:
    client = client_of(alice)
    save(client, "The river")
    client.post("/p/new/", {"key": KEY, "text": "The river", "audience": "members"})
    assert Post.objects.count() == 1
    page = client.get("/").content.decode()
    assert "The river</textarea>" not in page
    assert "Your draft from " not in page


def test_a_conflict_and_a_refusal_are_told_to_the_script(client_of, alice: Account) -> None:
    client = client_of(alice)
    save(client, "One")
    late = save(client, "Another", by="b")
    assert (late.status_code, "another window" in late.json()["error"]) == (409, True)
    assert save(client, "x" * 70_000, turn=2).status_code == 422
    for number in range(LIMITS["draft"][0]):
        answer = save(client, f"{number}", turn=number + 3)
    assert answer.status_code == 429


def test_all_of_them_stand_on_one_page(client_of, alice: Account, bob: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    assert "Nothing begun" in client.get("/drafts/").content.decode()
    for number, at in enumerate(("", f"c{post.pk}", f"e{post.pk}")):
        save(client, f"Words <b>{number}", at, key=f"key{number}")
    page = client.get("/drafts/").content.decode()
    assert [f"Words &lt;b&gt;{number}" in page for number in range(3)] == [True] * 3
    for href in ("/p/new/?draft=key0", f"/p/{post.pk}/#reply", f"/p/{post.pk}/edit/"):
        assert f'href="{href}"' in page
    assert "Words" not in client_of(bob).get("/drafts/").content.decode()


def test_deleting_one_can_be_undone(client_of, alice: Account, bob: Account) -> None:
    client = client_of(alice)
    save(client, "The river")
    assert client_of(bob).post(f"/drafts/{KEY}/drop/").status_code == 404
    page = client.post(f"/drafts/{KEY}/drop/", follow=True).content.decode()
    assert "Draft deleted." in page
    assert f'action="/drafts/{KEY}/restore/"' in page
    assert client.post(f"/drafts/{KEY}/restore/", follow=True).content.decode().count("The river</textarea>") == 1


def test_a_discarded_one_gives_its_place_to_an_empty_form(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    for at, action in (("", "/p/new/"), (f"c{post.pk}", f"/p/{post.pk}/comments/")):
        save(client, "The river", at, key=f"key{at}")
        page = client.post(f"/drafts/key{at}/drop/", {"text": "The river"}, headers=HTMX).content.decode()
        assert f'action="{action}"' in page
        assert "The river" not in page
        assert "Draft deleted." in page


def test_without_a_script_there_is_a_button(client_of, alice: Account) -> None:
    client, post, file = client_of(alice), make_post(alice), make_media(alice)
    assert '<noscript><button class="btn s" name="keep"' in client.get("/p/new/").content.decode()
    form = {"key": KEY, "text": "The river", "audience": "members", "media": [file.pk], "keep": "1"}
    page = client.post("/p/new/", form, follow=True).content.decode()
    assert "Your draft is saved." in page
    client.post(f"/p/{post.pk}/comments/", form | {"key": "another"})
    assert [(draft.place, draft.files) for draft in saved_drafts(alice)] == [
        (f"c{post.pk}", [file.pk]),
        ("", [file.pk]),
    ]
    assert Post.objects.count() == 1


def test_a_draft_with_odd_fields_breaks_no_page(client_of, alice: Account) -> None:
    client = client_of(alice)
    odd = {
        "text": "x",
        "media": ["0", "x", "9" * 30],
        "audience": "?",
        "poll-option": ["a"] * 60,
        "mood": "?",
        "list": "x",
    }
    assert client.post(f"/drafts/save/?key={KEY}", odd).status_code == 200
    for path in ("/", "/p/new/", "/drafts/"):
        assert client.get(path).status_code == 200
