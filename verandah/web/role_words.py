"""Roles, deeds of two people and looks in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.approvals import ShownApproval

ROLES = {
    Role.MEMBER: gettext_lazy("Member"),
    Role.AUDITOR: gettext_lazy("Auditor"),
    Role.TRIAGE: gettext_lazy("Triage"),
    Role.MODERATOR: gettext_lazy("Moderator"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.OWNER: gettext_lazy("Owner"),
}
# What each role is for, as whoever gives it reads it.
MEANINGS = {
    Role.MEMBER: gettext_lazy("No work for the site."),
    Role.AUDITOR: gettext_lazy("Reads cases and the whole record, changes nothing."),
    Role.TRIAGE: gettext_lazy("Sorts what comes in, decides nothing."),
    Role.MODERATOR: gettext_lazy("Decides cases, about posts and about people."),
    Role.ADMIN: gettext_lazy("All of that, and sets what holds for the whole site. Two people must want it."),
    Role.OWNER: gettext_lazy("The one who runs the site."),
}
LOOKS = {
    "account": gettext_lazy("Your e-mail address and where you signed in from"),
    "address": gettext_lazy("Where you signed in from"),
    "email": gettext_lazy("Your e-mail address"),
    "reporters": gettext_lazy("That a report is yours"),
    "snapshot_file": gettext_lazy("A copy of a picture or film of yours that was reported"),
    "trust": gettext_lazy("What your trust level is counted from"),
    "messages": gettext_lazy("Messages that were reported"),
}
STATES = {
    "waiting": gettext_lazy("Waiting"),
    "agreed": gettext_lazy("Agreed"),
    "refused": gettext_lazy("Refused"),
    "used": gettext_lazy("Done"),
    "expired": gettext_lazy("Run out"),
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
