"""What the people of a made-up town say to each other and whom they follow: drawn by chance, nothing is stored."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from verandah.base.ids import id_at
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OPEN

DAYS = 90
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
# How many of the newest open posts people answer and share.
TALKED_ABOUT = 300
COMMENTS = 0.2
SHARED = 0.03


@dataclass(frozen=True, slots=True)
class Said:
    """A post that is still to be stored. Without an `id` it gets one by its time."""

    author_id: int
    text: str
    audience: Audience
    created_at: datetime
    key: str
    id: int = 0
    parent_id: int | None = None
    root_id: int | None = None
    share_of_id: int | None = None
    # Whose post it answers or shares, who is to be told.
    other_id: int | None = None
    liked_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a town and how much each of them is heard, added up from the first to the last."""

    ids: Sequence[int]
    names: Sequence[str]
    heard: Sequence[float]

    def some(self, chance: Random, count: int) -> list[int]:
        """Places of people, the well-known ones more often; someone can be drawn twice."""
        return chance.choices(range(len(self.ids)), cum_weights=self.heard, k=count)


def draw_posts(crowd: Crowd, count: int, now: datetime, chance: Random) -> Iterator[Said]:
    """Posts, comments and shares of the last three months, oldest first. The well-known ones speak more."""
    first, step = now - timedelta(days=DAYS), timedelta(days=DAYS) / max(count, 1)
    talk: deque[Said] = deque(maxlen=TALKED_ABOUT)
    shared: set[tuple[int, int]] = set()
    for place in range(count):
        when = first + step * (place + chance.random())
        one = draw_post(crowd, when, place, talk, chance)
        if one.share_of_id and (one.author_id, one.share_of_id) in shared:
            # Nobody shares the same post twice; they say something of their own instead.
            one = draw_own(crowd, when, place, chance)
        if one.share_of_id:
            shared.add((one.author_id, one.share_of_id))
        elif one.audience in OPEN:
            talk.append(one)
        yield one


def draw_post(crowd: Crowd, when: datetime, place: int, talk: Sequence[Said], chance: Random) -> Said:
    """A comment on what is talked about, a share of it, or something new."""
    kind = chance.random()
    if not talk or kind >= COMMENTS + SHARED:
        return draw_own(crowd, when, place, chance)
    other, [author] = chance.choice(talk), crowd.some(chance, 1)
    if kind < COMMENTS:
        return Said(
            crowd.ids[author], draw_text(crowd, chance), other.audience, when, f"town-{place}", id_at(when, place),
            parent_id=other.id, root_id=other.root_id or other.id, other_id=other.author_id,
            liked_by=draw_likes(crowd, chance),
        )  # fmt: skip
    return Said(
        crowd.ids[author], "", other.audience, when, f"town-{place}", id_at(when, place),
        share_of_id=other.id, other_id=other.author_id,
    )  # fmt: skip


def draw_own(crowd: Crowd, when: datetime, place: int, chance: Random) -> Said:
    """Something that answers nobody."""
    [author] = crowd.some(chance, 1)
    audience = chance.choices(AUDIENCES, SHARES)[0]
    return Said(
        crowd.ids[author], draw_text(crowd, chance), audience, when, f"town-{place}", id_at(when, place),
        liked_by=draw_likes(crowd, chance) if audience in OPEN else (),
    )  # fmt: skip


def draw_likes(crowd: Crowd, chance: Random) -> tuple[int, ...]:
    """Who likes a post: mostly one or nobody, now and then a great many."""
    count = min(int(chance.paretovariate(1.3)) - 1, len(crowd.ids) // 2)
    return tuple(crowd.ids[place] for place in dict.fromkeys(chance.choices(range(len(crowd.ids)), k=count)))


def draw_text(crowd: Crowd, chance: Random) -> str:
    """One to six sentences, some with a tag or a name."""
    sentences = [
        f"{chance.choice(STARTS)} {chance.choice(ENDS)}"
        for _sentence in range(min(6, 1 + int(chance.expovariate(0.7))))
    ]
    if chance.random() < 0.35:
        # The cube makes a few tags common and most of them rare.
        sentences.append(f"#topic{int(TAGS * chance.random() ** 3)}")
    if chance.random() < 0.08:
        sentences.append(f"@{crowd.names[crowd.some(chance, 1)[0]]}")
    return " ".join(sentences)


def draw_follows(crowd: Crowd, total: int, chance: Random) -> Iterator[tuple[int, int]]:
    """Pairs of follower and followee, `total` of them, none twice."""
    for place, quota in enumerate(quotas(len(crowd.ids), total, chance)):
        for other in followees(crowd, place, quota, chance):
            yield crowd.ids[place], crowd.ids[other]


def quotas(count: int, total: int, chance: Random) -> list[int]:
    """How many each person follows: most a few, few a great many, together exactly `total`."""
    eager = [chance.paretovariate(1.5) for _person in range(count)]
    scale = total / sum(eager)
    shares = [min(count - 1, int(one * scale)) for one in eager]
    missing = total - sum(shares)
    while missing:
        for place in chance.sample(range(count), min(count, missing)):
            if shares[place] < count - 1:
                shares[place] += 1
                missing -= 1
    return shares


def followees(crowd: Crowd, place: int, quota: int, chance: Random) -> list[int]:
    """The places of `quota` others, the well-known ones first of all."""
    found: dict[int, None] = {}
    for _attempt in range(6):
        if len(found) < quota:
            found.update(dict.fromkeys(other for other in crowd.some(chance, 2 * quota) if other != place))
    # Who follows nearly everyone would draw the same people for ever.
    for other in range(len(crowd.ids)):
        if len(found) >= quota:
            break
        if other != place:
            found[other] = None
    return list(found)[:quota]
