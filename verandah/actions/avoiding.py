"""Wanting nothing from the people of another server. It is kept now and counts once there is federation."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import DomainBlock

from .listing import hold

LONGEST_DOMAIN = 253
MOST_DOMAINS = 1000
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def avoid(me: Account, domain: str) -> None:
    """I want nothing from `domain`. Twice: the same. Raises Invalid for what is no domain, or when there are many."""
    name = ascii_form(domain)
    with transaction.atomic():
        hold(me)
        mine = DomainBlock.objects.filter(account=me)
        if mine.filter(domain=name).exists():
            return
        if mine.count() >= MOST_DOMAINS:
            raise Invalid("domain", _("You have blocked as many domains as one can."))
        DomainBlock.objects.create(account=me, domain=name)


def admit(me: Account, domain: str) -> None:
    """I no longer mind `domain`. Twice: the same. Raises Invalid for what is no domain."""
    DomainBlock.objects.filter(account=me, domain=ascii_form(domain)).delete()


def ascii_form(domain: str) -> str:
    """A domain as computers write it. Raises Invalid for what is none."""
    try:
        name = domain.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if len(name) > LONGEST_DOMAIN or not DOMAIN.fullmatch(name):
        raise Invalid("domain", _("This is not a domain. Write it like example.org."))
    return name
