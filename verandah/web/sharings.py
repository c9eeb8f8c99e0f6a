"""What others make of an own post: who quotes it, and an end to a share or a quote."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import editing, sharing
from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.posts.engagement import meant_post, quotes_of
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.show import show_post

from .kept_cards import shown_cards
from .paths import older_path
from .people import go
from .viewer import MemberRequest, is_partial, limited, members_only


@never_cache
@require_safe
@members_only
def quotes(request: MemberRequest, number: int) -> HttpResponse:
    """The posts that quote one, the newest first."""
    post, page = meant_post(request.viewer, number), Page.from_query(request.GET)
    found = quotes_of(request.viewer, post, page)
    posts = shown_cards(request.viewer, [row.post_id for row in found], "")
    older = older_path(request.path, found[-1].position if found else 0, len(found), page)
    partial = is_partial(request) and "before" in request.GET
    context = {"posts": posts, "older": older, "number": post.pk}
    return render(request, "components/older.html" if partial else "pages/post_quotes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("write")
def revoke(request: MemberRequest, number: int) -> HttpResponse:
    """Ask, then take an own post out of the post `number`, which quotes it."""
    other = visible_post(request.viewer, number)
    if other.quote_of_id is None or visible_post(request.viewer, other.quote_of_id).author_id != request.viewer.id:
        raise NotFound
    if request.method != "POST":
        partial = is_partial(request)
        context = {"other": show_post(other, request.viewer), "partial": partial}
        form = "components/quote_revoke.html"
        return render(request, form if partial else "pages/post_choice.html", context | {"form": form})
    editing.revoke_quote(request.viewer, other.quote_of_id, number)
    messages.success(request, _("Your post is no longer shown there."))
    return go(request, reverse("post", args=[number]))


@require_POST
@members_only
@limited("write")
def remove(request: MemberRequest, number: int, share: int) -> HttpResponse:
    """End someone's share of an own post."""
    post = sharing.remove(request.viewer, share)
    messages.success(request, _("The share is gone. They can’t share this post again."))
    return redirect("post_shares", number=post.pk)
