"""What every page shows around its content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from verandah.domain.accounts.queries import members_count_lately
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import show_account
from verandah.domain.graph.queries import requests_count
from verandah.domain.instance.papers import footer_links
from verandah.domain.instance.queries import the_site
from verandah.domain.instance.show import ShownSite, show_site
from verandah.domain.notifications.queries import new_count

from . import pausing
from .looks import looks

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Callables are asked only by the pages that show them, once a page."""
    viewer: Account | None = getattr(request, "viewer", None)
    return {
        "site": cache(shown_site),
        "me": show_account(viewer) if viewer else None,
        "role": Role(request.user.role).name.lower() if viewer and request.user.is_authenticated else "",
        "unread": count_for(viewer, new_count),
        "requests_count": count_for(viewer, requests_count),
        "looks": looks(request.COOKIES),
        "hides_previews": hides_previews(request.COOKIES),
        "pause": pausing.banner(request),
        "foot_links": lambda: footer_links(get_language() or ""),
    }


def hides_previews(cookies: Mapping[str, str]) -> bool:
    """Whether this browser is to show nothing of the pages that posts link to."""
    return cookies.get("previews") == "no"


def shown_site() -> ShownSite:
    """The site; its members are counted every five seconds."""
    return show_site(the_site(), members_count_lately())


def count_for(viewer: Account | None, count: Callable[[Account], int]) -> Callable[[], int]:
    """A number that is looked up when a page shows it; 0 for a guest."""
    return cache(lambda: count(viewer) if viewer else 0)


@require_safe
@cache_control(max_age=60, public=True)
def brand(request: HttpRequest) -> HttpResponse:
    """The community's colour as a style sheet: its hue and how strong it is, which the design leaves open."""
    site = the_site()
    chroma = f"{site.brand_chroma / 100:g}"
    return HttpResponse(f":root{{--brand-h:{site.brand_hue:d};--brand-c:{chroma}}}", content_type="text/css")
