"""Every kind of file that people send: sent by an app, and what was made of it shown and played by a browser."""

import json
import time
from itertools import batched
from uuid import uuid4

import pytest

from tests.corpus import GROUPS, Sample
from verandah.domain.media.models import Kind

from .people import PASSWORD
from .showing import Sender

SAMPLES = {name: sample for samples in GROUPS.values() for name, sample in samples.items() if not sample.refused}
PATIENCE = 300
# Whether a picture has points, and whether the beginning of a film or a sound can be played.
LOADED = """(address) => new Promise((told) => {
    const kind = {mp4: "video", m4a: "audio"}[address.split("?")[0].split(".").pop()] || "img";
    const shown = document.createElement(kind);
    const end = setTimeout(() => told("nothing happens"), 20000);
    const tell = (words) => { clearTimeout(end); told(words); };
    shown.onerror = () => tell("it cannot be shown");
    shown.onload = () => tell(shown.naturalWidth > 0 && shown.naturalHeight > 0 ? "" : "it has no points");
    shown.oncanplay = () => tell(kind === "audio" || shown.videoWidth > 0 ? "" : "it has no points");
    if (kind !== "img") { shown.preload = "auto"; shown.muted = true; }
    shown.src = address;
    document.body.append(shown);
})"""


def taken(sender: Sender, sample: Sample) -> str:
    """The number under which a file is made."""
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    body = head.encode() + sample.make() + f"\r\n--{mark}--\r\n".encode()
    return str(sender.ask("POST", "/api/v2/media", body, f"multipart/form-data; boundary={mark}")["id"])


def wait_for(sender: Sender, number: str) -> None:
    end = time.monotonic() + PATIENCE
    while not sender.ask("GET", f"/api/v1/media/{number}").get("url"):
        assert time.monotonic() < end, f"{number} is never ready."
        time.sleep(2)


def posted(sender: Sender, numbers: tuple[str, ...]) -> list[dict[str, str]]:
    """What apps are told of these files, once everyone on the web may see them."""
    said = {"status": "All of them", "media_ids": numbers, "visibility": "public"}
    told = sender.ask("POST", "/api/v1/statuses", json.dumps(said).encode(), "application/json")
    return told["media_attachments"]


@pytest.fixture(scope="module")
def addresses(running) -> dict[str, list[str]]:
    """Of each file all that was made of it. Everything stands in posts for everyone, so that no address is signed."""
    running.run("user", "create", "collector", "--email", "collector@example.org", "--password-stdin", typed=PASSWORD)
    sender = Sender.of(running, "collector")
    numbers = {taken(sender, sample): name for name, sample in SAMPLES.items()}
    # Films are made one after the other: with the last of them all are ready, or their post is refused.
    wait_for(sender, next(number for number in reversed(numbers) if SAMPLES[numbers[number]].kind != Kind.IMAGE))
    found = {}
    for some in batched(numbers, 30, strict=False):
        for file in posted(sender, some):
            name = numbers[file["id"]]
            folder = file["url"].rpartition("/")[0]
            found[name] = [f"{folder}/{made}" for made in sorted(SAMPLES[name].files)]
    return found


@pytest.mark.parametrize("some", [0, 1, 2])
def test_every_rendition_is_shown_or_played(visit, addresses: dict[str, list[str]], some: int):
    page = visit()
    page.set_content("<!doctype html><title>All of them</title>")
    assert len(addresses) == len(SAMPLES)
    wrong = {}
    for name in list(addresses)[some::3]:
        for address in addresses[name]:
            if trouble := page.evaluate(LOADED, address):
                wrong[f"{name}, {address.rpartition('/')[2]}"] = trouble
    assert wrong == {}
