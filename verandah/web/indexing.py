"""What programs that walk the web are told: where they may go, and, where it is wanted, what there is to be listed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from verandah.domain.instance.documents import current_documents
from verandah.domain.instance.openness import Openness, openness
from verandah.domain.posts import indexed

from .gatherers import NAMES

# Where nothing is for search engines, whatever they may list.
CLOSED = (
    "/admin/",
    "/api/",
    "/moderation/",
    "/oauth/",
    "/settings/",
    "/sign-in/",
    "/sign-up/",
    "/search/",
    "/report/",
    "/decisions/",
    "/cases/",
    "/letters/",
    "/media/uploads/",
)
# Pages of the site itself that anyone may find.
PAGES = ("home", "rules", "contact", "transparency")


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Who may look where (RFC 9309)."""
    open_to = openness()
    groups = []
    if not open_to.gathering:
        groups.append([*(f"User-agent: {name}" for name in NAMES), "Disallow: /"])
    if open_to.is_listed:
        groups.append(["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)])
        groups.append([f"Sitemap: {settings.URL}{reverse('sitemap')}"])
    else:
        groups.append(["User-agent: *", "Disallow: /"])
    text = "\n\n".join("\n".join(lines) for lines in groups) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the map: the pages of the site, and one part for each month. None where nothing is listed."""
    refuse_unlisted(openness())
    parts = [reverse("sitemap_pages")]
    parts += [reverse("sitemap_month", args=month) for month in indexed.months(datetime.now(UTC))]
    return as_xml(request, "index", parts)


@require_safe
@cache_control(max_age=3600, public=True)
def pages(request: HttpRequest) -> HttpResponse:
    """The pages of the site itself."""
    refuse_unlisted(openness())
    documents = [one.path for one in current_documents(None)]
    return as_xml(request, "part", [*(reverse(name) for name in PAGES), *documents])


@require_safe
@cache_control(max_age=3600, public=True)
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Who came in a month, and what was said in it, as far as anyone on the web may see and its author wants."""
    refuse_unlisted(openness())
    if (year, number) not in indexed.months(datetime.now(UTC)):
        raise Http404
    people = [reverse("profile", args=[name]) for name in indexed.people_of((year, number))]
    posts = [reverse("post", args=[found]) for found in indexed.posts_of((year, number))]
    return as_xml(request, "part", [*people, *posts][: indexed.MOST])


def refuse_unlisted(open_to: Openness) -> None:
    """Raises Http404 where search engines list nothing."""
    if not open_to.is_listed:
        raise Http404


def as_xml(request: HttpRequest, kind: str, paths: list[str]) -> HttpResponse:
    """The map, or a part of it, as sitemaps.org has it."""
    context = {"kind": kind, "addresses": [settings.URL + path for path in paths]}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml; charset=utf-8")
