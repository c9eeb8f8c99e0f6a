"""Many open WebSockets: how soon a post reaches all of them, and what each of them costs."""

import base64
import json
import os
import re
import select
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.load import Line as Connection
from bench.load import request
from bench.measuring import Line, pid_of
from bench.procs import cpu_seconds, mebibytes, memory, settle
from bench.town import Member, Town

from .site import Site

MARK = re.compile(rb"bench-mark-(\d+)")
PATH = "/api/v1/streaming?stream=user&access_token={}"
PING, PONG = 0x9, 0x8A
# What has not come by then is counted as lost.
PATIENCE = 15.0


class Stream:
    """One WebSocket. Frames of a server are not masked, those of a client must be."""

    def __init__(self, port: int, member: Member) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.unread = b""
        key = base64.b64encode(os.urandom(16)).decode()
        extra = (
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        )
        head = request("GET", PATH.format(member.token))[:-2] + extra.encode() + b"\r\n"
        self.socket.sendall(head)
        answer = b""
        while b"\r\n\r\n" not in answer:
            data = self.socket.recv(4096)
            if not data:
                raise ConnectionError(f"The stream was refused: {answer[:300]!r}")
            answer += data
        head, _end, self.unread = answer.partition(b"\r\n\r\n")
        self.status = int(head[9:12])
        if self.status != 101:
            raise ConnectionError(f"The stream was refused: {answer[:300]!r}")

    def marks(self) -> set[int]:
        """The numbers of the marked posts that have just come. Raises ConnectionError when the server ended it."""
        data = self.socket.recv(1 << 17)
        if not data:
            raise ConnectionError("The server ended the stream.")
        self.unread += data
        found = set()
        for opcode, payload in self.frames():
            if opcode == PING:
                self.socket.sendall(bytes([PONG, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
            else:
                found |= {int(number) for number in MARK.findall(payload)}
        return found

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """The frames that are complete."""
        data = self.unread
        while len(data) >= 2:
            start, size = 2, data[1] & 0x7F
            if size >= 126:
                start = 4 if size == 126 else 10
                size = int.from_bytes(data[2:start])
            if len(data) < start + size:
                break
            yield data[0] & 0xF, data[start : start + size]
            data = data[start + size :]
        self.unread = data


@contextmanager
def opened(port: int, members: Sequence[Member]) -> Iterator[list[Stream]]:
    """A stream for each of these people, closed afterwards."""
    streams: list[Stream] = []
    try:
        streams.extend(Stream(port, one) for one in members)
        yield streams
    finally:
        for one in streams:
            one.socket.close()


def idle(site: Site, town: Town, count: int = 2_000) -> Line:
    """What so many streams cost on which nothing happens."""
    pid = pid_of(site)
    settle(pid)
    before = memory(pid)
    with opened(site.port, town.members[:count]) as streams:
        time.sleep(3)
        spent, began = cpu_seconds(pid), time.monotonic()
        time.sleep(10)
        share = (cpu_seconds(pid) - spent) / (time.monotonic() - began)
        return {
            "streams": len(streams),
            "memory MiB": mebibytes(pid),
            "kB each": round((memory(pid) - before) / max(1, len(streams)) / 1000, 1),
            "cpu idle": round(share, 4),
        }


def delivery(site: Site, town: Town, count: int = 500, posts: int = 20) -> Line:
    """Someone whom all follow posts; how long until each of so many streams has it."""
    pid = pid_of(site)
    settle(pid)
    before = memory(pid)
    with opened(site.port, town.members[:count]) as streams:
        time.sleep(3)
        each = (memory(pid) - before) / max(1, len(streams)) / 1000
        spent = cpu_seconds(pid)
        times = sorted(arrivals(site.port, town.star, streams, posts))
        spent = cpu_seconds(pid) - spent
    if not times:
        return {"streams": len(streams), "delivered": 0, "lost": count * posts}
    return {
        "streams": len(streams),
        "delivered": len(times),
        "lost": count * posts - len(times),
        "p50 ms": round(times[len(times) // 2], 1),
        "p95 ms": round(times[int(len(times) * 0.95)], 1),
        "p99 ms": round(times[int(len(times) * 0.99)], 1),
        "most ms": round(times[-1], 1),
        "cpu us each": round(spent / len(times) * 1e6),
        "kB each": round(each, 1),
        "memory MiB": mebibytes(pid),
    }


def arrivals(port: int, author: Member, streams: Sequence[Stream], posts: int) -> list[float]:
    """Milliseconds from sending each post until it has come to each stream."""
    poll, by_number = select.epoll(), {one.socket.fileno(): one for one in streams}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    times: list[float] = []
    first = time.time_ns() // 1_000_000
    for mark in range(first, first + posts):
        connection = Connection(port)
        body = json.dumps({"status": f"To all who listen: bench-mark-{mark}", "visibility": "public"})
        began = time.perf_counter()
        connection.ask(request("POST", "/api/v1/statuses", author.token, body=body.encode()))
        waiting = set(by_number)
        while waiting and time.perf_counter() - began < PATIENCE:
            for number, _event in poll.poll(0.5):
                # A post holds its mark in several places, and an older one may still come.
                if mark in by_number[number].marks() and number in waiting:
                    waiting.discard(number)
                    times.append((time.perf_counter() - began) * 1000)
        connection.socket.close()
        time.sleep(0.3)
    poll.close()
    return times
