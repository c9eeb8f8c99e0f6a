"""Posting through the form: once, whatever happens, and nothing is lost when it is refused."""

import pytest
from django.utils import timezone

from tests.factories import make_post
from verandah.base.limits import LIMITS
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.compose import AGAIN

HTMX = {"HX-Request": "true"}


def send(client, text: str, audience: str = "members", key: str = "k", **more):
    return client.post("/p/new/", {"text": text, "audience": audience, "key": key}, **more)


def test_a_post_answers_where_it_now_stands(client_of, alice: Account) -> None:
    answer = send(client_of(alice), "hello")
    assert answer.status_code == 302
    assert answer["Location"] == f"/#p{Post.objects.get().id}"


def test_a_double_click_is_one_post_and_a_changed_text_another(client_of, alice: Account) -> None:
    client = client_of(alice)
    send(client, "hello")
    send(client, "hello")
    assert Post.objects.count() == 1
    send(client, "hello again, after the back button")
    send(client, "hello", audience="public")
    assert Post.objects.count() == 3


def test_the_same_words_out_of_a_new_form_are_the_same_post_for_a_while(client_of, alice: Account) -> None:
    client = client_of(alice)
    send(client, "hello", key="before the back button")
    send(client, "hello \r\n", key="after it")
    assert Post.objects.count() == 1
    Post.objects.update(created_at=timezone.now() - AGAIN)
    send(client, "hello", key="much later")
    assert Post.objects.count() == 2


@pytest.mark.parametrize("name", ["public", "members", "followers", "only_me"])
def test_the_audience_is_the_one_chosen(client_of, alice: Account, name: str) -> None:
    send(client_of(alice), "hello", audience=name)
    assert Post.objects.get().audience == Audience[name.upper()]


@pytest.mark.parametrize("name", ["", "groups", "group", "everyone", "1"])
def test_an_unknown_audience_is_refused_and_never_guessed(client_of, alice: Account, name: str) -> None:
    answer = send(client_of(alice), "hello", audience=name)
    assert answer.status_code == 422
    assert "hello" in answer.content.decode()
    assert not Post.objects.exists()


HOSTILE = {
    "nothing": "",
    "blanks": " \n\t ",
    "NUL": "a\0b",
    "bell": "a\x07b",
    "too long": "x" * 5001,
    "only private signs": "\ue000\uf8ff",
    "100 kB": "word " * 20_000,
    "10,000 tags": " ".join(f"#t{number}" for number in range(10_000)),
    "101 tags": " ".join(f"#t{number}" for number in range(101)),
    "101 mentions": " ".join(f"@person{number}" for number in range(101)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_cannot_be_posted_is_refused_with_a_reason_and_kept(client_of, alice: Account, text, headers) -> None:
    answer = send(client_of(alice), text, headers=headers)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert text.replace("\0", "").strip()[:200].split("\x07")[0] in answer.content.decode()
    assert not Post.objects.exists()


SHOWN = {
    "right-to-left override": "safe \u202egnp.exe\u202c end",
    "isolates": "\u2067مرحبا\u2069 and \u2066hello\u2069",
    "unclosed": "\u202e\u202e\u2067 open",
    "Arabic": "صباح الخير يا جيران #صباح",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> & \"quotes\" 'too'",
    "template": "{{ site.name }} {% now 'Y' %}",
    "one long word": "x" * 5000,
    "many lines": "\n".join("line" for _number in range(900)),
    "astral": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𓀀",
}


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN.keys())
def test_what_can_be_posted_is_shown_and_harms_nobody(client_of, alice: Account, text: str) -> None:
    client = client_of(alice)
    assert send(client, text).status_code == 302
    post = Post.objects.get()
    for path in ("/", f"/p/{post.id}/", "/@alice/", f"/p/{post.id}/delete/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


def test_lone_surrogates_are_refused_not_broken(client_of, alice: Account) -> None:
    body = b"text=a%ED%A0%80b&audience=members&key=k"
    answer = client_of(alice).post("/p/new/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)
    assert answer.status_code == 422 or "\ud800" not in Post.objects.get().text


def test_a_form_of_a_megabyte_is_refused_with_413(client_of, alice: Account) -> None:
    answer = send(client_of(alice), "x" * 1_000_000)
    assert answer.status_code == 413
    assert "256" in answer.content.decode()
    assert "error" in answer.templates[0].name


def test_a_thousand_fields_are_refused_with_400(client_of, alice: Account) -> None:
    fields = {f"f{number}": "x" for number in range(1000)}
    assert client_of(alice).post("/p/new/", fields).status_code == 400


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=%FF%FE&audience=members&key=k", b"=&=&=", b"%"])
def test_a_garbled_form_is_never_our_fault(client_of, alice: Account, body: bytes) -> None:
    answer = client_of(alice).post("/p/new/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/p/99999999999999999999/",
        "/p/9223372036854775808/",
        "/p/0/",
        "/p/x/",
        "/@%00/",
        "/@nobody/",
        "/@" + "x" * 500 + "/",
        "/@%ED%A0%80/",
        "/tags/%00/",
        "/tags/" + "x" * 3000 + "/",
        "/%FF",
    ],
)
def test_strange_addresses_are_not_found(client_of, alice: Account, path: str) -> None:
    answer = client_of(alice).get(path)
    assert answer.status_code in (404, 400) or (path.startswith("/tags/") and answer.status_code == 200)


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "q=%ED%A0%80", "before=%00", "q=%25%5F!"])
def test_strange_searches_find_nothing(client_of, alice: Account, query: str) -> None:
    assert client_of(alice).get(f"/people/?{query}").status_code == 200


def test_deleting_asks_first_then_offers_to_undo(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    assert client.get(f"/p/{post.id}/delete/").status_code == 200
    page = client.post(f"/p/{post.id}/delete/", follow=True)
    assert f"/p/{post.id}/restore/" in page.content.decode()
    assert client.get(f"/p/{post.id}/").status_code == 404
    assert client.post(f"/p/{post.id}/restore/", follow=True).status_code == 200
    assert client.get(f"/p/{post.id}/").status_code == 200


def test_htmx_deletes_and_restores_in_place(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    gone = client.post(f"/p/{post.id}/delete/", headers=HTMX).content.decode()
    assert f"/p/{post.id}/restore/" in gone
    assert "<html" not in gone
    back = client.post(f"/p/{post.id}/restore/", headers=HTMX).content.decode()
    assert f'id="p{post.id}"' in back


@pytest.mark.parametrize("deed", ["delete", "restore"])
def test_nobody_else_deletes_or_restores(client_of, alice: Account, bob: Account, mo: Account, deed: str) -> None:
    post = make_post(alice)
    for person in (bob, mo):
        assert client_of(person).post(f"/p/{post.id}/{deed}/").status_code == 404
        assert client_of(person).get(f"/p/{post.id}/delete/").status_code == 404
    assert client_of(None).post(f"/p/{post.id}/{deed}/").status_code == 302
    post.refresh_from_db()
    assert post.deleted_at is None


def test_posting_too_often_waits_and_says_how_long(client_of, alice: Account) -> None:
    client, (times, _seconds) = client_of(alice), LIMITS["post"]
    for number in range(times):
        assert send(client, f"number {number}").status_code == 302
    answer = send(client, "one more")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Post.objects.count() == times


def test_a_form_without_its_secret_is_refused(alice: Account) -> None:
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)
    assert send(client, "hello").status_code == 403
    assert not Post.objects.exists()


def test_posts_by_others_are_read_by_guests_only_when_public(client_of, alice: Account) -> None:
    public, members = make_post(alice, audience=Audience.PUBLIC), make_post(alice)
    assert client_of(None).get(f"/p/{public.id}/").status_code == 200
    assert client_of(None).get(f"/p/{members.id}/").status_code == 404
    page = client_of(None).get("/@alice/").content.decode()
    assert f'id="p{public.id}"' in page
    assert f'id="p{members.id}"' not in page


def test_a_member_without_public_posts_is_unknown_to_guests(client_of, alice: Account) -> None:
    make_post(alice)
    assert client_of(None).get("/@alice/").status_code == 404
    assert client_of(None).get("/@alice/about/").status_code == 404
