"""The form below a conversation, or why there is none for whoever looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verandah.domain.posts.commenting import may_comment, removed_from, why_closed
from verandah.domain.posts.queries import visible_post

from .draft_forms import reply_at

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.models import Post


def form_for(viewer: Account | None, answered: Post) -> dict[str, Any]:
    """The form below a post or a comment, or why there is none; and how much its author has removed of the viewer's."""
    if viewer is None:
        return {"reply": None, "closed": "", "removed": 0}
    root = visible_post(viewer, answered.root_id) if answered.root_id else answered
    stands = standing(viewer, root)
    return {"reply": None if stands["closed"] else reply_at(viewer, answered), **stands}


def standing(viewer: Account, root: Post) -> dict[str, Any]:
    """The same without the form, read in a way that the event loop can read."""
    return {"closed": "" if may_comment(viewer, root) else why_closed(root), "removed": removed_from(viewer, root)}


def why_not(viewer: Account, answered: Post) -> str:
    """Why someone may not comment here; empty when they may."""
    root = visible_post(viewer, answered.root_id) if answered.root_id else answered
    return "" if may_comment(viewer, root) else why_closed(root)
