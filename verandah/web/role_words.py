"""Roles, deeds of two people and looks in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.approvals import ShownApproval

ROLES = {
    Role.MEMBER: lazy("Member"),
    Role.AUDITOR: lazy("Auditor"),
    Role.TRIAGE: lazy("Triage"),
    Role.MODERATOR: lazy("Moderator"),
    Role.ADMIN: lazy("Administrator"),
    Role.OWNER: lazy("Owner"),
}
# What each role is for, as whoever gives it reads it.
MEANINGS = {
    Role.MEMBER: lazy("No work for the site."),
    Role.AUDITOR: lazy("Reads cases and the whole record, changes nothing."),
    Role.TRIAGE: lazy("Sorts what comes in, decides nothing."),
    Role.MODERATOR: lazy("Decides cases, about posts and about people."),
    Role.ADMIN: lazy("All of that, and sets what holds for the whole site. Two people must want it."),
    Role.OWNER: lazy("The one who runs the site."),
}
LOOKS = {
    "account": lazy("Your e-mail address and where you signed in from"),
    "address": lazy("Where you signed in from"),
    "email": lazy("Your e-mail address"),
    "reporters": lazy("That a report is yours"),
    "snapshot_file": lazy("A copy of a picture or film of yours that was reported"),
    "trust": lazy("What your trust level is counted from"),
    "messages": lazy("Messages that were reported"),
}
STATES = {
    "waiting": lazy("Waiting"),
    "agreed": lazy("Agreed"),
    "refused": lazy("Refused"),
    "used": lazy("Done"),
    "expired": lazy("Run out"),
}


def what_it_does(one: ShownApproval) -> str:
    """What would happen, in a sentence."""
    what = one.what
    if one.verb == "grant_role":
        role = ROLES.get(Role(int(str(what.get("role", 0)))), "")
        return _("Make @%(name)s %(role)s.") % {"name": one.about, "role": role}
    if one.verb == "erase":
        return _("Erase the account of @%(name)s now, for good, before the days to think it over have passed.") % {
            "name": one.about or what.get("account", "")
        }
    if one.verb == "run_rule":
        return _("Let rule %(rule)s decide by itself from now on.") % {"rule": what.get("rule", "")}
    if one.verb == "add_to_bank":
        return _("Add to the bank %(bank)s of pictures that nobody can post.") % {"bank": what.get("bank", "")}
    if what.get("deed") == "release_media":
        return _("Let out all files that wait only because this site looks at them first.")
    things = next((found for found in what.values() if isinstance(found, list)), [])
    return ngettext("Decide %(n)d thing at once.", "Decide %(n)d things at once.", len(things)) % {"n": len(things)}
