"""Rules before publication on one core: posts a second through 10,000 words and 100 patterns, and what is hard."""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date

import django

WORDS = 10_000
PATTERNS = 100
POSTS = 2_000
TODAY = date(2026, 11, 22)
LETTERS = "abcdefghijklmnoprstuvwyz"
# What a machine that goes back and tries again takes years for.
CATASTROPHES = ("(a+)+b", "(a|aa)+b", "(.*a){12}b", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "([a-zA-Z]+)*0")


def main(words: Sequence[str]) -> None:
    argparse.ArgumentParser(prog="python -m bench rules", description=__doc__).parse_args(list(words))
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder:
        os.environ |= {"VERANDAH_DATA": folder, "VERANDAH_DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        django.setup()
        for line in measure():
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


def measure() -> Sequence[dict[str, object]]:
    """A line for each thing that was measured."""
    # Only now, because the rules are models and read the settings.
    from verandah.domain.moderation.patterns import compile as compiled  # noqa: PLC0415
    from verandah.domain.moderation.rulebook import Kind, Mode, Rule, bound  # noqa: PLC0415

    chance = random.Random(7)  # noqa: S311
    listed = sorted({word(chance) for _number in range(WORDS * 2)})[:WORDS]
    plain, evasive = posts(chance, listed), [disguised(chance, text) for text in posts(chance, listed)]
    words = Rule(pk=1, kind=Kind.WORDS, mode=Mode.LIVE, config={"words": [[one, "whole", "", ""] for one in listed]})
    leet = Rule(pk=2, kind=Kind.WORDS, mode=Mode.LIVE, config=words.config | {"leet": True})
    patterns = [
        Rule(pk=10 + place, kind=Kind.PATTERN, mode=Mode.LIVE, config={"pattern": rf"\b{one}\w* +{one[::-1]}\b"})
        for place, one in enumerate(listed[:PATTERNS])
    ]
    began = time.process_time()
    book = bound([words])
    built = time.process_time() - began
    lines: list[dict[str, object]] = [{"what": f"making {WORDS} words ready", "ms": round(built * 1000, 1)}]
    for what, one, texts in (
        (f"{WORDS} words, plain posts", book, plain),
        (f"{WORDS} words, disguised posts", book, evasive),
        (f"{WORDS} words, signs as letters too", bound([leet]), plain),
        (f"{PATTERNS} patterns", bound(patterns), plain),
        (f"{WORDS} words and {PATTERNS} patterns", bound([words, *patterns]), plain),
    ):
        lines.append(of_posts(what, one.search, texts))
    for source in CATASTROPHES:
        pattern, text = compiled(source), "a" * 5000 + "!"
        began = time.process_time()
        pattern.search(text)
        lines.append({"what": f"pattern {source}", "ms": round((time.process_time() - began) * 1000, 3)})
    return lines


def of_posts(what: str, search: Callable[..., Sequence[object]], texts: Sequence[str]) -> dict[str, object]:
    """Processor time of asking for each of these posts; the slowest by itself."""
    slowest, found, began = 0.0, 0, time.process_time()
    for text in texts:
        before = time.process_time()
        found += bool(search([text], [], TODAY))
        slowest = max(slowest, time.process_time() - before)
    seconds = time.process_time() - began
    return {
        "what": what,
        "posts_per_second": round(len(texts) / seconds),
        "ms": round(seconds * 1000 / len(texts), 3),
        "slowest_ms": round(slowest * 1000, 2),
        "found": found,
    }


def word(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randint(5, 12)))


def posts(chance: random.Random, listed: Sequence[str]) -> list[str]:
    """Posts of forty words, one in ten with a word of the list."""
    texts = []
    for number in range(POSTS):
        said = [word(chance) for _place in range(40)]
        if number % 10 == 0:
            said[chance.randrange(40)] = chance.choice(listed)
        texts.append(" ".join(said))
    return texts


def disguised(chance: random.Random, text: str) -> str:
    """The same with letters that look like others, accents, and signs that are not seen."""
    looks = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "i": "\uff49", "s": "s\u0301", "t": "t\u200b"}
    return "".join(looks.get(char, char) if chance.random() < 0.5 else char for char in text)
