"""Files on their way into a post: taken in piece by piece (tus 1.0), shown, described, put away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import receiving, uploading
from verandah.base import limits, pieces, resumable
from verandah.base.errors import NotFound, Refusal, TooMany

from .files import details_of, shown_file
from .viewer import MemberRequest, limited, members_only

type View[**P] = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def for_programs[**P](view: View[P]) -> View[P]:
    """A refusal is a line of text, because a program asks; whatever is answered names the version of the protocol."""

    @wraps(view)
    def answer(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            found = view(request, *args, **kwargs)
        except Refusal as refusal:
            found = HttpResponse(refusal.text, status=refusal.status, content_type="text/plain; charset=utf-8")
            if isinstance(refusal, TooMany):
                found["Retry-After"] = str(refusal.seconds)
        found["Tus-Resumable"] = resumable.VERSION
        return found

    return answer


@never_cache
@require_http_methods(["OPTIONS", "POST"])
@members_only
@for_programs
def create(request: MemberRequest) -> HttpResponse:
    """Announce a file by how large it is; it is told at once whether there is room for it."""
    if request.method == "OPTIONS":
        return resumable.abilities()
    resumable.check_version(request)
    limits.take("upload", str(request.viewer.id))
    progress = receiving.begin(request.viewer, resumable.length_of(request))
    return resumable.told(progress, 201, reverse("upload", args=[progress.id]))


@never_cache
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
@members_only
@for_programs
def upload(request: MemberRequest, number: int) -> HttpResponse:
    """How far a file is, its next piece, or that it is not wanted any more."""
    if request.method == "OPTIONS":
        return resumable.abilities()
    resumable.check_version(request)
    if request.method == "HEAD":
        return resumable.told(receiving.look(request.viewer, number), 200)
    if request.method == "DELETE":
        receiving.abandon(request.viewer, number)
        return HttpResponse(status=204)
    return piece(request, number)


def piece(request: MemberRequest, number: int) -> HttpResponse:
    """Have the next piece written, and say how much of the file is safe."""
    if not resumable.is_written(request):
        place = receiving.place_for(request.viewer, number, resumable.offset_of(request))
        if resumable.is_written_by_server(request):
            return resumable.named(place)
        pieces.append(place, request)
    return resumable.told(receiving.settle(request.viewer, number), 204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@members_only
@limited("write")
@for_programs
def file(request: MemberRequest, number: int) -> HttpResponse:
    """A file of mine in no post yet, as it stands in a form; what is said of it; or that it is not wanted any more."""
    if request.method == "DELETE":
        uploading.throw_away(request.viewer, number)
        return HttpResponse(status=204)
    if request.method == "POST":
        uploading.describe(request.viewer, number, details_of(request, number))
        return HttpResponse(status=204)
    shown = shown_file(request.viewer, number)
    if shown is None:
        raise NotFound
    return render(request, "components/upload.html", {"file": shown})
