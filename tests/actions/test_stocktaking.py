"""Whose files lie here, and how much room they take."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from tests.factories import make_post
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import chores, picturing, posting, stocktaking, uploading
from verandah.actions.stocktaking import Heap
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.management.commands.storage import readable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_before():
    for name in [name for heap in files.names() for name in heap]:
        files.remove(name)
    for path in Path(settings.QUARANTINE).iterdir():
        files.clear_room(path.name)


def weight(row: Media) -> int:
    folder = Path(files.store().path(f"{row.name[:2]}/{row.name}"))
    return sum(path.stat().st_size for path in folder.iterdir())


def test_every_file_is_counted_where_it_belongs(alice: Account, bob: Account):
    posted, loose, gone, film = make_media(alice), make_media(bob), make_media(bob), None
    film = uploading.accept(bob, sent(clip("mp4")), Details())
    post = make_post(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [posted.pk])
    picturing.set_picture(alice, "avatar", sent(picture()))
    alice.refresh_from_db()
    assert alice.avatar
    sizes = {row.pk: weight(row) for row in (posted, loose, gone, film, alice.avatar)}
    Media.objects.filter(pk=gone.pk).delete()
    (files.waiting_room("left")).mkdir()
    (files.waiting_room("left") / "source").write_bytes(b"12345")
    found = stocktaking.stock()
    assert found.total == Heap(5, sum(sizes.values()))
    assert found.kinds == {
        "image": Heap(2, sizes[posted.pk] + sizes[loose.pk]),
        "video": Heap(1, sizes[film.pk]),
    }
    assert found.profiles == Heap(1, sizes[alice.avatar.pk])
    assert found.loose == Heap(2, sizes[loose.pk] + sizes[film.pk])
    assert found.unknown == Heap(1, sizes[gone.pk])
    assert found.waiting == Heap(1, 5)
    assert found.members == {
        "alice": Heap(2, sizes[posted.pk] + sizes[alice.avatar.pk]),
        "bob": Heap(2, sizes[loose.pk] + sizes[film.pk]),
    }
    assert found.missing == []
    files.remove(posted.name)
    posting.delete(alice, post.pk)
    assert stocktaking.stock().missing == [posted.pk]


def test_what_was_counted_wrong_is_counted_anew(alice: Account, bob: Account):
    one, other = make_media(alice), make_media(alice)
    Account.objects.filter(pk__in=[alice.pk, bob.pk]).update(media_bytes=17)
    assert stocktaking.recount() == 2
    assert dict(Account.objects.filter(pk__in=[alice.pk, bob.pk]).values_list("username", "media_bytes")) == {
        "alice": one.bytes + other.bytes,
        "bob": 0,
    }
    assert stocktaking.recount() == 0
    assert chores.CHORES["recount_media"].deed is stocktaking.recount


def test_what_verbs_count_needs_no_correction(alice: Account):
    posted, loose = make_media(alice), make_media(alice)
    post = make_post(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [posted.pk])
    picturing.set_picture(alice, "avatar", sent(picture()))
    assert stocktaking.recount() == 0
    uploading.throw_away(alice, loose.pk)
    picturing.set_picture(alice, "avatar", sent(picture("PNG")))
    picturing.remove_picture(alice, "avatar")
    uploading.discard_all_of(alice, post.pk)
    assert stocktaking.recount() == 0
    assert Account.objects.get(pk=alice.pk).media_bytes == 0


def spoken(*words: str) -> str:
    out = StringIO()
    call_command("storage", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_it(alice: Account, bob: Account):
    row = make_media(alice)
    make_media(bob)
    make_media(bob)
    text = spoken()
    assert text.index("@bob") < text.index("@alice")
    assert "@alice" not in spoken("--most", "1")
    found = json.loads(spoken("--json"))
    assert found["members"]["alice"] == {"count": 1, "bytes": weight(row)}
    assert list(found["members"]) == ["bob", "alice"]
    assert found["place"].startswith("the folder ")
    Account.objects.filter(pk=alice.pk).update(media_bytes=1)
    assert "wrong for 1 members" in spoken("--recount")


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (250_000_000, "250 MB"), (3e15, "3000 TB")]
)
def test_sizes_as_people_read_them(size: float, text: str):

    assert readable(size) == text
