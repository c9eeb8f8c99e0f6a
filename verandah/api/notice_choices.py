"""What I am told of, where and when. Ours: Mastodon's apps have no word for it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import choosing
from verandah.actions.choosing import Quiet, Wish
from verandah.base.errors import Invalid
from verandah.domain.notifications.choices import CHANNELS, WORDS, choices_of
from verandah.domain.notifications.nights import zone_of

from .door import MemberRequest, endpoint, told
from .entities.choices import choices
from .parameters import Parameters

QUIET = ("quiet_from", "quiet_until", "has_no_night")


@endpoint("GET", "read:notifications")
def show(request: MemberRequest) -> HttpResponse:
    """What I want."""
    return as_they_are(request)


@endpoint("PATCH", "write:notifications")
def change(request: MemberRequest) -> HttpResponse:
    """Change what is named: single kinds and channels, how often a letter comes, the night, the time zone."""
    asked = request.parameters
    wish = Wish(
        wants=wants_of(asked.within("choices")),
        digest=asked.text("digest") if asked.has("digest") else None,
        quiet=quiet_of(asked) if any(asked.has(name) for name in QUIET) else None,
        time_zone=asked.text("time_zone") if asked.has("time_zone") else None,
    )
    choosing.choose(request.viewer, wish)
    return as_they_are(request)


def as_they_are(request: MemberRequest) -> HttpResponse:
    """All that I want now."""
    return told(choices(choices_of(request.viewer), zone_of(request.viewer.id)))


def wants_of(asked: Parameters) -> dict[tuple[str, str], bool]:
    """The boxes that are named."""
    return {
        (word, channel): asked.within(word).flag(channel)
        for word in WORDS
        for channel in CHANNELS
        if asked.within(word).has(channel)
    }


def quiet_of(asked: Parameters) -> Quiet:
    """The night that is asked for: both times together; without them the site's."""
    begins, ends = (minutes(asked.text(name), name) for name in ("quiet_from", "quiet_until"))
    return Quiet(begins, ends, asked.flag("has_no_night"))


def minutes(text: str, name: str) -> int | None:
    """A time of the clock as minutes after midnight; None for none. Raises Invalid."""
    if not text:
        return None
    hour, colon, minute = text.partition(":")
    if not (colon and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hour, minute))):
        raise Invalid(name, _("Write times as in 22:00."))
    if int(hour) > 23 or int(minute) > 59:
        raise Invalid(name, _("Write times as in 22:00."))
    return int(hour) * 60 + int(minute)
