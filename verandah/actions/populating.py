"""Many made-up people, follows and posts at once, to measure with: the same for the same seed."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, batched
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import ngettext

from verandah.base import markup
from verandah.base.errors import Conflict, Invalid
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import skeleton
from verandah.domain.accounts.queries import members_count
from verandah.domain.graph.models import Follow
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Mention, Post, PostTag, Reaction, Tag
from verandah.domain.posts.rules import OPEN
from verandah.domain.posts.tags_found import new_tag

from . import finding, launching
from .imagining import DAYS, Crowd, Said, draw_follows, draw_posts
from .indexing import index_new
from .wording import tag_path

AT_ONCE = 10_000
MOST_FOLLOWED = 0.5

FIRST_NAMES = (
    "anna bela chen dina emil fatma goran hind ines jonas katya lars maria noor otto priya rosa sami tove yuki"
)

COUNT_FOLLOWS = """
UPDATE verandah_account SET
    followers_count = (SELECT count(*) FROM verandah_follow f WHERE f.followee_id = verandah_account.id),
    following_count = (SELECT count(*) FROM verandah_follow f WHERE f.follower_id = verandah_account.id)"""

# As `tallying` counts: the whole conversation at its root, and at a comment what answers it.
COUNT_ANSWERS = f"""
UPDATE verandah_post SET
    comments_count = (SELECT count(*) FROM verandah_post c
        WHERE (c.root_id = verandah_post.id OR c.parent_id = verandah_post.id)
        AND c.deleted_at IS NULL AND c.withheld = 0 AND c.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})),
    shares_count = (SELECT count(*) FROM verandah_post s
        WHERE s.share_of_id = verandah_post.id AND s.deleted_at IS NULL)
WHERE id IN (SELECT parent_id FROM verandah_post WHERE parent_id IS NOT NULL
    UNION SELECT root_id FROM verandah_post WHERE root_id IS NOT NULL
    UNION SELECT share_of_id FROM verandah_post WHERE share_of_id IS NOT NULL)"""  # noqa: S608

COUNT_POSTS = """
UPDATE verandah_account SET posts_count = %s, open_posts_count = %s, public_posts_count = %s,
    newest_open_on = %s, newest_public_on = %s WHERE id = %s"""


@dataclass(frozen=True, slots=True)
class Town:
    """How many rows were stored, and how long it took."""

    people: int
    posts: int
    follows: int
    tags: int
    mentions: int
    reactions: int
    notices: int
    seconds: float

    @property
    def rows(self) -> int:
        said = self.posts + self.tags + self.mentions
        return 3 * self.people + said + self.follows + self.reactions + self.notices

    @property
    def rows_per_second(self) -> int:
        return round(self.rows / max(self.seconds, 0.001))


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
    launching.open_for_trial()
    crowd = settle(people, now, chance)
    report(f"{people} people")
    for pairs in batched(draw_follows(crowd, follows, chance), AT_ONCE, strict=False):
        store_follows(pairs, now)
    with transaction.atomic():
        count_follows()
    report(f"{follows} follows")
    ids = dict(zip(crowd.names, crowd.ids, strict=True))
    stored = tags = mentions = reactions = notices = 0
    for said in batched(draw_posts(crowd, posts, now, chance), AT_ONCE, strict=False):
        more_tags, more_mentions = store_posts(said, ids)
        stored, tags, mentions = stored + len(said), tags + more_tags, mentions + more_mentions
        reactions, notices = reactions + store_reactions(said, now), notices + tell(said, now)
        report(f"{stored} of {posts} posts")
    count_posts()
    return Town(people, posts, follows, tags, mentions, reactions, notices, time.perf_counter() - start)


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
            id=one.id or id_at(one.created_at, place),
            author_id=one.author_id,
            audience=one.audience,
            parent_id=one.parent_id,
            root_id=one.root_id,
            is_comment=one.parent_id is not None,
            share_of_id=one.share_of_id,
            reactions_count=len(one.liked_by),
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
        Tag.objects.bulk_create(map(new_tag, sorted(names)), ignore_conflicts=True)
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
        index_new([post for post in posts if post.share_of_id is None])
    return len(tagged), len(named)


def store_reactions(said: Iterable[Said], now: datetime) -> int:
    """Store who likes these posts; how many."""
    rows = [
        Reaction(post_id=one.id, account_id=fan, created_at=after(one.created_at, place, now))
        for one in said
        for place, fan in enumerate(one.liked_by)
    ]
    with transaction.atomic():
        Reaction.objects.bulk_create(rows)
    return len(rows)


def tell(said: Iterable[Said], now: datetime) -> int:
    """Store the notices of comments, shares and reactions; how many. Nobody is told of what they did themselves."""
    deeds = [deed for one in said for deed in deeds_of(one, now) if deed[0] != deed[1]]
    rows = [
        Notification(
            id=id_at(when, place), recipient_id=recipient, actor_id=actor, kind=kind, post_id=post_id, created_at=when
        )
        for place, (recipient, actor, kind, post_id, when) in enumerate(deeds)
    ]
    with transaction.atomic():
        Notification.objects.bulk_create(rows)
    return len(rows)


def deeds_of(one: Said, now: datetime) -> Iterable[tuple[int, int, Notification.Kind, int, datetime]]:
    """Recipient, actor, kind, post and moment of each notice that a post leads to."""
    if one.parent_id and one.other_id:
        yield one.other_id, one.author_id, Notification.Kind.COMMENT, one.id, one.created_at
    if one.share_of_id and one.other_id:
        yield one.other_id, one.author_id, Notification.Kind.SHARE, one.share_of_id, one.created_at
    for place, fan in enumerate(one.liked_by):
        yield one.author_id, fan, Notification.Kind.REACTION, one.id, after(one.created_at, place, now)


def after(moment: datetime, place: int, now: datetime) -> datetime:
    """When the person at `place` answered to what was said at `moment`: not later than now."""
    return min(moment + timedelta(minutes=7 * (place + 1)), now)


def count_follows() -> None:
    """Bring every account's counters of follows in line with the rows."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FOLLOWS)


def count_posts() -> None:
    """Bring every counter of posts in line with the rows: those of the posts and those of their authors."""
    public, shown = Q(audience=Audience.PUBLIC, wall=None), Q(audience__in=OPEN, wall=None)
    tallies = (
        Post.objects.filter(deleted_at=None, withheld=Withheld.NO, is_comment=False, share_of=None)
        .values("author_id")
        .annotate(
            all=Count("id"),
            open=Count("id", filter=shown),
            public=Count("id", filter=public),
            newest_open=Max("created_at", filter=shown),
            newest_public=Max("created_at", filter=public),
        )
    )
    rows = [
        (one["all"], one["open"], one["public"], day(one["newest_open"]), day(one["newest_public"]), one["author_id"])
        for one in tallies
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT_ANSWERS)
        cursor.executemany(COUNT_POSTS, rows)


def day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


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
            finding.keep_words(some)
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


def store_follows(pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    """Store follows as they come."""
    with transaction.atomic():
        Follow.objects.bulk_create(
            [Follow(follower_id=one, followee_id=other, created_at=now - timedelta(days=DAYS)) for one, other in pairs]
        )
