"""Absolute addresses of what is here. An app finds a mention in a text by comparing them."""

from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static

from verandah.domain.accounts.show import ShownAccount

# Apps know a person without a picture by this name of the file, and draw something of their own.
NO_AVATAR = "/avatars/original/missing.png"
NO_HEADER = "/headers/original/missing.png"


def site_host() -> str:
    """The host of this site, with its port where it has one: what stands behind the second @ of a full name."""
    return str(settings.URL.split("://", 1)[1])


def account_url(username: str) -> str:
    """Someone's profile."""
    return f"{settings.URL}/@{quote(username)}"


def post_url(username: str, post_id: int) -> str:
    """A post, below its author, as apps expect it."""
    return f"{account_url(username)}/{post_id}"


def tag_url(name: str) -> str:
    """Where a tag's posts are listed."""
    return f"{settings.URL}/tags/{quote(name)}"


def avatar_url(shown: ShownAccount) -> str:
    """Someone's picture; where there is none, one that says so."""
    return absolute(shown.avatar_path or NO_AVATAR)


def header_url(shown: ShownAccount) -> str:
    """The wide picture over someone's profile."""
    return absolute(shown.header_path or NO_HEADER)


def absolute(path: str) -> str:
    """The address with the site in front, unless it names another host already."""
    return settings.URL + path if path.startswith("/") else path


def picture_url(name: str) -> str:
    """A picture that comes with Verandah."""
    return settings.URL + static(f"icons/{name}")
