"""MediaAttachment: a picture, a video or a sound."""

from typing import NotRequired, TypedDict

from verandah.domain.media.show import Scrub, ShownMedia

from .addresses import absolute


class Focus(TypedDict):
    x: float
    y: float


class Size(TypedDict):
    """The measures of one rendition: of pictures those of the first four, of videos and sounds those of the last."""

    width: NotRequired[int]
    height: NotRequired[int]
    size: NotRequired[str]
    aspect: NotRequired[float]
    frame_rate: NotRequired[str]
    duration: NotRequired[float]
    bitrate: NotRequired[int]


class CaptionsJson(TypedDict):
    """What is said, in writing: WebVTT."""

    url: str
    language: str
    label: str


class ScrubJson(TypedDict):
    """Small pictures of a video in one large one, row by row: each `interval` seconds after the other."""

    url: str
    cues_url: str
    columns: int
    count: int
    width: int
    height: int
    interval: float


class Ours(TypedDict):
    """What Mastodon has no word for; each only where there is some."""

    title: NotRequired[str]
    artist: NotRequired[str]
    peaks: NotRequired[list[int]]
    captions: NotRequired[list[CaptionsJson]]
    scrub: NotRequired[ScrubJson]


class Meta(TypedDict):
    focus: Focus
    original: NotRequired[Size]
    small: NotRequired[Size]
    length: NotRequired[str]
    duration: NotRequired[float]
    fps: NotRequired[float]
    size: NotRequired[str]
    width: NotRequired[int]
    height: NotRequired[int]
    aspect: NotRequired[float]
    verandah: NotRequired[Ours]


class MediaAttachmentJson(TypedDict):
    id: str
    type: str
    url: str | None
    preview_url: str | None
    remote_url: None
    preview_remote_url: None
    text_url: None
    meta: Meta
    description: str | None
    blurhash: str | None


def media_attachment(shown: ShownMedia) -> MediaAttachmentJson:
    """A file of a post, or one that waits for its post. While it is being made it has no address."""
    return {
        "id": str(shown.id),
        "type": shown.kind,
        "url": absolute(shown.url) if shown.url else None,
        "preview_url": absolute(shown.preview_url) if shown.preview_url else None,
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": meta(shown),
        "description": shown.description or None,
        "blurhash": shown.blurhash or None,
    }


def meta(shown: ShownMedia) -> Meta:
    """Measures, where they are known."""
    found: Meta = {"focus": {"x": shown.focus[0], "y": shown.focus[1]}}
    original = original_size(shown)
    if original:
        found["original"] = original
    if shown.small_width and shown.small_height:
        found["small"] = size(shown.small_width, shown.small_height)
    if shown.duration is not None:
        found["length"], found["duration"] = clock(shown.duration), shown.duration
        if shown.frame_rate:
            found["fps"] = shown.frame_rate
        if shown.width and shown.height:
            whole = size(shown.width, shown.height)
            found["size"], found["width"] = whole["size"], whole["width"]
            found["height"], found["aspect"] = whole["height"], whole["aspect"]
    if ours := own(shown):
        found["verandah"] = ours
    return found


def own(shown: ShownMedia) -> Ours:
    """What only we tell."""
    found: Ours = {}
    if shown.title:
        found["title"] = shown.title
    if shown.artist:
        found["artist"] = shown.artist
    if shown.peaks:
        found["peaks"] = list(shown.peaks)
    if shown.captions:
        found["captions"] = [
            {"url": absolute(said.url), "language": said.language, "label": said.label} for said in shown.captions
        ]
    if shown.scrub:
        found["scrub"] = scrub(shown.scrub)
    return found


def scrub(shown: Scrub) -> ScrubJson:
    """The small pictures of a video."""
    return {
        "url": absolute(shown.url),
        "cues_url": absolute(shown.cues_url),
        "columns": shown.columns,
        "count": shown.count,
        "width": shown.width,
        "height": shown.height,
        "interval": shown.interval,
    }


def original_size(shown: ShownMedia) -> Size:
    """The measures of the full rendition. What has a length is told by its length instead of its proportions."""
    if shown.duration is None:
        return size(shown.width, shown.height) if shown.width and shown.height else {}
    found: Size = {"duration": shown.duration}
    if shown.width and shown.height:
        found["width"], found["height"] = shown.width, shown.height
    if shown.frame_rate:
        # Mastodon writes it as a fraction.
        found["frame_rate"] = f"{round(shown.frame_rate * 1000)}/1000"
    if shown.bitrate:
        found["bitrate"] = shown.bitrate
    return found


def size(width: int, height: int) -> Size:
    """Measures of a picture."""
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": width / height}


def clock(seconds: float) -> str:
    """`0:01:02.50`."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest / 100:05.2f}"
