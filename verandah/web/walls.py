"""The composer for someone's wall: where they have opened it, and for friends unless another audience is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, NotFound
from verandah.base.paging import whole
from verandah.domain.accounts.show import show_account
from verandah.domain.graph.queries import account_by_id
from verandah.domain.graph.show import relations
from verandah.domain.posts.drafts import newest_draft

from .compose import empty_composer
from .draft_forms import composer_left

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.accounts.show import ShownAccount

    from .compose import Composer

FRIENDS = "friends"


def composer_on(viewer: Account, said: str) -> Composer:
    """The form for a wall, with what was begun there last. Raises NotFound, Forbidden when it is not open to them."""
    owner = wall_named(viewer, said)
    place = f"w{owner.id}"
    draft = newest_draft(viewer, place)
    empty = empty_composer(viewer)
    composer = composer_left(viewer, draft) if draft else replace(empty, menu=replace(empty.menu, audience=FRIENDS))
    return replace(composer, wall=owner, at=place)


def with_wall(viewer: Account, composer: Composer, sent: QueryDict) -> Composer:
    """A form that was sent, for the wall that it was sent for."""
    said = sent.get("wall", "")
    if not said:
        return composer
    owner = wall_named(viewer, str(said))
    return replace(composer, wall=owner, at=f"w{owner.id}")


def wall_named(viewer: Account, said: str) -> ShownAccount:
    """Whose wall is meant. Raises NotFound, Forbidden."""
    owner = account_by_id(viewer, whole(said, 0))
    if owner.id == viewer.id:
        raise NotFound
    if not relations(viewer, [owner.id])[owner.id].may_write:
        raise Forbidden(_("They have not opened their wall to you. You can name them in a post of your own."))
    return show_account(owner)
