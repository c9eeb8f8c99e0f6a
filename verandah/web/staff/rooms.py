"""Who takes how much room, and what lies there that belongs to nobody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import overlooking, stocktaking
from verandah.actions.auditing import looked
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.show import show_accounts

from .door import StaffRequest, staff_page
from .figure_words import exact, room
from .overview import KINDS

HEAPS = {
    "loose": gettext_lazy("In no post"),
    "kept": gettext_lazy("Copies of what was reported"),
    "waiting": gettext_lazy("Still being processed"),
    "unknown": gettext_lazy("Of nobody"),
}


@never_cache
@require_safe
@staff_page(Permission.SEE_SITE)
def rooms(request: StaffRequest) -> HttpResponse:
    """By kind and by member, from what is counted; on demand every file is looked at, which can take a while."""
    sizes, members = overlooking.sizes(), overlooking.room_of_members()
    people = show_accounts([number for number, _bytes in members])
    looked(request.viewer, "storage")
    context = {
        "here": "storage",
        "total": room(sum(size.bytes for size in sizes)),
        "sizes": [(KINDS[size.kind], exact(size.files), room(size.bytes)) for size in sizes],
        "members": [(people[number], room(taken)) for number, taken in members if number in people],
        "quota": room(overlooking.quota()) if overlooking.quota() else "",
        "place": stocktaking.place(),
        "heaps": heaps() if "look" in request.GET else [],
        "is_looked": "look" in request.GET,
    }
    return render(request, "pages/staff_storage.html", context)


def heaps() -> list[tuple[object, str, str]]:
    """What belongs to no post or to nobody, found by a look at every file."""
    stock = stocktaking.stock()
    found = [(HEAPS[name], heap.count, heap.bytes) for name in HEAPS for heap in (getattr(stock, name),)]
    told: list[tuple[object, str, str]] = [(label, exact(count), room(size)) for label, count, size in found]
    return [*told, (gettext_lazy("Not there, although they should be"), exact(len(stock.missing)), "")]
