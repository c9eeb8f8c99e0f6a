"""Account, CredentialAccount and Role: a person, and what only they see of themselves."""

from typing import NotRequired, TypedDict

from verandah.domain.accounts.fields import For
from verandah.domain.accounts.habits import Habits
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.posts.full import FullAccount

from .addresses import account_url, avatar_url, header_url
from .content import line_html, plain_html
from .dates import midnight
from .visibility import wish

type Nothing = list[object]

# Mastodon's numbers for what its staff can do, as far as apps can do it here: see the dashboard (8), look after reports
# (16) and members (1024); for admins also other servers (32), and who is kept out (128).
PERMISSIONS = {
    Permission.SEE_CASES: 8,
    Permission.SORT_CASES: 16,
    Permission.DECIDE_ABOUT_PEOPLE: 1024,
    Permission.KEEP_OUT: 32 + 128,
}

QUOTING = {QuotePolicy.EVERYONE: "public", QuotePolicy.FOLLOWERS: "followers", QuotePolicy.NOBODY: "nobody"}


class OfField(TypedDict):
    """What only we have: `audience` is public, members, followers, friends or only_me."""

    audience: str


class FieldJson(TypedDict):
    name: str
    value: str
    # Nobody looks at other sites yet to see whether they point back.
    verified_at: str | None
    verandah: NotRequired[OfField]


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
    fields: list[FieldJson]
    # There only when it is so.
    limited: NotRequired[bool]


class Source(TypedDict):
    privacy: str
    sensitive: bool
    language: str | None
    note: str
    fields: list[FieldJson]
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
    shown = full.account
    url, avatar, header = account_url(shown.username), avatar_url(shown), header_url(shown)
    told: AccountJson = {
        "id": str(shown.id),
        "username": shown.username,
        "acct": shown.username,
        "display_name": shown.display_name,
        "locked": shown.approves_followers,
        "bot": shown.is_bot,
        "discoverable": shown.discoverable,
        "indexable": shown.indexable,
        "group": False,
        "created_at": midnight(shown.created_at),
        "note": plain_html(shown.bio),
        "url": url,
        "uri": url,
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": shown.avatar_description,
        "header": header,
        "header_static": header,
        "header_description": shown.header_description,
        "followers_count": shown.followers_count,
        "following_count": shown.following_count,
        "statuses_count": full.tally.count,
        "last_status_at": full.tally.newest_on.isoformat() if full.tally.newest_on else None,
        "hide_collections": shown.hides_connections,
        "show_media": shown.shows_media,
        "show_media_replies": shown.shows_media_replies,
        "show_featured": shown.shows_recommended,
        "noindex": not shown.indexable,
        "feature_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "emojis": [],
        "roles": [],
        "fields": account_fields(shown),
    }
    if shown.is_limited:
        told["limited"] = True
    return told


def credential_account(full: FullAccount, habits: Habits, role: Role, requests: int) -> CredentialAccountJson:
    """A person as they see themselves."""
    shown = full.account
    source: Source = {
        "privacy": wish(habits.default_audience),
        "sensitive": habits.default_sensitive,
        "language": habits.default_language or None,
        "note": shown.bio,
        "fields": plain_fields(shown),
        "follow_requests_count": requests,
        "hide_collections": shown.hides_connections,
        "discoverable": shown.discoverable,
        "indexable": shown.indexable,
        "attribution_domains": list(habits.attribution_domains),
        "quote_policy": QUOTING[habits.quote_policy],
    }
    return {**account(full), "source": source, "role": role_json(role)}


def account_fields(shown: ShownAccount) -> list[FieldJson]:
    """The lines of a profile with links in them."""
    return [{"name": line.name, "value": line_html(line.value), "verified_at": None} for line in shown.fields]


def plain_fields(shown: ShownAccount) -> list[FieldJson]:
    """The lines of a profile as they were typed, each with for whom it is, unless that is everyone."""
    found: list[FieldJson] = []
    for line in shown.fields:
        told: FieldJson = {"name": line.name, "value": line.value, "verified_at": None}
        if line.audience != For.PUBLIC:
            told["verandah"] = {"audience": str(line.audience)}
        found.append(told)
    return found


def role_json(role: Role) -> RoleJson:
    """What someone may do for the site, and what apps of theirs can do of it."""
    is_staff = role > Role.MEMBER
    return {
        "id": str(int(role)),
        "name": role.name.capitalize() if is_staff else "",
        "permissions": str(sum(number for permission, number in PERMISSIONS.items() if may(role, permission))),
        "color": "",
        "highlighted": is_staff,
    }
