"""What has changed between two long texts, as people read it."""

import pytest

from verandah.web.changed_lines import MOST_LINES, changed_lines
from verandah.web.changed_words import Kind

LONG = "\n".join(f"Line {number} of a text" for number in range(40))


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in changed_lines(old, new)]


def test_only_what_stands_around_a_change_is_shown() -> None:
    pieces = changed_lines(LONG, LONG.replace("Line 20 of a", "Line 20 of another"))
    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.kind == Kind.GONE] == ["a"]
    assert [piece.text for piece in pieces if piece.kind == Kind.NEW] == ["another"]
    assert "Line 19 " in text
    assert "Line 22 " in text
    assert "Line 5 " not in text
    assert text.count("…") == 2


def test_signs_of_markdown_are_not_words() -> None:
    assert told("## A **b**\n\n| x | y |\n|---|---|\n| 1 | 2 |", "## A **c**\n\n| x | y |\n|---|---|\n| 1 | 2 |") == [
        ("same", "A "),
        ("del", "b"),
        ("ins", "c"),
        ("same", "\n"),
        ("same", "\nx · y\n1 · 2\n"),
    ]


def test_the_same_text_stays_whole() -> None:
    assert told(LONG, LONG) == [("same", LONG + "\n")]
    assert told("", "") == []


@pytest.mark.parametrize("sign", ["\n", "|\n", "a\n", "| - |\n"])
def test_it_ends_soon_whatever_comes(sign: str) -> None:
    text = sign * (MOST_LINES * 8)
    pieces = changed_lines(text, text + "end")
    assert "end" in "".join(piece.text for piece in pieces)
