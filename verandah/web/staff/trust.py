"""How far someone is trusted, why, and staff's own word on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import auditing, trusting
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.show import show_account
from verandah.domain.accounts.staff import staff_member
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.trusting import name_of
from verandah.domain.moderation.queries import member_account
from verandah.domain.moderation.trust_facts import trust_of
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_PEOPLE, changing=Permission.SET_TRUST)
def trust(request: StaffRequest, username: str) -> HttpResponse:
    """Someone's level with its reasons; another one, or none of staff's own."""
    member, error = staff_member(username, request.viewer), ""
    if member is None:
        raise Http404
    account = member_account(request.viewer, member.account.id)
    if request.method == "POST":
        try:
            if "free" in request.POST:
                trusting.free_trust(request.viewer, account.pk)
            else:
                wished = Trust(min(whole(request.POST.get("level"), 1), Trust.REGULAR))
                trusting.fix_trust(request.viewer, account.pk, wished, request.POST.get("why", ""))
        except Invalid as refusal:
            error = refusal.text
        else:
            messages.success(request, _("Saved."))
            return see_other(reverse("staff_trust", args=[account.username]))
    else:
        auditing.looked(request.viewer, "trust", account=account)
    context = {
        "here": "",
        "person": show_account(account),
        "trust": trust_of(account),
        "levels": [(int(one), name_of(one)) for one in Trust],
        "error": error,
    }
    return render(request, "pages/staff_trust.html", context, status=422 if error else 200)
