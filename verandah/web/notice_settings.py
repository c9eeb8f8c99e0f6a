"""What I am told of, where and when: the page of settings, and the browser that is told in the background."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import choosing, holding, pushing
from verandah.actions.choosing import Quiet, Wish
from verandah.actions.pushing import Wish as Push
from verandah.base import webpush
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.queries import the_site
from verandah.domain.notifications.choices import CHANNELS, FIXED, STAFF_WORDS, WORDS, ShownChoices, choices_of
from verandah.domain.notifications.held import policy_of
from verandah.domain.notifications.nights import zone_of, zones
from verandah.domain.notifications.push import is_browser_told
from verandah.domain.notifications.readers import letters_to
from verandah.domain.notifications.rules import CHOICES, PARTS

from .paths import see_other
from .viewer import MemberRequest, limited, members_only

KINDS = {
    "mention": gettext_lazy("Someone names you"),
    "comment": gettext_lazy("Someone comments on your post"),
    "wall": gettext_lazy("Someone writes on your wall"),
    "friend_request": gettext_lazy("Someone would like to be your friend"),
    "friend_accepted": gettext_lazy("Someone is your friend now"),
    "follow_request": gettext_lazy("Someone asks to follow you"),
    "follow": gettext_lazy("Someone follows you"),
    "follow_accepted": gettext_lazy("Someone let you follow them"),
    "reaction": gettext_lazy("Reactions to your posts"),
    "share": gettext_lazy("Your posts are shared"),
    "quote": gettext_lazy("Your posts are quoted"),
    "post": gettext_lazy("New posts of people you asked to hear from"),
    "edited": gettext_lazy("A post that you answered or shared has changed"),
    "poll_ended": gettext_lazy("A poll that you made or voted in has ended"),
    "birthday": gettext_lazy("Birthdays of your friends"),
    "moderation": gettext_lazy("What the staff decides about you"),
    "case": gettext_lazy("What the staff answers you"),
    "announcement": gettext_lazy("Announcements to all, and reminders to read them"),
    "report": gettext_lazy("Reports to the staff"),
    "joined": gettext_lazy("Someone joins the community"),
}
WAYS = {"app": gettext_lazy("Here"), "push": gettext_lazy("On my devices"), "email": gettext_lazy("By e-mail, at once")}
DIGESTS = {"daily": gettext_lazy("Every day"), "weekly": gettext_lazy("Every week"), "never": gettext_lazy("Never")}
STRANGERS = {
    "not_following": gettext_lazy("People you don’t follow"),
    "not_followers": gettext_lazy("People who don’t follow you"),
    "new_accounts": gettext_lazy("People who joined less than a month ago"),
    "private_mentions": gettext_lazy("People who write to you alone, unasked"),
    "limited_accounts": gettext_lazy("People whom the staff keeps in the background"),
    "bots": gettext_lazy("Programs"),
}
POLICIES = {"accept": gettext_lazy("Show"), "filter": gettext_lazy("Hold back"), "drop": gettext_lazy("Leave out")}


@dataclass(frozen=True, slots=True)
class Way:
    """One box of the table."""

    channel: str
    label: object
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of notice, and where it is told."""

    word: str
    label: object
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Stranger:
    """What becomes of notices of some people."""

    part: str
    label: object
    chosen: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def notifications(request: MemberRequest) -> HttpResponse:
    """Which notices reach me where, how often a letter comes, when it is night, and whose are held back."""
    if request.method != "POST":
        return page(request)
    try:
        choosing.choose(request.viewer, wish_of(request))
        holding.change_policy(request.viewer, policies_of(request))
    except Invalid as refusal:
        return page(request, refusal)
    messages.success(request, _("Saved."))
    return see_other(reverse("settings_notifications"))


def page(request: MemberRequest, refusal: Invalid | None = None) -> HttpResponse:
    """The page, perhaps with what was refused."""
    shown, site = choices_of(request.viewer), the_site()
    zone = zone_of(request.viewer.id)
    context = {
        "section": "notifications",
        "refusal": refusal.text if refusal else "",
        "rows": [row(shown, word) for word in words_for(request)],
        "ways": WAYS.values(),
        "digests": DIGESTS.items(),
        "digest": shown.digest,
        "letters_to": letters_to(request.viewer),
        "quiet": "never" if shown.has_no_night else "site" if shown.quiet_from is None else "own",
        "quiet_from": clock(shown.quiet_from, "22:00"),
        "quiet_until": clock(shown.quiet_until, "07:00"),
        "site_from": clock(site.night_from),
        "site_until": clock(site.night_until),
        "zones": labelled(zones()),
        "zone": zone,
        "strangers": strangers(policy_of(request.viewer).choices),
        "policies": POLICIES.items(),
        "push_key": webpush.public_key(),
        "is_told": is_browser_told(request.viewer, request.session.session_key or ""),
    }
    return render(request, "pages/settings_notifications.html", context, status=422 if refusal else 200)


def labelled(zones: Mapping[str, Sequence[str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones with what is written of each below the name of its region."""
    return [
        (region, [(name, name.partition("/")[2].replace("_", " ").replace("/", " – ")) for name in names])
        for region, names in zones.items()
    ]


def words_for(request: MemberRequest) -> list[str]:
    """The kinds that someone can be told of: some are for the staff."""
    is_staff = may(Role(request.viewer.user.role), Permission.SORT_CASES)
    return [word for word in WORDS if is_staff or word not in STAFF_WORDS]


def row(shown: ShownChoices, word: str) -> Row:
    """One line of the table."""
    ways = (Way(one, WAYS[one], shown.wants[word, one], (word, one) in FIXED) for one in CHANNELS)
    return Row(word, KINDS[word], tuple(ways))


def strangers(choices: Mapping[str, str]) -> list[Stranger]:
    """What becomes of whose notices."""
    return [Stranger(part, STRANGERS[part], choices[part]) for part in PARTS]


def wish_of(request: MemberRequest) -> Wish:
    """What the form says. A box that is not sent is off; a disabled one is not asked."""
    ticked = set(request.POST.getlist("wants"))
    wants = {
        (word, channel): f"{word}:{channel}" in ticked
        for word in words_for(request)
        for channel in CHANNELS
        if (word, channel) not in FIXED
    }
    return Wish(
        wants=wants,
        digest=request.POST.get("digest") or None,
        quiet=quiet_of(request),
        time_zone=request.POST.get("time_zone", ""),
    )


def quiet_of(request: MemberRequest) -> Quiet:
    """The night that was chosen. Raises Invalid."""
    chosen = request.POST.get("quiet", "site")
    if chosen != "own":
        return Quiet(is_never=chosen == "never")
    return Quiet(minutes(request.POST.get("quiet_from", "")), minutes(request.POST.get("quiet_until", "")))


def minutes(text: str) -> int:
    """A time of the clock as minutes after midnight. Raises Invalid."""
    hour, colon, minute = text.strip().partition(":")
    known = colon and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hour, minute))
    if not known or int(hour) > 23 or int(minute) > 59:
        raise Invalid("quiet_from", _("Write times as in 22:00."))
    return int(hour) * 60 + int(minute)


def clock(value: int | None, otherwise: str = "") -> str:
    """Minutes after midnight as a form writes them."""
    return otherwise if value is None else f"{value // 60:02}:{value % 60:02}"


def policies_of(request: MemberRequest) -> dict[str, str]:
    """What is to become of whose notices; what is not sent stays so."""
    return {part: choice for part in PARTS if (choice := request.POST.get(f"policy_{part}", "")) in CHOICES}


@require_POST
@members_only
@limited("settings")
def subscribe(request: MemberRequest) -> HttpResponse:
    """Tell this browser in the background from now on: what its push service has given it comes as JSON."""
    try:
        sent = json.loads(request.body)
        keys = sent["keys"]
        wish = Push(endpoint=str(sent["endpoint"]), p256dh=str(keys["p256dh"]), auth=str(keys["auth"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Invalid("endpoint", _("This is no subscription of a browser.")) from error
    pushing.subscribe_browser(request.viewer, request.session.session_key or "", wish)
    return JsonResponse({})


@require_POST
@members_only
@limited("settings")
def unsubscribe(request: MemberRequest) -> HttpResponse:
    """Tell this browser no more."""
    pushing.unsubscribe_browser(request.viewer, request.session.session_key or "")
    return see_other(reverse("settings_notifications"))
