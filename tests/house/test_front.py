"""Pages keep to the content security policy, load nothing from elsewhere, stay light, and have all words translated."""

import gzip
import re
from pathlib import Path

import pytest

from verandah.base.smaller import smaller

from .source import PACKAGE, files, short

TEMPLATES = PACKAGE / "web" / "templates"
STATIC = PACKAGE / "web" / "static"
MOST_CSS = 15_000
MOST_JS = 30_000
# What only the pages of albums, of the staff and the first page of guests have, and what comes with parts of a form.
OF_SOME_PAGES = {
    "explore.css",
    "album.css",
    "landing.css",
    "extras.css",
    "staff.css",
    "public.css",
    "pause.css",
    "overview.css",
}
# What the browser fetches apart from any page.
OF_NO_PAGE = {"worker-pages.js", "worker-outbox.js", "worker-push.js"}

COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktranslate\b.*?%\}.*?\{% endblocktranslate %\}", re.DOTALL)
PROGRAM = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
LOGIC = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ATTRIBUTE = re.compile(r"""(?<=\s)[\w:-]+=("[^"]*"|'[^']*')|^[\w:-]+=("[^"]*"|'[^']*')""")
# A script that another one fetches when it is needed for the first time.
ASKED_FOR = re.compile(r"""\bimport\("\./([\w-]+\.js)"\)""")
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;")


def inline_style(text: str) -> list[str]:
    return re.findall(r"\sstyle\s*=|<style\b", COMMENT.sub("", text))


def inline_script(text: str) -> list[str]:
    text = COMMENT.sub("", text)
    handlers = re.findall(r"\s(on[a-z]+)\s*=", text)
    bare = [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "nonce=" not in tag]
    return handlers + bare + re.findall(r"javascript:", text)


def foreign_address(text: str) -> list[str]:
    """What a page, style or script would load from another host. A link that a person follows is something else."""
    text = COMMENT.sub("", text)
    loaded = re.findall(r"""(?:src|srcset|action|poster|data)\s*=\s*["']((?:https?:)?//[^"']+)""", text)
    loaded += re.findall(r"""<link\b[^>]*href\s*=\s*["']((?:https?:)?//[^"']+)""", text)
    loaded += re.findall(r"""url\(\s*["']?((?:https?:)?//[^"')]+)""", text)
    loaded += re.findall(r"""(?:import|from|fetch\(|EventSource\()\s*["'`]((?:https?:)?//[^"'`]+)""", text)
    return loaded


def untranslated(text: str) -> list[str]:
    """Words in a page that no translator would see."""
    text = PROGRAM.sub("", TRANSLATED.sub("", COMMENT.sub("", text)))
    text = LOGIC.sub("", text)
    spoken = ["".join(pair) for pair in SPOKEN.findall(text)]
    # A fragment may hold nothing but attributes of the element that includes it.
    written = ENTITY.sub("", ELEMENT.sub("\n", ATTRIBUTE.sub("", text))).splitlines()
    return [words.strip() for words in spoken + written if re.search(r"[^\W\d_]{2,}", words)]


RULES = [
    (inline_style, '<p style="color:red">'),
    (inline_style, "<style>p{}</style>"),
    (inline_script, '<p onclick="x()">'),
    (inline_script, "<script>x()</script>"),
    (foreign_address, '<img src="https://example.org/x.png">'),
    (foreign_address, '<link rel="stylesheet" href="//example.org/x.css">'),
    (foreign_address, '@font-face { src: url("https://example.org/f.woff2") }'),
    (foreign_address, 'import x from "https://example.org/x.js"'),
    (untranslated, "<p>Good evening</p>"),
    (untranslated, '<button aria-label="Close">×</button>'),
]
HARMLESS = (
    '<a href="https://example.org/">{% translate "Source" %}</a> <script src="{% static "js/app.js" %}" defer></script>'
    '<p class="tone">{% blocktranslate %}Good evening{% endblocktranslate %} &middot; {{ name }} 12 {# Say so #}</p>'
)


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _planted in RULES), ids=lambda rule: rule.__name__)
def test_no_template_breaks_the_rule(rule):
    pages = [path for path in files(TEMPLATES) if path.suffix in {".html", ".txt"}]
    assert pages
    checked = [path for path in pages if path.suffix == ".html" or rule is untranslated]
    if rule is inline_style:
        # Programs that read letters drop style sheets, and no content security policy reaches them.
        checked = [path for path in checked if "emails" not in path.parts]
    assert [f"{short(path)}: {found}" for path in checked for found in rule(path.read_text())] == []


@pytest.mark.parametrize(("rule", "planted"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_sees_a_planted_offence(rule, planted):
    assert rule(planted) != []
    assert rule(HARMLESS) == []


def test_styles_and_scripts_load_nothing_from_elsewhere():
    sources = [path for path in files(STATIC) if path.suffix in {".css", ".js", ".svg", ".webmanifest"}]
    assert sources
    assert [f"{short(path)}: {found}" for path in sources for found in foreign_address(path.read_text())] == []


def weight(suffix: str) -> int:
    """Bytes of all files of a kind that every page has, as a browser would fetch them joined."""
    every = [path for path in files(STATIC) if path.suffix == suffix]
    later = {name for path in every for name in ASKED_FOR.findall(path.read_text())} | OF_SOME_PAGES | OF_NO_PAGE
    return len(gzip.compress(b"".join(as_served(path) for path in every if path.name not in later), 9))


def as_served(path: Path) -> bytes:
    return path.read_bytes() if path.parent.name == "vendor" else smaller(path).encode()


def test_styles_and_scripts_stay_light():
    assert 0 < weight(".css") < MOST_CSS
    assert 0 < weight(".js") < MOST_JS


def test_a_static_file_is_used():
    code = "\n".join(path.read_text() for path in files(PACKAGE) if path.suffix in {".html", ".py", ".css", ".js"})
    kinds = {".css", ".js", ".woff2", ".svg", ".png"}
    unused = [path for path in files(STATIC) if path.suffix in kinds and not is_named(path, code)]
    assert [short(path) for path in unused] == []


def is_named(path: Path, code: str) -> bool:
    return path.name in code or path.stem in code
