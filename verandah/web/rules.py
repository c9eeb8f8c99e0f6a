"""The rules of the site, as everyone reads them; with how each has read before."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.domain.moderation.policies import current_policies, policy_named, versions_of

from .faces import face_of_page
from .viewer import WebRequest


@never_cache
@require_safe
def rules(request: WebRequest) -> HttpResponse:
    """All that hold now, each at an address of its own within the page."""
    found = current_policies(request.viewer)
    newest = max((one.effective_from for one in found), default=None)
    face = face_of_page(request, _("Rules"))
    return render(request, "pages/rules.html", {"rules": found, "newest": newest, "face": face})


@never_cache
@require_safe
def rule(request: WebRequest, slug: str) -> HttpResponse:
    """One rule with all its versions, also one that holds no more: decisions lead here."""
    number = policy_named(request.viewer, slug)
    versions = versions_of(request.viewer, number) if number is not None else []
    if not versions:
        raise Http404
    return render(request, "pages/rule.html", {"newest": versions[0], "versions": versions})
