"""ScheduledStatus: what someone will say."""

from typing import NotRequired, TypedDict

from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.scheduled import Waiting

from .account import QUOTING
from .dates import moment
from .media import MediaAttachmentJson, media_attachment
from .visibility import SAID


class ScheduledPoll(TypedDict):
    options: list[str]
    expires_in: int
    multiple: bool
    hide_totals: bool


class ScheduledParams(TypedDict):
    text: str
    poll: ScheduledPoll | None
    media_ids: list[str] | None
    sensitive: bool | None
    spoiler_text: str | None
    visibility: str
    in_reply_to_id: int | None
    quoted_status_id: str | None
    quote_approval_policy: str | None
    language: str | None
    application_id: int
    scheduled_at: None
    idempotency: None
    with_rate_limit: bool
    allowed_mentions: None


class ScheduledOurs(TypedDict):
    """Why it could not be said when its time had come; null while all is well."""

    failure: str | None


class ScheduledStatusJson(TypedDict):
    id: str
    scheduled_at: str
    params: ScheduledParams
    media_attachments: list[MediaAttachmentJson]
    verandah: NotRequired[ScheduledOurs]


def scheduled_status(row: Waiting) -> ScheduledStatusJson:
    """Words that wait, in the names of the request they came with."""
    draft = row.draft
    question = draft["poll"]
    poll: ScheduledPoll | None = None
    if question:
        poll = {
            "options": list(question["titles"]),
            "expires_in": question["seconds"],
            "multiple": question["multiple"],
            "hide_totals": question["hides_totals"],
        }
    return {
        "id": str(row.id),
        "scheduled_at": moment(row.due_at),
        "params": {
            "text": draft["text"],
            "poll": poll,
            "media_ids": [str(number) for number in draft["media_ids"]] or None,
            "sensitive": draft["is_sensitive"],
            "spoiler_text": draft["warning"] or None,
            "visibility": SAID[Audience(draft["audience"])],
            "in_reply_to_id": draft["parent_id"],
            "quoted_status_id": str(draft["quote_id"]) if draft["quote_id"] else None,
            "quote_approval_policy": QUOTING[QuotePolicy(draft["quote_policy"])] if draft["quote_policy"] else None,
            "language": draft["language"],
            "application_id": draft["app_id"] or 0,
            "scheduled_at": None,
            "idempotency": None,
            "with_rate_limit": False,
            "allowed_mentions": None,
        },
        "media_attachments": [media_attachment(file) for file in row.media],
        "verandah": {"failure": row.failure or None},
    }
