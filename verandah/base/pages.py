"""Pages of other sites: a page in, what it says of itself out. What reads it runs apart from the site."""

import json
from dataclasses import dataclass
from pathlib import Path

from .sandbox import Bounds, run

PROGRAM = "verandah.base.heads"
BOUNDS = Bounds(cpu=5, seconds=10, memory=400_000_000, file_size=1_000_000)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a page says of itself, in its own words; empty where it says nothing."""

    title: str = ""
    description: str = ""
    image: str = ""
    image_alt: str = ""
    site: str = ""
    author: str = ""
    locale: str = ""
    oembed: str = ""
    language: str = ""


def saying(page: Path, charset: str) -> Saying:
    """What the page in this file says. Raises Stopped when it takes too long to be read; nothing where it is broken."""
    ended = run(["-m", PROGRAM, json.dumps({"source": str(page), "charset": charset})], page.parent, BOUNDS)
    return Saying(**json.loads(ended.out)) if ended.code == 0 else Saying()
