"""The site as JSON, rendered anew when anything that it says has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from verandah.base.memory import MEMORY
from verandah.base.tongues import tongues
from verandah.domain.accounts.queries import members_count_lately, owner_account, site_stamp
from verandah.domain.instance.papers import papers
from verandah.domain.instance.queries import the_site
from verandah.domain.instance.show import ShownSite, show_site
from verandah.domain.moderation.policies import ShownPolicy, current_policies, policies_stamp
from verandah.domain.posts.full import FullAccount, full_account
from verandah.domain.posts.queries import OPEN_COUNTED, open_count

from .entities import instance as entities
from .kept import Kept, dumps
from .rendered_people import standing

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# Two versions, for guests, members and the owner.
MOST_SITES = 12

SITES: Kept[bytes] = Kept(MOST_SITES)


def first_version(viewer: Account | None) -> bytes:
    """The site as older apps ask for it."""
    return rendered(
        viewer, 1, lambda site, owner: entities.instance(site, owner, open_count(), languages(), rules(viewer))
    )


def second_version(viewer: Account | None) -> bytes:
    """The site, and what it can do."""
    return rendered(
        viewer, 2, lambda site, owner: entities.instance_v2(site, owner, site.members_count, languages(), rules(viewer))
    )


def if_kept(viewer: Account | None, version: int) -> bytes | None:
    """One of the two, if it is kept already."""
    return SITES.get(state(viewer, version))


def rendered(viewer: Account | None, version: int, entity: Callable[[ShownSite, FullAccount | None], object]) -> bytes:
    """The site as it is now. It is kept if nothing has changed while it was rendered."""
    open_count()
    before = state(viewer, version)
    kept = SITES.get(before)
    if kept is None:
        kept = dumps(entity(shown_site(), owner(viewer)))
        if state(viewer, version) == before:
            SITES.put(before, kept)
    return kept


def state(viewer: Account | None, version: int) -> Hashable:
    """All that the answer is made of."""
    found = site_stamp()
    numbers = (members_count_lately(), MEMORY.get(OPEN_COUNTED))
    return (version, standing(viewer, found[0] if found else 0), found, numbers, policies_stamp(), tongues(), papers())


def shown_site() -> ShownSite:
    """What the site says of itself."""
    return show_site(the_site(), members_count_lately())


def rules(viewer: Account | None) -> list[ShownPolicy]:
    """The rules that hold, in the site's own language: which of the others is read, the app chooses."""
    return current_policies(viewer, tongues().own)


def owner(viewer: Account | None) -> FullAccount | None:
    """Whom to turn to."""
    found = owner_account()
    return full_account(viewer, found) if found else None


def languages() -> list[str]:
    """The languages of the site's own words."""
    return list(tongues().on_offer)
