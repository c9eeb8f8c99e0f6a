"""List: people whom someone has put together."""

from typing import TypedDict

from verandah.domain.graph.lists import ShownList


class ListJson(TypedDict):
    id: str
    title: str
    replies_policy: str
    exclusive: bool


def people_list(shown: ShownList) -> ListJson:
    """A list, for its owner."""
    return {
        "id": str(shown.id),
        "title": shown.title,
        "replies_policy": shown.replies,
        "exclusive": shown.is_exclusive,
    }
