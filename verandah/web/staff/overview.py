"""How the whole site does: numbers, what waits, what is well and what is not, slow pages, failed jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verandah.actions import checking, launching, overlooking, retrying
from verandah.actions.checking import Finding
from verandah.actions.overlooking import Numbers, Running, Series
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.instance.modes import Mode, mode_now
from verandah.domain.moderation.queues import waiting
from verandah.domain.search.reviews import waiting_trends
from verandah.web.figures import compact
from verandah.web.paths import see_other

from .charts import bars, spark
from .door import StaffRequest, staff_page
from .figure_words import exact, figure, room

SPANS = (30, 90)
KINDS = {
    "image": gettext_lazy("Pictures"),
    "gifv": gettext_lazy("Animations"),
    "video": gettext_lazy("Videos"),
    "audio": gettext_lazy("Sounds"),
}


@dataclass(frozen=True, slots=True)
class Stat:
    """A number in a box of its own: what, how many, a word beside it, and how it went."""

    label: Any
    number: str
    beside: str = ""
    spark: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for whoever looks after the site."""

    glyph: str
    tone: str
    words: str
    path: str
    note: str = ""


@never_cache
@require_safe
@staff_page(Permission.SEE_SITE)
def overview(request: StaffRequest) -> HttpResponse:
    """The page. The number of its queries is always the same."""
    days = SPANS[1] if request.GET.get("days") == str(SPANS[1]) else SPANS[0]
    found, now, series = overlooking.numbers(), overlooking.running(), overlooking.series(days)
    found_well = checking.health(get_language() or "", anew="anew" in request.GET)
    # What is missing before the doors open stands in a list of its own.
    checks = [one for one in found_well if one.word != checking.doors.__name__]
    wrong = [one for one in checks if not one.is_well]
    context = {
        "here": "overview",
        "moment": timezone.now(),
        "all_well": not wrong and mode_now().mode is Mode.OPEN,
        "stats": list(stats(found, now, series)),
        "active": figure(series["active"]),
        "facts": list(facts(found, now)),
        "waits": list(waits(request)),
        "checks": sorted(checks, key=by_urgency),
        "wrong": len(wrong),
        "kinds": bars([(str(KINDS[size.kind]), size.bytes, room(size.bytes)) for size in found.sizes]),
        "height": 34 * len(found.sizes),
        "kinds_words": ", ".join(f"{KINDS[size.kind]} {room(size.bytes)}" for size in found.sizes),
        "slow": [(one, exact(one.count), exact(one.slow)) for one in overlooking.slow_pages()],
        "jobs": overlooking.failed_jobs(),
        "days": days,
        "spans": SPANS,
        "may_run": may(request.role, Permission.RUN_SITE),
    }
    return render(request, "pages/staff_overview.html", context)


@require_POST
@staff_page(Permission.SEE_SITE, changing=Permission.RUN_SITE)
def job(request: StaffRequest, number: int) -> HttpResponse:
    """Try a failed job again, or let it be."""
    if request.POST.get("deed") == "forget":
        retrying.forget(request.viewer, number)
        messages.success(request, _("The job is forgotten."))
    else:
        retrying.try_again(request.viewer, number)
        messages.success(request, _("The job will be tried again in a moment."))
    return see_other(f"{reverse('staff_overview')}#jobs")


def by_urgency(one: Finding) -> bool:
    """What is wrong comes first, the rest in its order."""
    return one.is_well


def stats(found: Numbers, now: Running, series: dict[str, Series]) -> Iterator[Stat]:
    """The boxes at the top."""
    yield Stat(
        gettext_lazy("Active in 7 days"),
        compact(found.active_week),
        _("%(n)s in 30 days") % {"n": compact(found.active_month)},
        spark(series["active"].values),
    )
    new = ngettext("%(n)s new this week", "%(n)s new this week", found.joined) % {"n": compact(found.joined)}
    yield Stat(pgettext_lazy("a number of them", "People"), compact(found.people), new, spark(series["people"].values))
    comments = ngettext("%(n)s comment", "%(n)s comments", found.comments) % {"n": compact(found.comments)}
    yield Stat(
        pgettext_lazy("a number of them", "Posts"), compact(found.posts), comments, spark(series["posts"].values)
    )
    files = ngettext("%(n)s file", "%(n)s files", found.files) % {"n": compact(found.files)}
    yield Stat(gettext_lazy("Storage"), room(found.bytes), files, spark(series["storage"].values))


def facts(found: Numbers, now: Running) -> Iterator[tuple[Any, Any]]:
    """How the machine does, as words and their values."""
    yield gettext_lazy("Version"), now.version
    yield gettext_lazy("Database"), f"{now.database}, {room(now.database_bytes)}"
    yield gettext_lazy("Jobs that wait"), exact(now.jobs_waiting) if not now.is_behind else behind(now)
    yield gettext_lazy("Jobs that failed"), exact(now.jobs_failed)
    sent = ngettext("%(n)s this week", "%(n)s this week", found.letters) % {"n": exact(found.letters)}
    yield pgettext_lazy("e-mail", "Letters sent"), sent
    yield pgettext_lazy("e-mail", "Letters that failed"), exact(now.letters_failed)
    yield gettext_lazy("Open live updates"), exact(now.streams)
    yield gettext_lazy("Last backup"), now.backed_up or _("none yet")
    yield gettext_lazy("Last proven restore"), now.proven or _("none yet")


def behind(now: Running) -> str:
    """How many wait, where the oldest of them waits for long."""
    minutes = int((timezone.now() - now.oldest).total_seconds() // 60) if now.oldest else 0
    return ngettext(
        "%(n)s, the oldest for %(minutes)s minute", "%(n)s, the oldest for %(minutes)s minutes", minutes
    ) % {"n": exact(now.jobs_waiting), "minutes": exact(minutes)}


def waits(request: StaffRequest) -> Iterator[Waits]:
    """What waits for whoever looks, as far as their role reaches it."""
    now = waiting(request.viewer) if may(request.role, Permission.SEE_CASES) else None
    if now and now.open - now.appeals > 0:
        count = now.open - now.appeals
        words = ngettext("%(n)s case waits", "%(n)s cases wait", count) % {"n": exact(count)}
        late = ngettext("%(n)s is late", "%(n)s are late", now.late) % {"n": exact(now.late)} if now.late else ""
        yield Waits("inbox", "amber" if now.late else "blue", words, address("queue"), late)
    if now and now.appeals:
        words = ngettext("%(n)s appeal waits", "%(n)s appeals wait", now.appeals) % {"n": exact(now.appeals)}
        yield Waits("scale", "amber", words, f"{address('queue')}?queue=9")
    asked = overlooking.sign_ups_waiting()
    if asked:
        words = ngettext("%(n)s person asks to join", "%(n)s people ask to join", asked) % {"n": exact(asked)}
        yield Waits("user-plus", "blue", words, address("staff_joining"))
    trends = waiting_trends(request.viewer)
    if trends:
        words = ngettext("%(n)s trend waits for a look", "%(n)s trends wait for a look", trends) % {"n": exact(trends)}
        yield Waits("hash", "blue", words, address("staff_trends"))
    yield from launch()


def launch() -> Iterator[Waits]:
    """What the site lacks before anyone can join, one line each; papers with unanswered questions are among them."""
    for one in launching.open_conditions():
        yield Waits(
            "shield-check", "green", one.label or one.sentence, address(one.way), one.sentence if one.label else ""
        )


def address(name: str) -> str:
    """Where that is done; empty where this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
