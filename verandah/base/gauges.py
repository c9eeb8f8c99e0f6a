"""Numbers of this process that something else shows: set where they change, read where they are wanted."""


class Gauge:
    """One number. It is replaced, never counted up, so any thread can read it."""

    def __init__(self) -> None:
        self.number = 0


OPEN_STREAMS = Gauge()
