"""A program that reads what a page says of itself. It runs in a process of its own: see `limited.py`.

It is told by JSON where the page lies and what its server says of its letters, and tells as JSON what it has found.
"""

import codecs
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

# What is cut further by whoever reads it; together they must not be more than `sandbox.LONGEST_WORDS`.
LONGEST = {"title": 600, "description": 1200, "image_alt": 600}
LONGEST_ADDRESS = 2000
LONGEST_WORD = 200
# How far into a page it may say in which letters it is written.
SAID_WITHIN = 2048
SAID = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})", re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The letters that pages are written in, by the names that browsers take for them; others are not read.
CODECS = {
    "cp1256": "windows-1256 cp1256 x-cp1256 iso-8859-6 iso8859-6 arabic asmo-708 csisolatinarabic",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 latin1 l1 ascii us-ascii",
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
    "cp1250": "windows-1250 cp1250",
    "iso8859-2": "iso-8859-2 latin2",
    "cp1251": "windows-1251 cp1251",
    "koi8-r": "koi8-r koi8",
    "koi8-u": "koi8-u",
    "iso8859-5": "iso-8859-5",
    "cp1253": "windows-1253 cp1253",
    "iso8859-7": "iso-8859-7 greek",
    "cp1254": "windows-1254 cp1254 iso-8859-9 latin5",
    "cp1255": "windows-1255 cp1255 iso-8859-8 iso-8859-8-i",
    "cp1257": "windows-1257 cp1257",
    "cp1258": "windows-1258 cp1258",
    "iso8859-15": "iso-8859-15 latin9",
    "cp874": "windows-874 tis-620 iso-8859-11",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j",
    "euc_jp": "euc-jp x-euc-jp",
    "gb18030": "gb18030 gbk gb2312 gb_2312-80 x-gbk",
    "big5": "big5 big5-hkscs x-x-big5",
    "cp949": "euc-kr ks_c_5601-1987 windows-949",
    "utf-16-le": "utf-16le utf-16",
    "utf-16-be": "utf-16be",
}
BY_NAME = {name: codec for codec, names in CODECS.items() for name in names.split()}
# What is said in several ways, the best first.
SAYINGS = {
    "title": ("og:title", "twitter:title"),
    "description": ("og:description", "twitter:description", "description"),
    "image": ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    "image_alt": ("og:image:alt", "twitter:image:alt"),
    "site": ("og:site_name", "application-name"),
    "author": ("author", "article:author:name", "twitter:data1:author"),
    "locale": ("og:locale",),
}


class Enough(Exception):  # noqa: N818
    """Nothing that follows is about the page as a whole."""


class Head(HTMLParser):
    """What stands in the head of a page. Of what is said twice the first counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title: list[str] = []
        self.in_title = False
        self.had_title = False
        self.oembed = ""
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or "").strip().lower()
            if name and given.get("content", "").strip():
                self.said.setdefault(name, given["content"].strip())
        elif tag == "link" and given.get("type", "").lower() == "application/json+oembed" and not self.oembed:
            self.oembed = given.get("href", "").strip()
        elif tag == "title" and not self.had_title:
            self.in_title = self.had_title = True
        elif tag == "html":
            self.language = given.get("lang", "").strip()
        elif tag == "body" and (self.title or "og:title" in self.said):
            raise Enough

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)


def main(words: list[str]) -> None:
    job = json.loads(words[1])
    page = Path(job["source"]).read_bytes()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(json.dumps(told(text_of(page, job["charset"])), ensure_ascii=False))


def told(text: str) -> dict[str, Any]:
    """What the page says of itself; what it does not say is empty."""
    head = Head()
    try:
        head.feed(text)
        head.close()
    except (Enough, AssertionError):
        # The parser of Python takes some broken markup for a mistake of its own: what came before it counts.
        head.rawdata = ""
    found = {key: next((head.said[name] for name in names if name in head.said), "") for key, names in SAYINGS.items()}
    found["title"] = found["title"] or "".join(head.title)
    found |= {"oembed": head.oembed, "language": head.language}
    return {key: cut(key, value) for key, value in found.items()}


def cut(key: str, value: str) -> str:
    """No longer than can be told. An address that would have to be cut is none; a lone half of a sign is no letter."""
    if key in ("image", "oembed"):
        return value if len(value.encode("utf-8", "replace")) <= LONGEST_ADDRESS else ""
    return value[: LONGEST.get(key, LONGEST_WORD)].encode("utf-8", "replace").decode()


def text_of(page: bytes, charset: str) -> str:
    """The page in letters: by its mark, by what its server says, by what it says itself, and else by a guess."""
    for mark, codec in MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(codec, "replace")
    said = SAID.search(page[:SAID_WITHIN])
    for name in (charset, said[1].decode() if said else ""):
        if codec := BY_NAME.get(name.lower(), ""):
            # Whoever says UTF-16 in letters that can be read as ASCII means something else.
            return page.decode("utf-8" if said and codec.startswith("utf-16") else codec, "replace")
    return guessed(page)


def guessed(page: bytes) -> str:
    """UTF-8 if it can be, but for a sign that was cut off at the end; else Arabic letters, if they would be many."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(page)
    except UnicodeDecodeError:
        arabic, western = page.decode("cp1256", "replace"), page.decode("cp1252", "replace")
    letters = [char for char in arabic if not char.isascii() and char.isalpha()]
    many = sum("\u0600" <= char <= "\u06ff" for char in letters)
    return arabic if many * 10 > len(letters) * 8 else western


if __name__ == "__main__":
    main(sys.argv)
