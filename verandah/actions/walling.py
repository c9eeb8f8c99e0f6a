"""Writing on someone's wall: their profile, where it stands among what they have said themselves."""

from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import reachable_ids
from verandah.domain.graph.show import relations


def wall_for(author: Account, wall_id: int | None, is_comment: bool) -> int | None:
    """On whose wall it will stand; None on none but one's own.

    Raises NotFound when they are not there for `author`, Forbidden when they have not opened their wall to them.
    """
    if wall_id is None or wall_id == author.pk:
        return None
    if is_comment:
        raise Invalid("wall_id", _("A comment stands below its post, not on a wall."))
    if wall_id not in reachable_ids(author, [wall_id]):
        raise NotFound
    if not relations(author, [wall_id])[wall_id].may_write:
        raise Forbidden(_("They have not opened their wall to you. You can name them in a post of your own."))
    return wall_id
