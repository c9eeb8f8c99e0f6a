"""Which files a viewer has, and which file an address opens."""

from typing import TYPE_CHECKING

from verandah.base.errors import NotFound

from .models import Media, State
from .rules import is_loose, is_open_to_all
from .signing import opens

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def own_media(viewer: "Account", media_id: int) -> Media:
    """A file of the viewer's that is in no post. Raises NotFound for all others: what is posted is seen there."""
    row = Media.objects.select_related("post").filter(pk=media_id, owner=viewer, is_profile=False).first()
    if row is None or not is_loose(row):
        raise NotFound
    return row


def fetchable(viewer: "Account | None", name: str, rendition: str, until: str, signature: str) -> Media:
    """The file that this address opens, whoever asks: apps show no token when they fetch pictures.

    So `viewer` counts for nothing; whoever was told of the post was told the signature, too. Raises NotFound.
    """
    ready = Media.objects.select_related("post").filter(name=name, state=State.READY)
    row = ready.filter(owner__suspended_at=None).first()
    if row is None:
        raise NotFound
    loose = is_loose(row)
    if is_open_to_all(row.is_profile, None if row.post is None or loose else row.post.audience):
        return row
    if not opens(name, rendition, 0 if loose else row.post_id or 0, until, signature):
        raise NotFound
    return row
