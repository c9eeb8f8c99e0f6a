"""Searching: posts by their words, people by their names, tags by how they begin, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base import limits
from verandah.base.paging import HIGHEST, LENGTH, Page
from verandah.domain.graph import queries as graph
from verandah.domain.graph.alike import people_alike
from verandah.domain.graph.queries import Entry
from verandah.domain.posts.tags_found import tags_like
from verandah.domain.search.asked import LONGEST_ASKED, Asked, understood
from verandah.domain.search.queries import WINDOW, best_ids, found_ids

from .kept_cards import shown_cards
from .people import persons
from .viewer import MemberRequest, is_partial, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

SCOPES = ("", "posts", "people", "tags")
# On the page of everything, so many of each kind; and so many people while someone types.
FEW, OFFERED = 3, 5


@never_cache
@require_safe
@members_only
def search(request: MemberRequest) -> HttpResponse:
    """What is called so, or says so, for exactly who may see it."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_ASKED]
    scope = request.GET.get("in", "")
    context: dict[str, Any] = {"q": typed, "scope": scope if scope in SCOPES else "", "longest": LONGEST_ASKED}
    if typed:
        limits.take("search", str(request.viewer.id))
        context |= found(request, typed, context["scope"])
    return render(request, "pages/search.html", context)


@never_cache
@require_safe
@members_only
def suggest(request: MemberRequest) -> HttpResponse:
    """What may be meant, while someone types into the field of every page: people and tags, a few."""
    if not is_partial(request):
        return redirect("search")
    limits.take("complete", str(request.viewer.id))
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_ASKED]
    asked = understood(typed)
    context: dict[str, Any] = {"q": typed, "tags": tags(request.viewer, asked, FEW) if typed else []}
    if typed:
        context |= people(request.viewer, asked, Page(length=OFFERED))
    return render(request, "components/found.html", context)


def found(request: MemberRequest, typed: str, scope: str) -> dict[str, Any]:
    """What there is of each kind that is looked at."""
    asked, viewer = understood(typed), request.viewer
    context: dict[str, Any] = {"words": " ".join(asked.words), "unknown": asked.unknown}
    if scope in ("", "people"):
        context |= people(viewer, asked, Page.from_query(request.GET) if scope else Page(length=FEW + 1))
    if scope in ("", "tags"):
        context["tags"] = tags(viewer, asked, 40 if scope else FEW)
    if scope in ("", "posts"):
        context |= posts(request, asked)
    for name in ("posts", "people", "tags"):
        context[f"{name}_path"] = path_of(typed, name)
    return context


def posts(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    """Posts, the best first or the newest; where the list goes on."""
    newest = request.GET.get("sort") == "new"
    if newest:
        page = Page.from_query(request.GET)
        ids = found_ids(request.viewer, asked, page)
        more = f"&before={ids[-1]}" if len(ids) == page.length else ""
    else:
        start = min(whole(request.GET.get("from", "")), WINDOW)
        ids = best_ids(request.viewer, asked, LENGTH, start)
        more = f"&from={start + LENGTH}" if len(ids) == LENGTH else ""
    here = path_of(request.GET.get("q", "").strip()[:LONGEST_ASKED], "posts") + ("&sort=new" if newest else "")
    return {"posts": shown_cards(request.viewer, ids, "public"), "older": here + more if more else "", "newest": newest}


def people(viewer: Account, asked: Asked, page: Page) -> dict[str, Any]:
    """People whose names hold all the words. Who says that it is to be of someone looks for no name."""
    if not asked.words or asked.author or asked.has:
        return {"people": []}
    text = " ".join(asked.words)[:60]
    entries, alike = graph.people(viewer, text, page), False
    if not entries and page.before == HIGHEST:
        entries = [Entry(number, number) for number in people_alike(viewer, text, page.length)]
        alike = bool(entries)
    shown = persons(viewer, entries)[: FEW if page.length == FEW + 1 else None]
    return {"people": shown, "many": len(entries) > FEW, "alike": alike}


def tags(viewer: Account, asked: Asked, most: int) -> list[str]:
    """Tags that begin as the first word does, with accents or without."""
    start = (asked.tags or asked.words)[:1]
    return [row[1] for row in tags_like(viewer, start[0][:100], 0, most)] if start else []


def path_of(typed: str, scope: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': typed, 'in': scope})}"


def whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
