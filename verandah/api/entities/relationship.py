"""Relationship: how the viewer stands to someone."""

from typing import TypedDict

from verandah.domain.graph.show import Relation

from .dates import moment_or_none


class OursJson(TypedDict):
    """What only we have."""

    friends: bool
    friend_requested: bool
    friend_requested_by: bool
    may_follow: bool
    may_befriend: bool
    may_write_on_wall: bool


class RelationshipJson(TypedDict):
    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: list[str] | None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    muting_expires_at: str | None
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str
    verandah: OursJson


def relationship(account_id: int, relation: Relation) -> RelationshipJson:
    """The viewer's side. Who blocks the viewer is nobody to them, so `blocked_by` is never true."""
    return {
        "id": str(account_id),
        "following": relation.following,
        "showing_reblogs": relation.shows_shares,
        "notifying": relation.notifies,
        "languages": list(relation.languages) or None,
        "followed_by": relation.followed_by,
        "blocking": relation.blocking,
        "blocked_by": False,
        "muting": relation.muting,
        "muting_notifications": relation.mutes_notifications,
        "muting_expires_at": moment_or_none(relation.muted_until),
        "requested": relation.requested,
        "requested_by": relation.wants_to_follow_me,
        "domain_blocking": False,
        "endorsed": relation.recommended,
        "note": relation.note,
        "verandah": {
            "friends": relation.friends,
            "friend_requested": relation.friend_requested,
            "friend_requested_by": relation.wants_to_be_friends,
            "may_follow": relation.takes_followers or relation.following or relation.friends,
            "may_befriend": relation.may_befriend or relation.friends or relation.wants_to_be_friends,
            "may_write_on_wall": relation.may_write,
        },
    }
