"""The digits of Arabic pages: those of its readers in what the page says, and as they were in all else."""

import pytest

from verandah.base import digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2,340 neighbours", "٢٬٣٤٠ neighbours"),
        ("12.5 of 100%", "١٢٫٥ of ١٠٠٪"),
        ("at 18:05 on 22/11/2026.", "at ١٨:٠٥ on ٢٢/١١/٢٠٢٦."),
        ("3, 4 and 5.", "٣, ٤ and ٥."),
        ("no number", "no number"),
        # Names, addresses and codes are copied and searched for.
        ("@bob2 and bob.7@example.org", "@bob2 and bob.7@example.org"),
        ("10.0.0.1 AB-1234 v1.2", "10.0.0.1 AB-1234 v1.2"),
        ("https://example.org/2026/5 5", "https://example.org/2026/5 ٥"),
        ("it&#39;s 5", "it&#39;s ٥"),
    ],
)
def test_numbers_in_a_text(written, read):
    assert digits.in_text(written, "ar") == read
    assert digits.in_text(read, "ar") == read
    assert digits.in_text(written, "en") == written


@pytest.mark.parametrize(
    "alone",
    [
        "<bdi>5</bdi>",
        "<bdi>a <bdi>5</bdi> 5</bdi>",
        '<p dir="auto">5<br>5</p>',
        '<p lang="ar" dir="auto">5</p>',
        '<div dir="auto">5<div>5</div>5</div>',
        '<span dir="ltr">5</span>',
        '<span lang="en">5</span>',
        "<textarea>5</textarea>",
        "<title>5</title>",
        '<script nonce="5">let a = 5 < 6;</script>',
        "<code>5</code>",
        '<input value="5" max="5">',
        "<!-- 5 -->",
    ],
)
def test_what_is_let_alone(alone):
    page = f'<html lang="ar" dir="rtl"><p>5</p>{alone}<p>5</p></html>'
    assert digits.in_page(page, "ar") == page.replace("<p>5</p>", "<p>٥</p>")
    assert digits.in_page(page, "de") == page


def test_the_same_language_is_no_other():
    assert digits.in_page('<p lang="ar">5</p><p lang="ar-EG">5</p>', "ar") == '<p lang="ar">٥</p><p lang="ar-EG">٥</p>'
