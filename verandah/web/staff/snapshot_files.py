"""Small pictures of what was reported, for the staff alone; each look at one is recorded."""

from __future__ import annotations

from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from verandah.actions.auditing import looked
from verandah.base.errors import NotFound
from verandah.domain.accounts.permissions import Permission
from verandah.domain.media.files import kept, pieces
from verandah.domain.moderation.snapshots import kept_file

from .door import StaffRequest, staff_page

LOCKED = "default-src 'none'; sandbox"


@require_safe
@staff_page(Permission.SEE_CASES)
def file(request: StaffRequest, number: int) -> HttpResponseBase:
    """One of them. It is never kept by a browser, nor shown on another site."""
    found = kept_file(request.viewer, number)
    try:
        place = kept(found.name, "small", found.extension)
    except OSError as error:
        raise NotFound from error
    looked(request.viewer, "snapshot_file", account=found.owner, post_id=found.post_id)
    headers = {
        "Content-Length": str(place.size),
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    body = pieces(place.place, 0, place.size - 1)
    return StreamingHttpResponse(body, content_type=found.content_type, headers=headers)
