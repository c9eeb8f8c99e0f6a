"""A program within limits: it is told the truth of, it ends in time, and it is alone."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from verandah.base import sandbox
from verandah.base.sandbox import Bounds, Stopped, run

ROOM = 400_000_000


def python(folder: Path, code: str, cpu: int = 5, seconds: int = 10, memory: int = ROOM, file_size: int = 10_000):
    program = folder / "program.py"
    program.write_text(code)
    return run([str(program)], folder, Bounds(cpu, seconds, memory, file_size))


def running(folder: Path) -> list[str]:
    """What still runs with `folder` in its words, after a moment to end in."""
    for _ in range(50):
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                found.append(path.read_bytes().replace(b"\0", b" ").decode())
        alive = [words for words in found if str(folder) in words]
        if not alive:
            break
        time.sleep(0.02)
    return alive


@pytest.fixture(params=["shut in", "with limits alone"])
def both_ways(request, monkeypatch):
    """As on a machine with bubblewrap, and as on one without."""
    if request.param == "shut in" and not sandbox.can_shut_in():
        pytest.skip("bubblewrap cannot work here.")
    if request.param == "with limits alone":
        monkeypatch.setattr(sandbox, "can_shut_in", lambda: False)


pytestmark = pytest.mark.usefixtures("both_ways")


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
        python(tmp_path, "import time; time.sleep(60)", seconds=1)
    assert time.monotonic() - begun < 5
    assert running(tmp_path) == []


@pytest.mark.parametrize(
    "code", ["while True: pass", "open('big', 'wb').write(b'x' * 20_000)", "import os; os.kill(os.getpid(), 11)"]
)
def test_who_goes_beyond_is_stopped(tmp_path: Path, code: str):
    code = f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n{code}"
    with pytest.raises(Stopped):
        python(tmp_path, code, cpu=1)


def test_memory_ends(tmp_path: Path):
    assert "MemoryError" in python(tmp_path, "x = bytearray(900_000_000)").err


def test_what_it_has_used_is_told(tmp_path: Path):
    little, much = (python(tmp_path, f"x = bytearray(b'x') * {size}").peak for size in (1, 100_000_000))
    assert 1_000_000 < little < 30_000_000
    assert 100_000_000 <= much < 130_000_000
    assert 0.5 < python(tmp_path, "import time\nwhile time.process_time() < 0.5: pass").cpu < 1.5


def test_who_is_shut_in_sees_nothing_of_the_machine_and_no_network(tmp_path: Path):
    if not sandbox.can_shut_in():
        pytest.skip("It is a part of being shut in.")
    room, other = tmp_path / "room", tmp_path / "other"
    room.mkdir()
    other.write_text("secret")
    code = (
        "import os, socket\n"
        f"print(os.path.exists({str(other)!r}), os.path.exists('/etc/passwd'), os.path.exists('/home'))\n"
        "print([name for _, name in socket.if_nameindex()])\n"
        "open('here', 'w').write('x')\n"
        "try:\n    open('/usr/there', 'w')\nexcept OSError as error:\n    print(error.errno)"
    )
    assert python(room, code).out == "False False False\n['lo']\n30\n"
    assert (room / "here").read_text() == "x"
