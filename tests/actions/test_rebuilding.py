"""Everything is gone through once, and what nothing can be made of holds nobody up."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.pictures import clip, make_media, picture, sent
from verandah.actions import developing, picturing, rebuilding, redeveloping, uploading
from verandah.actions.uploading import Details
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Media

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = picture(size=(1500, 1000))


@pytest.fixture(autouse=True)
def _smaller(monkeypatch):
    """As if this version made smaller pictures than the last one."""
    monkeypatch.setattr(redeveloping, "SMALL", 320)
    monkeypatch.setattr(developing, "SMALL", 640)


def full_of(row: Media) -> Path:
    return Path(files.store().path(files.place(row.name, "full", row.extension)))


def test_everything_is_gone_through_but_pictures_of_people(alice: Account):
    rows = [make_media(alice, content=LARGE), make_media(alice, content=picture("PNG", (900, 700)))]
    rows.append(uploading.accept(alice, sent(clip("mp4")), Details()))
    picturing.set_picture(alice, "avatar", sent(picture()))
    for row in rows:
        row.refresh_from_db()
    before = {row.pk: full_of(row).read_bytes() for row in rows}
    assert rebuilding.count() == 3
    done = list(rebuilding.rebuild_all())
    assert [(one.media_id, one.is_new, one.trouble) for one in done] == [(row.pk, True, "") for row in rows]
    assert Media.objects.get(pk=rows[0].pk).small_width == 320
    assert {row.pk: full_of(row).read_bytes() for row in rows} == before


def test_what_nothing_can_be_made_of_holds_nobody_up(alice: Account, settings):
    broken, lost, well = (make_media(alice, content=LARGE) for _ in range(3))
    rooms = set(Path(settings.QUARANTINE).iterdir())
    full_of(broken).write_bytes(b"broken")
    full_of(lost).unlink()
    done = {one.media_id: one for one in rebuilding.rebuild_all()}
    assert (done[broken.pk].trouble, done[lost.pk].trouble) == ("Unusable: unreadable", "Unusable: lost")
    assert done[well.pk].is_new
    # They are shown as they were.
    assert Media.objects.get(pk=broken.pk).small_width == 640
    assert set(Path(settings.QUARANTINE).iterdir()) == rooms


def test_the_command_tells_how_far_it_is(alice: Account):
    rows = [make_media(alice, content=LARGE) for _ in range(3)]
    out = StringIO()
    call_command("media_rebuild", stdout=out)
    assert out.getvalue().splitlines() == ["1 of 3", "2 of 3", "3 of 3", "3 of 3 files were made anew."]
    out = StringIO()
    out.isatty = lambda: True
    call_command("media_rebuild", "--after", str(rows[0].pk), stdout=out)
    assert "\r[##############################] 2 of 2\n2 of 2 files were made anew.\n" in out.getvalue()
    full_of(rows[0]).unlink()
    out = StringIO()
    with pytest.raises(CommandError, match="for 1 files"):
        call_command("media_rebuild", stdout=out)
    assert f"File {rows[0].pk}: Unusable: lost." in out.getvalue()


def test_stopped_it_says_where_it_was(alice: Account, monkeypatch):
    rows = [make_media(alice, content=LARGE) for _ in range(2)]

    def stopped(number: int) -> bool:
        if number == rows[1].pk:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(rebuilding, "redevelop", stopped)
    with pytest.raises(CommandError, match=f"--after {rows[0].pk}$") as told:
        call_command("media_rebuild", stdout=StringIO())
    assert told.value.returncode == 130
