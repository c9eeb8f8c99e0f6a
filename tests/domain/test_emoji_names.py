"""Emoji are found by their names in the reader's language and in English."""

import pytest

from verandah.domain.instance.emoji import is_emoji
from verandah.domain.instance.emoji_names import LONGEST_START, emoji_called, names_in


def signs(start: str, language: str = "en") -> list[str]:
    return [one.sign for one in emoji_called(start, language, 8)]


@pytest.mark.parametrize(
    ("start", "language", "sign"),
    [
        ("+1", "en", "👍"),
        ("thumbs", "en", "👍"),
        ("THUMBSU", "en", "👍"),
        ("tada", "en", "🎉"),
        ("قلب_أح", "ar", "❤️"),
        ("heart", "ar", "💟"),
        ("ハート", "ja", "💟"),
        ("cœur", "fr", "💟"),
        ("red_heart", "xx", "❤️"),
        ("tea", "en-gb", "🍵"),
    ],
)
def test_an_emoji_is_found(start: str, language: str, sign: str) -> None:
    assert sign in [one.sign for one in emoji_called(start, language, 60)]


def test_the_nearest_name_comes_first_and_none_twice() -> None:
    assert signs("heart")[0] == "❤️"
    assert signs("heart_decoration")[0] == "💟"
    assert len(set(signs("face"))) == len(signs("face")) == 8


@pytest.mark.parametrize("start", ["", " ", "\0", "zzzzzz", ":", "x" * (LONGEST_START + 1) * 100])
def test_nothing_is_found(start: str) -> None:
    assert signs(start) == []


def test_all_of_them_are_one_emoji_to_us_and_none_has_a_tone() -> None:
    found = {called.sign for _place, _name, called in names_in("en")}
    assert len(found) > 1500
    assert [sign for sign in found if not is_emoji(sign)] == []
    assert not any("\U0001f3fb" <= char <= "\U0001f3ff" for sign in found for char in sign)
