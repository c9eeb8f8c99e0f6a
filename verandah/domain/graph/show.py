"""How a viewer stands to other people."""

from collections.abc import Sequence
from dataclasses import dataclass

from verandah.domain.accounts.models import Account

from .models import Block, Follow, FollowRequest


@dataclass(frozen=True, slots=True)
class Relation:
    """The viewer's side of it: `following` means the viewer follows them."""

    is_me: bool = False
    following: bool = False
    requested: bool = False
    followed_by: bool = False
    wants_to_follow_me: bool = False
    blocking: bool = False


def relations(viewer: Account | None, ids: Sequence[int]) -> dict[int, Relation]:
    """`viewer`'s relation to each of `ids`, in five queries for any number; none for a guest."""
    if viewer is None:
        return dict.fromkeys(ids, Relation())
    me = viewer.id
    following = set(Follow.objects.filter(follower=me, followee__in=ids).values_list("followee_id", flat=True))
    followers = set(Follow.objects.filter(followee=me, follower__in=ids).values_list("follower_id", flat=True))
    asked = set(FollowRequest.objects.filter(follower=me, followee__in=ids).values_list("followee_id", flat=True))
    asking = set(FollowRequest.objects.filter(followee=me, follower__in=ids).values_list("follower_id", flat=True))
    blocked = set(Block.objects.filter(blocker=me, blocked__in=ids).values_list("blocked_id", flat=True))
    return {
        number: Relation(
            is_me=number == me,
            following=number in following,
            requested=number in asked,
            followed_by=number in followers,
            wants_to_follow_me=number in asking,
            blocking=number in blocked,
        )
        for number in ids
    }
