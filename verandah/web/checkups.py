"""The privacy check-up: five steps, each saved by itself; and all settings on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import addressing, opening, presenting
from verandah.actions.addressing import Addressed
from verandah.actions.presenting import Revision
from verandah.domain.accounts.factors import factors_of
from verandah.domain.accounts.habits import habits
from verandah.domain.accounts.queries import sessions
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.tokens import apps_with_access
from verandah.domain.graph.addressable import choosable
from verandah.domain.graph.openness import takes_suggestions
from verandah.domain.posts.audience import Audience

from . import circle_forms
from .circle_forms import NEAR, choice
from .forms import PrivacyForm
from .paths import see_other
from .viewer import MemberRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

    from .circle_forms import Offers

STEPS = ("posts", "reach", "profile", "finding", "security")
END = "done"
NAMES = {one.name.lower(): one for one in Audience}
AUDIENCES: Offers = [
    (int(Audience.PUBLIC), _("Everyone")),
    (int(Audience.MEMBERS), _("Members")),
    (int(Audience.FOLLOWERS), _("My followers")),
    (int(Audience.FRIENDS), _("Friends")),
    (int(Audience.ONLY_ME), _("Only me")),
]


class PostsForm(forms.Form):
    """Who sees what I say."""

    default_audience = choice(_("Your next post is for"), AUDIENCES, _("You choose anew for each post."))
    quote_policy = choice(
        _("Who can quote you"),
        [
            (int(QuotePolicy.EVERYONE), _("Everyone who sees the post")),
            (int(QuotePolicy.FOLLOWERS), _("My followers")),
            (int(QuotePolicy.NOBODY), _("Nobody")),
        ],
    )


class ProfileForm(forms.Form):
    """What my profile tells."""

    hides_connections = forms.BooleanField(
        label=_("Hide whom I follow and who follows me"),
        required=False,
        help_text=_("Only you see the two lists. The numbers stay."),
    )
    shows_recommended = forms.BooleanField(label=_("Show people I recommend"), required=False)
    shows_media = forms.BooleanField(
        label=_("Show my pictures on a page of their own"), required=False, help_text=_("In apps that have one.")
    )


class FindingForm(forms.Form):
    """Who finds me."""

    discoverable = forms.BooleanField(
        label=_("Suggest me to others"),
        required=False,
        help_text=_("In the directory, and among the people whom newcomers may know."),
    )
    indexable = forms.BooleanField(
        label=_("Search engines may show my public posts"),
        required=False,
        help_text=_("Only where the site allows search engines at all."),
    )
    takes_suggestions = forms.BooleanField(label=_("Suggest others to me"), required=False)


def posts_form(me: Account, data: Any) -> forms.Form:
    initial = {"default_audience": int(next_audience(me)), "quote_policy": int(habits(me).quote_policy)}
    return PostsForm(data, initial=initial)


def next_audience(me: Account) -> Audience:
    """For whom a form of theirs begins; what names lists or people is told as friends, who are the most of it."""
    usual = Audience(habits(me).default_audience or Audience.MEMBERS)
    last = NAMES.get(choosable(me).last, usual)
    return last if int(last) in dict(AUDIENCES) else Audience.FRIENDS


def keep_posts(me: Account, form: forms.Form) -> None:
    said = form.cleaned_data
    policy = QuotePolicy(said["quote_policy"]) if said["quote_policy"] else None
    if said["default_audience"] is None or said["default_audience"] == next_audience(me):
        presenting.revise(me, Revision(quote_policy=policy))
        return
    audience = Audience(said["default_audience"])
    presenting.revise(me, Revision(default_audience=audience, quote_policy=policy))
    # Forms begin with the last choice, which this is now.
    addressing.remember(me, Addressed(audience))


def reach_form(me: Account, data: Any) -> forms.Form:
    return PrivacyForm(data, initial=circle_forms.chosen(me))


def keep_reach(me: Account, form: forms.Form) -> None:
    wish = form.cleaned_data["approves_followers"]
    if wish != "nobody":
        presenting.change_privacy(me, wish == "yes")
    circle_forms.keep(me, wish != "nobody", form)  # type: ignore[arg-type]


def profile_form(me: Account, data: Any) -> forms.Form:
    return ProfileForm(data, initial={name: getattr(me, name) for name in ProfileForm.base_fields})


def keep_profile(me: Account, form: forms.Form) -> None:
    said = form.cleaned_data
    presenting.revise(
        me,
        Revision(
            hides_connections=said["hides_connections"],
            shows_recommended=said["shows_recommended"],
            shows_media=said["shows_media"],
        ),
    )


def finding_form(me: Account, data: Any) -> forms.Form:
    initial = {"discoverable": me.discoverable, "indexable": me.indexable, "takes_suggestions": takes_suggestions(me)}
    return FindingForm(data, initial=initial)


def keep_finding(me: Account, form: forms.Form) -> None:
    said = form.cleaned_data
    presenting.revise(me, Revision(discoverable=said["discoverable"], indexable=said["indexable"]))
    opening.take_suggestions(me, said["takes_suggestions"])


type Make = Callable[["Account", Any], forms.Form]
type Keep = Callable[["Account", forms.Form], None]

FORMS: dict[str, tuple[Make, Keep]] = {
    "posts": (posts_form, keep_posts),
    "reach": (reach_form, keep_reach),
    "profile": (profile_form, keep_profile),
    "finding": (finding_form, keep_finding),
}


@never_cache
@require_safe
@members_only
def index(request: MemberRequest) -> HttpResponse:
    """All settings, for small screens."""
    return render(request, "pages/settings_index.html", {"section": "index"})


@never_cache
@require_safe
@members_only
def first(request: MemberRequest) -> HttpResponse:
    """Where the check-up begins."""
    return render(request, "pages/checkup.html", {"section": "privacy", "step": "", "steps": STEPS, "next": STEPS[0]})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def step(request: MemberRequest, step: str) -> HttpResponse:
    """One step: saved, and on to the next. After the last one: how everything stands."""
    if step == END:
        return render(request, "pages/checkup.html", {"section": "privacy", "step": END, "now": standing(request)})
    if step not in STEPS:
        raise Http404
    number = STEPS.index(step)
    following = STEPS[number + 1] if number + 1 < len(STEPS) else END
    make, keep = FORMS.get(step, (None, None))
    form = make(request.viewer, request.POST if request.method == "POST" else None) if make else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is not None and keep is not None:
            keep(request.viewer, form)
        return see_other(reverse("checkup_step", args=[following]))
    context = {
        "section": "privacy",
        "step": step,
        "number": number + 1,
        "count": len(STEPS),
        "before": STEPS[number - 1] if number else "",
        "next": following,
        "form": form,
        "now": standing(request),
    }
    return render(request, "pages/checkup.html", context, status=422 if form is not None and form.errors else 200)


def standing(request: MemberRequest) -> dict[str, object]:
    """How everything stands, in words and numbers."""
    me, user = request.viewer, request.viewer.user
    how = circle_forms.chosen(me)
    factors = factors_of(user)
    return {
        "audience": dict(AUDIENCES)[int(next_audience(me))],
        "followed": how["approves_followers"],
        "mentioned_by": dict(NEAR)[how["mentioned_by"]],
        "hides_connections": me.hides_connections,
        "discoverable": me.discoverable,
        "indexable": me.indexable,
        "has_factor": factors.app or bool(factors.keys),
        "sessions": len(sessions(user, request.session.session_key or "")),
        "apps": len(apps_with_access(me)),
    }
