"""Posts as JSON, each rendered once for everyone to whom it looks the same.

What is kept can only be found by the state it was rendered of (`domain.posts.stamps`), and that state is asked of the
database at each read, together with the rule of who may see it: what is out of date is never found again.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from verandah.domain.media.signing import era
from verandah.domain.posts.conversation import Around
from verandah.domain.posts.filters import has_filters
from verandah.domain.posts.full import FullPost, full_posts, listed_posts
from verandah.domain.posts.queries import viewer_id
from verandah.domain.posts.stamps import State, states

from .entities.status import status
from .kept import Kept, dumps
from .rendered_people import people, person

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_POSTS = 8000
MOST_PAGES = 256
# So many posts are rendered on the event loop for one answer.
MOST_AT_ONCE = 4
# The addresses of files in a post are good until the end of the next day.
DAY = 86_400
# A person's id behind it is where that person stands in a post. No text holds this sign, because none that does can be
# stored.
HOLE = "\0"
HOLES = re.compile(rb'"\\u0000([0-9]+)"')


# Posts by their ids, each as JSON.
type Bodies = Mapping[int, bytes]


class Parts(NamedTuple):
    """A post without the people in it: text between them, who they are, and when a poll in it ends."""

    texts: tuple[bytes, ...]
    people: tuple[int, ...]
    until: float


class WholePage(NamedTuple):
    """A list as it was put together last, of what, and until when that is good."""

    seen: object
    body: bytes
    until: float


POSTS: Kept[Parts] = Kept(MOST_POSTS)
# Apps ask for the same page again and again while nothing has changed on it.
PAGES: Kept[WholePage] = Kept(MOST_PAGES)


def page_of_posts(viewer: Account | None, ids: Sequence[int], context: str = "") -> bytes:
    """Those of `ids` that `viewer` may see, as a JSON list, without what their filters take out of `context`."""
    return as_list(bodies(viewer, ids, context), ids)


def page_at_once(viewer: Account | None, ids: Sequence[int]) -> bytes | None:
    """The same for a viewer without filters, if there is no more to do than the event loop may be held up with."""
    return list_at_once(viewer, states(viewer, ids))


def list_at_once(viewer: Account | None, found: list[State]) -> bytes | None:
    """The same of posts that a query for `viewer` has just found."""
    ids = [state.post.id for state in found]
    return put_together(viewer, (viewer_id(viewer), *ids), found, found, lambda known: as_list(known, ids))


def put_together(
    viewer: Account | None, place: Hashable, seen: object, found: Sequence[State], compose: Callable[[Bodies], bytes]
) -> bytes | None:
    """What `compose` makes of the posts `found`, or has made of them for `place` if all that was `seen` is still so."""
    now = time.time()
    place = (era(now), place)
    last = PAGES.get(place)
    if last is not None and now < last.until and last.seen == seen:
        return last.body
    parts = kept(viewer, found, now)
    known = completed(viewer, found, parts, now)
    if known is None:
        return None
    body = compose(known)
    if None not in parts:
        # The addresses of files change with the day.
        until = min([(now // DAY + 1) * DAY, *(one.until for one in parts if one is not None)])
        PAGES.put(place, WholePage(seen, body, until))
    return body


def as_list(found: Mapping[int, bytes], ids: Iterable[int]) -> bytes:
    """What was found of `ids`, in their order, as a JSON list."""
    return b"[" + b",".join([found[number] for number in ids if number in found]) + b"]"


def context_of(found: Mapping[int, bytes], around: Around) -> bytes:
    """A conversation around a post, as JSON."""
    return b'{"ancestors":%b,"descendants":%b}' % (as_list(found, around.above), as_list(found, around.below))


def bodies(viewer: Account | None, ids: Sequence[int], context: str = "") -> dict[int, bytes]:
    """Those of `ids` that `viewer` may see, each as JSON, without what their filters take out of `context`."""
    if has_filters(viewer):
        posts = listed_posts(viewer, ids, context) if context else full_posts(viewer, ids)
        return {full.post.id: dumps(status(full, viewer is not None)) for full in posts}
    now, found = time.time(), states(viewer, ids)
    parts = kept(viewer, found, now)
    missing = [state for state, one in zip(found, parts, strict=True) if one is None]
    return whole(viewer, found, parts) | rendered(viewer, missing, now)


def bodies_at_once(viewer: Account | None, ids: Sequence[int]) -> dict[int, bytes] | None:
    """The same for a viewer without filters, if there is no more to do than the event loop may be held up with."""
    now, found = time.time(), states(viewer, ids)
    return completed(viewer, found, kept(viewer, found, now), now)


def completed(
    viewer: Account | None, found: Sequence[State], parts: Sequence[Parts | None], now: float
) -> dict[int, bytes] | None:
    """All posts, if those that are missing are few and plain: what reads them reads by plain SQL alone."""
    missing = [state for state, one in zip(found, parts, strict=True) if one is None]
    if len(missing) > MOST_AT_ONCE or not all(state.is_plain for state in missing):
        return None
    return whole(viewer, found, parts) | rendered(viewer, missing, now)


def kept(viewer: Account | None, found: Sequence[State], now: float) -> list[Parts | None]:
    """The posts as they were rendered in just these states."""
    parts = POSTS.get_all([key(viewer, state, now) for state in found])
    return [one if one is not None and now < one.until else None for one in parts]


def whole(viewer: Account | None, found: Sequence[State], parts: Sequence[Parts | None]) -> dict[int, bytes]:
    """Posts that were kept, with the people in them as they are now."""
    there = [(state, one) for state, one in zip(found, parts, strict=True) if one is not None]
    known = people(viewer, revs(state for state, _one in there))
    return {state.post.id: filled(one, known) for state, one in there}


def revs(found: Iterable[State]) -> dict[int, int]:
    """The people in these posts, each with the state they are in."""
    all_of: dict[int, int] = {}
    for post, quoted in found:
        all_of[post.author_id] = post.author_rev
        all_of[post.shown_author_id] = post.shown_author_rev
        if quoted is not None:
            all_of[quoted.author_id] = quoted.author_rev
    return all_of


def filled(parts: Parts, known: Mapping[int, bytes]) -> bytes:
    """Text and people in turn."""
    pieces = [parts.texts[0]]
    for number, text in zip(parts.people, parts.texts[1:], strict=True):
        pieces += (known[number], text)
    return b"".join(pieces)


def rendered(viewer: Account | None, missing: Sequence[State], now: float) -> dict[int, bytes]:
    """Posts rendered now. They are kept if nothing has changed while they were read and rendered."""
    if not missing:
        return {}
    ids = [state.post.id for state in missing]
    posts = full_posts(viewer, ids)
    unchanged = {state.post.id: state for state in states(viewer, ids) if state in set(missing)}
    done = {}
    for full in posts:
        parts = taken_apart(full, viewer is not None)
        if full.post.id in unchanged:
            POSTS.put(key(viewer, unchanged[full.post.id], now), parts)
        known = {one.author.account.id: person(viewer, one.author) for one in inside(full)}
        done[full.post.id] = filled(parts, known)
    return done


def taken_apart(full: FullPost, for_member: bool) -> Parts:
    """The post as JSON, with holes where people stand."""
    pieces = HOLES.split(dumps(without_people(dict(status(full, for_member)))))
    ends = [one.poll.ends_at for one in inside(full) if one.poll is not None and not one.poll.expired]
    until = min((end.timestamp() for end in ends if end is not None), default=math.inf)
    return Parts(tuple(pieces[::2]), tuple(int(number) for number in pieces[1::2]), until)


def without_people(found: dict[str, Any]) -> dict[str, Any]:
    """A post with a hole for its author, and the same for what it shares and quotes."""
    found["account"] = HOLE + found["account"]["id"]
    if found["reblog"]:
        found["reblog"] = without_people(found["reblog"])
    if found["quote"] and found["quote"].get("quoted_status"):
        found["quote"]["quoted_status"] = without_people(found["quote"]["quoted_status"])
    return found


def inside(full: FullPost) -> Iterator[FullPost]:
    """The post, and what is shown within it."""
    yield full
    for inner in (full.shared, full.quoted):
        if inner is not None:
            yield from inside(inner)


def key(viewer: Account | None, state: State, now: float) -> Hashable:
    """The state of a post as `viewer` sees it; members to whom it looks the same share one."""
    post, quoted = state
    within = (quoted.rev, quoted.shown_rev, quoted.deeds, quoted.wall_rev) if quoted is not None else None
    seen = seen_by(viewer, state)
    return (post.id, post.rev, post.shown_rev, seen, era(now), post.deeds, post.wall_rev, within)


def seen_by(viewer: Account | None, state: State) -> int:
    """Who alone sees the post like this, as `Stamp.is_own_look` says. -1: every member; 0: every guest."""
    if viewer is None:
        return 0
    return viewer.id if any(stamp.is_own_look(viewer.id) for stamp in state if stamp) else -1
