"""What concerns me, as a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import notifying
from verandah.base.errors import NotFound
from verandah.base.paging import HIGHEST, Page
from verandah.domain.graph.queries import Entry
from verandah.domain.moderation.decisions import ShownDecision, decisions_about
from verandah.domain.moderation.show import ShownReport, show_reports
from verandah.domain.moderation.words import meaning
from verandah.domain.notifications.held import desk_of
from verandah.domain.notifications.nights import day_began
from verandah.domain.notifications.queries import Wanted, group_heads, ids_in_group, new_count, wanted_ids
from verandah.domain.notifications.show import ShownGroup, ShownNotification, show_groups, show_notifications
from verandah.domain.notifications.words import said

from .paths import older_path
from .people import persons
from .viewer import MemberRequest, limited, members_only

# What a report is about, in words.
CATEGORIES = {
    "spam": gettext_lazy("spam"),
    "legal": gettext_lazy("against the law"),
    "violation": gettext_lazy("against the rules"),
    "other": gettext_lazy("something else"),
}

# The picture beside each kind, and its colour.
PIPS = {
    "mention": ("at-sign", "blue"),
    "comment": ("message-square", "blue"),
    "wall": ("pen-line", "blue"),
    "quote": ("quote", "blue"),
    "friend_request": ("user-plus", "violet"),
    "friend_accepted": ("heart-handshake", "green"),
    "follow_request": ("user-check", "violet"),
    "follow_accepted": ("user-check", "green"),
    "follow": ("user-plus", "green"),
    "reaction": ("heart", "rose"),
    "share": ("repeat-2", "green"),
    "post": ("newspaper", "amber"),
    "edited": ("square-pen", "amber"),
    "poll_ended": ("circle-check", "amber"),
    "birthday": ("party-popper", "rose"),
    "moderation": ("shield-check", "amber"),
    "case": ("scale", "blue"),
    "announcement": ("megaphone", "amber"),
    "report": ("siren", "red"),
    "joined": ("hand-heart", "green"),
}

# Where what someone asks of me is answered.
REQUESTS = {"follow_request": "requests", "friend_request": "friend_requests"}

# What can be looked at by itself: the word in the address, what is written on it, and the kinds.
type Kinds = Collection[str] | None
FILTERS: dict[str, tuple[object, Kinds]] = {
    "": (pgettext_lazy("notifications", "All"), None),
    "new": (pgettext_lazy("notifications", "Unread"), None),
    "conversations": (
        gettext_lazy("Conversations"),
        ("mention", "comment", "wall", "quote", "post", "edited", "poll_ended"),
    ),
    "reactions": (gettext_lazy("Reactions"), ("reaction", "share")),
    "people": (
        gettext_lazy("People"),
        ("friend_request", "friend_accepted", "follow_request", "follow_accepted", "follow", "birthday", "joined"),
    ),
    "staff": (pgettext_lazy("notifications", "From the staff"), ("moderation", "case", "announcement", "report")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: what several people did, or one. `detail`: what the staff wrote to go with it."""

    group: ShownGroup
    sentence: SafeString
    path: str
    detail: str = ""

    @property
    def newest(self) -> ShownNotification:
        return self.group.newest

    @property
    def is_new(self) -> bool:
        return self.group.newest.is_new

    @property
    def glyph(self) -> str:
        return PIPS[self.newest.kind][0]

    @property
    def tone(self) -> str:
        return PIPS[self.newest.kind][1]


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of the page that can be looked at by itself."""

    path: str
    label: object
    is_here: bool


@never_cache
@require_safe
@members_only
def notifications(request: MemberRequest) -> HttpResponse:
    """My notices, newest first. Having been shown all of the newest, they are no longer new."""
    show = request.GET.get("show", "")
    show = show if show in FILTERS else ""
    desk = desk_of(request.viewer)
    seen = desk.last_read_id
    page = Page.from_query(request.GET)
    if show == "new":
        page = Page(before=page.before, after=max(page.after, seen), length=page.length)
    wanted = Wanted(FILTERS[show][1])
    found = group_heads(request.viewer, page, wanted)
    groups = show_groups(found, request.viewer, seen, wanted=wanted)
    if not show and found and found[0] > seen:
        notifying.mark_read(request.viewer, "notifications", found[0])
    today = day_began(timezone.now(), desk.zone)
    lines = lines_of(request, groups)
    place = reverse("notifications") + (f"?show={show}" if show else "")
    context = {
        "notices": lines,
        "sections": [
            (_("Today"), [one for one in lines if one.newest.created_at >= today]),
            (_("Earlier"), [one for one in lines if one.newest.created_at < today]),
        ],
        "filters": filters(show),
        "show": show,
        "has_new": any(one.is_new for one in lines) and bool(show),
        "held": desk.held,
        "older": older_path(place, found[-1] if found else 0, len(found), page),
    }
    return render(request, "pages/notifications.html", context)


@never_cache
@require_safe
@members_only
def opened(request: MemberRequest, number: int) -> HttpResponse:
    """Where one notice leads: for messages that cannot know it, because it may change."""
    found = show_notifications(one_of(request, number), request.viewer, 0)
    return redirect((path_of(found[0]) if found else "") or "notifications")


@never_cache
@require_safe
@members_only
def company(request: MemberRequest, number: int) -> HttpResponse:
    """Everyone who did the same as in this notice, the last one first."""
    shown = show_notifications(one_of(request, number), request.viewer, 0)
    if not shown:
        raise NotFound
    first = shown[0]
    page = Page.from_query(request.GET)
    ids = ids_in_group(request.viewer, first.group_key, page) if first.group_key else [first.id]
    found = show_notifications(ids, request.viewer, 0)
    entries = [Entry(notice.id, notice.actor.id) for notice in found]
    context = {
        "line": lines_of(request, show_groups([first.id], request.viewer, 0))[0],
        "people": persons(request.viewer, entries),
        "older": older_path(request.path, ids[-1] if ids else 0, len(ids), page),
    }
    return render(request, "pages/notification_people.html", context)


@require_POST
@members_only
@limited("settings")
def read(request: MemberRequest) -> HttpResponse:
    """All of them are known to me."""
    if newest := wanted_ids(request.viewer, Page(length=1), Wanted()):
        notifying.mark_read(request.viewer, "notifications", newest[0])
    return redirect("notifications")


@never_cache
@require_safe
@members_only
def count(request: MemberRequest) -> HttpResponse:
    """How many are new: for pages that have been told that it has changed."""
    return JsonResponse({"count": new_count(request.viewer)})


def one_of(request: MemberRequest, number: int) -> list[int]:
    """The id of a notice that is mine, in a list. Raises NotFound."""
    page = Page(before=min(number, HIGHEST - 1) + 1, after=number - 1, length=1)
    if not (found := wanted_ids(request.viewer, page, Wanted())):
        raise NotFound
    return found


def filters(here: str) -> list[Filter]:
    """What can be looked at by itself."""
    path = reverse("notifications")
    return [Filter(path + (f"?show={word}" if word else ""), row[0], word == here) for word, row in FILTERS.items()]


def lines_of(request: MemberRequest, groups: Sequence[ShownGroup]) -> list[Line]:
    """Groups as sentences."""
    reports = {row.id: row for row in show_reports([one.newest.report_id for one in groups if one.newest.report_id])}
    decisions = decisions_about(request.viewer, [one.newest.decision_id for one in groups if one.newest.decision_id])
    return [
        line(group, reports.get(group.newest.report_id or 0), decisions.get(group.newest.decision_id or 0))
        for group in groups
    ]


def line(group: ShownGroup, report: ShownReport | None = None, decision: ShownDecision | None = None) -> Line:
    """A group as a sentence that leads where it happened, or to the reasons; what was reported leads nowhere."""
    newest = group.newest
    if report is not None:
        return Line(group, reported(report), "")
    if decision is not None:
        path = reverse("decision", args=[decision.id]) if decision.is_stated else ""
        return Line(group, conditional_escape(meaning(decision)), path, decision.text)
    of_mine = newest.post is not None and newest.post.is_mine
    sentence = conditional_escape(said(newest.kind, group.reaction, group.others, of_mine))
    name = format_html("<b><bdi>{}</bdi></b>", newest.actor.display_name)
    return Line(group, SafeString(sentence % {"name": name, "others": group.others}), path_of(newest))


def reported(report: ShownReport) -> SafeString:
    """Who was reported, and as what; not by whom, which nobody needs to know to look at it."""
    sentence = conditional_escape(_("%(person)s was reported: %(category)s"))
    facts = {
        "person": format_html("<b><bdi>@{}</bdi></b>", report.target.username if report.target else ""),
        "category": conditional_escape(CATEGORIES[report.category]),
    }
    return SafeString(sentence % facts)


def path_of(notice: ShownNotification) -> str:
    """Where a notice leads; what was reported leads nowhere."""
    if notice.post is not None:
        return reverse("post", args=[notice.post.id])
    if notice.kind in REQUESTS:
        return reverse(REQUESTS[notice.kind])
    if notice.kind == "moderation":
        return reverse("decision", args=[notice.decision_id])
    if notice.kind == "case":
        return reverse("decision_case", args=[notice.case_id])
    if notice.kind == "announcement":
        return reverse("announcements")
    if notice.kind == "report":
        return ""
    return reverse("profile", args=[notice.actor.username])


@never_cache
@require_safe
@members_only
def menu(request: MemberRequest) -> HttpResponse:
    """Everything there is to go to: the phone's last tab."""
    return render(request, "pages/menu.html")
