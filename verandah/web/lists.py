"""Lists of people: those that everyone has and my own, who is on them, and on which of them someone is."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import listing
from verandah.actions.listing import LONGEST_TITLE, ListDraft
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page, whole
from verandah.domain.graph import lists as queries
from verandah.domain.graph.lists import ShownList
from verandah.domain.graph.queries import listable, visible_account
from verandah.domain.graph.show import relations

from .people import go, people_and_older, person, persons
from .viewer import MemberRequest, is_partial, limited, members_only

# So many people are offered for what was typed.
MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Ticked:
    """A list, and whether someone is on it."""

    one: ShownList
    on: bool


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def index(request: MemberRequest) -> HttpResponse:
    """All my lists, and the form for a new one."""
    listing.stand(request.viewer)
    title = request.POST.get("title", "")
    if request.method == "GET":
        return index_page(request)
    try:
        made = listing.create(request.viewer, ListDraft(title))
    except Invalid as refusal:
        return index_page(request, title, refusal.text)
    return redirect("list", number=made.id)


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def one(request: MemberRequest, number: int) -> HttpResponse:
    """A list: who is on it, who could be, and its name."""
    shown = queries.one_list(request.viewer, number)
    if request.method == "GET":
        return list_page(request, shown)
    try:
        changed(request, shown)
    except Invalid as refusal:
        return list_page(request, shown, refusal.text)
    words = request.POST.get("q", "")[:60]
    path = reverse("list", args=[number])
    return redirect(f"{path}?{urlencode({'q': words})}" if words else path)


@never_cache
@require_safe
@members_only
def offers(request: MemberRequest, number: int) -> HttpResponse:
    """Who could be put on a list, for what was typed: completed while one types."""
    shown = queries.one_list(request.viewer, number)
    return render(request, "components/list_offers.html", {"list": shown, **offered(request, shown)})


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Ask, then delete a list."""
    shown = queries.one_list(request.viewer, number)
    if request.method == "GET":
        template = "components/list_delete.html" if is_partial(request) else "pages/list_delete.html"
        return render(request, template, {"list": shown})
    listing.delete(request.viewer, number)
    messages.success(request, _("The list is gone."))
    return go(request, reverse("lists"))


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def of_person(request: MemberRequest, username: str) -> HttpResponse:
    """On which of my lists someone is."""
    account = visible_account(request.viewer, username)
    stand = relations(request.viewer, [account.id])[account.id]
    if not (stand.friends or stand.following):
        raise NotFound
    listing.stand(request.viewer)
    mine, on = queries.all_lists(request.viewer), {row.id for row in queries.lists_with(request.viewer, account.id)}
    if request.method == "GET":
        ticked = [Ticked(row, row.id in on) for row in mine]
        template = "components/list_ticks.html" if is_partial(request) else "pages/list_ticks.html"
        return render(request, template, {"person": person(request.viewer, account), "ticked": ticked})
    wanted = {whole(value, 0) for value in request.POST.getlist("list")}
    for row in mine:
        if row.id in wanted - on:
            listing.add(request.viewer, row.id, [account.id])
        elif row.id in on - wanted:
            listing.remove(request.viewer, row.id, [account.id])
    messages.success(request, _("Your lists are saved."))
    return go(request, reverse("profile", args=[account.username]))


def changed(request: MemberRequest, shown: ShownList) -> None:
    """Do what one of the buttons on the page of a list says. Raises Invalid."""
    if "add" in request.POST:
        listing.add(request.viewer, shown.id, [whole(request.POST["add"], 0)])
    elif "remove" in request.POST:
        listing.remove(request.viewer, shown.id, [whole(request.POST["remove"], 0)])
    elif "title" in request.POST:
        listing.change(request.viewer, shown.id, ListDraft(request.POST["title"]))
        messages.success(request, _("The list has its new name."))


def index_page(request: MemberRequest, title: str = "", error: str = "") -> HttpResponse:
    """All lists, with what was wrong with the new one."""
    rows = [(row.one, people_words(row.members)) for row in queries.counted_lists(request.viewer)]
    context = {"lists": rows, "title": title, "error": error, "longest_title": LONGEST_TITLE}
    return render(request, "pages/lists.html", context, status=422 if error else 200)


def list_page(request: MemberRequest, shown: ShownList, error: str = "") -> HttpResponse:
    """A list with a page of its people, and whom one could add."""
    page = Page.from_query(request.GET)
    found = queries.members(request.viewer, shown.id, page)
    members = people_and_older(request.viewer, found, page, reverse("list", args=[shown.id]))
    context = {"list": shown, "error": error, "longest_title": LONGEST_TITLE, **members, **offered(request, shown)}
    return render(request, "pages/list.html", context, status=422 if error else 200)


def offered(request: MemberRequest, shown: ShownList) -> dict[str, object]:
    """Whom one could add for what was typed, without those who are on it; and what was typed."""
    words = request.GET.get("q", "")[:60].replace("\0", "")
    found = listable(request.viewer, words, Page(length=MOST_OFFERED)) if words else []
    on = queries.on_list(request.viewer, shown.id, [entry.account_id for entry in found])
    people = persons(request.viewer, [entry for entry in found if entry.account_id not in on])
    return {"q": words, "offers": people}


def people_words(count: int) -> str:
    """How many people, in words."""
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count} if count else _("Nobody yet")
