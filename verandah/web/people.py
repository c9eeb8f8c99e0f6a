"""People: profiles, and how I stand to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import following as verbs
from verandah.actions import muting
from verandah.base.errors import NotFound
from verandah.base.paging import Page, whole
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts
from verandah.domain.feeds.queries import profile_ids
from verandah.domain.graph import friends, queries
from verandah.domain.graph.birthdays import birthday_of
from verandah.domain.graph.profile_fields import answers_for, fields_for
from verandah.domain.graph.queries import Entry, Suggestion, visible_account
from verandah.domain.graph.show import Relation, relations
from verandah.domain.graph.suggested import suggested_lately
from verandah.domain.posts.full import full_account

from .faces import Face, face_of_person
from .kept_cards import shown_cards
from .kept_people import known_people
from .paths import older_path
from .suggestion_words import reason
from .viewer import MemberRequest, WebRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


# For how long one can mute someone here, in seconds; apps say any number.
SPANS = (
    (1800, gettext_lazy("30 minutes")),
    (86_400, gettext_lazy("1 day")),
    (604_800, gettext_lazy("1 week")),
    (2_592_000, gettext_lazy("30 days")),
    (0, gettext_lazy("Until I unmute them")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a list: who, how the viewer stands to them, and why they are shown."""

    account: ShownAccount
    relation: Relation
    reason: str = ""
    is_suggested: bool = False


@never_cache
@require_safe
@members_only
def requests(request: MemberRequest) -> HttpResponse:
    """Who asks to follow me."""
    page = Page.from_query(request.GET)
    found = queries.requests(request.viewer, page)
    return listing(request, "pages/requests.html", found, page, reverse("requests"), {})


@never_cache
@require_safe
@members_only
def blocked(request: MemberRequest) -> HttpResponse:
    """Whom I have blocked. No other list shows them to me."""
    page = Page.from_query(request.GET)
    found = queries.blocks(request.viewer, page)
    return listing(request, "pages/blocked.html", found, page, reverse("blocked"), {})


@never_cache
@require_safe
@members_only
def muted(request: MemberRequest) -> HttpResponse:
    """Whom I have muted."""
    page = Page.from_query(request.GET)
    found = queries.mutes(request.viewer, page)
    return listing(request, "pages/muted.html", found, page, reverse("muted"), {})


@never_cache
@require_safe
def profile(request: WebRequest, username: str) -> HttpResponse:
    """A person and what they have said, as far as the viewer may see it."""
    account = visible_account(request.viewer, username)
    page = Page.from_query(request.GET)
    ids = profile_ids(request.viewer, account, page)
    posts = shown_cards(request.viewer, ids, "account")
    older = older_path(reverse("profile", args=[username]), ids[-1] if ids else 0, len(ids), page)
    if is_partial(request) and "before" in request.GET:
        return render(request, "components/older.html", {"posts": posts, "older": older})
    return profile_page(request, account, "posts", {"posts": posts, "older": older})


@never_cache
@require_safe
def about(request: WebRequest, username: str) -> HttpResponse:
    """What a person says of themselves."""
    account = visible_account(request.viewer, username)
    return profile_page(request, account, "about", {"birthday": birthday_of(request.viewer, account)})


@never_cache
@require_safe
@members_only
def followers(request: MemberRequest, username: str) -> HttpResponse:
    """Who follows a person."""
    account, page = visible_account(request.viewer, username), Page.from_query(request.GET)
    found = queries.followers(request.viewer, account, page)
    path = reverse("followers", args=[username])
    return profile_page(request, account, "followers", people_and_older(request.viewer, found, page, path))


@never_cache
@require_safe
@members_only
def following(request: MemberRequest, username: str) -> HttpResponse:
    """Whom a person follows."""
    account, page = visible_account(request.viewer, username), Page.from_query(request.GET)
    found = queries.following(request.viewer, account, page)
    path = reverse("following", args=[username])
    return profile_page(request, account, "following", people_and_older(request.viewer, found, page, path))


@require_POST
@members_only
@limited("follow")
def follow(request: MemberRequest, username: str) -> HttpResponse:
    """Follow, or ask to."""
    return relate(request, username, verbs.follow)


@require_POST
@members_only
@limited("follow")
def unfollow(request: MemberRequest, username: str) -> HttpResponse:
    """Stop following, or withdraw the request."""
    return relate(request, username, verbs.unfollow)


@require_POST
@members_only
@limited("follow")
def remove_follower(request: MemberRequest, username: str) -> HttpResponse:
    """Let someone no longer follow me."""
    return relate(request, username, verbs.remove_follower, _("They no longer follow you."))


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("follow")
def block(request: MemberRequest, username: str) -> HttpResponse:
    """Ask, then keep someone away."""
    account = visible_account(request.viewer, username)
    if request.method == "GET":
        template = "components/block.html" if is_partial(request) else "pages/block.html"
        return render(request, template, {"person": person(request.viewer, account)})
    verbs.block(request.viewer, account)
    messages.success(request, _("Blocked. You no longer see each other."))
    return go(request, reverse("profile", args=[username]))


@require_POST
@members_only
@limited("follow")
def unblock(request: MemberRequest, username: str) -> HttpResponse:
    """End a block. Who blocks the viewer as well has no page for them, so that the list is where they stay."""
    try:
        account = queries.blocked_account(request.viewer, username=username)
    except NotFound:
        return relate(request, username, verbs.unblock)
    verbs.unblock(request.viewer, account)
    messages.success(request, _("Unblocked. You can see each other again."))
    seen = bool(queries.visible_accounts(request.viewer, [account.id]))
    return go(request, reverse("profile", args=[username]) if seen else reverse("blocked"))


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("follow")
def mute(request: MemberRequest, username: str) -> HttpResponse:
    """Ask for how long, then no longer read someone."""
    account = visible_account(request.viewer, username)
    if request.method == "GET":
        template = "components/mute.html" if is_partial(request) else "pages/mute.html"
        return render(request, template, {"person": person(request.viewer, account), "spans": SPANS})
    seconds = whole(request.POST.get("seconds"), 0)
    said = _("Muted. You no longer see what they write, except on their profile. They are not told.")
    return relate(request, username, partial(muting.mute, seconds=seconds), said)


@require_POST
@members_only
@limited("follow")
def unmute(request: MemberRequest, username: str) -> HttpResponse:
    """Read someone again."""
    return relate(request, username, muting.unmute, _("No longer muted. You see again what they write."))


@require_POST
@members_only
@limited("follow")
def accept(request: MemberRequest, username: str) -> HttpResponse:
    """Let someone follow me who asks."""
    return settle(request, username, verbs.accept, _("They follow you now."))


@require_POST
@members_only
@limited("follow")
def decline(request: MemberRequest, username: str) -> HttpResponse:
    """Do not let someone follow me who asks."""
    return settle(request, username, verbs.decline, _("Request declined. They are not told."))


type Deed = Callable[[Account, Account], None]


def relate(request: MemberRequest, username: str, deed: Deed, said: str = "") -> HttpResponse:
    """Do it, then show how the two stand now."""
    account = visible_account(request.viewer, username)
    deed(request.viewer, account)
    account.refresh_from_db()
    if said:
        messages.success(request, said)
        return go(request, reverse("profile", args=[username]))
    if is_partial(request):
        context = {"person": person(request.viewer, account), "small": "small" in request.POST}
        return render(request, "components/follow_button.html", context)
    return back(request, username)


def settle(request: MemberRequest, username: str, deed: Deed, said: str) -> HttpResponse:
    """Answer a request to follow."""
    account = visible_account(request.viewer, username)
    deed(request.viewer, account)
    if is_partial(request):
        context = {"person": person(request.viewer, account), "said": said}
        return render(request, "components/request_settled.html", context)
    messages.success(request, said)
    return redirect("requests")


def back(request: MemberRequest, username: str) -> HttpResponse:
    """To the list the button stood in, or to the profile."""
    place = request.POST.get("next", "")
    first = reverse("first_step", args=["people"])
    known = (reverse("home"), reverse("people"), reverse("notifications"), reverse("explore"), first)
    return redirect(place if place in known else reverse("profile", args=[username]))


def go(request: WebRequest, path: str) -> HttpResponse:
    """A redirect that htmx follows as a whole page."""
    return HttpResponse(headers={"HX-Redirect": path}) if is_partial(request) else redirect(path)


def profile_page(request: WebRequest, account: Account, tab: str, more: dict[str, Any]) -> HttpResponse:
    """The head of a profile with one of its tabs. A guest sees only those who speak to everyone."""
    count = full_account(request.viewer, account).tally.count
    if request.viewer is None and not count:
        raise NotFound
    context = {
        "tab": tab,
        "person": person(request.viewer, account),
        "posts_count": count,
        **in_common(request.viewer, account),
        "answers": answers_for(request.viewer, account) if tab in ("posts", "about") else [],
        "fields": fields_for(request.viewer, account),
        "face": face_for(request.viewer, show_account(account), tab),
        **more,
    }
    return render(request, "pages/profile.html", context)


def face_for(viewer: Account | None, account: ShownAccount, tab: str) -> Face | None:
    """What the page says of itself, to guests alone. Only the first of its tabs is for search engines."""
    if viewer is not None:
        return None
    return face_of_person(account, "" if tab == "posts" else reverse(f"profile_{tab}", args=[account.username]))


def in_common(viewer: Account | None, account: Account | ShownAccount) -> dict[str, Any]:
    """Whom the two have in common: friends, and where there are none, those whom the viewer follows."""
    found = friends.mutual(viewer, account) if viewer else friends.NONE
    named = tuple(show_accounts(found.some).values()) if found.count else ()
    known = () if found.count else tuple(followed_by_known(viewer, account))
    return {"mutual": found.count, "mutual_people": named, "followed_by_known": known}


def followed_by_known(viewer: Account | None, account: Account | ShownAccount) -> list[ShownAccount]:
    """Some of those whom the viewer follows, and who follow this person."""
    if viewer is None or viewer.id == account.id:
        return []
    entries = queries.known_followers(viewer, account, Page(length=3))
    return list(show_accounts([entry.account_id for entry in entries]).values())


def listing(
    request: MemberRequest, template: str, found: list[Entry], page: Page, path: str, more: dict[str, Any]
) -> HttpResponse:
    """A page that is a list of people."""
    return render(request, template, more | people_and_older(request.viewer, found, page, path))


def people_and_older(viewer: Account, found: list[Entry], page: Page, path: str) -> dict[str, Any]:
    """A list of people and where it goes on."""
    last = found[-1].position if found else 0
    return {"people": persons(viewer, found), "older": older_path(path, last, len(found), page)}


def persons(
    viewer: Account | None, found: Sequence[Entry | Suggestion], reasons: dict[int, str] | None = None
) -> list[Person]:
    """The people of a list, hydrated in a fixed number of queries."""
    numbers = [entry.account_id for entry in found]
    accounts, stands = show_accounts(numbers), relations(viewer, numbers)
    return [
        Person(accounts[number], stands[number], (reasons or {}).get(number, ""))
        for number in numbers
        if number in accounts
    ]


def person(viewer: Account | None, account: Account) -> Person:
    """One person."""
    return Person(show_account(account), relations(viewer, [account.id])[account.id])


def suggested(viewer: Account, length: int) -> list[Person]:
    """People to follow, each with the reason."""
    found = suggested_lately(viewer, length)
    accounts = known_people(
        {one.row.account_id: one.rev for one in found} | {one.row.via: one.via_rev for one in found if one.via_rev}
    )
    return [
        Person(
            accounts[row.account_id],
            Relation(followed_by=row.follows_me),
            reason(row, accounts.get(row.via)),
            is_suggested=True,
        )
        for row, _rev, _via_rev in found
        if row.account_id in accounts
    ]
