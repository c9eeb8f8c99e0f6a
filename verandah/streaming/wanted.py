"""What an app can listen to: the names of Mastodon's streams, what each needs, and what stands on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from verandah.base.errors import NotFound, Refusal
from verandah.base.markup import tag_name
from verandah.base.paging import whole

# Where a post stands that is told on a stream.
HOME = "home"
COMMUNITY = "community"
TAGGED = "tagged"
LISTS = "lists"
# And what is told besides.
NOTICES = "notices"
TALKS = "talks"
NOTHING = "nothing"

READ, NOTICES_READ, LISTS_READ = "read:statuses", "read:notifications", "read:lists"
MEDIA = ":media"

# Of each name: what is told on it, and the scope it needs. There are no other servers, so their streams stay silent.
STREAMS = {
    "user": (HOME, READ),
    "user:notification": (NOTICES, NOTICES_READ),
    "public": (COMMUNITY, READ),
    "public:local": (COMMUNITY, READ),
    "public:remote": (NOTHING, READ),
    "hashtag": (TAGGED, READ),
    "hashtag:local": (TAGGED, READ),
    "list": (LISTS, LISTS_READ),
    "direct": (TALKS, READ),
}
WITH_MEDIA = ("public", "public:local", "public:remote")
LONGEST_DETAIL = 200
YES = ("1", "true", "on", "t")


class UnknownStream(Refusal):
    """There is no such stream, or it lacks what names it."""

    status = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """One stream. `names` is how its events are marked: its name, and the tag or list as the app wrote it."""

    names: tuple[str, ...]
    feed: str
    scope: str
    media_only: bool = False
    # The tag in its canonical form.
    tag: str = ""
    list_id: int = 0

    @property
    def is_user(self) -> bool:
        """Whether it is the one on which all that concerns someone is told."""
        return self.feed == HOME


def wanted(asked: Mapping[str, str]) -> Wanted:
    """The stream that `stream`, `tag`, `list` and `only_media` name. Raises UnknownStream or NotFound."""
    one = plain(asked.get("stream", ""), asked.get("only_media", "").lower() in YES)
    if one.feed == TAGGED:
        name = asked.get("tag", "")[:LONGEST_DETAIL]
        tag = tag_name(name.removeprefix("#"))
        if not tag or "\0" in tag:
            raise UnknownStream("Name the tag to listen to.")
        return replace(one, names=(*one.names, name), tag=tag)
    if one.feed == LISTS:
        number = whole(asked.get("list"), 0)
        if not number:
            raise NotFound
        return replace(one, names=(*one.names, str(number)), list_id=number)
    return one


@lru_cache(64)
def plain(name: str, media_only: bool) -> Wanted:
    """The stream of that name, without a tag or a list. Raises UnknownStream."""
    base = name.removesuffix(MEDIA)
    has_media = name.endswith(MEDIA)
    if base not in STREAMS or (has_media and base not in WITH_MEDIA):
        raise UnknownStream("Unknown stream type")
    feed, scope = STREAMS[base]
    only = has_media or (media_only and base in WITH_MEDIA)
    return Wanted((base + MEDIA if only else base,), feed, scope, only)
