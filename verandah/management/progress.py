"""A bar that grows while a command works, where someone watches; elsewhere a line now and then."""

from django.core.management.base import OutputWrapper

WIDTH = 30
# In a log: a line for each tenth.
STEPS = 10


class Bar:
    """Progress of `total` things."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self.out, self.total, self.done, self.told = out, total, 0, -1

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        part = min(1.0, self.done / max(self.total, self.done))
        if self.out.isatty():
            filled = round(part * WIDTH)
            self.out.write(f"\r[{'#' * filled}{'-' * (WIDTH - filled)}] {self.done} of {self.total}", ending="")
            self.out.flush()
        elif int(part * STEPS) != self.told:
            self.told = int(part * STEPS)
            self.out.write(f"{self.done} of {self.total}")

    def end(self) -> None:
        """What is written next begins on a line of its own."""
        if self.out.isatty() and self.done:
            self.out.write("")
