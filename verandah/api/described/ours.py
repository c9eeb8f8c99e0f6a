"""What is ours alone, below `/api/verandah/v1/`."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.account import AccountJson
from verandah.api.entities.album import AlbumItemJson, AlbumJson
from verandah.api.entities.answers import ConversationStateJson, OfferedJson, ShareJson
from verandah.api.entities.audience import AudienceJson, ExplanationJson, PostAudienceJson
from verandah.api.entities.draft import SavedDraftJson
from verandah.api.entities.limited import LimitedPostsJson
from verandah.api.entities.media import MediaAttachmentJson
from verandah.api.entities.plain import Empty
from verandah.api.entities.reactions import ReactionsJson
from verandah.api.entities.relationship import RelationshipJson
from verandah.api.entities.status import StatusJson

from . import takes
from .said import Said, Table


class Sign(TypedDict):
    kind: takes.Word


class CommentPolicy(TypedDict):
    comment_policy: Literal["everyone", "friends", "nobody"]


class Reactions(takes.LongPaging):
    """`kind`: those who gave this sign alone."""

    kind: NotRequired[takes.Word]


class Audience(TypedDict):
    """`list_ids` and `account_ids`: whom it means, where it takes them."""

    audience: takes.Word
    list_ids: NotRequired[takes.Lists]
    account_ids: NotRequired[takes.People]


class Limit(TypedDict):
    """`audience`: friends or followers; friends if nothing is said. `before`: only what was written before then."""

    audience: NotRequired[takes.Word]
    before: NotRequired[takes.Word]


class Limiting(Limit):
    """`until_id`: from the answer with which it began."""

    until_id: NotRequired[takes.Id]


class Album(TypedDict):
    title: NotRequired[Annotated[str, Meta(max_length=100)]]
    text: NotRequired[Annotated[str, Meta(max_length=2000)]]
    audience: NotRequired[takes.Word]
    list_ids: NotRequired[takes.Lists]
    account_ids: NotRequired[takes.People]


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


class Requests(takes.LongPaging):
    """`sent`: whom one has asked, in place of who asks."""

    sent: NotRequired[bool]


class Part(TypedDict):
    limit: NotRequired[Annotated[int, Meta(ge=1, le=500)]]
    offset: NotRequired[Annotated[int, Meta(ge=0, le=500)]]


class DraftField(TypedDict):
    name: takes.Word
    value: str


class Draft(TypedDict):
    """`version`: the one that this began with; when another is there by now, the answer is 409."""

    fields: list[DraftField]
    place: NotRequired[takes.Word]
    version: NotRequired[int]


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
    "GET /api/verandah/v1/drafts": Said(list[SavedDraftJson]),
    "GET /api/verandah/v1/drafts/:name": Said(SavedDraftJson),
    "PUT /api/verandah/v1/drafts/:name": Said(SavedDraftJson, Draft),
    "DELETE /api/verandah/v1/drafts/:name": Said(Empty),
    "GET /api/verandah/v1/accounts/:id/albums": Said(list[AlbumJson], takes.Paging),
    "GET /api/verandah/v1/accounts/:id/friends": Said(list[AccountJson], takes.LongPaging),
    "GET /api/verandah/v1/accounts/:id/mutual_friends": Said(list[AccountJson], takes.LongPaging),
    "POST /api/verandah/v1/accounts/:id/befriend": Said(RelationshipJson),
    "POST /api/verandah/v1/accounts/:id/unfriend": Said(RelationshipJson),
    "GET /api/verandah/v1/friends": Said(list[AccountJson], takes.LongPaging),
    "GET /api/verandah/v1/friend_requests": Said(list[AccountJson], Requests),
    "POST /api/verandah/v1/friend_requests/:id/accept": Said(RelationshipJson),
    "POST /api/verandah/v1/friend_requests/:id/decline": Said(RelationshipJson),
    "POST /api/verandah/v1/media/:id/captions": Said(MediaAttachmentJson, Captions),
    "DELETE /api/verandah/v1/media/:id/captions/:name": Said(MediaAttachmentJson),
    "GET /api/verandah/v1/audiences": Said(list[AudienceJson]),
    "GET /api/verandah/v1/statuses/limit": Said(LimitedPostsJson, Limiting),
    "POST /api/verandah/v1/statuses/limit": Said(LimitedPostsJson, Limit),
    "GET /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson),
    "PUT /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson, Audience),
    "GET /api/verandah/v1/statuses/:id/audience/:account": Said(ExplanationJson),
    "PUT /api/verandah/v1/statuses/:id/reaction": Said(StatusJson, Sign),
    "DELETE /api/verandah/v1/statuses/:id/reaction": Said(StatusJson),
    "GET /api/verandah/v1/statuses/:id/reactions": Said(ReactionsJson, Reactions),
    "GET /api/verandah/v1/reactions": Said(list[OfferedJson]),
    "PUT /api/verandah/v1/statuses/:id/comment_policy": Said(StatusJson, CommentPolicy),
    "GET /api/verandah/v1/statuses/:id/shares": Said(list[ShareJson], takes.LongPaging),
    "GET /api/verandah/v1/statuses/:id/conversation": Said(ConversationStateJson),
    "POST /api/verandah/v1/statuses/:id/conversation/follow": Said(ConversationStateJson),
    "POST /api/verandah/v1/statuses/:id/conversation/unfollow": Said(ConversationStateJson),
    "DELETE /api/verandah/v1/comments/:id": Said(Empty),
    "POST /api/verandah/v1/comments/:id/restore": Said(StatusJson),
    "DELETE /api/verandah/v1/shares/:id": Said(StatusJson),
}
