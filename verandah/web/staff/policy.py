"""The switches of policy: how they stand, setting them, who set them last and setting that back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import switching
from verandah.actions.switching import MOST, Switched
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.show import show_accounts
from verandah.domain.instance.settings_kinds import Value
from verandah.domain.instance.switches import NAMES, NUMBERS, Switches, stored
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page

SHOWN_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A switch as a line of the page. `most` is 0 where it is no number."""

    name: str
    label: str
    hint: str
    value: Value
    most: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words."""

    entry: Switched
    words: str
    by: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def policy(request: StaffRequest) -> HttpResponse:
    """All switches in one form; what was changed is set, each in the record."""
    error = ""
    if request.method == "POST":
        try:
            changed = save(request)
        except (Invalid, ValueError) as refusal:
            error = refusal.text if isinstance(refusal, Invalid) else _("Write a whole number.")
        else:
            messages.success(request, _("Saved. It holds from now on.") if changed else _("Nothing was changed."))
            return see_other(reverse("staff_policy"))
    return page(request, error)


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def undo(request: StaffRequest, number: int) -> HttpResponse:
    """Set one switch back to what it was before a change."""
    switching.undo(request.viewer, number)
    messages.success(request, _("Set back."))
    return see_other(reverse("staff_policy"))


def save(request: StaffRequest) -> int:
    """Set what differs; how many did. What the form does not name stays. Raises Invalid, ValueError."""
    asked: dict[str, Value] = {}
    for name in NAMES:
        if name in NUMBERS:
            asked[name] = int(request.POST.get(name, "").strip())
        else:
            asked[name] = name in request.POST
    return sum(switching.switch(request.viewer, name, value) for name, value in asked.items())


def page(request: StaffRequest, error: str = "") -> HttpResponse:
    """The page. Four queries."""
    entries = [entry for entry in switching.changes() if entry.name in NAMES][:SHOWN_CHANGES]
    people = show_accounts([entry.by_id for entry in entries if entry.by_id])
    labels = {row.name: row.label for _title, rows in parts(Switches()) for row in rows}
    changes = [
        Change(
            entry,
            told(entry, labels.get(entry.name, entry.name)),
            people[entry.by_id].display_name if entry.by_id in people else _("Someone"),
        )
        for entry in entries
    ]
    context = {"here": "policy", "parts": list(parts(stored())), "changes": changes, "error": error}
    return render(request, "pages/staff_policy.html", context, status=422 if error else 200)


def told(entry: Switched, label: str) -> str:
    """A change as a sentence without a subject."""
    if isinstance(entry.value, bool):
        return (
            _("%(what)s: switched on") % {"what": label}
            if entry.value
            else _("%(what)s: switched off") % {"what": label}
        )
    return _("%(what)s: %(was)d → %(value)d") % {"what": label, "was": entry.was, "value": entry.value}


def parts(now: Switches) -> Iterator[tuple[str, list[Row]]]:
    """The switches in their groups."""
    yield _("Who can read"), list(readers(now))
    yield _("Profiles"), list(profiles(now))
    yield _("Talking"), list(talking(now))
    yield _("Newcomers"), list(newcomers(now))


def readers(now: Switches) -> Iterator[Row]:
    hint = _("Off, guests reach the landing page, the rules and the contact page alone. So do apps without a member.")
    yield Row("allows_guests", _("Public posts are open to all"), hint, now.allows_guests)


def profiles(now: Switches) -> Iterator[Row]:
    hint = _("Off shows initials everywhere at once. Old pictures are kept but hidden.")
    yield Row("allows_avatars", _("Profile pictures"), hint, now.allows_avatars)
    hint = _("A wide picture at the top of the profile.")
    yield Row("allows_headers", _("Cover pictures"), hint, now.allows_headers)


def talking(now: Switches) -> Iterator[Row]:
    yield Row("allows_comments", _("Comments"), _("Off, what was said can be read on."), now.allows_comments)
    hint = _("Pictures, videos and sounds go out once somebody has said yes.")
    yield Row("approves_media", _("Files wait until staff has looked"), hint, now.approves_media)


def newcomers(now: Switches) -> Iterator[Row]:
    hint = _("Newcomers are people at trust level 0.")
    yield Row("allows_newcomer_links", _("Links from newcomers"), hint, now.allows_newcomer_links)
    hint = _("So many of a newcomer’s first posts are looked at before others see them. 0 is none.")
    yield number("held_first_posts", _("First posts that wait"), hint, now.held_first_posts)
    hint = _("So many can a newcomer write. 0 is as many as they like.")
    yield number("newcomer_posts_hourly", _("Posts an hour"), hint, now.newcomer_posts_hourly)
    hint = _("So many can a newcomer send. 0 is as many as they like.")
    yield number("newcomer_files_daily", _("Files a day"), hint, now.newcomer_files_daily)


def number(name: str, label: str, hint: str, value: int) -> Row:
    """A switch that is a number."""
    return Row(name, label, hint, value, MOST[name])
