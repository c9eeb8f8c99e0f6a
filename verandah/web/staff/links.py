"""Where the staff can go: the pages that the role of whoever looks may open, with what waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sign_ups import waiting_count_lately
from verandah.domain.moderation.queues import Waiting, waiting

register = Library()


@dataclass(frozen=True, slots=True)
class Way:
    """A page: the word by which templates call it, its address by name, what is drawn and written, and who may."""

    word: str
    address: str
    glyph: str
    label: Any
    permission: Permission
    query: str = ""
    count: Callable[[Waiting], int] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The same as one person sees it."""

    path: str
    glyph: str
    label: Any
    is_here: bool
    count: int


MODERATION = (
    Way("queue", "queue", "inbox", gettext_lazy("Open cases"), Permission.SEE_CASES, "", lambda now: now.open),
    Way(
        "mine",
        "queue",
        "user-check",
        pgettext_lazy("cases", "Mine"),
        Permission.SEE_CASES,
        "?show=mine",
        lambda now: now.mine,
    ),
    Way(
        "appeals", "queue", "scale", gettext_lazy("Appeals"), Permission.SEE_CASES, "?queue=9", lambda now: now.appeals
    ),
    Way("decided", "queue", "history", pgettext_lazy("cases", "Decided"), Permission.SEE_CASES, "?show=decided"),
    Way("rules", "staff_rules", "shield-check", gettext_lazy("Automatic rules"), Permission.SEE_RULES),
    Way("banks", "staff_banks", "image", gettext_lazy("Picture banks"), Permission.SEE_BANKS),
    Way("trends", "staff_trends", "sparkles", gettext_lazy("Trends"), Permission.REVIEW_TRENDS),
    Way("approvals", "approvals", "users-round", gettext_lazy("Two people"), Permission.SEE_APPROVALS),
)
# Whoever writes a page of the staff gives it a line here; `staff_nav.html` shows it to whom it is for.
SITE: tuple[Way, ...] = (
    Way("overview", "staff_overview", "chart-bar-big", gettext_lazy("Overview"), Permission.SEE_SITE),
    Way("statistics", "staff_statistics", "telescope", gettext_lazy("Statistics"), Permission.SEE_SITE),
    Way("storage", "staff_storage", "images", gettext_lazy("Storage"), Permission.SEE_SITE),
    Way("settings", "staff_settings", "settings", gettext_lazy("Site settings"), Permission.SEE_POLICIES),
    Way("policy", "staff_policy", "settings", gettext_lazy("Site policy"), Permission.SEE_POLICIES),
    Way("announcements", "staff_announcements", "megaphone", gettext_lazy("Announcements"), Permission.ANNOUNCE),
    Way("launch", "staff_launch", "party-popper", gettext_lazy("Opening the doors"), Permission.SEE_POLICIES),
    Way("documents", "staff_documents", "paperclip", gettext_lazy("Pages and policies"), Permission.SEE_POLICIES),
    Way("policies", "staff_policies", "newspaper", gettext_lazy("Rules"), Permission.SEE_POLICIES),
    Way("contact", "staff_contact", "mail", gettext_lazy("Contact"), Permission.SEE_POLICIES),
    Way("mode", "staff_mode", "pause", gettext_lazy("Maintenance"), Permission.SEE_SITE),
    Way("members", "staff_members", "users-round", gettext_lazy("People"), Permission.SEE_PEOPLE),
    Way("fields", "staff_fields", "user", gettext_lazy("Profile fields"), Permission.SEE_POLICIES),
    Way("clocks", "staff_clocks", "timer", gettext_lazy("Clocks"), Permission.SEE_POLICIES),
    Way(
        "joining",
        "staff_joining",
        "user-plus",
        gettext_lazy("Requests to join"),
        Permission.SEE_PEOPLE,
        "",
        lambda now: now.joining,
    ),
    Way("invites", "staff_invites", "heart-handshake", gettext_lazy("Invitations"), Permission.INVITE),
    Way("people", "staff_people", "user-check", gettext_lazy("Who works here"), Permission.GRANT_ROLES),
    Way("record", "record", "history", gettext_lazy("The record"), Permission.SEE_RECORD),
)
PARTS = ((gettext_lazy("Moderation"), MODERATION), (gettext_lazy("Administration"), SITE))


@register.simple_tag(takes_context=True)
def staff_links(context: Context, here: str = "") -> list[tuple[Any, list[Link]]]:
    """The pages that whoever looks may open, in parts. One query for what waits, however often it is shown."""
    request = context["request"]
    role = Role(request.user.role)
    if not hasattr(request, "waiting_cases"):
        cases = waiting(request.viewer) if may(role, Permission.SEE_CASES) else Waiting()
        asking = waiting_count_lately() if may(role, Permission.SEE_PEOPLE) else 0
        request.waiting_cases = replace(cases, joining=asking)
    parts = [(title, list(links_of(ways, role, here, request.waiting_cases))) for title, ways in PARTS]
    return [(title, links) for title, links in parts if links]


def links_of(ways: tuple[Way, ...], role: Role, here: str, now: Waiting) -> list[Link]:
    """Those of `ways` that someone with `role` may go."""
    return [
        Link(path_of(way), way.glyph, way.label, way.word == here, way.count(now) if way.count else 0)
        for way in ways
        if may(role, way.permission)
    ]


def path_of(way: Way) -> str:
    return reverse(way.address) + way.query
