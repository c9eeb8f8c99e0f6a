"""The little of Markdown that rules are written in: paragraphs, lists, bold words, headings and links. Pure."""

import re
from html import escape

from verandah.base.markup import Kind, link_html, pieces

BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")


def prose_html(text: str) -> str:
    """`text` as HTML that is safe because it was written here. Takes time in proportion to its length."""
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    return "".join(block_html(block.split("\n")) for block in blocks if block.strip())


def block_html(lines: list[str]) -> str:
    """One heading, one list, or one paragraph; lines of a list behind a paragraph are a list of their own."""
    if lines[0].startswith("## "):
        rest = block_html(lines[1:]) if lines[1:] else ""
        return f'<h3 dir="auto">{line_html(lines[0][3:])}</h3>{rest}'
    items = next((at for at, line in enumerate(lines) if is_item(line)), None)
    if items is None:
        return f'<p dir="auto">{"<br>".join(map(line_html, lines))}</p>'
    before = block_html(lines[:items]) if items else ""
    end = next((at for at, line in enumerate(lines[items:], items) if not is_item(line)), len(lines))
    told = "".join(f"<li>{line_html(line[2:])}</li>" for line in lines[items:end])
    after = block_html(lines[end:]) if lines[end:] else ""
    return f'{before}<ul dir="auto">{told}</ul>{after}'


def is_item(line: str) -> bool:
    """Whether this line is one of a list."""
    return line.startswith(("- ", "* "))


def line_html(line: str) -> str:
    """One line: its addresses as links, what stands between two stars as strong."""
    told = "".join(link_html(piece) if piece.kind is Kind.LINK else escape(piece.text) for piece in pieces(line))
    return BOLD.sub(r"<strong>\1</strong>", told)
