"""What apps may send, by name and kind. Whatever is missing or cannot be read counts as not sent."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

Id = Annotated[str, Meta(pattern="^[0-9]{1,18}$")]
Ids = Annotated[list[Id], Meta(max_length=40)]
# Whom an audience means.
Lists = Annotated[list[Id], Meta(max_length=20)]
People = Annotated[list[Id], Meta(max_length=100)]
Length = Annotated[int, Meta(ge=1, le=40)]
LongLength = Annotated[int, Meta(ge=1, le=80)]
Offset = Annotated[int, Meta(ge=0, le=1000)]
# A file, which only multipart can carry.
File = Annotated[str, Meta(extra_json_schema={"format": "binary"})]
Text = Annotated[str, Meta(max_length=500)]
Word = Annotated[str, Meta(max_length=200)]


class Cursors(TypedDict):
    """Where a page starts: below `max_id`, newest above `since_id`, or next above `min_id`."""

    max_id: NotRequired[Id]
    since_id: NotRequired[Id]
    min_id: NotRequired[Id]


class Paging(Cursors):
    limit: NotRequired[Length]


class LongPaging(Cursors):
    limit: NotRequired[LongLength]


class Several(TypedDict):
    id: NotRequired[Ids]


class Feed(Paging):
    local: NotRequired[bool]
    remote: NotRequired[bool]
    only_media: NotRequired[bool]


class PostsOfSomeone(Paging):
    pinned: NotRequired[bool]
    only_media: NotRequired[bool]
    exclude_replies: NotRequired[bool]
    exclude_reblogs: NotRequired[bool]
    tagged: NotRequired[Word]


class Lookup(TypedDict):
    acct: Word


class Directory(TypedDict):
    offset: NotRequired[Offset]
    limit: NotRequired[LongLength]
    order: NotRequired[Literal["active", "new"]]
    local: NotRequired[bool]


class PeopleSearch(TypedDict):
    q: Word
    limit: NotRequired[LongLength]
    offset: NotRequired[Offset]
    resolve: NotRequired[bool]
    following: NotRequired[bool]


class Searched(TypedDict):
    q: Word
    type: NotRequired[Literal["accounts", "hashtags", "statuses"]]
    limit: NotRequired[Length]
    offset: NotRequired[Offset]
    resolve: NotRequired[bool]
    following: NotRequired[bool]


class Limited(TypedDict):
    limit: NotRequired[LongLength]
