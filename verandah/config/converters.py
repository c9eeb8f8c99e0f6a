"""Parts of addresses."""

from django.urls.converters import StringConverter

from verandah.base.paging import HIGHEST


class Number:
    """An id. What cannot be one is no such page, not an error of the database."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > HIGHEST:
            raise ValueError
        return number

    def to_url(self, value: int | str) -> str:
        return str(value)


class TagName(StringConverter):
    """A tag in any script. A NUL is no letter of any, and no database takes it."""

    regex = "[^/\0]{1,100}"


class Reported:
    """What is reported: a letter, a number, and perhaps the part of a profile."""

    regex = "[pcuma][0-9]{1,18}(?:-[a-z]{3,6})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Username(StringConverter):
    """A user name in any script; 30 characters are the most one can have."""

    regex = "[^/\0]{1,60}"


class CaseCode(StringConverter):
    """What people call a case: two letters and four digits."""

    regex = "[A-Za-z]{2}-[0-9]{4}"
