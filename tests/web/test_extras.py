"""A warning, a place, a mood and a poll in the composer, without a script; and the post as it would look."""

from typing import Any

import pytest
from django.test import Client

from tests.pictures import picture
from tests.web.test_composing import sheet
from verandah.actions import posting
from verandah.actions.posting import Draft
from verandah.actions.wording import LONGEST_PLACE, LONGEST_WARNING
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience, Mood
from verandah.domain.posts.models import Poll, PollOption, Post
from verandah.domain.posts.polls import LONGEST_OPTION, MOST_OPTIONS
from verandah.web.extras import ENDS

HTMX = {"HX-Request": "true"}


def send(client: Client, text: str = "hello", headers: dict[str, str] | None = None, **more: Any):
    fields = {
        "text": text,
        "audience": "members",
        "key": "k",
        **{name.replace("_", "-"): what for name, what in more.items()},
    }
    return client.post("/p/new/", fields, headers=headers or {})


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_the_composer_has_every_field(client_of, alice: Account) -> None:
    page = shown(client_of(alice), "/p/new/")
    for name in ("warning", "place", "mood", "poll-ends", "poll-multiple", "poll-secret"):
        assert f'name="{name}"' in page
    assert page.count('<input name="poll-option"') == 5  # Four, and the one that a script makes more of.
    assert page.count('<option value="') == len(ENDS)


@pytest.mark.parametrize("part", ["poll", "mood", "place", "warning"])
def test_a_part_is_open_that_was_asked_for(client_of, alice: Account, part: str) -> None:
    assert f'data-part="{part}" open' in shown(client_of(alice), f"/p/new/?with={part}")
    assert 'data-part="poll" open' not in shown(client_of(alice), "/p/new/?with=nothing")


def test_home_leaves_the_fields_out_and_a_script_fetches_them(client_of, alice: Account) -> None:
    client = client_of(alice)
    assert 'name="poll-option"' not in shown(client, "/")
    assert 'href="/p/new/?with=poll"' in shown(client, "/")
    answer = client.get("/p/new/extras/", headers=HTMX)
    assert 'name="poll-option"' in answer.content.decode()
    assert client.get("/p/new/extras/")["Location"] == "/p/new/"


def test_all_of_it_is_stored_and_shown(client_of, alice: Account, bob: Account) -> None:
    answer = send(
        client_of(alice), "Tulips", warning=" Long\u2028words ", place="In the <b>gardens</b>", mood="thankful"
    )
    post = Post.objects.get()
    assert answer["Location"] == f"/#p{post.pk}"
    assert (post.warning, post.place, post.mood) == ("Long words", "In the <b>gardens</b>", Mood.THANKFUL)
    for path in ("/all/", f"/p/{post.pk}/", "/all/"):
        page = shown(client_of(bob), path)
        assert "<bdi>In the &lt;b&gt;gardens&lt;/b&gt;</bdi>" in page
        assert "is thankful" in page
        assert '<details class="veil">' in page


def test_a_poll_is_asked_and_answered(client_of, alice: Account, bob: Account) -> None:
    send(
        client_of(alice),
        "",
        poll_option=["Friday", "", "Saturday ", ""],
        poll_ends="300",
        poll_multiple="1",
        poll_secret="1",
    )
    poll = Poll.objects.get()
    assert list(PollOption.objects.order_by("position").values_list("title", flat=True)) == ["Friday", "Saturday"]
    assert (poll.is_multiple, poll.hides_totals) == (True, True)
    assert poll.ends_at is not None
    assert round((poll.ends_at - poll.post.created_at).total_seconds()) == 300
    page = shown(client_of(bob), "/all/")
    assert 'type="checkbox" form="deeds"' in page
    assert "Results are shown at the end" in page
    number = poll.post_id
    client_of(bob).post(f"/p/{number}/vote/", {f"choice-p{number}": ["1"]})
    poll.refresh_from_db()
    assert poll.votes_count == 1


@pytest.mark.parametrize("ends", ENDS)
def test_every_length_on_offer_can_be_taken(client_of, alice: Account, ends: int) -> None:
    send(client_of(alice), "when?", poll_option=["a", "b"], poll_ends=str(ends))
    assert Poll.objects.count() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"poll_option": ["only one", ""]}, "at least two answers"),
    ({"poll_option": ["a", "a"]}, "are the same"),
    ({"poll_option": [str(number) for number in range(MOST_OPTIONS + 1)]}, f"{MOST_OPTIONS} answers at most"),
    ({"poll_option": ["a", "b" * (LONGEST_OPTION + 1)]}, f"at most {LONGEST_OPTION} characters"),
    ({"poll_option": ["a", "b"], "poll_ends": "299"}, "five minutes at least"),
    ({"poll_option": ["a", "b"], "poll_ends": "9999999"}, "a month at most"),
    ({"place": "p" * (LONGEST_PLACE + 1)}, f"{LONGEST_PLACE} characters"),
    ({"warning": "w" * (LONGEST_WARNING + 1)}, f"{LONGEST_WARNING} characters"),
    ({"mood": "furious"}, "Choose one of the moods"),
    ({"place": "a\0b"}, "can&#x27;t be shown"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG)
def test_what_is_wrong_is_said_and_everything_is_kept(
    client_of, alice: Account, wrong: dict[str, Any], why: str
) -> None:
    kept = {"place": "Harbour", "warning": "Loud", "mood": "happy", "poll_option": ["yes", "no"], "poll_secret": "1"}
    for headers in ({}, HTMX):
        answer = send(client_of(alice), "my words", headers, **(kept | wrong))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert why in page
        assert not Post.objects.exists()
        for value in (
            "my words",
            *(str(one) for name, one in kept.items() if name in ("place", "warning") and name not in wrong),
        ):
            assert value in page
        for option in (kept | wrong)["poll_option"]:
            assert f'name="poll-option" value="{option}"' in page
        assert 'name="poll-secret" value="1" checked' in page


def test_at_the_edges_it_is_taken(client_of, alice: Account) -> None:
    options = [f"{number:03d}".rjust(LONGEST_OPTION, "é") for number in range(MOST_OPTIONS)]
    edges = {"place": "ü" * LONGEST_PLACE, "warning": "w" * LONGEST_WARNING, "poll_option": options}
    assert send(client_of(alice), "x", **edges).status_code == 302
    assert Post.objects.get().place == "ü" * LONGEST_PLACE


def test_the_same_form_twice_is_one_post_and_another_poll_is_another(client_of, alice: Account) -> None:
    client = client_of(alice)
    for options in (["a", "b"], ["a", "b"], ["c", "d"]):
        send(client, "", poll_option=options)
    assert Poll.objects.count() == 2


def test_a_preview_shows_the_post_and_says_nothing(client_of, alice: Account, bob: Account) -> None:
    more = {"warning": "", "place": "Quay", "mood": "curious", "poll_option": ["Tea", "Milk"]}
    for headers in ({}, HTMX):
        answer = send(client_of(alice), "Hello @bob and @nobody #tea\n<b>", headers, preview="1", **more)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "So your post will look" in page
        assert '<a class="mention" href="/@bob/"' in page
        assert 'href="/@nobody/"' not in page
        assert '<a class="tag-link" href="/tags/tea/"' in page
        assert "&lt;b&gt;" in page
        assert "is curious" in page
        assert "<bdi>Quay</bdi>" in page
        assert page.count("Tea") == 2
        assert 'name="place" value="Quay"' in page
    assert not Post.objects.exists()


def test_a_preview_has_the_files_and_the_folded_words(client_of, alice: Account) -> None:
    answer = send(client_of(alice), "words", files=[sheet(picture())], preview="1", warning="Spiders")
    page = answer.content.decode()
    assert '<details class="veil">' in page
    assert "Spiders" in page
    assert 'name="media"' in page
    assert not Post.objects.exists()


def test_a_preview_refuses_what_cannot_be_said(client_of, alice: Account) -> None:
    answer = send(client_of(alice), "", preview="1")
    assert answer.status_code == 422
    assert "Write something first" in answer.content.decode()


def test_a_comment_can_have_a_warning(client_of, alice: Account, bob: Account) -> None:
    post = posting.publish(alice, Draft("hello", Audience.MEMBERS, key="k"))
    path = f"/p/{post.pk}/comments/"
    answer = client_of(bob).post(path, {"text": "x" * 5001, "key": "c", "warning": "Spoiler"})
    assert answer.status_code == 422
    assert 'name="warning" value="Spoiler"' in answer.content.decode()
    client_of(bob).post(path, {"text": "She wins", "key": "c", "warning": "Spoiler"})
    assert Post.objects.get(parent=post).warning == "Spoiler"
    assert '<details class="veil">' in shown(client_of(alice), f"/p/{post.pk}/")


def test_an_edit_changes_place_and_mood_and_keeps_them_when_wrong(client_of, alice: Account) -> None:
    client = client_of(alice)
    send(client, "Tulips", place="Gardens", mood="thankful")
    post = Post.objects.get()
    page = shown(client, f"/p/{post.pk}/edit/")
    assert 'value="Gardens"' in page
    assert '<option value="thankful" selected>' in page
    changed = {"text": "Tulips", "key": "e", "place": "Quay", "mood": "furious"}
    answer = client.post(f"/p/{post.pk}/edit/", changed)
    assert answer.status_code == 422
    assert 'value="Quay"' in answer.content.decode()
    assert client.post(f"/p/{post.pk}/edit/", changed | {"mood": ""}).status_code == 302
    post.refresh_from_db()
    assert (post.place, post.mood, post.edited_at) == ("Quay", Mood.NONE, None)
