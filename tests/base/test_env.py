"""The reader of settings: what is clear is taken, what is not is refused with a sentence that names the setting."""

from pathlib import Path

import pytest

from verandah.config.env import Env, SettingError

NAME = "VERANDAH_X"


def env(value: str | None) -> Env:
    return Env({} if value is None else {NAME: value})


@pytest.mark.parametrize(
    ("value", "read"), [("yes", True), ("ON", True), ("1", True), ("no", False), ("False", False), ("0", False)]
)
def test_a_flag_is_yes_or_no(value, read):
    assert env(value).flag(NAME, not read) is read


@pytest.mark.parametrize("value", ["maybe", "2", "y", "yes please"])
def test_an_unclear_flag_is_refused(value):
    with pytest.raises(SettingError, match=f'{NAME} must be "yes" or "no"'):
        env(value).flag(NAME)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_not_said_is_the_default(value):
    reader = env(value)
    assert reader.flag(NAME, True) is True
    assert reader.number(NAME, 4, 1, 9) == 4
    assert reader.text(NAME, "x") == "x"
    assert reader.words(NAME) == []
    assert reader.names == [NAME] * 4


@pytest.mark.parametrize(("value", "read"), [("1", 1), ("9", 9)])
def test_a_number_at_its_edges_is_taken(value, read):
    assert env(value).number(NAME, 4, 1, 9) == read


@pytest.mark.parametrize("value", ["0", "10", "-1", "4.5", "four", "٤", "1e3"])
def test_a_number_beyond_its_edges_is_refused(value):
    with pytest.raises(SettingError, match="from 1 to 9"):
        env(value).number(NAME, 4, 1, 9)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("[::1]:80", ("::1", 80)),
        ("0.0.0.0:65535", ("0.0.0.0", 65535)),
        ("town.example:1", ("town.example", 1)),
    ],
)
def test_a_place_to_listen_is_an_address_and_a_port(value, read):
    assert env(value).bind(NAME, "") == read


@pytest.mark.parametrize("value", ["8000", ":8000", "host", "host:", "host:0", "host:65536", "host:http"])
def test_half_a_place_to_listen_is_refused(value):
    with pytest.raises(SettingError, match="an address and a port"):
        env(value).bind(NAME, "")


@pytest.mark.parametrize("value", ["https://town.example", "http://localhost:3000", "https://town.example/"])
def test_an_origin_is_scheme_and_host(value):
    assert env(value).origin(NAME, "") == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "town.example",
        "ftp://town.example",
        "https://",
        "https://[::1",
        "https://town.example:port",
        "https://town.example/x",
        "https://town.example?x=1",
        "https://me@town.example",
    ],
)
def test_anything_more_or_less_than_an_origin_is_refused(value):
    with pytest.raises(SettingError, match=NAME):
        env(value).origin(NAME, "")


def test_a_refusal_never_shows_a_password():
    with pytest.raises(SettingError) as refused:
        env("mysql://me:hunter2@host/db").url(NAME, "", ("postgresql",))
    assert "hunter2" not in str(refused.value)


def test_one_of_some_words():
    assert env("INFO").choice(NAME, "ERROR", ("INFO", "ERROR")) == "INFO"
    with pytest.raises(SettingError, match="one of INFO, ERROR"):
        env("info").choice(NAME, "ERROR", ("INFO", "ERROR"))


@pytest.mark.parametrize("value", ["Europe/Lisbon", "UTC"])
def test_a_time_zone_has_a_name(value):
    assert env(value).time_zone(NAME, "UTC") == value


@pytest.mark.parametrize("value", ["Mars/Base", "../../etc/passwd", "UTC+1", "\0", "x" * 5000])
def test_a_time_zone_that_nobody_knows_is_refused(value):
    with pytest.raises(SettingError, match="time zone"):
        env(value).time_zone(NAME, "UTC")


def test_paths_are_whole_and_words_are_parted_by_commas(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert env("data").path(NAME, "") == tmp_path / "data"
    assert env("~/x").path(NAME, "") == Path.home() / "x"
    assert env(" a, b ,,c").words(NAME) == ["a", "b", "c"]
