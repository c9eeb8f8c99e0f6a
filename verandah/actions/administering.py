"""What the people who run the site do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Announcement, AnnouncementText, Dismissal, Site


@dataclass(frozen=True, slots=True)
class Words:
    """An announcement in one language."""

    title: str
    body: str


def ensure_site() -> Site:
    """The one row that holds what the owner sets, made at the first start. Twice: the same."""
    site, _made = Site.objects.get_or_create(pk=1)
    return site


def name_site(name: str, tagline: str = "") -> Site:
    """Give the site its name and the line under it. Raises Invalid when the name is empty or too long."""
    name, tagline = " ".join(name.split()), " ".join(tagline.split())
    if not 1 <= len(name) <= 60:
        raise Invalid("name", _("Give your site a name of 1 to 60 characters."))
    if len(tagline) > 160:
        raise Invalid("tagline", _("Keep the line under the name to 160 characters."))
    site = ensure_site()
    site.name, site.tagline = name, tagline
    site.save(update_fields=["name", "tagline"])
    return site


def announce(
    kind: Announcement.Kind,
    texts: Mapping[str, Words],
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Account | None = None,
) -> Announcement:
    """Tell all members something, in each language of `texts`, from `starts_at` (now) until `ends_at` (dismissed)."""
    if not texts:
        raise Invalid("texts", _("Write the announcement in at least one language."))
    with transaction.atomic():
        announcement = Announcement.objects.create(
            kind=kind, starts_at=starts_at or timezone.now(), ends_at=ends_at, created_by=by
        )
        AnnouncementText.objects.bulk_create(
            [
                AnnouncementText(announcement=announcement, language=language, title=words.title, body=words.body)
                for language, words in texts.items()
            ]
        )
    return announcement


def dismiss(account: Account, announcement_id: int) -> None:
    """`account` has read it and puts it away. Twice: the same. Raises NotFound when there is none."""
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise NotFound
    Dismissal.objects.get_or_create(
        announcement_id=announcement_id, account=account, defaults={"created_at": timezone.now()}
    )
