"""Files that were made to do harm, and what someone who sends one is told."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from struct import pack
from zipfile import ZipFile

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.corpus import film, gradient, heic, saved, sound

DAMAGED, NOT_TAKEN, TOO_MANY, TOO_LARGE = "damaged", "not taken", "too many pixels", "too large to be opened"
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\nfile:///etc/passwd\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@dataclass(frozen=True)
class Evil:
    """A file, and what is said of it; empty: it is taken, but what is hidden in it is not."""

    make: Callable[[], bytes]
    told: str = ""
    hidden: bytes = b""


def evil(content: bytes, told: str) -> Evil:
    return Evil(lambda: content, told)


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, body: int = 1000, more: bytes = b"") -> bytes:
    """The head of a PNG of any size, and so many bytes of nothing."""
    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(bytes(body), 9)) + chunk(b"IEND", b"")


def gif_of(width: int, height: int) -> bytes:
    content = bytearray(saved(Image.new("P", (8, 8)), "GIF"))
    content[6:10] = pack("<HH", width, height)
    return bytes(content)


def jpeg_of(width: int, height: int) -> bytes:
    content = bytearray(saved(gradient((8, 8)), "JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = pack(">HH", height, width)
    return bytes(content)


def webp_of(width: int, height: int) -> bytes:
    """One that says so in the head of its canvas."""
    body = b"VP8X" + pack("<I", 10) + bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    picture = saved(gradient((8, 8)), "WEBP")[12:]
    return b"RIFF" + pack("<I", 4 + len(body) + len(picture)) + b"WEBP" + body + picture


def heif_of(content: bytes, width: int, height: int) -> bytes:
    """An AVIF or HEIC that says it is as large as this."""
    at = content.index(b"ispe") + 8
    return content[:at] + pack(">II", width, height) + content[at + 8 :]


def text_bomb() -> bytes:
    """A PNG with notes that unfold to 200 MB."""
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return png_of(8, 8, 72, note)


def colour_bomb() -> bytes:
    """A PNG with a colour profile that unfolds to 100 MB."""
    profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000), 9))
    return png_of(8, 8, 72, profile)


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return pack(">I", 8 + len(body)) + kind + body


def elsewhere() -> bytes:
    """A film whose pictures are said to lie in another file."""
    content = film("mp4", sound=False)()
    inner, moov = pack(">I", 12) + b"url \0\0\0\1", content.index(b"moov") - 4
    outer = box(b"url ", bytes(4) + b"file:///etc/passwd\0")
    return content[:moov] + grown(content[moov:], inner, outer)


def grown(part: bytes, inner: bytes, outer: bytes) -> bytes:
    """The boxes of `part`, in which `inner` has become `outer` and everything around it as much longer."""
    made, at = b"", 0
    while at + 8 <= len(part):
        size, kind = int.from_bytes(part[at : at + 4]), part[at + 4 : at + 8]
        body = part[at + 8 : at + size]
        if inner in body:
            head = 8 if kind == b"dref" else 0
            body = body[:head] + (outer if body[head:] == inner else grown(body[head:], inner, outer))
        made, at = made + box(kind, body), at + size
    return made


def song_with(cover: bytes) -> bytes:
    """An MP3 with a picture of which nothing good can come."""
    frame = b"\0image/png\0\3\0" + cover
    tag = b"APIC" + pack(">I", len(frame)) + b"\0\0" + frame
    size = len(tag)
    sizes = bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    return b"ID3\3\0\0" + sizes + tag + sound("mp3", "-id3v2_version", "0")()


def noted(words: bytes) -> bytes:
    info = PngInfo()
    info.add_text("Comment", words.decode())
    return saved(gradient((80, 50)), "PNG", pnginfo=info)


JPEG, PNG, GIF, WEBP, AVIF = (saved(gradient((80, 50)), form) for form in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"))
GIANTS = {
    "png of 900 MP": evil(png_of(30_000, 30_000), TOO_MANY),
    "png of 169 MP that unfolds": Evil(lambda: png_of(13_000, 13_000, 169_013_000), TOO_MANY),
    "png that is too wide": evil(png_of(17_000, 10), TOO_MANY),
    "gif of 4,295 MP": evil(gif_of(65_535, 65_535), TOO_MANY),
    "jpeg of 4,290 MP": evil(jpeg_of(65_500, 65_500), TOO_MANY),
    "webp of 268 MP": evil(webp_of(16_383, 16_383), TOO_MANY),
    "webp of 281,000,000 MP": evil(webp_of(16_777_216, 16_777_216), TOO_MANY),
    "avif of 900 MP": evil(heif_of(AVIF, 30_000, 30_000), DAMAGED),
    "heic of 900 MP": Evil(lambda: heif_of(heic(), 30_000, 30_000), DAMAGED),
    "webp of 36 MP": evil(webp_of(6_000, 6_000), TOO_LARGE),
    "png with notes of 200 MB": Evil(text_bomb, DAMAGED),
    "png with colours of 100 MB": Evil(colour_bomb, DAMAGED),
    "mp3 with a picture of 900 MP": Evil(lambda: song_with(png_of(30_000, 30_000))),
}
TWO_IN_ONE = {
    "jpeg and html": Evil(lambda: JPEG + b"<script>alert(1)</script>", hidden=b"<script"),
    "jpeg and zip": Evil(lambda: JPEG + zipped(), hidden=b"PK\x03"),
    "png and php": Evil(lambda: PNG + b"<?php system($_GET[0]);", hidden=b"<?php"),
    "png with a note": Evil(lambda: noted(b"<?php echo 1"), hidden=b"<?php"),
    "gif and script": Evil(lambda: GIF + b"*/alert(1)", hidden=b"alert"),
    "film and zip": Evil(lambda: film("mp4")() + zipped(), hidden=b"PK\x03"),
    "gif that is a script": evil(b"GIF89a/*" + bytes(50) + b"*/=1;alert(1)", DAMAGED),
}
OTHERS = {
    "nothing": evil(b"", "empty"),
    "svg": evil(SVG, NOT_TAKEN),
    "svg with a head": evil(b"<?xml version='1.0'?>" + SVG, NOT_TAKEN),
    "html": evil(b"<!doctype html><script>alert(1)</script>", NOT_TAKEN),
    "zip": Evil(zipped, NOT_TAKEN),
    "pdf": evil(b"%PDF-1.7\n", NOT_TAKEN),
    "program": evil(b"MZ" + bytes(100), NOT_TAKEN),
    "tiff": Evil(lambda: saved(gradient((8, 8)), "TIFF"), NOT_TAKEN),
    "playlist": evil(PLAYLIST, NOT_TAKEN),
    "list of files": evil(b"ffconcat version 1.0\nfile /etc/passwd\n", NOT_TAKEN),
    "text": evil(b"hello", NOT_TAKEN),
}
LIARS = {
    "playlist in mp4": evil(b"\0\0\0\x1cftypisom\0\0\2\0isomavc1" + PLAYLIST, DAMAGED),
    "playlist in a box of mp4": evil(b"\0\0\0\x14ftypisom\0\0\2\0isom" + box(b"mdat", PLAYLIST), DAMAGED),
    "playlist in mov": evil(b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + box(b"moov", box(b"rmra", PLAYLIST)), DAMAGED),
    "playlist in webm": evil(b"\x1a\x45\xdf\xa3 webm " + PLAYLIST, DAMAGED),
    "playlist in ogg": evil(b"OggS" + PLAYLIST, DAMAGED),
    "playlist in mp3": evil(b"ID3\4\0\0\0\0\0\0" + PLAYLIST, DAMAGED),
    "list of files in wav": evil(b"RIFF\x40\0\0\0WAVEffconcat version 1.0\nfile /etc/passwd\n", DAMAGED),
    "svg in jpeg": evil(b"\xff\xd8\xff" + SVG, DAMAGED),
    "svg in png": evil(b"\x89PNG\r\n\x1a\n" + SVG, DAMAGED),
    "svg in webp": evil(b"RIFF\x40\0\0\0WEBP" + SVG, DAMAGED),
    "svg in heic": evil(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + box(b"meta", SVG), DAMAGED),
    "svg in avif": evil(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + box(b"meta", SVG), DAMAGED),
    "film elsewhere": Evil(elsewhere, hidden=b"root:"),
}
CUT = {
    "half a jpeg": evil(JPEG[: len(JPEG) // 3], DAMAGED),
    "half a png": evil(PNG[: len(PNG) // 2], DAMAGED),
    "half a gif": evil(GIF[: len(GIF) // 3], DAMAGED),
    "half a webp": evil(WEBP[: len(WEBP) // 2], DAMAGED),
    "half an avif": evil(AVIF[: len(AVIF) // 2], DAMAGED),
    "half a heic": Evil(lambda: heic()[:-200], DAMAGED),
    "half an mp4": Evil(lambda: film("mp4")()[:-3000], DAMAGED),
    "the head of a webm": Evil(lambda: film("webm", "-c:v", "libvpx", "-c:a", "libopus")()[:300], DAMAGED),
    "the head of an mp3": evil(b"ID3\4\0\0\0\0\0\0", DAMAGED),
    "the head of a wav": evil(b"RIFF\xff\xff\xff\xffWAVEfmt ", DAMAGED),
    "the head of a flac": evil(b"fLaC" + bytes(40), DAMAGED),
    "noise in a film": Evil(lambda: film("mp4")()[:40] + bytes(range(256)) * 40, DAMAGED),
}
GROUPS = {"giants": GIANTS, "two in one": TWO_IN_ONE, "others": OTHERS, "liars": LIARS, "cut": CUT}
