"""A server on this machine that speaks the language of S3, with a bucket, for tests."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

NUMBERS = count(1)


@contextmanager
def buckets() -> Iterator[str]:
    """The address of the server while it runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(server: str) -> dict[str, str]:
    """An empty bucket there, as the settings name one."""
    name = f"photos-{next(NUMBERS)}"
    with urlopen(Request(f"{server}/{name}", method="PUT")) as answer:
        assert answer.status == 200
    return {"bucket": name, "endpoint": server, "region": "us-east-1", "key": "owner", "secret": "hardly secret"}
