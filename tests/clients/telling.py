"""One line for each thing that a client has done: ok, or what was wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import extract_tb

WIDTH = 74


@dataclass
class Telling:
    """What a client has done so far."""

    client: str
    done: int = 0
    wrong: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Whatever fails inside is told, and the next step is taken all the same."""
        try:
            yield
        except Exception as error:
            self.wrong += 1
            self.line(name, f"wrong: {reason(error)}")
        else:
            self.done += 1
            self.line(name, "ok")

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """Steps that need what others before them have made. It is told only when they cannot go on."""
        try:
            yield
        except Exception as error:
            self.wrong += 1
            self.line(name, f"broken off: {reason(error)}")

    def line(self, name: str, words: str) -> None:
        sys.stdout.write(f"{self.client} {name}".ljust(WIDTH) + f" {words}\n")
        sys.stdout.flush()

    def sum_up(self) -> int:
        """The last line; what the program leaves with."""
        self.line(f"{self.done + self.wrong} steps:", f"{self.done} ok, {self.wrong} wrong")
        return 1 if self.wrong or not self.done else 0


def reason(error: Exception) -> str:
    """The line that was not so, and what the client said."""
    place = extract_tb(error.__traceback__)[-1]
    said = " ".join(str(error).split())[:600] or type(error).__name__
    return f"{place.line} ({place.filename.rpartition('/')[2]}, line {place.lineno}): {said}"
