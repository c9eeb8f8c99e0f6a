"""The pages that the site itself has written, as everyone reads them; with how each has read before."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.paging import whole
from verandah.domain.instance.documents import ShownDocument, document_in_force, published_versions

from .changed_lines import changed_lines
from .faces import face_of_page
from .viewer import WebRequest

# The names and addresses of the pages that every site has.
FIXED = ("privacy", "terms", "about", "imprint", "accessibility")


@never_cache
@require_safe
def page(request: WebRequest, slug: str) -> HttpResponse:
    """One as it holds now."""
    found = document_in_force(request.viewer, slug)
    if found is None:
        raise Http404
    coming = next((one for one in published_versions(request.viewer, slug) if one.is_coming), None)
    face = face_of_page(request, found.title, found.summary)
    return render(request, "pages/document.html", {"document": found, "coming": coming, "face": face})


@never_cache
@require_safe
def history(request: WebRequest, slug: str) -> HttpResponse:
    """All its versions, and two of them beside each other word by word: the newest two, or those that are asked for."""
    versions = published_versions(request.viewer, slug)
    if not versions or versions[0].is_retired:
        raise Http404
    new = version(versions, whole(request.GET.get("to"), versions[0].number)) or versions[0]
    before = next((one.number for one in versions if one.number < new.number), new.number)
    old = version(versions, whole(request.GET.get("from"), before)) or new
    context = {
        "document": versions[0],
        "versions": versions,
        "old": old,
        "new": new,
        "title_words": changed_lines(old.title, new.title),
        "words": changed_lines(old.body, new.body),
    }
    return render(request, "pages/document_history.html", context)


@never_cache
@require_safe
def earlier(request: WebRequest, slug: str, number: int) -> HttpResponse:
    """One version as it read, or as it will."""
    versions = published_versions(request.viewer, slug)
    found = version(versions, number)
    if found is None or found.is_retired:
        raise Http404
    return render(request, "pages/document.html", {"document": found, "is_version": True})


def version(versions: Sequence[ShownDocument], number: int) -> ShownDocument | None:
    """The one with this number."""
    return next((one for one in versions if one.number == number), None)
