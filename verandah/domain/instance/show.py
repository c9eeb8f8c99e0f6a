"""The site and its announcements as a page shows them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from verandah.base.paging import Page
from verandah.base.prose import prose_html

from .announcements import Told, open_announcements, past_and_present, reactions
from .models import Announcement, AnnouncementText, Backdrop, Joining, Site
from .steps import left_of

KINDS = {Announcement.Kind.INFO: "info", Announcement.Kind.NOTICE: "notice", Announcement.Kind.URGENT: "urgent"}


@dataclass(frozen=True, slots=True)
class ShownSite:
    """What every page says of the site."""

    name: str
    tagline: str
    about: str
    brand_hue: int
    brand_chroma: int
    post_length: int
    joining: str
    members_count: int
    contact_email: str
    allows_guests: bool
    # The name of the site's own logo; empty: the sign that comes with Verandah.
    logo: str
    # What stands behind the landing page: none, map, picture; and the name of the picture.
    backdrop: str
    backdrop_picture: str
    shows_members: bool
    shows_posts: bool
    # So many steps of setting up a new site are left; 0 also when it was left for good.
    steps_left: int
    # Members invite others, not the staff alone.
    members_invite: bool
    # Search engines may list what anyone may read; public profiles have feeds.
    is_listed: bool
    is_fed: bool
    # The doors were opened once: before that the staff's pages lead back to what is left to be done.
    is_launched: bool


@dataclass(frozen=True, slots=True)
class ShownAnnouncement:
    """An announcement in the language that suits the reader, with the direction of that language."""

    id: int
    kind: str
    language: str
    direction: str
    title: str
    html: SafeString
    starts_at: datetime
    ends_at: datetime | None
    created_at: datetime
    changed_at: datetime
    # Its reader is asked to say that they have read it; whether they have put it away.
    asks_to_read: bool
    is_read: bool


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
        brand_chroma=site.brand_chroma,
        post_length=site.post_length,
        joining=joining_now(site).name.lower(),
        members_count=members_count,
        contact_email=site.contact_email,
        allows_guests=bool(site.allows_guests),
        logo=site.logo,
        backdrop=Backdrop(site.backdrop).name.lower(),
        backdrop_picture=site.backdrop_picture,
        shows_members=bool(site.landing_shows_members),
        shows_posts=bool(site.landing_shows_posts),
        steps_left=0 if site.prepared_at else len(left_of(site.prepared)),
        members_invite=bool(site.members_invite),
        is_listed=bool(site.allows_guests and site.allows_indexing),
        is_fed=bool(site.allows_guests and site.allows_feeds),
        is_launched=site.launched_at is not None,
    )


def joining_now(site: Site) -> Joining:
    """Who may sign up at this moment: before its launch a site is for those who are invited, whatever is set."""
    wished = Joining(site.joining)
    waits = wished in (Joining.OPEN, Joining.APPROVAL) and not site.launched_at
    return Joining.INVITE if waits else wished


def show_announcements(viewer_id: int, language: str, with_read: bool = False) -> list[ShownAnnouncement]:
    """What the site tells the account `viewer_id` now, or a guest (0), in `language` where there is such a text.

    Without what they have put away, unless `with_read`. One query.
    """
    return [show_announcement(told, language) for told in open_announcements(viewer_id, with_read)]


def show_past(viewer_id: int, language: str, page: Page) -> list[ShownAnnouncement]:
    """All that the site has told such a reader, newest first. One query."""
    return [show_announcement(told, language) for told in past_and_present(viewer_id, page)]


def reactions_to(viewer_id: int, announcement_ids: Sequence[int]) -> dict[int, list[ShownReaction]]:
    """The reactions to each announcement, the first given first. One query, none for none."""
    found: defaultdict[int, list[ShownReaction]] = defaultdict(list)
    for number, name, count, mine in reactions(viewer_id, announcement_ids):
        found[number].append(ShownReaction(name, count, bool(mine)))
    return found


def show_announcement(told: Told, language: str) -> ShownAnnouncement:
    """One announcement in the language that suits its reader."""
    row, text = told.row, best(told.texts, language)
    return ShownAnnouncement(
        id=row.id,
        kind=KINDS[Announcement.Kind(row.kind)],
        language=text.language,
        direction="rtl" if is_rtl(text.language) else "ltr",
        title=text.title,
        html=told_html(text.body),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        created_at=row.created_at or row.starts_at,
        changed_at=row.changed_at or row.starts_at,
        asks_to_read=row.asks_to_read,
        is_read=told.is_read,
    )


@lru_cache(256)
def told_html(body: str) -> SafeString:
    """The words as HTML that was written here; every page that stands below one asks for it."""
    return SafeString(prose_html(body))


def best(texts: Sequence[AnnouncementText], language: str) -> AnnouncementText:
    """The text in the reader's language, else the one written first."""
    return next((text for text in texts if text.language == language), texts[0])


def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left; an unknown one is not."""
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
