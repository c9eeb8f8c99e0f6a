"""Cards out of frames are to the letter what the template draws for each post itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tests.factories import make_follow
from tests.pictures import make_media
from verandah.actions import editing, filtering, posting, reacting, saving, sharing, voting
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.links.models import Link, State
from verandah.domain.posts.audience import Audience, Mood
from verandah.domain.posts.full import FullPost, full_posts
from verandah.domain.posts.models import Post, Reaction
from verandah.domain.posts.show import Counts
from verandah.web.card_frames import frame, framed
from verandah.web.cards import Card, parts
from verandah.web.tags import Times

HOSTILE = "<b>50% %(name)s \"'&amp;</b>"
NUMBERS = (0, 1, 2, 3, 11, 100, 9_999, 10_000, 123_456, 2_500_000)
TIMES = (Times("4 h", "", "now", "2 days left"), Times("\0s", "1 May <2026>", "\0q", "\0p"))
LANGUAGES = ("en", "ar")
# Of each kind of card something that only it has.
SIGNS = (
    "photos n",
    "veil over",
    'class="poll"',
    "linkcard",
    "in shared",
    "Filtered: ",
    "2.5M",
    "shared this",
    "You shared",
    'class="mood"',
    "#map-pin",
)


def said(author: Account, text: str = "hello", audience: Audience = Audience.PUBLIC, **more) -> Post:
    return posting.publish(author, Draft(text, audience, key=uuid4().hex, **more))


@pytest.fixture
def posts(alice: Account, bob: Account, carol: Account) -> list[int]:
    """One of each kind, and some deeds."""
    make_follow(bob, alice)
    plain = said(alice, HOSTILE)
    quiz = said(alice, "Tea?", poll=voting.Question(("Yes", HOSTILE[:20]), 600))
    pictures = tuple(make_media(alice, f"Number {number} {HOSTILE}").id for number in range(7))
    shown = said(alice, "Look", media_ids=pictures[:5])
    covered = said(alice, "Look", media_ids=pictures[5:6], warning="Careful", is_sensitive=True)
    veiled = said(alice, "Look", media_ids=pictures[6:], is_sensitive=True)
    quoting = said(bob, "As Alice says", quote_id=plain.id)
    lost = said(bob, "As Carol said", quote_id=(gone := said(carol)).id)
    long = said(alice, "One\n\nTwo " + "long " * 60)
    linked = said(alice, "Read this https://example.org/x")
    page = Link.objects.create(
        address="https://example.org/x", digest="x" * 64, state=State.READY, title=HOSTILE, used_at=timezone.now()
    )
    Post.objects.filter(pk=linked.id).update(link_id=page.pk)
    answer = said(bob, "Indeed", parent_id=plain.id)
    small = [said(alice, f"for {one.name}", one) for one in (Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME)]
    shares = [sharing.share(bob, one.id) for one in (plain, shown, quoting)]
    reacting.react(bob, plain.id)
    reacting.react(alice, plain.id, Reaction.Kind.WOW)
    saving.bookmark(bob, long.id)
    editing.edit(alice, long.id, editing.Change(text="One\n\nTwo " + "words " * 60))
    posting.delete(carol, gone.id)
    everything = [plain, quiz, shown, covered, veiled, quoting, lost, long, linked, answer, *small, *shares]
    return [one.id for one in everything]


def changed(full: FullPost, place: int) -> Iterator[FullPost]:
    """The same post, with what is rarer."""
    yield full
    number, post = NUMBERS[place % len(NUMBERS)], full.post
    author = replace(
        post.author, username="محمد.علي", display_name=HOSTILE, initials="<M", avatar_path="/media/x?a=1&b='"
    )
    yield replace(full, post=replace(post, author=author))
    if full.shared is None:
        yield replace(full, post=replace(post, counts=Counts(number, number // 3, number // 2, 0)))
        yield replace(full, post=replace(post, warning=HOSTILE))
        yield replace(full, post=replace(post, place=HOSTILE, mood=Mood.THANKFUL))
        yield replace(full, post=replace(post, html="", text=""))


def template_draws(card: Card, when: Times) -> str:
    return render_to_string("components/post.html", parts(card) | {"when": when})


@pytest.mark.django_db
def test_a_framed_card_is_what_the_template_draws(
    posts: list[int], alice: Account, bob: Account, eve: Account, settings
) -> None:
    settings.PREVIEWS = True
    filtering.create(eve, FilterDraft(HOSTILE[:30], ("home",), "warn", 0, (KeywordDraft("tea"),)))
    drawn: list[str] = []
    for viewer in (None, alice, bob, eve):
        found = [one for place, full in enumerate(full_posts(viewer, posts)) for one in changed(full, place)]
        for full, when, is_whole, language in product(found, TIMES, (False, True), LANGUAGES):
            card = Card(full, "home", viewer is not None, is_whole)
            with translation.override(language):
                drawn.append(framed(card, language, when))
                assert drawn[-1] == template_draws(card, when)
    for sign in SIGNS:
        assert any(sign in html for html in drawn), sign


@pytest.mark.django_db
def test_posts_of_one_shape_share_a_frame(alice: Account, bob: Account) -> None:
    ids = [said(alice, "first").id, said(alice, "second").id, said(bob, "third").id]
    frame.cache_clear()
    drawn = [framed(Card(full, "", True), "en", TIMES[0]) for full in full_posts(None, ids)]
    assert frame.cache_info().misses == 1
    assert [word in html for html, word in zip(drawn, ("first", "second", "third"), strict=True)] == [True] * 3
    assert "first" not in drawn[1]
    assert f"/p/{ids[0]}/" not in drawn[1]
    assert "Alice" not in drawn[2]
