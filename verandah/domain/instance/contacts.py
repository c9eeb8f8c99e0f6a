"""Who answers for the site, and where people and authorities reach somebody: told to everyone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Site


@dataclass(frozen=True, slots=True)
class Contacts:
    """As the owner has set them; what is empty is not told."""

    responsible_name: str = ""
    responsible_email: str = ""
    legal_address: str = ""
    contact_email: str = ""
    authorities_email: str = ""
    contact_languages: tuple[str, ...] = ()
    law_packs: tuple[str, ...] = ()


NAMES = tuple(Contacts.__dataclass_fields__)
# What every site should tell. Without languages it is reached in those of its own pages.
DEMANDED: dict[str, str | Promise] = {
    "responsible_name": _("who answers for the site"),
    "responsible_email": _("where that person is reached"),
    "legal_address": _("the site’s postal address"),
    "contact_email": _("where people reach somebody"),
    "authorities_email": _("where authorities reach somebody"),
}


def contacts() -> Contacts:
    """What is set. One query."""
    row: dict[str, Any] | None = Site.objects.filter(pk=1).values(*NAMES).first()
    if row is None:
        return Contacts()
    lists = {name: tuple(row[name]) for name in ("contact_languages", "law_packs")}
    return Contacts(**{**row, **lists})


def is_run_by_one() -> bool:
    """Whether the owner says openly that nobody else looks after the site. One query."""
    return Site.objects.filter(pk=1, is_run_by_one=True).exists()


def missing(found: Contacts, word: Callable[[object], str] = str) -> list[str]:
    """What a site should tell and this one does not, in words."""
    return [word(words) for name, words in DEMANDED.items() if not getattr(found, name)]
