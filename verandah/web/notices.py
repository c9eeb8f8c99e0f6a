"""What concerns me, as a page."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.actions import notifying
from verandah.base.paging import Page
from verandah.domain.feeds.queries import last_read
from verandah.domain.moderation.show import ShownReport, show_reports
from verandah.domain.notifications.queries import group_heads
from verandah.domain.notifications.show import ShownGroup, ShownNotification, show_groups
from verandah.domain.notifications.words import said

from .paths import older_path
from .viewer import MemberRequest, members_only

# What a report is about, in words.
CATEGORIES = {
    "spam": lazy("spam"),
    "legal": lazy("against the law"),
    "violation": lazy("against the rules"),
    "other": lazy("something else"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: what several people did, or one."""

    group: ShownGroup
    sentence: SafeString
    path: str

    @property
    def newest(self) -> ShownNotification:
        return self.group.newest

    @property
    def is_new(self) -> bool:
        return self.group.newest.is_new


@never_cache
@require_safe
@members_only
def notifications(request: MemberRequest) -> HttpResponse:
    """My notices, newest first. Having been shown them, they are no longer new."""
    page = Page.from_query(request.GET)
    found = group_heads(request.viewer, page)
    seen = last_read(request.viewer, "notifications")
    groups = show_groups(found, request.viewer, seen)
    reports = {row.id: row for row in show_reports([one.newest.report_id for one in groups if one.newest.report_id])}
    notices = [line(group, reports.get(group.newest.report_id or 0)) for group in groups]
    if found and found[0] > seen:
        notifying.mark_read(request.viewer, "notifications", found[0])
    older = older_path(reverse("notifications"), found[-1] if found else 0, len(found), page)
    return render(request, "pages/notifications.html", {"notices": notices, "older": older})


def line(group: ShownGroup, report: ShownReport | None = None) -> Line:
    """A group as a sentence that leads where it happened; what was reported is told, and leads nowhere yet."""
    newest = group.newest
    if report is not None:
        return Line(group, reported(newest.actor.display_name, report), "")
    of_mine = newest.post is not None and newest.post.is_mine
    sentence = conditional_escape(said(newest.kind, group.reaction, group.others, of_mine))
    name = format_html("<b><bdi>{}</bdi></b>", newest.actor.display_name)
    return Line(group, SafeString(sentence % {"name": name, "others": group.others}), path_of(newest))


def reported(name: str, report: ShownReport) -> SafeString:
    """Who reported whom, and as what."""
    sentence = conditional_escape(_("%(name)s reported %(person)s: %(category)s"))
    facts = {
        "name": format_html("<b><bdi>{}</bdi></b>", name),
        "person": format_html("<bdi>@{}</bdi>", report.target.username),
        "category": conditional_escape(CATEGORIES[report.category]),
    }
    return SafeString(sentence % facts)


def path_of(notice: ShownNotification) -> str:
    """Where a notice leads."""
    if notice.post is not None:
        return reverse("post", args=[notice.post.id])
    if notice.kind == "follow_request":
        return reverse("requests")
    return reverse("profile", args=[notice.actor.username])


@never_cache
@require_safe
@members_only
def menu(request: MemberRequest) -> HttpResponse:
    """Everything there is to go to: the phone's last tab."""
    return render(request, "pages/menu.html")
