"""What the staff's decisions mean for the member they are about, in that member's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from .decisions import ShownDecision

MEANINGS = {
    "warn": later("The people who look after this site have written to you"),
    "disable": later("Your account was closed to you. It can be opened again by the people who look after this site"),
    "enable": later("You can sign in again"),
    "mark_sensitive": later("Your photos and films are shown only after a warning now"),
    "unmark_sensitive": later("You say again which of your photos and films need a warning"),
    "limit": later("Only people who follow you come across what you say now"),
    "unlimit": later("Everyone comes across what you say again"),
    "suspend": later("Your account was suspended: nobody sees it or anything of yours"),
    "unsuspend": later("Your account is back, with everything in it"),
}


def meaning(shown: ShownDecision) -> str:
    """What was decided, in one sentence without a full stop."""
    return str(MEANINGS.get(shown.deed) or _("The people who look after this site have decided something about you"))


def told_in_full(shown: ShownDecision) -> str:
    """The same with what the staff wrote to go with it."""
    sentence = _("%(sentence)s.") % {"sentence": meaning(shown)}
    return f"{sentence}\n\n{shown.text}" if shown.text else sentence
