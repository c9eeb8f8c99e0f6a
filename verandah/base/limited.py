"""A program that runs another one within limits: `limited.py SECONDS BYTES FILE_BYTES PROGRAM ...`.

It is found by its path and needs nothing but Python, so that what reads strangers' files knows nothing of the site.
"""

import ctypes
import os
import resource
import runpy
import signal
import sys

DIE_WITH_PARENT = 1


def main(words: list[str]) -> None:
    """Bind this process for good, then become the program; one in Python runs in this very process."""
    seconds, memory, file_size = (int(word) for word in words[:3])
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        # Whatever becomes of the server, no child of it is left behind.
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    program = words[3:]
    if program[0].endswith(".py"):
        sys.argv = program
        runpy.run_path(program[0], run_name="__main__")
    else:
        os.execv(program[0], program)  # noqa: S606  # That no shell reads it is the point.


if __name__ == "__main__":
    main(sys.argv[1:])
