"""LimitedPosts: how many posts are for more people than someone wants."""

from typing import TypedDict


class LimitedPostsJson(TypedDict):
    """`left`: how many. `until_id`: to be sent again to learn how far it has come; null before it has begun."""

    left: int
    until_id: str | None


def limited_posts(left: int, until_id: int | None) -> LimitedPostsJson:
    """How far it has come."""
    return {"left": left, "until_id": str(until_id) if until_id else None}
