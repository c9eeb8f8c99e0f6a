"""The `verandah` command: each foreseeable trouble is one sentence, and the server starts and stops clean."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from verandah import cli
from verandah.base.jobs import MAX_ATTEMPTS, Job
from verandah.config.readiness import NotReady, lock, waiting_migrations

HALF_DONE = """
INSERT INTO verandah_job (task, arguments, due_at, lease, attempts, priority, error, created_at)
VALUES (?, ?, ?, ?, 1, 0, '', '2026-01-01 00:00:00')
"""
PROGRAM = [sys.executable, "-c", "from verandah.cli import main; main()"]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture
def environment(tmp_path, free_port) -> dict[str, str]:
    """Only what a first visitor has: no setting but a folder and a port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VERANDAH_", "DJANGO_"))}
    return {**kept, "VERANDAH_DATA": str(tmp_path / "data"), "VERANDAH_BIND": f"127.0.0.1:{free_port}"}


def verandah(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, timeout=120, check=False)


def assert_one_sentence(done: subprocess.CompletedProcess[str], words: str, code: int = 2) -> None:
    assert words in done.stderr
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_the_help_names_every_command():
    spoken = {name: words for words, name in cli.SPOKEN.items()}
    for name in cli.own_commands():
        words = spoken.get(name, name.replace("_", " "))
        assert re.search(rf"^  verandah {words}\b", cli.HELP, re.MULTILINE), name


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["serve", "--reload"], ("serve", "serve", ["--reload"])),
        (["check"], ("check_site", "check", [])),
        (["shell", "-c", "1"], ("shell", "shell", ["-c", "1"])),
        (["jobs", "--again", "7"], ("jobs", "jobs", ["--again", "7"])),
    ],
)
def test_words_become_a_command(words, command):
    assert cli.command_in(words) == command


def test_a_noun_and_a_verb_are_one_command(monkeypatch):
    monkeypatch.setattr(cli, "own_commands", lambda: {"user_create"})
    assert cli.command_in(["user", "create", "ann"]) == ("user_create", "user create", ["ann"])
    assert cli.command_in(["user", "remove"]) == ("user", "user", ["remove"])


def test_a_slip_of_the_pen_is_told(environment):
    assert_one_sentence(verandah(environment, "srve"), 'There is no command "srve"')


def test_a_setting_that_cannot_be_used_is_told(environment):
    assert_one_sentence(verandah({**environment, "VERANDAH_DEBUG": "perhaps"}, "serve"), "VERANDAH_DEBUG must be")
    assert_one_sentence(verandah(environment, "serve", "--bind", "here"), "VERANDAH_BIND must be")
    assert_one_sentence(verandah(environment, "serve", "--reload"), "VERANDAH_DEBUG=yes")
    assert_one_sentence(
        verandah({**environment, "VERANDAH_TRUSTED_PROXIES": "proxy.example"}, "serve"), "VERANDAH_TRUSTED_PROXIES"
    )


def test_a_data_folder_that_cannot_be_used_is_told(environment, tmp_path):
    (tmp_path / "data").write_text("not a folder")
    assert_one_sentence(verandah(environment, "serve"), "The data folder")


def test_a_database_that_does_not_answer_is_told(environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"postgresql://bob:secret@127.0.0.1:{taken.getsockname()[1]}/none"
    done = verandah({**environment, "VERANDAH_DATABASE_URL": nobody}, "serve")
    assert_one_sentence(done, "Is PostgreSQL running there?")
    assert "secret" not in done.stderr


def test_a_port_that_is_taken_is_told_before_the_address_is_printed(environment, free_port):
    with socket.create_server(("127.0.0.1", free_port)):
        done = verandah(environment, "serve")
    assert_one_sentence(done, f"Cannot listen on 127.0.0.1, port {free_port}")
    assert done.stdout == ""


def test_a_folder_belongs_to_one_server(tmp_path):
    with lock(tmp_path), pytest.raises(NotReady, match="Another Verandah"):
        lock(tmp_path)
    lock(tmp_path).close()


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_not_touched():
    assert waiting_migrations() == []
    MigrationRecorder(connection).record_applied("verandah", "9999_from_next_year")
    with pytest.raises(NotReady, match=r"newer Verandah \(it has 9999_from_next_year\)"):
        waiting_migrations()


@pytest.fixture
def served(environment, tmp_path) -> Iterator[subprocess.Popen[str]]:
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(
            [*PROGRAM, "serve"], env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        yield process
        process.kill()


def answer(port: int, path: str) -> int:
    end = time.monotonic() + 90
    while True:
        try:
            visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            visitor.request("GET", path)
            return visitor.getresponse().status
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_the_server_makes_all_it_needs_and_stops_clean(served, environment, tmp_path, free_port, told):
    assert answer(free_port, "/live/") == 401
    assert served.stdout.readline() == f"Verandah is at http://127.0.0.1:{free_port}\n"
    owner = re.search(rf"http://127.0.0.1:{free_port}(/welcome/\S+/)\n", served.stdout.readline())
    assert answer(free_port, owner[1]) == 200
    assert_one_sentence(verandah(environment, "serve"), "Another Verandah is running")
    checked = verandah(environment, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert all(line.startswith("ok ") for line in checked.stdout.splitlines())
    served.send_signal(told)
    assert served.wait(10) == 0
    assert (tmp_path / "errors").read_text() == ""
    assert {"keys", "lock", "verandah.sqlite3"} <= {path.name for path in Path(environment["VERANDAH_DATA"]).iterdir()}


def test_what_a_killed_server_left_half_done_is_done_after_the_next_start(environment):
    verandah(environment, "migrate")
    site = sqlite3.connect(Path(environment["VERANDAH_DATA"]) / "verandah.sqlite3", isolation_level=None)
    arguments = '{"args": ["wash_the_dishes"], "kwargs": {}}'
    site.execute(
        HALF_DONE, ("verandah.actions.chores.run_chore", arguments, "2999-01-01 00:00:00", "of a dead process")
    )
    with subprocess.Popen([*PROGRAM, "serve"], env=environment, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + 90
        while site.execute("SELECT 1 FROM verandah_job WHERE lease <> ''").fetchone() and time.monotonic() < end:
            time.sleep(0.05)
        process.terminate()
    left = [key for (key,) in site.execute("SELECT key FROM verandah_job ORDER BY key")]
    site.close()
    assert left == [
        "chore:celebrate",
        "chore:check_record",
        "chore:clear_approvals",
        "chore:clear_drafts",
        "chore:clear_exports",
        "chore:clear_file_drafts",
        "chore:clear_friend_requests",
        "chore:clear_grants",
        "chore:clear_letters",
        "chore:clear_links",
        "chore:clear_media",
        "chore:clear_mutes",
        "chore:clear_networks",
        "chore:clear_rejected",
        "chore:clear_rule_hits",
        "chore:clear_sessions",
        "chore:count_days",
        "chore:deliver_statements",
        "chore:end_pause",
        "chore:end_restrictions",
        "chore:erase_left",
        "chore:erase_terminated",
        "chore:fill_grams",
        "chore:fill_index",
        "chore:find_suggestions",
        "chore:find_trends",
        "chore:forget_guests",
        "chore:make_backups",
        "chore:purge_deleted_albums",
        "chore:purge_deleted_posts",
        "chore:purge_unconfirmed",
        "chore:purge_withdrawn",
        "chore:recount_media",
        "chore:recount_trust",
        "chore:send_digests",
        "chore:watch_cases",
    ]


def test_a_site_that_was_never_started_is_told_what_it_lacks(environment):
    done = verandah(environment, "check")
    assert_one_sentence(done, "2 things are wrong.", code=1)
    assert "Start the server" in done.stdout
    assert "Traceback" not in done.stdout


def test_check_minds_passwords_and_letters_once_the_site_is_not_at_home(environment):
    done = verandah({**environment, "VERANDAH_URL": "http://town.example"}, "check")
    assert "sends passwords unprotected" in done.stdout
    assert "Set VERANDAH_MAIL_URL" in done.stdout


@pytest.fixture
def dead(transactional_db) -> Job:
    now = timezone.now()
    error = "Traceback (most recent call last):\n  ...\nValueError: no cake today\n"
    return Job.objects.create(
        task="a.task", arguments="{}", error=error, attempts=MAX_ATTEMPTS, due_at=now, created_at=now, dead_at=now
    )


def said_by(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, skip_checks=True)
    return out.getvalue()


def test_failed_jobs_are_listed_and_tried_again(dead):
    assert f"{dead.pk}  " in said_by("jobs")
    assert "ValueError: no cake today" in said_by("jobs")
    assert "will be tried again" in said_by("jobs", f"--again={dead.pk}")
    assert said_by("jobs") == "No job has failed for good.\n"
    with pytest.raises(CommandError, match="There is no failed job"):
        said_by("jobs", f"--again={dead.pk}")


def test_a_site_for_client_suites_is_served_without_limits_and_for_this_machine_alone(environment, free_port):
    del environment["VERANDAH_BIND"]
    environment["VERANDAH_URL"] = f"http://localhost:{free_port}"
    made = verandah(environment, "seed-client-suites")
    assert (made.returncode, made.stderr) == (0, "")
    assert_one_sentence(verandah(environment, "seed-client-suites"), "This site has accounts already", code=1)
    assert_one_sentence(verandah({**environment, "VERANDAH_URL": "http://town.example"}, "serve"), "is for tests")
    token = {"Authorization": "Bearer __MASTODON_PY_TEST_ACCESS_TOKEN"}
    with subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(free_port)], env=environment, stdout=subprocess.DEVNULL
    ) as process:
        assert answer(free_port, "/health") == 200
        visitor = http.client.HTTPConnection("localhost", free_port, timeout=60)
        visitor.request("GET", "/api/v1/accounts/verify_credentials", headers=token)
        told = visitor.getresponse()
        # What is not counted is not used up.
        assert (told.status, told.getheader("X-RateLimit-Remaining")) == (200, told.getheader("X-RateLimit-Limit"))
        process.terminate()
