"""My profile as someone else gets it: to look at, not to do anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts
from verandah.domain.feeds.queries import author_ids
from verandah.domain.graph.addressable import people_called
from verandah.domain.graph.friends import friends
from verandah.domain.graph.profile_fields import answers_for, fields_for
from verandah.domain.graph.queries import account_by_id, visible_account
from verandah.domain.graph.show import relations
from verandah.domain.posts.full import full_account
from verandah.domain.posts.seen_as import stranger, told_to_author

from .cards import Card
from .paths import older_path
from .viewer import MemberRequest, members_only

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# Words that stand for someone who is nobody in particular; no user name has a space.
GUEST, MEMBER = "a guest", "a member"
LONGEST_NAME = 60
# So many friends are offered.
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Other:
    """As whom the profile is looked at: nobody in particular has no `account`. `viewer`: None is a guest."""

    who: str
    viewer: Account | None
    account: ShownAccount | None = None
    is_blocked: bool = False


@never_cache
@require_safe
@members_only
def profile(request: MemberRequest, username: str) -> HttpResponse:
    """My profile as someone else sees it. Nobody looks at another's profile in this way."""
    me = request.viewer
    if canonical(username) != me.username:
        raise NotFound
    who = request.GET.get("who", "")[:LONGEST_NAME].replace("\0", "").strip()
    other = found(me, who) if who else None
    context = {"person": {"account": show_account(me)}, "who": who, "other": other, "offered": offered(me)}
    seen = seen_by(me, other, Page.from_query(request.GET)) if other and not other.is_blocked else {}
    return render(request, "pages/profile_as.html", context | seen)


def found(me: Account, who: str) -> Other | None:
    """Who is meant; None for a name that nobody has whom I can find. Whoever blocks me is not to be found."""
    if who in (GUEST, MEMBER):
        return Other(who, None if who == GUEST else stranger())
    try:
        account = visible_account(me, who.removeprefix("@"))
    except NotFound:
        ids, _missing = people_called(me, [who])
        if not ids:
            return None
        account = account_by_id(me, ids[0])
    is_blocked = relations(me, [account.pk])[account.pk].blocking
    return Other(account.username, account, show_account(account), is_blocked)


def seen_by(me: Account, other: Other, page: Page) -> dict[str, object]:
    """What they get: the head, the numbers and the posts. A guest finds only those who have spoken to everyone."""
    count = full_account(other.viewer, me).tally.count
    ids = author_ids(other.viewer, me, page)
    posts = [Card(full, "", is_member=False) for full in told_to_author(me, ids)]
    path = f"{reverse('profile_as', args=[me.username])}?{urlencode({'who': other.who})}"
    return {
        "is_found": other.viewer is not None or count > 0,
        "posts_count": count,
        "answers": answers_for(other.viewer, me),
        "fields": fields_for(other.viewer, me),
        "posts": posts,
        "older": older_path(path, ids[-1] if ids else 0, len(ids), page),
        "said": told(other),
    }


def told(other: Other) -> str:
    """Through whose eyes it is."""
    if other.account:
        return _("This is what %(name)s sees of your profile.") % {"name": other.account.display_name}
    if other.viewer is None:
        return _("This is what someone without an account sees of your profile.")
    return _("This is what a member who does not know you sees of your profile.")


def offered(me: Account) -> list[tuple[str, str]]:
    """Through whose eyes one can look: the word for the address, and what is shown for it."""
    entries = friends(me, me, Page(length=OFFERED))
    people = show_accounts([entry.account_id for entry in entries]).values()
    standing = [(GUEST, _("Someone without an account")), (MEMBER, _("A member who does not know you"))]
    return standing + [(one.username, one.display_name) for one in people]
