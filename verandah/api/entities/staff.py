"""Admin::Account and Admin::Report: members and reports as the staff sees them."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from verandah.base.ids import moment_of, new_id
from verandah.domain.moderation.policies import ShownPolicy
from verandah.domain.moderation.show import Seen, ShownMember, ShownReport
from verandah.domain.posts.full import FullAccount, FullPost
from verandah.domain.search.reviews import Reviewed

from .account import AccountJson, RoleJson, account, role_json
from .addresses import tag_url
from .dates import moment, moment_or_none
from .instance import rule
from .site import RuleJson
from .status import StatusJson, status
from .tag import TagHistory


class AddressJson(TypedDict):
    ip: str
    used_at: str


class AdminAccountJson(TypedDict):
    id: str
    username: str
    # Everyone is here.
    domain: None
    created_at: str
    email: str
    ip: str | None
    ips: list[AddressJson]
    confirmed: bool
    approved: bool
    disabled: bool
    sensitized: bool
    silenced: bool
    suspended: bool
    locale: str | None
    invite_request: str | None
    # Where somebody has invited them.
    invited_by_account_id: NotRequired[str]
    role: RoleJson
    account: AccountJson


class AdminReportJson(TypedDict):
    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool
    created_at: str
    updated_at: str
    account: AdminAccountJson
    target_account: AdminAccountJson
    assigned_account: AdminAccountJson | None
    action_taken_by_account: AdminAccountJson | None
    statuses: list[StatusJson]
    rules: list[RuleJson]


def admin_account(shown: ShownMember, full: FullAccount) -> AdminAccountJson:
    """A member."""
    told: AdminAccountJson = {
        "id": str(shown.account.id),
        "username": shown.account.username,
        "domain": None,
        "created_at": moment(shown.account.created_at),
        "email": shown.email,
        "ip": shown.seen[0].address if shown.seen else None,
        "ips": [address(place) for place in shown.seen],
        "confirmed": shown.is_confirmed,
        "approved": not shown.waits,
        "disabled": shown.is_disabled,
        "sensitized": shown.is_always_sensitive,
        "silenced": shown.is_limited,
        "suspended": shown.is_suspended,
        "locale": shown.language or None,
        "invite_request": shown.reason,
        "role": role_json(shown.role),
        "account": account(full),
    }
    if shown.invited_by_id:
        told["invited_by_account_id"] = str(shown.invited_by_id)
    return told


def address(place: Seen) -> AddressJson:
    """From where someone was here."""
    return {"ip": place.address, "used_at": moment(place.at)}


def admin_report(
    shown: ShownReport,
    people: Mapping[int, AdminAccountJson],
    posts: Sequence[FullPost],
    rules: Mapping[int, ShownPolicy],
) -> AdminReportJson:
    """A report; of what it is about, as much as the asker may see."""
    return {
        "id": str(shown.id),
        "action_taken": shown.action_taken_at is not None,
        "action_taken_at": moment_or_none(shown.action_taken_at),
        "category": shown.category,
        "comment": shown.comment,
        "forwarded": shown.forwarded,
        "created_at": moment(shown.created_at),
        "updated_at": moment(shown.updated_at),
        "account": people[shown.reporter_id or 0],
        "target_account": people[shown.target.id if shown.target else 0],
        "assigned_account": people.get(shown.assigned_id or 0),
        "action_taken_by_account": people.get(shown.action_taken_by_id or 0),
        "statuses": [status(full, for_member=True) for full in posts],
        "rules": [rule(rules[number]) for number in shown.rules if number in rules],
    }


class AdminTagJson(TypedDict):
    """Admin::Tag."""

    id: str
    name: str
    url: str
    history: list[TagHistory]
    trendable: bool
    usable: bool
    listable: bool
    requires_review: bool


def admin_tag(row: Reviewed) -> AdminTagJson:
    """A tag that trends, and whether anybody has looked at it."""
    day = int(moment_of(new_id()).timestamp()) // 86_400 * 86_400
    return {
        "id": str(row.ref),
        "name": row.name,
        "url": tag_url(row.name),
        "history": [{"day": str(day), "uses": str(row.uses), "accounts": str(row.people)}],
        "trendable": bool(row.is_allowed),
        "usable": True,
        "listable": row.is_allowed is not False,
        "requires_review": row.is_allowed is None,
    }
