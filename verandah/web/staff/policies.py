"""Writing the rules that people read: adding, changing by a new version, order, retiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import legislating
from verandah.actions.legislating import Weight, Words
from verandah.base.errors import Invalid
from verandah.base.paging import whole
from verandah.base.prose import prose_html
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.policies import ShownPolicy, all_policies, direction_of, versions_of
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule in one language, as the form shows it. `html`: how it will look, when that was asked for."""

    code: str
    name: str
    direction: str
    title: str
    body: str
    html: str = ""


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_page(Permission.SEE_POLICIES)
def index(request: StaffRequest) -> HttpResponse:
    """All rules in their order, those that hold no more at the end."""
    found = all_policies(request.viewer)
    context = {
        "here": "policies",
        "rules": [one for one in found if not one.is_retired],
        "retired": [one for one in found if one.is_retired],
        "shipped": sum(one.is_template and not one.is_retired for one in found),
    }
    return render(request, "pages/staff_policies.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def new(request: StaffRequest) -> HttpResponse:
    """A rule that there was not."""
    if request.method != "POST" or "preview" in request.POST:
        return form_page(request, None)
    try:
        made = legislating.add_policy(request.viewer, words_in(request.POST), weight_in(request.POST))
    except Invalid as refusal:
        return form_page(request, None, refusal.text)
    messages.success(request, _("The rule holds from now on."))
    return see_other(f"{reverse('staff_policies')}#rule-{made.pk}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """One rule, all languages beside each other; saving makes a new version of it."""
    versions = versions_of(request.viewer, number)
    if not versions:
        raise Http404
    if request.method != "POST" or "preview" in request.POST:
        return form_page(request, versions[0])
    try:
        legislating.change_policy(request.viewer, number, words_in(request.POST), weight_in(request.POST))
    except Invalid as refusal:
        return form_page(request, versions[0], refusal.text)
    messages.success(request, _("Saved. What was decided by the old words still quotes those."))
    return see_other(f"{reverse('staff_policies')}#rule-{number}")


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def confirm(request: StaffRequest) -> HttpResponse:
    """All rules that hold as they were shipped are those of this site."""
    legislating.confirm_policies(request.viewer)
    messages.success(request, _("These are your rules now."))
    return see_other(reverse("staff_policies"))


@never_cache
@require_POST
@staff_page(Permission.SEE_POLICIES, changing=Permission.WRITE_POLICIES)
def move(request: StaffRequest, number: int) -> HttpResponse:
    """One place up or down; or out of force, and back into it."""
    ids = [one.id for one in all_policies(request.viewer) if not one.is_retired]
    if "confirm" in request.POST:
        legislating.confirm_policies(request.viewer, number)
        messages.success(request, _("This rule is yours now."))
    elif "retire" in request.POST:
        legislating.retire_policy(request.viewer, number)
        messages.success(request, _("The rule holds no more. What was decided by it still names it."))
    elif "restore" in request.POST:
        legislating.restore_policy(request.viewer, number)
        messages.success(request, _("The rule holds again."))
    elif number in ids:
        place = ids.index(number)
        other = place + (1 if "down" in request.POST else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            legislating.order_policies(request.viewer, ids)
    return see_other(f"{reverse('staff_policies')}#rule-{number}")


def form_page(request: StaffRequest, shown: ShownPolicy | None, error: str = "") -> HttpResponse:
    """The form, as it was sent or as the rule stands."""
    sent = request.POST if request.method == "POST" else None
    weight = weight_in(sent) if sent is not None else Weight() if shown is None else weight_of(shown)
    context: dict[str, Any] = {
        "here": "policies",
        "rule": shown,
        "spoken": [spoken(code, sent, shown) for code, _name in settings.LANGUAGES],
        "weight": weight,
        "queues": queue_words(),
        "severities": range(1, 6),
        "error": error,
    }
    return render(request, "pages/staff_policy_form.html", context, status=422 if error else 200)


def spoken(code: str, sent: QueryDict | None, shown: ShownPolicy | None) -> Spoken:
    """One language of the form."""
    there = shown.texts.get(code, {}) if shown else {}
    title, body = there.get("title", ""), there.get("body", "")
    if sent is not None:
        title, body = sent.get(f"title-{code}", ""), sent.get(f"body-{code}", "")
    html = prose_html(body) if sent is not None and "preview" in sent else ""
    return Spoken(code, get_language_info(code)["name_local"], direction_of(code), title, body, html)


def words_in(sent: QueryDict) -> dict[str, Words]:
    """The rule in each language of the form."""
    return {
        code: Words(sent.get(f"title-{code}", ""), sent.get(f"body-{code}", "")) for code, _name in settings.LANGUAGES
    }


def weight_in(sent: QueryDict) -> Weight:
    """What follows from a breach, as the form says."""
    before = Weight()
    return Weight(
        severity=whole(sent.get("severity"), before.severity),
        strike_weight=whole(sent.get("strike_weight"), before.strike_weight),
        strike_days=whole(sent.get("strike_days"), before.strike_days),
        queue=whole(sent.get("queue"), before.queue),
        ground=2 if "illegal" in sent else 1,
        category=sent.get("category", before.category)[:60],
    )


def weight_of(shown: ShownPolicy) -> Weight:
    """As it stands."""
    return Weight(
        shown.severity, shown.strike_weight, shown.strike_days, shown.queue, int(shown.ground), shown.category
    )


def queue_words() -> list[tuple[int, str]]:
    """Where reports of a breach can wait. What only the site itself puts somewhere is not offered."""
    return [
        (7, _("Rules of the site")),
        (5, _("Threats, hate, harassment")),
        (4, _("Violent extremism")),
        (3, _("Intimate images")),
        (2, _("Child safety")),
        (0, _("Threat to life")),
        (6, _("Against the law")),
    ]
