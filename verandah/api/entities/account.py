"""Account, CredentialAccount and Role: a person, and what only they see of themselves."""

from typing import TypedDict

from verandah.base.ids import moment_of
from verandah.domain.accounts.roles import Role
from verandah.domain.posts.full import FullAccount

from .addresses import account_url, picture_url
from .content import plain_html
from .dates import day, midnight

type Nothing = list[object]


class FeatureApproval(TypedDict):
    automatic: list[str]
    manual: list[str]
    current_user: str


class AccountJson(TypedDict):
    id: str
    username: str
    acct: str
    display_name: str
    locked: bool
    bot: bool
    discoverable: bool
    indexable: bool
    group: bool
    created_at: str
    note: str
    url: str
    uri: str
    avatar: str
    avatar_static: str
    avatar_description: str
    header: str
    header_static: str
    header_description: str
    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: str | None
    hide_collections: bool
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    noindex: bool
    feature_approval: FeatureApproval
    emojis: Nothing
    roles: Nothing
    fields: Nothing


class Source(TypedDict):
    privacy: str
    sensitive: bool
    language: str | None
    note: str
    fields: Nothing
    follow_requests_count: int
    hide_collections: bool
    discoverable: bool
    indexable: bool
    attribution_domains: list[str]
    quote_policy: str


class RoleJson(TypedDict):
    id: str
    name: str
    permissions: str
    color: str
    highlighted: bool


class CredentialAccountJson(AccountJson):
    source: Source
    role: RoleJson


def account(full: FullAccount) -> AccountJson:
    """A person as everyone may know them; the numbers are those of what the viewer may see."""
    shown, newest = full.account, full.tally.newest_id
    url, avatar, header = account_url(shown.username), picture_url("avatar.png"), picture_url("header.png")
    return {
        "id": str(shown.id),
        "username": shown.username,
        "acct": shown.username,
        "display_name": shown.display_name,
        "locked": shown.approves_followers,
        "bot": False,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": midnight(shown.created_at),
        "note": plain_html(shown.bio),
        "url": url,
        "uri": url,
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": "",
        "header": header,
        "header_static": header,
        "header_description": "",
        "followers_count": shown.followers_count,
        "following_count": shown.following_count,
        "statuses_count": full.tally.count,
        "last_status_at": day(moment_of(newest)) if newest else None,
        "hide_collections": False,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": True,
        "feature_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "emojis": [],
        "roles": [],
        "fields": [],
    }


def credential_account(full: FullAccount, role: Role, requests: int, privacy: str) -> CredentialAccountJson:
    """A person as they see themselves."""
    source: Source = {
        "privacy": privacy,
        "sensitive": False,
        "language": None,
        "note": full.account.bio,
        "fields": [],
        "follow_requests_count": requests,
        "hide_collections": False,
        "discoverable": True,
        "indexable": False,
        "attribution_domains": [],
        "quote_policy": "nobody",
    }
    return {**account(full), "source": source, "role": role_json(role)}


def role_json(role: Role) -> RoleJson:
    """What someone may do for the site. No deed of Mastodon's staff can be done by apps yet, so none is promised."""
    is_staff = role > Role.MEMBER
    return {
        "id": str(int(role)),
        "name": role.name.capitalize() if is_staff else "",
        "permissions": "0",
        "color": "",
        "highlighted": is_staff,
    }
