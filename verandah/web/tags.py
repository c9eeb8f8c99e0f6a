"""What every template can say without loading anything: icons, portraits, times, numbers."""

from collections.abc import Callable
from datetime import date as date_type
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django.template import Library
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from verandah.base import digits, formats, tongues
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import FullPost

from .card_frames import framed
from .cards import Card, parts
from .figures import compact, iso
from .threads import Comment, comment_parts

register = Library()
register.filter(compact)
register.filter(iso)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("size", formats.size)

AUDIENCES = {
    Audience.PUBLIC: ("globe", pgettext_lazy("audience", "Everyone")),
    Audience.MEMBERS: ("users-round", pgettext_lazy("audience", "Members")),
    Audience.FOLLOWERS: ("user-check", pgettext_lazy("audience", "Followers")),
    Audience.FRIENDS: ("heart-handshake", pgettext_lazy("audience", "Friends")),
    Audience.LISTS: ("newspaper", pgettext_lazy("audience", "Lists")),
    Audience.PEOPLE: ("at-sign", pgettext_lazy("audience", "Named people")),
    Audience.GROUP: ("hash", pgettext_lazy("audience", "Group")),
    Audience.ONLY_ME: ("lock", gettext_lazy("Only me")),
    Audience.FRIENDS_EXCEPT: ("user-x", pgettext_lazy("audience", "Friends except …")),
}
# What stands after `date:` in templates.
FORMS: dict[str, Callable[..., str]] = {
    "DATE_FORMAT": formats.day,
    "DATETIME_FORMAT": formats.moment,
    "SHORT_DATE_FORMAT": formats.short_day,
    "SHORT_DATETIME_FORMAT": formats.short_moment,
    "MONTH_DAY_FORMAT": formats.day_of_year,
    "TIME_FORMAT": formats.clock,
    "H:i": formats.clock,
    "F Y": formats.month,
    "M": formats.short_month,
    "l": formats.weekday,
}
HOUR = 3600
DAY = 24 * HOUR


class Times(NamedTuple):
    """What is told of time in a card: when it was said, changed, and what it quotes was; how long its poll goes on."""

    said: str
    edited: str
    quoted: str
    poll: str


class ShownCard(NamedTuple):
    """A post that is rendered already."""

    id: int
    html: SafeString


class DrawnComment(NamedTuple):
    """A comment that is rendered already, and what its place in the list says of it."""

    id: int
    rev: int
    more: int
    html: SafeString


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture that only decorates the word beside it."""
    look = f"i {extra}" if extra else "i"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', look, sprite(), name)


@register.simple_tag
def avatar(account: ShownAccount, size: int) -> SafeString:
    """The portrait of someone whose name stands beside it: their picture, or else their initials."""
    if account.avatar_path:
        return format_html(
            '<span class="av a{0}"><img src="{1}" alt="" width="{0}" height="{0}" decoding="async"></span>',
            str(size),
            account.avatar_path,
        )
    return format_html(
        '<span class="av a{}" data-tone="{}"><span aria-hidden="true">{}</span></span>',
        str(size),
        account.tone,
        account.initials,
    )


@register.simple_tag
def languages_on_offer() -> list[tuple[str, str]]:
    """Those that the site speaks, each with its own name."""
    return tongues.named()


@register.simple_tag
def locale_name() -> str:
    """What scripts call the way in which this page writes numbers and moments, its digits with it."""
    language = get_language() or ""
    return f"{formats.TABLES.get(language, language)}-u-nu-{'arab' if digits.has_own(language) else 'latn'}"


@register.simple_tag
def lang_of(language: str) -> SafeString:
    """The attribute of words in another language than the page's, so that they are read aloud as such."""
    return format_html(' lang="{}"', language) if language and language != get_language() else SafeString()


@register.simple_tag
def post_card(post: Card | ShownCard) -> SafeString:
    """A post as it stands in every list."""
    return post.html if isinstance(post, ShownCard) else card(post, get_language() or "", times(post.subject))


@lru_cache(1024)
def card(post: Card, language: str, when: Times) -> SafeString:
    """Rendered once: all that is shown is part of the key, so what has changed cannot be found again."""
    return drawn(post, when)


def drawn(post: Card, when: Times) -> SafeString:
    """A card, rendered now."""
    if post.subject.hold is not None:
        # Nobody but its author sees it, so there is no frame for many.
        return render_to_string("components/post.html", parts(post) | {"when": when})
    return framed(post, get_language() or "", when)


@register.simple_tag
def tried_post(post: Card) -> SafeString:
    """A post as it would look, without what can only be done once it is out."""
    return render_to_string("components/tried.html", parts(post) | {"when": times(post.subject)})


@register.simple_tag
def comment_bubble(comment: Comment | DrawnComment) -> SafeString:
    """A comment, without what answers it."""
    if isinstance(comment, DrawnComment):
        return comment.html
    return bubble(comment, get_language() or "", times(comment.full))


@lru_cache(1024)
def bubble(comment: Comment, language: str, when: Times) -> SafeString:
    """Rendered once, as a card is."""
    return render_to_string("components/comment.html", comment_parts(comment) | {"when": when})


def times(full: FullPost) -> Times:
    """All that passing time changes about a post."""
    ends = full.poll.ends_at if full.poll else None
    return Times(
        said=ago(full.post.created_at),
        edited=edited(full),
        quoted=ago(full.quoted.post.created_at) if full.quoted else "",
        poll=left(ends) if ends else "",
    )


def edited(full: FullPost) -> str:
    """When it was changed last; empty if it never was."""
    changed = full.post.edited_at
    return formats.moment(changed) if changed else ""


@register.filter
def ago(moment: datetime) -> str:
    """How long ago in few words; the date when it is longer than a week."""
    now = timezone.localtime()
    then = timezone.localtime(moment)
    seconds = int((now - then).total_seconds())
    if seconds < DAY:
        return within_a_day(seconds)
    day, today = then.date(), now.date()
    return day_in_words(day, (today - day).days < 7, day.year == today.year, get_language() or "")


@lru_cache(1024)
def day_in_words(day: date_type, is_this_week: bool, is_this_year: bool, language: str) -> str:
    """A day that is not today: its name, or its date."""
    if is_this_week:
        return formats.weekday(day, language)
    if is_this_year:
        return formats.day_of_year(day, language)
    return formats.day(day, language)


def within_a_day(seconds: int) -> str:
    if seconds < 60:
        return pgettext("short time", "now")
    if seconds < HOUR:
        return npgettext("short time", "%(n)d min", "%(n)d min", seconds // 60) % {"n": seconds // 60}
    return npgettext("short time", "%(n)d h", "%(n)d h", seconds // HOUR) % {"n": seconds // HOUR}


@register.filter(expects_localtime=True)
def date(moment: datetime | date_type | None, form: str = "DATE_FORMAT") -> str:
    """A moment as Django's filter of this name writes it, but as the reader's language does."""
    if not isinstance(moment, date_type):
        return ""
    write = FORMS.get(form)
    return write(moment) if write else date_format(moment, form)


@register.filter
def when_kept(moment: datetime) -> str:
    """When a draft was kept last: the time of day, with the day before it unless that is today."""
    then = timezone.localtime(moment)
    return formats.clock(then) if then.date() == timezone.localdate() else formats.short_moment(then)


@register.filter
def left(moment: datetime) -> str:
    """How long a poll goes on that ends at `moment`."""
    seconds = int((moment - timezone.now()).total_seconds())
    if seconds <= 0:
        return pgettext("poll", "Ended")
    if seconds < HOUR:
        count = seconds // 60 + 1
        return ngettext("%(n)d minute left", "%(n)d minutes left", count) % {"n": count}
    if seconds < 2 * DAY:
        count = seconds // HOUR
        return ngettext("%(n)d hour left", "%(n)d hours left", count) % {"n": count}
    return ngettext("%(n)d day left", "%(n)d days left", seconds // DAY) % {"n": seconds // DAY}


@register.filter
def audience_icon(audience: int) -> str:
    """The name of the icon that stands for an audience."""
    return AUDIENCES[Audience(audience)][0]


@register.filter
def audience_label(audience: int) -> str:
    """An audience in a word or two."""
    return str(AUDIENCES[Audience(audience)][1])


@register.filter
def plain_lines(text: str) -> SafeString:
    """Text without any markup, its lines kept."""
    return mark_safe("<br>".join(conditional_escape(line) for line in str(text).strip().splitlines()))  # noqa: S308


@cache
def sprite() -> str:
    """Where the icons are; it does not change while the site runs."""
    return static("vendor/icons.svg")
