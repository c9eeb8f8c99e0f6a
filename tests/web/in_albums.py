"""Looks at albums, for the matrix of who sees what."""

from collections.abc import Callable

from django.test import Client

from tests.albums import make_album, make_file
from tests.api.asking import Phone
from tests.web.looks import Look
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.media.models import Media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post


def album_shows(path: Callable[[Album, Media], str], by_app: bool = False) -> Look:
    """Whether a picture of the post stands in an album for everyone on the web, at that address."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        album, media = album_with(post)
        answer = Phone(viewer).get(path(album, media)) if by_app else client.get(path(album, media))
        assert answer.status_code in {200, 404}
        return media.name in answer.content.decode()

    return look


def app_sees_cover(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the picture of the post is counted in that album, and stands for it."""
    album, media = album_with(post)
    answer = Phone(viewer).get(f"/api/verandah/v1/albums/{album.pk}")
    seen = answer.status_code == 200 and answer.json()["items_count"] == 1
    assert seen == (media.name in answer.content.decode())
    return seen


def album_with(post: Post) -> tuple[Album, Media]:
    """An album for everyone on the web in which a picture of the post stands."""
    item = AlbumItem.objects.filter(media__post=post).select_related("album", "media").first()
    if item is None:
        media = make_file(post.author, post)
        return make_album(post.author, media, audience=Audience.PUBLIC), media
    return item.album, item.media


ALBUM_ROUTES = {
    "album": album_shows(lambda album, media: f"/@alice/albums/{album.pk}/"),
    "album, picture": album_shows(lambda album, media: f"/@alice/albums/{album.pk}/{media.pk}/"),
    "app: album": app_sees_cover,
    "app: album's pictures": album_shows(lambda album, media: f"/api/verandah/v1/albums/{album.pk}/items", by_app=True),
}
