"""Parts of a conversation: below a card of a list, what is new of it, and what is shown to whoever asks for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.paging import whole
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.queries import visible_post

from .posts import talk_parts
from .talk_forms import form_for
from .threads import talk_around, talk_below, talk_of, talk_rest
from .viewer import MemberRequest, is_partial, members_only

# So many comments are looked at anew in one go.
MOST_LOOKED_AT = 50


@never_cache
@require_safe
@members_only
def rest(request: MemberRequest, number: int) -> HttpResponse:
    """What answers a comment, to stand below it; as a page it is the comment's own."""
    viewer, comment = request.viewer, visible_post(request.viewer, number)
    if comment.root_id is None or not is_partial(request):
        return redirect("post", number=number)
    root = visible_post(viewer, comment.root_id)
    talk = talk_rest(viewer, comment, root, whole(request.GET.get("after"), 0))
    found = talk_parts(viewer, root, talk, [])
    flat = [one for branch in found.get("branches", ()) for one in (branch.top, *branch.answers)]
    context = {"talk": talk, "number": number, "left": talk.more.get(number, 0), **found, "flat": flat}
    return render(request, "components/comment_rest.html", context)


def conversation(request: MemberRequest, number: int) -> HttpResponse:
    """The comments of a post as they stand below it; or, for a page that shows them already, what is new of them."""
    viewer, asked = request.viewer, request.GET
    root = meant_post(viewer, number)
    after = whole(asked.get("after"), 0)
    if here := whole(asked.get("here"), 0):
        talk = talk_around(viewer, visible_post(viewer, here), root, after)
    elif "look" in asked:
        talk = talk_of(viewer, root, [whole(one, 0) for one in asked["look"].split(",")[:MOST_LOOKED_AT]])
    else:
        talk = talk_below(viewer, root, after)
    context = {"talk": talk, "after": after, **talk_parts(viewer, root, talk, [])}
    if "look" in asked or "whole" in asked:
        return render(request, "components/talk_news.html", context)
    return render(request, "components/talk.html", context | form_for(viewer, root) | {"is_embedded": True})
