"""Forms as someone left them: filled with what was kept, by the same readers that fill them after a mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.http import urlencode

from verandah.domain.posts.drafts import Unsaid, newest_draft, saved_draft

from .compose import Composer, composer_from, empty_composer
from .replies import Reply, reply_from, reply_to
from .viewer import MemberRequest

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.drafts import ShownDraft
    from verandah.domain.posts.models import Post

# The word for a form that begins with nothing, whatever has been kept.
ANEW = "new"


def composer_at(viewer: Account, key: str = "") -> Composer:
    """The composer with the draft of that key, or with what was begun last."""
    if key == ANEW:
        return empty_composer(viewer)
    draft = saved_draft(viewer, key) if key else newest_draft(viewer, "")
    return composer_left(viewer, draft) if draft else empty_composer(viewer)


def composer_beside(viewer: Account, state: Unsaid) -> Composer:
    """The composer of a timeline; nothing is looked for where nothing was begun."""
    return composer_at(viewer) if state.is_begun else empty_composer(viewer)


def reply_at(viewer: Account, answered: Post, *, inline: bool = False) -> Reply:
    """The form of a comment with what was begun there last."""
    draft = newest_draft(viewer, f"c{answered.pk}")
    if draft is None:
        return reply_to(viewer, answered, inline=inline)
    filled = reply_from(left_by(viewer, draft), answered, "", draft.files)
    return replace(filled, key=draft.key, draft=draft, is_inline=inline)


def composer_left(viewer: Account, draft: ShownDraft) -> Composer:
    filled = composer_from(left_by(viewer, draft), "", draft.files)
    return replace(filled, key=draft.key, draft=draft, at=draft.place)


def left_by(viewer: Account, draft: ShownDraft) -> MemberRequest:
    """The request that the form would have been sent with."""
    request = MemberRequest()
    request.method, request.viewer = "POST", viewer
    request.POST = QueryDict(urlencode([*draft.fields, ("key", draft.key)]))
    return request


def composer_with(viewer: Account, text: str) -> Composer:
    """The composer with words that came from elsewhere."""
    return replace(empty_composer(viewer), text=text)
