"""Cards out of frames: the template drawn once for all posts of one shape, with holes for what differs.

A frame is made of its shape alone, in which nothing stands that anyone has written, so that nobody's post can show
in another's place. What hangs on a post (files, a poll, a page, a quote) is drawn for itself and put in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote as quoted

from django.template.loader import render_to_string
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.safestring import SafeString, mark_safe

from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.posts.audience import Audience, Mood
from verandah.domain.posts.full import FullAccount, FullPost, Tally
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.show import Counts, ShownPost
from verandah.domain.posts.standing import Flags

from .cards import Card, parts, quotes_mine, warned
from .figures import NONE, Figure, Figures, figures, iso

if TYPE_CHECKING:
    from .tags import Times

MOST_FRAMES = 2000
# What stands in a frame for an id, a user name and a moment: addresses and dates take no other holes.
CARD_ID, POST_ID = 990_000_000_000_000_001, 990_000_000_000_000_002
AUTHOR, SHARER, WALL = "by-·-by", "of-·-of", "on-·-on"
MOMENT, MOMENT_TEXT = datetime(1, 2, 3, 4, 5, 6, tzinfo=UTC), "0001-02-03T04:05:06Z"
LONG = "\n"
HOLE = re.compile("\0([a-z_]+);")
# As Django writes a part of an address.
PLAIN = RFC3986_SUBDELIMS + "/~:@"


class Shape(NamedTuple):
    """All that a card's frame depends on. Of what is written it only says whether there is something."""

    language: str
    is_member: bool
    audience: Audience
    is_mine: bool
    is_comment: bool
    is_short: bool
    has_picture: bool
    has_words: bool
    is_in_another: bool
    has_warning: bool
    has_place: bool
    mood: Mood
    is_filtered: bool
    is_edited: bool
    has_attached: bool
    reacted: str
    shared: bool
    bookmarked: bool
    reactions: bool
    comments: bool
    shares: bool
    is_share: bool
    is_my_share: bool
    has_wall: bool
    is_my_wall: bool
    quotes_me: bool


def framed(card: Card, language: str, when: Times) -> SafeString:
    """The card, as its template draws it."""
    filtered, told = warned(card.subject, card.context), figures(card.post.counts)
    shape = shape_of(card, language, when, filtered, told)
    pieces, values = list(frame(shape)), written(card, when) | written_below(told)
    if shape.is_filtered:
        values["filtered"] = escape(filtered)
    if shape.has_attached:
        values["attached"] = attached(card, when)
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308


def shape_of(card: Card, language: str, when: Times, filtered: str, told: Figures) -> Shape:
    """Which frame it takes."""
    full, post = card.subject, card.post
    return Shape(
        language=language,
        is_member=card.is_member,
        audience=post.audience,
        is_mine=post.is_mine,
        is_comment=post.is_comment,
        is_short=post.is_short,
        has_picture=bool(post.author.avatar_path),
        has_words=bool(post.html),
        is_in_another=post.language not in ("", language),
        has_warning=bool(post.warning),
        has_place=bool(post.place),
        mood=post.mood,
        is_filtered=bool(filtered),
        is_edited=bool(when.edited),
        has_attached=has_attached(full),
        reacted=full.flags.reacted,
        shared=full.flags.shared,
        bookmarked=full.flags.bookmarked,
        reactions=bool(told.reactions.number),
        comments=bool(told.comments.number),
        shares=bool(told.shares.number),
        is_share=card.full.shared is not None,
        is_my_share=card.full.shared is not None and card.full.post.is_mine,
        has_wall=full.wall is not None,
        is_my_wall=full.on_own_wall,
        quotes_me=quotes_mine(full),
    )


def has_attached(full: FullPost) -> bool:
    """Whether there is more to it than words."""
    return bool(full.media or full.poll or full.link or full.post.quote_of_id)


def written(card: Card, when: Times) -> dict[str, str]:
    """What stands in the holes."""
    post, author = card.post, card.post.author
    values = {
        "card": str(card.id),
        "post": str(post.id),
        "author": escape(author.display_name),
        "author_name": escape(author.username),
        "author_address": escape(quoted(author.username, safe=PLAIN)),
        "picture": escape(author.avatar_path),
        "initials": escape(author.initials),
        "tone": author.tone,
        "words": post.html,
        "language": escape(post.language),
        "warning": escape(post.warning),
        "place": escape(post.place),
        "moment": iso(post.created_at),
        "said": escape(when.said),
        "edited": escape(when.edited),
    }
    if card.subject.wall:
        values |= written_beside(card.subject.wall)
    return values | written_above(card.full.post.author) if card.full.shared else values


def written_above(sharer: ShownAccount) -> dict[str, str]:
    """Who shares it."""
    return {
        "sharer": escape(sharer.display_name),
        "sharer_name": escape(sharer.username),
        "sharer_address": escape(quoted(sharer.username, safe=PLAIN)),
    }


def written_beside(owner: ShownAccount) -> dict[str, str]:
    """On whose wall it stands."""
    return {
        "wall": escape(owner.display_name),
        "wall_name": escape(owner.username),
        "wall_address": escape(quoted(owner.username, safe=PLAIN)),
    }


def written_below(told: Figures) -> dict[str, str]:
    """What has been done with it."""
    return {
        "reactions": escape(told.reactions.number),
        "reactions_word": escape(told.reactions.word),
        "comments": escape(told.comments.number),
        "comments_word": escape(told.comments.word),
        "shares": escape(told.shares.number),
        "shares_word": escape(told.shares.word),
    }


def attached(card: Card, when: Times) -> SafeString:
    """What hangs on the post, as the same template draws it where there are no words."""
    given: dict[str, Any] = parts(card) | {"when": when, "post": replace(card.post, html="")}
    if card.post.warning:
        # Who opens the post has been warned.
        given["is_veiled"] = ""
    return mark_safe(render_to_string("components/post_content.html", given)[1:-1])  # noqa: S308


@lru_cache(MOST_FRAMES)
def frame(shape: Shape) -> tuple[str, ...]:
    """The template drawn for any post of this shape: texts, and between them the names of the holes."""
    card = stand_in(shape)
    html: str = render_to_string("components/post.html", parts(card) | holes(shape))
    for sign, name in signs().items():
        html = html.replace(sign, hole(name))
    return tuple(HOLE.split(html))


def holes(shape: Shape) -> dict[str, Any]:
    """What the template is given beside the post that stands in."""
    return {
        "filtered": hole("filtered") if shape.is_filtered else "",
        "quotes_me": shape.quotes_me,
        "attached": hole("attached") if shape.has_attached else "",
        "when": {"said": hole("said"), "edited": hole("edited") if shape.is_edited else ""},
        "told": Figures(
            Figure(hole("reactions"), hole("reactions_word")) if shape.reactions else NONE,
            Figure(hole("comments"), hole("comments_word")) if shape.comments else NONE,
            Figure(hole("shares"), hole("shares_word")) if shape.shares else NONE,
        ),
    }


@cache
def signs() -> dict[str, str]:
    """Which hole is meant by what stands in an address or a date."""
    return {
        str(CARD_ID): "card",
        str(POST_ID): "post",
        quoted(AUTHOR, safe=PLAIN): "author_address",
        quoted(SHARER, safe=PLAIN): "sharer_address",
        AUTHOR: "author_name",
        SHARER: "sharer_name",
        quoted(WALL, safe=PLAIN): "wall_address",
        WALL: "wall_name",
        MOMENT_TEXT: "moment",
    }


def hole(name: str) -> str:
    """What stands in a frame where `name` will be put. No text that is stored holds this sign."""
    return f"\0{name};"


def stand_in(shape: Shape) -> Card:
    """A card of this shape that nobody has written."""
    author = person(AUTHOR, "author", has_picture=shape.has_picture)
    flags = Flags(reacted=shape.reacted, shared=shape.shared, bookmarked=shape.bookmarked)
    full = FullPost(post(POST_ID, author, shape, is_mine=shape.is_mine), FullAccount(author, Tally()), flags=flags)
    if shape.has_wall:
        owner = person(WALL, "wall", has_picture=False)
        full = replace(full, wall=owner, on_own_wall=shape.is_my_wall)
    if shape.is_share:
        sharer = person(SHARER, "sharer", has_picture=False)
        share = post(CARD_ID, sharer, shape, is_mine=shape.is_my_share)
        full = FullPost(share, FullAccount(sharer, Tally()), shared=full)
    return Card(full, "", shape.is_member)


def post(number: int, author: ShownAccount, shape: Shape, *, is_mine: bool) -> ShownPost:
    """What is shown of no post in particular."""
    return ShownPost(
        id=number,
        rev=0,
        author=author,
        audience=shape.audience,
        html=hole("words") if shape.has_words else "",
        text="" if shape.is_short else LONG,
        warning=hole("warning") if shape.has_warning else "",
        place=hole("place") if shape.has_place else "",
        mood=shape.mood,
        is_sensitive=False,
        language=hole("language") if shape.is_in_another else "",
        created_at=MOMENT,
        edited_at=None,
        is_mine=is_mine,
        is_comment=shape.is_comment,
        parent_id=None,
        root_id=None,
        share_of_id=None,
        quote_of_id=None,
        quote_state=QuoteState.NONE,
        quote_policy=QuotePolicy.NOBODY,
        has_media=False,
        has_poll=False,
        link_id=None,
        counts=Counts(0, 0, 0, 0),
        app=None,
    )


def person(username: str, name: str, *, has_picture: bool) -> ShownAccount:
    """What is shown of nobody in particular."""
    return ShownAccount(
        id=0,
        username=username,
        display_name=hole(name),
        initials=hole("initials"),
        tone=hole("tone"),
        bio="",
        approves_followers=False,
        followers_count=0,
        following_count=0,
        created_at=MOMENT,
        rev=0,
        fields=(),
        avatar_path=hole("picture") if has_picture else "",
        avatar_description="",
        header_path="",
        header_description="",
        hides_connections=False,
        discoverable=False,
        indexable=False,
        is_bot=False,
        shows_media=False,
        shows_media_replies=False,
        shows_recommended=False,
        is_limited=False,
        posts_count=0,
        open_posts_count=0,
        public_posts_count=0,
        newest_open_on=None,
        newest_public_on=None,
    )
