"""Profile: all that someone can change of what others see of them, as it was typed."""

from typing import TypedDict

from verandah.domain.accounts.habits import Habits
from verandah.domain.accounts.show import ShownAccount

from .account import FieldJson, account_fields, plain_fields
from .addresses import avatar_url, header_url
from .content import plain_html
from .tag import FeaturedTagJson


class ProfileJson(TypedDict):
    id: str
    display_name: str
    note: str
    fields: list[FieldJson]
    formatted_note: str
    formatted_fields: list[FieldJson]
    avatar: str | None
    avatar_static: str | None
    avatar_description: str
    header: str | None
    header_static: str | None
    header_description: str
    locked: bool
    bot: bool
    hide_collections: bool
    discoverable: bool
    indexable: bool
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    attribution_domains: list[str]
    featured_tags: list[FeaturedTagJson]


def profile(shown: ShownAccount, habits: Habits, tags: list[FeaturedTagJson]) -> ProfileJson:
    """Someone's own profile. Unlike in other answers, a picture that is not there is null."""
    avatar = avatar_url(shown) if shown.avatar_path else None
    header = header_url(shown) if shown.header_path else None
    return {
        "id": str(shown.id),
        "display_name": shown.display_name,
        "note": shown.bio,
        "fields": plain_fields(shown),
        "formatted_note": plain_html(shown.bio),
        "formatted_fields": account_fields(shown),
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": shown.avatar_description,
        "header": header,
        "header_static": header,
        "header_description": shown.header_description,
        "locked": shown.approves_followers,
        "bot": shown.is_bot,
        "hide_collections": shown.hides_connections,
        "discoverable": shown.discoverable,
        "indexable": shown.indexable,
        "show_media": shown.shows_media,
        "show_media_replies": shown.shows_media_replies,
        "show_featured": shown.shows_recommended,
        "attribution_domains": list(habits.attribution_domains),
        "featured_tags": tags,
    }
