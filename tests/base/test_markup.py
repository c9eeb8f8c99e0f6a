"""Text with #tags, @mentions and links: what is found in it, and that its HTML is safe whatever it says."""

import random
import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest

from verandah.base.errors import Invalid
from verandah.base.markup import Kind, clean, parse

ALLOWED = {
    "p": [{"dir": "auto"}],
    "br": [{}],
    "bdi": [{}],
    "a": [
        {"class": "mention", "dir": "ltr"},
        {"class": "tag-link", "rel": "tag", "dir": "auto"},
        {"rel": "nofollow noopener ugc", "dir": "ltr"},
    ],
}


def html_of(text: str) -> str:
    """The HTML of `text` on a site where everybody is known but "nobody"."""
    return parse(text).html(lambda name: None if name == "nobody" else f"/@{name}/", lambda name: f"/tags/{name}/")


class Reader(HTMLParser):
    """Reads HTML, refuses what is not allowed or not balanced, and keeps the text of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        href = values.pop("href", None)
        assert values in ALLOWED[tag]
        assert (href is not None) == (tag == "a")
        if tag == "a":
            assert "a" not in self.open
            assert href.startswith(("/@", "/tags/", "http://", "https://"))
            self.hrefs.append(href)
        if tag == "p":
            assert self.open == []
            self.words.append(" ")
        if tag == "br":
            self.words.append(" ")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        assert self.open[:1] == ["p"]
        self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def expected_text(text: str) -> str:
    """What the HTML of `text` should read: the source, but links without scheme and in short."""
    lines = []
    for paragraph in parse(text).paragraphs:
        for line in paragraph:
            for piece in line:
                if piece.kind is Kind.LINK:
                    rest = piece.text.split("://", 1)[1]
                    rest = rest[:-1] if rest.endswith("/") and rest.count("/") == 1 else rest
                    lines.append(rest if len(rest) <= 40 else rest[:39] + "…")
                else:
                    lines.append(piece.text)
            lines.append(" ")
    return " ".join("".join(lines).split())


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@joanna", ["joanna"]),
        ("Hello @Joanna, and @BOB!", ["joanna", "bob"]),
        ("@joanna @joanna @Joanna", ["joanna"]),
        ("(@joanna) “@bob” @eve: @mo.", ["joanna", "bob", "eve", "mo"]),
        ("@joanna.k @bob-b @mo_m", ["joanna.k", "bob-b", "mo_m"]),
        ("@joanna. @bob- @mo_", ["joanna", "bob", "mo"]),
        ("@joanna's cake", ["joanna"]),
        ("مرحبا @نور، كيف الحال", ["نور"]),
        ("@प्रिया नमस्ते", ["प्रिया"]),
        ("@ΓΙΏΡΓΟΣ", ["γιώργος"]),
        ("＠joanna", ["joanna"]),
        ("@İpek", ["ipek"]),
        ("joanna@demo.example", []),
        ("@joanna@other.example", []),
        ("@@joanna", []),
        ("a@joanna नमस्ते@joanna", []),
        ("@ joanna @", []),
        ("@" + "a" * 101, []),
        ("https://social.example/@joanna", []),
        ("/@joanna", []),
    ],
)
def test_mentions(text, mentions):
    assert parse(text).mentions == tuple(mentions)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#ferry", ["ferry"]),
        ("#Ferry #FERRY #ferry #library", ["ferry", "library"]),
        ("#مدينة و#لا #مدينة_قديمة", ["مدينة", "مدينة_قديمة"]),
        ("#Straße", ["strasse"]),
        ("#Café #cafe\u0301", ["café"]),
        ("#हिन्दी #日本語 ＃タグ", ["हिन्दी", "日本語", "タグ"]),
        ("#کتاب\u200cخوانی #کتابخوانی #x\u200d", ["کتابخوانی", "x"]),
        ("(#ferry) #library, #choir! #a#b", ["ferry", "library", "choir", "a"]),
        ("#2026 #12_34 #٢٠٢٦ #_ # ##", []),
        ("#2026goals #a1", ["2026goals", "a1"]),
        ("C#minor x#y &#39; &#x27; page/#top ##twice", []),
        ("https://a.example/#top #real", ["real"]),
        ("#\u200dx", []),
        ("#" + "a" * 100, ["a" * 100]),
    ],
)
def test_tags(text, tags):
    assert parse(text).tags == tuple(tags)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example", ["https://a.example"]),
        ("http://a.example/x?y=1&z=2#top.", ["http://a.example/x?y=1&z=2#top"]),
        ("HTTPS://A.example/X", ["https://A.example/X"]),
        ("(see https://a.example/x_(y)).", ["https://a.example/x_(y)"]),
        ("https://a.example/(x", ["https://a.example/(x"]),
        ("<https://a.example/x> “https://b.example”", ["https://a.example/x", "https://b.example"]),
        ("https://a.example, https://a.example!?…", ["https://a.example"]),
        ("https://a.example:8080/ http://localhost:8000", ["https://a.example:8080/", "http://localhost:8000"]),
        ("انظر https://a.example/صفحة، شكرا", ["https://a.example/صفحة"]),
        ("詳細はhttps://a.example/x。では", ["https://a.example/x"]),
        ("https://münchen.example/ö", ["https://münchen.example/ö"]),
        ("https://a.example/\u202egnp.exe", ["https://a.example/"]),
        ("https://a.ex\u200bample", ["https://a.ex"]),
        ("https://a.example/@joanna#x", ["https://a.example/@joanna#x"]),
        ("a.example www.a.example mailto:x@a.example ftp://a.example //a.example", []),
        ("javascript:alert(1) data:text/html,x javascript://a.example/%0aalert(1)", []),
        ("https://bank.example@evil.example/ https://bank.example:x@evil.example", []),
        ("https://bank.example\\@evil.example", ["https://bank.example\\@evil.example"]),
        ("http:// https:///x https://-a.example https://a..example https://.", []),
        ("xhttps://a.example httpſ://a.example", []),
        ("http://http://http://", []),
        ("https://a.example/" + "x" * 1982, ["https://a.example/" + "x" * 1982]),
        ("https://a.example/" + "x" * 1983 + " #tag", []),
        ("https://" + "a" * 254, []),
    ],
)
def test_links(text, links):
    assert parse(text).links == tuple(links)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("one\ntwo\n\nthree\n\n\nfour", "<p>one<br>two</p><p>three</p><p>four</p>"),
        ("<b>&\"'</b>", "<p>&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;</p>"),
        ("Hi @Joanna!", '<p>Hi <a class="mention" href="/@joanna/" dir="ltr">@<bdi>Joanna</bdi></a>!</p>'),
        ("Hi @nobody", "<p>Hi @nobody</p>"),
        ("#Café", '<p><a class="tag-link" href="/tags/café/" rel="tag" dir="auto">#Café</a></p>'),
        (
            "https://a.example/?a=1&b='2",
            '<p><a href="https://a.example/?a=1&amp;b=&#x27;2" rel="nofollow noopener ugc" dir="ltr">'
            "a.example/?a=1&amp;b=&#x27;2</a></p>",
        ),
        (
            "https://a.example/",
            '<p><a href="https://a.example/" rel="nofollow noopener ugc" dir="ltr">a.example</a></p>',
        ),
        (
            "https://a.example/" + "x" * 50,
            f'<p><a href="https://a.example/{"x" * 50}" rel="nofollow noopener ugc" dir="ltr">'
            f"a.example/{'x' * 29}…</a></p>",
        ),
    ],
)
def test_html(text, html):
    assert html_of(text) == html.replace("<p>", '<p dir="auto">')


def test_the_addresses_of_people_and_tags_are_escaped_too():
    html = parse("@bob #bob").html(lambda name: f'/"><script>{name}', lambda name: f"/'{name}&")
    assert "<script>" not in html
    assert 'href="/&quot;&gt;&lt;script&gt;bob"' in html
    assert 'href="/&#x27;bob&amp;"' in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", "hello"),
        ("\r\n\r\n  hello \t\r\nthere\rand\u2028on  \n\n", "  hello\nthere\nand\non"),
        ("a\n\n\n\n\n \n\nb", "a\n\n\nb"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("cafe\u0301", "café"),
        ("\tx", "\tx"),
        ("  \n \u3000 ", ""),
        ("\u200b\u2060\u3164", ""),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\u202edrawer", "\u202edrawer"),
    ],
)
def test_clean_makes_one_form(text, expected):
    assert clean(text, 100) == expected
    assert clean(expected, 100) == expected


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x9fb", "a\ud800b", "a\udfff"])
def test_clean_refuses_what_is_no_text(text):
    with pytest.raises(Invalid, match="can't be shown") as refusal:
        clean(text, 100)
    assert refusal.value.field == "text"


def test_clean_refuses_a_row_of_accents_that_would_take_long_to_compose():
    with pytest.raises(Invalid, match="too many accents"):
        clean("a" + "\u0315\u0300" * 50_000, 500_000)
    assert clean("שָׁ" + "e\u0302\u0323", 10)


def test_clean_counts_what_is_stored():
    assert clean("  \n" + "e\u0301" * 10 + " \n", 10) == "é" * 10
    with pytest.raises(Invalid, match=r"Use at most 10 characters\. Yours has 11\.") as refusal:
        clean("e\u0301" * 11, 10)
    assert refusal.value.field == "text"
    with pytest.raises(Invalid, match=r"Use at most 10 characters\. Yours has 1000\."):
        clean("x" * 1000, 10)


@pytest.mark.parametrize(
    ("sign", "sentence"), [("#", "at most 50 tags .* has 51"), ("@", "at most 50 people .* mentions 51")]
)
def test_fifty_are_enough(sign, sentence):
    assert parse(" ".join(f"{sign}name{number}" for number in range(50)))
    with pytest.raises(Invalid, match=sentence) as refusal:
        parse(" ".join(f"{sign}name{number}" for number in range(51)))
    assert refusal.value.field == "text"


@pytest.mark.parametrize("tag", ["#" + "a" * 101, "#" + "ß" * 51])
def test_a_tag_has_at_most_a_hundred_characters(tag):
    with pytest.raises(Invalid, match="at most 100 characters in a tag") as refusal:
        parse(tag)
    assert refusal.value.field == "text"


ADVERSARIES = [
    "@",
    "#",
    "@a.",
    "@a@",
    "#1",
    "#a#",
    "http://",
    "http://http://a.example",
    "https://a.example).",
    "https://xn--a.xn--a.xn--a_",
    "a",
    "a.",
    " ",
    "\n",
    " \n",
    "((((",
    "<",
    "&",
    "\u0300a",
    "#\u200c",
    "http://a.example/(",
    "נ\u202e",
]


def least_time(text: str) -> float:
    """The least time of a few runs: what the work takes when nothing else disturbs it."""
    times = []
    for _run in range(3):
        start = time.process_time()
        with suppress(Invalid):
            html_of(clean(text, len(text)))
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("piece", ADVERSARIES, ids=ascii)
def test_eight_times_the_text_takes_about_eight_times_as_long(piece):
    # Squared it would be sixty-four times as long.
    small, large = piece * (12_500 // len(piece)), piece * (100_000 // len(piece))
    assert least_time(large) < 25 * least_time(small) + 0.02


SCRAPS = [
    "@joanna", "@nobody", "@نور", "#ferry", "#مدينة", "#2026", "https://a.example/x?y=1&z=<2>", "http://", "https://",
    "http://[::1]/", "https://a.example/'\"", "javascript:alert(1)", "<script>alert(1)</script>", "</p>", "<a href=x>",
    "<!--", "-->", "<![CDATA[", "<?x", "&amp;", "&#x27;", "&", "<", ">", '"', "'", "`", "\n", "\n\n", "\n \n\n", " ",
    "\t", "\u202e", "\u2066", "\u200d", "\u200b", "a", "Z", "0", "_", ".", "-", "@", "#", "/", "(", ")", "é", "e\u0301",
    "ß", "नमस्ते", "日本語", "。", "👩\u200d💻", "🇯🇵", "\u3164", "ſ", "İ", "Σ",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_any_text_becomes_safe_html_that_says_the_same(seed):
    chance = random.Random(seed)
    scraps = [
        chance.choice(SCRAPS)
        if chance.random() < 0.9
        else chr(chance.choice([chance.randrange(0x20, 0xD800), 0x1F600]))
        for _scrap in range(chance.randrange(60))
    ]
    try:
        text = clean("".join(scraps), 5000)
    except Invalid:
        text = "".join(scraps).replace("\x7f", "")
    markup = parse(text)
    read = Reader(html_of(text))
    assert read.text == expected_text(text)
    lines = ["".join(piece.text for piece in line) for paragraph in markup.paragraphs for line in paragraph]
    assert lines == [line for line in text.split("\n") if line.strip()]
    assert {href for href in read.hrefs if href.startswith("http")} == set(markup.links)
    assert all(not char.isspace() and char not in "\u202e\u2066\u200b" for link in markup.links for char in link)
