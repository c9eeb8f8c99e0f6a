"""Names with a slip in them, as tables."""

import pytest

from verandah.domain.accounts.grams import distance, grams_of, how_far, least_common
from verandah.domain.accounts.words import words_of


@pytest.mark.parametrize(
    ("asked", "word", "slips"),
    [
        ("joanna", "joanna", 0),
        ("joana", "joanna", 1),
        ("jaonna", "joanna", 1),
        ("joanna", "jonna", 1),
        ("yoanna", "joanna", 1),
        ("joan", "joanna", 0),
        ("jaon", "joanna", 1),
        ("müler", "müller", 1),
        ("", "anna", 0),
        ("anna", "", 4),
        ("xyzw", "anna", 4),
    ],
)
def test_how_many_slips(asked: str, word: str, slips: int) -> None:
    assert distance(asked, word) == slips


@pytest.mark.parametrize(
    ("asked", "names", "far"),
    [
        (["joana"], ["Joanna Ritter"], 1),
        (["ritterr", "joana"], ["Joanna Ritter"], 2),
        (["bob"], ["Rob"], None),
        (["margarteh"], ["Margarethe"], 1),
        (["jozsefin"], ["Josephine"], None),
        (["محمود"], ["محمد"], 1),
    ],
)
def test_few_slips_are_forgiven(asked: list[str], names: list[str], far: int | None) -> None:
    assert how_far([word.encode() for word in asked], words_of(*names)) == far


def test_threes_of_letters() -> None:
    assert grams_of([b"anna"]) == {b"\x02an", b"ann", b"nna"}
    assert grams_of([b"bob", b""]) == set()
    assert least_common(3) == 1
    assert least_common(6) == 3
    assert least_common(10) == 4
