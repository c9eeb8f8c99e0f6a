"""Who asks to join: the queue with their answers, letting in, sending away, one by one or many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import auditing, letting_in
from verandah.base.errors import Conflict, Invalid
from verandah.base.paging import LENGTH, Page, whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.queries import joining_mode
from verandah.domain.accounts.sign_ups import decided_lately, requests_of, waiting_count, waiting_ids
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.SEE_PEOPLE)
def queue(request: StaffRequest) -> HttpResponse:
    """Everyone who waits, whoever waits longest first; that their addresses were looked at is recorded."""
    page = Page.from_query(request.GET)
    found = requests_of(request.viewer, waiting_ids(request.viewer, page))
    auditing.looked_at_all(request.viewer, "request_to_join", [one.account.id for one in found])
    context = {
        "here": "joining",
        "requests": found,
        "count": waiting_count(),
        "decided": decided_lately(request.viewer),
        "decides": may(request.role, Permission.DECIDE_ABOUT_PEOPLE),
        "next": f"?after={found[-1].account.id}" if len(found) == LENGTH else "",
        "mode": joining_mode().name.lower(),
        "longest": letting_in.LONGEST_WORDS,
    }
    return render(request, "pages/staff_joining.html", context)


@never_cache
@require_POST
@staff_page(Permission.SEE_PEOPLE, changing=Permission.DECIDE_ABOUT_PEOPLE)
def decide(request: StaffRequest) -> HttpResponse:
    """One by the button at it, with words; or all that are ticked."""
    for deed, done in ((letting_in.approve, _("Let in: @%(name)s.")), (letting_in.reject, _("Sent away: @%(name)s."))):
        if number := whole(request.POST.get(deed.__name__), 0):
            answer_one(request, number, deed is letting_in.approve, done)
            return see_other(reverse("staff_joining"))
    ticked = [number for text in request.POST.getlist("ticked") if (number := whole(text, 0))]
    count = letting_in.decide_many(request.viewer, ticked, let_in="reject-all" not in request.POST)
    sentence = ngettext("%(count)d person has an answer.", "%(count)d people have an answer.", count)
    messages.success(request, sentence % {"count": count})
    return see_other(reverse("staff_joining"))


def answer_one(request: StaffRequest, number: int, let_in: bool, done: str) -> None:
    """Answer one request, and say what became of it."""
    words = request.POST.get(f"words-{number}", "")
    found = requests_of(request.viewer, [number])
    try:
        (letting_in.approve if let_in else letting_in.reject)(request.viewer, number, words)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.text)
    else:
        name = found[0].account.username if found else ""
        messages.success(request, done % {"name": name})
