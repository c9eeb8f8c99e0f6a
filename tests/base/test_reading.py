"""Plain SQL: how its parameters are written for SQLite, and what that is good for."""

import sqlite3

import pytest

from verandah.base.reading import named

BARE = "SELECT x FROM t WHERE x > %(after)s AND y LIKE 'a%%' LIMIT %(length)s OFFSET %(start)s"


def test_parameters_are_written_so_that_the_planner_does_not_see_them() -> None:
    assert named(BARE) == "SELECT x FROM t WHERE x > +:after AND y LIKE 'a%' LIMIT (:length + 0) OFFSET +:start"


@pytest.mark.parametrize("value", [7, -7, 2**62, "text", "7", b"\0\xff", None])
def test_a_value_is_the_same_with_a_plus_before_it(value: object) -> None:
    with sqlite3.connect(":memory:") as connection:
        assert connection.execute(named("SELECT %(it)s"), {"it": value}).fetchone() == (value,)


def test_rows_are_found_as_with_bare_parameters() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (x integer PRIMARY KEY, y text)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(number, f"a{number}") for number in range(9)])
        found = connection.execute(named(BARE), {"after": 2, "length": 3, "start": 1}).fetchall()
        plan = connection.execute(f"EXPLAIN QUERY PLAN {named(BARE)}", {"after": 2, "length": 3, "start": 1}).fetchone()
    assert found == [(4,), (5,), (6,)]
    # The planner still knows that there is something to compare with, and uses the index for it.
    assert "SEARCH t USING INTEGER PRIMARY KEY (rowid>?)" in plan[-1]
