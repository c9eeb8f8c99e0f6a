"""Nights: when it is one, and when it ends, wherever someone lives and whatever the clocks do."""

from datetime import UTC, datetime

import pytest

from verandah.actions import administering, choosing
from verandah.actions.choosing import Quiet, Wish
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.nights import Night, day_began, morning, night_of

BERLIN, APIA, NEW_YORK = "Europe/Berlin", "Pacific/Apia", "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("night", "now", "ends"),
    [
        # Across midnight, in winter: an hour before UTC.
        (Night(22 * 60, 7 * 60, BERLIN), "2026-01-10 20:59", ""),
        (Night(22 * 60, 7 * 60, BERLIN), "2026-01-10 21:00", "2026-01-11 06:00"),
        (Night(22 * 60, 7 * 60, BERLIN), "2026-01-11 05:59", "2026-01-11 06:00"),
        (Night(22 * 60, 7 * 60, BERLIN), "2026-01-11 06:00", ""),
        # In summer two hours.
        (Night(22 * 60, 7 * 60, BERLIN), "2026-07-10 20:00", "2026-07-11 05:00"),
        # Within one day.
        (Night(60, 6 * 60, NEW_YORK), "2026-01-10 06:30", "2026-01-10 11:00"),
        (Night(60, 6 * 60, NEW_YORK), "2026-01-10 11:30", ""),
        # The clocks go forward at 01:00 UTC on 29 March, and back on 25 October.
        (Night(22 * 60, 7 * 60, BERLIN), "2026-03-28 22:00", "2026-03-29 05:00"),
        (Night(22 * 60, 7 * 60, BERLIN), "2026-10-24 22:00", "2026-10-25 06:00"),
        # A night that ends at a time that the clock leaves out ends an hour later, as the clock says.
        (Night(22 * 60, 2 * 60 + 30, BERLIN), "2026-03-29 00:45", "2026-03-29 01:30"),
        (Night(22 * 60, 2 * 60 + 30, BERLIN), "2026-03-29 01:30", ""),
        # One that ends at a time that comes twice ends the first time, and does not begin again.
        (Night(22 * 60, 2 * 60 + 30, BERLIN), "2026-10-25 00:15", "2026-10-25 00:30"),
        (Night(22 * 60, 2 * 60 + 30, BERLIN), "2026-10-25 00:30", ""),
        (Night(22 * 60, 2 * 60 + 30, BERLIN), "2026-10-25 01:15", ""),
        # On the other side of the date line.
        (Night(23 * 60, 5 * 60, APIA), "2026-06-10 10:00", "2026-06-10 16:00"),
        (None, "2026-06-10 02:00", ""),
    ],
)
def test_when_it_is_night_and_until_when(night: Night | None, now: str, ends: str) -> None:
    assert morning(night, at(now)) == (at(ends) if ends else None)


def test_a_day_begins_at_midnight_where_someone_is() -> None:
    assert day_began(at("2026-01-10 23:30"), BERLIN) == at("2026-01-10 23:00")
    assert day_began(at("2026-01-10 23:30"), "") == at("2026-01-10 00:00")
    assert day_began(at("2026-01-10 23:30"), "No/Such_Place") == at("2026-01-10 00:00")


@pytest.mark.django_db
def test_ones_own_night_goes_before_that_of_the_site(alice: Account) -> None:
    assert night_of(alice.id) is None
    administering.set_night(22 * 60, 7 * 60)
    assert night_of(alice.id) == Night(22 * 60, 7 * 60, "UTC")
    choosing.choose(alice, Wish(time_zone=BERLIN))
    assert night_of(alice.id) == Night(22 * 60, 7 * 60, BERLIN)
    choosing.choose(alice, Wish(quiet=Quiet(60, 300)))
    assert night_of(alice.id) == Night(60, 300, BERLIN)
    choosing.choose(alice, Wish(quiet=Quiet(is_never=True)))
    assert night_of(alice.id) is None
    choosing.choose(alice, Wish(quiet=Quiet()))
    assert night_of(alice.id) == Night(22 * 60, 7 * 60, BERLIN)
    administering.set_night(None, None)
    assert night_of(alice.id) is None
    assert night_of(0) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("begins", "ends"), [(60, 60), (60, None), (-1, 60), (60, 1440)])
def test_a_site_has_no_night_that_makes_no_sense(site, begins: int, ends: int | None) -> None:
    with pytest.raises(Invalid):
        administering.set_night(begins, ends)
