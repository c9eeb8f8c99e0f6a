"""Audience and PostAudience: for whom posts can be here, in our own words beside Mastodon's."""

from typing import NotRequired, TypedDict

from django.utils.translation import gettext, pgettext

from verandah.domain.posts.addressees import Addressees
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OFFERED

from .visibility import MEANT, SAID


class AudienceJson(TypedDict):
    """`audience` is our word, `name` that of people. `visibility` is how Mastodon's apps are told of it, `sent_as`
    the word by which they ask for it, if there is one. `offered`: whether one can choose it."""

    audience: str
    name: str
    visibility: str
    sent_as: str | None
    offered: bool


class PostAudienceJson(TypedDict):
    """The lists and people are told to the author alone."""

    audience: str
    visibility: str
    list_ids: NotRequired[list[str]]
    account_ids: NotRequired[list[str]]


def audience_json(audience: Audience) -> AudienceJson:
    """One audience."""
    words = [word for word, meant in MEANT.items() if meant == audience]
    return {
        "audience": audience.name.lower(),
        "name": name_of(audience),
        "visibility": SAID[audience],
        "sent_as": words[0] if words else None,
        "offered": audience in OFFERED,
    }


def post_audience(found: Addressees) -> PostAudienceJson:
    """For whom a post is."""
    told: PostAudienceJson = {"audience": found.audience.name.lower(), "visibility": SAID[found.audience]}
    if found.is_mine:
        told["list_ids"] = [str(number) for number in found.list_ids]
        told["account_ids"] = [str(number) for number in found.account_ids]
    return told


def name_of(audience: Audience) -> str:
    """An audience as our pages call it."""
    names = {
        Audience.PUBLIC: pgettext("audience", "Everyone"),
        Audience.MEMBERS: pgettext("audience", "Members"),
        Audience.FOLLOWERS: pgettext("audience", "Followers"),
        Audience.FRIENDS: pgettext("audience", "Friends"),
        Audience.LISTS: pgettext("audience", "Lists"),
        Audience.PEOPLE: pgettext("audience", "Named people"),
        Audience.GROUP: pgettext("audience", "Group"),
        Audience.ONLY_ME: gettext("Only me"),
    }
    return names[audience]
