"""Changing for whom a post is, later, with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import editing
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.posts.addressees import addressees
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import OFFERED

from .audience_form import Menu, Picked, menu_for, menu_sent, picked_from
from .people import go
from .viewer import MemberRequest, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

SALT = "verandah.audience"
DAY = 86_400


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Say for whom a post of mine is from now on."""
    viewer, before = request.viewer, aimed_at(request.viewer, number)
    if request.method == "GET":
        return form_page(request, number, menu_for(viewer, before))
    try:
        picked = picked_from(viewer, request.POST)
        editing.change_audience(viewer, number, picked.audience, picked.list_ids, picked.account_ids)
    except Invalid as error:
        return form_page(request, number, menu_sent(viewer, request.POST), error.text)
    after = aimed_at(viewer, number)
    said = _("Your post is now for: %(who)s.") % {"who": menu_for(viewer, after).words}
    undo = f"aim-{kept(number, before)}" if after != before and before.audience in OFFERED else ""
    messages.success(request, said, extra_tags=undo)
    return go(request, reverse("post", args=[number]))


@require_POST
@members_only
@limited("write")
def undo(request: MemberRequest) -> HttpResponse:
    """The post is for those again for whom it was before the last change."""
    try:
        number, audience, lists, people = signing.loads(request.POST.get("before", ""), salt=SALT, max_age=DAY)
    except signing.BadSignature:
        raise Conflict(_("This was too long ago to undo it. Change it on the post instead.")) from None
    editing.change_audience(request.viewer, number, Audience(audience), lists, people)
    messages.success(request, _("Your post is for the same people as before."))
    return go(request, reverse("post", args=[number]))


def aimed_at(viewer: Account, number: int) -> Picked:
    """For whom a post of the viewer's is. Raises NotFound for those of others, and for shares."""
    found, post = addressees(viewer, number), visible_post(viewer, number)
    if not found.is_mine or post.share_of_id or post.is_comment:
        raise NotFound
    return Picked(found.audience, found.list_ids, found.account_ids)


def menu_of_post(viewer: Account, post: Post) -> Menu | None:
    """The menu with what a post of the viewer's has been given; a share and a comment follow what they belong to."""
    return None if post.share_of_id or post.is_comment else menu_for(viewer, aimed_at(viewer, post.pk))


def kept(number: int, picked: Picked) -> str:
    """A choice on its way through the browser, which cannot change it."""
    return signing.dumps([number, int(picked.audience), picked.list_ids, picked.account_ids], salt=SALT)


def form_page(request: MemberRequest, number: int, menu: Menu, error: str = "") -> HttpResponse:
    """The form, with what was wrong with it."""
    post = visible_post(request.viewer, number)
    context = {"number": number, "post": post, "menu": menu, "error": error, "opened": True}
    return render(request, "pages/audience_change.html", context, status=422 if error else 200)
