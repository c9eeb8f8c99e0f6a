"""A program within limits: it is told the truth of, it ends in time, and it is alone."""

import os
import time
from pathlib import Path

import pytest

from verandah.base.sandbox import Bounds, Stopped, run

ROOM = 400_000_000


def python(folder: Path, code: str, cpu: int = 5, seconds: int = 10, memory: int = ROOM, file_size: int = 10_000):
    program = folder / "program.py"
    program.write_text(code)
    return run([str(program)], folder, Bounds(cpu, seconds, memory, file_size))


def test_its_words_and_its_code_come_back(tmp_path: Path):
    ended = python(tmp_path, "import sys; print('hello'); sys.stderr.write('oh'); sys.exit(3)")
    assert (ended.code, ended.out, ended.err) == (3, "hello\n", "oh")


def test_other_programs_run_as_well(tmp_path: Path):
    assert run(["/bin/echo", "a b"], tmp_path, Bounds(5, 5, ROOM, 1000)).out == "a b\n"


def test_it_knows_nothing_of_the_site(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("VERANDAH_SECRET", "x")
    assert "VERANDAH" not in python(tmp_path, "import os; print(dict(os.environ))").out


def test_it_ends_in_time_and_nothing_of_it_is_left(tmp_path: Path):
    begun = time.monotonic()
    with pytest.raises(Stopped):
        python(tmp_path, "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)", seconds=1)
    assert time.monotonic() - begun < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize(
    "code", ["while True: pass", "open('big', 'wb').write(b'x' * 20_000)", "import os; os.kill(os.getpid(), 11)"]
)
def test_who_goes_beyond_is_stopped(tmp_path: Path, code: str):
    code = f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n{code}"
    with pytest.raises(Stopped):
        python(tmp_path, code, cpu=1)


def test_memory_ends(tmp_path: Path):
    assert "MemoryError" in python(tmp_path, "x = bytearray(900_000_000)").err
