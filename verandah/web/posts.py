"""One post: write it, read it, take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import posting
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.feeds.queries import author_ids
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.show import show_post, show_posts

from .compose import composer_from, draft_from, empty_composer
from .viewer import MemberRequest, WebRequest, is_partial, limited, members_only


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("post")
def new(request: MemberRequest) -> HttpResponse:
    """The composer as a page of its own, and where every composer posts to."""
    if request.method == "GET":
        return render(request, "pages/compose.html", {"composer": empty_composer()})
    try:
        post = posting.publish(request.viewer, draft_from(request))
    except Invalid as error:
        page = "components/composer.html" if is_partial(request) else "pages/compose.html"
        return render(request, page, {"composer": composer_from(request, error.text)}, status=422)
    if is_partial(request):
        context = {"post": show_post(post, request.viewer), "composer": empty_composer()}
        return render(request, "components/posted.html", context)
    messages.success(request, _("Your post is out."))
    return redirect(f"/#p{post.id}")


@never_cache
@require_safe
def permalink(request: WebRequest, number: int) -> HttpResponse:
    """One post for whoever may see it."""
    post = visible_post(request.viewer, number)
    others = [other for other in author_ids(request.viewer, post.author, Page(length=4)) if other != post.id][:3]
    context = {"post": show_post(post, request.viewer), "more_by_author": show_posts(others, request.viewer)}
    return render(request, "pages/post.html", context)


@never_cache
@require_safe
def of_person(request: WebRequest, username: str, number: int) -> HttpResponse:
    """The address that apps know a post by. Whose post it is, or whether there is one, is not told here."""
    return redirect("post", number=number)


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Ask, then take the post back, with a way to undo it."""
    post = visible_post(request.viewer, number) if request.method == "GET" else None
    if post is not None:
        if post.author_id != request.viewer.id:
            raise NotFound
        template = "components/post_delete.html" if is_partial(request) else "pages/post_delete.html"
        context = {"post": show_post(post, request.viewer), "partial": is_partial(request)}
        return render(request, template, context)
    gone = posting.delete(request.viewer, number)
    undo = f"undo-{gone.id}"
    if is_partial(request):
        return render(request, "components/deleted.html", {"post": show_post(gone, request.viewer), "undo": undo})
    messages.success(request, _("Post deleted."), extra_tags=undo)
    return redirect("home")


@require_POST
@members_only
@limited("write")
def restore(request: MemberRequest, number: int) -> HttpResponse:
    """Undo a deletion."""
    post = posting.restore(request.viewer, number)
    if is_partial(request):
        return render(request, "components/restored.html", {"post": show_post(post, request.viewer)})
    messages.success(request, _("Your post is back."))
    return redirect("post", number=post.id)
