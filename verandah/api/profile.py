"""My profile: what I say of myself, and how I like things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import picturing, presenting
from verandah.actions.picturing import Which
from verandah.actions.presenting import Revision
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.accounts.habits import habits
from verandah.domain.posts.tags import featured_tags

from .door import MemberRequest, endpoint, told, told_json
from .entities.account import QUOTING
from .entities.profile import profile
from .entities.tag import featured_tag
from .entities.visibility import MEANT, wish
from .instance import request_language
from .parameters import Parameters
from .rendered_people import credentials as credentials_of
from .rendered_people import with_own_fields

if TYPE_CHECKING:
    from verandah.domain.accounts.quoting import QuotePolicy
    from verandah.domain.posts.audience import Audience

PICTURES: tuple[Which, ...] = ("avatar", "header")
QUOTERS = {word: policy for policy, word in QUOTING.items()}


@endpoint("GET", "profile", "read:accounts")
def verify_credentials(request: MemberRequest) -> HttpResponse:
    """Whose token this is."""
    return credentials(request)


@endpoint("PATCH", "write:accounts")
def update_credentials(request: MemberRequest) -> HttpResponse:
    """Change what is named; the rest stays."""
    revise(request)
    return credentials(request)


@endpoint("GET", "profile", "read:accounts")
def show(request: MemberRequest) -> HttpResponse:
    """All that I can change of my profile, as it was typed."""
    return as_typed(request)


def change(request: MemberRequest) -> HttpResponse:
    """Change what is named; the rest stays."""
    revise(request)
    return as_typed(request)


patch = endpoint("PATCH", "write:accounts")(change)
put = endpoint("PUT", "write:accounts")(change)


@endpoint("GET", "read:accounts")
def preferences(request: MemberRequest) -> HttpResponse:
    """What a new post of mine begins with, and how an app is to show others'."""
    mine = habits(request.viewer)
    return told(
        {
            "posting:default:visibility": wish(mine.default_audience),
            "posting:default:sensitive": mine.default_sensitive,
            "posting:default:language": mine.default_language or request_language(),
            "posting:default:quote_policy": QUOTING[mine.quote_policy],
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
            "reading:autoplay:gifs": False,
        }
    )


def as_typed(request: MemberRequest) -> HttpResponse:
    """My profile now."""
    me = request.viewer
    tags = [featured_tag(row) for row in featured_tags(me, me)]
    return told(profile(with_own_fields(me).account, habits(me), tags))


def credentials(request: MemberRequest) -> HttpResponse:
    """The viewer as they see themselves."""
    return told_json(credentials_of(request.viewer, request.viewer.rev, request.bearer.role))


def revise(request: MemberRequest) -> None:
    """Change what the request names. Words that cannot be used are refused before a picture is changed."""
    asked = revision(request.parameters, request.viewer.username)
    presenting.check(asked)
    sent = {which: file for which in picturing.CUTS if (file := request.parameters.file(which))}
    for _picture in sent:
        limits.take("upload", str(request.viewer.id))
    picturing.set_pictures(request.viewer, sent)
    presenting.revise(request.viewer, asked)


def revision(asked: Parameters, username: str) -> Revision:
    """What is to change. Whoever takes their name away is shown by their user name."""
    source = asked.within("source")
    return Revision(
        display_name=(asked.text("display_name") or username) if asked.has("display_name") else None,
        bio=asked.text("note") if asked.has("note") else None,
        fields=fields_of(asked) if asked.has("fields_attributes") else None,
        avatar_description=said(asked, "avatar_description"),
        header_description=said(asked, "header_description"),
        attribution_domains=tuple(asked.texts("attribution_domains")) if asked.has("attribution_domains") else None,
        approves_followers=yes_or_no(asked, "locked"),
        hides_connections=yes_or_no(asked, "hide_collections"),
        discoverable=yes_or_no(asked, "discoverable"),
        indexable=yes_or_no(asked, "indexable"),
        is_bot=yes_or_no(asked, "bot"),
        shows_media=yes_or_no(asked, "show_media"),
        shows_media_replies=yes_or_no(asked, "show_media_replies"),
        shows_recommended=yes_or_no(asked, "show_featured"),
        default_audience=audience_of(source),
        default_sensitive=yes_or_no(source, "sensitive"),
        default_language=said(source, "language"),
        quote_policy=policy_of(source),
    )


def fields_of(asked: Parameters) -> presenting.Fields:
    """The lines of the profile, sent as a list or under numbers."""
    sent = [Parameters(item) for item in asked.items("fields_attributes") if isinstance(item, dict)]
    return tuple((item.text("name"), item.text("value"), item.text("audience")) for item in sent)


def audience_of(source: Parameters) -> Audience | None:
    """For whom a new post is to be."""
    word = source.text("privacy")
    if word and word not in MEANT:
        raise Invalid("privacy", _("There is no visibility “%(word)s”.") % {"word": word[:40]}, "inclusion")
    return MEANT.get(word)


def policy_of(source: Parameters) -> QuotePolicy | None:
    """Who may quote a new post."""
    word = source.text("quote_policy")
    if word and word not in QUOTERS:
        raise Invalid("quote_policy", _("There is no such rule for quotes: “%(word)s”.") % {"word": word[:40]})
    return QUOTERS.get(word)


def said(asked: Parameters, name: str) -> str | None:
    """A text, which may be empty; None when it was not sent."""
    return asked.text(name) if asked.has(name) else None


def yes_or_no(asked: Parameters, name: str) -> bool | None:
    """A yes or a no; None when it was not sent, or left empty."""
    return asked.flag(name) if asked.text(name) else None
