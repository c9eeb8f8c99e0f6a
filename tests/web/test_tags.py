"""Icons, portraits, times and numbers in templates."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.utils import timezone, translation

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import show_account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import FullAccount, FullPost, Tally
from verandah.domain.posts.models import Post
from verandah.domain.posts.show import Counts, ShownPost, show_post
from verandah.domain.posts.standing import Flags
from verandah.web import tags
from verandah.web.cards import Card

WEB = Path(tags.__file__).parent
NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday
ROW = Account(id=1, username="alice", display_name="Alice Bell", created_at=NOW)
ALICE = replace(show_account(ROW), tone="green")
POST = show_post(
    Post(id=7, author=ROW, audience=Audience.MEMBERS, text="hello", html="<p>hello</p>", created_at=NOW), None
)


def card_of(post: ShownPost, **more) -> Card:
    return Card(FullPost(post, FullAccount(ALICE, Tally()), **more), "home", is_member=True)


@pytest.fixture
def midday(monkeypatch):
    """It is a Wednesday in March, twelve o'clock."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def render(text: str, **context) -> str:
    return engines["django"].from_string(text).render(context)


def test_an_icon_is_hidden_from_those_who_listen():
    assert render('{% icon "house" %}') == (
        '<svg class="i" aria-hidden="true"><use href="/static/vendor/icons.svg#house"/></svg>'
    )


def test_an_icon_can_be_told_to_turn_with_the_direction_of_the_page():
    assert 'class="i flip"' in render('{% icon "arrow-left" "flip" %}')


def test_a_name_cannot_break_out_of_an_icon():
    assert '"><b>' not in render("{% icon name name %}", name='"><b>')


def test_a_portrait_shows_initials_only_to_the_eye():
    assert render("{% avatar account 44 %}", account=ALICE) == (
        '<span class="av a44" data-tone="green"><span aria-hidden="true">AB</span></span>'
    )


def test_initials_are_text():
    assert "<b>" not in render("{% avatar account 44 %}", account=replace(ALICE, initials="<b>"))


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-30), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "Tuesday"),
        (timedelta(days=6, hours=11), "Thursday"),
        (timedelta(days=7), "4 March"),
        (timedelta(days=70), "31 December 2025"),
    ],
)
def test_how_long_ago(midday, age, words):
    assert tags.ago(NOW - age) == words


def test_how_long_ago_speaks_the_language_of_the_page(midday):
    with translation.override("ar"):
        assert tags.ago(NOW - timedelta(days=1)) == "الثلاثاء"


def test_the_day_is_that_of_the_readers_clock(midday):
    with timezone.override("Pacific/Auckland"):
        assert tags.ago(datetime(2026, 3, 3, 23, 0, tzinfo=UTC)) == "4 March"


def test_machines_read_a_moment_in_utc():
    here = datetime(2026, 3, 11, 13, 30, 5, 999, tzinfo=timezone.get_fixed_timezone(60))
    assert tags.iso(here) == "2026-03-11T12:30:05Z"


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_has_a_name_and_an_icon_that_exists(audience):
    assert tags.audience_label(audience)
    assert tags.audience_icon(audience) in drawn()


def test_audiences_can_be_told_apart():
    assert len({tags.audience_icon(audience) for audience in Audience}) == len(Audience)
    assert len({tags.audience_label(audience) for audience in Audience}) == len(Audience)


def test_lines_are_kept_and_markup_is_not():
    assert tags.plain_lines(" One & two\r\n\n<b>three</b>\n") == "One &amp; two<br><br>&lt;b&gt;three&lt;/b&gt;"


def test_a_card_is_rendered_once_and_anew_when_anything_shown_has_changed():
    tags.card.cache_clear()
    mended = card_of(replace(POST, rev=2, html="<p>mended</p>"))
    seen = {tags.post_card(one) for one in (card_of(POST), card_of(POST), mended, card_of(POST))}
    assert len(seen) == 2
    assert tags.card.cache_info().misses == 2
    with translation.override("ar"):
        assert tags.post_card(card_of(POST)) not in seen
    for other in (
        card_of(replace(POST, is_mine=True)),
        card_of(replace(POST, counts=Counts(3, 0, 0, 0))),
        card_of(POST, flags=Flags(bookmarked=True)),
        card_of(POST, flags=Flags(reacted="laugh", kind=4)),
        replace(card_of(POST), is_member=False),
    ):
        text = tags.post_card(other)
        assert text not in seen
        seen.add(text)
    assert "mended" in tags.post_card(mended)


def test_a_card_holds_nothing_of_the_page_it_stands_on():
    # The same card is shown on every page to everyone who sees the same: it must not carry anybody's secret.
    text = tags.post_card(card_of(POST))
    assert "csrf" not in text
    assert "nonce" not in text


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=-1), "Ended"),
        (timedelta(seconds=30), "1 minute left"),
        (timedelta(minutes=59), "60 minutes left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(hours=47), "47 hours left"),
        (timedelta(days=2), "2 days left"),
    ],
)
def test_how_long_a_poll_goes_on(midday, ahead, words):
    assert tags.left(NOW + ahead) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (9_999, "9,999"),
        (10_000, "10K"),
        (999_999, "999K"),
        (1_000_000, "1M"),
        (12_340_000, "12.3M"),
    ],
)
def test_counts_stay_short(number, words):
    assert tags.compact(number) == words


def drawn() -> set[str]:
    """The names of the icons in the sprite."""
    return set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "static/vendor/icons.svg").read_text()))


def test_the_sprite_has_what_was_asked_for():
    assert drawn() == set((WEB / "static/icons/used.txt").read_text().split())


def test_every_icon_of_the_templates_is_in_the_sprite():
    pages = "\n".join(path.read_text() for path in (WEB / "templates").rglob("*.html"))
    named = set(re.findall(r"""(?:icon |glyph=)["']([\w-]+)["']""", pages))
    assert len(named) > 20
    assert named - drawn() == set()
