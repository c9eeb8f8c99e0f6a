"""The little of Markdown that rules and pages of the site are written in: safe because it is written here. Pure."""

import re
from collections.abc import Callable
from html import escape

from .markup import Kind, link_html, pieces

BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
# [Words](address): of the web, of this site, or of a letter box. Nothing else can be led to.
LINKED = re.compile(r"\[([^\[\]\n]{1,200})\]\(((?:https?://|mailto:|/(?![/\\]))[^\s()<>\"\\]{0,500})\)")
HEADING = re.compile(r"(#{2,3}) +(.{1,300})")
BULLET, NUMBERED = re.compile(r"[-*] +"), re.compile(r"[0-9]{1,3}[.)] +")
RULE_OF_TABLE = re.compile(r"\|?(?: *:?-+:? *\|)* *:?-+:? *\|?")
# A heading of the text stands this far below that of the page.
TOP = 3


def prose_html(text: str, top: int = TOP) -> str:
    """`text` as HTML that is safe because it was written here. Takes time in proportion to its length.

    `top`: the level of its first headings, so that they follow those of the page.
    """
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    return "".join(block_html(lines, top) for block in blocks if (lines := block.strip("\n").split("\n")) != [""])


def block_html(lines: list[str], top: int) -> str:
    """Lines that no empty one parts: headings, lists, tables and paragraphs, each as long as it goes on."""
    told, at = [], 0
    while at < len(lines):
        end = at + 1
        if HEADING.fullmatch(lines[at].rstrip()):
            told.append(heading_html(lines[at], top))
        elif is_table(lines, at):
            end = run_of(lines, at, is_row)
            told.append(table_html(lines[at:end]))
        elif (mark := mark_of(lines[at])) is not None:
            end = run_of(lines, at, lambda line, mark=mark: mark_of(line) is mark)  # type: ignore[misc]
            told.append(list_html(lines[at:end], mark))
        else:
            end = paragraph_end(lines, at)
            told.append(f'<p dir="auto">{"<br>".join(map(line_html, lines[at:end]))}</p>')
        at = end
    return "".join(told)


def heading_html(line: str, top: int) -> str:
    """A heading of the first or the second level of the text."""
    signs, _blank, words = line.partition(" ")
    level = min(6, top + len(signs) - 2)
    return f'<h{level} dir="auto">{line_html(words.strip())}</h{level}>'


def list_html(lines: list[str], mark: re.Pattern[str]) -> str:
    """A list with dots, or with numbers."""
    name = "ol" if mark is NUMBERED else "ul"
    told = "".join(f"<li>{line_html(mark.sub('', line, count=1))}</li>" for line in lines)
    return f'<{name} dir="auto">{told}</{name}>'


def table_html(lines: list[str]) -> str:
    """A table: the first line names the columns, the second one parts them from the rest."""
    head = "".join(f'<th scope="col" dir="auto">{line_html(cell)}</th>' for cell in cells(lines[0]))
    rows = ("".join(f'<td dir="auto">{line_html(cell)}</td>' for cell in cells(line)) for line in lines[2:])
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def paragraph_end(lines: list[str], at: int) -> int:
    """Where the paragraph ends that begins at `at`: where something else begins."""
    end = at + 1
    while end < len(lines) and not begins_block(lines, end):
        end += 1
    return end


def begins_block(lines: list[str], at: int) -> bool:
    return mark_of(lines[at]) is not None or HEADING.fullmatch(lines[at].rstrip()) is not None or is_table(lines, at)


def mark_of(line: str) -> re.Pattern[str] | None:
    """Which kind of list this line is one of."""
    return next((mark for mark in (BULLET, NUMBERED) if mark.match(line)), None)


def is_table(lines: list[str], at: int) -> bool:
    """Whether a table begins here."""
    return is_row(lines[at]) and at + 1 < len(lines) and RULE_OF_TABLE.fullmatch(lines[at + 1].strip()) is not None


def is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def cells(line: str) -> list[str]:
    """What stands between the strokes."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def run_of(lines: list[str], at: int, belongs: Callable[[str], bool]) -> int:
    """Where those lines end that belong together from `at` on."""
    end = at + 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def line_html(line: str) -> str:
    """One line: addresses as links, what stands between two stars as strong. Strong words may hold links."""
    parts = BOLD.split(line)
    return "".join(
        f"<strong>{linked_html(part)}</strong>" if at % 2 else linked_html(part) for at, part in enumerate(parts)
    )


def linked_html(text: str) -> str:
    """Words with an address, and addresses that stand for themselves."""
    told, at = [], 0
    for found in LINKED.finditer(text):
        told.append(plain_html(text[at : found.start()]))
        told.append(named_link(found[1], found[2]))
        at = found.end()
    return "".join([*told, plain_html(text[at:])])


def named_link(words: str, address: str) -> str:
    """A link; whoever follows it to another site is not vouched for."""
    rel = "" if address.startswith("/") else ' rel="nofollow noopener"'
    return f'<a href="{escape(address)}"{rel}>{escape(words)}</a>'


def plain_html(text: str) -> str:
    """Text with the addresses in it as links."""
    return "".join(link_html(piece) if piece.kind is Kind.LINK else escape(piece.text) for piece in pieces(text))
