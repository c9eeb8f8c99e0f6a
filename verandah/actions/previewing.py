"""Looking at a page of another site: what is there, in its own words, and its picture made anew. Stores nothing."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings

from verandah.base import images, pages
from verandah.base.addresses import is_web_address, plain_address
from verandah.base.fetching import Fetched, Wanted, fetch
from verandah.base.images import Animated, Shape, Unusable
from verandah.base.outgoing import Refused, Unreachable
from verandah.base.pages import Saying
from verandah.base.sandbox import Stopped
from verandah.base.sniffing import HEAD, Family, format_of
from verandah.domain.links.models import Kind
from verandah.domain.links.players import Player, player_of
from verandah.domain.links.rules import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_TITLE, plain_words, shown_host
from verandah.domain.media import files

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
# Bytes that are read of each, and seconds for all that is read of it, with every redirect.
LONGEST_PAGE = 1_000_000
PAGE_TIMEOUT = 10
LONGEST_OEMBED = 100_000
OEMBED_TIMEOUT = 5
LONGEST_PICTURE = 5_000_000
PICTURE_TIMEOUT = 10
PAGE = Wanted(frozenset({"text/html", "application/xhtml+xml"}) | PICTURES, LONGEST_PAGE, PAGE_TIMEOUT, begins=True)
OEMBED = Wanted(
    frozenset({"application/json", "text/json", "application/json+oembed", "text/javascript"}),
    LONGEST_OEMBED,
    OEMBED_TIMEOUT,
)
PICTURE = Wanted(PICTURES | {"image/jpg", "application/octet-stream"}, LONGEST_PICTURE, PICTURE_TIMEOUT)
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1024
# What is smaller is a dot that counts visitors, or a button.
SHORTEST_SIDE = 32
LANGUAGE = re.compile("[a-zA-Z]{2,3}(?=$|[-_])")


class Picture(TypedDict):
    """What is stored of a page's picture."""

    image_name: str
    image_extension: str
    image_type: str
    image_width: int
    image_height: int
    blurhash: str


class Facts(TypedDict):
    """What is stored of a page. `picture`: of its own picture; None where it has none that can be shown."""

    leads_to: str
    kind: Kind
    title: str
    description: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    language: str
    image_description: str
    picture: Picture | None


class Embedded(TypedDict):
    """What oEmbed says of it: texts alone, whatever else was sent."""

    type: str
    title: str
    author_name: str
    author_url: str
    provider_name: str
    thumbnail_url: str


NOTHING: Embedded = {
    "type": "", "title": "", "author_name": "", "author_url": "", "provider_name": "", "thumbnail_url": ""
}  # fmt: skip


def look(address: str) -> Facts | None:
    """What can be shown of the page; None when there is nothing. The name of its picture is another one each time.

    Raises Refused when it may not or cannot be read, Unreachable when it may be there later.
    """
    if player := player_of(address, settings.PEERTUBES):
        return of_player(address, player)
    found = fetch(address, PAGE)
    if found.content_type in PICTURES:
        return of_picture(found.address)
    said = saying(found)
    told = oembed(absolute(found.address, said.oembed))
    picture = picture_at(absolute(found.address, said.image or told["thumbnail_url"]))
    title = plain_words(told["title"] if not said.title else said.title, LONGEST_TITLE)
    description = plain_words(said.description, LONGEST_DESCRIPTION)
    if not (title or description):
        # Nothing but its picture: that is no page for people.
        forget(picture)
        return None
    return {
        "leads_to": found.address,
        "kind": Kind.PHOTO if told["type"] == "photo" and picture else Kind.LINK,
        "title": title or shown_host(found.address),
        "description": description,
        **of_people(found.address, told, said),
        "language": language_of(said),
        "image_description": plain_words(said.image_alt, LONGEST_DESCRIPTION),
        "picture": picture,
    }


def of_player(address: str, player: Player) -> Facts:
    """What a known player plays. Where its site says nothing of it, it can be played all the same."""
    told = oembed(player.about)
    return {
        "leads_to": address,
        "kind": Kind.VIDEO,
        "title": plain_words(told["title"], LONGEST_TITLE) or player.site,
        "description": "",
        **of_people(address, told, Saying(site=player.site)),
        "language": "",
        "image_description": "",
        "picture": picture_at(absolute(player.about, told["thumbnail_url"])),
    }


def of_picture(address: str) -> Facts | None:
    """A picture without a page."""
    picture = picture_at(address)
    name = plain_words(unquote(urlsplit(address).path.rpartition("/")[2]), LONGEST_TITLE)
    if picture is None:
        return None
    return {
        "leads_to": address,
        "kind": Kind.PHOTO,
        "title": name or shown_host(address),
        "description": "",
        **of_people(address, NOTHING, Saying()),
        "language": "",
        "image_description": "",
        "picture": picture,
    }


class People(TypedDict):
    """Who has made it, and whose site it is on."""

    author_name: str
    author_url: str
    provider_name: str
    provider_url: str


def of_people(address: str, told: Embedded, said: Saying) -> People:
    """Both as they say of themselves; the site's own address is none of their choice."""
    parts = urlsplit(address)
    author = told["author_name"] or ("" if is_web_address(said.author) else said.author)
    return {
        "author_name": plain_words(author, LONGEST_NAME),
        "author_url": told["author_url"] if is_web_address(told["author_url"]) else "",
        "provider_name": plain_words(told["provider_name"] or said.site, LONGEST_NAME),
        "provider_url": f"{parts.scheme}://{parts.netloc}/",
    }


def saying(found: Fetched) -> Saying:
    """What the page says of itself; nothing when it cannot be read within bounds."""
    with room() as folder:
        page = folder / "page"
        page.write_bytes(found.body)
        try:
            return pages.saying(page, found.charset)
        except Stopped:
            return Saying()


def oembed(address: str) -> Embedded:
    """What is said of it there; nothing where nobody answers as they should."""
    if not address:
        return NOTHING
    try:
        told = json.loads(fetch(address, OEMBED).body)
    except (Refused, Unreachable, ValueError, RecursionError):
        return NOTHING
    return texts_in(told) if isinstance(told, dict) else NOTHING


def texts_in(told: dict[str, Any]) -> Embedded:
    """Of each that is a text, not more than is looked at."""

    def text(name: str) -> str:
        value = told.get(name)
        return value[:2000].encode("utf-8", "replace").decode() if isinstance(value, str) else ""

    return {
        "type": text("type"),
        "title": text("title"),
        "author_name": text("author_name"),
        "author_url": text("author_url"),
        "provider_name": text("provider_name"),
        "thumbnail_url": text("thumbnail_url"),
    }


def absolute(base: str, address: str) -> str:
    """An address as it stands in a page, in its one spelling; empty when it is none."""
    try:
        return plain_address(urljoin(base, address)) if address else ""
    except ValueError:
        return ""


def picture_at(address: str) -> Picture | None:
    """The picture, made anew and in our store; None when there is none, or none that can be shown."""
    if not address:
        return None
    try:
        body = fetch(address, PICTURE).body
    except (Refused, Unreachable):
        return None
    found = format_of(body[:HEAD])
    if found is None or found.family is not Family.IMAGE:
        return None
    with room() as folder:
        (folder / "source").write_bytes(body)
        try:
            made = images.remake(folder / "source", found.reader, folder, shape())
        except (Animated, Unusable, Stopped):
            return None
        full = made.named("full")
        if full is None or min(full.width, full.height) < SHORTEST_SIDE:
            return None
        files.keep(folder.name, folder / f"full.{full.extension}")
    return {
        "image_name": folder.name,
        "image_extension": full.extension,
        "image_type": full.content_type,
        "image_width": full.width,
        "image_height": full.height,
        "blurhash": made.blurhash,
    }


def shape() -> Shape:
    """How much of a picture is read, and how large what is shown of it may be."""
    return Shape(min(MOST_PIXELS, settings.MOST_PIXELS), LONGEST_SIDE, 0)


def forget(picture: Picture | None) -> None:
    """It is not needed after all."""
    if picture is not None:
        files.remove(picture["image_name"])


@contextmanager
def room() -> Iterator[Path]:
    """A folder of its own for what a stranger has sent."""
    folder = files.waiting_room(files.new_name())
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def language_of(said: Saying) -> str:
    """The language that the page says it is in; empty when it says none."""
    found = LANGUAGE.match(said.language) or LANGUAGE.match(said.locale)
    return found[0].lower() if found else ""
