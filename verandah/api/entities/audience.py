"""Audience and PostAudience: for whom posts can be here, in our own words beside Mastodon's."""

from typing import NotRequired, TypedDict

from django.utils.translation import gettext, pgettext

from verandah.domain.posts.addressees import Addressees
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.explaining import Answer
from verandah.domain.posts.rules import OFFERED

from .visibility import MEANT, SAID

# A post for named people is also for those whom its words name, so that they need not be said.
TAKES = {
    Audience.FRIENDS_EXCEPT: ("list_ids", "account_ids"),
    Audience.LISTS: ("list_ids", "account_ids"),
    Audience.PEOPLE: ("account_ids",),
}


class AudienceJson(TypedDict):
    """`audience` is our word, `name` that of people. `visibility` is how Mastodon's apps are told of it, `sent_as`
    the word by which they ask for it, if there is one. `offered`: whether one can choose it. `takes`: which of
    `list_ids` and `account_ids` say whom it means; with "friends_except" they say whom it does not."""

    audience: str
    name: str
    visibility: str
    sent_as: str | None
    offered: bool
    takes: list[str]


class PostAudienceJson(TypedDict):
    """The lists and people are told to the author alone.

    So is how many other members see it; null where someone else decides that as well.
    """

    audience: str
    visibility: str
    list_ids: NotRequired[list[str]]
    account_ids: NotRequired[list[str]]
    seen_by_count: NotRequired[int | None]


class ExplanationJson(TypedDict):
    """Whether someone sees a post, null where someone else decides it, and a sentence that says why."""

    visible: bool | None
    reason: str


def audience_json(audience: Audience) -> AudienceJson:
    """One audience."""
    words = [word for word, meant in MEANT.items() if meant == audience]
    return {
        "audience": audience.name.lower(),
        "name": name_of(audience),
        "visibility": SAID[audience],
        "sent_as": words[0] if words else None,
        "offered": audience in OFFERED,
        "takes": [*TAKES.get(audience, ())],
    }


def post_audience(found: Addressees, count: int | None = None) -> PostAudienceJson:
    """For whom a post is, and how many other members see it."""
    told: PostAudienceJson = {"audience": found.audience.name.lower(), "visibility": SAID[found.audience]}
    if found.is_mine:
        told["list_ids"] = [str(number) for number in found.list_ids]
        told["account_ids"] = [str(number) for number in found.account_ids]
        told["seen_by_count"] = count
    return told


def explanation(found: Answer) -> ExplanationJson:
    """Whether someone sees a post, and why."""
    return {"visible": found.visible, "reason": found.text}


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
        Audience.FRIENDS_EXCEPT: pgettext("audience", "Friends except …"),
    }
    return names[audience]
