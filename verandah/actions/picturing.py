"""The pictures of a person: the square one, and the wide one over their profile."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from verandah.base import images
from verandah.base.images import Shape
from verandah.base.sniffing import Sent
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.signing import path

from .developing import SOURCE, rendition
from .presenting import change
from .uploading import Arrived, check_picture, receive, remove, told_as
from .weighing import refuse_over_quota, weigh

type Which = Literal["avatar", "header"]

NOTHING_SAID: Mapping[Which, str] = MappingProxyType({})
CUTS: dict[Which, tuple[int, int]] = {"avatar": (400, 400), "header": (1500, 500)}


def set_picture(account: Account, which: Which, sent: Sent, description: str | None = None) -> None:
    """Show this picture, cut to its shape from the middle. The one before is gone. Twice: the same picture again.

    Raises Invalid when it is no picture, or one that cannot be used.
    """
    set_pictures(account, {which: sent}, {} if description is None else {which: description})


def set_pictures(account: Account, chosen: Mapping[Which, Sent], said: Mapping[Which, str] = NOTHING_SAID) -> None:
    """The same of one or both: when one of them cannot be used, neither is changed. `said` describes them."""
    if not chosen:
        return
    refuse_over_quota(account, sum(sent.size or 0 for sent in chosen.values()))
    names = {which: files.new_name() for which in chosen}
    try:
        ready = {which: prepared(which, name, chosen[which]) for which, name in names.items()}
        with transaction.atomic():
            for which, (arrived, made) in ready.items():
                row = stored(account, names[which], arrived, made)
                words = {f"{which}_description": said[which]} if which in said else {}
                replace(account, which, row, path(row, "full", row.extension, None), words)
    except BaseException:
        for name in names.values():
            files.remove(name)
        raise
    for name in names.values():
        files.clear_room(name)


def remove_picture(account: Account, which: Which) -> None:
    """Show no picture of their own any more. Twice: the same."""
    with transaction.atomic():
        replace(account, which, None, "", {f"{which}_description": ""})


def prepared(which: Which, name: str, sent: Sent) -> tuple[Arrived, images.Picture]:
    """What was sent, and the picture made of it. Raises Invalid."""
    with told_as(which):
        arrived = receive(sent, name, SOURCE)
        check_picture(arrived)
        return arrived, remade(name, which, arrived)


def remade(name: str, which: Which, arrived: Arrived) -> images.Picture:
    """The picture in its shape, in the store. Of one that moves the first moment is taken."""
    room = files.waiting_room(name)
    shape = Shape(settings.MOST_PIXELS, max(CUTS[which]) * 2, 0, CUTS[which])
    made = images.remake(room / SOURCE, arrived.format.reader, room, shape).full
    files.keep(name, room / f"full.{made.extension}")
    return made


def stored(account: Account, name: str, arrived: Arrived, made: images.Picture) -> Media:
    """The row of a picture that everyone may see."""
    weigh(account.pk, arrived.size)
    return Media.objects.create(
        owner=account,
        kind=Kind.IMAGE,
        state=State.READY,
        name=name,
        extension=made.extension,
        content_type=made.content_type,
        width=made.width,
        height=made.height,
        renditions=[rendition(made)],
        bytes=arrived.size,
        sha256=arrived.sha256,
        is_profile=True,
        created_at=timezone.now(),
    )


def replace(account: Account, which: Which, row: Media | None, path: str, said: dict[str, str]) -> None:
    """Put `row` where another picture was, which is thrown away."""
    before = Account.objects.select_for_update().values_list(f"{which}_id", flat=True).get(pk=account.pk)
    if before is None and row is None:
        return
    change(account, **{which: row, f"{which}_path": path, **said})
    if before is not None:
        remove(Media.objects.filter(pk=before))
