"""The sender counts every answer once and whole, however it comes."""

import socket
import threading
import time
from itertools import cycle

import pytest

from bench.load import drive, fetch, request

ANSWERS = {
    b"/whole": [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"],
    b"/pieces": [b"HTTP/1.1 200 OK\r\nContent-", b"Length: 5\r\n\r\nhe", b"llo"],
    b"/chunks": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", b"2\r\nlo\r\n0\r", b"\n\r\n"],
    b"/gone": [],
    b"/refused": [b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"],
}


@pytest.fixture
def port():
    """A server that answers in the pieces that the path asks for."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def serve(listener: socket.socket) -> None:
    while True:
        try:
            line, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(line,), daemon=True).start()


def answer(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while asked := line.recv(4096):
        for piece in ANSWERS[asked.split(b" ")[1]]:
            line.sendall(piece)
            time.sleep(0.005)
        if not ANSWERS[asked.split(b" ")[1]]:
            break
    line.close()


@pytest.mark.parametrize("path", ["/whole", "/pieces"])
def test_an_answer_with_a_length_is_whole(port, path):
    assert fetch(port, request("GET", path)) == (200, b"hello")


def test_an_answer_in_chunks_ends_with_the_last(port):
    status, body = fetch(port, request("GET", "/chunks"))
    assert (status, body) == (200, b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")


def test_every_request_is_counted_once(port):
    paths = ["/whole", "/pieces", "/chunks", "/refused"]
    run = drive(port, cycle([request("GET", path) for path in paths]), 2, 0.0, least=40)
    assert 40 <= len(run.seconds) == sum(run.statuses.values()) <= 42
    assert set(run.statuses) == {200, 503}
    assert run.failed == run.statuses[503] >= 10
    assert run.first_refusal.startswith("HTTP/1.1 503")
    assert all(seconds >= 0.004 for seconds in sorted(run.seconds)[20:])


def test_a_server_that_hangs_up_is_no_answer(port):
    with pytest.raises(ConnectionError):
        fetch(port, request("GET", "/gone"))
