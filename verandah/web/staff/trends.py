"""Trends as the staff looks at them: what waits, and yes or no to a tag, a post, its author, a page, its host."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import trending
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.show import ShownAccount, show_accounts
from verandah.domain.links.show import ShownLink, links_of
from verandah.domain.search.reviews import Kind, Reviewed, found_trends, said_before
from verandah.domain.search.trends import reviews_are_needed
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

KINDS = {"tags": Kind.TAG, "posts": Kind.POST, "links": Kind.LINK}
# What a form may speak of.
REVIEWED = {"tag": Kind.TAG, "post": Kind.POST, "link": Kind.LINK, "author": Kind.AUTHOR, "host": Kind.HOST}


@dataclass(frozen=True, slots=True)
class Row:
    """Something that trends; of a post its author, of a page what there is to show of it."""

    one: Reviewed
    author: ShownAccount | None
    link: ShownLink | None


@require_safe
@staff_page(Permission.REVIEW_TRENDS)
def trends(request: StaffRequest) -> HttpResponse:
    """Tags, posts or pages that trend, the best first; and what was said before."""
    show = asked if (asked := request.GET.get("show", "")) in KINDS else "tags"
    found = found_trends(request.viewer, KINDS[show])
    authors = show_accounts([one.author_id for one in found if one.author_id])
    links = links_of([one.ref for one in found]) if show == "links" else {}
    context = {
        "here": "trends",
        "show": show,
        "rows": [Row(one, authors.get(one.author_id), links.get(one.ref)) for one in found],
        "before": said_before(request.viewer),
        "reviews": reviews_are_needed(),
    }
    return render(request, "pages/staff_trends.html", context)


@require_POST
@staff_page(Permission.REVIEW_TRENDS)
def review(request: StaffRequest) -> HttpResponse:
    """Yes, no, or as if nobody had looked."""
    kind = REVIEWED.get(request.POST.get("kind", ""))
    ref, host = whole(request.POST.get("ref"), 0), request.POST.get("host", "")[:253]
    answer = request.POST.get("answer", "")
    if kind is None or answer not in ("yes", "no", "back"):
        raise BadRequest("A review has a kind and an answer.")
    if answer == "back":
        trending.take_review_back(request.viewer, kind, ref, host)
        messages.success(request, _("It waits again."))
    else:
        trending.review(request.viewer, kind, ref, answer == "yes", host)
        messages.success(request, _("It may trend.") if answer == "yes" else _("It will not trend."))
    show = request.POST.get("show", "tags")
    return see_other(f"{reverse('staff_trends')}?show={show if show in KINDS else 'tags'}")
