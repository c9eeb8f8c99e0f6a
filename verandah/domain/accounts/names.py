"""User names and display names in any script: their one spelling, what is refused, what they look like."""

import re
from functools import cache
from itertools import pairwise
from unicodedata import category, combining, decimal, normalize
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Invalid
from verandah.base.letters import (
    BIDI,
    EMOJI_STYLES,
    HAN_STYLES,
    JOINERS,
    folded,
    is_heaped,
    is_invisible,
    looks,
    script_of,
    scripts_of,
)

SHORTEST_USERNAME = 2
LONGEST_USERNAME = 30
LONGEST_DISPLAY_NAME = 60
LONGEST_SKELETON = 120
SEPARATORS = "_.-"
# The combining class of the signs that join an Indic letter to the next one.
VIRAMA = 9
TONES = ("red", "amber", "green", "blue", "violet", "rose", "grey")

# What UTS #39 calls "highly restrictive": one script, or one of the mixtures that people really write.
MIXTURES = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
JOINING = """
    ARABIC SYRIAC NKO MONGOLIAN MANDAIC DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM
    SINHALA KHMER MYANMAR INHERITED
"""
KEPT = """
    about abuse account accounts admin admins administration administrator all anonymous announcement announcements
    api auth billing blog bot bots channel community contact daemon dashboard deleted developer developers dev dsa
    email everybody everyone everything explore faq feed feedback feeds followers following friends guest help here
    home hostmaster imprint info inbox invite jobs legal list lists localhost login logout mailer me media member
    members messages mod moderation moderator moderators mods myself nobody none noreply no-reply notifications null
    oauth official ombudsman outbox owner password people police postmaster press privacy public register reports
    root rules safety search security self server settings signin signout signup site static status staff
    superuser support sysadmin system tag tags team terms test trending trust undefined unknown user users verandah
    verified webmaster welcome wellknown you yourself
    مدير المدير مشرف المشرف إدارة الإدارة الدعم админ администратор модератор поддержка
    διαχειριστής συντονιστής מנהל תמיכה 管理员 管理員 管理者 運営 관리자 운영자
"""
JOINING_SCRIPTS = frozenset(JOINING.split())
RESERVED = frozenset(KEPT.split())
# Ali is a person, although his name looks like "all".
PEOPLE = frozenset({"ali"})
# The flags of Scotland, Wales and the like are spelled in letters that cannot be seen.
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")


def canonical(name: str) -> str:
    """The one spelling of a user name, as it is stored and shown: compatibility forms and upper case are gone."""
    return folded(name.strip())


def skeleton(name: str) -> str:
    """What a user name looks like. Two names with the same skeleton are too alike to be two people's (UTS #39)."""
    # A capital I is an l to the eye and an i to the system, so that "i" and "l" must be one here.
    shape = looks(canonical(name).replace("ـ", "")).casefold().replace("i", "l")
    return shape[:LONGEST_SKELETON]


def check_username(name: str) -> str:
    """The canonical form of `name`, if a new member may have it."""
    # What is longer than any spelling of a name is not worth folding.
    username = canonical(name) if len(name) < LONGEST_USERNAME * 8 else name
    refuse_length("username", len(username), SHORTEST_USERNAME, LONGEST_USERNAME)
    for wrong in (wrong_signs, wrong_order, wrong_mixture):
        if sentence := wrong(username):
            raise Invalid("username", sentence)
    if is_reserved(username):
        sentence = _("This name is kept for the site, or looks like one that is. Choose another one.")
        raise Invalid("username", sentence, "reserved")
    return username


def check_display_name(name: str) -> str:
    """`name` as it will be shown: in one Unicode form, with single spaces."""
    shown = " ".join(normalize("NFC", name).split()) if len(name) < LONGEST_DISPLAY_NAME * 8 else name
    refuse_length("display_name", len(shown), 1, LONGEST_DISPLAY_NAME)
    if is_heaped(shown):
        raise Invalid("display_name", _("Use at most two accents on one letter."))
    plain = FLAG.sub("\U0001f3f4", shown)
    if BIDI & set(plain):
        raise Invalid("display_name", _("Remove the signs that change the direction of writing."))
    if any(is_invisible(char) and not has_use(plain, place) for place, char in enumerate(plain)):
        raise Invalid("display_name", _("There is an invisible sign in it. Type the name instead of pasting it."))
    if not any(category(char)[0] in "LNS" for char in plain):
        raise Invalid("display_name", _("Use at least one letter, digit or picture sign."))
    return shown


def initials(display_name: str) -> str:
    """One or two letters that stand for a person without a picture."""
    starts = [start for word in display_name.split() if (start := first_letter(word))]
    if not starts:
        return first_sign(display_name)
    # Joined and syllabic letters do not stand well beside each other; two belong to alphabets of single letters.
    if len(starts) > 1 and scripts_of(starts[0] + starts[-1]) <= {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW"}:
        return starts[0] + starts[-1]
    return starts[0]


def tone(username: str) -> str:
    """The colour of a person without a picture: always the same for the same name."""
    return TONES[crc32(canonical(username).encode("utf-8", "surrogatepass")) % len(TONES)]


def refuse_length(field: str, length: int, least: int, most: int) -> None:
    """Say what is too short or too long, and by how much."""
    if length < least:
        sentence = ngettext("Use at least %(least)s character.", "Use at least %(least)s characters.", least)
        raise Invalid(field, sentence % {"least": least}, "too_short" if length else "blank")
    if length > most:
        sentence = ngettext(
            "Use at most %(most)s character. Yours has %(count)s.",
            "Use at most %(most)s characters. Yours has %(count)s.",
            most,
        )
        raise Invalid(field, sentence % {"most": most, "count": length}, "too_long")


def wrong_signs(username: str) -> str:
    """Signs that no user name has."""
    if any(is_invisible(char) for char in username):
        return _("There is an invisible sign in it. Type the name instead of pasting it.")
    if not all(
        category(char) in {"Mn", "Mc", "Nd"} or category(char)[0] == "L" or char in SEPARATORS for char in username
    ):
        return _("Use only letters and digits, with “_”, “.” or “-” between them.")
    return ""


def wrong_order(username: str) -> str:
    """Signs in places where they mislead."""
    if category(username[0])[0] == "M":
        return _("Start with a letter or a digit.")
    outside = username[0] in SEPARATORS or username[-1] in SEPARATORS
    if outside or any(one in SEPARATORS and other in SEPARATORS for one, other in pairwise(username)):
        return _("Put “_”, “.” and “-” only between letters or digits, one at a time.")
    if not any(char.isalpha() for char in username):
        return _("Use at least one letter.")
    if is_heaped(username):
        return _("Use at most two accents on one letter.")
    return ""


def wrong_mixture(username: str) -> str:
    """Scripts that are mixed only to mislead."""
    scripts = scripts_of(username)
    if len(scripts) > 1 and not any(scripts <= mixture for mixture in MIXTURES):
        return _("Use letters of one script. Letters of several scripts can look alike.")
    if len({ord(char) - decimal(char) for char in username if category(char) == "Nd"}) > 1:
        return _("Use digits of one kind.")
    return ""


def is_reserved(username: str) -> bool:
    """Whether `username` is a name of the site's own, or looks like one, also with signs between its letters."""
    plain = "".join(char for char in username if char not in SEPARATORS)
    return username not in PEOPLE and skeleton(plain) in reserved_shapes()


@cache
def reserved_shapes() -> frozenset[str]:
    """What the reserved names look like."""
    return frozenset(skeleton(name.replace("-", "")) for name in RESERVED)


def has_use(name: str, place: int) -> bool:
    """Whether the invisible sign at `place` does something to the letters or emoji beside it."""
    char, before, after = name[place], name[:place][-1:], name[place + 1 :][:1]
    if char in JOINERS:
        return joins_letters(before, after) or (char == "\u200d" and joins_emoji(before, after))
    if char in EMOJI_STYLES:
        return bool(before) and category(before) in {"So", "Sm", "Sk", "Po", "Nd"}
    return char in HAN_STYLES and bool(before) and script_of(before) == "HAN"


def joins_letters(before: str, after: str) -> bool:
    """Whether both are letters, or marks on letters, of a script that joins them."""
    return all(
        bool(char) and category(char)[0] in "LM" and script_of(char) in JOINING_SCRIPTS for char in (before, after)
    )


def joins_emoji(before: str, after: str) -> bool:
    """Whether both are emoji, the first one perhaps with a skin tone or a style."""
    return (
        bool(before and after) and category(after) == "So" and (category(before) in {"So", "Sk"} or before == "\ufe0f")
    )


def first_letter(word: str) -> str:
    """The first letter of `word` with its marks, as a capital where there are capitals; empty without letters."""
    for place, char in enumerate(word):
        if char.isalpha():
            return normalize("NFC", char.upper()[:1] + marks_after(word, place))
    return ""


def marks_after(word: str, place: int) -> str:
    """The marks on the letter at `place`. A mark that only joins it to the next letter is left out."""
    end = place + 1
    while end < len(word) and category(word[end])[0] == "M" and combining(word[end]) != VIRAMA:
        end += 1
    return word[place + 1 : end]


def first_sign(display_name: str) -> str:
    """What stands for a name without letters: its first digit or emoji, a flag as a whole."""
    signs = [char for char in display_name if category(char)[0] in "NS"]
    if not signs:
        return "·"
    return "".join(signs[:2]) if all("\U0001f1e6" <= char <= "\U0001f1ff" for char in signs[:2]) else signs[0]
