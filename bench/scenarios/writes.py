"""What members do. Each request is new or undone again, so that a scenario can be repeated."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import batched, count, cycle
from random import Random

from bench.load import request
from bench.town import Member, Town

type Requests = Iterator[bytes]


def posts_by(authors: Callable[[Town], Sequence[Member]]) -> Callable[[Town], Requests]:
    """New posts by these people, one after the other."""

    def requests(town: Town) -> Requests:
        numbers, began = count(), time.time_ns()
        for author in cycle(authors(town)):
            text = f"The tide is {next(numbers)} steps from the bench tonight. [{began}]"
            body = {"status": text, "visibility": "public", "language": "en"}
            yield request("POST", "/api/v1/statuses", author.token, body=json.dumps(body).encode())

    return requests


def likes(town: Town) -> Requests:
    """Two hundred members like posts, then take it back, and so on."""
    chance = Random(7)  # noqa: S311
    pairs = sorted({(chance.choice(town.readers), chance.choice(town.public_ids)) for _pair in range(4_000)}, key=str)
    chance.shuffle(pairs)
    for some in cycle(batched(pairs, 100, strict=False)):
        for verb in ("favourite", "unfavourite"):
            for reader, post in some:
                yield request("POST", f"/api/v1/statuses/{post}/{verb}", reader.token, body=b"{}")


def follows(town: Town) -> Requests:
    """Members follow people whom they most probably do not follow yet, and unfollow them again."""
    others = [one for one in town.members[200:] if one.id != town.star.id]
    pairs = list(zip(cycle(town.readers), others, strict=False))
    for some in cycle(batched(pairs, 50, strict=False)):
        for verb in ("follow", "unfollow"):
            for reader, other in some:
                yield request("POST", f"/api/v1/accounts/{other.id}/{verb}", reader.token, body=b"{}")


def star_alone(town: Town) -> Sequence[Member]:
    return [town.star]


WRITES: dict[str, Callable[[Town], Requests]] = {
    "create, 50 followers": posts_by(lambda town: town.writers),
    "create, followed by all": posts_by(star_alone),
    "favourite": likes,
    "follow / unfollow": follows,
}
