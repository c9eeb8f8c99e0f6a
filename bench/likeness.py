"""A bank of 100,000 fingerprints: what it costs to keep and to ask, and what of a changed picture is found in it."""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from verandah.base.fingerprints import pdq
from verandah.base.likeness import FARTHEST, Index, Look, looks_of, nearest, turned_value

from .measuring import Line, circumstances
from .town import TOP

SIZE = (1280, 960)
MEBIBYTE = 1024

type Change = Callable[[Image.Image], Image.Image]


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench likeness", description=__doc__)
    parser.add_argument("--out", type=Path, default=TOP / "bench/results/likeness.jsonl", help="add results here")
    parser.add_argument("--entries", type=int, default=100_000, help="how many fingerprints the bank holds")
    parser.add_argument("--pictures", type=int, default=60, help="of how many the bank holds the original")
    given = parser.parse_args(list(words))
    with given.out.open("a") as out:
        for line in measure(given.entries, given.pictures):
            told = json.dumps(circumstances() | line)
            out.write(told + "\n")
            out.flush()
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


def measure(entries: int, count: int) -> Iterator[Line]:
    """Lines for keeping it, for asking it, for each change, and for what is not in it."""
    chance = random.Random(1)  # noqa: S311  # The same each time.
    pictures = [drawn(number) for number in range(count)]
    values = [pdq(picture)[0] for picture in pictures]
    values += [f"{chance.getrandbits(256):064x}" for _entry in range(entries - count)]
    before, used = memory(), time.process_time()
    index = Index(values)
    built = time.process_time() - used
    yield {
        "scenario": "keeping",
        "entries": entries,
        "cpu s": round(built, 2),
        "memory MiB": round(memory() - before),
    }
    yield {"scenario": "asking", "entries": entries, **asking(index, pictures)}
    for name, change in CHANGES.items():
        yield {"scenario": name, "pictures": count, **found_after(index, pictures, change)}
    yield {"scenario": "unrelated", **unrelated(index, values[:count])}


def asking(index: Index, pictures: Sequence[Image.Image]) -> Line:
    """What it takes to look at a picture from all sides, and to ask for all of that."""
    used = time.process_time()
    looks = [looks_of(picture) for picture in pictures]
    looking, used = time.process_time() - used, time.process_time()
    for one in looks:
        nearest(index, one, FARTHEST)
    asked, number = time.process_time() - used, sum(map(len, looks))
    return {
        "looks": round(number / len(pictures), 1),
        "ms to look": round(looking * 1000 / len(pictures), 1),
        "ms to ask": round(asked * 1000 / len(pictures), 2),
        "ms for one": round(asked * 1000 / number, 3),
    }


def found_after(index: Index, pictures: Sequence[Image.Image], change: Change) -> Line:
    """Of how many changed pictures the original is found, by PDQ alone and by all looks; at 20 bits, and at 31."""
    near = [closest(index, number, looks_of(change(picture))) for number, picture in enumerate(pictures)]
    alone = [closest(index, number, [Look("", pdq(change(picture))[0])]) for number, picture in enumerate(pictures)]
    # As a file of before there were looks is compared: by its one fingerprint, turned.
    turned = [closest(index, n, turned_value(pdq(change(picture))[0])) for n, picture in enumerate(pictures)]
    return {
        "alone at 31": share(alone, FARTHEST),
        "turned at 31": share(turned, FARTHEST),
        "found at 20": share(near, 20),
        "found at 31": share(near, FARTHEST),
    }


def closest(index: Index, number: int, looks: Sequence[Look]) -> int:
    """How near any of these comes to the original."""
    return min((int(look.value, 16) ^ index.values[number]).bit_count() for look in looks) if looks else 256


def share(distances: Sequence[int], most: int) -> int:
    """How many of a hundred are found."""
    return round(100 * sum(one <= most for one in distances) / len(distances))


def unrelated(index: Index, values: Sequence[str]) -> Line:
    """Other pictures, looked at from all sides: how many are found, and how near the nearest comes to a real one."""
    strangers = [looks_of(drawn(number)) for number in range(10_000, 10_200)]
    known = [int(value, 16) for value in values]
    distances = [(int(look.value, 16) ^ one).bit_count() for looks in strangers for look in looks for one in known]
    return {
        "pictures": len(strangers),
        "pairs": len(distances),
        "wrongly found": sum(nearest(index, looks, FARTHEST) is not None for looks in strangers),
        "nearest": min(distances),
    }


def drawn(number: int) -> Image.Image:
    """A pattern of its own for each number, soft and rough as a photo is."""
    chance, picture = random.Random(number), Image.linear_gradient("L").resize(SIZE).convert("RGB")  # noqa: S311
    pen = ImageDraw.Draw(picture)
    for _shape in range(chance.randrange(15, 60)):
        left, top = chance.randrange(-200, SIZE[0]), chance.randrange(-200, SIZE[1])
        box = (left, top, left + chance.randrange(20, 700), top + chance.randrange(20, 500))
        colour = tuple(chance.randrange(256) for _channel in range(3))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(box, fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(chance.randrange(1, 6)))


def written(form: str, **options: int) -> Change:
    """Written as a file and read again."""

    def change(picture: Image.Image) -> Image.Image:
        file = BytesIO()
        picture.save(file, form, **options)
        return Image.open(file).convert("RGB")

    return change


def banner(picture: Image.Image) -> Image.Image:
    """A bar over the lower part."""
    changed = picture.copy()
    ImageDraw.Draw(changed).rectangle((0, int(SIZE[1] * 0.85), *SIZE), fill="white")
    return changed


def cropped(part: float) -> Change:
    """So much of each side is cut off."""
    return lambda picture: picture.crop(
        (int(SIZE[0] * part), int(SIZE[1] * part), int(SIZE[0] * (1 - part)), int(SIZE[1] * (1 - part)))
    )


def memory() -> float:
    """The most that this process has used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE


CHANGES: dict[str, Change] = {
    "as it is": lambda picture: picture,
    "JPEG of quality 30": written("JPEG", quality=30),
    "WebP of quality 50": written("WEBP", quality=50),
    "320 wide": lambda picture: picture.resize((320, 240)),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "brighter by 40 %": lambda picture: ImageEnhance.Brightness(picture).enhance(1.4),
    "mirrored": ImageOps.mirror,
    "mirrored, JPEG of quality 30": lambda picture: written("JPEG", quality=30)(ImageOps.mirror(picture)),
    "turned by 90°": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "turned by 180°": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "turned by 270°": lambda picture: picture.transpose(Image.Transpose.ROTATE_270),
    "letterbox of 10 %": lambda picture: ImageOps.expand(picture, (0, 96), fill="black"),
    "border of 10 %": lambda picture: ImageOps.expand(picture, (128, 96), fill="white"),
    "border and mirrored": lambda picture: ImageOps.mirror(ImageOps.expand(picture, (128, 96), fill="black")),
    "banner over 15 %": banner,
    "2 % cut off each side": cropped(0.02),
    "5 % cut off each side": cropped(0.05),
    "turned by 5°": lambda picture: picture.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor="black"),
}
