"""Posts as HTML, each rendered once for everyone to whom it looks the same.

What is kept can only be found by the state it was rendered of (`domain.posts.stamps`), which is asked of the database
at each read, together with the rule of who may see it. The words for time that has passed are put in afterwards.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from verandah.base.shelf import Shelf
from verandah.domain.media.signing import era
from verandah.domain.posts.filters import has_filters
from verandah.domain.posts.full import FullPost, full_posts
from verandah.domain.posts.stamps import State, states

from .card_frames import has_attached
from .cards import Card, cards
from .kept_people import Look, known_people, look_of
from .tags import DAY, HOUR, ShownCard, Times, ago, drawn, edited, left, post_card

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_CARDS = 8000
# So many are put together out of frames on the event loop for one page.
MOST_AT_ONCE = 20
# So many are drawn there by their templates: what is more than words, and comments.
MOST_DRAWN_AT_ONCE = 4
# No clock of the world is set by less: no day begins within one of these.
QUARTER = 900
# Where a word for time stands: no text holds this sign.
HOLE = re.compile("\0([sqp])")
HOLES = Times(said="\0s", edited="", quoted="\0q", poll="\0p")


class Kept(NamedTuple):
    """A card as text around words for time; those words as they were put in last, and until when they are true."""

    texts: tuple[str, ...]
    said: datetime
    quoted: datetime | None
    ends: datetime | None
    # When it has to be rendered anew: a poll in it ends.
    until: float
    html: SafeString
    fits_until: float


class Sort(NamedTuple):
    """A way to draw posts. `name`: what else tells a drawing from others, by the id of the post."""

    name: Callable[[int], Hashable]
    draw: Callable[[FullPost, Times], str]


class Effort(NamedTuple):
    """How many may be rendered for one page, of them how many with a page or a quote, and whether none with files."""

    most: float
    most_attached: float
    plain_only: bool


CARDS: Shelf[Kept] = Shelf(MOST_CARDS)
ANY, FEW = Effort(math.inf, math.inf, False), Effort(MOST_AT_ONCE, MOST_DRAWN_AT_ONCE, True)
# Of what is not put together out of frames.
VERY_FEW = Effort(MOST_DRAWN_AT_ONCE, MOST_DRAWN_AT_ONCE, True)


def shown_cards(viewer: Account | None, ids: Sequence[int], context: str) -> list[ShownCard]:
    """The posts `ids` that `viewer` may see, without what a filter of theirs takes out of `context`."""
    if has_filters(viewer):
        return [ShownCard(card.id, post_card(card)) for card in cards(viewer, ids, context)]
    return found_cards(viewer, ids, in_list(viewer), ANY) or []


def cards_at_once(viewer: Account | None, ids: Sequence[int]) -> list[ShownCard] | None:
    """The same for a viewer without filters, if there is no more to do than the event loop may be held up with."""
    return found_cards(viewer, ids, in_list(viewer), FEW)


def in_list(viewer: Account | None) -> Sort:
    """A post as it stands in every list."""
    return Sort(lambda number: "", lambda full, when: drawn(Card(full, "", viewer is not None), when))


def on_own_page(viewer: Account | None) -> Sort:
    """A post on its own page, where nothing of it is left out."""
    return Sort(lambda number: "whole", lambda full, when: drawn(Card(full, "", viewer is not None, True), when))


def found_cards(viewer: Account | None, ids: Sequence[int], sort: Sort, effort: Effort) -> list[ShownCard] | None:
    """The cards of a viewer without filters; None when too many are not rendered yet."""
    now, found = time.time(), states(viewer, ids)
    keys = keys_of(viewer, found, sort, now)
    there = dict(zip(keys, CARDS.get_all(keys), strict=True))
    missing = [(key, state) for key, state in zip(keys, found, strict=True) if is_over(there[key], now)]
    if len(missing) > effort.most or (effort.plain_only and not all(state.is_plain for _key, state in missing)):
        return None
    new = rendered(viewer, missing, sort, effort, now)
    if new is None:
        return None
    there |= new
    shown = ((state.post.id, key, there[key]) for key, state in zip(keys, found, strict=True))
    return [ShownCard(number, current(key, one, now)) for number, key, one in shown if one is not None]


def is_over(one: Kept | None, now: float) -> bool:
    return one is None or now >= one.until


def keys_of(viewer: Account | None, found: Sequence[State], sort: Sort, now: float) -> list[Hashable]:
    """Under what each of these is kept."""
    people = {number: look_of(one) for number, one in known_people(revs_of(found)).items()}
    language = get_language() or ""
    return [(sort.name(state.post.id), language, key(viewer, state, people, now)) for state in found]


def revs_of(found: Iterable[State]) -> dict[int, int]:
    """The people in these posts, each with the number of their changes."""
    revs: dict[int, int] = {}
    for post, quoted in found:
        revs[post.author_id] = post.author_rev
        revs[post.shown_author_id] = post.shown_author_rev
        if post.wall_id and post.wall_rev is not None:
            revs[post.wall_id] = post.wall_rev
        if quoted is not None:
            revs[quoted.author_id] = quoted.author_rev
    return revs


def key(viewer: Account | None, state: State, people: Mapping[int, Look], now: float) -> Hashable:
    """All that a post's look depends on, but language and time. The addresses of files change with the day."""
    post, quoted = state
    wall = people.get(post.wall_id or 0) if post.wall_rev is not None else None
    looks = (people.get(post.author_id), people.get(post.shown_author_id), wall)
    within = (quoted.rev, quoted.shown_rev, quoted.deeds, people.get(quoted.author_id)) if quoted else None
    seen = seen_by(viewer, state)
    return (post.id, post.rev, post.shown_rev, seen, post.deeds, looks, within, era(now))


def seen_by(viewer: Account | None, state: State) -> int:
    """Who alone sees it like this, as `Stamp.is_own_look` says. -1: every member; 0: every guest."""
    if viewer is None:
        return 0
    return viewer.id if any(stamp.is_own_look(viewer.id) for stamp in state if stamp) else -1


def rendered(
    viewer: Account | None, missing: Sequence[tuple[Hashable, State]], sort: Sort, effort: Effort, now: float
) -> dict[Hashable, Kept | None] | None:
    """Cards rendered now, if it is no more effort. They are kept if nothing has changed while that was done."""
    if not missing:
        return {}
    ids = [state.post.id for _key, state in missing]
    posts = {full.post.id: full for full in full_posts(viewer, ids)}
    if sum(has_attached(full.shared or full) for full in posts.values()) > effort.most_attached:
        return None
    unchanged = {state.post.id: state for state in states(viewer, ids)}
    done: dict[Hashable, Kept | None] = {}
    for name, state in missing:
        full = posts.get(state.post.id)
        done[name] = one = taken_apart(full, sort, now) if full else None
        if one is not None and unchanged.get(state.post.id) == state:
            CARDS.put(name, one)
    return done


def taken_apart(full: FullPost, sort: Sort, now: float) -> Kept:
    """What is drawn of it, with holes where words for time stand."""
    subject = full.shared or full
    quoted = subject.quoted.post.created_at if subject.quoted else None
    poll = subject.poll
    ends = poll.ends_at if poll else None
    holes = HOLES._replace(edited=edited(subject), poll=HOLES.poll if ends else "")
    pieces = HOLE.split(sort.draw(full, holes))
    until = ends.timestamp() if ends and poll and not poll.expired else math.inf
    return filled(Kept(tuple(pieces), subject.post.created_at, quoted, ends, until, SafeString(), 0), now)


def current(name: Hashable, one: Kept, now: float) -> SafeString:
    """A card with the words of this moment."""
    if now >= one.fits_until:
        one = CARDS.put(name, filled(one, now))
    return one.html


def filled(one: Kept, now: float) -> Kept:
    """The same card with the words that are true now."""
    words = {
        "s": ago(one.said),
        "q": ago(one.quoted) if one.quoted else "",
        "p": left(one.ends) if one.ends else "",
    }
    pieces = list(one.texts)
    pieces[1::2] = [conditional_escape(words[name]) for name in one.texts[1::2]]
    changes = [next_word(moment.timestamp(), now) for moment in (one.said, one.quoted) if moment]
    if one.ends:
        changes.append(now + ((one.ends.timestamp() - now) % 60 or 60))
    return one._replace(html=mark_safe("".join(pieces)), fits_until=min(changes))  # noqa: S308


def next_word(moment: float, now: float) -> float:
    """When another word will be right for how long ago `moment` was, or a little before."""
    age = max(0, int(now - moment))
    if age >= DAY:
        return (now // QUARTER + 1) * QUARTER
    step = 60 if age < HOUR else HOUR
    return moment + (age // step + 1) * step
