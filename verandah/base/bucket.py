"""A bucket of S3, from Amazon or anyone who speaks the same language, as a store of files like any other."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, cast

import obstore
from django.core.files import File
from django.core.files.storage import Storage
from obstore.exceptions import BaseError
from obstore.store import S3Store

# Each part of a file is a request of its own: one that waits for a slow reader would be ended from the other side.
PART = 1_048_576
TIMEOUTS: Any = {"connect_timeout": "5s", "timeout": "30s"}
RETRIES: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}


class Unreachable(OSError):  # noqa: N818  # Named like the refusals of the house: by what is the case.
    """The bucket does not answer, or not as it should; the text says why, and no key."""


class Bucket(Storage):
    """The files of a bucket. Nobody but this program can open them: they are passed on, never linked to."""

    def __init__(self, bucket: str, region: str, endpoint: str = "", key: str = "", secret: str = "") -> None:
        given = {"endpoint": endpoint, "access_key_id": key, "secret_access_key": secret}
        self.there = S3Store(
            bucket,
            region=region,
            # Only Amazon has a host for every bucket.
            virtual_hosted_style_request=not endpoint,
            client_options=cast(Any, {"allow_http": endpoint.startswith("http://"), **TIMEOUTS}),
            retry_config=RETRIES,
            **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
        )

    async def stream(self, name: str, first: int, last: int) -> AsyncIterator[bytes]:
        """The bytes from `first` to `last`, on the event loop. Raises FileNotFoundError or Unreachable."""
        for start in range(first, last + 1, PART):
            with told():
                piece = await self.there.get_range_async(name, start=start, end=min(start + PART, last + 1))
            yield bytes(piece)

    def size(self, name: str) -> int:
        with told():
            return self.there.head(name)["size"]

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Twice: the same. A folder is nothing here; it is gone with the last of its files."""
        with told():
            self.there.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with told():
            found = self.there.list_with_delimiter(path or None)
        folders = [one.rsplit("/", 1)[-1] for one in found["common_prefixes"]]
        return folders, [one["path"].rsplit("/", 1)[-1] for one in found["objects"]]

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Every file in a folder and below, with its size: a thousand at each look."""
        with told():
            for heap in self.there.list(f"{folder}/"):
                yield from ((one["path"], one["size"]) for one in heap)

    def get_modified_time(self, name: str) -> datetime:
        with told():
            return self.there.head(name)["last_modified"]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Names are nobody's choice here, so what lies there already is replaced."""
        return name

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]  # Only its stubs take a type.
        with told():
            return File(BufferedReader(Bytes(self.there, name), PART), name)

    def _save(self, name: str, content: Any) -> str:
        here = getattr(content, "temporary_file_path", None)
        with told():
            self.there.put(name, Path(here()) if here else content.read(), max_concurrency=2)
        return name


class Bytes(RawIOBase):
    """The bytes of a file of the bucket, fetched as they are read."""

    def __init__(self, there: S3Store, name: str) -> None:
        self.reader = obstore.open_reader(there, name, buffer_size=PART)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        with told():
            return self.reader.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        with told():
            found = self.reader.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


@contextmanager
def told() -> Iterator[None]:
    """Whatever the library says is wrong, in one line; that there is no such file stays what it is."""
    try:
        yield
    except BaseError as error:
        raise Unreachable(str(error).splitlines()[0]) from error
