"""Every command of toot that can work here, as three people use it."""

import sys
from pathlib import Path

from . import toot_people, toot_posts, toot_site
from .place import Place
from .telling import Telling
from .tooting import Toot


def main() -> int:
    told = Telling("toot")
    place = Place.read(Path(sys.argv[1]))
    alice, bob, carol = (Toot(told, place, name) for name in ("alice", "bob", "carol"))
    for chapter in (*toot_site.CHAPTERS, *toot_posts.CHAPTERS, *toot_people.CHAPTERS, toot_site.leave):
        with told.chapter(chapter.__name__):
            chapter(alice, bob, carol)
    return told.sum_up()


if __name__ == "__main__":
    sys.exit(main())
