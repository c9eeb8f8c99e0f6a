"""The page that a link at the foot of a letter opens: no more of them, by one button, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from verandah.actions import unsubscribing
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.domain.notifications.unsubscribing import Subscription, before_of, subscription_of

# What a letter tells at once, in words.
ABOUT = {
    "mention": gettext_lazy("posts that name you"),
    "comment": gettext_lazy("comments that answer you"),
    "wall": gettext_lazy("posts on your wall"),
    "friend_request": gettext_lazy("friend requests"),
    "friend_accepted": gettext_lazy("new friends"),
    "follow_request": gettext_lazy("requests to follow you"),
    "follow": gettext_lazy("new followers"),
    "follow_accepted": gettext_lazy("requests of yours that are accepted"),
    "reaction": gettext_lazy("reactions to your posts"),
    "share": gettext_lazy("shares of your posts"),
    "quote": gettext_lazy("posts that quote you"),
    "post": gettext_lazy("new posts of people you want to hear from"),
    "edited": gettext_lazy("changes of posts you have a part in"),
    "poll_ended": gettext_lazy("polls that have ended"),
    "birthday": gettext_lazy("birthdays"),
    "moderation": gettext_lazy("decisions about your account"),
    "case": gettext_lazy("answers of the staff"),
    "announcement": gettext_lazy("announcements to all"),
    "report": gettext_lazy("reports to the staff"),
    "joined": gettext_lazy("new members"),
}


# A mail program that presses the button for its reader knows no token of ours. The signed link is the proof instead,
# and what can be done with it is this and no more.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Ask, or, once the button was pressed, here or in a mail program (RFC 8058), do it. Looking changes nothing."""
    subscription = subscription_of(link)
    state, undo = "asking", ""
    if request.method == "POST":
        limits.take("settings", str(subscription.account.id))
        state, undo = done(request, subscription)
    context = {
        "state": state,
        "undo": undo,
        "sort": subscription.sort,
        "about": ABOUT.get(subscription.sort, ""),
        "username": subscription.account.username,
    }
    return render(request, "pages/unsubscribe.html", context)


def done(request: HttpRequest, subscription: Subscription) -> tuple[str, str]:
    """What was asked for is done: which state that is, and what takes it back. Raises NotFound."""
    if undo := request.POST.get("undo", ""):
        before = before_of(undo)
        if before.account != subscription.account:
            raise NotFound
        unsubscribing.resume(before)
        return "resumed", ""
    if request.POST.get("all"):
        return "stopped_all", unsubscribing.stop_all(subscription.account)
    return "stopped", unsubscribing.stop(subscription)
