"""Writing to those a case concerns, from its page. Who of the staff wrote, they are not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verandah.actions import corresponding
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.cases import case_named
from verandah.domain.moderation.correspondence import report_in
from verandah.web.paths import see_other

from .case import page_of
from .door import staff_page

if TYPE_CHECKING:
    from .door import StaffRequest


@require_POST
@staff_page(Permission.SEE_CASES, changing=Permission.WRITE_IN_CASES)
def write(request: StaffRequest, code: str) -> HttpResponse:
    """To whom the case is about, or, where a report is named, to whoever made it."""
    case, sent = case_named(request.viewer, code), request.POST
    number, body = whole(sent.get("report"), 0), sent.get("body", "")
    try:
        if number:
            corresponding.write_to_reporter(report_in(request.viewer, case, number), request.viewer, body)
        else:
            corresponding.write_to_owner(case, request.viewer, body)
    except Invalid as refusal:
        more = {"message_refusal": refusal.text, "message_to": number, "message_typed": body}
        return page_of(request, case, more=more, status=422)
    messages.success(request, _("Your message was sent. It says that it comes from the staff, and not from whom."))
    return see_other(f"/moderation/{case.code}/#messages")
