"""Whether a text is one emoji: a sign, perhaps with a tone, or several that are joined into one. Pure."""

import re

# Signs that Unicode calls pictographs, and the few older ones that are drawn as such.
SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
TONE, STYLE, JOINER = "[\U0001f3fb-\U0001f3ff]", "\ufe0f", "\u200d"
PICTURE = f"{SIGN}(?:{TONE}|{STYLE})?"
# A flag of a country is two letters, that of a part of one a black flag with small letters that cannot be seen.
EMOJI = re.compile(
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}"
    f"|[0-9#*]{STYLE}?\u20e3"
    "|\U0001f3f4[\U000e0020-\U000e007e]{1,10}\U000e007f"
    f"|{PICTURE}(?:{JOINER}{PICTURE}){{0,5}})"
)


def is_emoji(text: str) -> bool:
    """Whether it is one, and nothing else."""
    return EMOJI.fullmatch(text) is not None
