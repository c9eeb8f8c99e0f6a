"""Uploads that can break off and go on (tus 1.0), for apps. What comes of one is a file as any other of `media`."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from verandah.actions import receiving
from verandah.base import limits, pieces, resumable

from .cors import EXPOSED, preflight
from .door import ApiRequest, MemberRequest, Resource, endpoint, told

PATH = "/api/verandah/v1/uploads"
HEARD = (
    "Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, "
    "Upload-Offset, Upload-Length, Upload-Expires, Upload-Media-Id"
)


class Uploads(Resource):
    """An address of the protocol: whatever it answers names the version, and OPTIONS tells what it can do."""

    def __call__(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        answer = super().__call__(request, **parts)
        answer["Tus-Resumable"] = resumable.VERSION
        answer["Access-Control-Expose-Headers"] = f"{EXPOSED}, {HEARD}"
        return answer

    def answer(self, request: ApiRequest, parts: dict[str, Any]) -> HttpResponse:
        if request.method != "OPTIONS":
            return super().answer(request, parts)
        found = resumable.abilities()
        for name, value in preflight(request).headers.items():
            found.headers.setdefault(name, value)
        return found


@endpoint("POST", "write:media")
def begin(request: MemberRequest) -> HttpResponse:
    """Announce a file by `Upload-Length`; `Location` is where its pieces are sent to. 413: it would be too much."""
    resumable.check_version(request)
    limits.take("upload", str(request.viewer.id))
    progress = receiving.begin(request.viewer, resumable.length_of(request))
    return resumable.told(progress, 201, f"{PATH}/{progress.id}")


@endpoint("GET", "write:media")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """How far an upload is, and in `media_id` what it has become."""
    progress = receiving.look(request.viewer, number)
    answer = resumable.told(progress, 200)
    media_id = None if progress.media_id is None else str(progress.media_id)
    answer.content = told(
        {"id": str(number), "offset": progress.offset, "length": progress.length, "media_id": media_id}
    ).content
    answer["Content-Type"] = "application/json"
    return answer


@endpoint("PATCH", "write:media")
def go_on(request: MemberRequest, number: int) -> HttpResponse:
    """Send the next piece. 204 tells in `Upload-Offset` how much is safe, and in the end `Upload-Media-Id`."""
    resumable.check_version(request)
    if not resumable.is_written(request):
        place = receiving.place_for(request.viewer, number, resumable.offset_of(request))
        if resumable.is_written_by_server(request):
            return resumable.named(place)
        pieces.append(place, request)
    return resumable.told(receiving.settle(request.viewer, number), 204)


@endpoint("DELETE", "write:media")
def abandon(request: MemberRequest, number: int) -> HttpResponse:
    """Throw away what has come of it."""
    resumable.check_version(request)
    receiving.abandon(request.viewer, number)
    return HttpResponse(status=204)
