"""PreviewCard: what is shown of a page that a status links to."""

from html import escape
from typing import TypedDict

from verandah.domain.links.players import ALLOW, SANDBOX, Player
from verandah.domain.links.show import ShownLink

from .addresses import absolute
from .tag import TagHistory


class CardAuthorJson(TypedDict):
    name: str
    url: str
    account: None


class PreviewCardJson(TypedDict):
    url: str
    title: str
    description: str
    language: str | None
    type: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    html: str
    width: int
    height: int
    image: str | None
    image_description: str
    embed_url: str
    blurhash: str | None
    published_at: None
    missing_attribution: bool
    authors: list[CardAuthorJson]


class TrendingCardJson(PreviewCardJson):
    """Trends::Link: the same with how often it was linked to."""

    history: list[TagHistory]


def trending_card(link: ShownLink, day: int, uses: int, people: int) -> TrendingCardJson:
    """A page that many link to; `day` in seconds since 1970."""
    history: list[TagHistory] = [{"day": str(day), "uses": str(uses), "accounts": str(people)}]
    return {**card(link), "history": history}


def card(link: ShownLink) -> PreviewCardJson:
    """A page; `html` and `embed_url` are for what can be played, and for nothing else of a stranger's."""
    player = link.player
    return {
        "url": link.url,
        "title": link.title,
        "description": link.description,
        "language": link.language or None,
        "type": link.kind,
        "author_name": link.author_name,
        "author_url": link.author_url,
        "provider_name": link.provider_name or link.host,
        "provider_url": link.provider_url,
        "html": frame(player) if player else "",
        "width": player.width if player else link.width,
        "height": player.height if player else link.height,
        "image": absolute(link.image_url) if link.image_url else None,
        "image_description": link.image_description,
        "embed_url": player.source if player else "",
        "blurhash": link.blurhash or None,
        "published_at": None,
        "missing_attribution": False,
        "authors": authors(link),
    }


def authors(link: ShownLink) -> list[CardAuthorJson]:
    """Who has made it, if the page says so; nobody is taken for a member here."""
    return [{"name": link.author_name, "url": link.author_url, "account": None}] if link.author_name else []


def frame(player: Player) -> str:
    """What an app shows when its owner wants to play it."""
    return (
        f'<iframe src="{escape(player.source)}" width="{player.width}" height="{player.height}" sandbox="{SANDBOX}"'
        f' allow="{ALLOW}" referrerpolicy="{player.referrer}" frameborder="0"></iframe>'
    )
