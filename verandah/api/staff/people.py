"""Members as the staff sees them, and what it can do about one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import auditing, letting_in, moderating
from verandah.api.door import MemberRequest, staff_endpoint, told
from verandah.api.entities.staff import AdminAccountJson, admin_account
from verandah.api.paging import listed, page_of
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts import sign_ups
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation.queries import STATES, WantedMembers, member_account, member_ids
from verandah.domain.moderation.show import show_members
from verandah.domain.posts.full import full_accounts

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# What Mastodon calls each deed.
DEEDS = {
    "none": moderating.dismiss,
    "disable": moderating.disable,
    "sensitive": moderating.mark_sensitive,
    "silence": moderating.limit,
    "suspend": moderating.suspend,
}


@staff_endpoint("GET", "admin:read:accounts", permission=Permission.SEE_PEOPLE)
def first_index(request: MemberRequest) -> HttpResponse:
    """Members, as apps first asked for them: each thing that they must be is a parameter of its own."""
    asked = request.parameters
    states = tuple(word for word in STATES if asked.flag(word))
    nobody = asked.flag("remote") or bool(asked.text("by_domain"))
    return listing(request, wanted(request, states, asked.flag("staff"), nobody))


@staff_endpoint("GET", "admin:read:accounts", permission=Permission.SEE_PEOPLE)
def second_index(request: MemberRequest) -> HttpResponse:
    """Members."""
    asked = request.parameters
    state = asked.text("status")
    if state and state not in STATES:
        raise Invalid("status", _("Choose active, pending, disabled, silenced or suspended."))
    nobody = asked.text("origin") == "remote" or bool(asked.text("by_domain"))
    return listing(request, wanted(request, (state,) if state else (), asked.text("permissions") == "staff", nobody))


@staff_endpoint("GET", "admin:read:accounts", permission=Permission.SEE_PEOPLE)
def show(request: MemberRequest, number: int) -> HttpResponse:
    """One member, suspended or not."""
    return told(one(request, number))


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def act(request: MemberRequest, number: int) -> HttpResponse:
    """Do something about a member; the report that it answers is resolved."""
    asked = request.parameters
    deed = DEEDS.get(asked.text("type", "none"))
    if deed is None:
        raise Invalid("type", _("Choose none, disable, sensitive, silence or suspend."))
    report_id = asked.number("report_id", 0) if asked.text("report_id") else None
    deed(member_account(request.viewer, number), request.viewer, asked.text("text"), report_id)
    return told({})


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def approve(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone in who waits."""
    return answered(request, number, letting_in.approve)


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def reject(request: MemberRequest, number: int) -> HttpResponse:
    """Send someone away who waits."""
    return answered(request, number, letting_in.reject)


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def enable(request: MemberRequest, number: int) -> HttpResponse:
    """Let someone sign in again."""
    return undo(request, number, moderating.enable)


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def unsilence(request: MemberRequest, number: int) -> HttpResponse:
    """Let everyone come across them again."""
    return undo(request, number, moderating.unlimit)


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def unsensitive(request: MemberRequest, number: int) -> HttpResponse:
    """Let them say by themselves which media need a warning."""
    return undo(request, number, moderating.unmark_sensitive)


@staff_endpoint("POST", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def unsuspend(request: MemberRequest, number: int) -> HttpResponse:
    """Let them back in, with all that is theirs."""
    return undo(request, number, moderating.unsuspend)


@staff_endpoint("DELETE", "admin:write:accounts", permission=Permission.DECIDE_ABOUT_PEOPLE)
def delete(request: MemberRequest, number: int) -> HttpResponse:
    """Erase someone who is suspended. It cannot be done by an app."""
    moderating.refuse_unless_above(request.viewer, member_account(request.viewer, number))
    raise Forbidden(_("Nobody’s account can be erased from here. Suspend them: then nobody sees anything of theirs."))


def listing(request: MemberRequest, wish: WantedMembers) -> HttpResponse:
    """A page of members."""
    ids = member_ids(request.viewer, page_of(request, 100, 200), wish)
    found = members_told(request.viewer, ids)
    return listed(request, [found[number] for number in ids], ids)


def wanted(request: MemberRequest, states: tuple[str, ...], staff_only: bool, nobody: bool) -> WantedMembers:
    """What both forms of the list can ask for."""
    asked = request.parameters
    return WantedMembers(
        states=states,
        staff_only=staff_only,
        roles=tuple(asked.numbers("role_ids")),
        username=asked.text("username"),
        display_name=asked.text("display_name"),
        email=asked.text("email"),
        address=asked.text("ip"),
        invited_by=asked.number("invited_by", 0) if asked.text("invited_by") else 0,
        nobody=nobody,
    )


def undo(request: MemberRequest, number: int, deed: Callable[[Account, Account], None]) -> HttpResponse:
    """Do it, then tell how the member stands now."""
    deed(member_account(request.viewer, number), request.viewer)
    return told(one(request, number))


def answered(request: MemberRequest, number: int, deed: Callable[[Account, int], None]) -> HttpResponse:
    """Answer a request to join, then tell how they stand now. Raises Forbidden for whoever does not wait."""
    account = member_account(request.viewer, number)
    moderating.refuse_unless_above(request.viewer, account)
    if account.joined_at is not None or not sign_ups.is_kept_out(account.id):
        raise Forbidden(_("This person does not wait to be let in."))
    deed(request.viewer, number)
    return told(one(request, number))


def one(request: MemberRequest, number: int) -> AdminAccountJson:
    """A member. Raises NotFound."""
    return members_told(request.viewer, [member_account(request.viewer, number).id])[number]


def members_told(viewer: Account, ids: Collection[int]) -> dict[int, AdminAccountJson]:
    """Members by id, as apps of the staff are told of them: that these were looked at is recorded. A fixed number of
    queries."""
    shown = show_members(viewer, ids)
    auditing.looked_at_all(viewer, "account", shown)
    full = {found.account.id: found for found in full_accounts(viewer, list(shown))}
    return {number: admin_account(member, full[number]) for number, member in shown.items()}
