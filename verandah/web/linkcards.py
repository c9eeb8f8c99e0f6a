"""What a post links to, as its card shows it: one link, and where it can be played here, a button for that. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from verandah.domain.links.players import ALLOW, SANDBOX

if TYPE_CHECKING:
    from verandah.domain.links.players import Player
    from verandah.domain.links.show import ShownLink
    from verandah.domain.posts.full import FullPost


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A page, and how it is shown."""

    link: ShownLink
    # Who is told of the reader when it is played, in a sentence; empty where nothing can be.
    note: str = ""

    sandbox = SANDBOX
    allow = ALLOW

    @property
    def byline(self) -> str:
        """Who has made it, where that is not said by the name of the site already."""
        name = self.link.author_name
        return name if name and name.casefold() != self.link.provider_name.casefold() else ""


def link_card(full: FullPost) -> LinkCard | None:
    """The page that a post links to. Where the post has pictures of its own, these are what it shows."""
    if full.link is None or full.media:
        return None
    player = full.link.player
    return LinkCard(full.link, privacy_note(player) if player else "")


def privacy_note(player: Player) -> str:
    """What pressing the button tells, and whom."""
    if player.asks_who:
        sentence = _("Loads from %(site)s, which then sees your address and the name of this site.")
    else:
        sentence = _("Loads from %(site)s, which then sees your address.")
    return sentence % {"site": player.site}
