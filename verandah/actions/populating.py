"""Many made-up people, follows and posts at once, to measure with: the same for the same seed."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, batched
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import ngettext

from verandah.base import markup
from verandah.base.errors import Conflict, Invalid
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import skeleton
from verandah.domain.accounts.queries import members_count
from verandah.domain.graph.models import Follow
from verandah.domain.posts.models import Audience, Mention, Post, PostTag, Tag

from .posting import tag_path

AT_ONCE = 10_000
DAYS = 90
MOST_FOLLOWED = 0.5

FIRST_NAMES = "anna bela chen dina emil fatma goran hind ines jonas katya lars maria noor otto priya rosa sami tove yuki"
STARTS = (
    "The ferry was late and nobody minded", "Bread is in the oven", "We mended the gate", "Looking for a ladder",
    "The library has new chairs", "High water tonight", "Rehearsal moved to Thursday", "Found a glove by the fountain",
    "مساء الخير من الميناء", "Die Brücke ist wieder offen", "Merci pour la soupe", "Mañana hay mercado",
)  # fmt: skip
ENDS = (
    "and it was worth the wait.", "so come early.", "if anyone asks.", "as every year.", "before the rain.",
    "and there is tea.", "until it is gone.", "for whoever is awake.", "with thanks to all.", "more or less.",
)  # fmt: skip
AUDIENCES = (Audience.MEMBERS, Audience.PUBLIC, Audience.FOLLOWERS, Audience.ONLY_ME)
SHARES = (60, 25, 12, 3)
TAGS = 300

COUNT_FOLLOWS = """
UPDATE verandah_account SET
    followers_count = (SELECT count(*) FROM verandah_follow f WHERE f.followee_id = verandah_account.id),
    following_count = (SELECT count(*) FROM verandah_follow f WHERE f.follower_id = verandah_account.id)"""


@dataclass(frozen=True, slots=True)
class Said:
    """A post that is still to be stored."""

    author_id: int
    text: str
    audience: Audience
    created_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Town:
    """How many rows were stored, and how long it took."""

    people: int
    posts: int
    follows: int
    tags: int
    mentions: int
    seconds: float

    @property
    def rows(self) -> int:
        return 2 * self.people + self.posts + self.follows + self.tags + self.mentions

    @property
    def rows_per_second(self) -> int:
        return round(self.rows / max(self.seconds, 0.001))


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a town and how much each of them is heard, added up from the first to the last."""

    ids: Sequence[int]
    names: Sequence[str]
    heard: Sequence[float]

    def some(self, chance: Random, count: int) -> list[int]:
        """Places of people, the well-known ones more often; someone can be drawn twice."""
        return chance.choices(range(len(self.ids)), cum_weights=self.heard, k=count)


def town(
    people: int,
    posts: int,
    follows: int,
    seed: int = 1,
    beside_members: bool = False,
    now: datetime | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Town:
    """Make a town in which few are heard by many. Nobody of it can sign in. Again: a second town beside the first.

    Raises Conflict when the site has members and `beside_members` is not set, Invalid when there is too little room.
    """
    if people < 2 or posts < 0 or not 0 <= follows <= people * (people - 1) * MOST_FOLLOWED:
        raise Invalid("follows", "A town has at least two people, who follow at most half of all the others.")
    if not beside_members:
        refuse_members()
    start, now, chance = time.perf_counter(), now or timezone.now(), Random(seed)  # noqa: S311
    crowd = settle(people, now, chance)
    report(f"{people} people")
    for done in in_batches(draw_follows(crowd, follows, now, chance), store_follows):
        report(f"{done} of {follows} follows")
    count_follows()
    ids = dict(zip(crowd.names, crowd.ids, strict=True))
    tags = mentions = 0
    for said in batched(draw_posts(crowd, posts, now, chance), AT_ONCE, strict=False):
        stored = store_posts(said, ids)
        tags, mentions = tags + stored[0], mentions + stored[1]
        report(f"{said[-1].key.rpartition('-')[2]} of {posts} posts")
    return Town(people, posts, follows, tags, mentions, time.perf_counter() - start)
