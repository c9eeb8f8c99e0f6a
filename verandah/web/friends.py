"""Friends: asking, answering, parting, and the lists of who they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import befriending
from verandah.base.paging import Page
from verandah.domain.graph import friends as queries
from verandah.domain.graph.queries import visible_account
from verandah.domain.graph.show import relations

from .people import go, listing, people_and_older, profile_page
from .viewer import MemberRequest, limited, members_only


@never_cache
@require_safe
@members_only
def mine(request: MemberRequest) -> HttpResponse:
    """My friends."""
    page = Page.from_query(request.GET)
    found = queries.friends(request.viewer, request.viewer, page)
    return listing(request, "pages/friends.html", found, page, reverse("friends"), {"tab": "friends"})


@never_cache
@require_safe
@members_only
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to be friends with me."""
    page = Page.from_query(request.GET)
    found = queries.requests(request.viewer, page)
    return listing(request, "pages/friends.html", found, page, reverse("friend_requests"), {"tab": "requests"})


@never_cache
@require_safe
@members_only
def asked(request: MemberRequest) -> HttpResponse:
    """Whom I have asked."""
    page = Page.from_query(request.GET)
    found = queries.asked(request.viewer, page)
    return listing(request, "pages/friends.html", found, page, reverse("friends_asked"), {"tab": "asked"})


@never_cache
@require_safe
@members_only
def of_person(request: MemberRequest, username: str) -> HttpResponse:
    """The friends of a person, as far as they show them."""
    account, page = visible_account(request.viewer, username), Page.from_query(request.GET)
    found = queries.friends(request.viewer, account, page)
    path = reverse("profile_friends", args=[username])
    return profile_page(request, account, "friends", people_and_older(request.viewer, found, page, path))


@never_cache
@require_safe
@members_only
def mutual(request: MemberRequest, username: str) -> HttpResponse:
    """The friends whom I have in common with a person."""
    account, page = visible_account(request.viewer, username), Page.from_query(request.GET)
    found = queries.mutual_friends(request.viewer, account, page)
    path = reverse("profile_mutual", args=[username])
    return profile_page(request, account, "mutual", people_and_older(request.viewer, found, page, path))


@require_POST
@members_only
@limited("follow")
@limited("befriend")
def befriend(request: MemberRequest, username: str) -> HttpResponse:
    """Ask someone to be friends, or agree if they have asked."""
    account = visible_account(request.viewer, username)
    befriending.ask(request.viewer, account)
    if relations(request.viewer, [account.id])[account.id].friends:
        messages.success(request, _("You are friends now, and follow each other."))
    else:
        messages.success(request, _("Asked. You are friends as soon as they agree."))
    return go(request, reverse("profile", args=[account.username]))


@require_POST
@members_only
@limited("follow")
def cancel(request: MemberRequest, username: str) -> HttpResponse:
    """No longer ask."""
    account = visible_account(request.viewer, username)
    befriending.cancel(request.viewer, account)
    messages.success(request, _("You no longer ask."))
    return back(request, account.username)


@require_POST
@members_only
@limited("follow")
def unfriend(request: MemberRequest, username: str) -> HttpResponse:
    """No longer be friends."""
    account = visible_account(request.viewer, username)
    befriending.unfriend(request.viewer, account)
    messages.success(request, _("You are no longer friends. You still follow each other, until one of you stops."))
    return back(request, account.username)


@require_POST
@members_only
@limited("follow")
def accept(request: MemberRequest, username: str) -> HttpResponse:
    """Be friends with someone who asks."""
    account = visible_account(request.viewer, username)
    befriending.accept(request.viewer, account)
    messages.success(request, _("You are friends now, and follow each other."))
    return back(request, account.username)


@require_POST
@members_only
@limited("follow")
def decline(request: MemberRequest, username: str) -> HttpResponse:
    """Do not be friends with someone who asks."""
    account = visible_account(request.viewer, username)
    befriending.decline(request.viewer, account)
    messages.success(request, _("Request declined. They are not told."))
    return back(request, account.username)


def back(request: MemberRequest, username: str) -> HttpResponse:
    """To the list the button stood in, or to the profile."""
    place = request.POST.get("next", "")
    known = [reverse(name) for name in ("friends", "friend_requests", "friends_asked", "notifications")]
    return redirect(place if place in known else reverse("profile", args=[username]))
