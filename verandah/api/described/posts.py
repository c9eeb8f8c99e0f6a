"""Statuses, timelines, polls, and what is searched for."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.account import AccountJson
from verandah.api.entities.card import PreviewCardJson, TrendingCardJson
from verandah.api.entities.conversation import ConversationJson
from verandah.api.entities.edit import StatusEditJson, StatusSourceJson
from verandah.api.entities.plain import Empty, SearchJson
from verandah.api.entities.poll import PollJson
from verandah.api.entities.scheduled_status import ScheduledStatusJson
from verandah.api.entities.status import ContextJson, StatusJson
from verandah.api.entities.tag import TagJson

from . import takes
from .said import Said, Table

type Visibility = Literal["public", "unlisted", "private", "direct"]
type Quoting = Literal["public", "followers", "nobody"]
type Feeling = Literal[
    "", "happy", "thankful", "hopeful", "amused", "curious", "impressed", "thoughtful", "worried", "sad", "angry"
]
type Words = Annotated[str, Meta(max_length=5000)]


class Question(TypedDict):
    options: Annotated[list[takes.Word], Meta(max_length=20)]
    expires_in: Annotated[int, Meta(ge=1, le=3_153_600_000)]
    multiple: NotRequired[bool]
    hide_totals: NotRequired[bool]


class NewStatus(TypedDict):
    """With `scheduled_at` it is said then. `audience` is our own word, in place of `visibility`, with `list_ids` and
    `account_ids` where it takes them.

    So are `place`, `mood` and `wall_id`: on whose profile it shall stand, for friends if nothing else is said.
    """

    status: NotRequired[Words]
    media_ids: NotRequired[takes.Ids]
    poll: NotRequired[Question]
    in_reply_to_id: NotRequired[takes.Id]
    quoted_status_id: NotRequired[takes.Id]
    sensitive: NotRequired[bool]
    spoiler_text: NotRequired[takes.Text]
    visibility: NotRequired[Visibility]
    audience: NotRequired[takes.Word]
    list_ids: NotRequired[takes.Lists]
    account_ids: NotRequired[takes.People]
    place: NotRequired[takes.Word]
    mood: NotRequired[Feeling]
    wall_id: NotRequired[takes.Id]
    language: NotRequired[takes.Word]
    quote_approval_policy: NotRequired[Quoting]
    comment_policy: NotRequired[Literal["everyone", "friends", "nobody"]]
    scheduled_at: NotRequired[takes.Word]


class ChangedMedia(TypedDict):
    id: takes.Id
    description: NotRequired[takes.Text]
    focus: NotRequired[takes.Word]
    thumbnail: NotRequired[takes.Text]


class ChangedStatus(TypedDict):
    """What is not sent is taken out, but for language, place and mood, which stay."""

    status: NotRequired[Words]
    media_ids: NotRequired[takes.Ids]
    media_attributes: NotRequired[list[ChangedMedia]]
    poll: NotRequired[Question]
    sensitive: NotRequired[bool]
    spoiler_text: NotRequired[takes.Text]
    place: NotRequired[takes.Word]
    mood: NotRequired[Feeling]
    language: NotRequired[takes.Word]
    quote_approval_policy: NotRequired[Quoting]


class QuotingRule(TypedDict):
    quote_approval_policy: Quoting


class Sharing(TypedDict):
    visibility: NotRequired[Literal["public", "unlisted", "private"]]


class AnotherTime(TypedDict):
    scheduled_at: takes.Word


class Choices(TypedDict):
    """The positions of the answers, from 0."""

    choices: Annotated[list[int], Meta(max_length=40)]


POSTS: Table = {
    "POST /api/v1/statuses": Said((StatusJson, ScheduledStatusJson), NewStatus, heeds=("Idempotency-Key",)),
    "GET /api/v1/statuses": Said(list[StatusJson], takes.Several),
    "GET /api/v1/statuses/:id": Said(StatusJson),
    "PUT /api/v1/statuses/:id": Said(StatusJson, ChangedStatus),
    "DELETE /api/v1/statuses/:id": Said(StatusJson),
    "GET /api/v1/statuses/:id/context": Said(ContextJson),
    "GET /api/v1/statuses/:id/card": Said((PreviewCardJson, Empty)),
    "GET /api/v1/statuses/:id/source": Said(StatusSourceJson),
    "GET /api/v1/statuses/:id/history": Said(list[StatusEditJson]),
    "PUT /api/v1/statuses/:id/interaction_policy": Said(StatusJson, QuotingRule),
    "GET /api/v1/statuses/:id/quotes": Said(list[StatusJson], takes.Paging),
    "POST /api/v1/statuses/:id/quotes/:quoting/revoke": Said(StatusJson),
    "GET /api/v1/statuses/:id/reblogged_by": Said(list[AccountJson], takes.LongPaging),
    "GET /api/v1/statuses/:id/favourited_by": Said(list[AccountJson], takes.LongPaging),
    "POST /api/v1/statuses/:id/favourite": Said(StatusJson),
    "POST /api/v1/statuses/:id/unfavourite": Said(StatusJson),
    "POST /api/v1/statuses/:id/reblog": Said(StatusJson, Sharing),
    "POST /api/v1/statuses/:id/unreblog": Said(StatusJson),
    "POST /api/v1/statuses/:id/bookmark": Said(StatusJson),
    "POST /api/v1/statuses/:id/unbookmark": Said(StatusJson),
    "POST /api/v1/statuses/:id/pin": Said(StatusJson),
    "POST /api/v1/statuses/:id/unpin": Said(StatusJson),
    "POST /api/v1/statuses/:id/mute": Said(StatusJson),
    "POST /api/v1/statuses/:id/unmute": Said(StatusJson),
    "GET /api/v1/scheduled_statuses": Said(list[ScheduledStatusJson], takes.Paging),
    "GET /api/v1/scheduled_statuses/:id": Said(ScheduledStatusJson),
    "PUT /api/v1/scheduled_statuses/:id": Said(ScheduledStatusJson, AnotherTime),
    "DELETE /api/v1/scheduled_statuses/:id": Said(Empty),
    "GET /api/v1/polls/:id": Said(PollJson),
    "POST /api/v1/polls/:id/votes": Said(PollJson, Choices),
    "GET /api/v1/timelines/home": Said(list[StatusJson], takes.Paging),
    "GET /api/v1/timelines/public": Said(list[StatusJson], takes.Feed),
    "GET /api/v1/timelines/tag/:name": Said(list[StatusJson], takes.Feed),
    "GET /api/v1/favourites": Said(list[StatusJson], takes.Paging),
    "GET /api/v1/bookmarks": Said(list[StatusJson], takes.Paging),
    "GET /api/v1/conversations": Said(list[ConversationJson], takes.Paging),
    "DELETE /api/v1/conversations/:id": Said(Empty),
    "POST /api/v1/conversations/:id/read": Said(ConversationJson),
    "POST /api/v1/conversations/:id/unread": Said(ConversationJson),
    "GET /api/v2/search": Said(SearchJson, takes.Searched),
    "GET /api/v1/trends": Said(list[TagJson]),
    "GET /api/v1/trends/tags": Said(list[TagJson]),
    "GET /api/v1/trends/statuses": Said(list[StatusJson]),
    "GET /api/v1/trends/links": Said(list[TrendingCardJson]),
}
