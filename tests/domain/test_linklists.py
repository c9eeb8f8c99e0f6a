"""Lists of sites: below, beside and instead of a host, in letters that look like its own, and what is let through."""

from datetime import date

import pytest

from verandah.base.errors import Invalid
from verandah.domain.moderation.linklists import LinkIndex, Listed, Way, parse

TODAY = date(2026, 11, 22)
LIST = """address,way,reason,until
snark.example,block,"sells, loudly",
good.snark.example,allow
frab.example/shop,warn
late.example,block,,2026-11-21
bücher.example
.zap
"""


@pytest.fixture(name="index")
def index_of_list() -> LinkIndex:
    return LinkIndex([(1, parse(LIST))])


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ("https://snark.example", Way.BLOCK),
        ("HTTPS://SNARK.example:8080/any?q", Way.BLOCK),
        ("https://www.snark.example/", Way.BLOCK),
        ("https://a.b.snark.example./x", Way.BLOCK),
        ("https://user:good.snark.example@snark.example/", Way.BLOCK),
        ("https://sn\u0430rk.example", Way.BLOCK),
        ("https://xn--snrk-63d.example", Way.BLOCK),
        ("https://ｓｎａｒｋ.example", Way.BLOCK),
        ("https://frab.example/shop", Way.WARN),
        ("https://frab.example/shop/one", Way.WARN),
        ("https://BÜCHER.example", Way.BLOCK),
        ("https://xn--bcher-kva.example", Way.BLOCK),
        ("https://what.ever.zap/", Way.BLOCK),
    ],
)
def test_what_is_listed_is_found(index: LinkIndex, link: str, way: Way) -> None:
    assert index.search(link, TODAY) == [(1, way)]


@pytest.mark.parametrize(
    "link",
    [
        "https://good.snark.example/",
        "https://very.good.snark.example/",
        "https://notsnark.example",
        "https://snark.example.org",
        "https://frab.example/",
        "https://frab.example/shopping",
        "https://late.example",
        "https://zap.example",
        "https://example",
        "https://[bad",
        "mailto:x",
    ],
)
def test_what_is_not_is_not(index: LinkIndex, link: str) -> None:
    assert index.search(link, TODAY) == []


def test_what_only_looks_like_a_site_that_is_let_through_is_not(index: LinkIndex) -> None:
    assert index.allows(1, "https://good.snark.example/x", TODAY)
    assert not index.allows(1, "https://g\u043eod.snark.example/x", TODAY)


def test_hosts_files_are_read() -> None:
    text = "# a list\n127.0.0.1 localhost\n::1 localhost\n0.0.0.0 ads.example # loud\n0.0.0.0 more.example\n"
    assert [one.host for one in parse(text)] == ["ads.example", "more.example"]


def test_a_list_is_written_as_it_was_read() -> None:
    entries = [Listed("xn--bcher-kva.example", "/x", Way.WARN, "why", date(2027, 1, 31))]
    assert entries[0].line == ["bücher.example/x", "warn", "why", "2027-01-31"]
    assert parse("bücher.example/x,warn,why,2027-01-31") == entries


@pytest.mark.parametrize("text", ["com", "exa mple.org", "a.example,stop", "a.example,block,,soon", "x" * 600 + ".org"])
def test_what_cannot_be_an_entry_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)
