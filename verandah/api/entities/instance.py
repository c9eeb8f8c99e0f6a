"""Instance in its two versions: what the site is, and what it can do."""

from importlib.metadata import version as version_of
from typing import Any

from django.conf import settings

from verandah.actions.presenting import LONGEST_BIO
from verandah.domain.accounts.names import LONGEST_DISPLAY_NAME
from verandah.domain.instance.show import ShownSite
from verandah.domain.posts.full import FullAccount

from .account import account
from .addresses import picture_url, site_host
from .content import plain_html

# The version of Mastodon whose calls we answer; apps take the first three numbers and ask for no more than it had.
SPOKEN = "4.3.0"
API_LEVEL = 2
CHARACTERS_OF_A_LINK = 23
# The source has no public address yet; an app must not be sent to one that does not exist.
SOURCE = ""

type Json = dict[str, Any]


def spoken_version() -> str:
    """What we are compatible with, and who we are."""
    return f"{SPOKEN} (compatible; Verandah {version_of('verandah')})"


def instance(site: ShownSite, owner: FullAccount | None, posts_count: int, languages: list[str]) -> Json:
    """The first version, which some apps still begin with."""
    return {
        "uri": site_host(),
        "title": site.name,
        "short_description": site.tagline,
        "description": site.about or site.tagline,
        "email": "",
        "version": spoken_version(),
        "urls": {"streaming_api": streaming_url()},
        "stats": {"user_count": site.members_count, "status_count": posts_count, "domain_count": 1},
        "thumbnail": picture_url("thumbnail.png"),
        "languages": languages,
        "registrations": site.joining == "open",
        "approval_required": False,
        "invites_enabled": False,
        "configuration": limits(site),
        "contact_account": account(owner) if owner else None,
        "rules": [],
    }


def instance_v2(site: ShownSite, owner: FullAccount | None, active: int, languages: list[str]) -> Json:
    """The second version."""
    picture = picture_url("thumbnail.png")
    about = {"about": settings.URL, "status": None, "privacy_policy": None, "terms_of_service": None}
    return {
        "domain": site_host(),
        "title": site.name,
        "version": spoken_version(),
        "source_url": SOURCE,
        "description": site.tagline,
        "usage": {"users": {"active_month": active}},
        "thumbnail": {"url": picture, "description": "", "blurhash": None, "versions": {"@1x": picture}},
        "icon": [{"src": picture_url("avatar.png"), "size": "400x400"}],
        "languages": languages,
        "configuration": {
            **limits(site),
            "urls": {"streaming": streaming_url(), **about},
            "translation": {"enabled": False},
            "timelines_access": timelines_access(),
            "limited_federation": True,
        },
        "registrations": {
            "enabled": site.joining == "open",
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": f"{settings.URL}/sign-up/",
        },
        "api_versions": {"mastodon": API_LEVEL},
        "contact": {"email": "", "account": account(owner) if owner else None},
        "rules": [],
    }


def limits(site: ShownSite) -> Json:
    """What a post and a profile can hold. Nothing can be uploaded and nobody can be asked to vote yet."""
    return {
        "accounts": {
            "max_display_name_length": LONGEST_DISPLAY_NAME,
            "max_note_length": LONGEST_BIO,
            "max_featured_tags": 0,
            "max_pinned_statuses": 0,
            "max_profile_fields": 0,
            "profile_field_name_limit": 0,
            "profile_field_value_limit": 0,
        },
        "statuses": {
            "max_characters": site.post_length,
            "max_media_attachments": 0,
            "characters_reserved_per_url": CHARACTERS_OF_A_LINK,
        },
        "media_attachments": {
            "description_limit": 0,
            "image_matrix_limit": 0,
            "image_size_limit": 0,
            "supported_mime_types": [],
            "video_frame_rate_limit": 0,
            "video_matrix_limit": 0,
            "video_size_limit": 0,
        },
        "polls": {"max_options": 0, "max_characters_per_option": 0, "min_expiration": 0, "max_expiration": 0},
    }


def timelines_access() -> Json:
    """Who may read which timeline: the community is for its members."""
    here = {"local": "authenticated", "remote": "disabled"}
    return {
        "live_feeds": here,
        "hashtag_feeds": here,
        "trending_link_feeds": {"local": "disabled", "remote": "disabled"},
    }


def streaming_url() -> str:
    """Where streams begin: the same host, and a scheme that is as safe as that of the pages."""
    return "ws" + str(settings.URL).removeprefix("http")


def extended_description(site: ShownSite) -> Json:
    """What the owner says of the site, at length."""
    return {"updated_at": None, "content": plain_html(site.about) if site.about else ""}


def nodeinfo(site: ShownSite, posts_count: int) -> Json:
    """NodeInfo 2.0. Other servers cannot speak with this one yet, so no protocol is named."""
    return {
        "version": "2.0",
        "software": {"name": "verandah", "version": version_of("verandah")},
        "protocols": [],
        "services": {"outbound": [], "inbound": []},
        "usage": {"users": {"total": site.members_count}, "localPosts": posts_count},
        "openRegistrations": site.joining == "open",
        "metadata": {"nodeName": site.name, "nodeDescription": site.tagline},
    }
