"""Instance in its two versions: what the site is, and what it can do."""

from collections.abc import Sequence
from importlib.metadata import version as version_of

from django.conf import settings
from django.conf.locale import LANG_INFO

from verandah.actions.presenting import LONGEST_BIO, LONGEST_FIELD, LONGEST_PICTURE_TEXT, MOST_FIELDS
from verandah.actions.tagging import MOST_FEATURED
from verandah.base.video import MOST_FRAME_RATE
from verandah.base.webpush import public_key
from verandah.domain.accounts.names import LONGEST_DISPLAY_NAME
from verandah.domain.instance.papers import papers
from verandah.domain.instance.pictures import LOGO_SIDES, logo_path
from verandah.domain.instance.show import ShownSite
from verandah.domain.media.rules import LONGEST_DESCRIPTION, MOST_IN_A_POST, taken_types
from verandah.domain.moderation.policies import ShownPolicy
from verandah.domain.posts.activity import Week
from verandah.domain.posts.full import FullAccount
from verandah.domain.posts.polls import LONGEST_OPTION, LONGEST_POLL, MOST_OPTIONS, SHORTEST_POLL
from verandah.domain.posts.standing import MOST_PINNED

from .account import account
from .addresses import picture_url, site_host
from .site import (
    FeedAccess,
    Icon,
    InstanceJson,
    InstanceV1Json,
    LanguageJson,
    Limits,
    NodeInfoJson,
    RuleJson,
    RuleWords,
    TimelinesAccess,
    WeekJson,
)

# The version of Mastodon whose calls we answer; apps take the first three numbers and ask for no more than it had.
SPOKEN = "4.5.0"
API_LEVEL = 7
CHARACTERS_OF_A_LINK = 23
# Whoever wants to can join, or ask to.
WAYS_IN = ("open", "approval")
# The source has no public address yet; an app must not be sent to one that does not exist.
SOURCE = ""


def thumbnail(site: ShownSite) -> str:
    """The picture of the site: its own logo, or the one that comes with Verandah."""
    return settings.URL + logo_path(site.logo, 512) if site.logo else picture_url("thumbnail.png")


def icons(site: ShownSite) -> list[Icon]:
    """The sign of the site in its sizes."""
    if not site.logo:
        return [{"src": picture_url("avatar.png"), "size": "400x400"}]
    return [{"src": settings.URL + logo_path(site.logo, side), "size": f"{side}x{side}"} for side in LOGO_SIDES]


def spoken_version() -> str:
    """What we are compatible with, and who we are."""
    return f"{SPOKEN} (compatible; Verandah {version_of('verandah')})"


def instance(
    site: ShownSite, owner: FullAccount | None, posts_count: int, languages: list[str], rules: Sequence[ShownPolicy]
) -> InstanceV1Json:
    """The first version, which some apps still begin with."""
    return {
        "uri": site_host(),
        "title": site.name,
        "short_description": site.tagline,
        "description": site.about or site.tagline,
        "email": site.contact_email,
        "version": spoken_version(),
        "urls": {"streaming_api": streaming_url()},
        "stats": {"user_count": site.members_count, "status_count": posts_count, "domain_count": 1},
        "thumbnail": thumbnail(site),
        "languages": languages,
        "registrations": site.joining in WAYS_IN,
        "approval_required": site.joining == "approval",
        "invites_enabled": site.members_invite,
        "configuration": limits(site),
        "contact_account": account(owner) if owner else None,
        "rules": [rule(one) for one in rules],
    }


def instance_v2(
    site: ShownSite, owner: FullAccount | None, active: int, languages: list[str], rules: Sequence[ShownPolicy]
) -> InstanceJson:
    """The second version."""
    picture = thumbnail(site)
    return {
        "domain": site_host(),
        "title": site.name,
        "version": spoken_version(),
        "source_url": SOURCE,
        "description": site.tagline,
        "usage": {"users": {"active_month": active}},
        "thumbnail": {"url": picture, "description": "", "blurhash": None, "versions": {"@1x": picture}},
        "icon": icons(site),
        "languages": languages,
        "configuration": {
            **limits(site),
            "urls": {
                "streaming": streaming_url(),
                "about": settings.URL,
                "status": None,
                "privacy_policy": address_of("privacy"),
                "terms_of_service": address_of("terms"),
            },
            "translation": {"enabled": False},
            "vapid": {"public_key": public_key()},
            "timelines_access": timelines_access(site),
            "limited_federation": True,
        },
        "registrations": {
            "enabled": site.joining in WAYS_IN,
            "approval_required": site.joining == "approval",
            "reason_required": site.joining == "approval",
            "message": None,
            "min_age": None,
            "url": f"{settings.URL}/sign-up/",
        },
        "api_versions": {"mastodon": API_LEVEL},
        "contact": {"email": site.contact_email, "account": account(owner) if owner else None},
        "rules": [rule(one) for one in rules],
    }


def address_of(slug: str) -> str | None:
    """Where people read a document of the site; None while none of that name holds."""
    return next((settings.URL + one.path for one in papers() if one.slug == slug), None)


def limits(site: ShownSite) -> Limits:
    """What a post and a profile can hold."""
    return {
        "accounts": {
            "max_display_name_length": LONGEST_DISPLAY_NAME,
            "max_note_length": LONGEST_BIO,
            "max_avatar_description_length": LONGEST_PICTURE_TEXT,
            "max_header_description_length": LONGEST_PICTURE_TEXT,
            "max_featured_tags": MOST_FEATURED,
            "max_pinned_statuses": MOST_PINNED,
            "max_profile_fields": MOST_FIELDS,
            "profile_field_name_limit": LONGEST_FIELD,
            "profile_field_value_limit": LONGEST_FIELD,
        },
        "statuses": {
            "max_characters": site.post_length,
            "max_media_attachments": MOST_IN_A_POST,
            "characters_reserved_per_url": CHARACTERS_OF_A_LINK,
        },
        "media_attachments": {
            "description_limit": LONGEST_DESCRIPTION,
            "image_matrix_limit": settings.MOST_PIXELS,
            "image_size_limit": settings.MOST_BYTES["IMAGE"],
            "supported_mime_types": list(taken_types()),
            "video_frame_rate_limit": MOST_FRAME_RATE,
            "video_matrix_limit": settings.MOST_PIXELS,
            "video_size_limit": settings.MOST_BYTES["VIDEO"],
            "verandah": {
                "audio_size_limit": settings.MOST_BYTES["AUDIO"],
                "duration_limit": settings.MOST_SECONDS,
                "quota": settings.QUOTA,
                "descriptions_required": settings.DESCRIPTIONS_REQUIRED,
                "uploads": f"{settings.URL}/api/verandah/v1/uploads",
            },
        },
        "polls": {
            "max_options": MOST_OPTIONS,
            "max_characters_per_option": LONGEST_OPTION,
            "min_expiration": SHORTEST_POLL,
            "max_expiration": LONGEST_POLL,
        },
    }


def rule(shown: ShownPolicy) -> RuleJson:
    """One rule of the site, in all languages it is written in."""
    translations: dict[str, RuleWords] = {
        language: {"text": words["title"], "hint": words["body"]} for language, words in shown.texts.items()
    }
    return {"id": str(shown.id), "text": shown.title, "hint": shown.body, "translations": translations}


def timelines_access(site: ShownSite) -> TimelinesAccess:
    """Who may read which timeline: a guest finds there what is for everyone on the web, where guests find anything."""
    here: FeedAccess = {"local": "public" if site.allows_guests else "authenticated", "remote": "disabled"}
    return {
        "live_feeds": here,
        "hashtag_feeds": here,
        "trending_link_feeds": {"local": "disabled", "remote": "disabled"},
    }


def streaming_url() -> str:
    """Where streams begin: the same host, and a scheme that is as safe as that of the pages."""
    return "ws" + str(settings.URL).removeprefix("http")


def week(counted: Week) -> WeekJson:
    """One week; every number is a text."""
    return {
        "week": str(int(counted.monday.timestamp())),
        "statuses": str(counted.posts),
        "logins": str(counted.active),
        "registrations": str(counted.joined),
    }


def post_languages() -> list[LanguageJson]:
    """The languages that Django knows by name; people here may write in any other, too."""
    named = {code: str(known["name"]) for code, known in LANG_INFO.items() if "name" in known}
    return [{"code": code, "name": named[code]} for code in sorted(named)]


def nodeinfo(site: ShownSite, posts_count: int) -> NodeInfoJson:
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
