"""What a subject looks like at this moment, as it is kept; and what was kept, as the staff sees it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from verandah.base.errors import NotFound
from verandah.domain.accounts.answers import answers_among, lines_of
from verandah.domain.accounts.fields import For, lines
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.media.models import Kind, Media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, PollOption, Post

from .models import Snapshot, SnapshotFile, Subject

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None
type Body = dict[str, Json]

# What of a profile can be reported by itself.
PARTS = ("avatar", "header", "name", "bio", "fields")
# Of what something answers, only so much is kept: it is somebody else's.
IN_SHORT = 300
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """What it says, and the files that are part of it, in the order in which `body` names them."""

    body: Body
    files: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a snapshot. `has_picture`: whether a small picture of it lies in the store."""

    id: int
    media_id: int
    description: str
    has_picture: bool
    sha256: str
    pdq: str


@dataclass(frozen=True, slots=True)
class ShownSnapshot:
    """What something looked like. `body` is as `look_of` wrote it."""

    id: int
    subject_id: int
    body: Body
    files: tuple[ShownFile, ...]
    digest: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a copy lies in the media store, and what it is of."""

    name: str
    extension: str
    content_type: str
    owner: Account | None
    post_id: int | None


def look_of(subject: Subject) -> Look | None:
    """What it looks like now; None when it is gone."""
    if subject.kind == Subject.Kind.POST:
        return post_look(subject.ref)
    if subject.kind == Subject.Kind.MEDIA:
        return media_look(subject.ref)
    if subject.kind == Subject.Kind.ALBUM:
        return album_look(subject.ref)
    if subject.kind == Subject.Kind.ACCOUNT:
        return account_look(subject.ref, subject.part)
    return None


def owner_of(kind: Subject.Kind, ref: int, part: str) -> int | None:
    """Whose it is, deleted or not; None when there is no such thing."""
    if part and (kind != Subject.Kind.ACCOUNT or part not in PARTS):
        return None
    if kind == Subject.Kind.ACCOUNT:
        return Account.objects.filter(pk=ref).values_list("pk", flat=True).first()
    if kind == Subject.Kind.POST:
        return Post.objects.filter(pk=ref).values_list("author_id", flat=True).first()
    if kind == Subject.Kind.MEDIA:
        return Media.objects.filter(pk=ref).values_list("owner_id", flat=True).first()
    if kind == Subject.Kind.ALBUM:
        return Album.objects.filter(pk=ref).values_list("author_id", flat=True).first()
    return None


def digest_of(body: Body) -> str:
    """The same for what looks the same."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def number_of_address(address: str) -> int:
    """The number of an address behind which there was nothing: `ref` of a subject of the kind LINK."""
    return int.from_bytes(sha256(address.encode()).digest()[:8]) >> 1


def address_look(address: str) -> Look:
    """An address behind which there was nothing."""
    return Look({"kind": "link", "address": address, "found": False})


def post_look(number: int) -> Look | None:
    """A post or a comment, with its files and what it answers or quotes, in short."""
    post = Post.objects.filter(pk=number).select_related("author", "parent__author", "quote_of__author", "link").first()
    if post is None:
        return None
    files = tuple(Media.objects.filter(post=post).order_by("position", "id"))
    body: Body = {
        "kind": "comment" if post.is_comment else "post",
        "id": str(post.pk),
        "author": person(post.author),
        "text": post.text,
        "warning": post.warning,
        "is_sensitive": post.is_sensitive,
        "audience": Audience(post.audience).name.lower(),
        "language": post.language,
        "place": post.place,
        "media": [media_body(row) for row in files],
        "poll": list(poll_titles(post)),
        "link": post.link.address if post.link else "",
        "answers": in_short(post.parent),
        "quotes": in_short(post.quote_of),
        "created": post.created_at.isoformat(),
        "edited": post.edited_at.isoformat() if post.edited_at else "",
    }
    return Look(body, files)


def media_look(number: int) -> Look | None:
    """A photo, a video or a sound, with the words it stands with, in short."""
    row = Media.objects.filter(pk=number).select_related("owner", "post__author", "album").first()
    if row is None:
        return None
    body: Body = {
        "kind": Kind(row.kind).name.lower(),
        "id": str(row.pk),
        "author": person(row.owner),
        "media": [media_body(row)],
        "post": in_short(row.post),
        "album": row.album.title if row.album else "",
        "created": row.created_at.isoformat(),
    }
    return Look(body, (row,))


def album_look(number: int) -> Look | None:
    """An album with all that stands in it."""
    album = Album.objects.filter(pk=number).select_related("author").first()
    if album is None:
        return None
    items = AlbumItem.objects.filter(album=album).select_related("media").order_by("position", "id")
    files = tuple(item.media for item in items[:MOST_ITEMS])
    body: Body = {
        "kind": "album",
        "id": str(album.pk),
        "author": person(album.author),
        "title": album.title,
        "text": album.text,
        "audience": Audience(album.audience).name.lower(),
        "media": [media_body(row) for row in files],
        "created": album.created_at.isoformat(),
    }
    return Look(body, files)


def account_look(number: int, part: str) -> Look | None:
    """A person as their profile shows them, or one part of it."""
    row = Account.objects.filter(pk=number).select_related("avatar", "header").first()
    if row is None:
        return None
    pictures = {"avatar": (row.avatar, row.avatar_description), "header": (row.header, row.header_description)}
    parts: Body = {"name": row.display_name, "bio": row.bio, "fields": fields_of(row)}
    files: list[Media] = []
    for name, (picture, description) in pictures.items():
        parts[name] = media_body(picture) | {"description": description} if picture else None
        if picture and part in ("", name):
            files.append(picture)
    body: Body = {"kind": "account", "id": str(row.pk), "username": row.username, "part": part}
    return Look(body | (parts if not part else {part: parts[part]}), tuple(files))


def fields_of(account: Account) -> Json:
    """The lines and answers of a profile that somebody else can have seen."""
    answers: list[Json] = [
        [*line] for line in lines_of([one for one in answers_among(account) if one.audience != For.ONLY_ME])
    ]
    own: list[Json] = [
        [line.name, line.value, line.audience] for line in lines(account.fields) if line.audience != For.ONLY_ME
    ]
    return [*answers, *own]


def person(account: Account) -> Body:
    """Who it was, under the names of that moment."""
    return {"id": str(account.pk), "username": account.username, "name": account.display_name}


def media_body(row: Media) -> Body:
    """A file by what it is, never by where it is served."""
    return {
        "id": str(row.pk),
        "kind": Kind(row.kind).name.lower(),
        "description": row.description,
        "title": row.title,
        "duration": row.duration,
        "sha256": row.sha256,
        "pdq": row.pdq,
    }


def in_short(post: Post | None) -> Json:
    """What something answers or quotes: whose it is, and how it begins."""
    if post is None:
        return None
    return {"id": str(post.pk), "author": person(post.author), "text": post.text[:IN_SHORT]}


def poll_titles(post: Post) -> Sequence[str]:
    """What can be voted for, in order."""
    polls = Poll.objects.filter(post=post) if post.has_poll else ()
    return [one.title for poll in polls for one in PollOption.objects.filter(poll=poll).order_by("position")]


def show_snapshots(viewer: Account, ids: Collection[int]) -> dict[int, ShownSnapshot]:
    """Snapshots by id, for staff. What is `viewer`'s own is left out. Two queries for any number."""
    rows = Snapshot.objects.filter(pk__in=ids).exclude(subject__owner=viewer) if ids else ()
    files: defaultdict[int, list[ShownFile]] = defaultdict(list)
    for row in SnapshotFile.objects.filter(snapshot__in=ids).order_by("position") if ids else ():
        shown = ShownFile(row.pk, row.media_id, row.description, bool(row.extension), row.sha256, row.pdq)
        files[row.snapshot_id].append(shown)
    return {
        row.pk: ShownSnapshot(row.pk, row.subject_id, row.body, tuple(files[row.pk]), row.digest, row.created_at)
        for row in rows
    }


def snapshot_ids(viewer: Account, subject_id: int) -> list[int]:
    """What a subject has looked like, newest first, for staff."""
    rows = Snapshot.objects.filter(subject=subject_id).exclude(subject__owner=viewer).order_by("-id")
    return list(rows.values_list("pk", flat=True))


def kept_file(viewer: Account, number: int) -> KeptFile:
    """The copy of a file, for staff. Raises NotFound, also for what is `viewer`'s own."""
    row = (
        SnapshotFile.objects.filter(pk=number).exclude(extension="").select_related("snapshot__subject__owner").first()
    )
    if row is None or row.snapshot.subject.owner_id == viewer.pk:
        raise NotFound
    subject = row.snapshot.subject
    post_id = subject.ref if subject.kind == Subject.Kind.POST else None
    return KeptFile(row.name, row.extension, row.content_type, subject.owner, post_id)
