"""Many made-up people, follows and posts at once, to measure with: the same for the same seed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, batched
from random import Random

from allauth.account.models import EmailAddress
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
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostTag, Tag

from .posting import tag_path

AT_ONCE = 10_000
DAYS = 90
MOST_FOLLOWED = 0.5

FIRST_NAMES = (
    "anna bela chen dina emil fatma goran hind ines jonas katya lars maria noor otto priya rosa sami tove yuki"
)
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
        return 3 * self.people + self.posts + self.follows + self.tags + self.mentions

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
    now: datetime | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Town:
    """Make a town in which few are heard by many. Nobody of it can sign in. Again: a second town beside the first.

    Raises Invalid when so many follows have no room among so few people.
    """
    if people < 2 or posts < 0 or not 0 <= follows <= people * (people - 1) * MOST_FOLLOWED:
        raise Invalid("follows", "A town has at least two people, who follow at most half of all the others.")
    start, now, chance = time.perf_counter(), now or timezone.now(), Random(seed)  # noqa: S311
    crowd = settle(people, now, chance)
    report(f"{people} people")
    for pairs in batched(draw_follows(crowd, follows, chance), AT_ONCE, strict=False):
        store_follows(pairs, now)
    with transaction.atomic():
        count_follows()
    report(f"{follows} follows")
    ids = dict(zip(crowd.names, crowd.ids, strict=True))
    stored = tags = mentions = 0
    for said in batched(draw_posts(crowd, posts, now, chance), AT_ONCE, strict=False):
        more_tags, more_mentions = store_posts(said, ids)
        stored, tags, mentions = stored + len(said), tags + more_tags, mentions + more_mentions
        report(f"{stored} of {posts} posts")
    return Town(people, posts, follows, tags, mentions, time.perf_counter() - start)


def refuse_members() -> None:
    """Made-up people among real ones cannot be told apart again, so that is only done when it is asked for."""
    if count := members_count():
        sentence = ngettext(
            "This site has %(count)s member already.", "This site has %(count)s members already.", count
        )
        raise Conflict(sentence % {"count": count})


def store_posts(said: Sequence[Said], ids: Mapping[str, int]) -> tuple[int, int]:
    """Store posts, oldest first, with their tags and mentions. Returns how many rows of these two there are."""
    parsed = [markup.parse(one.text) for one in said]
    posts = [
        Post(
            # The order is kept even among posts of one millisecond.
            id=id_at(one.created_at, place),
            author_id=one.author_id,
            audience=one.audience,
            text=one.text,
            html=text.html(mention_url=lambda name: f"/@{name}/" if name in ids else None, tag_url=tag_path),
            key=one.key,
            created_at=one.created_at,
        )
        for place, (one, text) in enumerate(zip(said, parsed, strict=True))
    ]
    names = {name for text in parsed for name in text.tags}
    with transaction.atomic():
        Post.objects.bulk_create(posts)
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
        tag_ids = dict(Tag.objects.filter(name__in=names).values_list("name", "id"))
        tagged = [
            PostTag(post=post, tag_id=tag_ids[name])
            for post, text in zip(posts, parsed, strict=True)
            for name in text.tags
        ]
        named = [
            Mention(post=post, account_id=ids[name])
            for post, text in zip(posts, parsed, strict=True)
            for name in text.mentions
            if name in ids
        ]
        PostTag.objects.bulk_create(tagged)
        Mention.objects.bulk_create(named)
    return len(tagged), len(named)


def count_follows() -> None:
    """Bring every account's counters in line with the rows."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FOLLOWS)


def settle(count: int, now: datetime, chance: Random) -> Crowd:
    """Store the people, who have joined one after the other in the year before the first post."""
    first, step = now - timedelta(days=DAYS + 365), timedelta(days=365) / count
    taken, names = Account.objects.count(), FIRST_NAMES.split()
    accounts = [
        account_of(f"{chance.choice(names)}.{taken + place + 1}", first + step * place, place) for place in range(count)
    ]
    for some in batched(accounts, AT_ONCE, strict=False):
        with transaction.atomic():
            Account.objects.bulk_create(some)
            users = User.objects.bulk_create([user_of(account) for account in some])
            # Whoever has not confirmed an address is swept away after three days.
            EmailAddress.objects.bulk_create(
                [EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users]
            )
    ranks = chance.sample(range(1, count + 1), count)
    return Crowd(
        ids=[account.id for account in accounts],
        names=[account.username for account in accounts],
        heard=list(accumulate(rank**-0.8 for rank in ranks)),
    )


def account_of(username: str, joined: datetime, place: int) -> Account:
    """Someone as others see them."""
    return Account(
        id=id_at(joined, place),
        username=username,
        skeleton=skeleton(username),
        display_name=username.replace(".", " ").title(),
        created_at=joined,
        joined_at=joined,
    )


def user_of(account: Account) -> User:
    """A log-in that no password opens."""
    email = f"{account.username}@town.example"
    return User(account=account, username=account.username, email=email, password=make_password(None))


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


def store_follows(pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    """Store follows as they come."""
    with transaction.atomic():
        Follow.objects.bulk_create(
            [Follow(follower_id=one, followee_id=other, created_at=now - timedelta(days=DAYS)) for one, other in pairs]
        )


def draw_posts(crowd: Crowd, count: int, now: datetime, chance: Random) -> Iterator[Said]:
    """Posts of the last three months, oldest first. The well-known ones speak more."""
    first, step = now - timedelta(days=DAYS), timedelta(days=DAYS) / max(count, 1)
    for place in range(count):
        [author] = crowd.some(chance, 1)
        yield Said(
            author_id=crowd.ids[author],
            text=draw_text(crowd, chance),
            audience=chance.choices(AUDIENCES, SHARES)[0],
            created_at=first + step * (place + chance.random()),
            key=f"town-{place}",
        )


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
