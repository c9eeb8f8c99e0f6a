"""The list of people as a file for spreadsheets, as long as it may be. Who takes it, and what is in it, is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import auditing
from verandah.base import sheets
from verandah.base.errors import Invalid
from verandah.base.paging import HIGHEST
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.trusting import name_of
from verandah.domain.moderation.members import Member, Sort, Sought, member_list, show_members
from verandah.web.role_words import ROLES

from .door import StaffRequest, staff_page
from .members import STATES, in_words, path_of, sought_in

# So many people are read at once.
BATCH = 500
COLUMNS: dict[str, tuple[Any, Callable[[Member], object]]] = {
    "username": (gettext_lazy("User name"), lambda one: one.account.username),
    "name": (gettext_lazy("Name"), lambda one: one.account.display_name),
    "email": (gettext_lazy("E-mail"), lambda one: one.email),
    "state": (gettext_lazy("State"), lambda one: STATES[one.state]),
    "role": (gettext_lazy("Role"), lambda one: ROLES[one.role]),
    "trust": (gettext_lazy("Trust"), lambda one: name_of(one.trust)),
    "language": (gettext_lazy("Language"), lambda one: one.language),
    "joined": (gettext_lazy("Joined"), lambda one: moment(one.joined_at)),
    "seen": (gettext_lazy("Here last"), lambda one: moment(one.seen_at)),
    "posts": (gettext_lazy("Posts"), lambda one: one.account.posts_count),
    "followers": (gettext_lazy("Followers"), lambda one: one.account.followers_count),
    "factor": (gettext_lazy("Second factor"), lambda one: _("yes") if one.has_factor else _("no")),
}
FIRST = ("username", "name", "state", "role", "joined", "seen")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_PEOPLE, changing=Permission.EXPORT_PEOPLE, fresh=True)
def export(request: StaffRequest) -> HttpResponseBase:
    """Choose the columns; then the file."""
    sought = replace(sought_in((request.POST if request.method == "POST" else request.GET).dict()), last=HIGHEST)
    if request.method != "POST":
        return page(request, sought)
    chosen = [name for name in COLUMNS if name in request.POST.getlist("column")]
    if not chosen:
        return page(request, sought, Invalid("column", _("Choose at least one column.")).text)
    auditing.note(
        request.viewer, "export_people", columns=" ".join(chosen), state=str(sought.state), is_narrowed=narrows(sought)
    )
    day = timezone.localdate().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="people-{day}.csv"', "X-Content-Type-Options": "nosniff"}
    body = sheets.lines(rows_of(request, sought, chosen), with_mark=True)
    return StreamingHttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def page(request: StaffRequest, sought: Sought, error: str = "") -> HttpResponseBase:
    """The columns to choose from; addresses are not chosen unless someone does."""
    context = {
        "here": "members",
        "columns": [(name, label, name in FIRST) for name, (label, _value) in COLUMNS.items()],
        "said": [(name, value) for name, value in in_words(sought) if value],
        "back": path_of(sought),
        "action": reverse("staff_members_export"),
        "error": error,
    }
    return render(request, "pages/staff_members_export.html", context, status=422 if error else 200)


def rows_of(request: StaffRequest, sought: Sought, chosen: list[str]) -> Iterator[list[object]]:
    """The names of the columns, then everyone, a batch of people after the other."""
    yield [COLUMNS[name][0] for name in chosen]
    asked = replace(sought, length=BATCH)
    while ids := member_list(request.viewer, asked):
        for one in show_members(request.viewer, ids, "email" in chosen):
            yield [COLUMNS[name][1](one) for name in chosen]
        if len(ids) < BATCH:
            return
        asked = replace(asked, last=ids[-1])


def narrows(sought: Sought) -> bool:
    """Whether not everyone is in the file."""
    return sought != Sought(sort=sought.sort) or sought.sort == Sort.ACTIVE


def moment(when: datetime | None) -> str:
    """A moment as programs read it."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if when else ""
