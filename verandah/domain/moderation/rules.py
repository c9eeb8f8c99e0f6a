"""Whom staff may act on, and what a report or a block can say. Pure."""

from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role

from .models import IpBlock, Report, ServerBlock

# In the words of apps.
CATEGORIES = {
    Report.Category.OTHER: "other",
    Report.Category.SPAM: "spam",
    Report.Category.LEGAL: "legal",
    Report.Category.VIOLATION: "violation",
}
IP_SEVERITIES = {
    IpBlock.Severity.APPROVAL: "sign_up_requires_approval",
    IpBlock.Severity.SIGN_UP: "sign_up_block",
    IpBlock.Severity.ALL: "no_access",
}
SERVER_SEVERITIES = {
    ServerBlock.Severity.NOOP: "noop",
    ServerBlock.Severity.SILENCE: "silence",
    ServerBlock.Severity.SUSPEND: "suspend",
}


def may_look_after_people(role: Role) -> bool:
    """Whether someone with this role can act on members."""
    return may(role, Permission.DECIDE_ABOUT_PEOPLE)


def may_act_on(role: Role, other: Role) -> bool:
    """Whether someone with `role` can act on someone with the role `other`: never on an equal."""
    return may_look_after_people(role) and role > other
