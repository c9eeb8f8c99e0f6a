"""Another site, on this machine: what it answers is said by the test, and what it was asked is remembered."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"

type Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Elsewhere:
    """`origin` is its address; `seen` holds path and headers of each request."""

    origin: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for."""
        return [path for path, _headers in self.seen]

    def has(self, path: str, body: bytes | str, content_type: str = HTML, status: int = 200, **headers: str) -> str:
        """There is this at `path` from now on; its address. Of a header's name each `_` stands for a hyphen."""
        content = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", content_type)
            sized = {"Content-Length": str(len(content))} | {
                name.replace("_", "-"): value for name, value in headers.items()
            }
            for name, value in sized.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer
        return self.origin + path

    def leads(self, path: str, location: str, status: int = 302) -> str:
        """A redirect."""
        return self.has(path, "", status=status, Location=location)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """It is there within."""
    there = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.seen.append((self.path, dict(self.headers)))
            answer = there.answers.get(self.path)
            try:
                answer(self) if answer else self.send_error(404)
            except OSError:
                """Whoever asked has gone."""

        def log_message(self, *_args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
