"""What each role may do for the site: sets of fine permissions. Pure."""

from enum import StrEnum

from .roles import Role


class Permission(StrEnum):
    """One thing that someone may do for the site, or may look at."""

    # Looking. Whoever may look at something may not therefore change it.
    SEE_CASES = "see_cases"
    SEE_PEOPLE = "see_people"
    SEE_RULES = "see_rules"
    SEE_BANKS = "see_banks"
    SEE_POLICIES = "see_policies"
    SEE_BARRED = "see_barred"
    SEE_APPROVALS = "see_approvals"
    SEE_RECORD = "see_record"
    REVEAL_REPORTERS = "reveal_reporters"
    # Cases: claiming, assigning, linking, notes; messages; decisions about things, about people, about appeals.
    SORT_CASES = "sort_cases"
    WRITE_IN_CASES = "write_in_cases"
    DECIDE = "decide"
    DECIDE_ABOUT_PEOPLE = "decide_about_people"
    DECIDE_APPEALS = "decide_appeals"
    DECIDE_IN_BULK = "decide_in_bulk"
    ERASE = "erase"
    # What holds for everyone.
    WRITE_RULES = "write_rules"
    RUN_RULES = "run_rules"
    CURATE_BANKS = "curate_banks"
    SET_TRUST = "set_trust"
    REVIEW_TRENDS = "review_trends"
    SET_SWITCHES = "set_switches"
    WRITE_POLICIES = "write_policies"
    ANNOUNCE = "announce"
    KEEP_OUT = "keep_out"
    # Taking the list of people out of the site.
    EXPORT_PEOPLE = "export_people"
    # The site as a whole: how it does; pausing it, its jobs.
    SEE_SITE = "see_site"
    RUN_SITE = "run_site"
    # The staff itself.
    GRANT_ROLES = "grant_roles"
    # Inviting as many as one likes, past the staff's look, and seeing and ending everyone's invitations; inviting
    # by letter whoever stands in a file.
    INVITE = "invite"
    INVITE_MANY = "invite_many"
    AGREE = "agree"


AUDITOR = frozenset(
    {
        Permission.SEE_CASES,
        Permission.SEE_RULES,
        Permission.SEE_BANKS,
        Permission.SEE_POLICIES,
        Permission.SEE_BARRED,
        Permission.SEE_APPROVALS,
        Permission.SEE_RECORD,
        Permission.SEE_SITE,
    }
)
TRIAGE = frozenset({Permission.SEE_CASES, Permission.SORT_CASES, Permission.SEE_POLICIES})
MODERATOR = TRIAGE | frozenset(
    {
        Permission.SEE_PEOPLE,
        Permission.SEE_RULES,
        Permission.SEE_BANKS,
        Permission.SEE_APPROVALS,
        Permission.REVEAL_REPORTERS,
        Permission.WRITE_IN_CASES,
        Permission.DECIDE,
        Permission.DECIDE_ABOUT_PEOPLE,
        Permission.DECIDE_APPEALS,
        Permission.DECIDE_IN_BULK,
        Permission.WRITE_RULES,
        Permission.CURATE_BANKS,
        Permission.SET_TRUST,
        Permission.REVIEW_TRENDS,
        Permission.AGREE,
        Permission.INVITE,
    }
)
ADMIN = MODERATOR | frozenset(
    {
        Permission.SEE_BARRED,
        Permission.SEE_RECORD,
        Permission.ERASE,
        Permission.RUN_RULES,
        Permission.SET_SWITCHES,
        Permission.WRITE_POLICIES,
        Permission.ANNOUNCE,
        Permission.KEEP_OUT,
        Permission.EXPORT_PEOPLE,
        Permission.GRANT_ROLES,
        Permission.INVITE_MANY,
        Permission.SEE_SITE,
        Permission.RUN_SITE,
    }
)
HELD = {
    Role.MEMBER: frozenset[Permission](),
    Role.AUDITOR: AUDITOR,
    Role.TRIAGE: TRIAGE,
    Role.MODERATOR: MODERATOR,
    Role.ADMIN: ADMIN,
    Role.OWNER: frozenset(Permission),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether someone with this role has this permission."""
    return permission in HELD[role]


def is_staff(role: Role) -> bool:
    """Whether someone with this role works for the site in any way."""
    return role > Role.MEMBER


def roles_with(permission: Permission) -> list[Role]:
    """The roles that have it, the lowest first: for queries."""
    return [role for role in Role if permission in HELD[role]]
