"""Which texts a filter meets: in any script, in any spelling, as a word or as a part of one."""

from datetime import UTC, datetime

import pytest

from verandah.domain.posts.filters import ShownFilter, ShownFilterPost, ShownKeyword, hides, matches


def looking_for(keyword: str, is_whole_word: bool = True, action: str = "warn") -> ShownFilter:
    return ShownFilter(1, "Title", ("home",), action, None, (ShownKeyword(2, keyword, is_whole_word),))


@pytest.mark.parametrize(
    ("keyword", "is_whole_word", "text", "is_met"),
    [
        ("anime", True, "I love anime.", True),
        ("anime", True, "I love animes", False),
        ("anime", False, "I love animes", True),
        ("ANIME", True, "anime", True),
        ("anime", True, "(Anime)", True),
        ("anime", True, "#anime", True),
        ("anime", True, "animes, then anime", True),
        ("anime", True, "un_anime", False),
        ("free money", True, "Free\n  MONEY now", True),
        ("straße", True, "STRASSE", True),
        ("ΟΔΟΣ", False, "οδοσ", True),
        ("ΟΔΟΣ", False, "ΟΔΟΣΑ", True),
        ("café", True, "cafe\u0301", True),
        # A mark belongs to its letter: the word goes on.
        ("हिन्द", True, "हिन्दी", False),
        ("हिन्दी", True, "मैं हिन्दी बोलता हूँ", True),
        ("سلام", True, "والسلام عليكم", False),
        ("سلام", True, "سلام عليكم", True),
        # Where no blanks stand between words, none can be missed.
        ("アニメ", True, "私はアニメが好き", True),
        ("spam", True, "これはspamです", True),
        ("กาแฟ", True, "ฉันชอบกาแฟมาก", True),
        (".*", True, "anything", False),
        (".*", True, "a .* b", True),
        ("(", False, "a (b", True),
        ("c++", True, "I write c++ code", True),
        ("c", True, "I write c++ code", True),
        ("👋", True, "hello👋there", True),
        ("anime", True, "", False),
    ],
)
def test_what_a_word_is_found_in(keyword: str, is_whole_word: bool, text: str, is_met: bool) -> None:
    found = matches([looking_for(keyword, is_whole_word)], text, 7)
    assert [match.keywords for match in found] == ([(keyword,)] if is_met else [])


def test_a_filter_can_be_for_a_single_post() -> None:
    one = ShownFilter(1, "Title", ("home",), "hide", None, (), (ShownFilterPost(3, 7),))
    assert [match.posts for match in matches([one], "anything", 7)] == [(7,)]
    assert matches([one], "anything", 8) == ()


def test_every_filter_that_is_met_is_told_with_its_words() -> None:
    both = ShownFilter(1, "One", ("home",), "warn", None, (ShownKeyword(2, "tea", True), ShownKeyword(3, "cup", True)))
    other = looking_for("coffee")
    found = matches([both, other], "a cup of tea", 7)
    assert [(match.filter.title, match.keywords) for match in found] == [("One", ("tea", "cup"))]


def test_only_a_filter_that_hides_takes_something_out_and_only_where_it_counts() -> None:
    hiding = matches([looking_for("tea", action="hide")], "tea", 7)
    warning = matches([looking_for("tea")], "tea", 7)
    assert hides(hiding, "home")
    assert not hides(hiding, "public")
    assert not hides(warning, "home")
    assert not hides((), "home")


def test_a_long_text_and_many_words_take_no_long_time() -> None:
    words = tuple(ShownKeyword(number, f"{'a' * 100}{number}", True) for number in range(500))
    one = ShownFilter(1, "Title", ("home",), "warn", datetime(2026, 1, 1, tzinfo=UTC), words)
    assert matches([one], "a" * 5000, 7) == ()
