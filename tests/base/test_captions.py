"""Captions of strangers are written anew: what is said stays, everything else goes."""

import pytest

from verandah.base import captions
from verandah.base.captions import NotCaptions, rewritten

SAID = b"WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n"


def test_what_is_said_stays():
    told = rewritten(
        b"\xef\xbb\xbfWEBVTT Kind: captions\r\nLanguage: en\r\n\r\n1\r\n01:02:03.004 --> 01:02:05.000 "
        b"position:10%,line-left align:start size:35% line:0 vertical:rl\r\n"
        b"<v Alice>Hello <i>there</i>\r\nand <b>you</b>\r\n"
    )
    assert told == (
        "WEBVTT\n\n01:02:03.004 --> 01:02:05.000 position:10%,line-left align:start size:35% line:0 vertical:rl\n"
        "<v Alice>Hello <i>there</i>\nand <b>you</b>\n"
    )
    assert rewritten(told.encode()) == told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"a < b & c > d", "a &lt; b &amp; c &gt; d"),
        (b"a &lt; b &amp; c", "a &lt; b &amp; c"),
        (b"<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        (b"<c.loud.red onclick=x>x</c>", "<c>x</c>"),
        (b"<b.x>y</b>", "<b>y</b>"),
        (b"<i style=x>y</i>", "<i>y</i>"),
        (b"<v.first Bob & Carol>Hi</v>", "<v Bob &amp; Carol>Hi</v>"),
        (b"<lang en-GB>Hi</lang>", "<lang en-GB>Hi</lang>"),
        (b"<00:01.500>karaoke", "&lt;00:01.500&gt;karaoke"),
        (b"<img src=http://127.0.0.1/>", "&lt;img src=http://127.0.0.1/&gt;"),
        (b"caf\xc3\xa9 \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", "café سلام"),
    ],
)
def test_tags_that_we_know_stay(line: bytes, expected: str):
    told = rewritten(SAID.replace(b"Hello", line))
    assert told == f"WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n{expected}\n"


@pytest.mark.parametrize(
    "block",
    [
        b"STYLE\n::cue { background: url(http://127.0.0.1/) }",
        b"NOTE by Alice at home",
        b"REGION\nid:x\nwidth:40%",
        b"00:02.000 --> 00:01.000\nbackwards",
        b"00:01.000 --> 00:02.000",
        b"00:61.000 --> 00:62.000\nno such moment",
        b"what is this\nand this",
    ],
)
def test_all_else_goes(block: bytes):
    assert rewritten(SAID + b"\n" + block + b"\n") == rewritten(SAID)


def test_settings_that_are_none_go():
    told = rewritten(SAID.replace(b"02.500", b"02.500 region:x onload:y position:900% align:start"))
    assert told.splitlines()[2] == "00:00:01.000 --> 00:00:02.500 align:start"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"WEBVTT\n",
        b"WEBVTTX\n\n00:01.000 --> 00:02.000\nx",
        b"\xff\xfe",
        b"<html>",
        b"1\n00:00:01,000 --> 00:00:02,000\nx",
    ],
)
def test_what_are_no_captions(content: bytes):
    with pytest.raises(NotCaptions):
        rewritten(content)


def test_there_is_an_end(monkeypatch):
    monkeypatch.setattr(captions, "MOST_CUES", 2)
    cue = b"\n00:01.000 --> 00:02.000\nx\n"
    assert rewritten(b"WEBVTT\n" + 2 * cue)
    with pytest.raises(NotCaptions):
        rewritten(b"WEBVTT\n" + 3 * cue)
    long = rewritten(SAID.replace(b"Hello", b"x" * 5000))
    assert len(long) < 2100
