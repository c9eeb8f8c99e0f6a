"""A real server on a free port of this machine, and pages that talk to it over plain sockets."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from verandah.config.asgi import Server as Application
from verandah.config.server import Server, configured, listener


class Running:
    """A server in a thread of its own."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.listener = listener("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.server = Server(configured(application))
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))

    def start(self) -> None:
        self.thread.start()
        end = time.monotonic() + 10
        while not self.server.started:
            assert self.thread.is_alive()
            assert time.monotonic() < end
            time.sleep(0.01)

    def stop(self) -> float:
        """As Ctrl-C does; how many seconds it took."""
        begun = time.monotonic()
        self.server.handle_exit(15, None)
        self.thread.join(10)
        assert not self.thread.is_alive()
        return time.monotonic() - begun

    def until(self, condition: Callable[[], bool], seconds: float = 5) -> bool:
        """Whether something soon is so."""
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.01)
        return condition()

    def ask[R](self, question: Callable[[], Awaitable[R]]) -> R:
        """Have something done on the server's loop."""

        async def answer() -> R:
            return await question()

        loop = self.application.live.streams.tasks[0].get_loop()
        return asyncio.run_coroutine_threadsafe(answer(), loop).result(5)


@contextmanager
def running(application: Application) -> Iterator[Running]:
    one = Running(application)
    one.start()
    try:
        yield one
    finally:
        if one.thread.is_alive():
            one.stop()


@dataclass
class Answer:
    """What came back: all of it, because the connection was closed or the length was told."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, str]:
        return json.loads(self.body)


class Visitor:
    """One connection."""

    def __init__(self, port: int, timeout: float = 5) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def request(self, line: str, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        lines = [
            f"{line} HTTP/1.1",
            *([] if "Host" in (headers or {}) else ["Host: 127.0.0.1"]),
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def head(self) -> tuple[int, dict[str, str]]:
        status = int(self.file.readline().split()[1])
        headers: dict[str, str] = {}
        while (line := self.file.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return status, headers

    def answer(self) -> Answer:
        status, headers = self.head()
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, b"".join(iter(self.chunk, b"")))
        return Answer(status, headers, self.file.read(int(headers.get("content-length", 0))))

    def chunk(self) -> bytes:
        """One chunk of a chunked body; empty at its end."""
        size = int(self.file.readline(), 16)
        data = self.file.read(size)
        self.file.readline()
        return data

    def ended(self) -> bool:
        """Whether the server closes the connection, without another byte."""
        return self.file.read(1) == b""
