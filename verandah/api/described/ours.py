"""What is ours alone, below `/api/verandah/v1/`."""

from typing import Annotated, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.album import AlbumItemJson, AlbumJson
from verandah.api.entities.audience import AudienceJson, PostAudienceJson
from verandah.api.entities.media import MediaAttachmentJson
from verandah.api.entities.plain import Empty
from verandah.api.entities.reactions import ReactionsJson
from verandah.api.entities.status import StatusJson

from . import takes
from .said import Said, Table


class Sign(TypedDict):
    kind: takes.Word


class Audience(TypedDict):
    audience: takes.Word


class Album(TypedDict):
    title: NotRequired[Annotated[str, Meta(max_length=100)]]
    text: NotRequired[Annotated[str, Meta(max_length=2000)]]
    audience: NotRequired[takes.Word]


class NewAlbum(Album):
    media_ids: NotRequired[takes.Ids]


class ChangedAlbum(Album):
    """`cover_id`: of a file in it; 0 is the first one."""

    cover_id: NotRequired[takes.Id]


class Files(TypedDict):
    media_ids: takes.Ids


class Captions(TypedDict):
    """`file`: WebVTT. `language`: its short name, such as en or pt-BR."""

    file: takes.File
    language: takes.Word
    label: NotRequired[Annotated[str, Meta(max_length=60)]]


class Part(TypedDict):
    limit: NotRequired[Annotated[int, Meta(ge=1, le=500)]]
    offset: NotRequired[Annotated[int, Meta(ge=0, le=500)]]


OURS: Table = {
    "GET /api/verandah/v1/albums": Said(list[AlbumJson], takes.Paging),
    "POST /api/verandah/v1/albums": Said(AlbumJson, NewAlbum, heeds=("Idempotency-Key",)),
    "GET /api/verandah/v1/albums/:id": Said(AlbumJson),
    "PUT /api/verandah/v1/albums/:id": Said(AlbumJson, ChangedAlbum),
    "DELETE /api/verandah/v1/albums/:id": Said(Empty),
    "POST /api/verandah/v1/albums/:id/restore": Said(AlbumJson),
    "GET /api/verandah/v1/albums/:id/items": Said(list[AlbumItemJson], Part),
    "POST /api/verandah/v1/albums/:id/items": Said(AlbumJson, Files),
    "DELETE /api/verandah/v1/albums/:id/items": Said(AlbumJson, Files),
    "PUT /api/verandah/v1/albums/:id/order": Said(AlbumJson, Files),
    "GET /api/verandah/v1/accounts/:id/albums": Said(list[AlbumJson], takes.Paging),
    "POST /api/verandah/v1/media/:id/captions": Said(MediaAttachmentJson, Captions),
    "DELETE /api/verandah/v1/media/:id/captions/:name": Said(MediaAttachmentJson),
    "GET /api/verandah/v1/audiences": Said(list[AudienceJson]),
    "GET /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson),
    "PUT /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson, Audience),
    "PUT /api/verandah/v1/statuses/:id/reaction": Said(StatusJson, Sign),
    "DELETE /api/verandah/v1/statuses/:id/reaction": Said(StatusJson),
    "GET /api/verandah/v1/statuses/:id/reactions": Said(ReactionsJson, takes.LongPaging),
}
