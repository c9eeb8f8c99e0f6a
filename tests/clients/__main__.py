"""`make clients`: a fresh site for each client, what the client does there, and how it went."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.browser.site import RunningSite, serve

from .place import Place

TOP = Path(__file__).resolve().parents[2]
FETCHED = TOP / ".uv" / "clients" / "bin"
HERE = "tests/clients"
CLIENTS = {
    "toot": [FETCHED / "python", "-m", "tests.clients.toot_commands"],
    "mastodon.py": [FETCHED / "python", "-m", "tests.clients.mastodon_streams"],
    "masto": [FETCHED / "node", f"{HERE}/masto.mjs"],
}
PEOPLE = ("alice", "bob", "carol")
SCOPES = "read write follow push"


def main() -> int:
    failed = [name for name in sys.argv[1:] or CLIENTS if tried(name) != 0]
    sys.stdout.write(f"Wrong: {', '.join(failed)}\n" if failed else "Every client got what it expects.\n")
    return 1 if failed else 0


def tried(name: str) -> int:
    """What the client's script leaves with. A server that stumbles is wrong even if the client does not mind."""
    with TemporaryDirectory() as folder, serve(Path(folder), VERANDAH_LIMITS="no") as site:
        place = prepared(site, Path(folder))
        place.write(Path(folder) / "place.json")
        code = subprocess.run([*CLIENTS[name], Path(folder) / "place.json"], cwd=TOP, env=plain()).returncode
        if code or "Traceback" in site.said():
            sys.stdout.write(f"The server has said:\n{site.said()[-3000:]}\n")
        return code or int("Traceback" in site.said())


def prepared(site: RunningSite, folder: Path) -> Place:
    """Three people, with tokens, and a picture to send."""
    passwords = {name: f"correct horse battery {name}" for name in PEOPLE}
    for name in PEOPLE:
        words = ("--email", f"{name}@example.org", "--display-name", name.title(), "--password-stdin")
        site.run("user", "create", name, *words, typed=passwords[name])
    tokens = {name: site.run("token", "create", name, "--scopes", SCOPES).strip() for name in PEOPLE}
    Image.radial_gradient("L").resize((120, 80)).convert("RGB").save(folder / "lantern.jpg")
    (folder / "client").mkdir()
    return Place(site.url, passwords, tokens, str(folder / "lantern.jpg"), str(folder / "client"))


def plain() -> dict[str, str]:
    """Our environment without what belongs to our own Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "VERANDAH_"))}


if __name__ == "__main__":
    sys.exit(main())
