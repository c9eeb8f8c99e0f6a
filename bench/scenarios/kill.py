"""Kill the whole server at random moments while people post: nothing answered with success is lost or doubled.

uv run python -m bench.scenarios.kill --times 50
"""

import argparse
import http.client
import json
import random
import sqlite3
import sys
import threading
import time
from dataclasses import dataclass, field

from .site import Browser, Site, fresh_site


@dataclass
class Poster:
    """Posts one after the other, as a person with a bad connection would: what got no answer is sent again."""

    browser: Browser
    name: str
    answered: list[str] = field(default_factory=list)
    resent: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            self.post(f"{self.name} writes number {number} for @carol")

    def post(self, text: str) -> None:
        form = {"text": text, "audience": "followers", "key": text.replace(" ", "-")}
        while True:
            try:
                status, place = self.browser.send("/p/new/", form)
            except (OSError, http.client.HTTPException):
                self.resent += 1
                time.sleep(0.02)
                continue
            if status == 302 and place.startswith("/#p"):
                self.answered.append(text)
                return
            if status != 429:
                raise RuntimeError(f"An answer nobody expected: {status} {place}")
            if self.over.wait(1):
                return


def suffer(site: Site, times: int, seed: int) -> tuple[list[Poster], list[float]]:
    """Post from two people while the server is killed `times` times; the posters and how long each start took."""
    chance, starts = random.Random(seed), []  # noqa: S311
    posters = [signed_in(site, name) for name in ("alice", "bob")]
    threads = [threading.Thread(target=poster.run, daemon=True) for poster in posters]
    for thread in threads:
        thread.start()
    for _time in range(times):
        time.sleep(chance.uniform(0.05, 1.2))
        site.kill()
        starts.append(site.start())
    time.sleep(1)
    for poster in posters:
        poster.over.set()
    for thread in threads:
        thread.join(30)
    return posters, starts


def signed_in(site: Site, name: str) -> Poster:
    """A poster whom Carol follows."""
    carol = Browser(site.port)
    carol.sign_in("carol")
    carol.send(f"/@{name}/follow/", {})
    browser = Browser(site.port)
    browser.sign_in(name)
    return Poster(browser, name)


def losses(site: Site, posters: list[Poster]) -> dict[str, int]:
    """What went wrong, counted; all zero when all is well."""
    answered = [text for poster in posters for text in poster.answered]
    home = carols_home(site)
    with sqlite3.connect(site.folder / "verandah.sqlite3") as database:
        stored = dict(database.execute("SELECT text, count(*) FROM verandah_post GROUP BY text"))
        told = dict(
            database.execute(
                "SELECT p.text, count(*) FROM verandah_notification n JOIN verandah_post p ON p.id = n.post_id"
                " GROUP BY p.text"
            )
        )
        waiting = database.execute("SELECT count(*) FROM verandah_job WHERE task LIKE '%distribute'").fetchone()[0]
        broken = database.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    return {
        "lost": sum(text not in stored for text in answered),
        "doubled": sum(count > 1 for count in stored.values()),
        "job not run": sum(told.get(text, 0) == 0 for text in answered),
        "told twice": sum(count > 1 for count in told.values()),
        "not in the follower's home": sum(home.count(f">{text}") == 0 for text in without_link(answered)),
        "twice in the follower's home": sum(home.count(f">{text}") > 1 for text in without_link(answered)),
        "jobs still waiting": waiting,
        "database damaged": int(broken),
    }


def without_link(texts: list[str]) -> list[str]:
    """What of a text stands in the page before the mention becomes a link."""
    return [text.removesuffix("@carol") for text in texts]


def carols_home(site: Site) -> str:
    """All of Carol's home, page after page."""
    browser, pages, path = Browser(site.port), "", "/?length=40"
    browser.sign_in("carol")
    while path:
        page = browser.read(path)
        pages += page
        older = page.partition("/?before=")[2].partition('"')[0].replace("&amp;", "&")
        path = f"/?before={older}" if older else ""
    return pages


def settle(site: Site) -> None:
    """Wait until no job waits any more, at most a minute."""
    for _second in range(60):
        with sqlite3.connect(site.folder / "verandah.sqlite3") as database:
            if not database.execute("SELECT 1 FROM verandah_job WHERE task LIKE '%distribute'").fetchone():
                return
        time.sleep(1)


def kill_and_count(times: int, seed: int) -> dict[str, object]:
    """The whole scenario; its figures."""
    with fresh_site("alice", "bob", "carol") as site:
        posters, starts = suffer(site, times, seed)
        settle(site)
        return {
            "kills": times,
            "posts answered with success": sum(len(poster.answered) for poster in posters),
            "sent again": sum(poster.resent for poster in posters),
            "median start s": round(sorted(starts)[len(starts) // 2], 2),
            **losses(site, posters),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = kill_and_count(given.times, given.seed)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    wrong = list(found)[list(found).index("lost") :]
    sys.exit(any(found[name] for name in wrong))


if __name__ == "__main__":
    main()
