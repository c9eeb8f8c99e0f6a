"""Accounts as a page or an app shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from verandah.domain.media.signing import at_origin

from .fields import For, Line, told
from .models import Account
from .names import initials, tone
from .rows import accounts


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """Enough to name a person anywhere. Nothing in it depends on the viewer."""

    id: int
    username: str
    display_name: str
    initials: str
    tone: str
    bio: str
    approves_followers: bool
    followers_count: int
    following_count: int
    created_at: datetime
    rev: int
    # Those lines of the profile that are for everyone; who may see more of them is told by `graph.profile_fields`.
    fields: tuple[Line, ...]
    # From the root of the site, unless files have a host of their own; empty when there is no picture of theirs.
    avatar_path: str
    avatar_description: str
    header_path: str
    header_description: str
    hides_connections: bool
    discoverable: bool
    indexable: bool
    is_bot: bool
    shows_media: bool
    shows_media_replies: bool
    shows_recommended: bool
    is_limited: bool
    # Of all their posts; of those all members may see; of those everyone on the web may see.
    posts_count: int
    open_posts_count: int
    public_posts_count: int
    newest_open_on: date | None
    newest_public_on: date | None


def show_account(account: Account) -> ShownAccount:
    """One row as shown."""
    return ShownAccount(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        initials=initials(account.display_name),
        tone=tone(account.username),
        bio=account.bio,
        approves_followers=account.approves_followers,
        followers_count=account.followers_count,
        following_count=account.following_count,
        created_at=account.created_at,
        rev=account.rev,
        fields=told(account.fields, [For.PUBLIC]),
        avatar_path=at_origin(account.avatar_path),
        avatar_description=account.avatar_description,
        header_path=at_origin(account.header_path),
        header_description=account.header_description,
        hides_connections=account.hides_connections,
        discoverable=account.discoverable,
        indexable=account.indexable,
        is_bot=account.is_bot,
        shows_media=account.shows_media,
        shows_media_replies=account.shows_media_replies,
        shows_recommended=account.shows_recommended,
        is_limited=account.limited_at is not None,
        posts_count=account.posts_count,
        open_posts_count=account.open_posts_count,
        public_posts_count=account.public_posts_count,
        newest_open_on=account.newest_open_on,
        newest_public_on=account.newest_public_on,
    )


def show_accounts(ids: Iterable[int]) -> dict[int, ShownAccount]:
    """Accounts by id, in one query."""
    return {row.id: show_account(row) for row in accounts(dict.fromkeys(ids))}
