"""The digits of a page: those that its readers write with.

Numbers get into pages from a hundred places: counts in sentences, dates, words of Django and of the catalogues. So they
are turned at one place, where the page is ready. What people wrote keeps its digits, and so does what is copied or read
by machines: what stands in `bdi`, in `code`, or in anything with a direction or a language of its own.
"""

import re

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
OWN = {"ar": ARABIC}
# Signs around digits in numbers, as whole words: the thousands, the fraction, hundredths.
THOUSANDS, FRACTION, PERCENT = "٬", "٫", "٪"

# A tag, or text up to the next one.
PIECE = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<more>(?:[^"'>]|"[^"]*"|'[^']*')*)>|<!--.*?-->|[^<]+|<""", re.DOTALL
)
# What is let alone with all that is in it.
LEFT_ALONE = frozenset(("bdi", "code", "kbd", "pre", "samp", "script", "style", "textarea", "title", "template"))
TURNED = re.compile(r"""\sdir=["']?(?:auto|ltr)""")
TONGUE = re.compile(r"""\slang=["']?([\w-]+)""")
# Elements that have no end.
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
# A number that is no part of a name, an address or a code: `@bob2`, `10.0.0.1`, `AB-1234`, `&#39;`.
NUMBER = re.compile(r"(?<![A-Za-z0-9@_./:#&+\-])[0-9]+(?:[.,:/][0-9]+)*(?:\s?%)?(?![A-Za-z0-9_@]|[.:/-][A-Za-z0-9])")
DIGIT = re.compile("[0-9]")


def has_own(language: str) -> bool:
    """Whether those who read this language write with other digits than 0 to 9."""
    return language in OWN


def in_page(page: str, language: str) -> str:
    """`page`, of HTML, with the digits of `language`. Twice: the same."""
    if language not in OWN:
        return page
    written: list[str] = []
    inside, depth = "", 0
    for piece in PIECE.finditer(page):
        text, name = piece[0], (piece["name"] or "").lower()
        if not name:
            written.append(text if inside or text.startswith("<") else in_text(text, language))
            continue
        written.append(text)
        if inside:
            depth += 0 if name != inside or text.endswith("/>") else -1 if piece["end"] else 1
            inside = inside if depth else ""
        elif not piece["end"] and name not in VOID and is_left_alone(name, piece["more"], language):
            inside, depth = name, 0 if text.endswith("/>") else 1
            inside = inside if depth else ""
    return "".join(written)


def in_text(text: str, language: str) -> str:
    """The same of plain text. Twice: the same."""
    if language not in OWN or not DIGIT.search(text):
        return text
    return NUMBER.sub(lambda found: number(found[0], language), text)


def is_left_alone(name: str, attributes: str, language: str) -> bool:
    """Whether what is in this element is not the page's own text."""
    if name in LEFT_ALONE:
        return True
    if name == "html":
        return False
    found = TONGUE.search(attributes)
    return bool(TURNED.search(attributes)) or bool(found and found[1].partition("-")[0] != language)


def number(written: str, language: str) -> str:
    """One number as it is written there: `2,340.5` becomes `٢٬٣٤٠٫٥`; a date or a time keeps its signs."""
    plain = written
    if "/" not in plain and ":" not in plain:
        if plain.count(".") > 1:
            return written
        plain = plain.replace(",", THOUSANDS).replace(".", FRACTION).replace("%", PERCENT)
    return plain.translate(OWN[language])
