"""Law packs: what a file may say, what is told of one that is broken, and which of them hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from verandah.domain.instance.models import Site
from verandah.domain.moderation import clocks, lawpacks
from verandah.domain.moderation.lawpacks import Broken, Pack, Packs, newest, parsed
from verandah.domain.moderation.models import Clock, Queue
from verandah.domain.moderation.priorities import priority_of

HEAD = """name = "town"
title = "By-laws of the town"
from = 2026-01-01
review_by = 2027-01-01

"""
BLOCK = """[[queue]]
queue = 7
basis = "By-law 12"
decide = "48h"
warn = [50, 80]
"""


def test_a_pack_says_when_what_is_due_and_by_which_law():
    pack = parsed(HEAD + BLOCK + "pauses = true\n", "town.toml")
    [line] = pack.lines
    assert (line.queue, line.kind, line.length) == (Queue.RULES, Clock.Kind.DECIDE, timedelta(hours=48))
    assert (line.basis, line.law, line.warn, line.pauses) == ("town: By-law 12", "By-law 12", (50, 80), True)
    assert (pack.starts_on, pack.review_by) == (date(2026, 1, 1), date(2027, 1, 1))
    assert not pack.is_stale(date(2027, 1, 1))
    assert pack.is_stale(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("wrong", "line", "why"),
    [
        (HEAD.replace('"town"', '"The Town"') + BLOCK, 1, "name must be a name in small letters"),
        (HEAD.replace("2027-01-01", '"soon"') + BLOCK, 4, "review_by must be a day"),
        (HEAD.replace("2026-01-01", "2026-01-01T10:00:00") + BLOCK, 3, "from must be a day"),
        (HEAD + "colour = 3\n" + BLOCK, 6, "colour must be one of"),
        (HEAD, 1, "queue must be at least one"),
        (HEAD + BLOCK.replace("queue = 7", "queue = 13"), 7, "queue must be a number from 0 to 12"),
        (HEAD + BLOCK.replace("queue = 7", "queue = true"), 7, "queue must be a number from 0 to 12"),
        (HEAD + BLOCK.replace('"48h"', '"two days"'), 9, "decide must be a length of time"),
        (HEAD + BLOCK.replace('"48h"', "48"), 9, "decide must be a length of time"),
        (HEAD + BLOCK.replace('"48h"', '"0h"'), 9, "decide must be a length of time"),
        (HEAD + BLOCK.replace("[50, 80]", "[80, 50]"), 10, "warn must be two parts in a hundred"),
        (HEAD + BLOCK.replace("[50, 80]", "[50]"), 10, "warn must be two parts in a hundred"),
        (HEAD + BLOCK.replace('"By-law 12"', '""'), 8, "basis must be words"),
        (HEAD + BLOCK.replace('basis = "By-law 12"\n', ""), 6, "basis must be words"),
        (HEAD + BLOCK.replace('decide = "48h"\n', ""), 7, "queue must be a first_look or a decide"),
        (HEAD + BLOCK + "harm = 9\n", 11, "harm must be a number from 1 to 5"),
        (HEAD + BLOCK + 'pauses = "often"\n', 11, "pauses must be true or false"),
        (HEAD + BLOCK + "\n" + BLOCK.replace('"48h"', '"2w"'), 15, "decide must be a length of time"),
        (HEAD + BLOCK.replace("queue = 7", "queue ="), 7, "Invalid value"),
    ],
)
def test_a_broken_pack_names_its_file_its_line_and_what_it_should_say(wrong, line, why):
    with pytest.raises(Broken) as error:
        parsed(wrong, "town.toml")
    assert why in str(error.value)
    assert str(error.value).startswith("town.toml")
    assert f"line {line}" in str(error.value)


def packs(*laws: Pack, house: str = "") -> Packs:
    own = HEAD.replace('"town"', '"house"').replace("\n\n", '\nlease = "15m"\nappeal = "183d"\n\n') + (house or BLOCK)
    return Packs(parsed(own, "house.toml"), laws)


def law(length: str) -> Pack:
    return parsed(HEAD + BLOCK.replace('"48h"', f'"{length}"'), "town.toml")


def test_where_a_law_gives_less_time_the_house_gives_no_more():
    assert [line.basis for line in packs().lines_for(Queue.RULES)] == ["house: queue 7"]
    assert [line.basis for line in packs(law("24h")).lines_for(Queue.RULES)] == ["town: By-law 12"]
    assert [line.basis for line in packs(law("72h")).lines_for(Queue.RULES)] == ["house: queue 7", "town: By-law 12"]
    assert packs().lines_for(Queue.APPEALS) == []


def test_a_pack_holds_from_its_day_on_and_a_later_one_of_the_same_name_takes_its_place():
    old, new = law("24h"), parsed(HEAD.replace("2026-01-01", "2026-07-01") + BLOCK, "town-2.toml")
    assert newest([new, old], date(2025, 12, 31)) == {}
    assert newest([new, old], date(2026, 6, 30)) == {"town": old}
    assert newest([new, old], date(2026, 7, 1)) == {"town": new}


def test_a_site_lays_packs_of_its_own_beside_those_that_come_with_it(site, settings, tmp_path):
    settings.DATA = tmp_path
    folder = tmp_path / "lawpacks"
    folder.mkdir()
    (folder / "town.toml").write_text(HEAD + BLOCK)
    Site.objects.update(law_packs=["town", "nowhere"])
    assert [pack.name for pack in lawpacks.in_force().laws] == ["town"]
    assert lawpacks.unknown() == ["nowhere"]
    assert "town" in [pack.name for pack in lawpacks.offered()]
    (folder / "town.toml").write_text(HEAD + "nonsense\n")
    [fault] = lawpacks.faults()
    assert fault.startswith("town.toml")
    assert "line 6" in fault
    # Nobody's report fails because of it.
    assert lawpacks.in_force().laws == ()
    (folder / "town.toml").write_bytes(b"\xff\xfe")
    assert "town.toml" in lawpacks.faults()[0]


def test_out_of_date_packs_are_known(site, settings, tmp_path):
    settings.DATA = tmp_path
    found = lawpacks.in_force()
    assert found.stale(found.house.review_by) == []
    assert found.stale(found.house.review_by + timedelta(days=1)) == [found.house]


@pytest.mark.parametrize(
    ("harm", "weight", "pressure", "priority"),
    [
        (1, 0, 0, 8),
        (1, 1, 0, 11),
        (2, 1, 0, 22),
        (2, 0.2, 0, 18),
        (2, 3, 0, 27),
        (2, 100, 0, 33),
        (2, 1, 0.5, 28),
        (2, 1, 1, 34),
        (2, 1, 9, 34),
        (2, -5, -5, 17),
        (5, 0, 0, 42),
        (5, 1, 0, 56),
        (5, 1, 1, 84),
        (5, 1000, 1, 100),
    ],
)
def test_how_urgent_a_case_is(harm, weight, pressure, priority):
    assert priority_of(harm, weight, pressure) == priority


def test_more_of_anything_never_makes_a_case_less_urgent():
    steps = [0, 0.1, 0.5, 1, 2, 5, 50]
    for harm in range(1, 6):
        for weight in steps:
            for pressure in (0, 0.3, 0.8, 1):
                here = priority_of(harm, weight, pressure)
                assert 0 <= here <= 100
                assert priority_of(min(5, harm + 1), weight, pressure) >= here
                assert priority_of(harm, weight + 1, pressure) >= here
                assert priority_of(harm, weight, min(1, pressure + 0.2)) >= here


def test_a_crowd_that_reports_something_small_does_not_come_before_danger_to_life():
    assert priority_of(1, 10_000, 1) < priority_of(5, 0, 0)


def test_a_clock_stands_still_as_long_as_it_is_paused():
    start = datetime(2026, 5, 1, tzinfo=UTC)
    hour = timedelta(hours=1)
    clock = Clock(starts_at=start, due_at=start + 10 * hour, pauses=[])
    assert clocks.passed(clock, start + 5 * hour) == 0.5
    clock.pauses = [[(start + 5 * hour).isoformat(), None]]
    assert clocks.is_paused(clock)
    assert not clocks.is_running(clock)
    assert clocks.passed(clock, start + 9 * hour) == 0.5
    clock.pauses = [[(start + 5 * hour).isoformat(), (start + 9 * hour).isoformat()]]
    clock.due_at += 4 * hour
    assert clocks.passed(clock, start + 14 * hour) == 1.0
    assert not clocks.is_late(clock, start + 13 * hour)
    assert clocks.is_late(clock, start + 14 * hour)
    assert clocks.pressure([clock], start + 14 * hour) == 1.0
    clock.met_at = start + 10 * hour
    assert clocks.pressure([clock], start + 14 * hour) == 0.0
