"""A program that runs another one within limits: `limited.py SECONDS BYTES FILE_BYTES PROGRAM ...`.

It is found by its path and needs nothing but Python, so that what reads strangers' files knows nothing of the site.
"""

import ctypes
import os
import resource
import runpy
import signal
import sys
from pathlib import Path

DIE_WITH_PARENT = 1


def main(words: list[str]) -> None:
    """Bind this process for good and have a child of it become the program; end as that ends."""
    seconds, memory, file_size = (int(word) for word in words[:3])
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    end_with_parent()
    child = os.fork()
    if child == 0:
        end_with_parent()
        become(words[3:])
    else:
        end_as(child)


def end_with_parent() -> None:
    """Whatever becomes of the server, no child of it is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def become(program: list[str]) -> None:
    """Run the program; one in Python in this very process."""
    if program[0] == "-m":
        # Behind all else, so that nothing of ours stands in the way of Python's own.
        sys.path.append(str(Path(__file__).parents[2]))
        sys.argv = program[1:]
        runpy.run_module(program[1], run_name="__main__")
    elif program[0].endswith(".py"):
        sys.argv = program
        runpy.run_path(program[0], run_name="__main__")
    else:
        os.execv(program[0], program)  # noqa: S606  # That no shell reads it is the point.


def end_as(child: int) -> None:
    """Wait for the child, note how much memory and processor time it had, and end with its code or by its signal."""
    _pid, status, used = os.wait4(child, 0)
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + own.ru_utime + own.ru_stime
    Path("used.txt").write_text(f"{used.ru_maxrss * (1024 if sys.platform == 'linux' else 1)} {seconds:.3f}")
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
