"""How someone wants to read others: mutes, notes, recommendations, lists, filters, tags, other servers."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.account import AccountJson
from verandah.api.entities.filter import FilterJson, FilterKeywordJson, FilterStatusJson, FirstFilterJson
from verandah.api.entities.muted_account import MutedAccountJson
from verandah.api.entities.people_list import ListJson
from verandah.api.entities.plain import Empty
from verandah.api.entities.relationship import RelationshipJson
from verandah.api.entities.status import StatusJson
from verandah.api.entities.tag import FeaturedTagJson, TagJson

from . import takes
from .said import Said, Table

type Contexts = Annotated[list[Literal["home", "notifications", "public", "thread", "account"]], Meta(max_length=5)]
type Seconds = Annotated[int, Meta(ge=0, le=3_153_600_000)]


class HowToFollow(TypedDict):
    reblogs: NotRequired[bool]
    notify: NotRequired[bool]
    languages: NotRequired[Annotated[list[takes.Word], Meta(max_length=20)]]


class HowToMute(TypedDict):
    notifications: NotRequired[bool]
    duration: NotRequired[Seconds]


class NoteAbout(TypedDict):
    comment: NotRequired[takes.Text]


class Domain(TypedDict):
    domain: Annotated[str, Meta(max_length=253)]


class NewList(TypedDict):
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    replies_policy: NotRequired[Literal["followed", "list", "none"]]
    exclusive: NotRequired[bool]


class ChangedList(TypedDict):
    title: NotRequired[Annotated[str, Meta(min_length=1, max_length=80)]]
    replies_policy: NotRequired[Literal["followed", "list", "none"]]
    exclusive: NotRequired[bool]


class People(TypedDict):
    account_ids: NotRequired[takes.Ids]


class FilterWord(TypedDict):
    keyword: NotRequired[takes.Word]
    whole_word: NotRequired[bool]


class FilterWordAmong(FilterWord):
    id: NotRequired[takes.Id]
    _destroy: NotRequired[bool]


class ChangedFilter(TypedDict):
    title: NotRequired[takes.Word]
    context: NotRequired[Contexts]
    filter_action: NotRequired[Literal["warn", "hide", "blur"]]
    expires_in: NotRequired[Seconds]
    keywords_attributes: NotRequired[Annotated[list[FilterWordAmong], Meta(max_length=100)]]


class FirstFilter(TypedDict):
    phrase: NotRequired[takes.Word]
    context: NotRequired[Contexts]
    irreversible: NotRequired[bool]
    whole_word: NotRequired[bool]
    expires_in: NotRequired[Seconds]


class FilterPost(TypedDict):
    status_id: takes.Id


class TagName(TypedDict):
    name: takes.Word


WISHES: Table = {
    "POST /api/v1/accounts/:id/follow": Said(RelationshipJson, HowToFollow),
    "POST /api/v1/accounts/:id/mute": Said(RelationshipJson, HowToMute),
    "POST /api/v1/accounts/:id/unmute": Said(RelationshipJson),
    "GET /api/v1/mutes": Said(list[MutedAccountJson], takes.LongPaging),
    "POST /api/v1/accounts/:id/note": Said(RelationshipJson, NoteAbout),
    "POST /api/v1/accounts/:id/pin": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/unpin": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/endorse": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/unendorse": Said(RelationshipJson),
    "GET /api/v1/accounts/:id/endorsements": Said(list[AccountJson], takes.LongPaging),
    "GET /api/v1/endorsements": Said(list[AccountJson], takes.LongPaging),
    "DELETE /api/v1/suggestions/:id": Said(Empty),
    "GET /api/v1/domain_blocks": Said(list[str], takes.LongPaging),
    "POST /api/v1/domain_blocks": Said(Empty, Domain),
    "DELETE /api/v1/domain_blocks": Said(Empty, Domain),
    "GET /api/v1/domain_blocks/preview": Said(dict[str, int], Domain),
    "GET /api/v1/accounts/:id/lists": Said(list[ListJson]),
    "GET /api/v1/lists": Said(list[ListJson]),
    "POST /api/v1/lists": Said(ListJson, NewList),
    "GET /api/v1/lists/:id": Said(ListJson),
    "PUT /api/v1/lists/:id": Said(ListJson, ChangedList),
    "DELETE /api/v1/lists/:id": Said(Empty),
    "GET /api/v1/lists/:id/accounts": Said(list[AccountJson], takes.LongPaging),
    "POST /api/v1/lists/:id/accounts": Said(Empty, People),
    "DELETE /api/v1/lists/:id/accounts": Said(Empty, People),
    "GET /api/v1/timelines/list/:id": Said(list[StatusJson], takes.Paging),
    "GET /api/v2/filters": Said(list[FilterJson]),
    "POST /api/v2/filters": Said(FilterJson, ChangedFilter),
    "GET /api/v2/filters/:id": Said(FilterJson),
    "PUT /api/v2/filters/:id": Said(FilterJson, ChangedFilter),
    "DELETE /api/v2/filters/:id": Said(Empty),
    "GET /api/v2/filters/:id/keywords": Said(list[FilterKeywordJson]),
    "POST /api/v2/filters/:id/keywords": Said(FilterKeywordJson, FilterWord),
    "GET /api/v2/filters/keywords/:id": Said(FilterKeywordJson),
    "PUT /api/v2/filters/keywords/:id": Said(FilterKeywordJson, FilterWord),
    "DELETE /api/v2/filters/keywords/:id": Said(Empty),
    "GET /api/v2/filters/:id/statuses": Said(list[FilterStatusJson]),
    "POST /api/v2/filters/:id/statuses": Said(FilterStatusJson, FilterPost),
    "GET /api/v2/filters/statuses/:id": Said(FilterStatusJson),
    "DELETE /api/v2/filters/statuses/:id": Said(Empty),
    "GET /api/v1/filters": Said(list[FirstFilterJson]),
    "POST /api/v1/filters": Said(FirstFilterJson, FirstFilter),
    "GET /api/v1/filters/:id": Said(FirstFilterJson),
    "PUT /api/v1/filters/:id": Said(FirstFilterJson, FirstFilter),
    "DELETE /api/v1/filters/:id": Said(Empty),
    "GET /api/v1/tags/:name": Said(TagJson),
    "POST /api/v1/tags/:name/follow": Said(TagJson),
    "POST /api/v1/tags/:name/unfollow": Said(TagJson),
    "POST /api/v1/tags/:name/feature": Said(TagJson),
    "POST /api/v1/tags/:name/unfeature": Said(TagJson),
    "GET /api/v1/followed_tags": Said(list[TagJson], takes.LongPaging),
    "GET /api/v1/accounts/:id/featured_tags": Said(list[FeaturedTagJson]),
    "GET /api/v1/featured_tags": Said(list[FeaturedTagJson]),
    "POST /api/v1/featured_tags": Said(FeaturedTagJson, TagName),
    "DELETE /api/v1/featured_tags/:id": Said(Empty),
    "GET /api/v1/featured_tags/suggestions": Said(list[TagJson]),
}
