"""Lists of words find what was written to get past them, and leave alone what only looks a little like it."""

from datetime import date

import pytest

from verandah.base.errors import Invalid
from verandah.domain.moderation.folding import fold
from verandah.domain.moderation.wordlists import Word, WordIndex, parse

TODAY = date(2026, 11, 22)


def found(text: str, *words: Word | str, leet: bool = False) -> list[str]:
    entries = [Word(word) if isinstance(word, str) else word for word in words]
    return [piece for _rule, piece in WordIndex([(1, entries)], leet).search(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a frumious day", "frumious"),
        ("FRUMIOUS!", "frumious"),
        ("\uff46\uff52\uff55\uff4d\uff49\uff4f\uff55\uff53", "frumious"),
        ("𝓯𝓻𝓾𝓶𝓲𝓸𝓾𝓼", "frumious"),
        ("ⓕⓡⓤⓜⓘⓞⓤⓢ", "frumious"),
        ("fru\u200bmi\u200dous", "frumious"),
        ("f\u00adrumious", "frumious"),
        ("fru\u2060mious\ufeff", "frumious"),
        ("f\u202erumious\u202c", "frumious"),
        ("\u2066frumious\u2069", "frumious"),
        ("frumi\u043eus", "frumious"),
        ("f\u0433umious is no word, frumi\u03bfus is", "frumious"),
        ("\u0441\u043e\u0440\u0435 with it", "cope"),
        ("frúmïòüs", "frumious"),
        ("f̷̢̛͓r̸̨͎u̶͉̾m̴̟̈́i̵̘̋o̷̼̅u̶͉̾s̷̱̈", "frumious"),
        ("BRILLlG, they said", "brillig"),
        ("briIlig", "brillig"),
        ("br1llig", "brillig"),
        ("fr0b", "frob"),
        ("مُمَنّوعٌ", "ممنوع"),
        ("مـمـنـوع", "ممنوع"),
        ("ﻣﻤﻨﻮﻉ", "ممنوع"),
        ("أمل", "امل"),
        ("שָׁלוֹם", "שלום"),
        ("ΦΡΟΥΜΟΣ", "φρουμος"),
        ("Straße", "strasse"),
        ("坏话说了", "坏话"),
        ("two  words", "two  words"),
        ("ed-frumious_x", "frumious"),
    ],
)
def test_what_says_the_word_is_found(text: str, word: str) -> None:
    assert found(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("frumiously", "frumious"),
        ("afrumious", "frumious"),
        ("they fall", "fail"),
        ("they FALL", "fail"),
        ("they fail", "fall"),
        ("Fall comes", "fail"),
        ("they burn", "bum"),
        ("corn on the cob", "com"),
        ("100 people", "loo"),
        ("10 o'clock", "lo"),
        ("Вынеси сор из избы, пожалуйста", "cop"),
        ("कि", "कु"),
        ("coop", "cop"),
        ("", "frumious"),
        ("🙂" * 50, "frumious"),
    ],
)
def test_what_says_something_else_is_not(text: str, word: str) -> None:
    assert not found(text, word)


@pytest.mark.parametrize("text", ["frumi0u5", "fr@b", "$nark", "8andersnatch", "+ove"])
def test_signs_are_read_as_letters_where_the_list_wants_it(text: str) -> None:
    words = ("frumious", "frab", "snark", "bandersnatch", "tove")
    assert found(text, *words, leet=True)
    assert not [piece for piece in found(text, *words) if piece != text or "0u5" in text]


def test_a_number_is_no_word_even_then() -> None:
    assert not found("call 555 4373", "sss", "aete", leet=True)


def test_a_part_is_found_inside_and_what_stands_there_is_told() -> None:
    assert found("unFRUmiously", Word("frum", is_part=True)) == ["FRUm"]
    assert found("so f\u200br\u200bum\u0301 it", "frum") == ["f\u200br\u200bum"]


def test_an_entry_ends_with_its_last_day() -> None:
    assert found("frumious", Word("frumious", until=date(2026, 11, 22)))
    assert not found("frumious", Word("frumious", until=date(2026, 11, 21)))


def test_many_rules_are_asked_at_once_and_none_tells_too_much() -> None:
    index = WordIndex([(1, [Word("frab")]), (2, [Word("frab"), Word("snark")])])
    hits = list(index.search("snark " * 400 + "frab", TODAY))
    assert {rule for rule, _piece in hits} == {1, 2}
    assert len(hits) < 50


@pytest.mark.parametrize("text", ["\u0301" * 9000, "a\u0301" * 5000, "\u202e" * 5000, "ﷺ" * 500, "\U0010ffff" * 100])
def test_odd_texts_are_folded(text: str) -> None:
    assert not found(text, "frumious")
    assert fold(fold(text)) == fold(text)


def test_a_list_is_read_from_lines_and_from_csv() -> None:
    text = 'word,how,reason,until\r\nfrumious\n\nsnark,part,"rude, very",2027-01-31\nSNARK\n'
    assert parse(text) == [Word("frumious"), Word("SNARK")]
    assert parse("snark,part,why,2027-01-31") == [Word("snark", True, "why", date(2027, 1, 31))]
    assert parse("snark", is_part=True) == [Word("snark", True)]
    assert [Word("a b", True, "why", date(2027, 1, 31)).line] == [["a b", "part", "why", "2027-01-31"]]


@pytest.mark.parametrize("text", ["a", "\u0301\u0301", "x" * 101, "snark,some", "snark,part,,tomorrow"])
def test_what_cannot_be_an_entry_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)
