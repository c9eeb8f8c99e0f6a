"""A real server on a data folder of its own, and a browser made of sockets to use it."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.procs import on_core

PASSWORD = "a veranda in the evening"  # noqa: S105
PROGRAM = str(Path(sys.executable).with_name("verandah"))
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Site:
    """`verandah serve` as a process group, so that killing it leaves nothing behind."""

    def __init__(self, folder: Path, core: int | None = None, **more: str) -> None:
        self.folder, self.port, self.core = folder, free_port(), core
        self.environment = os.environ | {
            "VERANDAH_DATA": str(folder),
            "VERANDAH_BIND": f"127.0.0.1:{self.port}",
            "VERANDAH_LOG_LEVEL": "WARNING",
            **more,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *words: str, typed: str = "") -> str:
        """A `verandah` command on the same folder; raises CalledProcessError when it fails."""
        command = [PROGRAM, *words]
        done = subprocess.run(  # noqa: S603
            command, env=self.environment, input=typed, capture_output=True, text=True, check=True
        )
        return done.stdout

    def start(self) -> float:
        """Start it, and the seconds until it answered its first request."""
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log, on_core(self.core):
            self.process = subprocess.Popen(  # noqa: S603
                [PROGRAM, "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - began < 60:
            try:
                with Browser(self.port).answer("GET", "/") as answer:
                    if answer.status >= 500:
                        raise RuntimeError(f"It answers {answer.status}.\n{self.last_words()}")
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                if self.process.poll() is not None:
                    raise RuntimeError(self.last_words()) from None
                time.sleep(0.02)
        raise TimeoutError("The server did not answer within 60 s.")

    def last_words(self) -> str:
        """The end of what it has written to its log."""
        return (self.folder / "server.log").read_text()[-3000:]

    def kill(self) -> None:
        """As a power cut would: no warning, nothing tidied up."""
        self.stop(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait(30)
            self.process = None


class Browser:
    """Keeps cookies, sends forms with their secret, follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.secret = ""

    @contextmanager
    def answer(self, method: str, path: str, form: dict[str, str] | None = None) -> Iterator[http.client.HTTPResponse]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.secret})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            yield answer
        finally:
            connection.close()

    def read(self, path: str) -> str:
        """A page; its form's secret is kept for the next form."""
        with self.answer("GET", path) as answer:
            page = answer.read().decode()
        if found := SECRET.search(page):
            self.secret = found[1]
        return page

    def send(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form: the status, and where it leads."""
        with self.answer("POST", path, form) as answer:
            answer.read()
            return answer.status, answer.headers.get("Location") or ""

    def sign_in(self, name: str) -> None:
        """Sign in, or raise PermissionError."""
        self.read("/sign-in/")
        status, _place = self.send("/sign-in/", {"login": name, "password": PASSWORD})
        if status not in (302, 303):
            raise PermissionError(f"{name} could not sign in: {status}")
        self.read("/")


@contextmanager
def fresh_site(*people: str) -> Iterator[Site]:
    """A running site with these people, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="verandah-bench-") as folder:
        site = Site(Path(folder))
        try:
            site.start()
            for name in people:
                site.run("user", "create", name, "--email", f"{name}@example.org", "--password-stdin", typed=PASSWORD)
            yield site
        finally:
            site.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
