"""Which files a viewer has, and which file an address opens."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verandah.base.errors import NotFound

from .models import Kind, Media, State
from .places import place_of
from .rules import is_loose
from .signing import opens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verandah.domain.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Fetchable:
    """A file that an address opens, and whether it does so for everyone."""

    row: Media
    is_open: bool


def own_media(viewer: "Account", media_id: int) -> Media:
    """A file of the viewer's that is in no post. Raises NotFound for all others: what is posted is seen there."""
    row = Media.objects.select_related("post").filter(pk=media_id, owner=viewer, is_profile=False).first()
    if row is None or not is_loose(row):
        raise NotFound
    return row


def own_speaking(viewer: "Account", media_id: int) -> Media:
    """A video or a sound of the viewer's, with where it stands. Raises NotFound for all others."""
    mine = Media.objects.select_related("owner", "post", "album").exclude(state=State.FAILED)
    row = mine.filter(pk=media_id, owner=viewer, is_profile=False, kind__in=(Kind.VIDEO, Kind.AUDIO)).first()
    if row is None:
        raise NotFound
    return row


def own_files(viewer: "Account", ids: "Sequence[int]") -> list[Media]:
    """Those of `ids` that are the viewer's and in no post, and wait for none, in this order."""
    mine = Media.objects.filter(owner=viewer, is_profile=False, scheduled=None)
    rows = mine.select_related("post").filter(pk__in=ids)
    found = {row.pk: row for row in rows if is_loose(row)}
    return [found[number] for number in dict.fromkeys(ids) if number in found]


def fetchable(viewer: "Account | None", name: str, rendition: str, until: str, signature: str) -> Fetchable:
    """The file that this address opens, whoever asks: apps show no token when they fetch pictures.

    So `viewer` counts for nothing; whoever was told of the post was told the signature, too. Raises NotFound.
    """
    there = Media.objects.select_related("post__root", "album", "owner")
    ready = there.filter(name=name, state=State.READY, is_withheld=False)
    # What someone suspended has said or has been answered, or what stands on their wall, is seen by nobody.
    sayers = ready.filter(owner__suspended_at=None, post__root__author__suspended_at=None)
    row = sayers.filter(post__wall__suspended_at=None, post__root__wall__suspended_at=None).first()
    if row is None:
        raise NotFound
    if row.is_profile and f"/{name}/" not in row.owner.avatar_path + row.owner.header_path:
        # It is not shown: the site shows none, or staff has taken it away.
        raise NotFound
    place = place_of(row)
    if place is not None and not opens(row, rendition, place, until, signature):
        raise NotFound
    return Fetchable(row, place is None)
