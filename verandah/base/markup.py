"""What people write: plain text with #tags, @mentions and links, made into HTML that is safe because we wrote it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import escape
from itertools import groupby
from unicodedata import category, normalize

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .errors import Invalid
from .letters import JOINERS, folded, is_invisible, is_stream_safe, is_word

MOST_TAGS = 50
MOST_MENTIONS = 50
LONGEST_TAG = 100
# A name as it is written; what is longer is nobody's.
LONGEST_MENTION = 100
LONGEST_LINK = 2000
SHOWN_OF_LINK = 40

LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Where something other than text may begin. Each letter has both cases by hand: ignoring case would let "ſ" be an "s".
TRIGGER = re.compile("[@＠#＃]|[hH][tT][tT][pP][sS]?://")
# What no link goes on through: blanks, quotes, what stands around it in other scripts, and signs that are not seen.
STOPS = (
    '\\s\x00-\x1f\x7f-\x9f<>"“”„«»、。，；！？「」『』（）【】《》｜\u00ad\u061c\u180e\u200b-\u200f'
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
)
STOP = re.compile(f"[{STOPS}]")
LINK = re.compile(f"[hH][tT][tT][pP][sS]?://[^{STOPS}]{{0,{LONGEST_LINK}}}")
PORT = re.compile(":[0-9]{1,5}$")
PAIRS = {")": "(", "]": "[", "}": "{"}
ENDS = frozenset(".,:;!?'’…*_~،؛؟۔।")


class Kind(Enum):
    """What a piece of text is."""

    TEXT = auto()
    MENTION = auto()
    TAG = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text as it was written; `target` is the folded name, or the address."""

    kind: Kind
    text: str
    target: str = ""


type Line = tuple[Piece, ...]
type Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """A text, and what is in it. Mentions and tags are folded; like links they are named once, in order."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    mentions: tuple[str, ...]
    tags: tuple[str, ...]
    links: tuple[str, ...]

    def html(self, mention_url: Callable[[str], str | None], tag_url: Callable[[str], str]) -> str:
        """The text as HTML. A mention that `mention_url` has no address for stays plain text."""

        def shown(piece: Piece) -> str:
            match piece.kind:
                case Kind.MENTION:
                    return mention_html(piece, mention_url(piece.target))
                case Kind.TAG:
                    return tag_html(piece, tag_url(piece.target))
                case Kind.LINK:
                    return link_html(piece)
            return escape(piece.text)

        return "".join(
            '<p dir="auto">' + "<br>".join("".join(map(shown, line)) for line in paragraph) + "</p>"
            for paragraph in self.paragraphs
        )


def clean(text: str, most: int) -> str:
    """`text` as it is stored: in one Unicode form, without blanks around it, empty when there is nothing to see.

    Raises Invalid when it is no text, or longer than `most` characters.
    """
    text = LINE_ENDS.sub("\n", text)
    refuse_signs(text)
    # Composing makes a text shorter, by three quarters at the most.
    if len(text) <= most * 4:
        text = "\n".join(line.rstrip() for line in normalize("NFC", text).split("\n")).strip("\n")
        text = re.sub("\n{4,}", "\n\n\n", text)
    if len(text) > most:
        raise Invalid("text", too_many(most, len(text)))
    return "" if all(char.isspace() or is_invisible(char) for char in text) else text


def parse(text: str) -> Markup:
    """What is in a text that `clean` has made. Takes time in proportion to its length.

    Raises Invalid when there are more tags or mentions than a post carries.
    """
    paragraphs = tuple(
        tuple(tuple(pieces(line)) for line in lines)
        for blank, lines in groupby(text.split("\n"), key=lambda line: not line.strip())
        if not blank
    )
    found = [piece for paragraph in paragraphs for line in paragraph for piece in line]
    mentions = targets(found, Kind.MENTION)
    tags = targets(found, Kind.TAG)
    refuse_crowds(len(mentions), tags)
    return Markup(text, paragraphs, unique(mentions), unique(tags), unique(targets(found, Kind.LINK)))


def pieces(line: str) -> Iterator[Piece]:
    """A line cut into text, mentions, tags and links. Every character is looked at a fixed number of times."""
    given = at = 0
    while trigger := TRIGGER.search(line, at):
        start = trigger.start()
        piece, at = READERS[line[start]](line, start)
        if piece is not None:
            if given < start:
                yield Piece(Kind.TEXT, line[given:start])
            yield piece
            given = at
    if given < len(line):
        yield Piece(Kind.TEXT, line[given:])


def mention_at(line: str, start: int) -> tuple[Piece | None, int]:
    """The mention whose @ stands at `start`, and where to go on reading."""
    end = start + 1
    while end < len(line):
        if is_letter(line[end]):
            end += 1
        elif line[end] in "_.-" and end > start + 1 and is_letter(line[end + 1 : end + 2]):
            end += 2
        else:
            break
    name = line[start + 1 : end]
    # "@joanna@other.example" is somebody elsewhere.
    if not name or len(name) > LONGEST_MENTION or line[end : end + 1] in ("@", "＠") or is_inside(line, start):
        return None, end
    return Piece(Kind.MENTION, line[start:end], folded(name)), end


def tag_at(line: str, start: int) -> tuple[Piece | None, int]:
    """The tag whose # stands at `start`, and where to go on reading."""
    end = start + 1
    while end < len(line) and (is_word(line[end]) or (line[end] in JOINERS and end > start + 1)):
        end += 1
    while line[end - 1] in JOINERS:
        end -= 1
    name = line[start + 1 : end]
    if not any(char.isalpha() for char in name) or is_inside(line, start):
        return None, end
    if len(name) > LONGEST_TAG:
        raise Invalid("text", tag_too_long())
    return Piece(Kind.TAG, line[start:end], tag_name(name)), end


def tag_name(written: str) -> str:
    """The one spelling of a tag, as it is stored and found."""
    return folded(written.replace("\u200c", "").replace("\u200d", ""))


def link_at(line: str, start: int) -> tuple[Piece | None, int]:
    """The link that begins at `start`, and where to go on reading."""
    found = LINK.match(line, start)
    if found is None:
        return None, start + 1
    written = without_ends(found.group())
    if len(written) > LONGEST_LINK or is_glued(line, start) or not has_host(written):
        # It is passed over as a whole: there are no tags and no people inside an address.
        stop = STOP.search(line, found.end())
        return None, stop.start() if stop else len(line)
    scheme, rest = written.split("://", 1)
    return Piece(Kind.LINK, written, f"{scheme.lower()}://{rest}"), start + len(written)


READERS: dict[str, Callable[[str, int], tuple[Piece | None, int]]] = {
    "@": mention_at,
    "＠": mention_at,
    "#": tag_at,
    "＃": tag_at,
    "h": link_at,
    "H": link_at,
}


def without_ends(address: str) -> str:
    """`address` without the punctuation of the sentence it stands in. A bracket that was opened in it stays."""
    end = len(address)
    surplus = {closing: address.count(closing) - address.count(opening) for closing, opening in PAIRS.items()}
    while end and (address[end - 1] in ENDS or surplus.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in PAIRS:
            surplus[address[end]] -= 1
    return address[:end]


def has_host(address: str) -> bool:
    """Whether `address` names a host, and hides nothing before it: "https://bank.example@evil.example" is a trap."""
    host = PORT.sub("", re.split("[/?#\\\\]", address.split("://", 1)[1], maxsplit=1)[0])
    labels = host.removesuffix(".").split(".")
    return len(host) < 254 and all(
        label and label[0] != "-" and label[-1] != "-" and all(is_word(char) or char == "-" for char in label)
        for label in labels
    )


def is_letter(char: str) -> bool:
    """Whether `char` goes on with a word or a name; the empty string does not."""
    return bool(char) and char != "_" and is_word(char)


def is_inside(line: str, start: int) -> bool:
    """Whether the sign at `start` stands in the middle of a word or of something else."""
    return start > 0 and (line[start - 1] in "@＠#＃/&" or is_word(line[start - 1]))


def is_glued(line: str, start: int) -> bool:
    """Whether an address is part of something longer. Japanese puts no blank before one, so its letters may be."""
    return start > 0 and (line[start - 1] in "@#/&" or (line[start - 1].isascii() and is_word(line[start - 1])))


def mention_html(piece: Piece, url: str | None) -> str:
    """A person's name as a link; its direction stays inside it."""
    if url is None:
        return escape(piece.text)
    sign, name = escape(piece.text[0]), escape(piece.text[1:])
    return f'<a class="mention" href="{escape(url)}" dir="ltr">{sign}<bdi>{name}</bdi></a>'


def tag_html(piece: Piece, url: str) -> str:
    """A tag as a link. Its # stands before it in the direction of its own letters."""
    return f'<a class="tag-link" href="{escape(url)}" rel="tag" dir="auto">{escape(piece.text)}</a>'


def link_html(piece: Piece) -> str:
    """An address as a link: shown without its scheme and in short, leading to the whole of it."""
    shown = piece.text.split("://", 1)[1]
    shown = shown.removesuffix("/") if shown.count("/") == 1 else shown
    if len(shown) > SHOWN_OF_LINK:
        shown = shown[: SHOWN_OF_LINK - 1] + "…"
    return f'<a href="{escape(piece.target)}" rel="nofollow noopener ugc" dir="ltr">{escape(shown)}</a>'


def refuse_signs(text: str) -> None:
    """Refuse what is no text, and what would take too long to be brought into one form."""
    if any(category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        raise Invalid("text", _("There are signs in it that can't be shown. Paste it again as plain text."))
    if not is_stream_safe(text):
        raise Invalid("text", _("There are too many accents on one letter. Remove some of them."))


def refuse_crowds(mentions: int, tags: list[str]) -> None:
    """Refuse a text that calls too many people or stands under too many tags."""
    if mentions > MOST_MENTIONS:
        sentence = ngettext(
            "Mention at most %(most)s person in one post. Yours mentions %(count)s.",
            "Mention at most %(most)s people in one post. Yours mentions %(count)s.",
            MOST_MENTIONS,
        )
        raise Invalid("text", sentence % {"most": MOST_MENTIONS, "count": mentions})
    if len(tags) > MOST_TAGS:
        sentence = ngettext(
            "Use at most %(most)s tag in one post. Yours has %(count)s.",
            "Use at most %(most)s tags in one post. Yours has %(count)s.",
            MOST_TAGS,
        )
        raise Invalid("text", sentence % {"most": MOST_TAGS, "count": len(tags)})
    # Folding can make a tag longer.
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise Invalid("text", tag_too_long())


def too_many(most: int, count: int) -> str:
    """What to say about a text that is too long."""
    sentence = ngettext(
        "Use at most %(most)s character. Yours has %(count)s.",
        "Use at most %(most)s characters. Yours has %(count)s.",
        most,
    )
    return sentence % {"most": most, "count": count}


def tag_too_long() -> str:
    """What to say about a tag that is too long."""
    sentence = ngettext(
        "Use at most %(most)s character in a tag.", "Use at most %(most)s characters in a tag.", LONGEST_TAG
    )
    return sentence % {"most": LONGEST_TAG}


def targets(found: list[Piece], kind: Kind) -> list[str]:
    """What all pieces of a kind lead to."""
    return [piece.target for piece in found if piece.kind is kind]


def unique(names: list[str]) -> tuple[str, ...]:
    """Each of them once, in order."""
    return tuple(dict.fromkeys(names))
