"""Who can see a post of my own: how many, who they are, and why someone does or does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts
from verandah.domain.graph import queries
from verandah.domain.graph.addressable import NamedPerson, choosable, people_by_id
from verandah.domain.posts.addressees import addressees
from verandah.domain.posts.explaining import Answer, explain, explain_to_guests, is_for_each
from verandah.domain.posts.seers import Reach, own_post, reach, seers

from .aiming import menu_of_post
from .figures import compact
from .paths import older_path
from .viewer import MemberRequest, is_partial, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# So many are shown at once, and so many who are called alike.
SOME = 50
ALIKE = 5
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone about whom it was asked whether they see the post, and the answer."""

    account: ShownAccount
    answer: Answer


@dataclass(frozen=True, slots=True)
class Seer:
    """Someone who sees the post, and why, where that differs from one to the other."""

    account: ShownAccount
    reason: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a post names, or is kept from: titles of lists, and people."""

    titles: tuple[str, ...]
    people: tuple[NamedPerson, ...]


@never_cache
@require_safe
@members_only
def of_post(request: MemberRequest, number: int) -> HttpResponse:
    """Who can see a post of mine. Nobody else is told that there is such a page."""
    viewer = request.viewer
    found = reach(viewer, number)
    if is_partial(request) and "short" in request.GET:
        return HttpResponse(told(found), content_type="text/plain; charset=utf-8")
    who = request.GET.get("who", "")[:LONGEST_NAME].replace("\0", "").strip()
    path = reverse("post_audience", args=[number])
    page = replace(Page.from_query(request.GET), length=SOME)
    people = seen_by(viewer, number, found, page)
    older = older_path(path, people[-1].account.id if people else 0, len(people), page).partition("&")[0]
    template = "components/post_audience.html" if is_partial(request) else "pages/post_audience.html"
    context = {
        "number": number,
        "post": own_post(viewer, number),
        "reach": found,
        "told": told(found),
        "meant": meant(viewer, number),
        "menu": menu_of_post(viewer, own_post(viewer, number)),
        "who": who,
        "asked": asked(viewer, number, who) if who else [],
        "guests": explain_to_guests(found),
        "seers": people,
        "older": older,
        "partial": is_partial(request),
    }
    return render(request, template, context)


def told(found: Reach) -> str:
    """How many see it, in a sentence."""
    count = found.count
    if count is None:
        name = found.decided_by.display_name if found.decided_by else ""
        return _("%(name)s decides as well who can see this") % {"name": name}
    if found.is_for_all:
        words = ngettext(
            "Everyone on the web, among them %(n)s other member",
            "Everyone on the web, among them %(n)s other members",
            count,
        )
    elif count:
        words = ngettext("%(n)s person can see this", "%(n)s people can see this", count)
    else:
        words = _("Only you can see this")
    return words % {"n": compact(count)}


def seen_by(viewer: Account, number: int, found: Reach, page: Page) -> list[Seer]:
    """Some of those who see it, each with the reason where there are several."""
    entries = seers(viewer, number, page)
    shown = show_accounts([entry.account_id for entry in entries])
    why = explain(viewer, number, list(shown.values())) if is_for_each(found.audience) else {}
    return [Seer(one, why[one.id].text if one.id in why else "") for one in shown.values()]


def asked(viewer: Account, number: int, who: str) -> list[Asked]:
    """Who may be meant by what was typed: whoever has that user name, then people who are called so."""
    people = {one.id: one for one in called(viewer, who)}
    answers = explain(viewer, number, list(people.values()))
    return [Asked(one, answers[one.id]) for one in people.values()]


def called(viewer: Account, who: str) -> list[ShownAccount]:
    """Whom `viewer` can find by this name, themselves and those whom they block as well."""
    try:
        found = [show_account(queries.visible_account(viewer, who.removeprefix("@")))]
    except NotFound:
        # It may be how someone calls themselves.
        found = []
    entries = queries.people(viewer, who, Page(length=ALIKE))
    return found + list(show_accounts([entry.account_id for entry in entries]).values())


def meant(viewer: Account, number: int) -> Meant:
    """The lists and people of a post of the viewer's, by name."""
    found = addressees(viewer, number)
    titles = tuple(one.title for one in choosable(viewer).lists if one.id in found.list_ids)
    return Meant(titles, people_by_id(viewer, found.account_ids))
