"""Saying who answers for the site, and where people and authorities reach somebody."""

from django.conf.locale import LANG_INFO
from django.db import transaction
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.contacts import NAMES, Contacts, contacts
from verandah.domain.instance.models import Site
from verandah.domain.moderation.lawpacks import offered

from . import administering, enrolling
from .auditing import note, role_of

LONGEST_NAME = 100
LONGEST_ADDRESS = 500
EMAILS = ("responsible_email", "contact_email", "authorities_email")


def set_contacts(by: Account, wished: Contacts) -> bool:
    """Tell this from now on; whether anything changed. Twice: the same. Raises Forbidden, Invalid.

    In the record stands which of it was changed, and nobody's address.
    """
    told = checked(wished)
    administering.ensure_site()
    with transaction.atomic():
        if not may(Role(role_of(by)), Permission.SET_SWITCHES):
            raise Forbidden
        Site.objects.select_for_update().get(pk=1)
        before = contacts()
        changed = [name for name in NAMES if getattr(before, name) != getattr(told, name)]
        if not changed:
            return False
        Site.objects.filter(pk=1).update(**{name: stored(getattr(told, name)) for name in changed})
        note(by, "set_contacts", changed=", ".join(changed))
    return True


def stored(value: str | tuple[str, ...]) -> str | list[str]:
    """As the row keeps it."""
    return value if isinstance(value, str) else list(value)


def checked(wished: Contacts) -> Contacts:
    """Without blanks around it. Raises Invalid for what is too long, no address, or no language."""
    name = " ".join(wished.responsible_name.split())
    address = "\n".join(line.strip() for line in wished.legal_address.replace("\r", "").strip().split("\n"))
    if len(name) > LONGEST_NAME:
        raise Invalid("responsible_name", _("Keep the name to 100 characters."))
    if len(address) > LONGEST_ADDRESS:
        raise Invalid("legal_address", _("Keep the address to 500 characters."))
    emails = {field: email(field, getattr(wished, field)) for field in EMAILS}
    languages = tuple(dict.fromkeys(one.strip().lower() for one in wished.contact_languages if one.strip()))
    if unknown := [one for one in languages if one not in LANG_INFO]:
        raise Invalid("contact_languages", _("“%(code)s” is no language we know.") % {"code": unknown[0][:20]})
    known = {pack.name for pack in offered()}
    if any(one not in known for one in wished.law_packs):
        raise Invalid("law_packs", _("Choose among the law packs in the list."))
    return Contacts(name, emails[EMAILS[0]], address, emails[EMAILS[1]], emails[EMAILS[2]], languages, wished.law_packs)


def email(field: str, text: str) -> str:
    """An address, or nothing. Raises Invalid at this field."""
    if not text.strip():
        return ""
    try:
        return enrolling.check_email(text.strip())
    except Invalid as refusal:
        raise Invalid(field, refusal.text) from refusal
