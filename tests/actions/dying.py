"""A worker that is killed at a moment of one's choice: `python -m tests.actions.dying MOMENT DATABASE [ACCOUNT]`."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db import connection

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from tests.pictures import clip, picture, sent  # noqa: E402
from verandah.actions import developing, uploading  # noqa: E402
from verandah.actions.uploading import Details  # noqa: E402
from verandah.base import video  # noqa: E402
from verandah.base.worker import Worker  # noqa: E402
from verandah.domain.accounts.models import Account  # noqa: E402
from verandah.domain.media import files  # noqa: E402


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(count: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, after whose `count`th call nothing comes any more."""
    calls = iter(range(1, 100))

    def called(*args: object, **more: object) -> Any:
        done = real(*args, **more)
        if next(calls) == count:
            die()
        return done

    return called


def die_within(real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, during whose third call the end comes: the first two have only looked at the file."""
    calls = iter(range(1, 100))

    def called(program: list[str], folder: Path, *args: object) -> Any:
        if next(calls) == 2:
            threading.Thread(target=die_when_there, args=(folder / "full.mp4",)).start()
        return real(program, folder, *args)

    return called


def die_when_there(path: Path) -> None:
    """The end, as soon as ffmpeg has begun to write."""
    while not path.exists():
        threading.Event().wait(0.002)
    die()


MOMENTS: dict[str, Callable[[], None]] = {
    "before anything": lambda: setattr(developing, "develop_now", die),
    "while ffmpeg works": lambda: setattr(video, "run", die_within(video.run)),
    "before the first file": lambda: setattr(files, "keep", die),
    "after the first file": lambda: setattr(files, "keep", die_after(1, files.keep)),
    "after the third file": lambda: setattr(files, "keep", die_after(3, files.keep)),
    "before it is told": lambda: setattr(developing, "show", die),
    "before the room is cleared": lambda: setattr(files, "clear_room", die),
    "never": lambda: None,
}


def main(moment: str, database: str, account: str = "") -> None:
    """Do the jobs that wait, or take in a picture and a film for this account, until the moment comes."""
    connection.settings_dict["NAME"] = database
    MOMENTS[moment]()
    if account:
        owner = Account.objects.get(pk=account)
        for content in (picture(size=(2000, 1000)), clip("mp4")):
            uploading.accept(owner, sent(content), Details())
    else:
        Worker(0).run_once()


if __name__ == "__main__":
    main(*sys.argv[1:])
