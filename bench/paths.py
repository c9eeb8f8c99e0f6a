"""The hot paths, each measured in this process: processor time, without network and server."""

import statistics
import time
from collections.abc import Callable, Iterator

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from verandah.actions import administering, posting  # noqa: E402
from verandah.actions.populating import town  # noqa: E402
from verandah.actions.posting import Draft  # noqa: E402
from verandah.base.paging import Page  # noqa: E402
from verandah.domain.accounts.models import Account, User  # noqa: E402
from verandah.domain.feeds.queries import community_ids, home_ids, newest_per_followee, newest_scan  # noqa: E402
from verandah.domain.graph.models import Follow  # noqa: E402
from verandah.domain.graph.queries import suggestions  # noqa: E402
from verandah.domain.posts.audience import Audience  # noqa: E402
from verandah.domain.posts.show import show_posts  # noqa: E402

TIMES = 60

type Line = dict[str, str | float | int]


def measure(people: int, posts: int, follows: int, seed: int) -> Iterator[Line]:
    """One line a path."""
    call_command("migrate", verbosity=0)
    administering.ensure_site()
    began = time.process_time()
    town(people, posts, follows, seed)
    yield {"path": "town", "posts per second": round(posts / (time.process_time() - began))}
    reader = Account.objects.exclude(following_count=0).order_by("following_count")[Account.objects.count() // 2]
    page = Page()
    found = home_ids(reader, page)
    yield cost("home ids", lambda: home_ids(reader, page), follows=reader.following_count)
    yield cost("home ids, merging followees", lambda: newest_per_followee(reader, page))
    yield cost("home ids, scanning the newest", lambda: newest_scan(reader, page))
    yield cost("community ids", lambda: community_ids(reader, page))
    yield cost("hydrate 20 posts", lambda: show_posts(found, reader))
    yield cost("suggestions", lambda: suggestions(reader, 5))
    client = Client()
    client.force_login(User.objects.get(account=reader))
    yield cost("home as a page", lambda: client.get("/"))
    yield cost("one post as a page", lambda: client.get(f"/p/{found[0]}/"))
    author = Account.objects.order_by("followers_count")[0]
    for wanted in (0, 100, 10_000, 100_000):
        give_followers(author, wanted)
        yield cost("publish", publisher(author), followers=Follow.objects.filter(followee=author).count())


def cost(path: str, deed: Callable[[], object], **more: int) -> Line:
    """Median and greatest processor time of a deed, in milliseconds, and its queries."""
    times = []
    deed()
    for _time in range(TIMES):
        began = time.process_time_ns()
        deed()
        times.append((time.process_time_ns() - began) / 1e6)
    return {"path": path, "median ms": round(statistics.median(times), 3), "most ms": round(max(times), 3), **more}


def publisher(author: Account) -> Callable[[], object]:
    """Posts something new at each call."""
    numbers = iter(range(1_000_000))
    began = time.time_ns()

    def publish() -> object:
        number = next(numbers)
        return posting.publish(author, Draft(f"News {number} #news", Audience.FOLLOWERS, f"{began}-{number}"))

    return publish


def give_followers(author: Account, wanted: int) -> None:
    """Let `wanted` people follow `author`; people who do nothing else are made for it."""
    have, now = Follow.objects.filter(followee=author).count(), timezone.now()
    names = [f"reader{number}" for number in range(have, wanted)]
    readers = [
        Account(username=name, skeleton=name, display_name=name, following_count=1, created_at=now) for name in names
    ]
    Account.objects.bulk_create(readers, batch_size=5000)
    Follow.objects.bulk_create(
        [Follow(follower=reader, followee=author, created_at=now) for reader in readers], batch_size=5000
    )
    Account.objects.filter(pk=author.pk).update(followers_count=max(have, wanted))
    connection.close()
