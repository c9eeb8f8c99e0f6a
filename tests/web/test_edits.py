"""Changing what one has said, on pages; and what it was before, for whoever may see it."""

import re

import pytest

from tests.factories import make_post
from tests.pictures import make_media
from verandah.actions import editing, posting, voting
from verandah.actions.voting import Question
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Post
from verandah.domain.posts.versions import versions_of
from verandah.web.changed_words import MOST_WORDS, Kind, pieces

HTMX = {"HX-Request": "true"}


def with_poll(author: Account, *titles: str) -> Post:
    draft = posting.Draft("Which?", key="poll", poll=Question(titles, 3600))
    return posting.publish(author, draft)


def form_of(page: bytes) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    text = page.decode()
    found = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
    return {name: value for name, value in found.items() if name in ("key", "began-with", "media")}


def test_its_author_changes_it(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice, "The river is low")
    page = client.get(f"/p/{post.pk}/edit/")
    assert "\nThe river is low</textarea>" in page.content.decode()
    sent = form_of(page.content) | {"text": "The river is high", "warning": "Water", "language": "de", "sensitive": "1"}
    answer = client.post(f"/p/{post.pk}/edit/", sent)
    assert answer["Location"] == f"/p/{post.pk}/#p{post.pk}"
    post.refresh_from_db()
    assert (post.text, post.warning, post.language, post.is_sensitive) == ("The river is high", "Water", "de", True)
    # Sent again, after its answer was lost: the same, and no other version.
    assert client.post(f"/p/{post.pk}/edit/", sent).status_code == 302
    assert len(versions_of(alice, post.pk)) == 2


def test_in_a_dialog_the_card_is_changed_in_its_place(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice, "The river is low")
    assert f'hx-post="/p/{post.pk}/edit/"' in client.get(f"/p/{post.pk}/edit/", headers=HTMX).content.decode()
    page = client.post(f"/p/{post.pk}/edit/", {"text": "It is high"}, headers=HTMX).content.decode()
    assert f'hx-swap-oob="outerHTML:#p{post.pk}"' in page
    assert "It is high" in page
    assert f'href="/p/{post.pk}/history/"' in page


def test_nobody_else_can(client_of, alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice, "The river", Audience.PUBLIC)
    editing.edit(alice, post.pk, editing.Change("The lake"))
    for person in (bob, mo):
        client = client_of(person)
        for path in (f"/p/{post.pk}/edit/", f"/p/{post.pk}/history/0/"):
            assert client.post(path, {"text": "Mine"}).status_code == 404
        assert client.get(f"/p/{post.pk}/edit/").status_code == 404
        assert "Go back to this version" not in client.get(f"/p/{post.pk}/history/").content.decode()
    post.refresh_from_db()
    assert post.text == "The lake"


def test_changed_meanwhile_nothing_is_lost(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice, "One")
    opened = form_of(client.get(f"/p/{post.pk}/edit/").content)
    editing.edit(alice, post.pk, editing.Change("Two"))
    late = client.post(f"/p/{post.pk}/edit/", opened | {"text": "Three"})
    assert late.status_code == 422
    page = late.content.decode()
    assert "in another window" in page
    assert "Two</p>" in page
    assert "\nThree</textarea>" in page
    client.post(f"/p/{post.pk}/edit/", form_of(late.content) | {"text": "Three"})
    assert [version.text for version in versions_of(alice, post.pk)] == ["One", "Two", "Three"]


def test_a_reaction_meanwhile_is_no_conflict(client_of, alice: Account, bob: Account) -> None:
    client, post = client_of(alice), make_post(alice, "One")
    opened = form_of(client.get(f"/p/{post.pk}/edit/").content)
    client_of(bob).post(f"/p/{post.pk}/react/")
    assert client.post(f"/p/{post.pk}/edit/", opened | {"text": "Two"}).status_code == 302


def test_files_are_described_added_and_taken_out(client_of, alice: Account) -> None:
    client, first, second, third = client_of(alice), *(make_media(alice) for _number in range(3))
    post = posting.publish(alice, posting.Draft("", key="k", media_ids=(first.pk, second.pk)))
    page = client.get(f"/p/{post.pk}/edit/").content.decode()
    assert f'name="media" value="{first.pk}"' in page
    sent = {"text": "", "media": [second.pk, third.pk], f"alt-{second.pk}": "A bridge", f"alt-{third.pk}": "A boat"}
    assert client.post(f"/p/{post.pk}/edit/", sent).status_code == 302
    shown = full_posts(alice, [post.pk])[0].media
    assert [(file.id, file.description) for file in shown] == [(second.pk, "A bridge"), (third.pk, "A boat")]
    history = client.get(f"/p/{post.pk}/history/").content.decode()
    assert "Added: A boat" in history


def test_an_empty_post_is_refused_with_its_form(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice)
    for headers in ({}, HTMX):
        answer = client.post(f"/p/{post.pk}/edit/", {"text": " ", "warning": "Kept"}, headers=headers)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'value="Kept"' in page
        assert "dlg-title" not in page


def test_a_poll_can_be_changed_while_nobody_has_voted(client_of, alice: Account, bob: Account) -> None:
    client, post = client_of(alice), with_poll(alice, "Tea", "Coffee")
    page = client.get(f"/p/{post.pk}/edit/").content.decode()
    assert 'value="Coffee"' in page
    ends = full_posts(alice, [post.pk])[0].poll.ends_at
    client.post(f"/p/{post.pk}/edit/", {"text": "Which?", "poll-option": ["Tea", "Water", "", ""]})
    poll = full_posts(alice, [post.pk])[0].poll
    assert [title for title, _votes in poll.options] == ["Tea", "Water"]
    assert abs((poll.ends_at - ends).total_seconds()) < 5
    voting.vote(bob, poll.id, [1])
    assert "The poll stays as it is" in client.get(f"/p/{post.pk}/edit/").content.decode()
    client.post(f"/p/{post.pk}/edit/", {"text": "Which one?", "poll-option": ["Milk", "Beer"]})
    poll = full_posts(alice, [post.pk])[0].poll
    assert [votes for _title, votes in poll.options] == [0, 1]


def test_a_change_is_kept_as_a_draft_and_goes_with_it(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice, "One")
    client.post(f"/drafts/save/?key=abc&at=e{post.pk}", {"text": "One and a half", "began-with": ""})
    assert "One and a half</textarea>" in client.get(f"/p/{post.pk}/edit/").content.decode()
    client.post(f"/p/{post.pk}/edit/", {"key": "abc", "text": "Two", "began-with": ""})
    assert "Two</textarea>" in client.get(f"/p/{post.pk}/edit/").content.decode()


def test_the_history_marks_what_was_changed_and_can_be_gone_back_to(client_of, alice: Account, bob: Account) -> None:
    post = make_post(alice, "The river is <low> today")
    editing.edit(alice, post.pk, editing.Change("The river is <high> today", warning="Water"))
    for headers in ({}, HTMX):
        page = client_of(bob).get(f"/p/{post.pk}/history/", headers=headers).content.decode()
        page = re.sub(r"<(ins|del)[^>]*>", r"<\1>", page)
        assert "The river is &lt;<del>low</del><ins>high</ins>&gt; today" in page
        assert "<ins>Water</ins>" in page
    client = client_of(alice)
    assert "Go back to this version" in client.get(f"/p/{post.pk}/history/").content.decode()
    client.post(f"/p/{post.pk}/history/0/")
    post.refresh_from_db()
    assert (post.text, post.warning) == ("The river is <low> today", "")
    assert client.post(f"/p/{post.pk}/history/9/").status_code == 404


def test_a_long_history_has_pages(client_of, alice: Account) -> None:
    client, post = client_of(alice), make_post(alice, "Version 0")
    for number in range(1, 30):
        editing.edit(alice, post.pk, editing.Change(f"Version {number}"))
    page = client.get(f"/p/{post.pk}/history/").content.decode()
    assert page.count('class="version"') == 20
    more = client.get(re.search(r'href="([^"]*before=\d+)"', page)[1]).content.decode()
    assert more.count('class="version"') == 10
    assert "At first" in more
    assert "Earlier versions" not in more


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("one two", "one two", "one two"),
        ("one two", "one three", "one -two-+three+"),
        ("", "one", "+one+"),
        ("one", "", "-one-"),
        ("النهر منخفض", "النهر مرتفع", "النهر -منخفض-+مرتفع+"),
        ("川は低い", "川は高い", "川は-低-+高+い"),
    ],
)
def test_words_are_marked(old: str, new: str, marked: str) -> None:
    signs = {Kind.SAME: "", Kind.GONE: "-", Kind.NEW: "+"}
    assert "".join(f"{signs[piece.kind]}{piece.text}{signs[piece.kind]}" for piece in pieces(old, new)) == marked


def test_very_long_texts_are_compared_by_lines_or_as_a_whole() -> None:
    old = "\n".join(f"a b c d {number}" for number in range(500))
    found = list(pieces(old, old.replace("d 250\n", "e 250\n")))
    assert [piece.text for piece in found if piece.kind == Kind.NEW] == ["a b c e 250\n"]
    whole = list(pieces("a\n" * (MOST_WORDS + 1), "b\n" * (MOST_WORDS + 1)))
    assert [piece.kind for piece in whole] == [Kind.GONE, Kind.NEW]
