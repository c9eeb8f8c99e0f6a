"""My data: taking all of it away in one file."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import exporting
from verandah.base.errors import NotFound
from verandah.domain.accounts.exports import export_of, exports_of
from verandah.domain.media.files import kept

from .fresh import ask_again, is_fresh
from .media import answered, headers_for
from .paths import see_other
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.exports import ShownExport

# A download that breaks off goes on for so long without being asked for the password again.
RESUMED_FOR = timedelta(hours=12)


@never_cache
@require_safe
@members_only
def data(request: MemberRequest) -> HttpResponse:
    """What I can do with what is mine. htmx asks for the archives alone, as long as one is being made."""
    context = {"section": "data", "exports": exports_of(request.viewer), "bytes": request.viewer.media_bytes}
    context["is_running"] = any(one.is_running for one in exports_of(request.viewer))
    return render(request, "components/exports.html" if is_partial(request) else "pages/settings_data.html", context)


@never_cache
@require_POST
@members_only
@limited("settings")
def archive_start(request: MemberRequest) -> HttpResponse:
    """Have an archive made."""
    exporting.start(request.viewer)
    messages.success(request, _("Your archive is being made. We’ll write when it is ready."))
    return see_other(reverse("settings_data"))


@never_cache
@require_POST
@members_only
@limited("settings")
def archive_stop(request: MemberRequest, number: int) -> HttpResponse:
    """Throw an archive away, ready or not."""
    exporting.stop(request.viewer, number)
    messages.success(request, _("The archive is gone."))
    return see_other(reverse("settings_data"))


@require_safe
@members_only
def archive(request: MemberRequest, number: int) -> HttpResponseBase:
    """My archive, or the part of it that is asked for, once I have shown that it is me."""
    found = export_of(request.viewer, number)
    mark = f"archive-{number}"
    if time.time() - float(request.session.get(mark, 0)) > RESUMED_FOR.total_seconds():
        if not is_fresh(request):
            return ask_again(request)
        request.session[mark] = time.time()
    try:
        place = kept(found.name, exporting.ARCHIVE, exporting.ZIP)
    except OSError as error:
        raise NotFound from error
    exporting.note_fetched(number)
    return answered(request, place, headers_of(found))


def headers_of(found: ShownExport) -> dict[str, str]:
    """A file for one person, which no other site may ask for and no cache keeps."""
    headers = headers_for(f'"{found.sha256[:32]}"', "private, no-store", "application/zip")
    del headers["Access-Control-Allow-Origin"]
    return {
        **headers,
        "Content-Disposition": f'attachment; filename="archive-{found.created_at:%Y-%m-%d}.zip"',
        "Cross-Origin-Resource-Policy": "same-origin",
    }
