"""Everyone's invitations, and who came by whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import auditing, inviting
from verandah.base.paging import Page
from verandah.domain.accounts.invite_tree import tree
from verandah.domain.accounts.invites import all_invites
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.staff import staff_member
from verandah.domain.moderation.queries import member_account
from verandah.web.invitations import rows_of
from verandah.web.paths import older_path, see_other

from .door import StaffRequest, staff_page


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.INVITE)
def index(request: StaffRequest) -> HttpResponse:
    """What anyone has made by hand, the newest first."""
    page = Page.from_query(request.GET)
    only_open = request.GET.get("show") == "open"
    found = all_invites(request.viewer, page, only_open)
    place = reverse("staff_invites") + ("?show=open" if only_open else "")
    context = {
        "here": "invites",
        "rows": rows_of(found),
        "only_open": only_open,
        "imports": may(request.role, Permission.INVITE_MANY),
        "older": older_path(place, found[-1].id if found else 0, len(found), page),
    }
    return render(request, "pages/staff_invites.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.INVITE)
def who_by_whom(request: StaffRequest) -> HttpResponse:
    """Who invited whom: everyone who came by nobody with those below, or one person with theirs."""
    name = request.GET.get("person", "").strip().removeprefix("@")
    found = staff_member(canonical(name), request.viewer) if name else None
    if name and found is None:
        messages.error(request, _("Nobody here is called that."))
    root = member_account(request.viewer, found.account.id) if found else None
    auditing.looked(request.viewer, "invite_tree", account=root)
    context = {"here": "invites", "twigs": tree(request.viewer, root), "root": found and found.account, "name": name}
    return render(request, "pages/staff_invite_tree.html", context)


@never_cache
@require_POST
@staff_page(Permission.INVITE)
def end_branch(request: StaffRequest, username: str) -> HttpResponse:
    """End all that this person, and everyone who came by them, has open."""
    found = staff_member(canonical(username), request.viewer)
    if found is None:
        raise Http404
    count = inviting.end_branch(request.viewer, member_account(request.viewer, found.account.id))
    sentence = ngettext("%(count)d invitation has ended.", "%(count)d invitations have ended.", count)
    messages.success(request, sentence % {"count": count})
    return see_other(f"{reverse('staff_invite_tree')}?person={found.account.username}")
