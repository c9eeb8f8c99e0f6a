"""Every kind of file that people send becomes what it should, or is refused with a sentence; and tells of nobody."""

import os
from pathlib import Path

import pytest

from tests.corpus import GROUPS, Sample
from tests.metadata import EXIFTOOL, found_in, telling
from tests.pictures import sent
from verandah.actions import uploading
from verandah.actions.uploading import Details
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.media import files
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.media.renditions import renditions_of
from verandah.domain.media.show import show_media

# The database has no part in what becomes of a file; once is enough.
pytestmark = pytest.mark.skipif(os.environ.get("VERANDAH_TEST_DATABASE", "") == "postgresql", reason="On SQLite alone.")


def folder_of(row: Media) -> Path:
    return Path(files.store().path(f"{row.name[:2]}/{row.name}"))


def refused_with(alice: Account, sample: Sample) -> str:
    """What Alice is told: at once, or of what was left to a job."""
    try:
        row = uploading.accept(alice, sent(sample.make()), Details())
    except Invalid as refused:
        return refused.text
    row.refresh_from_db()
    assert not folder_of(row).exists()
    assert not files.waiting_room(row.name).exists()
    return show_media(row).trouble


def wrong_with(row: Media, sample: Sample) -> object:
    """What is not as it should be."""
    folder = folder_of(row)
    there = {path.name: path.stat().st_size for path in folder.iterdir()} if folder.exists() else {}
    made = {f"{one.name}.{one.extension}": one.size for one in renditions_of(row)}
    if (row.state, row.kind, set(made)) != (State.READY, sample.kind, sample.files):
        return State(row.state).name, row.failure, Kind(row.kind).name, sorted(made)
    if made != there:
        return made, there
    if "small.jpg" in made and not (row.blurhash and row.small_width and len(row.pdq) == 64):
        return "It cannot be known again."
    return "Its waiting room is there." if files.waiting_room(row.name).exists() else None


@pytest.mark.parametrize("group", [name for name in GROUPS if name != "too much"])
def test_every_file_becomes_what_it_should_and_tells_of_nobody(alice: Account, group: str):
    wrong, folders = {}, {}
    for name, sample in GROUPS[group].items():
        row = uploading.accept(alice, sent(sample.make()), Details(), at_once=True)
        row.refresh_from_db()
        folders[row.name] = folder_of(row)
        if trouble := wrong_with(row, sample):
            wrong[name] = trouble
    if EXIFTOOL:
        names = dict(zip(folders, GROUPS[group], strict=True))
        for file, tags in found_in(*folders.values()).items():
            if said := telling(tags):
                wrong[f"{names[Path(file).parent.name]}, {Path(file).name}"] = said
    for one in folders:
        files.remove(one)
    assert wrong == {}


@pytest.mark.parametrize("name", GROUPS["too much"])
def test_what_is_too_much_is_refused_with_a_sentence(alice: Account, name: str):
    sample = GROUPS["too much"][name]
    told = refused_with(alice, sample)
    assert sample.refused in told
    assert told.endswith(".")
    assert not Media.objects.exclude(state=State.FAILED).exists()


def test_there_are_enough():
    assert sum(map(len, GROUPS.values())) >= 60


@pytest.mark.skipif(not EXIFTOOL, reason="exiftool is not installed.")
def test_the_reader_of_metadata_finds_what_is_there(tmp_path: Path):
    noted = {"jpg": "jpeg with notes", "png": "png with notes", "mp4": "mp4", "mov": "mov, turned"}
    for extension, name in noted.items():
        sample = next(samples[name] for samples in GROUPS.values() if name in samples)
        (tmp_path / f"noted.{extension}").write_bytes(sample.make())
    found = found_in(tmp_path)
    assert len(found) == 4
    assert all(telling(tags) for tags in found.values())
    said = " ".join(str(value) for tags in found.values() for value in telling(tags).values())
    assert [word for word in ("A camera", "At home", "Alice at home", "52") if word not in said] == []
