"""What a file is by its first bytes. Neither its name nor what the sender says of it is believed."""

from dataclasses import dataclass
from enum import Enum, auto

from django.core.files.uploadedfile import UploadedFile

# What someone has sent, before anyone has looked at it.
type Sent = UploadedFile[bytes]

# So many bytes of a file are enough to know it.
HEAD = 64


class Family(Enum):
    """What a file is for whoever opens it."""

    IMAGE = auto()
    VIDEO = auto()
    AUDIO = auto()


@dataclass(frozen=True, slots=True)
class Format:
    """A format we read. `reader` is its name in Pillow for pictures, in ffmpeg for all others."""

    family: Family
    reader: str
    types: tuple[str, ...]


JPEG = Format(Family.IMAGE, "JPEG", ("image/jpeg",))
PNG = Format(Family.IMAGE, "PNG", ("image/png",))
WEBP = Format(Family.IMAGE, "WEBP", ("image/webp",))
GIF = Format(Family.IMAGE, "GIF", ("image/gif",))
AVIF = Format(Family.IMAGE, "AVIF", ("image/avif",))
HEIC = Format(Family.IMAGE, "HEIF", ("image/heic", "image/heif"))
MP4 = Format(Family.VIDEO, "mov", ("video/mp4", "video/quicktime", "video/x-m4v"))
WEBM = Format(Family.VIDEO, "matroska", ("video/webm", "video/x-matroska"))
M4A = Format(Family.AUDIO, "mov", ("audio/mp4", "audio/m4a", "audio/x-m4a"))
MP3 = Format(Family.AUDIO, "mp3", ("audio/mpeg", "audio/mp3"))
OGG = Format(Family.AUDIO, "ogg", ("audio/ogg", "audio/opus", "audio/vorbis"))
FLAC = Format(Family.AUDIO, "flac", ("audio/flac",))
WAV = Format(Family.AUDIO, "wav", ("audio/wav", "audio/x-wav"))
AAC = Format(Family.AUDIO, "aac", ("audio/aac",))
FORMATS = (JPEG, PNG, WEBP, GIF, HEIC, AVIF, MP4, WEBM, M4A, MP3, OGG, FLAC, WAV, AAC)

STARTS = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"GIF87a": GIF,
    b"GIF89a": GIF,
    b"OggS": OGG,
    b"fLaC": FLAC,
    b"ID3": MP3,
}
RIFF = {b"WEBP": WEBP, b"WAVE": WAV}
# Brands of the family of MP4, in which there are pictures, too.
PICTURES = {b"avif": AVIF, b"avis": AVIF, **dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), HEIC)}
BRANDS = {**PICTURES, b"M4A ": M4A, b"M4B ": M4A, b"qt  ": MP4}
MOVIES = (b"isom", b"iso", b"mp4", b"avc", b"M4V", b"MSNV", b"dash", b"3gp", b"3g2", b"mmp4", b"f4v")


def format_of(head: bytes) -> Format | None:
    """The format of a file that begins with `head`, if it is one we read."""
    for start, found in STARTS.items():
        if head.startswith(start):
            return found
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return in_mp4_family(head)
    if head.startswith(b"\x1a\x45\xdf\xa3") and (b"webm" in head or b"matroska" in head):
        return WEBM
    if head[:1] == b"\xff" and head[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9"):
        return AAC
    return MP3 if is_sound_frame(head) else None


def in_mp4_family(head: bytes) -> Format | None:
    """By the brand that stands first; a general one of pictures is explained by those behind it."""
    length = min(int.from_bytes(head[:4]), HEAD)
    brand, others = head[8:12], [head[at : at + 4] for at in range(16, length, 4)]
    if brand in BRANDS:
        return BRANDS[brand]
    if brand in (b"mif1", b"msf1", b"miaf"):
        return next((PICTURES[other] for other in others if other in PICTURES), None)
    return MP4 if brand.startswith(MOVIES) else None


def is_sound_frame(head: bytes) -> bool:
    """An MP3 without a title: eleven bits that are set, layer III, and a rate that exists."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
