"""Numbers, moments and sizes in five languages, held against the tables of Unicode as printed by its own tools."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from verandah.base import formats

AT = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
B = "\u00a0"

# By the verb and what it is given: what it says in English, Arabic, French, German and Spanish.
TABLE = [
    (formats.number, (23405.5,), "23,405.5", "23,405.5", f"23{B}405,5", "23.405,5", "23.405,5"),
    (formats.compact, (9999,), "9,999", "9,999", f"9{B}999", "9.999", "9999"),
    (formats.compact, (12_999,), "12K", f"12{B}ألف", f"12{B}k", "12.999", f"12{B}mil"),
    (formats.compact, (1_290_000,), "1.2M", f"1.2{B}مليون", f"1,2{B}M", f"1,2{B}Mio.", f"1,2{B}M"),
    (formats.percent, (0.22,), "22%", "22%", f"22{B}%", f"22{B}%", f"22{B}%"),
    (
        formats.day, (AT,),
        "22 November 2026", "22 نوفمبر 2026", "22 novembre 2026", "22. November 2026", "22 de noviembre de 2026",
    ),
    (formats.short_day, (AT,), "22 Nov 2026", "22 نوفمبر 2026", "22 nov. 2026", "22. Nov. 2026", "22 nov 2026"),
    (formats.day_of_year, (AT,), "22 November", "22 نوفمبر", "22 novembre", "22. November", "22 de noviembre"),
    (formats.month, (AT,), "November 2026", "نوفمبر 2026", "novembre 2026", "November 2026", "noviembre de 2026"),
    (formats.weekday, (AT,), "Sunday", "الأحد", "dimanche", "Sonntag", "domingo"),
    (formats.clock, (AT,), "18:05", "6:05 م", "18:05", "18:05", "18:05"),
    (
        formats.short_moment, (AT,),
        "22 Nov 2026, 18:05", "22 نوفمبر 2026، 6:05 م", "22 nov. 2026, 18:05", "22. Nov. 2026, 18:05",
        "22 nov 2026, 18:05",
    ),
    (formats.length, (7300,), "2 hours", "ساعتان", f"2{B}heures", "2 Stunden", "2 horas"),
    (formats.length, (45,), "45 seconds", "45 ثانية", f"45{B}secondes", "45 Sekunden", "45 segundos"),
    (formats.size, (3_499_999,), "3.4 MB", "3.4 م.ب", f"3,4{B}Mo", "3,4 MB", "3,4 MB"),
    (formats.listed, (["A", "B", "C"],), "A, B and C", "A وB وC", "A, B et C", "A, B und C", "A, B y C"),
]  # fmt: skip
LANGUAGES = ("en", "ar", "fr", "de", "es")


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line[0].__name__}-{line[1][0]}")
def test_in_five_languages(line):
    verb, given, *said = line
    assert dict(zip(LANGUAGES, said, strict=True)) == {code: verb(*given, code) for code in LANGUAGES}


def test_the_language_of_the_moment_is_meant():
    with translation.override("de"):
        assert formats.day(AT) == "22. November 2026"
    with translation.override("fr"):
        assert formats.number(2340) == f"2{B}340"


def test_a_moment_is_told_where_its_reader_is():
    with timezone.override("Asia/Tokyo"):
        assert formats.short_moment(AT, "en") == "23 Nov 2026, 03:05"


def test_a_span_says_nothing_twice():
    assert formats.span(date(2026, 11, 22), date(2026, 11, 25), "de") == "22.–25. Nov. 2026"


def test_an_unknown_language_is_told_in_english():
    assert formats.day(AT, "xx") == "22 November 2026"
