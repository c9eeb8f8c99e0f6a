"""Album and AlbumItem, our own entities: pictures that someone has put together."""

from typing import TypedDict

from verandah.domain.albums.show import ShownAlbum, ShownItem
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account
from .addresses import account_url
from .dates import moment
from .media import MediaAttachmentJson, media_attachment


class AlbumJson(TypedDict):
    """`items_count`: how many of its pictures the viewer may see."""

    id: str
    url: str
    account: AccountJson
    title: str
    text: str
    audience: str
    cover: MediaAttachmentJson | None
    items_count: int
    created_at: str
    changed_at: str


class AlbumItemJson(TypedDict):
    """A picture or film, and the status it stands in, if it does."""

    media: MediaAttachmentJson
    status_id: str | None


def album(shown: ShownAlbum, author: FullAccount) -> AlbumJson:
    """An album, as the viewer sees it from outside."""
    return {
        "id": str(shown.id),
        "url": album_url(shown),
        "account": account(author),
        "title": shown.title,
        "text": shown.text,
        "audience": shown.audience.name.lower(),
        "cover": media_attachment(shown.cover) if shown.cover else None,
        "items_count": shown.count,
        "created_at": moment(shown.created_at),
        "changed_at": moment(shown.changed_at),
    }


def album_item(shown: ShownItem) -> AlbumItemJson:
    """One of its pictures."""
    return {"media": media_attachment(shown.media), "status_id": str(shown.post_id) if shown.post_id else None}


def album_url(shown: ShownAlbum) -> str:
    """Its page."""
    return f"{account_url(shown.author.username)}/albums/{shown.id}/"
