"""Albums: making them, putting pictures into them and taking them out, ordering, deleting, bringing back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base import markup
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.albums.rules import (
    KINDS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_ALBUMS,
    MOST_ITEMS,
    may_be_for,
    may_restore,
)
from verandah.domain.media.models import Media, State
from verandah.domain.media.rules import is_loose, sentence
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.rules import UNDO

from . import screening, vetting
from .addressing import Addressed, address_album, addressed
from .permitting import refuse_frozen, refuse_read_only
from .uploading import remove as throw_away

BATCH = 100


@dataclass(frozen=True, slots=True)
class AlbumDraft:
    """What an album shall be like. What is None stays as it is. `cover_id`: 0 for the first picture."""

    title: str | None = None
    text: str | None = None
    audience: Audience | None = None
    cover_id: int | None = None
    # Whom the audience means, as in a post.
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()


def create(me: Account, draft: AlbumDraft, key: str) -> Album:
    """A new album of mine, empty. The same `key` twice: the same album. Raises Invalid."""
    refuse_read_only(me)
    now = timezone.now()
    row = Album(author=me, title="", audience=Audience.MEMBERS, key=key, created_at=now, changed_at=now)
    write(row, AlbumDraft(draft.title or "", draft.text, draft.audience))
    chosen = chosen_in(me, row, draft)
    vetted = vetted_draft(me, draft)
    with transaction.atomic():
        hold(me)
        before = Album.objects.filter(author=me, key=key).first()
        if before is not None:
            return before
        if Album.objects.filter(author=me, deleted_at=None).count() >= MOST_ALBUMS:
            raise Invalid("title", _("You have as many albums as there can be. Delete one first."))
        row.save()
        address_album(row, chosen)
        vetting.flag(me, vetted)
    return row


def change(me: Account, album_id: int, draft: AlbumDraft) -> Album:
    """My album is like that from now on, for those people alone at the very next read. Twice: the same.

    Raises NotFound, Invalid; Forbidden for other words while nothing of mine may be removed.
    """
    refuse_read_only(me)
    vetted = vetted_draft(me, draft)
    with transaction.atomic():
        row = mine(me, album_id)
        before = (row.title, row.text, row.audience, row.cover_id)
        write(row, draft)
        if (row.title, row.text) != before[:2]:
            # Of an album's words no earlier ones are kept.
            refuse_frozen(me)
        is_new = draft.audience is not None and address_album(row, chosen_in(me, row, draft))
        if is_new or (row.title, row.text, row.audience, row.cover_id) != before:
            row.rev, row.changed_at = F("rev") + 1, timezone.now()
            row.save(update_fields=["title", "text", "audience", "cover", "rev", "changed_at"])
            vetting.flag(me, vetted)
        if is_new:
            Media.objects.filter(album=row, post=None).update(rev=F("rev") + 1)
    row.refresh_from_db(fields=["rev"])
    return row


def add(me: Account, album_id: int, media_ids: Sequence[int]) -> None:
    """Put what I have posted, or sent for this, at the end of my album. Twice: the same. Raises NotFound, Invalid."""
    refuse_read_only(me)
    with transaction.atomic():
        album = mine(me, album_id)
        ids = list(dict.fromkeys(media_ids))
        files = Media.objects.select_for_update(of=("self",)).select_related("post")
        rows = {row.pk: row for row in files.filter(pk__in=ids, owner=me, is_profile=False).order_by("pk")}
        for number in ids:
            check(rows.get(number), album)
        items = AlbumItem.objects.filter(album=album)
        there = set(items.filter(media__in=ids).values_list("media_id", flat=True))
        new = [number for number in ids if number not in there]
        refuse_too_many(items.count() + len(new))
        last = items.aggregate(last=Max("position"))["last"] or 0
        loose = [row.pk for row in rows.values() if is_loose(row)]
        Media.objects.filter(pk__in=loose).update(album=album, post=None, position=0)
        screening.screen_files(me, [rows[number] for number in loose])
        now = timezone.now()
        AlbumItem.objects.bulk_create(
            AlbumItem(album=album, media_id=number, position=last + place, created_at=now)
            for place, number in enumerate(new, 1)
        )
        if new:
            touch(album, now)


def take_out(me: Account, album_id: int, media_ids: Sequence[int]) -> None:
    """These are not in my album any more. What stood there alone is thrown away, what is posted stays. Twice: the same.

    Raises NotFound when it is no album of mine, Forbidden while nothing of mine may be removed.
    """
    refuse_frozen(me)
    with transaction.atomic():
        album = mine(me, album_id)
        gone, _rows = AlbumItem.objects.filter(album=album, media__in=media_ids).delete()
        throw_away(Media.objects.filter(pk__in=media_ids, owner=me, album=album, post=None))
        if gone:
            touch(album, timezone.now())


def arrange(me: Account, album_id: int, media_ids: Sequence[int]) -> None:
    """These come first in my album, in this order; the others follow as before. Twice: the same. Raises NotFound."""
    refuse_read_only(me)
    with transaction.atomic():
        album = mine(me, album_id)
        items = list(AlbumItem.objects.filter(album=album).order_by("position", "pk"))
        wanted = {number: place for place, number in enumerate(dict.fromkeys(media_ids))}
        ordered = sorted(items, key=lambda item: wanted.get(item.media_id, len(wanted)))
        moved = [item for place, item in enumerate(ordered, 1) if item.position != place]
        for place, item in enumerate(ordered, 1):
            item.position = place
        AlbumItem.objects.bulk_update(moved, ["position"])
        if moved:
            touch(album, timezone.now())


def delete(me: Account, album_id: int) -> Album:
    """My album is gone at once; for a day it can be brought back. Posts stay. Raises NotFound, also twice."""
    refuse_frozen(me)
    with transaction.atomic():
        row = mine(me, album_id)
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])
    return row


def restore(me: Account, album_id: int) -> Album:
    """My deleted album is back as it was. Twice: the same. Raises NotFound, Conflict when it is too late."""
    refuse_read_only(me)
    with transaction.atomic():
        row = Album.objects.select_for_update(no_key=True).filter(pk=album_id, author=me).first()
        if row is None:
            raise NotFound
        if row.deleted_at is not None:
            if not may_restore(row, timezone.now()):
                raise Conflict(_("This album was deleted too long ago to bring it back."))
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
    return row


def purge_deleted_albums() -> int:
    """Remove for good the albums whose day to be restored is over, with what stood in them alone; how many."""
    over = Album.objects.filter(deleted_at__lt=timezone.now() - UNDO, author__is_frozen=False)
    count = 0
    while batch := list(over.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            # Asked again, because someone may have brought one back in between.
            gone = list(over.filter(pk__in=batch).select_for_update(no_key=True).values_list("pk", flat=True))
            throw_away(Media.objects.filter(album__in=gone, post=None))
            Album.objects.filter(pk__in=gone).delete()
        count += len(batch)
    return count


def mine(me: Account, album_id: int) -> Album:
    """My album, held until the transaction ends. Raises NotFound."""
    rows = Album.objects.select_for_update(no_key=True).filter(pk=album_id, author=me, deleted_at=None)
    row = rows.exclude(withheld=Withheld.REMOVED).first()
    if row is None:
        raise NotFound
    row.author = me
    return row


def write(row: Album, draft: AlbumDraft) -> None:
    """What the draft says, into the row. Raises Invalid."""
    if draft.title is not None:
        row.title = " ".join(markup.clean(draft.title, LONGEST_TITLE).split())
    if not row.title:
        raise Invalid("title", _("Give the album a name."))
    if draft.text is not None:
        row.text = markup.clean(draft.text, LONGEST_TEXT).strip()
    if draft.audience is not None:
        if not may_be_for(draft.audience):
            raise Invalid("audience", _("Choose who can see this album."))
        row.audience = draft.audience
    if draft.cover_id is not None:
        row.cover_id = draft.cover_id or None
        if draft.cover_id and not AlbumItem.objects.filter(album=row.pk, media=draft.cover_id).exists():
            raise Invalid("cover_id", _("Choose a picture of this album for its cover."))


def vetted_draft(me: Account, draft: AlbumDraft) -> vetting.Vetted:
    """What the rules find in its words. Raises Invalid for what they refuse, or what would have to wait."""
    vetted = vetting.vet_words(me, [draft.title or "", draft.text or ""], "album")
    vetting.refuse(me, vetted, "title", holds=False)
    return vetted


def chosen_in(me: Account, row: Album, draft: AlbumDraft) -> Addressed:
    """For whom the draft wants it to be. Raises Invalid."""
    return addressed(me, Audience(row.audience), draft.list_ids, draft.account_ids)


def check(row: Media | None, album: Album) -> None:
    """Raises Invalid unless it can stand in this album."""
    if row is None or row.scheduled_id or (row.post is None and row.album_id not in (None, album.pk)):
        raise Invalid("media_ids", _("One of the files is not yours or is not there any more. Send it again."))
    if row.state == State.FAILED:
        raise Invalid("media_ids", sentence(row.failure))
    if row.kind not in KINDS:
        raise Invalid("media_ids", _("A sound can't be shown in an album. Choose photos and videos."))


def refuse_too_many(count: int) -> None:
    """Raises Invalid when there would be more in an album than there can be."""
    if count > MOST_ITEMS:
        words = ngettext("An album holds at most %d picture.", "An album holds at most %d pictures.", MOST_ITEMS)
        raise Invalid("media_ids", words % MOST_ITEMS)


def touch(album: Album, now: datetime) -> None:
    """What is in it has changed."""
    Album.objects.filter(pk=album.pk).update(rev=F("rev") + 1, changed_at=now)


def hold(me: Account) -> None:
    """Nobody else makes an album of mine until the transaction is over, so that a limit is one."""
    Account.objects.select_for_update(no_key=True).values_list("pk").get(pk=me.pk)
