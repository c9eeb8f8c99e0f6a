"""The newest page of home as it was found last, used again while nothing can have changed it.

What is kept are ids: who may see a post is asked again when it is shown. New posts are looked for in the database
itself, so that nobody has to tell of them; all else that changes a home is a doubt (`doubts`), which drops everything.
Only where one process serves the site: with SQLite.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from verandah.base.paging import HIGHEST, LONGEST, Page
from verandah.base.reading import rows, vendor
from verandah.domain.accounts.models import Account

from .doubts import DOUBTS

MOST_KEPT = 2000
# In seconds. Another process, such as a command in the shell, may write without our seeing it: then so long.
LONGEST_KEPT = 60
# In milliseconds. A post has its id a little before others can see it.
SLACK = 10_000
# With more new posts than this it is cheaper to look at home itself.
MOST_NEW = 100

# A mute that ends by itself changes a home without a statement.
TIMED = "SELECT 1 FROM verandah_mute WHERE muter_id = %(viewer)s AND until IS NOT NULL LIMIT 1"

type Home = Callable[[Account, Page], list[int]]
# Id, and whether the post may be one for the viewer's home.
type News = list[tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest ids of a home as they were at the doubt number `doubts`; `news`: all posts above the id `since`."""

    ids: list[int]
    doubts: int
    found_at: float
    since: int
    news: News

    def part(self, page: Page) -> list[int] | None:
        """What of `page` is sure: all of it, or None."""
        if page.after == 0 and not page.forward:
            return self.ids[: page.length]
        above = [number for number in self.ids if number > page.after]
        reaches_it = len(above) < len(self.ids) or len(self.ids) < LONGEST
        if page.forward:
            return above[-page.length :] if reaches_it else None
        return above[: page.length] if reaches_it or len(above) >= page.length else None


class Homes:
    """What is kept, by viewer; the longest unused goes first."""

    def __init__(self) -> None:
        self.found: OrderedDict[int, Recent] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, viewer_id: int) -> Recent | None:
        with self.lock:
            found = self.found.get(viewer_id)
            if found is not None:
                self.found.move_to_end(viewer_id)
            return found

    def put(self, viewer_id: int, recent: Recent) -> None:
        with self.lock:
            self.found[viewer_id] = recent
            if len(self.found) > MOST_KEPT:
                self.found.popitem(last=False)


HOMES = Homes()


def newest(viewer: Account, page: Page, home: Home, news: str) -> list[int]:
    """The page of `home`, from what was found last if that is still so. `news`: the SQL that finds new posts."""
    if page.before != HIGHEST or vendor() != "sqlite":
        return home(viewer, page)
    found = HOMES.get(viewer.id)
    kept = (found and still(viewer, found, news)) or looked(viewer, home, news)
    part = kept.part(page)
    return home(viewer, page) if part is None else part


def still(viewer: Account, found: Recent, news: str) -> Recent | None:
    """The same, if nothing has changed it."""
    now = time.time()
    if found.doubts != DOUBTS.count or not 0 <= now - found.found_at < LONGEST_KEPT:
        return None
    current = news_since(viewer, found.since, news)
    if fitting(current) != fitting(found.news) or len(current) > MOST_NEW:
        return None
    since = bound(now)
    moved = replace(found, since=since, news=[row for row in current if row[0] > since])
    HOMES.put(viewer.id, moved)
    return moved


def looked(viewer: Account, home: Home, news: str) -> Recent:
    """What the database says. What is kept with it was looked at before, so that nothing in between is missed."""
    now, doubts = time.time(), DOUBTS.count
    since = bound(now)
    before = news_since(viewer, since, news)
    found = Recent(home(viewer, Page(length=LONGEST)), doubts, now, since, before)
    if not rows(TIMED, {"viewer": viewer.id}):
        HOMES.put(viewer.id, found)
    return found


def news_since(viewer: Account, since: int, news: str) -> News:
    """The posts above the id `since`, newest first, one more than is of use."""
    return [(row[0], bool(row[1])) for row in rows(news, {"viewer": viewer.id, "after": since, "length": MOST_NEW + 1})]


def fitting(news: News) -> list[int]:
    """Those that may be for the viewer's home."""
    return [number for number, fits in news if fits]


def bound(now: float) -> int:
    """The id above which a post counts as new."""
    return (int(now * 1000) - SLACK) << 16
