"""Renditions are made anew of the full one: what is missing comes back, what is not made any more goes."""

import pytest
from django.db import transaction

from tests.factories import make_post
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import uploading
from verandah.actions.redeveloping import redevelop
from verandah.actions.uploading import Details
from verandah.base.images import Unusable
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media, State
from verandah.domain.posts.models import Post


def taken(owner: Account, content: bytes, details: Details | None = None) -> Media:
    row = uploading.accept(owner, sent(content), details or Details())
    row.refresh_from_db()
    return row


def there(row: Media) -> dict[str, bytes]:
    folder = f"{row.name[:2]}/{row.name}"
    return {file: files.store().open(f"{folder}/{file}").read() for file in files.listed(folder)[1]}


def only_full(row: Media) -> Media:
    """As an older version of Verandah left it: with fewer renditions, and none of them written down."""
    folder = f"{row.name[:2]}/{row.name}"
    for file in there(row):
        if not file.startswith("full.") or file.endswith(".avif"):
            files.store().delete(f"{folder}/{file}")
    Media.objects.filter(pk=row.pk).update(
        renditions=[], small_extension="", small_width=None, blurhash="", peaks=[], scrub=[], pdq=""
    )
    return Media.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    "content",
    [
        picture(size=(1500, 900)),
        picture("PNG"),
        picture("PNG", mode="RGBA"),
        clip("mp4"),
        clip("mp4", "-vf", "tpad=stop=-1", "-t", "6", sound=False),
        clip("mp3", pictures=False),
    ],
)
def test_all_that_was_made_of_it_comes_back(alice: Account, content: bytes):
    row = taken(alice, content)
    before, full = there(row), f"full.{row.extension}"
    older = only_full(row)
    assert redevelop(row.pk)
    after = Media.objects.get(pk=row.pk)
    assert there(row).keys() == before.keys()
    assert there(row)[full] == before[full]
    for name in ("small_extension", "small_width", "scrub", "kind", "width", "duration"):
        assert getattr(after, name) == getattr(row, name)
    assert {tuple(made[:4]) for made in after.renditions} == {tuple(made[:4]) for made in row.renditions}
    # What is loud in the full rendition is a little less so than in what came in.
    assert len(after.peaks) == len(row.peaks)
    assert (after.rev, bool(after.pdq)) == (older.rev + 1, bool(row.pdq))
    assert redevelop(row.pk)
    assert there(row).keys() == before.keys()
    assert not files.waiting_room(row.name).exists()


def test_a_picture_that_was_chosen_stays(alice: Account):
    row = taken(alice, clip("mp4"), Details(thumbnail=sent(picture(size=(50, 40)))))
    assert redevelop(row.pk)
    row.refresh_from_db()
    assert (row.small_width, row.small_height) == (50, 40)


def test_whoever_shows_the_post_shows_it_anew(alice: Account):
    post, row = make_post(alice), make_media(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [row.pk])
    before = Post.objects.get(pk=post.pk).rev
    redevelop(row.pk)
    assert Post.objects.get(pk=post.pk).rev == before + 1


def test_what_cannot_be_made_anew_stays_as_it_is(alice: Account):
    row = make_media(alice)
    assert not redevelop(1)
    files.remove(row.name)
    with pytest.raises(Unusable):
        redevelop(row.pk)
    assert Media.objects.get(pk=row.pk).state == State.READY
    Media.objects.filter(pk=row.pk).update(state=State.FAILED)
    assert not redevelop(row.pk)
