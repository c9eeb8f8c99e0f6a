"""What someone may be about to write after #, @ or a colon: tags, people, emoji, from which they choose by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base import limits
from verandah.base.markup import LONGEST_TAG
from verandah.base.paging import Page
from verandah.domain.accounts.show import ShownAccount, show_accounts
from verandah.domain.graph.openness import chosen
from verandah.domain.graph.queries import people
from verandah.domain.instance.emoji_names import emoji_called
from verandah.domain.posts.tags import followed_tags
from verandah.domain.posts.tags_found import folded_tag, tags_like

from .viewer import MemberRequest, is_partial, members_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from verandah.domain.accounts.models import Account

MOST_OFFERED = 8
# Of the tags someone follows, so many are looked through.
MOST_FOLLOWED = 40
# What is longer is the beginning of nobody's name.
LONGEST_START = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose: what is put into the text, and what is shown of it."""

    value: str
    name: str
    hint: str = ""
    person: ShownAccount | None = None
    sign: str = ""


@never_cache
@require_safe
@members_only
def complete(request: MemberRequest) -> HttpResponse:
    """What begins as it was typed, to stand in a list below the text."""
    if not is_partial(request):
        return redirect("post_new")
    limits.take("complete", str(request.viewer.id))
    offer = OFFERED_AFTER.get(request.GET.get("sign", ""))
    # No name holds the one sign that PostgreSQL takes for no text.
    start = request.GET.get("start", "").replace("\0", "")[:LONGEST_START]
    offers = offer(request.viewer, start) if offer else []
    return render(request, "components/offers.html", {"offers": offers})


def people_offered(viewer: Account, start: str) -> list[Offer]:
    """People whose names begin so, those whom `viewer` follows before others; of these none as long as nothing is said.

    Nobody whom the viewer could not find otherwise, and nobody who does not want to be named by them.
    """
    page = Page(length=MOST_OFFERED)
    ids = [entry.account_id for entry in people(viewer, start, page, following=True)]
    if start and len(ids) < MOST_OFFERED:
        ids += [entry.account_id for entry in people(viewer, start, page)]
    ids = [number for number in dict.fromkeys(ids) if number != viewer.id][:MOST_OFFERED]
    closed = {number for number, open_to in chosen(viewer, ids).items() if not open_to.to_mention}
    shown = show_accounts([number for number in ids if number not in closed])
    found = [shown[number] for number in ids if number in shown]
    return [Offer(f"@{one.username}", one.display_name, f"@{one.username}", person=one) for one in found]


def tags_offered(viewer: Account, start: str) -> list[Offer]:
    """Tags that begin so, those that `viewer` follows before others; of these none as long as nothing is said."""
    wanted = start[:LONGEST_TAG]
    followed = [entry.name for entry in followed_tags(viewer, Page(length=MOST_FOLLOWED))]
    names = [name for name in followed if folded_tag(name).startswith(folded_tag(wanted))]
    if wanted:
        names += [name for _number, name in tags_like(viewer, wanted, 0, MOST_OFFERED)]
    return [Offer(f"#{name}", f"#{name}") for name in list(dict.fromkeys(names))[:MOST_OFFERED]]


def emoji_offered(viewer: Account, start: str) -> list[Offer]:
    """Emoji with names in which a word begins so, in the reader's language or in English."""
    found = emoji_called(start, get_language() or "", MOST_OFFERED)
    return [Offer(one.sign, f":{one.name}:", sign=one.sign) for one in found]


OFFERED_AFTER: dict[str, Callable[[Account, str], list[Offer]]] = {
    "@": people_offered,
    "#": tags_offered,
    ":": emoji_offered,
}
