"""Players of other sites that can be opened within a post: known by the address of what they play. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import Match
from urllib.parse import parse_qs, quote, urlencode, urlsplit

# What a frame of another site may do here: run, and fill the screen. It cannot lead our page elsewhere.
SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox"
ALLOW = "autoplay; encrypted-media; fullscreen; picture-in-picture"
WIDE = (560, 315)
ORIGINS = {
    "youtube": "https://www.youtube-nocookie.com",
    "vimeo": "https://player.vimeo.com",
    "soundcloud": "https://w.soundcloud.com",
    "spotify": "https://open.spotify.com",
}
YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com"}
YOUTUBE_ID = re.compile("[A-Za-z0-9_-]{11}")
YOUTUBE_PATH = re.compile("/(?:shorts|live|embed|v)/([A-Za-z0-9_-]{11})/?")
MOMENT = re.compile("(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?")
VIMEO_PATH = re.compile("/([0-9]{4,12})(?:/([0-9a-f]{6,20}))?/?")
SOUNDCLOUD_PATH = re.compile("/(?!discover|search|stream|you|upload|pages|charts)[a-z0-9_-]+/(?:sets/)?[a-z0-9_-]+/?")
SPOTIFY_PATH = re.compile("/(?:intl-[a-z-]{2,8}/)?(track|album|playlist|episode|show|artist)/([A-Za-z0-9]{22})/?")
PEERTUBE_PATH = re.compile("/(?:w|videos/watch)/([A-Za-z0-9-]{20,36})/?")


@dataclass(frozen=True, slots=True)
class Player:
    """What plays a page's video or sound here. `site`: who then sees the reader's address.

    `start` is `source` with the wish to begin. `asks_who` is a player that plays only for a site that says its name.
    """

    site: str
    source: str
    start: str
    about: str
    width: int = WIDE[0]
    height: int = WIDE[1]
    is_sound: bool = False
    asks_who: bool = False

    @property
    def referrer(self) -> str:
        """What the frame's site is told of ours: nothing, or its name alone. The page is never told."""
        return "strict-origin" if self.asks_who else "no-referrer"


def player_of(address: str, peertubes: Sequence[str] = ()) -> Player | None:
    """The player for what is at an address, if it is one of those that are known; PeerTube: of these hosts alone."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port is not None:
        return None
    if host in peertubes:
        found = PEERTUBE_PATH.fullmatch(parts.path)
        return peertube(host, found[1]) if found else None
    for is_theirs, path, make in THEIRS:
        if is_theirs(host) and (found := path.fullmatch(parts.path)):
            return make(address, found)
    return youtube_by_query(parts.path, parts.query) if f"www.{host}" in YOUTUBE or host in YOUTUBE else None


def frame_sources(peertubes: Sequence[str]) -> list[str]:
    """The only sites of which our pages may show a frame."""
    return [*ORIGINS.values(), *(f"https://{host}" for host in peertubes)]


def youtube_by_query(path: str, query: str) -> Player | None:
    """A video by the address of its page."""
    given = parse_qs(query)
    number = given.get("v", [""])[0]
    if path != "/watch" or not YOUTUBE_ID.fullmatch(number):
        return None
    return youtube(number, given.get("t", given.get("start", [""]))[0])


def youtube_by_path(address: str, found: Match[str]) -> Player:
    return youtube(found[1], parse_qs(urlsplit(address).query).get("t", [""])[0])


def youtube(number: str, moment: str) -> Player:
    """It plays for nobody who hides which site they are on."""
    found = MOMENT.fullmatch(moment)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    start = hours * 3600 + minutes * 60 + seconds
    query = {"start": str(start)} if start else {}
    page = f"https://www.youtube.com/watch?v={number}"
    return Player(
        "youtube.com",
        with_wishes(f"{ORIGINS['youtube']}/embed/{number}", query),
        with_wishes(f"{ORIGINS['youtube']}/embed/{number}", {**query, "autoplay": "1"}),
        "https://www.youtube.com/oembed?format=json&url=" + quote(page, ""),
        asks_who=True,
    )


def vimeo(address: str, found: Match[str]) -> Player:
    """`dnt`: it should not follow who watches."""
    query = {"dnt": "1", **({"h": found[2]} if found[2] else {})}
    place = f"{ORIGINS['vimeo']}/video/{found[1]}"
    about = "https://vimeo.com/api/oembed.json?url=" + quote(address, "")
    return Player("vimeo.com", with_wishes(place, query), with_wishes(place, {**query, "autoplay": "1"}), about)


def soundcloud(address: str, found: Match[str]) -> Player:
    page = f"https://soundcloud.com{found[0].removesuffix('/')}"
    query = {"url": page, "show_comments": "false"}
    place = f"{ORIGINS['soundcloud']}/player/"
    return Player(
        "soundcloud.com",
        with_wishes(place, query),
        with_wishes(place, {**query, "auto_play": "true"}),
        "https://soundcloud.com/oembed?format=json&url=" + quote(page, ""),
        height=166,
        is_sound=True,
    )


def spotify(address: str, found: Match[str]) -> Player:
    kind, number = found.groups()
    page = f"{ORIGINS['spotify']}/{kind}/{number}"
    source = f"{ORIGINS['spotify']}/embed/{kind}/{number}"
    about = f"{ORIGINS['spotify']}/oembed?url=" + quote(page, "")
    height = 152 if kind in ("track", "episode") else 352
    return Player("spotify.com", source, source, about, height=height, is_sound=True)


def peertube(host: str, number: str) -> Player:
    """`p2p=0`: else everyone who watches would be told the addresses of all others."""
    place, query = f"https://{host}/videos/embed/{number}", {"p2p": "0", "warningTitle": "0"}
    about = f"https://{host}/services/oembed?format=json&url=" + quote(f"https://{host}/w/{number}", "")
    return Player(host, with_wishes(place, query), with_wishes(place, {**query, "autoplay": "1"}), about)


def with_wishes(place: str, query: dict[str, str]) -> str:
    """An address with its query, if it has one."""
    return f"{place}?{urlencode(query)}" if query else place


THEIRS: tuple[tuple[Callable[[str], bool], re.Pattern[str], Callable[[str, Match[str]], Player]], ...] = (
    ({"youtu.be"}.__contains__, re.compile("/([A-Za-z0-9_-]{11})"), youtube_by_path),
    ({name.removeprefix("www.") for name in YOUTUBE}.__contains__, YOUTUBE_PATH, youtube_by_path),
    ({"vimeo.com", "player.vimeo.com"}.__contains__, re.compile(f"(?:/video)?{VIMEO_PATH.pattern}"), vimeo),
    ({"soundcloud.com", "m.soundcloud.com"}.__contains__, SOUNDCLOUD_PATH, soundcloud),
    ({"open.spotify.com"}.__contains__, SPOTIFY_PATH, spotify),
)
