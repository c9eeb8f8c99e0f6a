"""The site as its owner runs it: `verandah serve`, with a data folder of its own and letters on the console."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string
from http.client import HTTPConnection
from pathlib import Path

COMMAND = Path(sys.executable).parent / "verandah"
PATIENCE = 180.0


@dataclass
class RunningSite:
    """Where it answers, and what it has printed."""

    url: str
    printed: Path
    environment: dict[str, str]
    server: subprocess.Popen[bytes] | None = None

    def said(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        assert self.server
        self.server.kill()
        self.server.wait()

    def letter_to(self, address: str, after: int = 0) -> str:
        """The body of the newest letter to `address` beyond the first `after` ones; waits for it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = letters(self.said(), address)
            if len(found) > after:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"No letter to {address}:\n{self.said()[-3000:]}")

    def run(self, *words: str, typed: str = "") -> str:
        """Another command on the same site, and what is typed into it."""
        done = subprocess.run(
            [COMMAND, *words], env=self.environment, input=typed, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def letters(printed: str, address: str) -> list[str]:
    """The texts of the letters to `address` that Django's console back end has printed."""
    found = []
    for start in re.finditer(r"^Content-Type: ", printed, re.MULTILINE):
        text = printed[start.start() :].partition("\n" + "-" * 79)[0]
        message = message_from_string(text)
        if message["To"] and address in message["To"]:
            part = next((part for part in message.walk() if part.get_content_type() == "text/plain"), message)
            payload = part.get_payload(decode=True)
            found.append(payload.decode(part.get_content_charset() or "utf-8") if isinstance(payload, bytes) else text)
    return found


@contextmanager
def serve(folder: Path, *, is_open: bool = True, **settings: str) -> Iterator[RunningSite]:
    """Start a site in `folder` with these settings, wait until it answers, and stop it as a service manager would.

    `is_open`: everyone can join, as after its launch.
    """
    bind = settings.get("VERANDAH_BIND") or f"127.0.0.1:{free_port()}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("VERANDAH_", "DJANGO_"))}
    environment = inherited | {"VERANDAH_DATA": str(folder / "data"), "VERANDAH_BIND": bind, "PYTHONUNBUFFERED": "1"}
    # No journey leads off this machine.
    environment |= {"VERANDAH_PREVIEWS": "no"}
    environment |= settings
    site = RunningSite(f"http://{bind}", folder / "printed.txt", environment)
    with site.printed.open("w") as output:
        server = site.server = subprocess.Popen(
            [COMMAND, "serve"], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_for(site, server, bind)
            if is_open:
                open_doors(folder / "data")
            yield site
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def wait_for(site: RunningSite, server: subprocess.Popen[bytes], bind: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = HTTPConnection(bind, timeout=5)
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"The server does not answer:\n{site.said()[-5000:]}")


def open_doors(data: Path) -> None:
    """As after its launch, so that journeys can begin with signing up; the launch has journeys of its own."""
    for database in data.glob("*.sqlite3"):
        with sqlite3.connect(database, timeout=30) as connection:
            connection.execute("UPDATE verandah_site SET joining = 1, launched_at = CURRENT_TIMESTAMP")
        connection.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
