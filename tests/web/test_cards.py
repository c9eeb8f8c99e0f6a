"""What a post looks like: warnings that hide, pictures, shares, quotes, filters; and what it costs."""

import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account, make_follow, make_post
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import editing, filtering, posting, reacting, sharing, uploading, voting
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction
from verandah.web.kept_cards import CARDS

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def said(author: Account, text: str = "", audience: Audience = Audience.MEMBERS, **more) -> Post:
    return posting.publish(author, Draft(text, audience, key=uuid4().hex, **more))


def pictured(author: Account, count: int, **more) -> Post:
    media = tuple(make_media(author, f"Number {number}").id for number in range(1, count + 1))
    return said(author, media_ids=media, **more)


def page(client, path: str = "/all/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


class Reader(HTMLParser):
    """Someone who has opened nothing: of what is covered they read only the words on the cover."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.covers: list[bool] = []
        self.read = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self.covers.append("open" not in dict(attrs))
        elif tag == "summary" and self.covers:
            self.covers[-1] = False
        if not any(self.covers):
            self.read += f" {dict(attrs).get('alt') or ''} "

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary" and self.covers:
            self.covers[-1] = True
        elif tag == "details":
            self.covers.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.covers):
            self.read += data


def test_a_warning_hides_words_pictures_and_poll(client_of, alice: Account, eve: Account) -> None:
    said(alice, "The butler did it", warning="How it ends", media_ids=(make_media(alice, "The butler").id,))
    said(alice, "Who did it?", warning="The end", poll=voting.Question(("The cook", "The cat"), 600))
    whole = page(client_of(eve))
    seen = Reader(whole).read
    for words in ("The butler did it", "The butler", "The cook", "Who did it?"):
        assert words in whole
        assert words not in seen
    assert "How it ends" in seen


def test_sensitive_pictures_are_covered_and_the_words_are_not(client_of, alice: Account, eve: Account) -> None:
    said(alice, "By the road", is_sensitive=True, media_ids=(make_media(alice, "A deer").id,))
    seen = Reader(page(client_of(eve))).read
    assert "By the road" in seen
    assert "A deer" not in seen


@pytest.mark.parametrize("field", ["warning", "alt", "option", "filter"])
def test_what_people_write_is_never_markup(client_of, alice: Account, eve: Account, field: str) -> None:
    if field == "warning":
        said(alice, "hello", warning=HOSTILE)
    elif field == "alt":
        said(alice, "hello", media_ids=(make_media(alice, HOSTILE).id,))
    elif field == "option":
        said(alice, "hello", poll=voting.Question((HOSTILE[:90], "other"), 600))
    else:
        filtering.create(eve, FilterDraft(HOSTILE, ("public",), "warn", 0, (KeywordDraft("hello"),)))
        said(alice, "hello")
    text = page(client_of(eve))
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_picture_says_what_it_shows_and_takes_its_room_at_once(client_of, alice: Account, eve: Account) -> None:
    pictured(alice, 1)
    [found] = re.findall(r"<img [^>]*alt=\"Number 1\"[^>]*>", page(client_of(eve)))
    assert 'width="120" height="80" loading="lazy"' in found
    [link] = re.findall(r'<div class="photos n1"[^>]*><figure><a href="([^"]+)"', page(client_of(eve)))
    assert client_of(eve).get(link.replace("&amp;", "&")).status_code == 200


def test_a_picture_without_a_description_says_so(client_of, alice: Account, eve: Account) -> None:
    said(alice, media_ids=(make_media(alice).id,))
    said(alice, media_ids=(make_media(alice).id, make_media(alice).id))
    text = page(client_of(eve))
    assert 'alt="Picture without a description"' in text
    assert 'alt="Picture 2 of 2, without a description"' in text


def test_of_many_pictures_the_rest_is_counted_and_stands_on_the_posts_page(client_of, alice, eve) -> None:
    post = pictured(alice, 8)
    text = page(client_of(eve))
    assert text.count('alt="Number') == 5
    assert "+3</span>" in text
    assert "3 more pictures" in text
    whole = page(client_of(eve), f"/p/{post.id}/")
    assert whole.count('alt="Number') == 8
    assert "more pictures" not in whole


def test_wide_and_tall_pictures_are_cut_to_what_must_be_seen(client_of, alice: Account, eve: Account) -> None:
    row = uploading.accept(alice, sent(picture(size=(90, 600))), Details(description="Tower", focus=(0.0, 0.9)))
    said(alice, media_ids=(row.id,))
    assert '<figure class="tall fy0"' in page(client_of(eve))


def test_film_and_sound_wait_to_be_asked(client_of, alice: Account, eve: Account) -> None:
    film = uploading.accept(alice, sent(clip("mp4")), Details(description="Boats"), at_once=True)
    sound = uploading.accept(alice, sent(clip("mp3", pictures=False)), Details(), at_once=True)
    said(alice, media_ids=(film.id,))
    said(alice, media_ids=(sound.id,))
    text = page(client_of(eve))
    [video] = re.findall(r"<video [^>]*>", text)
    [audio] = re.findall(r"<audio [^>]*>", text)
    assert 'preload="none"' in video
    assert "poster=" in video
    assert 'aria-label="Boats"' in video
    assert 'aria-label="Sound without a description"' in audio
    assert "autoplay" not in video + audio


def test_a_share_says_who_shared(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "Pass it on", Audience.PUBLIC)
    make_follow(eve, bob)
    wrapper = sharing.share(bob, post.id)
    text = page(client_of(eve), "/")
    assert f'id="p{wrapper.id}"' in text
    assert "Bob shared this" in text
    assert "Pass it on" in text
    assert "You shared this" in page(client_of(bob), "/@bob/")
    assert client_of(eve).get(f"/p/{wrapper.id}/")["Location"] == f"/p/{post.id}/"


def test_a_quote_is_framed_and_keeps_its_own_warning(client_of, alice: Account, bob: Account, eve: Account) -> None:
    first = said(alice, "The butler did it", warning="How it ends")
    said(bob, "Well said", quote_id=first.id)
    whole = page(client_of(eve), "/@bob/")
    assert "The butler did it" in whole
    assert "The butler did it" not in Reader(whole).read
    assert "How it ends" in Reader(whole).read
    posting.delete(alice, first.id)
    text = page(client_of(eve), "/@bob/")
    assert "The butler did it" not in text
    assert "can’t be shown" in text


def test_an_edited_post_says_so(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice, "At ten")
    assert ">edited</a>" not in page(client_of(eve))
    editing.edit(alice, post.id, editing.Change(text="At eleven"))
    link = rf'<a href="/p/{post.id}/history/" title="[^"]+" data-dialog>edited</a>'
    assert re.search(link, page(client_of(eve)))


@pytest.mark.parametrize(("action", "there", "covered"), [("hide", False, False), ("warn", True, True)])
def test_a_filter_counts_where_it_is_meant_to(client_of, alice, eve, action: str, there: bool, covered: bool) -> None:
    filtering.create(eve, FilterDraft("Birds", ("public",), action, 0, (KeywordDraft("heron"),)))
    make_post(alice, "A heron at the pond")
    make_follow(eve, alice)
    text = page(client_of(eve))
    assert ("A heron at the pond" in text) is there
    assert ("Filtered: Birds" in text) is covered
    for path in ("/", "/@alice/"):
        assert "A heron at the pond" in page(client_of(eve), path)
        assert "Filtered" not in page(client_of(eve), path)


def test_a_page_of_which_all_is_filtered_out_goes_on(client_of, alice: Account, eve: Account) -> None:
    make_post(alice, "An old word")
    for _number in range(20):
        make_post(alice, "heron")
    filtering.create(eve, FilterDraft("Birds", ("public",), "hide", 0, (KeywordDraft("heron"),)))
    text = page(client_of(eve))
    assert "An old word" not in text
    [older] = re.findall(r'id="older" href="([^"]+)"', text)
    assert "An old word" in page(client_of(eve), older)


def test_a_comment_in_a_list_leads_to_its_conversation(client_of, alice: Account, eve: Account) -> None:
    comment = said(eve, "Indeed", parent_id=make_post(alice).id)
    client_of(eve).post(f"/p/{comment.id}/save/")
    assert "A comment in a conversation" in page(client_of(eve), "/saved/")


@pytest.mark.parametrize("length", [20, 40])
def test_a_feed_of_everything_costs_the_same_at_any_length(client_of, alice, bob, length: int) -> None:
    reader = make_account("reader")
    make_follow(reader, alice)
    make_follow(reader, bob)
    filtering.create(reader, FilterDraft("Birds", ("home",), "warn", 0, (KeywordDraft("heron"),)))
    for number in range(9):
        post = pictured(alice, 2, text=f"heron {number} @reader #tag")
        said(alice, poll=voting.Question(("Yes", "No"), 600), text="Which?")
        said(bob, "Look", quote_id=post.id)
        said(bob, "Careful", warning="Mind the end")
        sharing.share(bob, post.id)
        reacting.react(reader, post.id, Reaction.Kind.WOW)
    client = client_of(reader)
    client.get("/")
    CARDS.clear()
    with CaptureQueriesContext(connection) as queries:
        text = client.get(f"/?length={length}").content.decode()
    assert text.count("<article") == length
    assert len(queries) == FEED_QUERIES


# As for words alone, once more for the filter; then what is shared or quoted, the pictures, and three for the polls;
# what is left of someone's first day, and what is talked about.
FEED_QUERIES = 24
