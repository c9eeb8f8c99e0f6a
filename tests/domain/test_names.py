"""User names and display names of many scripts, as tables of cases."""

import subprocess
import sys

import pytest

from verandah.base.errors import Invalid
from verandah.domain.accounts.names import (
    RESERVED,
    TONES,
    canonical,
    check_display_name,
    check_username,
    initials,
    skeleton,
    tone,
)

GOOD = {
    "alice": "alice",
    "  Alice ": "alice",
    "ＡＬＩＣＥ": "alice",
    "bob_the-builder.2": "bob_the-builder.2",
    "Straße": "strasse",
    "İpek": "ipek",
    "ΓΙΏΡΓΟΣ": "γιώργος",
    "γιώργος": "γιώργος",
    "Жанна": "жанна",
    "נועה": "נועה",
    "نور": "نور",
    "مُحَمَّد": "مُحَمَّد",
    "نور٧": "نور٧",
    "प्रिया": "प्रिया",
    "ကြောင့်": "ကြောင့်",
    "สมชาย": "สมชาย",
    "田中さん": "田中さん",
    "yuki太郎タロウ": "yuki太郎タロウ",
    "김민준": "김민준",
    "ali": "ali",
    "nguyễn": "nguyễn",
    "a" * 30: "a" * 30,
    "nguye\u0302\u0303n": "nguyễn",
}

REFUSED = {
    "": "at least 2",
    "a": "at least 2",
    "a" * 31: "at most 30 characters. Yours has 31",
    "a" * 100_000: "at most 30 characters. Yours has 100000",
    "e\u0301\u0300" * 50_000: "at most 30",
    "al ice": "only letters and digits",
    "alice!": "only letters and digits",
    "alice@home": "only letters and digits",
    "🦊🦊": "only letters and digits",
    "ﷺ": "only letters and digits",
    "ali\u200dce": "invisible",
    "ali\u200bce": "invisible",
    "\u202eecila": "invisible",
    "ali\u00adce": "invisible",
    "ali\u3164ce": "invisible",
    "ali\ufe0fce": "invisible",
    "ali\ue000ce": "invisible",
    "ali\U000e0041ce": "invisible",
    "ali\x00ce": "invisible",
    "ali\ud800ce": "invisible",
    "_alice": "only between",
    "alice.": "only between",
    "ali__ce": "only between",
    "ali.-ce": "only between",
    "\u0301alice": "Start with",
    "123": "at least one letter",
    "1.2": "at least one letter",
    "q\u0301\u0301\u0301x": "two accents",
    "ก" + "\u0e49" * 5: "two accents",
    "pаypal": "one script",
    "аlice": "one script",
    "alicε": "one script",
    "نورx": "one script",
    "жанναа": "one script",
    "민준さん": "one script",
    "नूर১": "one script",
    "نور1٧": "digits of one kind",
    "admin": "kept for the site",
    "ADMIN": "kept for the site",
    "ad.m-in": "kept for the site",
    "adrnin": "kept for the site",
    "adm1n": "kept for the site",
    "r00t": "kept for the site",
    "rооt": "one script",
    "a1l": "kept for the site",
    "verandah": "kept for the site",
    "Verandah": "kept for the site",
    "everyone": "kept for the site",
    "rne": "kept for the site",
    "المدير": "kept for the site",
    "المــدير": "kept for the site",
}


@pytest.mark.parametrize(("name", "expected"), GOOD.items())
def test_a_good_user_name_becomes_canonical(name, expected):
    assert check_username(name) == expected
    assert canonical(name) == canonical(expected) == expected


@pytest.mark.parametrize(("name", "why"), REFUSED.items(), ids=ascii)
def test_a_bad_user_name_is_refused_and_told_why(name, why):
    with pytest.raises(Invalid) as refusal:
        check_username(name)
    assert refusal.value.field == "username"
    assert why in refusal.value.text


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_every_reserved_name_is_refused(name):
    with pytest.raises(Invalid):
        check_username(name)


def test_a_name_of_another_script_that_looks_reserved_is_refused():
    # All Cyrillic: а р і.
    with pytest.raises(Invalid, match="kept for the site"):
        check_username("арі")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pаypal", "paypal"),
        ("paypaI", "paypal"),
        ("paypa1", "paypal"),
        ("rnodern", "modern"),
        ("b0b", "bob"),
        ("BoB", "bob"),
        ("ѕсоре", "scope"),
        ("ｂｏｂ", "bob"),
        ("nguye\u0302\u0303n", "nguyễn"),
        ("८८", "૮૮"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("alice", "bob"), ("nina", "vina"), ("bob", "βοβ1"), ("müller", "muller")])
def test_names_that_look_different_have_two(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("name", GOOD)
def test_a_skeleton_is_the_same_for_every_spelling_and_fits_its_column(name):
    assert skeleton(name) == skeleton(canonical(name)) == skeleton(name.upper() if name.isascii() else name)
    assert 0 < len(skeleton(name)) <= 120


def test_the_longest_skeleton_fits_its_column():
    assert len(skeleton("m" * 30)) == 60
    assert len(skeleton("\ufdfa" * 30)) == 120


def test_the_data_is_not_read_before_it_is_needed():
    code = (
        "import json, sys; read = []; load = json.loads; json.loads = lambda *a, **k: read.append(1) or load(*a, **k);"
        "from verandah.domain.accounts import names; start = len(read);"
        "names.skeleton('bob'); first = len(read); names.skeleton('eve');"
        "sys.exit(0 if start == 0 < first == len(read) else 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


GOOD_DISPLAY = {
    "Alice": "Alice",
    "  Alice \t of\u00a0the\n Bay ": "Alice of the Bay",
    "Ame\u0301lie": "Amélie",
    "نور الدين": "نور الدين",
    "علی\u200cرضا": "علی\u200cرضا",
    "श्री\u200dमती": "श्री\u200dमती",
    "Alice 👩\u200d💻": "Alice 👩\u200d💻",
    "Bob 👨🏽\u200d🌾": "Bob 👨🏽\u200d🌾",
    "Eve ❤\ufe0f\u200d🔥": "Eve ❤\ufe0f\u200d🔥",
    "Mo 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": (
        "Mo 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    ),
    "葛\U000e0100城": "葛\U000e0100城",
    "O’Brien, jr.": "O’Brien, jr.",
    "1\ufe0f\u20e3 First": "1\ufe0f\u20e3 First",
    "🦊": "🦊",
    "7": "7",
    "a" * 60: "a" * 60,
}

REFUSED_DISPLAY = {
    "": "at least 1 character.",
    " \u3000 ": "at least 1 character.",
    "a" * 61: "at most 60 characters. Yours has 61",
    "a" * 1_000_000: "at most 60 characters. Yours has 1000000",
    "Al\u202eice": "direction of writing",
    "Alice\u200f": "direction of writing",
    "\u2066Alice": "direction of writing",
    "Al\u200bice": "invisible",
    "Al\u200dice": "invisible",
    "Al\u200cice": "invisible",
    "نور\u200c": "invisible",
    "\u200dنور": "invisible",
    "Alice\U000e0067\U000e007f": "invisible",
    "Al\ufe0fice": "invisible",
    "A\U000e0100lice": "invisible",
    "Al\x07ice": "invisible",
    "Al\ud800ice": "invisible",
    "\u3164": "invisible",
    "\u2800": "invisible",
    "\u115f\u1160": "invisible",
    "A" + "\u0301" * 4: "two accents",
    "ส\u0e49\u0e49\u0e49\u0e49\u0e49": "two accents",
    "...": "at least one letter",
    "—": "at least one letter",
}


@pytest.mark.parametrize(("name", "expected"), GOOD_DISPLAY.items(), ids=ascii)
def test_a_good_display_name_is_tidied(name, expected):
    assert check_display_name(name) == expected
    assert check_display_name(expected) == expected


@pytest.mark.parametrize(("name", "why"), REFUSED_DISPLAY.items(), ids=ascii)
def test_a_bad_display_name_is_refused_and_told_why(name, why):
    with pytest.raises(Invalid) as refusal:
        check_display_name(name)
    assert refusal.value.field == "display_name"
    assert why in refusal.value.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alice", "A"),
        ("alice of the bay", "AB"),
        ("Émile Zola", "ÉZ"),
        ("ßeta", "S"),
        ("“Bob” (the builder)", "BB"),
        ("Жанна Петрова", "ЖП"),
        ("נועה לוי", "נל"),
        ("نور الدين", "ن"),
        ("प्रिया शर्मा", "प"),
        ("किरण", "कि"),
        ("田中 太郎", "田"),
        ("김 민준", "김"),
        ("q\u0301ade", "Q\u0301"),
        ("🦊 fox", "F"),
        ("🦊🐻", "🦊"),
        ("🇯🇵", "🇯🇵"),
        ("42", "4"),
        ("...", "·"),
        ("", "·"),
    ],
)
def test_initials_are_one_or_two_letters(name, expected):
    assert initials(name) == expected


def test_a_tone_is_stable_known_and_spread():
    assert [tone(name) for name in ("alice", "Alice", "bob", "نور")] == ["rose", "rose", "green", "green"]
    assert {tone(f"person{number}") for number in range(200)} == set(TONES)
