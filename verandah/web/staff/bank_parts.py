"""What banks have found in a case, for its page; and the words for banks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template import Context, Library
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.banks import ShownMatch, matches_in
from verandah.domain.moderation.kinds import MatchVerdict, Purpose, RuleEffect

if TYPE_CHECKING:
    from verandah.domain.moderation.models import Case

register = Library()

PURPOSES: dict[int, Promise] = {
    Purpose.LOCAL: gettext_lazy("What was removed here"),
    Purpose.SPAM: gettext_lazy("Advertising"),
    Purpose.INTIMATE: gettext_lazy("Intimate pictures of people who did not agree"),
    Purpose.EXTREMISM: gettext_lazy("Violent extremism"),
    Purpose.CHILD_SAFETY: gettext_lazy("Violence against children"),
}
EFFECTS: dict[int, Promise] = {
    RuleEffect.FLAG: gettext_lazy("Opens a case"),
    RuleEffect.BLUR: gettext_lazy("Shows it only after a warning"),
    RuleEffect.HOLD: gettext_lazy("Keeps it back until somebody has looked"),
    RuleEffect.REFUSE: gettext_lazy("Takes no such file"),
}
VERDICTS: dict[int, Promise] = {
    MatchVerdict.OPEN: gettext_lazy("Nobody has said yet"),
    MatchVerdict.RIGHT: gettext_lazy("Rightly found"),
    MatchVerdict.WRONG: gettext_lazy("Wrongly found"),
}
LYING: dict[str, Promise] = {
    "upright": gettext_lazy("as it is"),
    "mirrored": gettext_lazy("mirrored"),
    "upended": gettext_lazy("upside down and mirrored"),
    "turned_180": gettext_lazy("turned by half"),
    "transposed": gettext_lazy("turned by a quarter and mirrored"),
    "turned_90": gettext_lazy("turned by a quarter"),
    "turned_270": gettext_lazy("turned by a quarter"),
    "transversed": gettext_lazy("turned by a quarter and mirrored"),
    "file": gettext_lazy("the very same file"),
    "middle": gettext_lazy("in its middle"),
    "frame": gettext_lazy("in a picture of the film"),
    "frame_mirrored": gettext_lazy("in a picture of the film, mirrored"),
}
WITHOUT_BORDER: Promise = gettext_lazy("without its border")


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
