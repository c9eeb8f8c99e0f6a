"""Invitations: the page that one leads to, and making, seeing and ending one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import inviting
from verandah.actions.inviting import DAYS, LONGEST_MESSAGE, MOST_USES, Offer
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.base.paging import Page, whole
from verandah.domain.accounts.invites import Good, Quota, ShownInvite, invite_by_code, invites_of, quota_of
from verandah.domain.accounts.queries import joining_mode
from verandah.domain.accounts.rules import may_sign_up

from .joining import client_address
from .joining_questions import INVITE
from .paths import older_path, see_other
from .viewer import MemberRequest, WebRequest, limited, members_only


@dataclass(frozen=True, slots=True)
class Row:
    """An invitation as its maker sees it; `path`: where it leads, empty when a letter has carried it."""

    invite: ShownInvite
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu."""

    value: int
    label: str
    is_chosen: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: WebRequest, code: str) -> HttpResponse:
    """Who invites, to what, and the way in. What is tried in vain is counted: nobody finds a code by guessing."""
    invite = invite_by_code(code)
    is_good = invite is not None and invite.good is Good.YES and may_sign_up(joining_mode(), is_invited=True)
    if invite is None:
        limits.take("invite", limits.network(client_address(request)))
    if request.method == "POST" and is_good and request.viewer is None:
        request.session[INVITE] = code
        return see_other(reverse("account_signup"))
    context = {
        "invite": invite,
        "is_good": is_good,
        "may_ask": may_sign_up(joining_mode()),
        "why": why_not(invite) if not is_good else "",
    }
    return render(request, "pages/invitation.html", context, status=200 if is_good else 404 if invite is None else 410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def mine(request: MemberRequest) -> HttpResponse:
    """What I have made, with how often it can be used still; and a form for one more."""
    error = ""
    if request.method == "POST":
        try:
            made = inviting.make(request.viewer, offer_in(request.POST))
        except Invalid as refusal:
            error = refusal.text
        else:
            messages.success(request, _("Your invitation is ready. Copy its link and send it to whom you like."))
            return see_other(f"{reverse('settings_invites')}#invite-{made.pk}")
    page = Page.from_query(request.GET)
    quota = quota_of(request.viewer)
    found = invites_of(request.viewer, page)
    context = {
        "section": "invites",
        "rows": rows_of(found),
        "quota": quota,
        "asks": quota.left is None or quota.most > 0,
        "older": older_path(reverse("settings_invites"), found[-1].id if found else 0, len(found), page),
        "error": error,
        **form_of(request.POST if error else None, quota),
    }
    return render(request, "pages/settings_invites.html", context, status=422 if error else 200)


@never_cache
@require_POST
@members_only
@limited("settings")
def end(request: MemberRequest, number: int) -> HttpResponse:
    """Nobody comes by it any more."""
    inviting.end(request.viewer, number)
    messages.success(request, _("This invitation has ended. Whoever came by it stays."))
    return redirect_back(request)


def redirect_back(request: HttpRequest) -> HttpResponse:
    """To the list that the button stood on."""
    answer = redirect("staff_invites" if request.POST.get("from") == "staff" else "settings_invites")
    answer.status_code = 303
    return answer


def rows_of(found: list[ShownInvite]) -> list[Row]:
    """Each with the address that is sent to people."""
    return [Row(one, url_of(one) if one.code else "", one.good is Good.YES) for one in found]


def url_of(invite: ShownInvite) -> str:
    """Where it leads, as it can be sent to anyone."""
    return settings.URL + reverse("invitation", args=[invite.code])


def offer_in(sent: QueryDict) -> Offer:
    """What the form asks for."""
    return Offer(
        most_uses=whole(sent.get("most_uses", "1"), -1),
        days=whole(sent.get("days", "7"), -1),
        message=sent.get("message", ""),
        skips_approval="skips_approval" in sent,
        follows_inviter="follows_inviter" in sent,
    )


def form_of(sent: QueryDict | None, quota: Quota) -> dict[str, object]:
    """The form, as it was sent or as it begins."""
    offer = offer_in(sent) if sent is not None else Offer()
    is_free = quota.left is None
    return {
        "offer": offer,
        "is_free": is_free,
        "most": MOST_USES if quota.left is None else quota.left,
        "longest": LONGEST_MESSAGE,
        "spans": [Choice(days, days_words(days), days == offer.days) for days in DAYS if days or is_free],
    }


def days_words(days: int) -> str:
    """How long an invitation holds, in words."""
    if not days:
        return _("Until it is ended")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def why_not(invite: ShownInvite | None) -> str:
    """Why nobody comes by it, and nothing that a stranger should not know."""
    if invite is None:
        return _("There is no such invitation. Check the link: part of it may have been lost on the way.")
    if invite.good is Good.USED:
        return _("This invitation has been used by as many people as it was meant for.")
    if invite.good is Good.EXPIRED:
        return _("This invitation was good for a time, and that is over.")
    if invite.good is Good.ENDED:
        return _("This invitation has ended.")
    return _("The site takes no new members at the moment.")
