"""One post: write it, read it with what is said about it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import awaiting, removing
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page, whole
from verandah.domain.feeds.queries import Kinds, author_ids
from verandah.domain.media.show import media_of
from verandah.domain.posts.filters import has_filters
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rows import posts
from verandah.domain.posts.scheduled import overdue_posts
from verandah.domain.posts.show import ShownPost, show_post

from .cards import Card, one_card, placed_in
from .compose import composer_from, draft_from, empty_composer, opened
from .draft_forms import composer_at
from .drafts import keep_without_script
from .extras import Extras, opened_in
from .faces import Face, face_of_post
from .files import brought, named
from .kept_cards import ANY, found_cards, in_list, on_own_page
from .kept_talks import thread_of
from .people import go
from .replies import Reply
from .talk_forms import form_for
from .threads import Talk, branches, talk_around, talk_below
from .trying import tried
from .unheard import unheard_words
from .viewer import MemberRequest, WebRequest, is_partial, limited, members_only
from .walls import composer_on, wall_named, with_wall

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post

    from .compose import Composer

# What is shown of someone beside one of their posts.
OWN_WORDS = Kinds(shares=False)


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("post")
def new(request: MemberRequest) -> HttpResponse:
    """The composer as a page of its own, and where every composer posts to."""
    if request.method == "GET":
        composer = opened(composer_asked(request.viewer, request.GET), request.GET)
        return render(request, "pages/compose.html", {"composer": composer})
    try:
        files = brought(request)
    except Invalid as error:
        return composer_page(request, error.text, named(request, "media"))
    if files.refused or "add" in request.POST:
        return composer_page(request, files.error, files.ids)
    try:
        if "keep" in request.POST:
            return keep_without_script(request, "", files.ids)
        if "preview" in request.POST:
            return preview_page(request, files.ids)
        post = awaiting.publish_when_ready(request.viewer, draft_from(request, files.ids))
    except Invalid as error:
        return composer_page(request, error.text, files.ids)
    if post is None:
        return waiting_page(request)
    if is_partial(request):
        composer, sentences = empty_composer(request.viewer), unheard_words(request.viewer, post.text)
        context = {"post": one_card(request.viewer, post.id), "composer": composer, "unheard": sentences}
        return render(request, "components/posted.html", context)
    return said_page(request, post)


@never_cache
@require_safe
def permalink(request: WebRequest, number: int) -> HttpResponse:
    """One post for whoever may see it, with what is said about it; a share leads to what is shared."""
    post = visible_post(request.viewer, number)
    if post.share_of_id:
        return redirect("post", number=post.share_of_id)
    return talk_page(request, post)


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
    """Ask, then take the post back, or a comment away from below an own post, with a way to undo it."""
    post = visible_post(request.viewer, number) if request.method == "GET" else None
    if post is not None:
        if request.viewer.id not in (post.author_id, post.wall_id) and not is_below_own(request.viewer, post):
            raise NotFound
        template = "components/post_delete.html" if is_partial(request) else "pages/post_delete.html"
        context = {"post": show_post(post, request.viewer), "partial": is_partial(request)}
        return render(request, template, context)
    gone = removing.take_away(request.viewer, number)
    undo, said = f"undo-{gone.id}", _("Comment deleted.") if gone.is_comment else _("Post deleted.")
    # What answers a comment that has gone stands elsewhere, which only the whole page knows.
    if is_partial(request) and not gone.comments_count * gone.is_comment:
        context = {"post": show_post(gone, request.viewer), "undo": undo, "said": said}
        count = talk_below(request.viewer, visible_post(request.viewer, gone.root_id), 0).count if gone.root_id else 0
        return render(request, "components/deleted.html", context | {"count": count})
    messages.success(request, said, extra_tags=undo)
    return go(request, reverse("post", args=[gone.root_id]) if gone.root_id else reverse("home"))


@require_POST
@members_only
@limited("write")
def restore(request: MemberRequest, number: int) -> HttpResponse:
    """Undo a deletion."""
    post = removing.bring_back(request.viewer, number)
    said = _("The comment is back.") if post.is_comment else _("Your post is back.")
    if is_partial(request) and not post.is_comment:
        return render(request, "components/restored.html", {"post": one_card(request.viewer, post.id), "said": said})
    messages.success(request, said)
    return go(request, reverse("post", args=[post.id]))


@never_cache
@require_safe
@members_only
def extras(request: MemberRequest) -> HttpResponse:
    """The fields for what a post can carry beside words and files, to be put into a composer."""
    if not is_partial(request):
        return redirect("post_new")
    return render(request, "components/composer_extras.html", {"extras": Extras(opened=opened_in(request.GET))})


def preview_page(request: MemberRequest, media_ids: list[int]) -> HttpResponse:
    """The form again, with the post as it would look. Raises Invalid for what could not be said."""
    preview = tried(request.viewer, draft_from(request, media_ids))
    sent = with_wall(request.viewer, composer_from(request, "", media_ids), request.POST)
    context = {"composer": replace(sent, preview=preview)}
    page = "components/composer.html" if is_partial(request) else "pages/compose.html"
    return render(request, page, context)


def composer_page(request: MemberRequest, error: str, media_ids: list[int]) -> HttpResponse:
    """The form again, with what is wrong, or with the files that were added to it without a script."""
    page = "components/composer.html" if is_partial(request) else "pages/compose.html"
    context = {"composer": with_wall(request.viewer, composer_from(request, error, media_ids), request.POST)}
    return render(request, page, context, status=422 if error else 200)


def composer_asked(viewer: Account, asked: QueryDict) -> Composer:
    """The form for the wall that is asked for, or with the draft that is."""
    wall = asked.get("wall", "")
    return composer_on(viewer, wall) if wall else composer_at(viewer, asked.get("draft", ""))


def said_page(request: MemberRequest, post: Post) -> HttpResponse:
    """To where it stands now."""
    for sentence in unheard_words(request.viewer, post.text):
        messages.info(request, sentence)
    if post.wall_id:
        messages.success(request, _("Your post is on their wall."))
        return redirect("profile", username=wall_named(request.viewer, str(post.wall_id)).username)
    messages.success(request, _("Your post is out."))
    return redirect(f"/#p{post.id}")


def waiting_page(request: MemberRequest) -> HttpResponse:
    """It has been sent and is not out yet."""
    if is_partial(request):
        context = {"composer": empty_composer(request.viewer), "waits": overdue_posts(request.viewer)}
        return render(request, "components/kept_waiting.html", context)
    return redirect("/#waiting")


def talk_page(request: WebRequest, post: Post, reply: Reply | None = None, status: int = 200) -> HttpResponse:
    """The page of a post; that of a comment shows the post it is about above it."""
    viewer = request.viewer
    root = visible_post(viewer, post.root_id) if post.root_id else post
    after, at = whole(request.GET.get("after"), 0), whole(request.GET.get("at"), 0)
    talk = talk_around(viewer, post, root, after) if post is not root else talk_below(viewer, root, after, at)
    if at and post is root and at not in talk.ids and may_be_seen(viewer, at, root):
        # It stands deeper than the levels that are shown.
        return redirect(f"/p/{at}/#c{at}")
    others = others_by_author(viewer, root) if post is root else []
    forms = form_for(viewer, post) | ({"reply": reply} if reply else {})
    face = face_for(viewer, show_post(post, viewer))
    context = {"talk": talk, "after": after, "face": face, **forms, **talk_parts(viewer, root, talk, others)}
    return render(request, "pages/post.html", context, status=status)


def face_for(viewer: Account | None, shown: ShownPost) -> Face | None:
    """What the page of a post says of itself, to guests alone. At most one query."""
    if viewer is not None:
        return None
    return face_of_post(shown, media_of([shown.id]).get(shown.id, ()) if shown.has_media else ())


def may_be_seen(viewer: Account | None, number: int, root: Post) -> bool:
    """Whether there is such a comment below the post for whoever asks."""
    return any(post.root_id == root.pk for post in posts(viewer, [number]))


def is_below_own(viewer: Account, comment: Post) -> bool:
    """Whether a comment stands below a post of the viewer's."""
    return comment.root_id is not None and visible_post(viewer, comment.root_id).author_id == viewer.id


def others_by_author(viewer: Account | None, root: Post) -> list[int]:
    """What else its author has said."""
    ids = author_ids(viewer, root.author, Page(length=4), OWN_WORDS)
    return [number for number in ids if number != root.id][:3]


def talk_parts(viewer: Account | None, root: Post, talk: Talk, others: Sequence[int]) -> dict[str, Any]:
    """The post, its comments and what else its author has said: out of what is kept, unless there are filters."""
    thread = None if talk.here or has_filters(viewer) else thread_of(viewer, talk, root, ANY)
    if thread is None:
        return plain_parts(viewer, root, talk, others)
    card = found_cards(viewer, [root.id], on_own_page(viewer), ANY)
    if not card:
        # It has been taken away in this very moment.
        raise NotFound
    more = found_cards(viewer, others, in_list(viewer), ANY)
    return {"card": card[0], "post": show_post(root, viewer), "thread": thread, "more_by_author": more}


def plain_parts(viewer: Account | None, root: Post, talk: Talk, others: Sequence[int]) -> dict[str, Any]:
    """The same, all of it read anew."""
    found = {full.post.id: full for full in full_posts(viewer, [root.id, *others, *talk.ids])}
    if root.id not in found:
        raise NotFound
    shown = Card(found[root.id], "thread", viewer is not None, is_whole=True)
    return {
        "card": shown,
        "post": shown.post,
        "branches": branches(talk, found, shown.full, viewer is not None),
        "more_by_author": placed_in("account", viewer, [found[number] for number in others if number in found]),
    }
