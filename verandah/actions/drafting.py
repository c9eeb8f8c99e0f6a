"""Keeping what someone is writing, so that leaving, crashing and signing out lose nothing."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import formats
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.posts.drafts import KEY, MOST_DRAFTS, PLACE, Fields, ShownDraft, is_empty, keepable, show_draft
from verandah.domain.posts.models import SavedDraft

# How long a draft that was put away can be brought back, and how long it is known that one was sent.
DROPPED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a form holds at this moment.

    `seen`: the version that this began with, 0 for none; None is whatever there is. `writer`: one window, which need
    not have heard what it saved last; `turn` counts what it has sent.
    """

    place: str
    fields: Fields
    seen: int | None = None
    writer: str = ""
    turn: int = 0


def save(author: Account, key: str, writing: Writing) -> ShownDraft | None:
    """Keep this under `key`; None when nothing is written in it, and then nothing is kept. Twice: the same.

    Raises Conflict when another window has kept something newer, or the draft has been sent or put away; Invalid when
    it is too much, or there are too many.
    """
    if not KEY.fullmatch(key) or not PLACE.fullmatch(writing.place):
        raise Invalid("key", _("This form is incomplete. Reload the page and try again."))
    fields = keepable(writing.fields)
    with transaction.atomic():
        # Of two windows the later one waits here, and then sees what the earlier one has kept.
        row = SavedDraft.objects.select_for_update().filter(author=author, key=key).first()
        if row is None and (is_empty(fields) or writing.seen):
            refuse_if(bool(writing.seen))
            return None
        if row is None:
            refuse_many(author)
            row = begun(author, key, writing)
        refuse_if(is_newer(row, fields, writing))
        if is_empty(fields):
            row.dropped_at = timezone.now()
            row.save(update_fields=["dropped_at"])
            return None
        if writing.writer and writing.writer == row.content["writer"] and writing.turn <= row.content["turn"]:
            # It was on its way for longer than what the same window has sent after it.
            return show_draft(row)
        keep(row, fields, writing)
    return show_draft(row)


def drop(author: Account, key: str) -> ShownDraft:
    """Put a draft away; for a day it can be brought back. Twice: the same. Raises NotFound."""
    with transaction.atomic():
        row = held(author, key)
        if row.dropped_at is None:
            row.dropped_at = timezone.now()
            row.save(update_fields=["dropped_at"])
    return show_draft(row)


def bring_back(author: Account, key: str) -> ShownDraft:
    """Have a draft again that was put away. Twice: the same. Raises NotFound when its day is over."""
    with transaction.atomic():
        row = held(author, key)
        if row.dropped_at is not None:
            refuse_many(author)
            row.dropped_at = None
            row.save(update_fields=["dropped_at"])
    return show_draft(row)


def sent(author: Account, key: str) -> None:
    """The form of that key has been sent, in the transaction that stores what came of it. Twice: the same.

    It is noted for a day even when no draft was kept: what the browser saved a moment before may come later than this.
    """
    if not KEY.fullmatch(key):
        return
    now = timezone.now()
    nothing = {"fields": [], "version": 0, "writer": "", "turn": 0}
    # Nothing of it can be brought back: it stands in the post.
    gone = {"dropped_at": now, "content": nothing, "updated_at": now}
    if not SavedDraft.objects.filter(author=author, key=key).update(**gone):
        row = SavedDraft(author=author, key=key, created_at=now, **gone)
        SavedDraft.objects.bulk_create([row], ignore_conflicts=True)


def clear_dropped() -> int:
    """Forget what was put away a day ago; how much. Twice: nothing is left."""
    over = SavedDraft.objects.filter(dropped_at__lt=timezone.now() - DROPPED_FOR)
    gone, _rows = over.delete()
    return gone


def begun(author: Account, key: str, writing: Writing) -> SavedDraft:
    """An empty draft. Two windows cannot begin the same one: the constraint lets one of them wait, and then see it."""
    now = timezone.now()
    nothing = {"fields": [], "version": 0, "writer": writing.writer, "turn": -1}
    row, _made = SavedDraft.objects.get_or_create(
        author=author,
        key=key,
        defaults={"place": writing.place, "content": nothing, "created_at": now, "updated_at": now},
    )
    return row


def is_newer(row: SavedDraft, fields: Fields, writing: Writing) -> bool:
    """Whether what is kept is not what the writer has seen, and would be lost."""
    if writing.seen is None:
        return False
    if row.dropped_at is not None:
        return True
    content = row.content
    is_known = content["version"] == writing.seen or bool(writing.writer and writing.writer == content["writer"])
    return not is_known and [list(pair) for pair in fields] != content["fields"]


def keep(row: SavedDraft, fields: Fields, writing: Writing) -> None:
    """Write it."""
    row.content = {
        "fields": [list(pair) for pair in fields],
        "version": row.content["version"] + 1,
        "writer": writing.writer[:64],
        "turn": writing.turn,
    }
    row.place, row.updated_at, row.dropped_at = writing.place, timezone.now(), None
    row.save(update_fields=["content", "place", "updated_at", "dropped_at"])


def held(author: Account, key: str) -> SavedDraft:
    """A draft with something in it, held until the transaction ends. Raises NotFound."""
    row = SavedDraft.objects.select_for_update().filter(author=author, key=key).first()
    if row is None or not row.content["fields"]:
        raise NotFound
    return row


def refuse_if(is_gone: bool) -> None:
    """Raises Conflict."""
    if is_gone:
        raise Conflict(_("This draft has been changed, sent or deleted in another window."))


def refuse_many(author: Account) -> None:
    """Raises Invalid when no more drafts can be kept, and says which is the oldest."""
    kept = SavedDraft.objects.filter(author=author, dropped_at=None).order_by("updated_at")
    if kept.count() < MOST_DRAFTS:
        return
    oldest = kept.values_list("updated_at", flat=True).first()
    when = formats.day(oldest) if oldest else ""
    sentence = _("You have %(most)d drafts already, the oldest of %(when)s. Send or delete one, and this one is kept.")
    raise Invalid("key", sentence % {"most": MOST_DRAFTS, "when": when})
