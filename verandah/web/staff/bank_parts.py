"""What banks have found in a case, for its page; and the words for banks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template import Context, Library
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.banks import ShownMatch, matches_in
from verandah.domain.moderation.kinds import MatchVerdict, Purpose, RuleEffect

if TYPE_CHECKING:
    from verandah.domain.moderation.models import Case

register = Library()

PURPOSES: dict[int, Promise] = {
    Purpose.LOCAL: lazy("What was removed here"),
    Purpose.SPAM: lazy("Advertising"),
    Purpose.INTIMATE: lazy("Intimate pictures of people who did not agree"),
    Purpose.EXTREMISM: lazy("Violent extremism"),
    Purpose.CHILD_SAFETY: lazy("Violence against children"),
}
EFFECTS: dict[int, Promise] = {
    RuleEffect.FLAG: lazy("Opens a case"),
    RuleEffect.BLUR: lazy("Shows it only after a warning"),
    RuleEffect.HOLD: lazy("Keeps it back until somebody has looked"),
    RuleEffect.REFUSE: lazy("Takes no such file"),
}
VERDICTS: dict[int, Promise] = {
    MatchVerdict.OPEN: lazy("Nobody has said yet"),
    MatchVerdict.RIGHT: lazy("Rightly found"),
    MatchVerdict.WRONG: lazy("Wrongly found"),
}
LYING: dict[str, Promise] = {
    "upright": lazy("as it is"),
    "mirrored": lazy("mirrored"),
    "upended": lazy("upside down and mirrored"),
    "turned_180": lazy("turned by half"),
    "transposed": lazy("turned by a quarter and mirrored"),
    "turned_90": lazy("turned by a quarter"),
    "turned_270": lazy("turned by a quarter"),
    "transversed": lazy("turned by a quarter and mirrored"),
    "file": lazy("the very same file"),
    "middle": lazy("in its middle"),
    "frame": lazy("in a picture of the film"),
    "frame_mirrored": lazy("in a picture of the film, mirrored"),
}
WITHOUT_BORDER: Promise = lazy("without its border")


@register.filter
def way(word: str) -> Promise:
    """How a picture was found."""
    return WITHOUT_BORDER if word.startswith("unframed_") else LYING.get(word, LYING["upright"])


@register.filter
def verdict(value: int) -> Promise:
    return VERDICTS[value]


@register.filter
def purpose(value: int) -> Promise:
    return PURPOSES[value]


@register.filter
def bank_effect(value: int) -> Promise:
    return EFFECTS[value]


@register.simple_tag(takes_context=True)
def bank_matches(context: Context, case: Case) -> dict[str, Any]:
    """What the banks have found in a case, for whoever may look at banks; and whether they may judge it."""
    request = context["request"]
    role = Role(request.user.role)
    found: list[ShownMatch] = matches_in(request.viewer, case) if may(role, Permission.SEE_BANKS) else []
    return {"found": found, "may_judge": may(role, Permission.CURATE_BANKS)}
