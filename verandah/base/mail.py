"""Letters: a text in the reader's language, sent as plain text and as HTML that says the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text, or the words of a link and its address."""

    lines: tuple[str, ...]
    url: str = ""


def send(letter: str, to: str, language: str, facts: Mapping[str, str]) -> None:
    """Write `emails/<letter>.txt` in `language` with `facts` and send it to one address. Twice: two letters."""
    with translation.override(known(language)):
        bidi = translation.get_language_bidi()
        words = {name: isolated(value) if bidi else value for name, value in facts.items()}
        written = render_to_string(f"emails/{letter}.txt", words)
        subject, _, body = written.strip().partition("\n")
        context = {"subject": subject, "paragraphs": paragraphs(body), "direction": "rtl" if bidi else "ltr"}
        html = render_to_string("emails/letter.html", context)
    message = EmailMultiAlternatives(" ".join(subject.split()), body.strip() + "\n", to=[to])
    message.attach_alternative(html, "text/html")
    message.send()


def known(language: str) -> str:
    """`language` if we write in it, else the site's own."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def isolated(value: str) -> str:
    """A name inside a right-to-left sentence keeps its own direction; an address stays as it can be copied."""
    return value if not value or "://" in value else f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def paragraphs(body: str) -> list[Paragraph]:
    """The paragraphs of a letter. Two lines, the second an address, are a link and its words."""
    found = []
    for block in body.strip().split("\n\n"):
        lines = tuple(line.strip() for line in block.strip().splitlines())
        if len(lines) == 2 and lines[1].startswith(("http://", "https://")):
            found.append(Paragraph((lines[0].rstrip(":"),), lines[1]))
        elif lines:
            found.append(Paragraph(lines))
    return found
