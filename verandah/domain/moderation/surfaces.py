"""Where something of someone's could be seen: every page, answer, stream and file that is tried after a removal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from verandah.domain.media.models import Media
from verandah.domain.media.places import Place, in_post
from verandah.domain.media.renditions import CAPTIONS, SCRUB, renditions_of, writings_of
from verandah.domain.media.signing import path as address_of
from verandah.domain.posts.models import Post

# So much of a text is looked for; what is shorter stands in too many places to betray anything.
EXCERPT, SHORTEST = 40, 10
TAG = re.compile(r"<[^>]*>")
# A warning tells its reader the number of what it is about, and shows nothing of it.
WARNED_OF = re.compile(r'"status_ids":\[[^\]]*\]')
WEB, API, FILE, STREAM = "web", "api", "file", "stream"


@dataclass(frozen=True, slots=True)
class Surface:
    """`names_it`: the address itself names the thing, so that any good answer shows it."""

    name: str
    door: str
    path: str
    names_it: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """By what it is recognised: numbers and names that nothing else has, and the beginning of its words."""

    unique: tuple[str, ...]
    excerpt: str = ""

    def stand_in(self, body: str) -> bool:
        """Whether any of them is in what was answered."""
        shown = WARNED_OF.sub("", body)
        if any(mark in shown for mark in self.unique):
            return True
        return len(self.excerpt) >= SHORTEST and self.excerpt in plain(shown)


def plain(body: str) -> str:
    """Only the words, however they were written down."""
    shown = body.encode().decode("unicode_escape", "ignore") if "\\u" in body and body.isascii() else body
    return " ".join(unescape(TAG.sub(" ", shown.replace('\\"', '"').replace("\\n", " "))).split())


def excerpt_of(text: str) -> str:
    return " ".join(TAG.sub(" ", text).split())[:EXCERPT].strip()


def marks_of_post(post: Post, files: list[Media]) -> Marks:
    return Marks((str(post.pk), *(row.name for row in files)), excerpt_of(post.text))


def surfaces_of_post(post: Post, tags: list[str], files: list[Media], account_id: int, sought: str) -> list[Surface]:
    """All of them for a post or a comment. `account_id`: who looks, 0 for a guest; `sought`: the words of a search."""
    number, author = post.pk, post.author
    return [
        *pages_of_post(number, author.username, post.root_id, tags),
        *answers_of_post(number, author.pk, post.root_id, tags, sought),
        *streams_of_post(number, account_id),
        *files_of(files, place_of_post(post)),
    ]


def pages_of_post(number: int, username: str, root: int | None, tags: list[str]) -> Iterator[Surface]:
    """What a browser opens."""
    yield Surface("post", WEB, f"/p/{number}/", names_it=True)
    yield Surface("post below its author", WEB, f"/@{username}/{number}/", names_it=True)
    for word in ("comments", "reactions", "shares", "quotes", "history", "audience", "rest"):
        yield Surface(f"post: {word}", WEB, f"/p/{number}/{word}/", names_it=True)
    yield Surface("home", WEB, "/")
    yield Surface("community", WEB, "/all/")
    yield Surface("what is newer", WEB, f"/newer/?feed=home&after={number - 1}")
    yield Surface("profile", WEB, f"/@{username}/")
    yield Surface("photos", WEB, f"/@{username}/photos/")
    yield Surface("videos", WEB, f"/@{username}/videos/")
    yield Surface("albums", WEB, f"/@{username}/albums/")
    yield Surface("saved", WEB, "/saved/")
    yield Surface("notifications", WEB, "/notifications/")
    yield from (Surface(f"tag {tag}", WEB, f"/tags/{tag}/") for tag in tags)
    if root:
        yield Surface("the talk it stands in", WEB, f"/p/{root}/")


def answers_of_post(number: int, author: int, root: int | None, tags: list[str], sought: str) -> Iterator[Surface]:
    """What an app asks for."""
    one = f"/api/v1/statuses/{number}"
    yield Surface("api: post", API, one, names_it=True)
    for word in ("context", "card", "source", "history", "favourited_by", "reblogged_by", "quotes"):
        yield Surface(f"api: post, {word}", API, f"{one}/{word}", names_it=True)
    yield Surface("api: several posts", API, f"/api/v1/statuses?id[]={number}")
    for word in ("", "?only_media=true", "?pinned=true"):
        yield Surface(f"api: posts of its author {word}".strip(), API, f"/api/v1/accounts/{author}/statuses{word}")
    for feed in ("home", "public", "public?local=true"):
        yield Surface(f"api: timeline {feed}", API, f"/api/v1/timelines/{feed}")
    yield from (Surface(f"api: tag {tag}", API, f"/api/v1/timelines/tag/{tag}") for tag in tags)
    for list_ in ("favourites", "bookmarks", "notifications", "conversations", "announcements", "trends/statuses"):
        yield Surface(f"api: {list_}", API, f"/api/v1/{list_}")
    yield Surface("api: notifications, grouped", API, "/api/v2/notifications")
    yield Surface("api: search", API, f"/api/v2/search?q={sought}&type=statuses")
    if root:
        yield Surface("api: the talk it stands in", API, f"/api/v1/statuses/{root}/context")


def streams_of_post(number: int, account_id: int) -> Iterator[Surface]:
    """What is told again to an app that was away."""
    if account_id:
        yield Surface("stream: what was missed", STREAM, "/api/v1/streaming/user")
    yield Surface("stream: everyone", STREAM, "/api/v1/streaming/public")


def files_of(files: list[Media], place: Place | None) -> Iterator[Surface]:
    """Every rendition of every file, at the address that was told while it could be seen."""
    for row in files:
        made = [(one.name, one.extension) for one in renditions_of(row)]
        made += [(f"{CAPTIONS}-{one.language}", "vtt") for one in writings_of(row)]
        made += [(SCRUB, "vtt")] if row.scrub else []
        for name, extension in dict.fromkeys(made):
            kind = f"file {row.position + 1}: {name}.{extension}"
            yield Surface(kind, FILE, address_of(row, name, extension, place), names_it=True)


def place_of_post(post: Post) -> Place | None:
    """Where its files were shown before it was removed; None: to everyone on the web."""
    root = post.root
    wall = post.wall_id or (root.wall_id if root else None)
    return in_post(post.pk, post.audience, root.audience if root else None, wall)
