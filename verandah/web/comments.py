"""Comments: saying something about a post, or in answer to another comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import awaiting
from verandah.base.errors import Invalid, NotFound
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.queries import visible_post

from .cards import deeds
from .draft_forms import reply_at
from .drafts import keep_without_script
from .files import brought, named
from .posts import talk_page
from .replies import comment_from, reply_from, reply_to
from .talk_forms import why_not
from .talks import conversation
from .threads import Comment, talk_below
from .unheard import unheard_words
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.posts.models import Post


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("post")
def comments(request: MemberRequest, number: int) -> HttpResponse:
    """Where comments on a post, and answers to a comment, are sent to; and what htmx puts below a card."""
    if request.method != "POST":
        return conversation(request, number) if is_partial(request) else redirect("post", number=number)
    answered = meant_post(request.viewer, number)
    try:
        files = brought(request)
    except Invalid as error:
        return form_again(request, answered, error.text, named(request, "media"))
    if files.refused or "add" in request.POST:
        return form_again(request, answered, files.error, files.ids)
    try:
        if "keep" in request.POST:
            return keep_without_script(request, f"c{answered.pk}", files.ids)
        post = awaiting.publish_when_ready(request.viewer, comment_from(request, answered, files.ids))
    except Invalid as error:
        return form_again(request, answered, error.text, files.ids)
    if post is None:
        return waits(request, answered)
    if is_partial(request):
        return render(request, "components/commented.html", commented(request, post, answered))
    for sentence in unheard_words(request.viewer, post.text):
        messages.info(request, sentence)
    messages.success(request, _("Your comment is out."))
    # Where not all comments stand on the first page, it has a page of its own.
    root = visible_post(request.viewer, post.root_id or post.pk)
    is_shown = post.pk in talk_below(request.viewer, root, 0).ids
    return redirect(f"/p/{root.pk if is_shown else post.pk}/#c{post.pk}")


@never_cache
@require_safe
@members_only
def reply(request: MemberRequest, number: int) -> HttpResponse:
    """The form of an answer, to stand below a comment; as a page it is the comment's own."""
    answered = meant_post(request.viewer, number)
    if not is_partial(request):
        return redirect(f"/p/{answered.pk}/#reply")
    if closed := why_not(request.viewer, answered):
        return render(request, "components/comment_closed.html", {"closed": closed})
    return render(request, "components/comment_form.html", {"reply": reply_at(request.viewer, answered, inline=True)})


def form_again(request: MemberRequest, answered: Post, error: str, media_ids: list[int]) -> HttpResponse:
    """The form with what is wrong with it, or with the file that was added to it without a script."""
    form, status = reply_from(request, answered, error, media_ids), 422 if error else 200
    if is_partial(request):
        return render(request, "components/comment_form.html", {"reply": form}, status=status)
    return talk_page(request, answered, form, status=status)


def waits(request: MemberRequest, answered: Post) -> HttpResponse:
    """It has been sent and is not out yet."""
    if not is_partial(request):
        return redirect("/#waiting")
    form = reply_to(request.viewer, answered, inline="inline" in request.POST)
    return render(request, "components/comment_waits.html", {"reply": form})


def commented(request: MemberRequest, post: Post, answered: Post) -> dict[str, Any]:
    """What changes on the page when a comment has been sent from it."""
    viewer = request.viewer
    found = {full.post.id: full for full in full_posts(viewer, [post.root_id or 0, post.pk])}
    root = found.get(post.root_id or 0)
    if root is None or post.pk not in found:
        # It has been taken away in this very moment.
        raise NotFound
    is_top = answered.pk == root.post.id
    return {
        "comment": Comment(found[post.pk], True, root.post.author.id == post.author_id, under_mine=root.post.is_mine),
        # It stands below what it answers, wherever that stands.
        "into": "thread" if is_top else f"c{answered.pk}-answers",
        "reply": None if "inline" in request.POST else reply_to(viewer, answered),
        "count": talk_below(viewer, visible_post(viewer, root.post.id), 0).count,
        "foot": deeds(root, is_member=True) | {"key": f"p{root.post.id}", "number": root.post.id},
    }
