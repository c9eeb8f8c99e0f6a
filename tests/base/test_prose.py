"""The little of Markdown that the site writes in: what it becomes, that nothing in it is HTML, that it ends soon."""

import pytest

from verandah.base.prose import prose_html

HEADINGS = "## One\n### Two\nwords"


def test_headings_follow_those_of_the_page() -> None:
    assert prose_html(HEADINGS, top=2) == '<h2 dir="auto">One</h2><h3 dir="auto">Two</h3><p dir="auto">words</p>'
    assert prose_html(HEADINGS).startswith('<h3 dir="auto">One</h3><h4 dir="auto">Two</h4>')
    assert prose_html("# One") == '<p dir="auto"># One</p>'


def test_lists_of_both_kinds_and_paragraphs_between_them() -> None:
    told = prose_html("Before\n- a\n* b\n1. first\n2) second\nafter")
    assert told == (
        '<p dir="auto">Before</p><ul dir="auto"><li>a</li><li>b</li></ul>'
        '<ol dir="auto"><li>first</li><li>second</li></ol><p dir="auto">after</p>'
    )


def test_tables_have_heads_and_cells() -> None:
    told = prose_html("| A | B |\n|---|:-:|\n| 1 | **2** |")
    assert '<th scope="col" dir="auto">A</th>' in told
    assert '<td dir="auto"><strong>2</strong></td>' in told
    assert "<table>" not in prose_html("| A | B |\n| 1 | 2 |")


@pytest.mark.parametrize("address", ["/rules/", "https://a.example/x?y=1&z=2", "mailto:us@example.org"])
def test_words_lead_where_they_may(address: str) -> None:
    told = prose_html(f"See [these **words**]({address}).".replace("**", ""))
    assert f'href="{address.replace("&", "&amp;")}"' in told
    assert ">these words</a>." in told


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        '[x](https://a.example/" onclick="x)',
        "<script>x</script>",
        "**<b>**",
        '| <i> |\n|---|\n| "<u>" |',
        '## <img src=x onerror="x">',
    ],
)
def test_nothing_in_it_is_html(text: str) -> None:
    told = prose_html(text)
    assert not [
        bad for bad in ("<script", "<b>", "<i>", "<u>", "<img", 'onclick="', 'href="j', 'href="d') if bad in told
    ]
    assert 'href="//' not in told
    assert 'href="/\\' not in told


@pytest.mark.parametrize("sign", ["|", "|-", "| --- ", "-", "**", "[", "[a](", "1. \n", "# ", "| a\n|---\n", "`:-"])
def test_it_comes_to_an_end_whatever_is_written(sign: str) -> None:
    text = sign * (60_000 // len(sign))
    told = prose_html(text)
    assert told.startswith("<")
    assert len(told) < 60 * len(text)
