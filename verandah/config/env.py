"""The one typed reader of the environment: unclear values are refused with a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class SettingError(Exception):
    """A setting cannot be used; the text tells its owner what to change."""


class Env:
    """Reads `VERANDAH_*` variables. Each read names its setting once, so `names` lists all there are."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self.source = source
        self.names: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        self.names.append(name)
        return self.source.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        given = self.text(name).lower()
        if not given:
            return default
        if given in TRUE | FALSE:
            return given in TRUE
        raise SettingError(f'{name} must be "yes" or "no"; it is "{given}".')

    def number(self, name: str, default: int, least: int, most: int) -> int:
        given = self.text(name, str(default))
        if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
            raise SettingError(f'{name} must be a whole number from {least} to {most}; it is "{given}".')
        return int(given)

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        given = self.text(name, default)
        if given not in allowed:
            raise SettingError(f'{name} must be one of {", ".join(allowed)}; it is "{given}".')
        return given

    def path(self, name: str, default: str) -> Path:
        return Path(self.text(name, default)).expanduser().absolute()

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> SplitResult:
        given = self.text(name, default)
        try:
            parts = urlsplit(given)
            parts.port  # noqa: B018  # Reading it raises ValueError when the port is no number.
        except ValueError as error:
            raise SettingError(f'{name} is not an address: "{without_password(given)}" ({error}).') from error
        if parts.scheme not in schemes:
            raise SettingError(
                f'{name} must start with {" or ".join(s + "://" for s in schemes)}; it is "{without_password(given)}".'
            )
        return parts

    def time_zone(self, name: str, default: str) -> str:
        """A name of the IANA time zone database, as in "Europe/Lisbon"."""
        given = self.text(name, default)
        try:
            ZoneInfo(given)
        except (KeyError, ValueError, OSError) as error:
            raise SettingError(f'{name} must be a time zone such as "Europe/Lisbon"; it is "{given}".') from error
        return given

    def origin(self, name: str, default: str) -> str:
        """`https://town.example`: scheme, host and port, nothing after them."""
        parts = self.url(name, default, ("http", "https"))
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            raise SettingError(f'{name} must be only scheme and host, as in "https://town.example".')
        return f"{parts.scheme}://{parts.netloc}"

    def bind(self, name: str, default: str) -> tuple[str, int]:
        """`127.0.0.1:8000` or `[::1]:8000`."""
        given = self.text(name, default)
        host, _, port = given.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise SettingError(f'{name} must be an address and a port, as in "127.0.0.1:8000"; it is "{given}".')
        return host.strip("[]"), int(port)


def without_password(address: str) -> str:
    """Never print a secret: `scheme://user:secret@host` keeps only its ends."""
    head, at, tail = address.rpartition("@")
    return f"{head.split('://')[0]}://…@{tail}" if at else address
