"""What the clients are told: where the site is, who is there, and what files there are to send."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Place:
    """`tokens` and `passwords` are by user name. `folder` is empty, and the client may write into it."""

    url: str
    passwords: dict[str, str]
    tokens: dict[str, str]
    picture: str
    folder: str

    @property
    def host(self) -> str:
        """Host and port, as clients name the site."""
        return urlsplit(self.url).netloc

    @classmethod
    def read(cls, path: Path) -> "Place":
        return cls(**json.loads(path.read_text()))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))
