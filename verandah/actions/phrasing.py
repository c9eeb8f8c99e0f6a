"""The letters about notices in words: what each says, in the language of its reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from unicodedata import bidirectional

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from verandah.base import formats, hues, mail
from verandah.base.mail import FIRST_STRONG_ISOLATE, POP_ISOLATE, Sender, Written
from verandah.domain.notifications.letters import AT_ONCE, DIGEST, MOST_LINES, Line
from verandah.domain.notifications.readers import Reader
from verandah.domain.notifications.show import ShownNotification
from verandah.domain.notifications.unsubscribing import link_of
from verandah.domain.notifications.words import said
from verandah.domain.posts.audience import Audience

LONGEST_EXCERPT = 280
LONGEST_OWN_EXCERPT = 90
# So many lines stand in a letter; a digest has so many under each of its headings.
MOST_TOLD = 10
MOST_IN_PART = 5

# The headings of a digest, and what stands under each. What is not named here stands under the last.
TALK = frozenset({"mention", "comment", "wall", "quote"})
PEOPLE = frozenset({"follow", "follow_request", "follow_accepted", "friend_request", "friend_accepted", "birthday"})
ECHO = frozenset({"reaction", "share", "edited", "poll_ended"})
HEADINGS = (
    (gettext_lazy("Said to you"), TALK),
    (gettext_lazy("People"), PEOPLE),
    (gettext_lazy("About your posts"), ECHO),
)
LAST_HEADING = gettext_lazy("Also new")

# Letters of these kinds say which way they are read.
STRONG = frozenset({"L", "R", "AL"})

# Where it is answered or read, when that is neither a post nor a person.
PAGES = {
    "follow_request": "requests",
    "friend_request": "friend_requests",
    "report": "notifications",
    "moderation": "notifications",
    "announcement": "announcements",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a letter: who did what, what was said, where it leads. `behind` and `on`: colours of the initials."""

    name: str

    initials: str
    tone: str
    behind: str
    on: str
    sentence: SafeString
    plain: str
    excerpt: str
    direction: str
    is_own: bool
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together, perhaps under a heading; `more` besides is only in the app."""

    heading: str
    told: tuple[Told, ...]
    more: int


def at_once(reader: Reader, lines: Sequence[Line], site: Sender, key: str) -> Written:
    """The letter about what has just happened, oldest first."""
    with override(mail.known(reader.language)), timezone.override(reader.zone):
        told = tuple(told_of(line, site) for line in reversed(lines[:MOST_TOLD]))
        parts = [Part("", told, len(lines) - len(told))]
        kinds = {line.group.newest.kind for line in lines}
        sort = kinds.pop() if len(kinds) == 1 else AT_ONCE
        thread = {"References": root} if (root := conversation(reader, lines)) else {}
        why = _("You are sent this at once because you want to know of it by e-mail.")
        return written(reader, site, subject_of(lines, site), parts, Mark(sort, "at-once", key, why, thread))


def digest(reader: Reader, lines: Sequence[Line], site: Sender, key: str) -> Written:
    """The letter about all that its reader has not seen, under headings, newest first."""
    with override(mail.known(reader.language)), timezone.override(reader.zone):
        title = _("What is new for you on %(site)s") % {"site": turned(site.name)}
        why = {
            "daily": _("You are sent this each morning on which there is something you have not seen."),
            "weekly": _("You are sent this once a week, if there is something you have not seen."),
        }[reader.digest.name.lower()]
        return written(reader, site, title, list(parts_of(lines, site)), Mark(DIGEST, DIGEST, key, why, {}))


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes one letter this one: the sort of it that can be stopped, its list, its key, why it comes."""

    sort: str
    list_name: str
    key: str
    why: str
    headers: dict[str, str]


def written(reader: Reader, site: Sender, subject: str, parts: Sequence[Part], mark: Mark) -> Written:
    """The letter in both its forms, with what it says to mail programs."""
    stop = settings.URL + reverse("letters_stop", args=[link_of(reader.account.id, mark.sort)])
    one = parts[0].told[0] if len(parts) == 1 and len(parts[0].told) == 1 and not parts[0].more else None
    context = {
        "parts": parts,
        "one": one,
        "preview": preview(parts),
        "count": count_of(parts),
        "why": mark.why,
        "name": turned(f"@{reader.account.username}"),
        "site": turned(site.name),
        "button_url": one.url if one else settings.URL + reverse("notifications"),
        "stop_url": stop,
        "settings_url": settings.URL + reverse("settings_notifications"),
        "is_digest": mark.sort == DIGEST,
    }
    headers = {
        "Message-ID": mail.message_id(f"{reader.account.id}:{mark.key}"),
        "List-Id": f"<{mark.list_name}.{mail.host()}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        **mark.headers,
    }
    text = render_to_string("emails/notices/letter.txt", {"subject": subject, **context}).strip() + "\n"
    html = mail.in_frame("emails/notices/letter.html", subject, context, site)
    return Written(subject, text, html, headers)


def subject_of(lines: Sequence[Line], site: Sender) -> str:
    """What has happened, in one line."""
    if len(lines) == 1:
        return plain_sentence(lines[0])
    people = {person.id for line in lines for person in line.group.people}
    kinds = {line.group.newest.kind for line in lines}
    facts = {"name": turned(lines[0].group.newest.actor.display_name), "count": len(lines), "people": len(people)}
    if kinds == {"comment"} and len(people) == 1:
        sentence = ngettext("%(name)s answered you", "%(name)s answered you %(count)d times", len(lines))
    elif kinds == {"comment"} and len(lines) <= MOST_LINES:
        sentence = ngettext("%(people)d person answered you", "%(people)d people answered you", len(people))
    elif kinds == {"mention"} and len(lines) <= MOST_LINES:
        sentence = ngettext("You were named %(count)d time", "You were named %(count)d times", len(lines))
    elif len(lines) <= MOST_LINES:
        sentence = ngettext(
            "%(count)d new thing for you on %(site)s", "%(count)d new things for you on %(site)s", len(lines)
        )
    else:
        facts["count"] = MOST_LINES
        sentence = _("More than %(count)d new things for you on %(site)s")
    return sentence % {**facts, "site": turned(site.name)}


def parts_of(lines: Sequence[Line], site: Sender) -> Iterable[Part]:
    """The lines of a digest under their headings; a heading without lines is left out."""
    named = frozenset().union(*(kinds for _heading, kinds in HEADINGS))
    for heading, kinds in (*HEADINGS, (LAST_HEADING, None)):
        mine = [line for line in lines if (line.group.newest.kind in kinds if kinds else is_other(line, named))]
        if mine:
            told = tuple(told_of(line, site) for line in mine[:MOST_IN_PART])
            yield Part(str(heading), told, len(mine) - len(told))


def is_other(line: Line, named: frozenset[str]) -> bool:
    """Whether it has no heading of its own."""
    return line.group.newest.kind not in named


def told_of(line: Line, site: Sender) -> Told:
    """A line, worded."""
    newest = line.group.newest
    is_own = newest.post is not None and newest.post.is_mine
    # The staff speaks with the voice of the site.
    of_site = newest.kind in ("moderation", "case", "announcement")
    tone = "own" if of_site else newest.actor.tone
    behind, on = tone_colours(site.hue)[tone]
    excerpt = shortened(line.excerpt, LONGEST_OWN_EXCERPT if is_own else LONGEST_EXCERPT)
    direction = direction_of(excerpt)
    return Told(
        name=site.name if of_site else newest.actor.display_name,
        initials=site.name[:1] if of_site else newest.actor.initials,
        tone=tone,
        behind=behind,
        on=on,
        sentence=sentence_of(line),
        plain=plain_sentence(line),
        excerpt=with_names(excerpt, direction),
        direction=direction,
        is_own=is_own,
        when=spoken(newest.created_at),
        url=settings.URL + path_of(newest),
    )


def sentence_of(line: Line) -> SafeString:
    """Who did what, as HTML in which the name stands out."""
    name = format_html('<b style="font-weight:600"><bdi>{}</bdi></b>', line.group.newest.actor.display_name)
    return SafeString(conditional_escape(words_of(line)) % {"name": name, "others": line.group.others})


def plain_sentence(line: Line) -> str:
    """The same as plain text."""
    name = line.group.newest.actor.display_name or line.group.newest.actor.username
    return words_of(line) % {"name": turned(name), "others": line.group.others}


def words_of(line: Line) -> str:
    """The sentence before the name stands in it. What is said to named people only is a letter, not a mention."""
    newest = line.group.newest
    if newest.kind == "mention" and newest.post is not None and newest.post.audience == Audience.PEOPLE:
        return _("%(name)s wrote to you")
    return said(newest.kind, line.group.reaction, line.group.others, newest.post is not None and newest.post.is_mine)


def conversation(reader: Reader, lines: Sequence[Line]) -> str:
    """What letters about one conversation refer to, so that mail programs put them together; empty for several."""
    roots = {post.root_id or post.id for line in lines if (post := line.group.newest.post)}
    if len(roots) != 1 or any(line.group.newest.post is None for line in lines):
        return ""
    return mail.message_id(f"{reader.account.id}:conversation:{roots.pop()}")


def path_of(notice: ShownNotification) -> str:
    """Where a notice leads."""
    if notice.post is not None:
        return reverse("post", args=[notice.post.id])
    if notice.kind == "case":
        return reverse("decision_case", args=[notice.case_id])
    if notice.kind in PAGES:
        return reverse(PAGES[notice.kind])
    return reverse("profile", args=[notice.actor.username])


def preview(parts: Sequence[Part]) -> str:
    """What a list of letters shows beside the subject."""
    first = parts[0].told[0]
    return first.excerpt or first.plain


def count_of(parts: Sequence[Part]) -> str:
    """How much there is, in words."""
    count = sum(len(part.told) + part.more for part in parts)
    if count > MOST_LINES:
        return _("More than %(count)d things you have not seen") % {"count": MOST_LINES}
    return ngettext("%(count)d thing you have not seen", "%(count)d things you have not seen", count) % {"count": count}


def spoken(moment: datetime) -> str:
    """A day and a time of the clock where the reader is."""
    here = timezone.localtime(moment)
    return f"{formats.day_of_year(here)}, {formats.clock(here)}"


def shortened(text: str, most: int) -> str:
    """The beginning of what people wrote, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def direction_of(text: str) -> str:
    """Whether it is read from the right: whoever is named at its beginning, and addresses, do not say so."""
    words = (word for word in text.split() if not word.startswith("@") and "://" not in word)
    kinds = (bidirectional(char) for word in words for char in word)
    return {"R": "rtl", "AL": "rtl", "L": "ltr"}.get(next((kind for kind in kinds if kind in STRONG), ""), "auto")


def with_names(text: str, direction: str) -> str:
    """What is read from the right, with the @ of those it names on the side where their names begin."""
    if direction != "rtl":
        return text
    return " ".join(isolate(word) if word.startswith("@") else word for word in text.split(" "))


def turned(name: str) -> str:
    """A name that keeps its own direction within the sentence, where that could differ from the sentence's."""
    is_plain = name.isascii() and not get_language_bidi()
    return name if is_plain else isolate(name)


def isolate(words: str) -> str:
    """Words that keep their own direction, whatever stands beside them."""
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"


@cache
def tone_colours(hue: int) -> dict[str, tuple[str, str]]:
    """What is behind the initials of a person and on it, by day."""
    return {name: (behind, on) for name, behind, on in hues.light(hue).tones}
