"""The first day: a picture, people, tags, a first post. Each step can be skipped, and all of it be left for later."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import greeting, picturing, tagging
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.accounts.first_steps import STEPS, FirstDay, first_day
from verandah.domain.graph.directory import Look, Sort, directory
from verandah.domain.posts.tags import much_used_tags
from verandah.domain.search.trends import trending_tags

from .compose import empty_composer
from .forms import picture_field
from .paths import see_other
from .people import Person, persons, suggested
from .viewer import MemberRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

PEOPLE, TAGS = 8, 12
# Fewer suggestions are filled up.
ENOUGH = 5


class PictureForm(forms.Form):
    """A picture of me."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avatar"] = picture_field(
            gettext_lazy("Your picture"), gettext_lazy("It is cut to a square from its middle.")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def index(request: MemberRequest) -> HttpResponse:
    """Where it goes on. A form that is sent here ends it for good."""
    if request.method == "POST":
        greeting.finish(request.viewer)
        return see_other(reverse("home"))
    return redirect(place_of(first_day(request.viewer)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("settings")
def step(request: MemberRequest, word: str) -> HttpResponse:
    """One of them."""
    day = first_day(request.viewer)
    if word not in day.steps:
        raise Http404
    if request.method == "POST":
        try:
            TAKEN[word](request)
        except Invalid as refusal:
            return page(request, day, word, refusal.text, 422)
        greeting.pass_step(request.viewer, word)
        after = first_day(request.viewer)
        if not after.left:
            messages.success(request, _("That is all. Welcome!"))
        return see_other(place_of(after, word))
    return page(request, day, word)


def page(request: MemberRequest, day: FirstDay, word: str, error: str = "", status: int = 200) -> HttpResponse:
    """A step with what it needs."""
    number = day.steps.index(word) + 1
    context = {
        "step": word,
        "number": number,
        "count": day.count,
        "before": day.steps[number - 2] if number > 1 else "",
        "error": error,
        **SHOWN[word](request.viewer),
    }
    return render(request, "pages/first_day.html", context, status=status)


def place_of(day: FirstDay, after: str = "") -> str:
    """The next step that is left, those behind `after` before those that were passed over; home at the end."""
    behind = STEPS[STEPS.index(after) + 1 :] if after else STEPS
    ahead = [step for step in day.left if step in behind]
    # Whoever comes to the end has seen each step; what they have left out stands on their front page.
    return reverse("first_step", args=[ahead[0]]) if ahead else reverse("home")


def take_picture(request: MemberRequest) -> None:
    """Keep the picture that was sent, if any. Raises Invalid."""
    file = request.FILES.get("avatar")
    if file is None or "skip" in request.POST:
        return
    limits.take("upload", str(request.viewer.id))
    picturing.set_pictures(request.viewer, {"avatar": file})


def take_tags(request: MemberRequest) -> None:
    """Follow the tags that are ticked. Raises Invalid."""
    for name in request.POST.getlist("tags")[:TAGS] if "skip" not in request.POST else ():
        tagging.follow(request.viewer, name)


def take_nothing(request: MemberRequest) -> None:
    """People are followed and posts are written by buttons of their own."""


def people_on_offer(viewer: Account) -> list[Person]:
    """Who is suggested; where those are few, also who has lately written to all."""
    found = suggested(viewer, PEOPLE)
    if len(found) >= ENOUGH:
        return found
    there = {one.account.id for one in found}
    entries = [one for one in directory(viewer, Look(sort=Sort.ACTIVE)) if one.account_id not in there]
    more = persons(viewer, entries, {one.account_id: _("Writes to everyone here") for one in entries})
    new = [one for one in more if not (one.relation.is_me or one.relation.following or one.relation.requested)]
    return (found + new)[:PEOPLE]


def tags_on_offer(viewer: Account) -> list[str]:
    """What is talked about now, then what is much used."""
    names = [tag.name for tag in trending_tags(viewer, TAGS // 2)] + much_used_tags(viewer, TAGS)
    return list(dict.fromkeys(names))[:TAGS]


type Shown = Callable[[Account], dict[str, Any]]

SHOWN: dict[str, Shown] = {
    "picture": lambda viewer: {"form": PictureForm()},
    "people": lambda viewer: {"people": people_on_offer(viewer)},
    "tags": lambda viewer: {"tags": tags_on_offer(viewer)},
    "post": lambda viewer: {"composer": empty_composer(viewer)},
}
TAKEN: dict[str, Callable[[MemberRequest], None]] = {
    "picture": take_picture,
    "people": take_nothing,
    "tags": take_tags,
    "post": take_nothing,
}
