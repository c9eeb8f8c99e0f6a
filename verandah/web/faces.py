"""What a page says of itself to programs that show a link to it: only ever to guests, of what every guest may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from verandah.domain.accounts.show import ShownAccount
from verandah.domain.instance.show import ShownSite
from verandah.domain.media.show import ShownMedia
from verandah.domain.posts.show import ShownPost

from .feeds_of_people import has_feed, whole
from .viewer import WebRequest

LONGEST = 280


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to go with a link."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """`kind`: a word of the Open Graph. `is_listed`: search engines may list the page where the site allows it."""

    title: str
    description: str
    url: str
    kind: str = "website"
    picture: Picture | None = None
    is_listed: bool = False
    language: str = ""
    published: str = ""
    changed: str = ""
    feed: str = ""
    rss: str = ""


def face_of_post(post: ShownPost, media: Sequence[ShownMedia]) -> Face:
    """Of a post: its words, or only what it warns of; its first picture, unless that is to be looked at with care."""
    return Face(
        title=_("Post by %(name)s") % {"name": post.author.display_name},
        description=shortened(post.warning or post.text),
        url=settings.URL + reverse("post", args=[post.id]),
        kind="article",
        picture=None if post.is_sensitive or post.warning else picture_of(media) or portrait(post.author),
        is_listed=post.author.indexable and not post.is_comment and post.wall_id is None and not post.author.is_limited,
        language=post.language,
        published=post.created_at.isoformat(),
        changed=post.edited_at.isoformat() if post.edited_at else "",
    )


def face_of_person(account: ShownAccount, path: str = "") -> Face:
    """Of a profile: what they say of themselves, and their picture."""
    is_fed = has_feed(account)
    return Face(
        title=account.display_name,
        description=shortened(account.bio),
        url=settings.URL + (path or reverse("profile", args=[account.username])),
        kind="profile",
        picture=portrait(account),
        is_listed=account.indexable and not account.is_limited and not path,
        feed=reverse("feed_atom", args=[account.username]) if is_fed else "",
        rss=reverse("feed_rss", args=[account.username]) if is_fed else "",
    )


def face_of_site(site: ShownSite) -> Face:
    """Of the landing page."""
    return Face(
        title=site.name,
        description=shortened(site.about or site.tagline),
        url=settings.URL + "/",
        picture=Picture(settings.URL + reverse("app_icon", args=[512, "any"]), site.name, 512, 512),
        is_listed=True,
    )


def face_of_page(request: WebRequest, title: str, words: str = "") -> Face | None:
    """Of a page that the site itself has written."""
    if request.viewer is not None:
        return None
    return Face(title, shortened(words), settings.URL + request.path, is_listed=True)


def picture_of(media: Sequence[ShownMedia]) -> Picture | None:
    """The first of the files that has a picture, in the size in which it is shown."""
    for one in media:
        url = one.url if one.kind == "image" else one.preview_url
        if url and not one.is_blurred:
            return Picture(whole(url), one.description, one.width, one.height)
    return None


def portrait(account: ShownAccount) -> Picture | None:
    """Someone's own picture, if they have one."""
    if not account.avatar_path:
        return None
    return Picture(whole(account.avatar_path), account.avatar_description or account.display_name, 400, 400)


def shortened(text: str) -> str:
    """The beginning of a text, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
