"""One conversation: who may comment in it, and of what in it someone is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import editing, saving
from verandah.base.errors import Invalid, NotFound
from verandah.domain.posts.audience import CommentPolicy
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.standing import Told, told_of

from .comment_choices import POLICIES, comment_choices
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from verandah.domain.accounts.models import Account

type Deed = Callable[[Account, int], None]

# What can be chosen, and what is said when it is.
TELLING: dict[str, Deed] = {
    "all": saving.follow_conversation,
    "none": saving.mute_conversation,
    "answers": saving.hear_answers,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("write")
def telling(request: MemberRequest, number: int) -> HttpResponse:
    """Be told of every comment, of answers to oneself alone, or of nothing."""
    post = meant_post(request.viewer, number)
    if request.method != "POST":
        now = word_of(told_of(request.viewer, post))
        return shown(request, "conversation_telling", {"number": post.pk, "now": now})
    deed = TELLING.get(request.POST.get("telling", ""))
    if deed is None:
        raise Invalid("telling", _("Choose what you want to be told of."))
    deed(request.viewer, post.pk)
    return done(request, post.root_id or post.pk, said_of(request.POST["telling"]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("write")
def comment_policy(request: MemberRequest, number: int) -> HttpResponse:
    """Say who may comment on a post of mine."""
    post = meant_post(request.viewer, number)
    if post.author_id != request.viewer.id or post.is_comment:
        raise NotFound
    if request.method != "POST":
        policy = CommentPolicy(post.comment_policy).name.lower()
        return shown(request, "comment_policy", {"number": post.pk, "choices": comment_choices(policy)})
    chosen = POLICIES.get(request.POST.get("comment_policy", ""))
    if chosen is None:
        raise Invalid("comment_policy", _("Choose who can comment."))
    editing.change_comment_policy(request.viewer, post.pk, chosen)
    words = {
        CommentPolicy.EVERYONE: _("Everyone who sees the post can comment."),
        CommentPolicy.FRIENDS: _("Only your friends can comment now."),
        CommentPolicy.NOBODY: _("Comments are closed. What was said stays."),
    }
    return done(request, post.pk, words[chosen])


def word_of(told: Told) -> str:
    """The choice that stands now."""
    if told.muted:
        return "none"
    return "all" if told.followed else "answers"


def said_of(word: str) -> str:
    """What is said once it is chosen."""
    words = {
        "all": _("You are told of every comment in this conversation."),
        "none": _("You hear no more of this conversation."),
        "answers": _("You are told when someone answers you."),
    }
    return words[word]


def shown(request: MemberRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """The form, in a dialog or as a page of its own."""
    partial = is_partial(request)
    context |= {"partial": partial, "form": f"components/{name}.html"}
    return render(request, f"components/{name}.html" if partial else "pages/post_choice.html", context)


def done(request: MemberRequest, number: int, said: str) -> HttpResponse:
    """Say so; where the form was a page, on the page of the post."""
    if is_partial(request):
        return render(request, "components/said.html", {"said": said})
    messages.success(request, said)
    return redirect(reverse("post", args=[number]))
