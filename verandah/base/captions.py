"""What is said in a video, in writing: WebVTT of strangers, written anew from the parts of it that we know."""

import html
import re
from dataclasses import dataclass

MOST_CUES = 20_000
LONGEST_CUE = 2_000
TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMES = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?$")
PERCENT = r"(?:100|\d{1,2})(?:\.\d{1,4})?%"
SETTINGS = (
    re.compile(r"vertical:(rl|lr)"),
    re.compile(rf"line:(-?\d{{1,4}}|{PERCENT})(,(start|center|end))?"),
    re.compile(rf"position:{PERCENT}(,(line-left|center|line-right))?"),
    re.compile(rf"size:{PERCENT}"),
    re.compile(r"align:(start|center|end|left|right)"),
)
TAG = re.compile(r"<(/?)(b|i|u|ruby|rt|v|lang|c)(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>")
# Whose words they are, and in which language: all that a tag may say.
SAYS_MORE = ("v", "lang")
# What stands between tags, in the spelling in which a player reads it.
AMP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class NotCaptions(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """It is no WebVTT, or nothing is said in it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from one moment to another, in thousandths of a second, and where on the picture."""

    begin: int
    end: int
    places: tuple[str, ...]
    text: str


def rewritten(content: bytes) -> str:
    """WebVTT that says the same, without styles, notes, regions and whatever else. Raises NotCaptions."""
    cues = read(content)
    if not cues:
        raise NotCaptions
    blocks = [
        f"{clock(cue.begin)} --> {clock(cue.end)}{''.join(f' {it}' for it in cue.places)}\n{cue.text}" for cue in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def read(content: bytes) -> list[Cue]:
    """All that is said. Raises NotCaptions for what is no WebVTT, or says too much."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    except UnicodeDecodeError as error:
        raise NotCaptions from error
    blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.match(r"WEBVTT([ \t\n]|$)", blocks[0]):
        raise NotCaptions
    cues = [cue for block in blocks[1:] if (cue := cue_of(block.split("\n")))]
    if len(cues) > MOST_CUES:
        raise NotCaptions
    return cues


def cue_of(lines: list[str]) -> Cue | None:
    """One block; None when it is a note, a style, a region, or nothing a player could show."""
    at = next((number for number, line in enumerate(lines[:2]) if "-->" in line), None)
    times = TIMES.match(lines[at].strip()) if at is not None else None
    if at is None or times is None:
        return None
    begin, end = moment(*times.groups()[:4]), moment(*times.groups()[4:8])
    text = "\n".join(line for line in map(plain, lines[at + 1 :]) if line.strip())[:LONGEST_CUE]
    if end <= begin or not text:
        return None
    said = (times[9] or "").split()
    places = tuple(word for word in said if any(setting.fullmatch(word) for setting in SETTINGS))
    return Cue(begin, end, places, text)


def plain(line: str) -> str:
    """A line with the tags we know, everything else as text."""
    parts, last = [], 0
    for tag in TAG.finditer(line):
        parts += [escaped(line[last : tag.start()]), tag_again(tag)]
        last = tag.end()
    return "".join([*parts, escaped(line[last:])])


def tag_again(tag: re.Match[str]) -> str:
    """A tag without its classes; only who speaks, and in which language, may stand in one."""
    end, name, more = tag.groups()
    if end:
        return f"</{name}>"
    said = f" {escaped(more.strip())}" if more and more.strip() and name in SAYS_MORE else ""
    return f"<{name}{said}>"


def escaped(text: str) -> str:
    """Text as text, even if it was half escaped before."""
    return html.unescape(text).translate(AMP)


def moment(hours: str | None, minutes: str, seconds: str, parts: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(parts)


def clock(moment: int) -> str:
    """`00:01:02.500`."""
    seconds, parts = divmod(moment, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{parts:03d}"
