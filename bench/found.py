"""One part of `python -m bench finding`, in a process of its own on a copy of the town: a job, or the pages."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from time import perf_counter, thread_time

import django

django.setup()

from django.test import Client  # noqa: E402

from verandah.actions import suggesting, trending  # noqa: E402
from verandah.domain.accounts.models import Account, User  # noqa: E402
from verandah.domain.accounts.trust import Trust  # noqa: E402
from verandah.domain.posts.models import Post  # noqa: E402

READERS, ROUNDS = 50, 400
FRAGMENT = {"HX-Request": "true"}
JOBS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "find_suggestions": suggesting.find_suggestions,
    "find_trends": trending.find_trends,
}

type Line = dict[str, str | float | int]


def job(name: str) -> Line:
    """How long it took, and the most memory the process has had."""
    # Nobody has been there long enough to be heard by the trends, and nothing would be looked at.
    Account.objects.update(trust=Trust.MEMBER)
    wall, work = perf_counter(), thread_time()
    count = JOBS[name]()
    return {
        "job": name,
        "found": int(count) if isinstance(count, int) else 0,
        "s": round(perf_counter() - wall, 2),
        "cpu s": round(thread_time() - work, 2),
        "most MiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def pages() -> Iterator[Line]:
    """Milliseconds of the answers, each to somebody else and, of the search, for other words."""
    chance = Random(8)  # noqa: S311
    users = User.objects.filter(account__posts_count__gt=0).order_by("id")[:READERS]
    clients = []
    for user in users:
        clients.append(Client())
        clients[-1].force_login(user)
    asked = list(queries(chance))
    kinds: dict[str, Callable[[int], str]] = {
        "search, all": lambda turn: f"/search/?q={asked[turn % len(asked)]}",
        "search, posts": lambda turn: f"/search/?q={asked[turn % len(asked)]}&in=posts",
        "search, offers": lambda turn: f"/search/suggest/?q={asked[turn % len(asked)][:5]}",
        "people": lambda _turn: "/people/",
        "people to follow": lambda _turn: "/first-day/people/",
        "explore": lambda _turn: "/explore/",
        "catch-up": lambda _turn: "/catch-up/?since=week",
        "on this day": lambda _turn: "/on-this-day/",
        "birthdays": lambda _turn: "/birthdays/",
    }
    for name, path in kinds.items():
        yield timed(name, [(clients[turn % len(clients)], path(turn)) for turn in range(ROUNDS)])


def queries(chance: Random) -> Iterator[str]:
    """What people may ask: words of posts, two of them, parts of words, phrases, with limits, and names with a slip."""
    numbers = list(Post.objects.values_list("id", flat=True)[:20_000])
    texts = Post.objects.filter(id__in=chance.sample(numbers, 200)).exclude(text="").values_list("text", flat=True)
    for turn, text in enumerate(texts):
        words = [word for word in text.split() if word.isalpha()] or ["bread"]
        one, two = chance.choice(words), chance.choice(words)
        yield (one, f"{one} {two}", one[:3], f'"{" ".join(words[:2])}"', f"{one} -{two}", f"{one} after:2026-01-01")[
            turn % 6
        ]
    for name in islice(Account.objects.order_by("-id").values_list("display_name", flat=True), 40):
        yield name[:2] + name[3:]


def timed(name: str, turns: list[tuple[Client, str]]) -> Line:
    """The middle and the ends of so many answers, by the clock and in time of the processor."""
    for client, path in turns[:READERS]:
        client.get(path)
    clock, work = [], []
    for client, path in turns:
        began, worked = perf_counter(), thread_time()
        answer = client.get(path, headers=FRAGMENT if "suggest" in path else {})
        clock.append((perf_counter() - began) * 1000)
        work.append((thread_time() - worked) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    clock, work = sorted(clock), sorted(work)
    at = {"p50": len(turns) // 2, "p99": len(turns) * 99 // 100, "most": len(turns) - 1}
    times = {f"{word} ms": round(clock[place], 1) for word, place in at.items()}
    return {"page": name, **times, **{f"{word} cpu ms": round(work[place], 1) for word, place in at.items()}}


if __name__ == "__main__":
    part = sys.argv[1]
    for line in pages() if part == "pages" else [job(part)]:
        sys.stdout.write(json.dumps(line) + "\n")
