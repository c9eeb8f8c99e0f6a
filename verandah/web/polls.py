"""Polls: a vote, and what stands in its place afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from verandah.actions import voting
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import whole
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.polls import ShownPoll, polls_of

from .cards import ballot
from .reactions import back
from .tags import left
from .viewer import MemberRequest, is_partial, limited, members_only


@require_POST
@members_only
@limited("write")
def vote(request: MemberRequest, number: int) -> HttpResponse:
    """Choose in the poll under a post, and see how it stands."""
    mark = "c" if request.GET.get("in") == "thread" else "p"
    poll, error = poll_under(request, number), ""
    chosen = [whole(value, -1) for value in request.POST.getlist(f"choice-{mark}{number}")]
    try:
        voting.vote(request.viewer, poll.id, chosen)
    except Invalid as refusal:
        error = refusal.text
    if is_partial(request):
        context = {
            "ballot": ballot(poll if error else poll_under(request, number), is_member=True),
            "left": left(poll.ends_at) if poll.ends_at else "",
            "key": f"{mark}{number}",
            "number": number,
            "comment": mark == "c",
            "error": error,
            "chosen": chosen,
        }
        return render(request, "components/poll.html", context, status=422 if error else 200)
    if error:
        messages.error(request, error)
    return redirect(back(request, number, mark))


def poll_under(request: MemberRequest, number: int) -> ShownPoll:
    """The poll of a post that the viewer may see, or of what it shares. Raises NotFound."""
    post = meant_post(request.viewer, number)
    found = polls_of(request.viewer, [post.pk]).get(post.pk)
    if found is None:
        raise NotFound
    return found
