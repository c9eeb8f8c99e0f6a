"""Why someone is suggested, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.domain.graph.reasons import Reason

if TYPE_CHECKING:
    from verandah.domain.accounts.show import ShownAccount
    from verandah.domain.graph.queries import Suggestion


def reason(row: Suggestion, via: ShownAccount | None) -> str:
    """The sentence that stands under a name."""
    if row.reason == Reason.FRIENDS_OF_FRIENDS and via:
        return friends_with(via.display_name, row.known - 1)
    if row.reason == Reason.FOLLOWED_BY_FOLLOWED and via:
        return followed_by(via.display_name, row.known - 1)
    if row.reason == Reason.SAME_ANSWER:
        return _("You both say: %(answer)s") % {"answer": row.text}
    if row.reason == Reason.SAME_TAG:
        return _("Shows #%(tag)s, as you read") % {"tag": row.text}
    return {
        Reason.FOLLOWS_ME: _("Follows you"),
        Reason.INVITER: _("Invited you"),
        Reason.STAFF_PICK: _("Recommended by the people who run this site"),
    }.get(row.reason, _("New here"))


def friends_with(name: str, others: int) -> str:
    if others < 1:
        return _("Friends with %(name)s") % {"name": name}
    sentence = ngettext("Friends with %(name)s and %(n)d other", "Friends with %(name)s and %(n)d others", others)
    return sentence % {"name": name, "n": others}


def followed_by(name: str, others: int) -> str:
    if others < 1:
        return _("Followed by %(name)s") % {"name": name}
    sentence = ngettext("Followed by %(name)s and %(n)d other", "Followed by %(name)s and %(n)d others", others)
    return sentence % {"name": name, "n": others}
