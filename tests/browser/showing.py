"""Files in posts, sent as an app sends them."""

import json
import time
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from .site import RunningSite

PATIENCE = 60.0


@dataclass
class Sender:
    """An app of someone's."""

    site: RunningSite
    token: str

    @classmethod
    def of(cls, site: RunningSite, username: str) -> "Sender":
        return cls(site, site.run("token", "create", username, "--scopes", "read write").strip())

    def post(self, text: str, *files: bytes, words: str = "", **more: object) -> str:
        """Say it with these files, as soon as they are ready; the id of the post."""
        ids = [self.send(content, f"{words} {number}" if words else "") for number, content in enumerate(files, 1)]
        asked = {"status": text, "media_ids": ids, "visibility": "public", **more}
        return self.ask("POST", "/api/v1/statuses", json.dumps(asked).encode(), "application/json")["id"]

    def send(self, content: bytes, words: str) -> str:
        """A file, and its id once it is ready."""
        mark = uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="description"\r\n\r\n{words}\r\n'
        head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        number = str(self.ask("POST", "/api/v2/media", body, f"multipart/form-data; boundary={mark}")["id"])
        end = time.monotonic() + PATIENCE
        while not self.ask("GET", f"/api/v1/media/{number}").get("url"):
            assert time.monotonic() < end, "The file is never ready."
            time.sleep(0.2)
        return number

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Content-Type": kind} if kind else {})
        try:
            with urlopen(Request(self.site.url + path, body, headers, method=method), timeout=60) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise AssertionError(f"{error.code} for {path}: {error.read()[:500]!r}") from error
