"""Backups: everything is in them, of one moment, and comes back; what is damaged is refused before anything changes."""

import json
import shutil
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_follow, make_post
from verandah.actions import backing_up, restoring
from verandah.actions.backing_up import part_of, unpacked
from verandah.base import dumping
from verandah.base.chests import Chest, Opened, Unusable, digest_of
from verandah.base.errors import Conflict
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Backup
from verandah.domain.media import files
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = "ab/abcdef/full.webp"
WORDS = "tea at four"


@pytest.fixture
def town(alice: Account, bob: Account, carol: Account):
    """A site with something in it: words in many scripts, a file, and what waits."""
    make_follow(bob, alice)
    for text in ("Tea \N{TEACUP WITHOUT HANDLE} at four", "شاي في الرابعة", "お茶", 'a\nb\t\\ "quoted" #tag @bob'):
        make_post(alice, text)
    files.store().save(PHOTO, ContentFile(bytes(range(256)) * 9000))
    waiting = files.waiting_room("cdef") / "source"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"not looked at yet")
    yield alice
    files.remove("abcdef")
    files.clear_room("cdef")


def digests() -> dict[str, list[bytes]]:
    """All rows but those about backups themselves."""
    return {table.name: list(dumping.lines(table)) for table in dumping.tables() if table.name != "verandah_backup"}


def wipe() -> None:
    with transaction.atomic():
        dumping.empty_all()
    files.remove("abcdef")
    files.clear_room("cdef")


@pytest.mark.parametrize("words", ["", WORDS])
def test_what_was_backed_up_comes_back(town: Account, tmp_path: Path, words: str):
    before, place = digests(), tmp_path / "backup"
    made = backing_up.back_up(place, words)
    assert made.gone == ()
    assert {f"files/{PHOTO}", "waiting/cdef/source"} < Opened(place, words).parts.keys()
    assert made.rows >= sum(map(len, before.values())) > 20
    wipe()
    assert not Account.objects.exists()
    assert restoring.restore(place, words).rows == made.rows
    assert digests() == before
    assert b"".join(files.pieces(PHOTO, 0, 2_303_999)) == bytes(range(256)) * 9000
    assert (files.waiting_room("cdef") / "source").read_bytes() == b"not looked at yet"
    # The next row of each table gets a number of its own.
    make_post(town, "One more")
    assert Post.objects.filter(author=town).count() == 5


def test_it_is_proven_in_a_scratch_folder_with_a_database_of_its_own(town: Account, tmp_path: Path):
    made = backing_up.back_up(tmp_path / "backup", WORDS)
    proven = restoring.prove(tmp_path / "backup", WORDS)
    assert (proven.rows, proven.files, proven.bytes) == (made.rows, made.files, made.bytes)
    noted = Backup.objects.order_by("pk").values_list("kind", "rows", "failure")
    assert backing_up.last_proven() == Backup.objects.get(kind=Backup.Kind.PROVEN).ended_at
    assert list(noted) == [(Backup.Kind.MADE, made.rows, ""), (Backup.Kind.PROVEN, made.rows, "")]
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_every_column_of_every_table_is_in_it(town: Account, tmp_path: Path):
    backing_up.back_up(tmp_path / "backup")
    told = {one["name"]: set(one["columns"]) for one in Opened(tmp_path / "backup").said["tables"]}
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.local_concrete_fields
        assert {field.column for field in fields} == told[model._meta.db_table]
    assert len(told) > 50


def test_nothing_can_be_read_without_the_passphrase(town: Account, tmp_path: Path):
    backing_up.back_up(tmp_path / "backup", WORDS)
    kept = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert all(path.suffix == ".age" and path.stat().st_mode & 0o077 == 0 for path in kept)
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in kept)
    for wrong in ("", "tea at five"):
        with pytest.raises(Unusable):
            Opened(tmp_path / "backup", wrong)


@pytest.mark.parametrize("words", ["", WORDS])
def test_a_damaged_backup_is_refused_and_the_drill_says_so(town: Account, tmp_path: Path, words: str):
    place = tmp_path / "backup"
    backing_up.back_up(place, words)
    names = [path for path in sorted(place.rglob("*")) if path.is_file()]
    parts = {path.relative_to(place).parts[0]: path for path in names}
    assert len(parts) == (6 if words else 5)
    wipe()
    for number, path in enumerate(parts.values()):
        copy = tmp_path / f"damaged{number}"
        shutil.copytree(place, copy)
        torn = copy / path.relative_to(place)
        content = bytearray(torn.read_bytes())
        content[len(content) // 2] ^= 1
        torn.write_bytes(content)
        with pytest.raises(Unusable):
            restoring.restore(copy, words)
        torn.unlink()
        with pytest.raises(Unusable):
            restoring.restore(copy, words)
    assert not Account.objects.exists()
    with pytest.raises(Unusable, match=r"damaged|no whole backup"):
        restoring.prove(copy, words)
    assert Backup.objects.get(kind=Backup.Kind.PROVEN).failure
    assert backing_up.last_proven() is None


def test_it_is_of_one_moment_and_nobody_waits_for_it(town: Account):
    table = next(one for one in dumping.tables() if one.name == "verandah_post")

    def write() -> None:
        make_post(town, "Meanwhile")
        connection.close()

    with dumping.snapshot():
        before = list(dumping.lines(table))
        other = Thread(target=write)
        other.start()
        other.join(30)
        assert not other.is_alive()
        assert list(dumping.lines(table)) == before
    assert len(list(dumping.lines(table))) == len(before) + 1


def test_people_are_never_written_over(town: Account, tmp_path: Path):
    backing_up.back_up(tmp_path / "backup")
    with pytest.raises(Conflict, match="There are people on this site"):
        restoring.restore(tmp_path / "backup")
    with pytest.raises(Unusable, match="is not empty"):
        backing_up.back_up(tmp_path / "backup")
    with pytest.raises(Unusable, match="no whole backup"):
        restoring.restore(tmp_path)


def said_otherwise(place: Path, **changes: object) -> None:
    """The list of what is in a backup that is not sealed, changed."""
    told = json.loads((place / "contents.json").read_text()) | changes
    del told["digest"]
    (place / "contents.json").write_text(json.dumps(told | {"digest": digest_of(told)}))


def test_what_this_program_does_not_know_is_refused(town: Account, tmp_path: Path):
    place = tmp_path / "backup"
    backing_up.back_up(place)
    newer = dumping.migrations() | {"verandah": "9999_much_later"}
    for change in ({"migrations": newer, "version": "9.9"}, {"format": 2}):
        said_otherwise(place, **change)
        with pytest.raises(Unusable, match="Install that version or a later one"):
            restoring.restore(place)
    for name in ("files/../../../tmp/x", "/etc/passwd"):
        said_otherwise(place, parts=[{"name": name, "size": 0, "sha256": ""}])
        with pytest.raises(Unusable, match="damaged"):
            Opened(place)


def test_an_older_backup_is_brought_up_to_date(town: Account, tmp_path: Path):
    backing_up.back_up(tmp_path / "new")
    older(Opened(tmp_path / "new"), tmp_path / "old", "0005_media")
    proven = restoring.prove(tmp_path / "old")
    assert proven.rows > 20


def older(new: Opened, place: Path, step: str) -> None:
    """The same backup, as a site that had only come to this step would have written it."""
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state([("verandah", step)])
    then = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.app_label == "verandah"
    }
    chest, tables = Chest(place), []
    for told in new.said["tables"]:
        mine = told["name"].startswith("verandah_")
        if mine and told["name"] not in then:
            continue
        kept = [at for at, name in enumerate(told["columns"]) if not mine or name in then[told["name"]]]
        rows = [json.loads(line) for line in unpacked(new.read(part_of(told["name"])))]
        text = [json.dumps([row[at] for at in kept], ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows]
        counted = backing_up.Counted([line.encode() for line in text])
        chest.put(part_of(told["name"]), backing_up.packed(counted))
        columns, kinds = ([told[key][at] for at in kept] for key in ("columns", "kinds"))
        tables.append(told | {"columns": columns, "kinds": kinds, "sha256": counted.digest.hexdigest()})
    for name in new.parts:
        if not name.startswith("rows/"):
            chest.put(name, new.read(name))
    chest.close(new.said | {"tables": tables, "migrations": new.said["migrations"] | {"verandah": step}})
