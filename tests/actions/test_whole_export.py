"""Nothing that names a member is left out of their archive without a reason: asked of every column of every table."""

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from tests.everything import Maker, naming
from tests.factories import make_block, make_follow, make_post, some_restriction
from tests.pictures import make_media
from verandah.actions import clearing, exporting, posting, reacting, sharing
from verandah.actions.export_parts import BY_NAME, PARTS
from verandah.actions.export_reasons import REASONS
from verandah.actions.export_rows import rows_of
from verandah.base.archives import Archive
from verandah.base.errors import NotFound, TooMany
from verandah.domain.accounts.models import Account, Export, User
from verandah.domain.albums.models import AlbumAudience
from verandah.domain.graph.models import Friendship, Note
from verandah.domain.instance.models import ProfileField
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import Case, CaseMessage, Statement, Strike
from verandah.domain.notifications.models import Letter
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

# In which part a row is that names someone in this column, where the part does not say it by its own name.
ALSO = {
    "Account.id": "profile",
    "CaseMessage.author": "messages_with_staff",
    "Strike.account": "strikes",
    "Statement.account": "decisions",
}


def parts_naming() -> dict[str, str]:
    """The part that tells a column, by the column."""
    found = {f"{part.model._meta.object_name}.{part.mine}": part.name for part in PARTS if "__" not in part.mine}
    found |= {"EmailAddress.user": "emails", "Authenticator.user": "second_factors", "UserSession.user": "sessions"}
    return found | ALSO


def archive_of(account: Account) -> zipfile.ZipFile:
    """The archive, made and opened."""
    export = exporting.start(account)
    export.refresh_from_db()
    return opened(export)


def opened(export: Export) -> zipfile.ZipFile:
    found = files.kept(export.name, exporting.ARCHIVE, exporting.ZIP)
    return zipfile.ZipFile(BytesIO(b"".join(files.pieces(found.place, 0, found.size - 1))))


def rows_in(archive: zipfile.ZipFile, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(archive.read(f"json/{part}.json"))["rows"]
    return found


COLUMNS = sorted({f"{model._meta.object_name}.{column}" for model, column in naming()})


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_that_names_someone_is_in_the_archive_or_has_a_reason(column):
    told, reason = column in parts_naming(), column in REASONS
    assert told or reason, f"{column} names people: put it into export_parts.PARTS or export_reasons.REASONS."
    assert not (told and reason)
    assert not reason or len(str(REASONS[column])) > 40


def test_no_reason_is_left_of_a_column_that_is_gone():
    assert set(REASONS) <= {*COLUMNS, "Account.id"}


# What a row must be like to be told: the rest a table says by itself.
SPECIAL: dict[str, dict[str, Any]] = {
    "PushSubscription.account": {"session_digest": "abc"},
    "Statement.account": {"delivered_at": timezone.now()},
    "CaseMessage.author": {"side": CaseMessage.Side.OWNER},
}


def test_a_row_of_every_table_is_found_in_the_archive(alice, bob, dan):
    """Someone with a row in every table that the archive tells of: no part of it is empty."""
    make_everything(alice, bob)
    assert [part.name for part in PARTS if not any(rows_of(part, alice))] == []


def make_everything(alice: Account, bob: Account) -> None:
    """Rows that name Alice, wherever a part tells of rows; Bob stands in all other places."""
    maker = Maker(alice, bob, "marker")
    maker.made[Post] = make_post(alice, "Sand in the shoes")
    maker.stored(ProfileField, {"texts": {"en": {"label": "Street"}}})
    models = {f"{model._meta.object_name}.{name}": model for model, name in naming()}
    for column, part in sorted(parts_naming().items()):
        if BY_NAME[part].model in (Account, User, Export, Post, Strike, CaseMessage):
            continue
        if not BY_NAME[part].model._default_manager.filter(BY_NAME[part].of(alice)).exists():
            maker.row(models[column], column.partition(".")[2], **SPECIAL.get(column, {}))
    Case.objects.update(owner=alice)
    maker.row(CaseMessage, "author", side=CaseMessage.Side.OWNER, case=Case.objects.all()[0])
    maker.row(Strike, "account", decision=Statement.objects.get(account=alice).decision)
    maker.row(Export, "account", ended_at=timezone.now())
    mine = maker.made[Post]
    make_post(bob, "On your wall", Audience.MEMBERS)
    Post.objects.filter(author=bob).update(wall=alice)
    posting.publish(bob, posting.Draft("So true", Audience.MEMBERS, "so-true", parent_id=mine.pk))
    sharing.share(alice, Post.objects.get(wall=alice).pk)
    for part in PARTS:
        if not part.model._default_manager.filter(part.of(alice)).exists():
            maker.stored(part.model, {"account": bob} if part.model is AlbumAudience else {})


def test_the_profile_and_the_account_are_told(alice, bob):
    archive = archive_of(alice)
    assert rows_in(archive, "profile")[0]["username"] == "alice"
    assert rows_in(archive, "login")[0]["email"] == "alice@example.org"
    assert {name for name in archive.namelist() if name.startswith("json/")} == {
        f"json/{part.name}.json" for part in PARTS
    }
    assert archive.testzip() is None


def test_posts_and_people_are_named_only_as_long_as_they_can_be_seen(alice, bob, eve):
    theirs = make_post(bob, "Rain at last", Audience.FRIENDS)
    reacting.react(alice, theirs.pk)
    make_follow(alice, eve)
    archive = archive_of(alice)
    assert rows_in(archive, "reactions")[0]["post"].endswith(f"/p/{theirs.pk}/")
    assert rows_in(archive, "following")[0]["followee"] == "@eve"
    Friendship.objects.all().delete()
    make_block(eve, alice)
    archive = archive_of(alice)
    assert rows_in(archive, "reactions")[0]["post"] is None
    assert rows_in(archive, "following")[0]["followee"] is None
    assert b"eve" not in archive.read("json/following.json")


def test_who_blocks_me_and_what_others_note_about_me_is_not_in_it(alice, bob, eve):
    make_block(eve, alice)
    Note.objects.create(author=bob, about=alice, text="owes me a ladder")
    archive = archive_of(alice)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"ladder" not in everything
    assert b"@eve" not in everything


def test_pages_can_be_read_with_their_pictures_in_the_reader_s_direction(alice, bob):
    User.objects.filter(account=alice).update(language="ar")
    row = make_media(alice)
    posting.publish(alice, posting.Draft("<b>Sand</b> & shoes", Audience.MEMBERS, "sand", media_ids=(row.pk,)))
    archive = archive_of(alice)
    page = archive.read("pages/posts.html").decode()
    assert 'dir="rtl"' in page
    assert "&lt;b&gt;Sand&lt;/b&gt; &amp; shoes" in page
    name = f"media/{row.pk}.{row.extension}"
    assert f'src="../{name}"' in page
    assert archive.read(name) == b"".join(files.pieces(*whole(row)))
    assert 'href="pages/posts.html"' in archive.read("index.html").decode()


def whole(row: Media) -> tuple[str, int, int]:
    found = files.kept(row.name, "full", row.extension)
    return found.place, 0, found.size - 1


def test_many_rows_stand_on_many_pages(alice):
    alice.refresh_from_db()
    now = timezone.now()
    Letter.objects.bulk_create(Letter(account=alice, key=f"letter {number}", created_at=now) for number in range(450))
    archive = archive_of(alice)
    assert len(rows_in(archive, "letters")) == 450
    pages = [name for name in archive.namelist() if name.startswith("pages/letters")]
    assert pages == ["pages/letters.html", "pages/letters-2.html", "pages/letters-3.html"]
    assert sum(archive.read(name).count(b"<article>") for name in pages) == 450


class Killed(Exception):  # noqa: N818
    """The worker was killed."""


@pytest.mark.parametrize("at", [0, 1, 7, len(PARTS), len(PARTS) + 1])
def test_an_archive_that_was_broken_off_goes_on_where_it_was(alice, monkeypatch, at):
    make_media(alice)
    make_post(alice, "Sand in the shoes")
    done: list[int] = []
    real = exporting.steps_of

    def killed_once(export: Export) -> Iterator[exporting.Step]:
        for number, one in enumerate(real(export)):
            yield partial(doomed, number, one)

    def doomed(number: int, one: exporting.Step, work: exporting.Work, archive: Archive) -> None:
        archive.put("left-over", ["half of a step"])
        if number == at and number not in done:
            done.append(number)
            raise Killed
        archive.file.filelist.pop()
        del archive.file.NameToInfo["left-over"]
        done.append(number)
        one(work, archive)

    monkeypatch.setattr(exporting, "steps_of", killed_once)
    monkeypatch.setattr(exporting, "later", lambda *_args, **_named: None)
    export = exporting.start(alice)
    with pytest.raises(Killed):
        exporting.build.call(export.pk)
    assert Export.objects.get(pk=export.pk).steps_done == at
    exporting.build.call(export.pk)
    export.refresh_from_db()
    # No step before the one that died was done again.
    assert done == [*range(at + 1), *range(at, export.steps - 1)]
    archive = opened(export)
    assert archive.testzip() is None
    assert len(archive.namelist()) == len(set(archive.namelist()))
    assert rows_in(archive, "posts")[0]["text"] == "Sand in the shoes"


def test_a_lost_folder_means_from_the_start(alice, monkeypatch):
    monkeypatch.setattr(exporting, "later", lambda *_args, **_named: None)
    export = exporting.start(alice)
    Export.objects.filter(pk=export.pk).update(steps_done=5)
    exporting.build.call(export.pk)
    export.refresh_from_db()
    assert rows_in(opened(export), "profile")[0]["username"] == "alice"


def test_one_at_a_time_and_three_a_week(alice, monkeypatch):
    monkeypatch.setattr(exporting, "later", lambda *_args, **_named: None)
    first = exporting.start(alice)
    assert exporting.start(alice).pk == first.pk
    for _again in range(2):
        exporting.drop(exporting.start(alice))
        exporting.start(alice)
    exporting.stop(alice, Export.objects.get(ended_at=None).pk)
    with pytest.raises(TooMany):
        exporting.start(alice)
    Export.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert exporting.start(alice).pk != first.pk


def test_after_seven_days_an_archive_is_gone(alice, django_capture_on_commit_callbacks):
    archive_of(alice)
    export = Export.objects.get()
    assert exporting.clear_exports() == 0
    assert clearing.clear_files() == 0
    Export.objects.update(expires_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert exporting.clear_exports() == 1
    with pytest.raises(NotFound):
        files.kept(export.name, exporting.ARCHIVE, exporting.ZIP)
    assert exporting.clear_exports() == 0


def test_what_never_became_ready_is_given_up(alice, monkeypatch):
    monkeypatch.setattr(exporting, "later", lambda *_args, **_named: None)
    exporting.start(alice)
    Export.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert exporting.clear_exports() == 1
    assert exporting.start(alice).ended_at is None


def test_what_a_decision_withholds_is_not_handed_out(alice):
    row = make_media(alice)
    Media.objects.filter(pk=row.pk).update(is_withheld=True, restriction=some_restriction())
    archive = archive_of(alice)
    assert len(rows_in(archive, "files")) == 1
    assert not [name for name in archive.namelist() if name.startswith("media/")]


def test_a_letter_says_that_it_is_ready(alice, mailoutbox):
    archive_of(alice)
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"]]
    assert "/settings/data/" in mailoutbox[0].body
