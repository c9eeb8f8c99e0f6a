"""Sends requests as fast as they are answered, over a fixed number of connections, and times each answer."""

import select
import socket
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

AT_ONCE = 1 << 18
# Answers that are on their way when the time is up are waited for so long.
PATIENCE = 60.0


@dataclass
class Run:
    """What was seen: seconds of each answer, statuses, bytes, and how busy the sender itself was."""

    seconds: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[int] = field(default_factory=Counter)
    first_refusal: str = ""
    bytes: int = 0
    wall: float = 0.0
    own_cpu: float = 0.0

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if not 200 <= status < 400)

    def quantile(self, part: float) -> float:
        """Milliseconds within which this part of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else 0.0

    def figures(self) -> dict[str, float | int]:
        return {
            "requests": len(self.seconds),
            "failed": self.failed,
            "per second": round(len(self.seconds) / max(self.wall, 1e-9), 1),
            "p50 ms": round(self.quantile(0.5), 2),
            "p95 ms": round(self.quantile(0.95), 2),
            "p99 ms": round(self.quantile(0.99), 2),
            "bytes": round(self.bytes / max(len(self.seconds), 1)),
            "sender": round(self.own_cpu / max(self.wall, 1e-9), 2),
        }


class Line:
    """One connection with at most one request on its way."""

    __slots__ = ("answer", "began", "body", "chunked", "length", "socket", "status")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        self.answer, self.status, self.body, self.length, self.chunked = bytearray(), 0, 0, 0, False
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def hear(self) -> bool:
        """Take in what has come; whether the answer is complete. Raises ConnectionError when the server hung up."""
        data = self.socket.recv(AT_ONCE)
        if not data:
            raise ConnectionError("The server closed the connection before its answer was complete.")
        self.answer += data
        if not self.status and (end := self.answer.find(b"\r\n\r\n")) >= 0:
            self.read_head(bytes(self.answer[:end]).lower(), end + 4)
        if not self.status:
            return False
        if self.chunked:
            return self.answer.endswith(b"0\r\n\r\n")
        return len(self.answer) >= self.body + self.length

    def read_head(self, head: bytes, body: int) -> None:
        self.status, self.body = int(head[9:12]), body
        self.chunked = b"\r\ntransfer-encoding: chunked" in head
        _before, named, rest = head.partition(b"\r\ncontent-length:")
        self.length = int(rest.partition(b"\r\n")[0]) if named else 0


def request(
    method: str, path: str, token: str = "", cookie: str = "", body: bytes = b"", accept: str = "application/json"
) -> bytes:
    """The bytes of one request."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", "User-Agent: bench"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    if cookie:
        head.append(f"Cookie: {cookie}")
    if method != "GET":
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


def drive(port: int, requests: Iterator[bytes], connections: int, seconds: float, least: int = 0) -> Run:
    """Keep `connections` requests on their way for so many seconds, and until at least `least` were answered."""
    run, poll, cpu, began = Run(), select.epoll(), time.process_time(), time.perf_counter()
    lines: dict[int, Line] = {}
    for _line in range(connections):
        line = Line(port)
        lines[line.socket.fileno()] = line
        poll.register(line.socket.fileno(), select.EPOLLIN)
        line.ask(next(requests))
    waiting = connections
    while waiting:
        ready = poll.poll(PATIENCE)
        if not ready:
            raise TimeoutError("The server has stopped answering.")
        for number, _event in ready:
            line = lines[number]
            if not line.hear():
                continue
            now = time.perf_counter()
            note(run, line, now)
            if now - began < seconds or len(run.seconds) < least:
                line.ask(next(requests))
            else:
                waiting -= 1
    run.wall, run.own_cpu = time.perf_counter() - began, time.process_time() - cpu
    for line in lines.values():
        line.socket.close()
    poll.close()
    return run


def note(run: Run, line: Line, now: float) -> None:
    """Count one answer."""
    run.seconds.append(now - line.began)
    run.statuses[line.status] += 1
    run.bytes += len(line.answer)
    if not 200 <= line.status < 400 and not run.first_refusal:
        run.first_refusal = bytes(line.answer[:600]).decode(errors="replace")


def fetch(port: int, asked: bytes) -> tuple[int, bytes]:
    """One answer on a connection of its own: its status and its body."""
    line = Line(port)
    try:
        line.ask(asked)
        while not line.hear():
            pass
        return line.status, bytes(line.answer[line.body :])
    finally:
        line.socket.close()
