"""Patterns are read by re2, refused with their place, and finish in time whatever they are."""

import time

import pytest

from verandah.base.errors import Invalid
from verandah.domain.moderation.patterns import LONGEST_PATTERN, bared, compile

CATASTROPHES = (
    "(a+)+$",
    "(a|aa)+$",
    "(a|a?)+b$",
    "(.*a){12}$",
    "(x+x+)+y",
    "([a-zA-Z]+)*$b",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
)


@pytest.mark.parametrize("source", CATASTROPHES)
@pytest.mark.parametrize("text", ["a" * 5000 + "!", "x" * 5000, "ab" * 2500])
def test_catastrophes_finish_in_time(source: str, text: str) -> None:
    pattern = compile(source)
    began = time.perf_counter()
    pattern.search(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("source", "at"),
    [("free (money", "6"), ("a(?=b)", "2"), (r"(a)\1", "4"), ("ab[z-y]", "4"), ("x**", "2"), ("aa{2000}", "3")],
)
def test_what_re2_refuses_is_refused_with_its_place(source: str, at: str) -> None:
    with pytest.raises(Invalid, match=f"at sign {at}"):
        compile(source)


@pytest.mark.parametrize("source", ["", "  ", "a*", "x" * (LONGEST_PATTERN + 1), "(.{1,100}){1,9}x", "[a-z]{900}"])
def test_what_is_of_no_use_or_too_large_is_refused(source: str) -> None:
    with pytest.raises(Invalid):
        compile(source)


def test_case_and_what_is_invisible_do_not_matter() -> None:
    pattern = compile(r"free\s+frab\b")
    assert pattern.search(bared("get FREE  fr\u200bab now")) == "FREE  frab"
    assert pattern.search(bared("get ｆｒｅｅ frab")) == "free frab"
    assert not pattern.search(bared("free fraboo"))


def test_what_was_found_is_told_in_short() -> None:
    assert len(compile("a+").search("a" * 5000)) == 100
