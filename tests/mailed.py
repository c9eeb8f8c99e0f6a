"""A mail server on this machine: it takes letters, refuses them, or hangs up in the middle of one."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """What it has taken, and how it behaves: "take", "refuse" (for now), "unknown" (the address), "hang up"."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.manner = "take"
        self.letters: list[str] = []
        self.tries = 0

    @property
    def mailers(self) -> dict[str, object]:
        """The setting that leads here."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


class Conversation(socketserver.StreamRequestHandler):
    """One client's."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        for raw in self.rfile:
            word = raw[:4].upper().strip()
            if word == b"QUIT":
                self.say("221 bye")
                return
            if word == b"RCPT":
                self.server.tries += 1
                self.say(self.answer_to_address())
            elif word == b"DATA":
                self.say("354 go on")
                self.take()
                if self.server.manner == "hang up":
                    return
                self.say("250 taken")
            else:
                self.say("250 fine")

    def answer_to_address(self) -> str:
        return {"refuse": "451 later", "unknown": "550 nobody of that name"}.get(self.server.manner, "250 fine")

    def take(self) -> None:
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.decode())
        self.server.letters.append("".join(lines))

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server, as long as it is needed."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
