"""When someone has their birthday, and for whom they say so."""

from dataclasses import dataclass

from .models import Account, Preferences


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day without its year; two times 0 when it is not told. `audience`: a number of `Audience`."""

    month: int
    day: int
    audience: int


def my_birthday(viewer: Account) -> Birthday:
    """That of `viewer`, as only they see it. One query."""
    row = Preferences.objects.filter(account=viewer).first() or Preferences()
    month, _stroke, day = row.birthday.partition("-")
    return Birthday(int(month or 0), int(day or 0), row.birthday_audience)
