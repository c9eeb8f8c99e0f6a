"""Letters: a text in the reader's language, sent as plain text and as HTML that says the same."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, default
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Protocol, Self, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from . import digits, hues, tongues
from .letters import BIDI, JOINERS, is_invisible

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
LONGEST_SUBJECT = 150
# Answers of mail servers from this number on are meant for good.
FINAL = 500


class NotSent(Exception):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """The mail server has not taken the letter, so that it can be sent again without being sent twice."""


class NotWanted(Exception):  # noqa: N818
    """The mail server will never take a letter to this address."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text, or the words of a link and its address."""

    lines: tuple[str, ...]
    url: str = ""


class Named(Protocol):
    """What letters show of the site."""

    name: str
    brand_hue: int
    brand_chroma: int


@dataclass(frozen=True, slots=True)
class Sender:
    """The site that writes: how it is called, the hue of its colours, and how strong they are, in percent."""

    name: str
    hue: int
    chroma: int = hues.FULL

    @classmethod
    def of(cls, site: Named) -> Self:
        """The one that the owner has set."""
        return cls(site.name, site.brand_hue, site.brand_chroma)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, ready to be sent. `headers`: what it says to mail programs."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def send(letter: str, to: str, language: str, facts: Mapping[str, str], sender: Sender) -> None:
    """Write `emails/<letter>.txt` in `language` with `facts` and send it to one address. Twice: two letters."""
    dispatch(written(letter, language, facts, sender), to, sender)


def written(letter: str, language: str, facts: Mapping[str, str], sender: Sender) -> Written:
    """The same, without sending it."""
    with translation.override(known(language)):
        bidi = translation.get_language_bidi()
        words = {name: isolated(value) if bidi else value for name, value in facts.items()}
        letter_text = digits.in_text(render_to_string(f"emails/{letter}.txt", words), translation.get_language() or "")
        subject, _, body = letter_text.strip().partition("\n")
        html = in_frame("emails/letter.html", subject, {"paragraphs": paragraphs(body)}, sender)
    return Written(subject, body.strip() + "\n", html, {})


def in_frame(template: str, subject: str, context: Mapping[str, object], sender: Sender) -> str:
    """The HTML of a letter, in the language of the moment and the colours of the site, by day and by night."""
    bidi = translation.get_language_bidi()
    frame = {
        "subject": subject,
        "direction": "rtl" if bidi else "ltr",
        "line_height": "1.7" if bidi else "1.5",
        "day": hues.light(sender.hue, sender.chroma),
        "night": hues.dark(sender.hue, sender.chroma),
        "site_name": sender.name,
        "site_initial": sender.name.strip()[:1],
        "home": settings.URL + "/",
        "host": host(),
    }
    return render_to_string(template, {**frame, **context})


def dispatch(letter: Written, to: str, sender: Sender) -> None:
    """Send one letter to one address. Raises NotSent when it surely was not sent, NotWanted when it never will be; any
    other error leaves open whether it was."""
    message = Envelope(
        one_line(letter.subject)[:LONGEST_SUBJECT],
        letter.text,
        from_line(sender.name),
        to=[to],
        headers={"Auto-Submitted": "auto-generated", **letter.headers},
    )
    message.attach_alternative(letter.html, "text/html")
    mailer = mailers["default"]
    try:
        mailer.open()
    except OSError as error:
        raise NotSent(f"The mail server cannot be reached: {error}") from error
    try:
        mailer.send_messages([message])
    except SMTPRecipientsRefused as error:
        is_final = all(code >= FINAL for code, _words in error.recipients.values())
        raise (NotWanted if is_final else NotSent)(f"The mail server has refused the address: {error}") from error
    except SMTPResponseException as error:
        raise NotSent(f"The mail server has refused the letter: {error}") from error
    finally:
        # How the server says good-bye changes nothing about the letter.
        with suppress(OSError):
            mailer.close()


class Unfolded(UnstructuredHeader):
    """A header in one line: folded, what has no blanks would be encoded, and no mail program decodes an address."""

    def fold(self, *, policy: EmailPolicy) -> str:
        header = cast("BaseHeader", self)
        return f"{header.name}: {header}{policy.linesep}"


class Envelope(EmailMultiAlternatives):
    """A message whose addresses and ids arrive as they were written."""

    def message(self, *, policy: Any = default) -> Any:
        registry = HeaderRegistry()
        for name in ("list-id", "list-unsubscribe", "message-id", "references"):
            registry.map_to_type(name, cast("type[BaseHeader]", Unfolded))
        return super().message(policy=policy.clone(header_factory=registry))


def from_line(name: str) -> str:
    """The sender as a mail program shows it: the site's name, unless the setting brings one along."""
    given, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if given or not address:
        return settings.DEFAULT_FROM_EMAIL
    quoted = one_line(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def message_id(of: str) -> str:
    """The id of what mail programs shall take for one letter, or for one conversation. It tells nothing of `of`."""
    return f"<{salted_hmac('verandah.mail', of, algorithm='sha256').hexdigest()[:32]}@{host()}>"


def host() -> str:
    """The host of the site."""
    return urlsplit(settings.URL).hostname or "localhost"


def known(language: str) -> str:
    """`language` if we write in it, else the site's own."""
    return tongues.known(language)


def one_line(text: str) -> str:
    """`text` as it may stand in a header: in one line, without what cannot be seen, but marks that join or turn."""
    kept = (char for char in text if char in BIDI or char in JOINERS or char.isspace() or not is_invisible(char))
    return " ".join("".join(kept).split())


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
