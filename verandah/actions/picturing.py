"""The pictures of a person: the square one, and the wide one over their profile."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from verandah.base import images
from verandah.base.errors import Forbidden
from verandah.base.images import Shape
from verandah.base.sniffing import Sent
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import Switches, no_avatars, no_headers
from verandah.domain.instance.switches import stored as stored_switches
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.signing import path
from verandah.domain.moderation.banks import Find

from . import matching, screening
from .developing import SOURCE, rendition
from .permitting import refuse_frozen, refuse_read_only
from .presenting import change
from .uploading import Arrived, check_picture, receive, remove, told_as
from .weighing import refuse_over_quota, weigh

type Which = Literal["avatar", "header"]

NOTHING_SAID: Mapping[Which, str] = MappingProxyType({})
CUTS: dict[Which, tuple[int, int]] = {"avatar": (400, 400), "header": (1500, 500)}


def set_picture(account: Account, which: Which, sent: Sent, description: str | None = None) -> None:
    """Show this picture, cut to its shape from the middle. The one before is gone. Twice: the same picture again.

    Raises Invalid when it is no picture, or one that cannot be used; Forbidden where the site shows none, or when one
    would have to go and nothing of theirs may be removed.
    """
    set_pictures(account, {which: sent}, {} if description is None else {which: description})


def set_pictures(account: Account, chosen: Mapping[Which, Sent], said: Mapping[Which, str] = NOTHING_SAID) -> None:
    """The same of one or both: when one of them cannot be used, neither is changed. `said` describes them."""
    if not chosen:
        return
    refuse_read_only(account)
    refuse_switched_off(chosen, stored_switches())
    refuse_over_quota(account, sum(sent.size or 0 for sent in chosen.values()))
    names = {which: files.new_name() for which in chosen}
    try:
        ready = {which: prepared(which, name, chosen[which]) for which, name in names.items()}
        with transaction.atomic():
            # Held, so that they are not switched off between this look and the change.
            list(Site.objects.select_for_update().filter(pk=1).values_list("pk"))
            refuse_switched_off(chosen, stored_switches())
            for which, (arrived, made, in_banks) in ready.items():
                row = stored(account, names[which], arrived, made.full)
                words = {f"{which}_description": said[which]} if which in said else {}
                replace(account, which, row, path(row, "full", row.extension, None), words)
                matching.keep_looks(row, made.looks)
                matching.record(row, in_banks)
                screening.screen_files(account, [row])
    except BaseException:
        for name in names.values():
            files.remove(name)
        raise
    for name in names.values():
        files.clear_room(name)


def refuse_switched_off(chosen: Iterable[Which], now: Switches) -> None:
    """Raises Forbidden for pictures that this site does not show."""
    for which in chosen:
        if not (now.allows_avatars if which == "avatar" else now.allows_headers):
            raise Forbidden(no_avatars() if which == "avatar" else no_headers())


def remove_picture(account: Account, which: Which) -> None:
    """Show no picture of their own any more. Twice: the same."""
    with transaction.atomic():
        replace(account, which, None, "", {f"{which}_description": ""})


def prepared(which: Which, name: str, sent: Sent) -> tuple[Arrived, images.Pictures, tuple[Find, ...]]:
    """What was sent, the picture made of it, and in which banks it is. Raises Invalid."""
    with told_as(which):
        arrived = receive(sent, name, SOURCE)
        check_picture(arrived)
        made = remade(name, which, arrived)
        return arrived, made, matching.look_up(arrived.sha256, made.looks)


def remade(name: str, which: Which, arrived: Arrived) -> images.Pictures:
    """The picture in its shape, in the store. Of one that moves the first moment is taken."""
    room = files.waiting_room(name)
    shape = Shape(settings.MOST_PIXELS, max(CUTS[which]) * 2, 0, CUTS[which])
    made = images.remake(room / SOURCE, arrived.format.reader, room, shape)
    files.keep(name, room / f"full.{made.full.extension}")
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
    if before is not None:
        refuse_frozen(account)
    change(account, **{which: row, f"{which}_path": path, **said})
    if before is not None:
        remove(Media.objects.filter(pk=before))
