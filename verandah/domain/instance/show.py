"""The site and its announcements as a page shows them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language_info

from .models import Announcement, AnnouncementText, Joining, Site
from .queries import open_announcements, reactions

KINDS = {Announcement.Kind.INFO: "info", Announcement.Kind.NOTICE: "notice", Announcement.Kind.URGENT: "urgent"}


@dataclass(frozen=True, slots=True)
class ShownSite:
    """What every page says of the site."""

    name: str
    tagline: str
    about: str
    brand_hue: int
    post_length: int
    joining: str
    members_count: int
    contact_email: str
    allows_guests: bool


@dataclass(frozen=True, slots=True)
class ShownAnnouncement:
    """An announcement in the language that suits the reader, with the direction of that language."""

    id: int
    kind: str
    language: str
    direction: str
    title: str
    body: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownReaction:
    """One emoji below an announcement: how many gave it, and whether the reader did."""

    name: str
    count: int
    is_mine: bool


def show_site(site: Site, members_count: int) -> ShownSite:
    """The row as shown."""
    return ShownSite(
        name=site.name,
        tagline=site.tagline,
        about=site.about,
        brand_hue=site.brand_hue,
        post_length=site.post_length,
        joining=Joining(site.joining).name.lower(),
        members_count=members_count,
        contact_email=site.contact_email,
        allows_guests=bool(site.allows_guests),
    )


def show_announcements(viewer_id: int, language: str) -> list[ShownAnnouncement]:
    """What the site tells the account `viewer_id` now, in `language` where there is such a text. One query."""
    return [show_announcement(row, best(texts, language)) for row, texts in open_announcements(viewer_id)]


def reactions_to(viewer_id: int, announcement_ids: Sequence[int]) -> dict[int, list[ShownReaction]]:
    """The reactions to each announcement, the first given first. One query, none for none."""
    found: defaultdict[int, list[ShownReaction]] = defaultdict(list)
    for number, name, count, mine in reactions(viewer_id, announcement_ids):
        found[number].append(ShownReaction(name, count, bool(mine)))
    return found


def show_announcement(row: Announcement, text: AnnouncementText) -> ShownAnnouncement:
    """One announcement in one of its languages."""
    return ShownAnnouncement(
        id=row.id,
        kind=KINDS[Announcement.Kind(row.kind)],
        language=text.language,
        direction="rtl" if is_rtl(text.language) else "ltr",
        title=text.title,
        body=text.body,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def best(texts: list[AnnouncementText], language: str) -> AnnouncementText:
    """The text in the reader's language, else the one written first."""
    return next((text for text in texts if text.language == language), texts[0])


def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left; an unknown one is not."""
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
