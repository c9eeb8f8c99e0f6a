"""What is done with a post: reacting, sharing, saving, and who has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import posting, reacting, saving, sharing
from verandah.actions.posting import Draft
from verandah.base.errors import Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.graph.queries import Entry
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.engagement import meant_post, my_bookmarks, reacted_by, reaction_counts, shared_by
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.offered import offered_words
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import may_share
from verandah.domain.posts.standing import kind_named

from .audience_form import Choice
from .cards import SIGNS, Card, deeds, one_card
from .compose import AGAIN, sent_key
from .paths import older_path, way_back
from .people import persons
from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post


class Sign(NamedTuple):
    """One reaction that can be chosen, and where that is sent to."""

    icon: str
    tone: str
    word: str | _StrPromise
    is_mine: bool
    path: str


class Tab(NamedTuple):
    """Those who gave one sign, among all who gave any."""

    kind: str
    icon: str
    tone: str
    word: str | _StrPromise
    number: int
    is_here: bool


# Whom a share can be for; the names are those of the composer.
AUDIENCES = {audience.name.lower(): audience for audience in sharing.MEANT}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("write")
def react(request: MemberRequest, number: int) -> HttpResponse:
    """Like a post, or give it the sign that is named; asked without giving one, which there are."""
    if request.method != "POST":
        return picks(request, number)
    word = request.GET.get("kind", "")
    kind = kind_named(word)
    if word and kind is None:
        raise Invalid("kind", _("There is no such reaction."))
    reacting.react(request.viewer, number, kind)
    return done(request, number)


@require_POST
@members_only
@limited("write")
def unreact(request: MemberRequest, number: int) -> HttpResponse:
    """Take the reaction back, whichever it was."""
    reacting.unreact(request.viewer, number)
    return done(request, number)


@require_POST
@members_only
@limited("write")
def save(request: MemberRequest, number: int) -> HttpResponse:
    """Keep a post for oneself."""
    saving.bookmark(request.viewer, number)
    return done(request, number, _("Saved. You find it under “Saved”, and nobody else does."))


@require_POST
@members_only
@limited("write")
def unsave(request: MemberRequest, number: int) -> HttpResponse:
    """Keep it no longer."""
    saving.unbookmark(request.viewer, number)
    return done(request, number, _("No longer saved."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@limited("write")
def share(request: MemberRequest, number: int) -> HttpResponse:
    """Ask for whom, then show the post to one's own readers, with words of one's own if there are some."""
    if request.method == "POST":
        if request.POST.get("text", "").strip():
            return quote(request, number)
        sharing.share(request.viewer, number, AUDIENCES.get(request.POST.get("audience", "")))
        return done(request, number, _("Shared. Whoever follows you and may see it finds it on their home page."))
    post = meant_post(request.viewer, number)
    if not may_share(Audience(post.audience), post.author_id == request.viewer.id):
        raise NotFound
    card = one_card(request.viewer, post.pk)
    template = "components/post_share.html" if is_partial(request) else "pages/post_share.html"
    context = {"number": number, "choices": choices(request, post), "card": card, "partial": is_partial(request)}
    may_quote = card is not None and card.subject.may_quote
    return render(request, template, context | {"may_quote": may_quote, "key": uuid4().hex})


def quote(request: MemberRequest, number: int) -> HttpResponse:
    """A post of one's own with the other one in it. Sent again it is the same."""
    post = meant_post(request.viewer, number)
    audience = sharing.no_wider(post, request.viewer, AUDIENCES.get(request.POST.get("audience", "")))
    draft = Draft(
        text=request.POST["text"],
        audience=audience,
        key=sent_key(request, f"quote {number} {audience}"),
        form_key=request.POST.get("key", ""),
        same_within=AGAIN,
        quote_id=post.pk,
    )
    posting.publish(request.viewer, draft)
    return done(request, number, _("Shared with your words."))


@require_POST
@members_only
@limited("write")
def unshare(request: MemberRequest, number: int) -> HttpResponse:
    """Take the share back."""
    sharing.unshare(request.viewer, number)
    return done(request, number, _("No longer shared."))


@never_cache
@require_safe
@members_only
def reacted(request: MemberRequest, number: int) -> HttpResponse:
    """Who has reacted to a post, and how; with `?kind=` those alone who gave that sign."""
    post, page = meant_post(request.viewer, number), Page.from_query(request.GET)
    kind = kind_named(request.GET.get("kind", ""))
    found = reacted_by(request.viewer, post, page, kind or 0)
    reasons = {row.account_id: str(SIGNS[row.kind][2]) for row in found}
    entries = [Entry(row.position, row.account_id) for row in found]
    counts = reaction_counts(request.viewer, post)
    tabs = [Tab(word, *SIGNS[word], counts[word], kind is not None and word == kind.name.lower()) for word in counts]
    more = {"tabs": tabs, "total": sum(counts.values()), "kind_chosen": kind is not None}
    return listed(request, number, "reactions", entries, reasons, page, more)


@never_cache
@require_safe
@members_only
def shared(request: MemberRequest, number: int) -> HttpResponse:
    """Who has shared a post, as far as they have told everyone. Its author can end a share."""
    post, page = meant_post(request.viewer, number), Page.from_query(request.GET)
    found = shared_by(request.viewer, post, page)
    is_own = post.author_id == request.viewer.id
    removable = {row.account_id: row.position for row in found if is_own and row.account_id != request.viewer.id}
    return listed(request, number, "shares", found, {}, page, {"removable": removable, "quotes": post.quotes_count})


@never_cache
@require_safe
@members_only
def saved(request: MemberRequest) -> HttpResponse:
    """The posts I have saved, the last one first."""
    page = Page.from_query(request.GET)
    kept = my_bookmarks(request.viewer, page)
    posts = [Card(full, "", True) for full in full_posts(request.viewer, [row.post_id for row in kept])]
    older = older_path(reverse("saved"), kept[-1].position if kept else 0, len(kept), page)
    template = "components/older.html" if is_partial(request) and "before" in request.GET else "pages/saved.html"
    return render(request, template, {"posts": posts, "older": older})


def picks(request: MemberRequest, number: int) -> HttpResponse:
    """The signs on offer, in the order that the site's owner has chosen."""
    full, partial = full_posts(request.viewer, [meant_post(request.viewer, number).pk])[0], is_partial(request)
    place = "&in=thread" if request.GET.get("in") == "thread" else ""
    signs = [
        Sign(*SIGNS[word], full.flags.reacted == word, f"{request.path}?kind={word}{place}") for word in offered_words()
    ]
    key = f"{'c' if place else 'p'}{number}"
    context = {"signs": signs, "key": key, "number": number, "post": full.post, "partial": partial}
    return render(request, "components/picks.html" if partial else "pages/post_react.html", context)


def choices(request: MemberRequest, post: Post) -> list[Choice]:
    """For whom `post` can be shared: never for more than see it. The first is what the member usually chooses."""
    words = {
        Audience.PUBLIC: _("Also people without an account"),
        Audience.MEMBERS: _("Anyone signed in here"),
        Audience.FOLLOWERS: _("People who follow you"),
    }
    usual = sharing.no_wider(post, request.viewer, None)
    offered = [audience for audience in sharing.MEANT if audience >= post.audience]
    offered.sort(key=lambda audience: audience != usual)
    return [Choice(audience.name.lower(), audience, words[audience]) for audience in offered]


def listed(
    request: MemberRequest,
    number: int,
    kind: str,
    found: list[Entry],
    reasons: dict[int, str],
    page: Page,
    more: Mapping[str, Any],
) -> HttpResponse:
    """A page of people who did something with a post: `kind` says what."""
    asked = request.path + (f"?kind={word}" if (word := request.GET.get("kind", "")) in SIGNS else "")
    older = older_path(asked, found[-1].position if found else 0, len(found), page)
    people = persons(request.viewer, found, reasons)
    context = {"kind": kind, "number": number, "people": people, "older": older, **more}
    return render(request, "pages/post_people.html", context)


def done(request: MemberRequest, number: int, said: str = "") -> HttpResponse:
    """The foot of the post as it is now, in the place where it stood; without htmx, the page it stood on."""
    is_comment = request.GET.get("in") == "thread"
    if not is_partial(request):
        if said:
            messages.success(request, said)
        return redirect(back(request, number, "c" if is_comment else "p"))
    found = full_posts(request.viewer, [number])
    if not found:
        # A share that has been taken back, or a post that may no longer be seen.
        return render(request, "components/post_gone.html", {"number": number, "said": said})
    key = f"{'c' if is_comment else 'p'}{number}"
    context = deeds(found[0].shared or found[0], is_member=True) | {"key": key, "number": number, "said": said}
    if is_comment and not found[0].post.is_mine:
        context["may_remove"] = is_mine(request.viewer, found[0].post.root_id)
    return render(request, "components/deeds_done.html", context | {"is_comment": is_comment})


def is_mine(viewer: Account, root_id: int | None) -> bool:
    """Whether the post `root_id`, below which a comment stands that `viewer` sees, is theirs."""
    return root_id is not None and visible_post(viewer, root_id).author_id == viewer.id


def back(request: MemberRequest, number: int, mark: str) -> str:
    """Where the button stood that was pressed, at the post or comment itself."""
    place = way_back(request.POST.get("next", ""), reverse("post", args=[number]))
    return f"{place.partition('#')[0]}#{mark}{number}"
