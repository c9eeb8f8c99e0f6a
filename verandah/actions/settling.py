"""What decisions mean for posts, files and albums: their columns say what their active restrictions say.

Nobody else writes these columns. Each function is to be called in the transaction of what has begun or ended, and is
safe to run twice: when nothing is to be changed, nothing is.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Restriction, Subject
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post

from . import announcing, releasing
from .silencing import settle_account, show_picture
from .tallying import count_for_author, count_seen

# What is held so soon after it was written was never out: nobody has to be told that it has gone.
AT_ONCE = timedelta(minutes=1)


def settle(subject: Subject) -> None:
    """Bring the columns of what `subject` names in line with its restrictions. Twice: the same."""
    rows = active(subject)
    match subject.kind:
        case Subject.Kind.POST:
            settle_post(subject.ref, rows)
        case Subject.Kind.MEDIA:
            settle_media(subject.ref, rows)
        case Subject.Kind.ALBUM:
            settle_album(subject.ref, rows)
        case Subject.Kind.ACCOUNT:
            settle_account(subject.ref, rows)


def active(subject: Subject) -> list[Restriction]:
    """What is kept from it now, the oldest first."""
    rows = Restriction.objects.filter(subject__kind=subject.kind, subject__ref=subject.ref, ended_at=None)
    return list(rows.order_by("pk"))


def settle_post(post_id: int, rows: Sequence[Restriction]) -> None:
    """A post: who sees it, how, and what others can do with it."""
    post = Post.objects.select_for_update(no_key=True, of=("self",)).filter(pk=post_id).first()
    if post is None:
        return
    kinds = {row.kind for row in rows}
    columns: dict[str, Any] = {
        "withheld": withheld_by(kinds),
        "is_blurred": Effect.BLUR in kinds,
        "is_limited": Effect.LIMIT in kinds,
        "is_locked": Effect.LOCK in kinds,
        "restriction_id": newest(rows),
    }
    if not differs(post, columns):
        return
    was = post.withheld
    Post.objects.filter(pk=post_id).update(**columns, rev=F("rev") + 1)
    post.withheld = columns["withheld"]
    # The addresses of files in comments are for whom the post is.
    Post.objects.filter(root=post_id, has_media=True).update(rev=F("rev") + 1)
    if post.deleted_at is None:
        if bool(was) != bool(post.withheld):
            count_again(post)
        tell_streams(post, was, rows)


def withheld_by(kinds: Collection[str]) -> Withheld:
    """From whom something is kept by these; the strongest counts."""
    if Effect.REMOVE in kinds:
        return Withheld.REMOVED
    return Withheld.HIDDEN if Effect.HIDE in kinds or Effect.HOLD in kinds else Withheld.NO


def count_again(post: Post) -> None:
    """It counts in the numbers of others, or no longer. What the suspended have said counts in their own alone."""
    step = -1 if post.withheld else 1
    if Account.objects.filter(pk=post.author_id, suspended_at=None).exists():
        count_seen(post, step)
    elif not post.is_comment and not post.share_of_id:
        count_for_author(post.author_id, Audience(post.audience) if post.wall_id is None else Audience.ONLY_ME, step)


def tell_streams(post: Post, was: int, rows: Sequence[Restriction]) -> None:
    """Open pages and apps hear of it. What was held before anyone saw it goes out now as anything new does."""
    if post.withheld > was:
        never_out = all(row.kind == Effect.HOLD and row.active_from - post.created_at < AT_ONCE for row in rows)
        if not never_out:
            announcing.post_is_gone(post.pk)
    elif post.withheld < was and post.withheld == Withheld.NO and was_held(post):
        releasing.released(post)
    elif post.withheld < was:
        announcing.post_is_back(post.pk)
    else:
        announcing.post_changed(post.pk)


def was_held(post: Post) -> bool:
    """Whether it has ever waited for somebody to look at it. Who has been told of it already is not told again."""
    rows = Restriction.objects.filter(subject__kind=Subject.Kind.POST, subject__ref=post.pk, kind=Effect.HOLD)
    return rows.exists()


def settle_media(media_id: int, rows: Sequence[Restriction]) -> None:
    """A file: whether it is served, and whether it is shown only after a warning."""
    row = Media.objects.select_for_update(no_key=True, of=("self",)).filter(pk=media_id).first()
    if row is None:
        return
    kinds = {one.kind for one in rows}
    columns = {
        "is_withheld": bool(kinds & {Effect.REMOVE, Effect.HOLD}),
        "is_blurred": Effect.BLUR in kinds,
        "restriction_id": newest(rows),
    }
    if not differs(row, columns):
        return
    Media.objects.filter(pk=media_id).update(**columns, rev=F("rev") + 1)
    if row.post_id is not None:
        Post.objects.filter(pk=row.post_id).update(rev=F("rev") + 1)
        announcing.post_changed(row.post_id)
    if row.is_profile:
        for which in ("avatar", "header"):
            for owner in Account.objects.filter(**{which: media_id}):
                show_picture(owner.pk, which)
    there = AlbumItem.objects.filter(media=media_id).values("album")
    Album.objects.filter(Q(pk=row.album_id) | Q(pk__in=there)).update(rev=F("rev") + 1)


def settle_album(album_id: int, rows: Sequence[Restriction]) -> None:
    """An album: who sees it."""
    row = Album.objects.select_for_update(no_key=True, of=("self",)).filter(pk=album_id).first()
    columns = {"withheld": withheld_by({one.kind for one in rows}), "restriction_id": newest(rows)}
    if row is not None and differs(row, columns):
        Album.objects.filter(pk=album_id).update(**columns, rev=F("rev") + 1)


def newest(rows: Sequence[Restriction]) -> int | None:
    """The last of them."""
    return max((row.pk for row in rows), default=None)


def differs(row: Any, columns: dict[str, Any]) -> bool:
    """Whether one of them is to become another."""
    return any(getattr(row, name) != value for name, value in columns.items())
