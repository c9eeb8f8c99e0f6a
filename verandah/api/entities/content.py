"""Plain text as the HTML that apps expect: other classes than our pages have, and absolute addresses."""

from collections.abc import Mapping
from html import escape

from verandah.base.markup import Kind, Markup, Piece, parse

from .addresses import account_url, tag_url

SHOWN_OF_LINK = 30


def html(markup: Markup, names: Mapping[str, str]) -> str:
    """`markup` in paragraphs. `names`: the user name for each folded name that is somebody's here."""
    return "".join(
        "<p>" + "<br />".join("".join(piece_html(piece, names) for piece in line) for line in paragraph) + "</p>"
        for paragraph in markup.paragraphs
    )


def plain_html(text: str) -> str:
    """What someone says of themselves: links and tags, but nobody is looked up."""
    return html(parse(text), {})


def line_html(text: str) -> str:
    """The same of a single line, which stands in a paragraph of the app's own."""
    lines = [line for paragraph in parse(text).paragraphs for line in paragraph]
    return " ".join("".join(piece_html(piece, {}) for piece in line) for line in lines)


def piece_html(piece: Piece, names: Mapping[str, str]) -> str:
    """One piece of the text."""
    match piece.kind:
        case Kind.MENTION if piece.target in names:
            return mention_html(names[piece.target])
        case Kind.TAG:
            return tag_html(piece)
        case Kind.LINK:
            return link_html(piece)
    return escape(piece.text)


def mention_html(username: str) -> str:
    """A person's name as a link."""
    address = escape(account_url(username))
    link = f'<a href="{address}" class="u-url mention">@<span>{escape(username)}</span></a>'
    return f'<span class="h-card" translate="no">{link}</span>'


def tag_html(piece: Piece) -> str:
    """A tag as a link, in the letters it was written in."""
    address = escape(tag_url(piece.target))
    return f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{escape(piece.text[1:])}</span></a>'


def link_html(piece: Piece) -> str:
    """An address as a link: its scheme and its end are there for those who copy it, but are not shown."""
    scheme, rest = piece.target.split("://", 1)
    hidden = f'<span class="invisible">{escape(scheme)}://</span>'
    kind = "ellipsis" if len(rest) > SHOWN_OF_LINK else ""
    shown = f'<span class="{kind}">{escape(rest[:SHOWN_OF_LINK])}</span>'
    end = f'<span class="invisible">{escape(rest[SHOWN_OF_LINK:])}</span>'
    address = escape(piece.target)
    return f'<a href="{address}" target="_blank" rel="nofollow noopener" translate="no">{hidden}{shown}{end}</a>'
