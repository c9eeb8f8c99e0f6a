"""What a viewer can report: what they see, by the letter and the number in the address of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import Truncator

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.names import canonical
from verandah.domain.albums.queries import item_ids, visible_album
from verandah.domain.feeds.queries import Kinds, author_ids
from verandah.domain.graph.profile_fields import answers_for
from verandah.domain.graph.queries import account_by_id, blocked_account
from verandah.domain.media.models import Kind as MediaKind
from verandah.domain.media.models import Media, State
from verandah.domain.posts.queries import visible_post, visible_posts

from .models import Subject
from .snapshots import PARTS

if TYPE_CHECKING:
    from verandah.domain.posts.models import Post

Kind = Subject.Kind
LETTERS = {
    "p": Subject.Kind.POST,
    # A comment is a post; its card says "c".
    "c": Subject.Kind.POST,
    "u": Subject.Kind.ACCOUNT,
    "m": Subject.Kind.MEDIA,
    "a": Subject.Kind.ALBUM,
}
# The words of `Place.kind` that come with a number.
KINDS = {"post": Subject.Kind.POST, "album": Subject.Kind.ALBUM, "media": Subject.Kind.MEDIA}
QUOTED = 120
# How many of someone's newest posts can be reported along.
MORE = 5
MOST_IN_AN_ALBUM = 10_000
OWN_WORDS = Kinds(shares=False)


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """What is reported: `ref` is its id, `part` what of a profile."""

    kind: Subject.Kind
    ref: int
    part: str = ""

    @property
    def key(self) -> str:
        """As it stands in an address."""
        letter = next(letter for letter, kind in LETTERS.items() if kind == self.kind)
        return f"{letter}{self.ref}" + (f"-{self.part}" if self.part else "")


@dataclass(frozen=True, slots=True)
class Place:
    """An address of this site, read: what it is of ("person", "file" by `name`; "post", "album", "media")."""

    address: str
    kind: str
    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reportable:
    """Something that can be reported, whose it is, and how it begins. `what`: a word for it."""

    item: Item
    owner: Account
    what: str
    text: str = ""


def item_of(key: str) -> Item:
    """What a key such as "p12" or "u12-avatar" stands for. Raises NotFound."""
    number, _dash, part = key[1:].partition("-")
    kind = LETTERS.get(key[:1])
    if kind is None or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NotFound
    if part and (part not in PARTS or kind != Subject.Kind.ACCOUNT):
        raise NotFound
    return Item(kind, int(number), part)


def reportable(viewer: Account | None, item: Item) -> Reportable:
    """What `viewer` sees of it. Raises NotFound for what they don't see: as if it were not there."""
    if item.kind == Subject.Kind.POST:
        return of_post(viewer, item)
    if item.kind == Subject.Kind.ALBUM:
        album = visible_album(viewer, item.ref)
        return Reportable(item, album.author, "album", album.title)
    if item.kind == Subject.Kind.MEDIA:
        return of_media(viewer, item)
    return of_account(viewer, item)


def of_post(viewer: Account | None, item: Item) -> Reportable:
    """A post or a comment; a share stands for what is shared."""
    post = visible_post(viewer, item.ref)
    if post.share_of_id:
        post = visible_post(viewer, post.share_of_id)
    return shown_post(post)


def shown_post(post: Post) -> Reportable:
    """A post that is seen."""
    text = Truncator(post.warning or post.text).chars(QUOTED)
    return Reportable(Item(Subject.Kind.POST, post.pk), post.author, "comment" if post.is_comment else "post", text)


def of_media(viewer: Account | None, item: Item) -> Reportable:
    """A file that stands in a post or an album that is seen, or on a profile."""
    row = Media.objects.filter(pk=item.ref, state=State.READY).select_related("owner").first()
    if row is None:
        raise NotFound
    if row.post_id:
        visible_post(viewer, row.post_id)
    elif row.album_id:
        visible_album(viewer, row.album_id)
        if row.pk not in item_ids(viewer, row.album_id, MOST_IN_AN_ALBUM):
            raise NotFound
    elif not (row.is_profile and is_worn(account_of(viewer, row.owner_id), row.pk)):
        raise NotFound
    return Reportable(item, row.owner, MediaKind(row.kind).name.lower(), Truncator(row.description).chars(QUOTED))


def is_worn(account: Account, media_id: int) -> bool:
    """Whether it is on their profile now."""
    return media_id in (account.avatar_id, account.header_id)


def of_account(viewer: Account | None, item: Item) -> Reportable:
    """A person, or a part of their profile that there is."""
    account = account_of(viewer, item.ref)
    words = {"name": account.display_name, "bio": account.bio}
    there = {
        "avatar": bool(account.avatar_path),
        "header": bool(account.header_path),
        "fields": item.part == "fields" and bool(account.fields or answers_for(viewer, account)),
    }
    if item.part and not words.get(item.part, there.get(item.part)):
        raise NotFound
    text = Truncator(words.get(item.part, "") if item.part else account.bio).chars(QUOTED)
    return Reportable(item, account, item.part or "person", text)


def account_of(viewer: Account | None, number: int) -> Account:
    """A person whom `viewer` sees or has blocked: whom one keeps away one may well report. Raises NotFound."""
    try:
        return account_by_id(viewer, number)
    except NotFound:
        if viewer is None:
            raise
        return blocked_account(viewer, account_id=number)


def more_of(viewer: Account, found: Reportable) -> list[Reportable]:
    """What can be reported along: parts of a profile, and the newest posts of the same person."""
    ids = author_ids(viewer, found.owner, Page(length=MORE + 1), OWN_WORDS)
    posts = sorted(visible_posts(viewer, ids), key=lambda post: -post.pk)
    along = [one for one in map(shown_post, posts) if one.item != found.item][:MORE]
    return (parts_of(viewer, found.owner) if found.what == "person" else []) + along


def parts_of(viewer: Account, account: Account) -> list[Reportable]:
    """The parts of a profile that there are."""
    found = []
    for part in PARTS:
        try:
            found.append(of_account(viewer, Item(Kind.ACCOUNT, account.pk, part)))
        except NotFound:
            continue
    return found


def at_place(place: Place) -> Item | None:
    """What stands at an address of this site, whoever may see it; None when nothing can.

    Only for those who report it: nothing of the answer may tell them.
    """
    if place.kind == "person":
        there = Account.objects.filter(username=canonical(place.name)).exclude(joined_at=None)
        found = there.values_list("pk", flat=True).first()
        return Item(Subject.Kind.ACCOUNT, found) if found else None
    if place.kind == "file":
        row = Media.objects.filter(name=place.name).values_list("pk", flat=True).first()
        return Item(Subject.Kind.MEDIA, row) if row else None
    return Item(KINDS[place.kind], place.number)
