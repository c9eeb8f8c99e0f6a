"""The site: what it is, what it tells its members, and what it has none of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from verandah.actions import administering
from verandah.domain.accounts.queries import members_count, owner_account
from verandah.domain.instance.queries import the_site
from verandah.domain.instance.show import ShownSite, show_announcements, show_site
from verandah.domain.posts.full import full_account
from verandah.domain.posts.queries import open_count

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities import instance as entities
from .entities.announcement import announcement

if TYPE_CHECKING:
    from verandah.domain.posts.full import FullAccount


@open_endpoint("GET")
def first_version(request: ApiRequest) -> HttpResponse:
    """The site as older apps ask for it."""
    return told(entities.instance(site(), owner(request), open_count(), languages()))


@open_endpoint("GET")
def second_version(request: ApiRequest) -> HttpResponse:
    """The site, and what it can do."""
    shown = site()
    return told(entities.instance_v2(shown, owner(request), shown.members_count, languages()))


@open_endpoint("GET")
def extended_description(request: ApiRequest) -> HttpResponse:
    """What the owner says of the site."""
    return told(entities.extended_description(site()))


@open_endpoint("GET")
def translation_languages(request: ApiRequest) -> HttpResponse:
    """Nothing is translated here."""
    return told({})


@endpoint("GET", "read:accounts")
def preferences(request: MemberRequest) -> HttpResponse:
    """How an app is to begin: with posts for members."""
    return told(
        {
            "posting:default:visibility": "unlisted",
            "posting:default:sensitive": False,
            "posting:default:language": request_language(),
            "posting:default:quote_policy": "nobody",
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
            "reading:autoplay:gifs": False,
        }
    )


@endpoint("GET")
def announcements(request: MemberRequest) -> HttpResponse:
    """What the site tells its members now, as far as I have not put it away."""
    return told([announcement(shown) for shown in show_announcements(request.viewer.id, request_language())])


@endpoint("POST", "write:accounts")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """Put an announcement away."""
    administering.dismiss(request.viewer, number)
    return told({})


@open_endpoint("GET")
def nodeinfo(request: ApiRequest) -> HttpResponse:
    """What other programs may count."""
    answer = told(entities.nodeinfo(site(), open_count()))
    answer["Content-Type"] = 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.0#"'
    return answer


def site() -> ShownSite:
    """What the site says of itself."""
    return show_site(the_site(), members_count())


def owner(request: ApiRequest) -> FullAccount | None:
    """Whom to turn to."""
    found = owner_account()
    return full_account(request.viewer, found) if found else None


def languages() -> list[str]:
    """The languages of the site's own words."""
    return [code for code, _name in settings.LANGUAGES]


def request_language() -> str:
    """The language that the reader wants, of those the site has."""
    return get_language() or settings.LANGUAGE_CODE
