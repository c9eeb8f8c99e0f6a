"""Who may comment, as forms offer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from verandah.domain.posts.audience import CommentPolicy

if TYPE_CHECKING:
    from django.http import QueryDict

POLICIES = {policy.name.lower(): policy for policy in CommentPolicy}


@dataclass(frozen=True, slots=True)
class CommentChoice:
    """One of them, with what it means."""

    value: str
    label: str
    words: str
    icon: str
    is_chosen: bool


def comment_choices(chosen: str) -> list[CommentChoice]:
    """All of them; an unknown word stands for everyone."""
    words = {
        "everyone": (_("Everyone who sees it"), _("Whoever can see the post"), "message-square"),
        "friends": (_("Only my friends"), _("Of those who can see the post"), "heart-handshake"),
        "nobody": (_("Nobody"), _("You yourself still can"), "lock"),
    }
    now = chosen if chosen in words else "everyone"
    return [CommentChoice(value, *told, value == now) for value, told in words.items()]


def comment_policy_from(sent: QueryDict) -> CommentPolicy:
    """What a form says of it; a form without the field means everyone."""
    return POLICIES.get(sent.get("comment_policy", ""), CommentPolicy.EVERYONE)
