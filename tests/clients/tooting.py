"""toot as someone runs it on the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .consent import code_for
from .place import Place
from .telling import Telling

PROGRAM = Path(sys.executable).parent / "toot"


@dataclass(frozen=True)
class Answer:
    """What toot printed, and what it left with."""

    code: int
    printed: str
    complaint: str

    @property
    def text(self) -> str:
        assert self.code == 0, self.complaint
        return self.printed

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Toot:
    """toot of one person. All of them keep their tokens in one folder, as one person with several accounts does."""

    told: Telling
    place: Place
    name: str

    @property
    def account(self) -> str:
        """As toot names the accounts that it knows."""
        return f"{self.name}@{self.place.host}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"XDG_CONFIG_HOME": self.place.folder, "XDG_CACHE_HOME": self.place.folder, "PYTHONUNBUFFERED": "1"}
        return {"PATH": os.environ["PATH"], "HOME": self.place.folder, "COLUMNS": "80", **own}

    @contextmanager
    def told_of(self, *words: str) -> Iterator[Answer]:
        """One command in this person's name; whatever is asserted inside belongs to it."""
        answer = self.run("--as", self.account, *words)
        with self.told.step(self.named(words)):
            yield answer
            assert answer.code == 0, answer.complaint

    @contextmanager
    def refused(self, *words: str) -> Iterator[Answer]:
        """The same, of what must not work: toot says so in a sentence."""
        answer = self.run("--as", self.account, *words)
        with self.told.step(f"{self.named(words)} (refused)"):
            yield answer
            assert answer.code == 1, answer.printed + answer.complaint
            assert "Traceback" not in answer.complaint, answer.complaint[-500:]

    def named(self, words: tuple[str, ...]) -> str:
        """The command for a line, without the folders of this machine."""
        return " ".join(words).replace(self.place.picture, "lantern.jpg")

    def run(self, *words: str) -> Answer:
        """A command as it is."""
        done = subprocess.run(
            [PROGRAM, *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def sign_in(self) -> str:
        """`toot login`: it prints an address, and is given the code that the page there shows. What it printed."""
        words = [PROGRAM, "login", "--instance", self.place.url]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            words, env=self.environment, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdin
            assert process.stdout
            wish = next(line.strip() for line in process.stdout if line.startswith(f"{self.place.url}/oauth/authorize"))
            # Not in a browser, please.
            process.stdin.write("n\n")
            process.stdin.write(code_for(wish, self.name, self.place.passwords[self.name]) + "\n")
            process.stdin.close()
            printed = process.stdout.read()
        assert process.returncode == 0, printed
        return printed
