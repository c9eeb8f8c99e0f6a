"""Taking in what people upload, putting it into posts, and throwing it away."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base import video
from verandah.base.errors import Invalid
from verandah.base.images import Animated, Unusable
from verandah.base.jobs import later
from verandah.base.sandbox import Stopped
from verandah.base.sniffing import HEAD, Family, Format, Sent, format_of
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.queries import own_media
from verandah.domain.media.renditions import renditions_of
from verandah.domain.media.rules import HELD, LONGEST_DESCRIPTION, MOST_IN_A_POST, is_loose, sentence
from verandah.domain.moderation.banks import Find
from verandah.domain.posts.models import Post

from . import matching
from .developing import (
    SOURCE,
    THUMBNAIL,
    Facts,
    Waiting,
    columns,
    develop,
    develop_image,
    develop_preview,
    head_of,
    keep_what_is,
    video_scope,
)
from .pacing import refuse_many_files
from .permitting import refuse_frozen
from .tallying import touch
from .weighing import refuse_over_quota, weigh

# A picture with more bytes is made by a job, unless the app cannot wait.
LARGE = 8_000_000
KINDS = {Family.IMAGE: Kind.IMAGE, Family.VIDEO: Kind.VIDEO, Family.AUDIO: Kind.AUDIO}

type Focus = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Details:
    """What someone says of their file. None: that stays as it is."""

    description: str | None = None
    focus: Focus | None = None
    thumbnail: Sent | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a file is that came in."""

    format: Format
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What has come in, and what has been made of it; None when that is left to a job."""

    arrived: Arrived
    facts: Facts | None
    in_banks: tuple[Find, ...] = ()


def accept(owner: Account, sent: Sent | None, details: Details, at_once: bool = False) -> Media:
    """Take in a file: pictures can be shown when this returns, unless they are large; all else is made by a job.

    `at_once`: large pictures, too. Raises Invalid when nothing can be made of it. Each call makes another one.
    """
    check(details)
    refuse_many_files(owner)
    refuse_over_quota(owner, sent.size or 0 if sent else 0)
    name = files.new_name()
    try:
        with told_as("file"):
            arrived = receive(sent, name, SOURCE)
            looked = compared(arrived, first_look(Waiting(name, arrived.format), at_once or arrived.size <= LARGE))
        if details.thumbnail is not None:
            with told_as("thumbnail"):
                check_picture(receive(details.thumbnail, name, THUMBNAIL))
        row = store(owner, name, looked, details)
    except BaseException:
        files.remove(name)
        raise
    if looked.facts is not None:
        files.clear_room(name)
    return row


def look_at(name: str) -> Looked:
    """What lies in the waiting room of `name`, and what can be made of it at once. Raises Unusable or Stopped."""
    source = files.waiting_room(name) / SOURCE
    with source.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    size = source.stat().st_size
    arrived = Arrived(refuse_unusable(head_of(source), size), size, digest)
    return compared(arrived, first_look(Waiting(name, arrived.format), size <= LARGE))


def compared(arrived: Arrived, facts: Facts | None) -> Looked:
    """It was looked for in the banks, if it can be seen already. Raises Unusable when one of them has it refused."""
    found = () if facts is None else matching.look_up(arrived.sha256, facts.get("looks", []))
    return Looked(arrived, facts, found)


def take_in(owner: Account, name: str, looked: Looked) -> Media:
    """The row of what has been looked at; in the caller's transaction, who clears the waiting room afterwards."""
    return store(owner, name, looked, Details())


def describe(owner: Account, media_id: int, details: Details) -> Media:
    """Say something else of a file that is in no post yet. The same again changes nothing.

    Raises NotFound when there is no such file, Invalid when it cannot be said.
    """
    check(details)
    return change(own_media(owner, media_id), details)


def describe_in(author: Account, post: Post, media_id: int, details: Details) -> None:
    """Say something else of a file in a post that `author` changes; counting the change of the post is the caller's."""
    check(details)
    row = Media.objects.filter(pk=media_id, owner=author, post=post).first()
    if row is None:
        raise Invalid("media_ids", _("One of the files is not yours or is not there any more. Send it again."))
    change(row, details)


def attach(author: Account, post: Post, media_ids: Sequence[int]) -> None:
    """Have `post` hold exactly these files, in this order; in the caller's transaction. Twice: the same.

    Raises Invalid when one is not theirs, not ready, or in another post, or when there are too many.
    """
    ids = list(dict.fromkeys(media_ids))
    # What a decision withholds stays where it is: it may come back.
    seen = Media.objects.filter(post=post, is_withheld=False)
    seen.exclude(pk__in=ids).update(post=None, position=0, created_at=timezone.now())
    for position, row in enumerate(attachable(author, post, ids)):
        if row.state == State.WAITING:
            raise Invalid("media_ids", _("One of the files is still being processed. Wait a moment and try again."))
        Media.objects.filter(pk=row.pk).update(post=post, position=position)


def attachable(author: Account, post: Post | None, media_ids: Sequence[int]) -> list[Media]:
    """These files in this order, held until the end of the transaction; they may go into `post`, or into a new one.

    Raises Invalid when one is not theirs, no use, in another post, or must be described first; or when there are too
    many.
    """
    ids = list(dict.fromkeys(media_ids))
    if len(ids) > MOST_IN_A_POST:
        sentences = ngettext("A post holds at most %d file.", "A post holds at most %d files.", MOST_IN_A_POST)
        raise Invalid("media_ids", sentences % MOST_IN_A_POST)
    # What waits for a look may be said with: the post waits, too.
    usable = Media.objects.filter(Q(is_withheld=False) | Q(restriction__kind=HELD), is_profile=False)
    mine = usable.filter(pk__in=ids, owner=author).select_related("post", "restriction")
    rows = {row.pk: row for row in mine.select_for_update(of=("self",)).order_by("pk")}
    return [checked_for(rows.get(number), post) for number in ids]


def descriptions(owner: Account, media_ids: Sequence[int]) -> list[str]:
    """What is said of those of these files that are the owner's."""
    rows = Media.objects.filter(pk__in=media_ids, owner=owner).exclude(description="")
    return list(rows.order_by("pk").values_list("description", flat=True))


def throw_away(owner: Account, media_id: int) -> None:
    """Throw away a file that is in no post. Raises NotFound when there is none, also the second time."""
    row = own_media(owner, media_id)
    refuse_frozen(owner)
    remove([row])


def discard_all_of(author: Account, post_id: int) -> None:
    """Throw away for good what is in a post of `author`'s, deleted or not. Twice: the same."""
    refuse_frozen(author)
    remove(Media.objects.filter(post=post_id, owner=author))
    touch(post_id)


def remove(rows: Iterable[Media]) -> None:
    """Rows first: a file without a row is seen by nobody, and the chore finds it."""
    rows = list(rows)
    with transaction.atomic():
        there = Media.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk")
        for owner_id, size in there.values_list("owner_id", "bytes"):
            weigh(owner_id, -size)
        Media.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            transaction.on_commit(partial(files.remove, row.name), robust=True)


@contextmanager
def told_as(field: str) -> Iterator[None]:
    """Whatever nothing can be made of is refused as this field of the form, with a sentence."""
    try:
        yield
    except Unusable as unusable:
        raise Invalid(field, sentence(unusable.reason)) from unusable
    except Stopped as stopped:
        raise Invalid(field, sentence("stopped")) from stopped


def receive(sent: Sent | None, name: str, where: str) -> Arrived:
    """Put what was sent into its waiting room. Raises Unusable for what is not taken or too large."""
    if sent is None or not sent.size:
        raise Unusable("empty")
    found = refuse_unusable(sent.read(HEAD), sent.size)
    room, digest = files.waiting_room(name), sha256()
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (room / where).open("wb") as file:
        for chunk in sent.chunks():
            digest.update(chunk)
            file.write(chunk)
    return Arrived(found, sent.size, digest.hexdigest())


def refuse_unusable(head: bytes, size: int) -> Format:
    """What begins with `head` and has `size` bytes. Raises Unusable for what is not taken or too large."""
    found = format_of(head)
    if found is None:
        raise Unusable("unknown")
    if size > settings.MOST_BYTES[found.family.name]:
        raise Unusable("too_heavy")
    return found


def first_look(waiting: Waiting, now: bool) -> Facts | None:
    """What can be made at once is made; of all else at least the head is read. Raises Unusable or Stopped."""
    if waiting.format.family is Family.IMAGE:
        if not now:
            return None
        try:
            return develop_image(waiting)
        except Animated:
            refuse_video()
            return None
    refuse_video()
    video.refuse_giants(video.look(waiting.room / SOURCE, waiting.format.reader, waiting.room), video_scope())
    return None


def refuse_video() -> None:
    if not video.ffmpeg():
        raise Unusable("no_video")


def store(owner: Account, name: str, looked: Looked, details: Details) -> Media:
    """The row of a file that is here, and the job that makes it what it shall be, if there is still something to do."""
    arrived, facts = looked.arrived, looked.facts
    with transaction.atomic():
        weigh(owner.pk, arrived.size)
        row = Media.objects.create(
            owner=owner,
            name=name,
            state=State.WAITING if facts is None else State.READY,
            bytes=arrived.size,
            sha256=arrived.sha256,
            description=(details.description or "").strip(),
            focus_x=details.focus[0] if details.focus else 0,
            focus_y=details.focus[1] if details.focus else 0,
            created_at=timezone.now(),
            **({"kind": KINDS[arrived.format.family]} | columns(facts or {})),
        )
        if facts is not None:
            matching.keep_looks(row, facts.get("looks", []))
            matching.record(row, looked.in_banks)
            row.refresh_from_db(fields=["is_withheld", "is_blurred", "restriction", "rev"])
        if facts is None:
            later(develop, row.pk)
    return row


def check(details: Details) -> None:
    """Raises Invalid for what cannot be stored."""
    if len((details.description or "").strip()) > LONGEST_DESCRIPTION:
        raise Invalid("description", _("Use at most %(most)s characters.") % {"most": LONGEST_DESCRIPTION})
    if details.focus is not None and not all(-1 <= value <= 1 for value in details.focus):
        raise Invalid("focus", _("The focus is two numbers from -1 to 1, such as 0.0,0.5."))


def check_picture(arrived: Arrived) -> None:
    """Raises Unusable for anything but a picture."""
    if arrived.format.family is not Family.IMAGE:
        raise Unusable("not_a_picture")


def change(row: Media, details: Details) -> Media:
    """Store what is said anew, and count it."""
    said: dict[str, object] = {}
    facts: Facts = {}
    if details.description is not None:
        said["description"] = details.description.strip()
    if details.focus is not None:
        said["focus_x"], said["focus_y"] = details.focus
    if details.thumbnail is not None and row.kind != Kind.IMAGE:
        # The picture before would be gone.
        refuse_frozen(row.owner)
        facts = new_thumbnail(row, details.thumbnail)
        said |= columns(facts)
    if any(getattr(row, name) != value for name, value in said.items()) or details.thumbnail is not None:
        Media.objects.filter(pk=row.pk).update(rev=F("rev") + 1, **said)
        if facts:
            transaction.on_commit(partial(keep_what_is, row.pk, row.name, facts))
        row.refresh_from_db()
    return row


def new_thumbnail(row: Media, sent: Sent) -> Facts:
    """Another picture to stand for a video or a sound. While that is being made it waits beside it."""
    name = files.new_name()
    try:
        with told_as("thumbnail"):
            arrived = receive(sent, name, THUMBNAIL)
            check_picture(arrived)
            picture = files.waiting_room(name) / THUMBNAIL
            if row.state == State.WAITING and handed_over(picture, row):
                return {}
            facts = develop_preview(row.name, picture, arrived.format)
            matching.refuse_found("", facts["looks"])
            return beside_what_plays(row, facts)
    finally:
        files.clear_room(name)


def beside_what_plays(row: Media, facts: Facts) -> Facts:
    """The facts of another picture, with all that stays as it is."""
    others = [made for made in renditions_of(row) if made.name not in ("feed", "small")]
    return {**facts, "renditions": [*others, *facts["renditions"]]}


def handed_over(picture: Path, row: Media) -> bool:
    """Whether `picture` lies beside what waits now; not when that has just been made."""
    try:
        picture.replace(files.waiting_room(row.name) / THUMBNAIL)
    except FileNotFoundError:
        return False
    return True


def checked_for(row: Media | None, post: Post | None) -> Media:
    """The file, which can be in this post, or in a new one. Raises Invalid."""
    if row is None:
        raise Invalid("media_ids", _("One of the files is not yours or is not there any more. Send it again."))
    if row.state == State.FAILED:
        raise Invalid("media_ids", sentence(row.failure))
    if (post is None or row.post_id != post.pk) and not is_loose(row):
        raise Invalid("media_ids", _("One of the files is in another post already. Send it again."))
    if settings.DESCRIPTIONS_REQUIRED and not row.description:
        raise Invalid("media_ids", _("Say in a few words what each file shows, for people who can’t see or hear it."))
    return row
