"""What apps and browsers read, asked by two hundred members in turn."""

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from random import Random
from urllib.parse import quote

from bench.load import request
from bench.town import Town

type Requests = Iterator[bytes]
WORDS = ("ferry", "bread", "gate", "ladder", "library", "water", "glove", "tea", "rain", "thanks")
TAGS = ("topic0", "topic1", "topic2", "topic3")
HTML = "text/html"


def everyone(path: str) -> Callable[[Town], Requests]:
    """The same address for each member."""
    return lambda town: cycle([request("GET", path, one.token) for one in shuffled(town.readers)])


def each(path: str, values: Callable[[Town], Iterable[object]]) -> Callable[[Town], Requests]:
    """One address for each of the values, asked by one member after the other."""

    def requests(town: Town) -> Requests:
        asked, readers = shuffled(values(town)), town.readers
        return cycle(
            request("GET", path.format(quote(str(value))), readers[place % len(readers)].token)
            for place, value in enumerate(asked)
        )

    return requests


def shuffled[T](values: Iterable[T]) -> list[T]:
    """In an order that is the same each time."""
    mixed = list(values)
    Random(7).shuffle(mixed)  # noqa: S311
    return mixed


def guests(path: str, accept: str = "application/json") -> Callable[[Town], Requests]:
    """Nobody is signed in."""
    return lambda town: cycle([request("GET", path, accept=accept)])


def pages(path: str) -> Callable[[Town], Requests]:
    """A page in the browser of each member."""
    return lambda town: cycle(
        [request("GET", path, cookie=one.cookie, accept=HTML) for one in shuffled(town.readers) if one.cookie]
    )


def profile_pages(town: Town) -> Requests:
    """Profiles, as anyone on the web sees them."""
    return cycle([request("GET", f"/@{quote(name)}/", accept=HTML) for name in shuffled(town.public_names)])


def names(town: Town) -> list[str]:
    return [one.username for one in town.readers]


def starts_of_names(town: Town) -> list[str]:
    """What one types to find someone."""
    return [name[:length] for length in (3, 4) for name in names(town)]


def hot_member(town: Town) -> Requests:
    """One and the same member again and again."""
    return cycle([request("GET", "/api/v1/timelines/home?limit=20", town.readers[0].token)])


READS: dict[str, Callable[[Town], Requests]] = {
    "home of 20": everyone("/api/v1/timelines/home?limit=20"),
    "home of 20, one member": hot_member,
    "home of 40": everyone("/api/v1/timelines/home?limit=40"),
    "community of 20": everyone("/api/v1/timelines/public?local=true&limit=20"),
    "a member's posts": each("/api/v1/accounts/{}/statuses?limit=20", lambda town: [one.id for one in town.readers]),
    "one post": each("/api/v1/statuses/{}", lambda town: town.public_ids),
    "thread of 50": lambda town: everyone(f"/api/v1/statuses/{town.thread_id}/context")(town),
    "notifications of 20": everyone("/api/v1/notifications?limit=20"),
    "verify_credentials": everyone("/api/v1/accounts/verify_credentials"),
    "account look-up": each("/api/v1/accounts/lookup?acct={}", names),
    "account search": each("/api/v2/search?type=accounts&limit=10&q={}", starts_of_names),
    "search": each("/api/v2/search?limit=10&q={}", lambda town: [*WORDS, *(f"#{tag}" for tag in TAGS)]),
    "tag timeline": each("/api/v1/timelines/tag/{}?limit=20", lambda town: TAGS),
    "instance": guests("/api/v1/instance"),
    "instance, version 2": guests("/api/v2/instance"),
    "home as HTML": pages("/"),
    "community as HTML": pages("/all/"),
    "profile as HTML, guest": profile_pages,
    "thread of 50 as HTML": lambda town: pages(f"/p/{town.thread_id}/")(town),
    "notifications as HTML": pages("/notifications/"),
    "front page as HTML, guest": guests("/", HTML),
}
