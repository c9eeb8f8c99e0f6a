"""Pages with holes: a template rendered once for all pages that differ only in what the holes are filled with."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from verandah.base.shelf import Shelf
from verandah.domain.accounts.show import show_account
from verandah.domain.graph.queries import requests_count
from verandah.domain.instance.papers import DocLink, footer_links
from verandah.domain.instance.show import ShownSite
from verandah.domain.notifications.queries import new_count
from verandah.web.frame import shown_site
from verandah.web.kept_people import Look, look_of
from verandah.web.tags import ShownCard

from .visit import Visit

MOST_FRAMES = 1000
# No text that is stored holds this sign.
HOLE = re.compile("\0([a-z]+);")

type Texts = tuple[str, ...]

FRAMES: Shelf[Texts] = Shelf(MOST_FRAMES)


class Around(NamedTuple):
    """All that stands on every page of someone."""

    site: ShownSite
    language: str
    looks: str
    hides_previews: bool
    me: Look | None
    role: str
    unread: int
    requests_count: int
    foot_links: tuple[DocLink, ...]


def around_of(visit: Visit) -> Around:
    """The same now."""
    viewer, site = visit.viewer, shown_site()
    browser = (visit.language, visit.looks, visit.hides_previews)
    foot = tuple(footer_links(visit.language))
    if viewer is None:
        return Around(site, *browser, None, "", 0, 0, foot)
    me = look_of(show_account(viewer))
    return Around(site, *browser, me, visit.role, new_count(viewer), requests_count(viewer), foot)


def hole(name: str) -> SafeString:
    """What stands in a page where `name` will be put."""
    return mark_safe(f"\0{name};")  # noqa: S308


# Where all posts of a page stand.
POSTS = [ShownCard(0, hole("posts"))]


def page(key: Hashable, render: Callable[[], str], values: Mapping[str, str]) -> str:
    """The page whose look depends on `key` alone, its holes filled."""
    return filled(FRAMES, key, render, values)


def filled(shelf: Shelf[Texts], key: Hashable, render: Callable[[], str], values: Mapping[str, str]) -> str:
    """The same from another shelf."""
    texts = shelf.get(key) or shelf.put(key, tuple(HOLE.split(render())))
    pieces = list(texts)
    pieces[1::2] = [values[name] for name in texts[1::2]]
    return "".join(pieces)


def rendered(template: str, path: str, visit: Visit, around: Around, context: Mapping[str, Any]) -> str:
    """A template as `django.shortcuts.render` fills it, with everything it is given named here."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    given = {
        "request": request,
        "csrf_token": hole("token"),
        "messages": (),
        "site": around.site,
        "me": show_account(visit.viewer) if visit.viewer else None,
        "role": around.role,
        "looks": around.looks,
        "hides_previews": around.hides_previews,
        "unread": around.unread,
        "requests_count": around.requests_count,
        "foot_links": around.foot_links,
    }
    return render_to_string(template, given | dict(context))
