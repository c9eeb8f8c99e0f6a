"""What is ours alone, below `/api/verandah/v1/`."""

from typing import TypedDict

from verandah.api.entities.audience import AudienceJson, PostAudienceJson
from verandah.api.entities.reactions import ReactionsJson
from verandah.api.entities.status import StatusJson

from . import takes
from .said import Said, Table


class Sign(TypedDict):
    kind: takes.Word


class Audience(TypedDict):
    audience: takes.Word


OURS: Table = {
    "GET /api/verandah/v1/audiences": Said(list[AudienceJson]),
    "GET /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson),
    "PUT /api/verandah/v1/statuses/:id/audience": Said(PostAudienceJson, Audience),
    "PUT /api/verandah/v1/statuses/:id/reaction": Said(StatusJson, Sign),
    "DELETE /api/verandah/v1/statuses/:id/reaction": Said(StatusJson),
    "GET /api/verandah/v1/statuses/:id/reactions": Said(ReactionsJson, takes.LongPaging),
}
