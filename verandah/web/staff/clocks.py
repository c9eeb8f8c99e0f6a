"""By when what must have happened, and by which law: the law packs in force, and choosing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from verandah.actions import clocking
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.moderation import case_words, lawpacks
from verandah.domain.moderation.lawpacks import Line, Pack

from .door import staff_page
from .queue import troubles

if TYPE_CHECKING:
    from .door import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def clocks(request: StaffRequest) -> HttpResponse:
    """The packs and their clocks; which of them hold, those who run the site say."""
    if request.method == "POST":
        clocking.choose_packs(request.viewer, request.POST.getlist("pack"))
        messages.success(request, _("Saved. New cases run by these clocks."))
        return redirect("staff_clocks")
    today = timezone.localdate()
    packs = lawpacks.in_force()
    held = [pack.name for pack in packs.laws]
    context = {
        "offered": [(pack, pack.name in held, pack.is_stale(today), table_of(pack)) for pack in lawpacks.offered()],
        "own": by_queue(packs.house),
        "troubles": troubles(today),
        "may_choose": may(request.role, Permission.SET_SWITCHES),
        "here": "clocks",
    }
    return render(request, "pages/staff_clocks.html", context)


def table_of(pack: Pack) -> list[tuple[case_words.Sign, Line, object, str]]:
    """The clocks of a pack as lines of a table."""
    return [
        (case_words.QUEUES[line.queue], line, case_words.CLOCKS[line.kind], case_words.span(line.length))
        for line in pack.lines
    ]


def by_queue(pack: Pack) -> list[tuple[case_words.Sign, list[str]]]:
    """The clocks of a pack, those of one queue beside each other: the first look, the decision."""
    found = {(line.queue, line.kind): case_words.span(line.length) for line in pack.lines}
    return [
        (sign, [found.get((queue, kind), "–") for kind in case_words.CLOCKS])
        for queue, sign in case_words.QUEUES.items()
    ]
