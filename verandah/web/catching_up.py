"""Catching up: what came since someone was last here, quiet people first, each post with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.domain.accounts.show import ShownAccount, show_accounts
from verandah.domain.feeds.catching_up import FARTHEST, USUAL, last_here, missed
from verandah.domain.feeds.ranking import RARELY, Placed, Why

from .kept_cards import shown_cards
from .viewer import MemberRequest, members_only

SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Missed:
    """A post with the reason why it stands there; `rest`: how many more its author has written."""

    html: SafeString
    reason: str
    author: ShownAccount | None
    rest: int


@never_cache
@require_safe
@members_only
def catch_up(request: MemberRequest) -> HttpResponse:
    """Since my last visit, or since a day, a week, a month ago."""
    now, before = timezone.now(), last_here(request.viewer)
    span = asked if (asked := request.GET.get("since", "")) in SPANS else ""
    since = start(now, before, span)
    found = missed(request.viewer, since)
    cards = {card.id: card.html for card in shown_cards(request.viewer, [one.post_id for one in found], "home")}
    authors = show_accounts([one.author_id for one in found])
    context = {
        "feed": "catch_up",
        "missed": [
            Missed(cards[one.post_id], reason(one), authors.get(one.author_id), one.rest)
            for one in found
            if one.post_id in cards
        ],
        "since": since,
        "span": span or ("visit" if before else "week"),
        "knows_visit": before is not None,
        "rarely": RARELY,
    }
    return render(request, "pages/catch_up.html", context)


def start(now: datetime, before: datetime | None, span: str) -> datetime:
    """From when on."""
    if span:
        return now - SPANS[span]
    return max(before, now - FARTHEST) if before else now - USUAL


def reason(one: Placed) -> str:
    """Why a post stands there, in words."""
    match one.why:
        case Why.NAMES_ME:
            return _("You are named in it")
        case Why.CLOSE_FRIEND:
            return _("A close friend")
        case Why.FIRST_IN_LONG:
            return _("The first from them in a long time")
        case Why.RARELY_WRITES:
            words = ngettext("Writes rarely: %(n)d post in a month", "Writes rarely: %(n)d posts in a month", one.said)
            return words % {"n": one.said}
        case Why.FRIEND:
            return _("A friend")
        case Why.FOLLOWED:
            return _("You follow them")
        case Why.TAG:
            return _("It has a tag that you follow")
