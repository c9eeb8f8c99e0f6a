"""Which language is spoken: what was chosen, what the browser asks for, the site's own; among those on offer."""

import pytest

from verandah.base.tongues import Tongues, first_of, tongues_from

ALL = ("en", "ar", "fr", "de", "es")


@pytest.mark.parametrize(
    ("chosen", "own", "expected"),
    [
        ((), "", Tongues(ALL, "en")),
        ((), "ar", Tongues(ALL, "ar")),
        (("ar", "en"), "ar", Tongues(("en", "ar"), "ar")),
        (("fr", "de"), "", Tongues(("fr", "de"), "fr")),
        # What is not spoken any more is as if it had not been chosen.
        (("xx",), "xx", Tongues(ALL, "en")),
        (("de",), "ar", Tongues(("de",), "de")),
    ],
)
def test_what_is_on_offer(chosen, own, expected):
    assert tongues_from(chosen, own) == expected


@pytest.mark.parametrize(
    ("cookie", "header", "expected"),
    [
        ("", "", "en"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "tr,fr;q=0.5", "fr"),
        ("", "ar-EG", "ar"),
        ("", "*", "en"),
        ("", "tr", "en"),
        ("es", "de", "es"),
        ("xx", "de", "de"),
        ("", "de;q=0.1,fr;q=0.9", "fr"),
        ("", "\0;;,", "en"),
    ],
)
def test_whose_turn_it_is(cookie, header, expected):
    assert first_of(cookie, header, Tongues(ALL, "en")) == expected


def test_only_what_is_on_offer_is_spoken():
    few = Tongues(("ar", "fr"), "ar")
    assert first_of("de", "de,fr;q=0.1", few) == "fr"
    assert first_of("", "de", few) == "ar"
