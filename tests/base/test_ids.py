"""Ids: they grow, and those that apps read as numbers lose nothing in a double."""

from decimal import Decimal

from verandah.base.ids import EXACT, Clock, ExactClock, exact_id, new_id


def test_ids_grow_without_end():
    for make in (new_id, exact_id):
        found = [make() for _number in range(3000)]
        assert found == sorted(set(found))


def test_what_a_double_keeps_and_prints_is_the_id():
    found = [exact_id() for _number in range(200)]
    # Python prints doubles as JavaScript does: with the fewest digits that mean them.
    assert [number for number in found if int(Decimal(repr(float(number)))) != number] == []
    assert [number for number in found if number % EXACT] == []


def test_an_id_of_another_kind_would_be_rounded():
    assert any(int(Decimal(repr(float(number)))) != number for number in (Clock().next() + step for step in range(20)))


def test_both_kinds_tell_the_same_time():
    assert abs((ExactClock().next() >> 16) - (Clock().next() >> 16)) < 1000
