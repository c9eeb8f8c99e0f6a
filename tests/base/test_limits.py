"""Limits: exactly so many, each for itself, and how long to wait."""

import threading
import time

import pytest

from verandah.base import limits
from verandah.base.errors import TooMany
from verandah.base.limits import LIMITS, Counts, Use, network, take, whole_seconds

LONG = 1_000_000


def test_the_last_allowed_use_passes_and_the_next_one_is_refused():
    for _ in range(3):
        take("post", "alice", 3, LONG)
    with pytest.raises(TooMany) as refusal:
        take("post", "alice", 3, LONG)
    assert 1 <= refusal.value.seconds <= LONG
    assert str(refusal.value.seconds) in refusal.value.text


def test_each_person_and_each_deed_is_counted_alone():
    take("post", "alice", 1, LONG)
    take("post", "bob", 1, LONG)
    take("follow", "alice", 1, LONG)
    with pytest.raises(TooMany):
        take("post", "alice", 1, LONG)


def test_after_the_window_it_counts_anew():
    for _ in range(2):
        take("post", "alice", 2, 1)
    time.sleep(1.05)
    take("post", "alice", 2, 1)


def test_a_name_alone_uses_the_table():
    LIMITS["tested"] = (1, LONG)
    try:
        take("tested", "alice")
        with pytest.raises(TooMany):
            take("tested", "alice")
    finally:
        del LIMITS["tested"]


def test_an_unknown_limit_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        take("no such limit", "alice")


@pytest.mark.parametrize("who", ["", "\x00", "a b\nc", "\ud800", "ع" * 10_000])
def test_anyone_can_be_counted(who):
    take("post", who, 1, LONG)
    with pytest.raises(TooMany):
        take("post", who, 1, LONG)


def test_many_threads_get_no_more_than_one():
    passed = []

    def try_it():
        try:
            take("post", "alice", 20, LONG)
            passed.append(1)
        except TooMany:
            pass

    threads = [threading.Thread(target=try_it) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 20


@pytest.mark.parametrize(("left", "told"), [(60.0, 60), (59.2, 60), (1.0, 1), (0.01, 1), (0.0, 1)])
def test_whole_seconds_until_the_window_ends(left, told):
    assert whole_seconds(left) == told


def test_a_window_opens_with_the_first_use_wherever_the_clock_stands():
    counts, use = Counts(10), Use("post", "alice")
    assert counts.more(use, 60, 59.9) == (1, 119.9)
    assert counts.more(use, 60, 60.1) == (2, 119.9)
    assert counts.more(use, 60, 119.8) == (3, 119.9)
    assert counts.more(use, 60, 119.9) == (1, 179.9)


def test_a_flood_of_strangers_does_not_push_out_what_was_used_last():
    counts = Counts(10)
    for number in range(8):
        counts.more(Use("post", f"stranger {number}"), 60, 0.0)
    assert counts.more(Use("post", "alice"), 60, 30.0).used == 1
    for number in range(5):
        counts.more(Use("post", f"late {number}"), 60, 61.0)
    assert counts.more(Use("post", "alice"), 60, 62.0).used == 2
    assert len(counts.found) <= 10


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("no address", "no address"),
    ],
)
def test_a_household_is_one(address, shared):
    assert network(address) == shared


def test_the_table_is_sane():
    assert all(times > 0 and seconds > 0 for times, seconds in LIMITS.values())
    assert {"post", "follow", "write"} <= set(LIMITS)
    assert limits.wait_text(1) != limits.wait_text(2)
