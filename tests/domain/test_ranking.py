"""What is read first after some time away, as a table."""

import pytest

from verandah.domain.feeds.ranking import MOST_OF_ONE, Candidate, Why, placed, why

NOBODY = {"is_followed": False}


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (Candidate(1, 1), Why.FIRST_IN_LONG),
        (Candidate(1, 1, said=3, said_before=1), Why.RARELY_WRITES),
        (Candidate(1, 1, said=4, said_before=1), Why.FOLLOWED),
        (Candidate(1, 1, said=4), Why.FOLLOWED),
        (Candidate(1, 1, said=9, said_before=5, is_friend=True), Why.FRIEND),
        (Candidate(1, 1, said=9, said_before=5, is_friend=True, is_close=True), Why.CLOSE_FRIEND),
        (Candidate(1, 1, said=9, said_before=5, names_me=True), Why.NAMES_ME),
        (Candidate(1, 1, is_followed=False), Why.TAG),
        (Candidate(1, 1, is_followed=False, is_friend=True), Why.FIRST_IN_LONG),
    ],
)
def test_the_first_reason_that_holds(one: Candidate, reason: Why) -> None:
    assert why(one) == reason


def test_quiet_people_come_before_loud_ones_and_new_before_old() -> None:
    loud = [Candidate(number, 1, said=50, said_before=9) for number in range(10, 20)]
    quiet = [Candidate(5, 2, said=2, said_before=1), Candidate(4, 2, said=2, said_before=1)]
    less = [Candidate(3, 3, said=30, said_before=9)]
    found = placed([*loud, *quiet, *less], 40)
    assert [one.post_id for one in found] == [5, 4, 3, 19, 18, 17]
    assert [one.rest for one in found] == [0, 0, 0, 0, 0, 10 - MOST_OF_ONE]


def test_no_more_than_are_wished_for() -> None:
    assert [one.post_id for one in placed([Candidate(number, number) for number in range(1, 9)], 3)] == [8, 7, 6]
    assert placed([], 3) == []


def test_only_one_is_the_first_in_a_long_time() -> None:
    found = placed([Candidate(5, 2, said=2), Candidate(4, 2, said=2)], 40)
    assert [one.why for one in found] == [Why.FIRST_IN_LONG, Why.RARELY_WRITES]
