"""The site as an app on someone's device: what it is called, its sign, its worker, and what is shared with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from verandah.base.appicon import app_icon, as_hex, brand_colour
from verandah.base.errors import NotFound
from verandah.base.signs import as_ico, maskable, squared
from verandah.domain.instance.pictures import EXTENSIONS, LOGO_SIDES, bytes_of
from verandah.domain.instance.queries import the_site

from .files import accepted_types

if TYPE_CHECKING:
    from verandah.domain.instance.models import Site

    from .viewer import WebRequest

SIZES = (180, 192, 512)
SMALLEST = 48
# No picture of ours is larger, and no database has to look for a number that is none of its own.
LARGEST = 4096
# Under an icon there is room for so many signs.
LONGEST_NAME = 24
# What a page is made of, to be there without a connection.
SHELL = (".css", ".js", ".woff2", ".svg")
NOT_IN_SHELL = ("js/worker",)
BACKGROUND = "#f8f6f2"


@require_safe
@cache_control(private=True, max_age=600)
@vary_on_headers("Accept-Language", "Cookie")
def manifest(request: HttpRequest) -> HttpResponse:
    """What the site is as an app, in the reader's language."""
    site = the_site()
    name = site.name
    told = {
        "id": "/",
        "name": name,
        "short_name": name[:LONGEST_NAME],
        "lang": get_language() or settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": as_hex(brand_colour(site.brand_hue, site.brand_chroma)),
        "icons": [icon_of(site, size, purpose) for size in (192, 512) for purpose in ("any", "maskable")],
        "shortcuts": [
            {"name": words, "url": reverse(page), "icons": [icon_of(site, 192)]}
            for page, words in (
                ("post_new", pgettext("shortcut of the app", "Write")),
                ("notifications", _("Notifications")),
            )
        ],
        "share_target": {
            "action": reverse("share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "files", "accept": accepted_types().split(",")}],
            },
        },
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(request: HttpRequest, size: int, purpose: str = "any") -> HttpResponse:
    """The sign of the site, or its own logo. The manifest names what it shows, so that it can be kept."""
    if size not in SIZES:
        raise NotFound
    return HttpResponse(drawn(the_site(), size, purpose == "maskable"), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for by themselves where no page has told them of a sign."""
    return HttpResponse(as_ico(drawn(the_site(), SMALLEST, False)), content_type="image/x-icon")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, name: str, width: int, height: int, extension: str) -> HttpResponse:
    """The site's own logo, or the picture behind its landing page, in one size. Another picture has another name."""
    found = bytes_of(name, width, height) if max(width, height) <= LARGEST else None
    if found is None or EXTENSIONS[found.content_type] != extension:
        raise NotFound
    return HttpResponse(found.content, content_type=found.content_type)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The program that a browser keeps for the site. It is another one whenever a file of the shell is."""
    parts = [static(f"js/{name}.js") for name in ("worker-pages", "worker-outbox", "worker-push")]
    shell = {"version": version(), "files": shell_files(), "offline": reverse("offline")}
    program = f"self.shell={json.dumps(shell)};importScripts({','.join(json.dumps(part) for part in parts)});"
    return HttpResponse(program, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
@cache_control(private=True, no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection where nothing has been kept, and the words over what has. Nobody's in it."""
    return render(request, "pages/offline.html", {"me": None})


@never_cache
@require_safe
def visitor(request: WebRequest) -> HttpResponse:
    """Who is signed in, and the secret of their forms: for what was written without a connection and is sent now."""
    return JsonResponse({"me": str(request.viewer.id) if request.viewer else "", "token": get_token(request)})


def leaves_nothing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who signs out has the browser forget all that it has kept for the site: pages, words, files and the worker."""

    def signed_out(request: WebRequest) -> HttpResponse:
        was_in, answer = request.viewer is not None, view(request)
        if was_in and request.method == "POST":
            answer["Clear-Site-Data"] = '"storage"'
        return answer

    return signed_out


def drawn(site: Site, size: int, is_maskable: bool) -> bytes:
    """The sign as a PNG: the logo in the nearest size, or the veranda that comes with the program."""
    side = min(side for side in LOGO_SIDES if side >= size)
    logo = bytes_of(site.logo, side, side) if site.logo else None
    if logo is None:
        return app_icon(size, site.brand_hue, is_maskable, site.brand_chroma)
    return maskable(logo.content, size) if is_maskable else squared(logo.content, size)


def icon_of(site: Site, size: int, purpose: str = "any") -> dict[str, str]:
    """One picture, as the manifest names it."""
    address = reverse("app_icon", args=[size, purpose])
    source = f"{address}?hue={site.brand_hue}-{site.brand_chroma}-{site.logo[:8]}"
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def shell_files() -> list[str]:
    """The addresses of all files that pages are made of; none while they have no names that could be kept."""
    return [static(name) for name in shell_names()]


@cache
def shell_names() -> tuple[str, ...]:
    """The same by their names. They are gathered once, when the site starts."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return ()
    known = sorted(staticfiles_storage.hashed_files)
    return tuple(name for name in known if Path(name).suffix in SHELL and not name.startswith(NOT_IN_SHELL))


def version() -> str:
    """Of the shell: another one whenever one of its files is."""
    return sha256("\n".join(shell_files()).encode()).hexdigest()[:12]
