"""Where files lie, by setting: a folder or a bucket, and perhaps a host of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from verandah.base.bucket import Bucket
from verandah.config.env import Env, SettingError
from verandah.config.stores import media_origin, media_store

KEYS = {"VERANDAH_BUCKET_KEY": "owner", "VERANDAH_BUCKET_SECRET": "hardly secret"}
SITE = "https://town.example"


def test_a_folder_unless_a_bucket_is_named(tmp_path: Path):
    for given in ({}, {"VERANDAH_STORAGE": "files"}, KEYS):
        assert media_store(Env(given), tmp_path)["OPTIONS"]["location"] == tmp_path / "media"


def test_a_bucket(tmp_path: Path):
    given = {"VERANDAH_STORAGE": "s3://town-photos", "VERANDAH_BUCKET_ENDPOINT": "https://s3.example:9000", **KEYS}
    store = media_store(Env(given), tmp_path)
    assert store["OPTIONS"] == {
        "bucket": "town-photos", "endpoint": "https://s3.example:9000", "region": "us-east-1",
        "key": "owner", "secret": "hardly secret",
    }  # fmt: skip
    assert isinstance(import_string(store["BACKEND"])(**store["OPTIONS"]), Bucket)


@pytest.mark.parametrize(
    "storage", ["bucket", "s3://", "https://s3.example/bucket", "s3://a/b", "s3://key@bucket", "gs://x"]
)
def test_what_names_no_bucket_is_refused(tmp_path: Path, storage: str):
    with pytest.raises(SettingError, match="VERANDAH_STORAGE must be"):
        media_store(Env({"VERANDAH_STORAGE": storage, **KEYS}), tmp_path)


@pytest.mark.parametrize("missing", list(KEYS))
def test_a_bucket_needs_its_keys(tmp_path: Path, missing: str):
    given = {name: value for name, value in KEYS.items() if name != missing}
    with pytest.raises(SettingError, match="set VERANDAH_BUCKET_KEY and VERANDAH_BUCKET_SECRET"):
        media_store(Env({"VERANDAH_STORAGE": "s3://x", **given}), tmp_path)


@pytest.mark.parametrize("endpoint", ["s3.example", "https://s3.example/bucket", "ftp://s3.example"])
def test_where_the_bucket_is_must_be_clear(tmp_path: Path, endpoint: str):
    with pytest.raises(SettingError, match="VERANDAH_BUCKET_ENDPOINT"):
        media_store(Env({"VERANDAH_BUCKET_ENDPOINT": endpoint}), tmp_path)


def test_a_host_of_their_own():
    assert media_origin(Env({}), SITE) == ""
    assert media_origin(Env({"VERANDAH_MEDIA_ORIGIN": "https://files.example"}), SITE) == "https://files.example"


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("https://town.example", "another host"),
        ("https://town.example:444", "another host"),
        ("http://files.example", "both http"),
        ("https://files.example/media", "only scheme and host"),
        ("files.example", "must start with"),
    ],
)
def test_a_host_that_keeps_nothing_apart_is_refused(origin: str, why: str):
    with pytest.raises(SettingError, match=why):
        media_origin(Env({"VERANDAH_MEDIA_ORIGIN": origin}), SITE)


def test_pages_may_show_what_is_there(tmp_path: Path):
    """The settings as a whole, in a program of their own."""
    words = (
        "from verandah.config.settings import *; print(SECURE_CSP['img-src'], SECURE_CSP['media-src'], ALLOWED_HOSTS)"
    )
    given = {"VERANDAH_DATA": str(tmp_path), "VERANDAH_URL": SITE, "VERANDAH_MEDIA_ORIGIN": "https://files.example"}
    done = subprocess.run(
        [sys.executable, "-c", words], env=os.environ | given, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("https://files.example") == 2
    assert "'files.example'" in done.stdout
