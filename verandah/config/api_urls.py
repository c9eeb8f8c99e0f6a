"""Addresses for apps. Each is known with and without a slash at its end, because no request may be redirected."""

from django.urls import URLPattern, re_path

from verandah.api import (
    accounts,
    empty,
    instance,
    markers,
    notifications,
    relations,
    search,
    statuses,
    timelines,
    wellknown,
)
from verandah.api.door import Endpoint, Resource

PARTS = {
    ":id": r"(?P<number>[0-9]{1,19})",
    ":name": r"(?P<name>[^/\0]{1,200})",
}


def at(address: str, *endpoints: Endpoint) -> URLPattern:
    """The endpoints of one address, as `docs/api.md` writes it; its name is the address, too."""
    return re_path(f"^{pattern(address)}/?$", Resource(address, *endpoints), name=address.replace(":", ""))


def pattern(address: str) -> str:
    """The address as a regular expression."""
    return "/".join(PARTS.get(part, part.replace(".", r"\.")) for part in address.strip("/").split("/"))


urlpatterns = [
    at("/api/v1/accounts", accounts.several),
    at("/api/v1/accounts/verify_credentials", accounts.verify_credentials),
    at("/api/v1/accounts/update_credentials", accounts.update_credentials),
    at("/api/v1/accounts/lookup", accounts.lookup),
    at("/api/v1/accounts/search", accounts.search),
    at("/api/v1/accounts/relationships", accounts.relationships),
    at("/api/v1/accounts/familiar_followers", accounts.familiar_followers),
    at("/api/v1/accounts/:id", accounts.show),
    at("/api/v1/accounts/:id/statuses", accounts.posts),
    at("/api/v1/accounts/:id/followers", accounts.followers),
    at("/api/v1/accounts/:id/following", accounts.following),
    at("/api/v1/accounts/:id/featured_tags", empty.nothing_of_theirs),
    at("/api/v1/accounts/:id/endorsements", empty.nothing_of_theirs),
    at("/api/v1/accounts/:id/lists", empty.lists_with),
    at("/api/v1/accounts/:id/follow", relations.follow),
    at("/api/v1/accounts/:id/unfollow", relations.unfollow),
    at("/api/v1/accounts/:id/remove_from_followers", relations.remove_from_followers),
    at("/api/v1/accounts/:id/block", relations.block),
    at("/api/v1/accounts/:id/unblock", relations.unblock),
    at("/api/v1/follow_requests", relations.requests),
    at("/api/v1/follow_requests/:id/authorize", relations.authorize),
    at("/api/v1/follow_requests/:id/reject", relations.reject),
    at("/api/v1/blocks", relations.blocks),
    at("/api/v1/statuses", statuses.create, statuses.several),
    at("/api/v1/statuses/:id", statuses.show, statuses.delete),
    at("/api/v1/statuses/:id/context", statuses.context),
    at("/api/v1/statuses/:id/source", statuses.source),
    at("/api/v1/statuses/:id/history", statuses.history),
    at("/api/v1/statuses/:id/reblogged_by", statuses.nobody),
    at("/api/v1/statuses/:id/favourited_by", statuses.nobody),
    at("/api/v1/statuses/:id/quotes", statuses.nobody),
    at("/api/v1/timelines/home", timelines.home),
    at("/api/v1/timelines/public", timelines.public),
    at("/api/v1/timelines/tag/:name", timelines.tag),
    at("/api/v1/timelines/list/:id", empty.no_such_list),
    at("/api/v1/notifications", notifications.index),
    at("/api/v1/notifications/clear", notifications.clear),
    at("/api/v1/notifications/unread_count", notifications.unread_count),
    at("/api/v1/notifications/requests", empty.nothing("read:notifications")),
    at("/api/v1/notifications/:id", notifications.show),
    at("/api/v1/notifications/:id/dismiss", notifications.dismiss),
    at("/api/v2/notifications", notifications.groups),
    at("/api/v2/notifications/unread_count", notifications.unread_count),
    at("/api/v2/notifications/policy", notifications.show_policy),
    at("/api/v2/notifications/:name", notifications.group),
    at("/api/v2/notifications/:name/accounts", notifications.group_accounts),
    at("/api/v2/notifications/:name/dismiss", notifications.group_dismiss),
    at("/api/v1/markers", markers.show, markers.note),
    at("/api/v1/preferences", instance.preferences),
    at("/api/v1/announcements", instance.announcements),
    at("/api/v1/announcements/:id/dismiss", instance.dismiss),
    at("/api/v1/instance", instance.first_version),
    at("/api/v2/instance", instance.second_version),
    at("/api/v1/instance/rules", empty.nothing_for_anyone),
    at("/api/v1/instance/peers", empty.nothing_for_anyone),
    at("/api/v1/instance/activity", empty.nothing_for_anyone),
    at("/api/v1/instance/domain_blocks", empty.nothing_for_anyone),
    at("/api/v1/instance/extended_description", instance.extended_description),
    at("/api/v1/instance/translation_languages", instance.translation_languages),
    at("/api/v2/search", search.search),
    at("/api/v1/tags/:name", search.show_tag),
    at("/api/v1/suggestions", search.suggested_accounts),
    at("/api/v2/suggestions", search.suggested),
    at("/api/v1/directory", accounts.directory),
    at("/api/v1/trends", empty.nothing_for_anyone),
    at("/api/v1/trends/tags", empty.nothing_for_anyone),
    at("/api/v1/trends/statuses", empty.nothing_for_anyone),
    at("/api/v1/trends/links", empty.nothing_for_anyone),
    at("/api/v1/custom_emojis", empty.nothing_for_anyone),
    at("/api/v1/mutes", empty.nothing("read:mutes")),
    at("/api/v1/lists", empty.nothing("read:lists")),
    at("/api/v1/filters", empty.nothing("read:filters")),
    at("/api/v2/filters", empty.nothing("read:filters")),
    at("/api/v1/conversations", empty.nothing("read:statuses")),
    at("/api/v1/favourites", empty.nothing("read:favourites")),
    at("/api/v1/bookmarks", empty.nothing("read:bookmarks")),
    at("/api/v1/scheduled_statuses", empty.nothing("read:statuses")),
    at("/api/v1/endorsements", empty.nothing("read:accounts")),
    at("/api/v1/featured_tags", empty.nothing("read:accounts")),
    at("/api/v1/featured_tags/suggestions", empty.nothing("read:accounts")),
    at("/api/v1/followed_tags", empty.nothing("read:follows")),
    at("/api/v1/domain_blocks", empty.nothing("read:blocks")),
    at("/api/v1/push/subscription", empty.no_subscription),
    at("/.well-known/nodeinfo", wellknown.nodeinfo),
    at("/.well-known/host-meta", wellknown.host_meta),
    at("/.well-known/webfinger", wellknown.webfinger),
    at("/nodeinfo/2.0", instance.nodeinfo),
]

# Below everything else, because it answers whatever is left.
unknown = re_path("^api/", Resource("/api/"), name="/api/")
