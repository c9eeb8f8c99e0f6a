"""What makes a trend, as tables."""

import pytest

from verandah.domain.accounts.trust import Trust
from verandah.domain.search.trending import Found, Talk, Voice, burst, decay, different_people, one_each, trends


def voices(count: int, *networks: str, trust: int = Trust.BASIC, first: int = 1) -> list[Voice]:
    return [Voice(number, trust, frozenset(networks)) for number in range(first, first + count)]


@pytest.mark.parametrize(
    ("found", "people"),
    [
        ([], 0),
        (voices(49, "192.0.2.1"), 1),
        # Whoever signs out after each account leaves no network.
        (voices(49), 1),
        (voices(49, trust=Trust.MEMBER), 49),
        (voices(49, trust=Trust.NEW), 0),
        (voices(30, "192.0.2.1", trust=Trust.MEMBER), 30),
        ([Voice(number, Trust.BASIC, frozenset({f"192.0.2.{number}"})) for number in range(1, 11)], 10),
        # A chain of places that were shared two by two is one person as well.
        ([Voice(1, 1, frozenset("ab")), Voice(2, 1, frozenset("bc")), Voice(3, 1, frozenset("cd"))], 1),
        ([Voice(1, 1, frozenset("a")), Voice(2, 1, frozenset("b")), Voice(3, 1, frozenset("ab"))], 1),
        ([*voices(3, "x"), *voices(2, first=9), Voice(20, Trust.REGULAR, frozenset("x"))], 3),
    ],
)
def test_many_accounts_of_one_person_are_one(found: list[Voice], people: int) -> None:
    assert different_people(found) == people


@pytest.mark.parametrize(
    ("people", "usual", "is_burst"),
    [(10, 0.0, True), (10, 5.0, False), (10, 2.0, True), (1, 0.0, False), (40, 20.0, False), (61, 20.0, True)],
)
def test_what_is_as_usual_is_no_trend(people: int, usual: float, is_burst: bool) -> None:
    assert (burst(people, usual) > 0) is is_burst


def test_a_trend_fades() -> None:
    assert decay(0) == 1
    assert decay(12) == pytest.approx(0.5)
    assert decay(48) == pytest.approx(1 / 16)


def talk(ref: int, people: range, hours: float = 1.0) -> Talk:
    return Talk(ref, len(people) * 2, dict.fromkeys(people, hours))


def test_the_best_come_first_and_few_people_make_none() -> None:
    known = {number: Voice(number, Trust.MEMBER) for number in range(1, 60)}
    talks = [talk(1, range(1, 6)), talk(2, range(1, 21)), talk(3, range(1, 10)), talk(4, range(1, 31), 47)]
    found = trends(talks, known, {}, least=9, most=10)
    assert [one.ref for one in found] == [2, 3, 4]
    assert found[0].people == 20
    assert found[0].uses == 40
    assert [one.ref for one in trends(talks, known, {2: 20.0}, least=9, most=1)] == [3]


def test_one_new_voice_makes_nothing_young_again() -> None:
    known = {number: Voice(number, Trust.MEMBER) for number in range(1, 12)}
    old = Talk(1, 10, dict.fromkeys(range(1, 11), 40.0))
    again = Talk(2, 11, {**old.ago, 11: 0.0})
    scores = {one.ref: one.score for one in trends([old, again], known, {}, least=10, most=2)}
    assert scores[2] < 2 * scores[1]


def test_one_of_each() -> None:
    found = [Found(1, 9, 9, 9), Found(2, 8, 9, 9), Found(3, 7, 9, 9)]
    assert [one.ref for one in one_each(found, {1: 5, 2: 5, 3: 6}, 9)] == [1, 3]
