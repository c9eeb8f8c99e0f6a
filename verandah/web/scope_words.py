"""What an app may do, in words for the person who allows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verandah.domain.accounts.rules import covers

# Sorted as they are shown: from looking to acting to running the site.
WORDS: dict[str, tuple[str, str | Promise]] = {
    "profile": ("user", _("See your name and your picture")),
    "read": ("eye", _("Read everything that you can see here, also your private things")),
    "read:accounts": ("eye", _("See your profile and other people’s")),
    "read:blocks": ("eye", _("See whom you have blocked")),
    "read:bookmarks": ("eye", _("See your bookmarks")),
    "read:collections": ("eye", _("See your collections")),
    "read:favourites": ("eye", _("See what you like")),
    "read:filters": ("eye", _("See your filters")),
    "read:follows": ("eye", _("See whom you follow and who asks to follow you")),
    "read:lists": ("eye", _("See your lists")),
    "read:mutes": ("eye", _("See whom you have muted")),
    "read:notifications": ("eye", _("See your notifications")),
    "read:search": ("eye", _("Search as you")),
    "read:statuses": ("eye", _("Read all posts that you can read")),
    "write": ("pen-line", _("Change everything that you can change here: post, follow, delete")),
    "write:accounts": ("pen-line", _("Change your profile")),
    "write:blocks": ("pen-line", _("Block people and let them in again")),
    "write:bookmarks": ("pen-line", _("Set and remove bookmarks")),
    "write:collections": ("pen-line", _("Make and change your collections")),
    "write:conversations": ("pen-line", _("Change your conversations")),
    "write:favourites": ("pen-line", _("Like posts as you")),
    "write:filters": ("pen-line", _("Make and change your filters")),
    "write:follows": ("pen-line", _("Follow people as you, and decide who follows you")),
    "write:lists": ("pen-line", _("Make and change your lists")),
    "write:media": ("pen-line", _("Upload pictures and films as you")),
    "write:mutes": ("pen-line", _("Mute people and hear them again")),
    "write:notifications": ("pen-line", _("Clear your notifications")),
    "write:reports": ("pen-line", _("Report people and posts as you")),
    "write:statuses": ("pen-line", _("Post as you, and change and delete your posts")),
    "follow": ("user-plus", _("Follow, mute and block people as you")),
    "push": ("bell", _("Be told at once of your notifications")),
    "admin:read": ("shield-check", _("Read everything that you can see as an admin")),
    "admin:read:accounts": ("shield-check", _("As an admin: see all accounts, with their e-mail addresses")),
    "admin:read:reports": ("shield-check", _("As an admin: read reports")),
    "admin:read:domain_allows": ("shield-check", _("As an admin: see which servers are let in")),
    "admin:read:domain_blocks": ("shield-check", _("As an admin: see which servers are blocked")),
    "admin:read:ip_blocks": ("shield-check", _("As an admin: see which network addresses are blocked")),
    "admin:read:email_domain_blocks": ("shield-check", _("As an admin: see which e-mail providers are blocked")),
    "admin:read:canonical_email_blocks": ("shield-check", _("As an admin: see which e-mail addresses are blocked")),
    "admin:write": ("shield-check", _("Do everything that you can do as an admin")),
    "admin:write:accounts": ("shield-check", _("As an admin: suspend, restore and delete accounts")),
    "admin:write:reports": ("shield-check", _("As an admin: settle reports")),
    "admin:write:domain_allows": ("shield-check", _("As an admin: let servers in")),
    "admin:write:domain_blocks": ("shield-check", _("As an admin: block servers")),
    "admin:write:ip_blocks": ("shield-check", _("As an admin: block network addresses")),
    "admin:write:email_domain_blocks": ("shield-check", _("As an admin: block e-mail providers")),
    "admin:write:canonical_email_blocks": ("shield-check", _("As an admin: block e-mail addresses")),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that an app may do."""

    scope: str
    icon: str
    words: str


def wishes(scopes: Iterable[str]) -> list[Wish]:
    """What these scopes allow, each thing once: what a wider scope holds is not said again."""
    held = frozenset(scopes)
    widest = {scope for scope in held if not covers(held - {scope}, scope)}
    return [Wish(scope, icon, str(words)) for scope, (icon, words) in WORDS.items() if scope in widest]
