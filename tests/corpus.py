"""A file of every kind that people send, made here: how it is made, and what must become of it."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pillow_heif import from_pillow, register_heif_opener

from verandah.base import video
from verandah.domain.media.models import Kind

type Make = Callable[[], bytes]

ORIENTATION, MAKER, MODEL, GPS = 0x0112, 0x010F, 0x0110, 0x8825
PHOTO = frozenset({"full.jpg", "full.avif", "small.jpg", "small.avif"})
LARGE_PHOTO = PHOTO | {"feed.jpg", "feed.avif"}
DRAWING = frozenset({"full.png", "small.jpg", "small.avif"})
CLEAR_DRAWING = frozenset({"full.png", "small.webp"})
CLEAR_PHOTO = frozenset({"full.webp", "small.webp"})
FILM = frozenset({"full.mp4", "small.jpg", "small.avif"})
LONG_FILM = FILM | {"scrub.jpg"}
SOUND = frozenset({"full.m4a"})
SOUND_WITH_COVER = SOUND | {"small.jpg", "small.avif"}
# A second of 64 by 36 points, which is made and read in no time.
PICTURES = ["-f", "lavfi", "-i", "testsrc=size=64x36:rate=10:duration=1"]
TONE = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1"]
TAGGED = ["-metadata", "title=Rain", "-metadata", "artist=The Verandahs", "-metadata", "comment=At home"]


@dataclass(frozen=True)
class Sample:
    """A file, and what must become of it: these files of this kind, or a refusal that says this."""

    make: Make
    kind: Kind | None = None
    files: frozenset[str] = frozenset()
    refused: str = ""


def gradient(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A picture with something on it."""
    return Image.radial_gradient("L").resize(size).convert(mode)


def seen_through(size: tuple[int, int] = (80, 50)) -> Image.Image:
    """A picture of which the middle can be seen through."""
    image = gradient(size, "RGBA")
    image.putalpha(Image.radial_gradient("L").resize(size))
    return image


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (80, 50), **options: Any) -> Make:
    """A picture in a format of Pillow."""
    return lambda: saved(gradient(size, mode), form, **options)


def notes() -> Image.Exif:
    """All that a telephone writes beside the pixels."""
    exif = Image.Exif()
    exif[MAKER], exif[MODEL] = "A camera", "The model"
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}
    return exif


def turned(orientation: int) -> bytes:
    exif = notes()
    exif[ORIENTATION] = orientation
    return saved(gradient((80, 50)), "JPEG", exif=exif)


def noted_photo() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>"
    return saved(gradient((80, 50)), "JPEG", exif=notes(), comment=b"At home", xmp=xmp, icc_profile=profile)


def noted_png() -> bytes:
    info = PngInfo()
    info.add_text("Author", "Alice at home")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    return saved(gradient((80, 50)), "PNG", pnginfo=info, exif=notes())


def frames(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> list[Image.Image]:
    colours = ("red", "green", "blue")
    return [Image.new(mode, size, colour if mode != "RGBA" else (*rgb(colour), 100)) for colour in colours]


def rgb(colour: str) -> tuple[int, int, int]:
    return {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255)}[colour]


def moving(form: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Make:
    """Three pictures, one after the other."""
    first, *others = frames(mode, size)
    return lambda: saved(first, form, save_all=True, append_images=others, duration=100, loop=0)


def heic(mode: str = "RGB", **options: Any) -> bytes:
    file = BytesIO()
    image = seen_through() if mode == "RGBA" else gradient((80, 50), mode)
    from_pillow(image).save(file, quality=60, **options)
    return file.getvalue()


def turned_heic() -> bytes:
    register_heif_opener()
    exif = notes()
    exif[ORIENTATION] = 6
    return saved(gradient((80, 50)), "HEIF", exif=exif.tobytes())


def ffmpeg(extension: str, *words: str) -> bytes:
    """What ffmpeg makes of these words."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"made.{extension}"
        program = [video.ffmpeg(), "-nostdin", "-loglevel", "error", *words, str(target)]
        subprocess.run(program, check=True, cwd=folder, stderr=subprocess.DEVNULL)
        return target.read_bytes()


def film(extension: str, *words: str, sound: bool = True) -> Make:
    """A second of video."""
    return cache(lambda: ffmpeg(extension, *PICTURES, *(TONE if sound else []), *words))


def sound(extension: str, *words: str) -> Make:
    """A second of sound."""
    return cache(lambda: ffmpeg(extension, *TONE, *words))


def song(extension: str, *words: str) -> Make:
    """A second of sound with all that is written beside music, and a picture."""

    def make() -> bytes:
        with TemporaryDirectory() as folder:
            cover = Path(folder) / "cover.jpg"
            cover.write_bytes(noted_photo())
            inputs = [*TONE, "-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy"]
            return ffmpeg(extension, *inputs, "-disposition:v:0", "attached_pic", *TAGGED, *words)

    return cache(make)


def uneven() -> bytes:
    """A film whose pictures stand for different times."""
    return ffmpeg("mp4", *PICTURES, "-vf", r"setpts='if(gt(N,4),PTS+1/TB,PTS)'", "-fps_mode", "vfr", "-an")


def rotated() -> bytes:
    """As a telephone held upright records it."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source.mp4"
        source.write_bytes(film("mp4")())
        place = ["-metadata", "location=+52.5200+013.4050/", "-metadata", "com.apple.quicktime.make=A camera"]
        words = ["-display_rotation", "90", "-i", str(source), "-c", "copy", *place]
        return ffmpeg("mov", *words, "-movflags", "use_metadata_tags")


def with_writing() -> bytes:
    """A film with subtitles and chapters in it."""
    with TemporaryDirectory() as folder:
        said, chapters = Path(folder) / "said.srt", Path(folder) / "chapters.txt"
        said.write_text("1\n00:00:00,000 --> 00:00:01,000\nAt home\n")
        chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=5\ntitle=At home\n")
        inputs = [*PICTURES, *TONE, "-i", str(said), "-i", str(chapters), "-map_metadata", "3"]
        return ffmpeg("mkv", *inputs, "-map", "0", "-map", "1", "-map", "2", *TAGGED)


def without_pictures() -> bytes:
    """A film that lasts no time: a head and nothing else."""
    return ffmpeg("mp4", *PICTURES, "-frames:v", "0", "-an", "-movflags", "empty_moov")


UPRIGHT = {
    f"jpeg, orientation {number}": Sample(lambda n=number: turned(n), Kind.IMAGE, PHOTO) for number in range(1, 9)
}
PHOTOS = {
    "jpeg of one point": Sample(picture("JPEG", size=(1, 1)), Kind.IMAGE, PHOTO),
    "jpeg of 40 MP": Sample(lambda: saved(Image.new("RGB", (7300, 5470), "teal"), "JPEG"), Kind.IMAGE, LARGE_PHOTO),
    "jpeg in CMYK": Sample(picture("JPEG", "CMYK"), Kind.IMAGE, PHOTO),
    "grey jpeg": Sample(picture("JPEG", "L"), Kind.IMAGE, PHOTO),
    "progressive jpeg": Sample(picture("JPEG", progressive=True, subsampling=0), Kind.IMAGE, PHOTO),
    "jpeg with notes": Sample(noted_photo, Kind.IMAGE, PHOTO),
    "jpeg of several": Sample(
        lambda: saved(frames()[0], "MPO", save_all=True, append_images=frames()[1:]), Kind.IMAGE, PHOTO
    ),
    "thin jpeg": Sample(picture("JPEG", size=(9000, 1)), Kind.IMAGE, LARGE_PHOTO),
    "webp": Sample(picture("WEBP"), Kind.IMAGE, PHOTO),
    "webp without loss": Sample(picture("WEBP", lossless=True, exif=notes()), Kind.IMAGE, PHOTO),
    "webp one sees through": Sample(lambda: saved(seen_through(), "WEBP"), Kind.IMAGE, CLEAR_PHOTO),
    "avif": Sample(picture("AVIF", exif=notes()), Kind.IMAGE, PHOTO),
    "avif one sees through": Sample(lambda: saved(seen_through(), "AVIF"), Kind.IMAGE, CLEAR_PHOTO),
    "avif, 4:4:4": Sample(picture("AVIF", subsampling="4:4:4"), Kind.IMAGE, PHOTO),
    "heic": Sample(heic, Kind.IMAGE, PHOTO),
    "heic one sees through": Sample(lambda: heic("RGBA"), Kind.IMAGE, CLEAR_PHOTO),
    "grey heic": Sample(lambda: heic("L"), Kind.IMAGE, PHOTO),
    "heic with notes, turned": Sample(turned_heic, Kind.IMAGE, PHOTO),
}
DRAWINGS = {
    "png": Sample(picture("PNG"), Kind.IMAGE, DRAWING),
    "png of one point": Sample(picture("PNG", size=(1, 1)), Kind.IMAGE, DRAWING),
    "png in black and white": Sample(picture("PNG", "1"), Kind.IMAGE, DRAWING),
    "png with a palette": Sample(picture("PNG", "P"), Kind.IMAGE, DRAWING),
    "png with a clear colour": Sample(
        lambda: saved(gradient((80, 50)).quantize(8), "PNG", transparency=0), Kind.IMAGE, CLEAR_DRAWING
    ),
    "grey png one sees through": Sample(lambda: saved(seen_through().convert("LA"), "PNG"), Kind.IMAGE, CLEAR_DRAWING),
    "png one sees through": Sample(lambda: saved(seen_through(), "PNG"), Kind.IMAGE, CLEAR_DRAWING),
    "large png one sees through": Sample(
        lambda: saved(Image.new("RGBA", (4000, 3000), (9, 9, 9, 99)), "PNG"), Kind.IMAGE, CLEAR_DRAWING | {"feed.webp"}
    ),
    "grey png of 16 bits": Sample(picture("PNG", "I;16"), Kind.IMAGE, DRAWING),
    "png of 48 bits": Sample(film("png", "-frames:v", "1", "-pix_fmt", "rgb48be", sound=False), Kind.IMAGE, DRAWING),
    "png of 64 bits": Sample(film("png", "-frames:v", "1", "-pix_fmt", "rgba64be", sound=False), Kind.IMAGE, DRAWING),
    "png with notes": Sample(noted_png, Kind.IMAGE, DRAWING),
    "gif": Sample(picture("GIF"), Kind.IMAGE, DRAWING),
    "gif of one point": Sample(picture("GIF", size=(1, 1)), Kind.IMAGE, DRAWING),
}
MOVING = {
    "gif that moves": Sample(moving("GIF"), Kind.GIFV, FILM),
    "gif of one point that moves": Sample(moving("GIF", size=(1, 1)), Kind.GIFV, FILM),
    "clear gif that moves": Sample(moving("GIF", "RGBA"), Kind.GIFV, FILM),
    "webp that moves": Sample(moving("WEBP"), Kind.GIFV, FILM),
    "clear webp that moves": Sample(moving("WEBP", "RGBA"), Kind.GIFV, FILM),
    "png that moves": Sample(moving("PNG"), Kind.GIFV, FILM),
    "clear png that moves": Sample(moving("PNG", "RGBA"), Kind.GIFV, FILM),
}
FILMS = {
    "mp4": Sample(film("mp4", *TAGGED), Kind.VIDEO, FILM),
    "mp4 in parts": Sample(film("mp4", "-movflags", "frag_keyframe+empty_moov"), Kind.VIDEO, FILM),
    "mp4, H.265 of 10 bits": Sample(
        film("mp4", "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1", "-x265-params", "log-level=none"),
        Kind.VIDEO,
        FILM,
    ),
    "mp4, MPEG-4": Sample(film("mp4", "-c:v", "mpeg4"), Kind.VIDEO, FILM),
    "mp4, 4:4:4": Sample(film("mp4", "-pix_fmt", "yuv444p"), Kind.VIDEO, FILM),
    "mp4, odd measures": Sample(film("mp4", "-vf", "scale=51:29", "-pix_fmt", "yuv444p"), Kind.VIDEO, FILM),
    "mp4, wide points": Sample(film("mp4", "-vf", "setsar=2"), Kind.VIDEO, FILM),
    "mp4 without sound": Sample(film("mp4", sound=False), Kind.VIDEO, FILM),
    "mp4, surround": Sample(film("mp4", "-ac", "6"), Kind.VIDEO, FILM),
    "mp4, uneven": Sample(uneven, Kind.VIDEO, FILM),
    "mp4 of one picture": Sample(film("mp4", "-frames:v", "1", sound=False), Kind.VIDEO, FILM),
    "mp4 of six seconds": Sample(
        lambda: ffmpeg("mp4", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=10:duration=6"), Kind.VIDEO, LONG_FILM
    ),
    "mp4 of ten minutes": Sample(
        lambda: ffmpeg("mp4", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=1:duration=600"), Kind.VIDEO, LONG_FILM
    ),
    "mov": Sample(film("mov"), Kind.VIDEO, FILM),
    "mov, turned": Sample(rotated, Kind.VIDEO, FILM),
    "mov, ProRes": Sample(film("mov", "-c:v", "prores_ks", "-c:a", "pcm_s16le"), Kind.VIDEO, FILM),
    "mov, JPEG and A-law": Sample(film("mov", "-c:v", "mjpeg", "-c:a", "pcm_alaw"), Kind.VIDEO, FILM),
    "3gp, H.263 and AMR": Sample(
        film("3gp", "-c:v", "h263", "-s", "128x96", "-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1"),
        Kind.VIDEO,
        FILM,
    ),
    "webm, VP8": Sample(film("webm", "-c:v", "libvpx", "-c:a", "libvorbis", "-ac", "2"), Kind.VIDEO, FILM),
    "webm, VP9": Sample(film("webm", "-c:v", "libvpx-vp9", "-c:a", "libopus"), Kind.VIDEO, FILM),
    "webm, AV1": Sample(
        film("webm", "-c:v", "libsvtav1", "-c:a", "libopus", "-svtav1-params", "lp=1"), Kind.VIDEO, FILM
    ),
    "mkv with writing": Sample(with_writing, Kind.VIDEO, FILM),
    "mkv, FFV1 and FLAC": Sample(film("mkv", "-c:v", "ffv1", "-c:a", "flac"), Kind.VIDEO, FILM),
    "mkv, MPEG-2 between the lines": Sample(
        film("mkv", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-r", "25"), Kind.VIDEO, FILM
    ),
}
SOUNDS = {
    "mp3 with tags and a picture": Sample(song("mp3"), Kind.AUDIO, SOUND_WITH_COVER),
    "mp3 without a title": Sample(sound("mp3", "-id3v2_version", "0", "-write_xing", "0"), Kind.AUDIO, SOUND),
    "m4a with tags and a picture": Sample(song("m4a"), Kind.AUDIO, SOUND_WITH_COVER),
    "m4a, ALAC": Sample(sound("m4a", "-c:a", "alac"), Kind.AUDIO, SOUND),
    "ogg": Sample(sound("ogg", "-c:a", "libvorbis", "-ac", "2", *TAGGED), Kind.AUDIO, SOUND),
    "opus": Sample(sound("opus", *TAGGED), Kind.AUDIO, SOUND),
    "flac with tags and a picture": Sample(song("flac"), Kind.AUDIO, SOUND_WITH_COVER),
    "flac of 24 bits, surround": Sample(sound("flac", "-ac", "6", "-sample_fmt", "s32"), Kind.AUDIO, SOUND),
    "wav": Sample(sound("wav"), Kind.AUDIO, SOUND),
    "wav of 24 bits": Sample(sound("wav", "-c:a", "pcm_s24le", "-ar", "96000"), Kind.AUDIO, SOUND),
    "wav of fractions": Sample(sound("wav", "-c:a", "pcm_f32le"), Kind.AUDIO, SOUND),
    "wav of 8 bits": Sample(sound("wav", "-c:a", "pcm_u8", "-ar", "8000"), Kind.AUDIO, SOUND),
    "aac alone": Sample(sound("aac"), Kind.AUDIO, SOUND),
    "mp4 without pictures": Sample(sound("mp4"), Kind.AUDIO, SOUND),
    "webm without pictures": Sample(sound("webm"), Kind.AUDIO, SOUND),
    "a moment of sound": Sample(sound("wav", "-t", "0.01"), Kind.AUDIO, SOUND),
}
TOO_MUCH = {
    "mp4 of eleven minutes": Sample(
        lambda: ffmpeg("mp4", "-f", "lavfi", "-i", "testsrc=size=16x16:rate=1/10:duration=660"), refused="too long"
    ),
    "mp4 that lasts no time": Sample(without_pictures, refused="damaged"),
    "mp4 of 5K": Sample(
        film("mp4", "-vf", "scale=5120:2880", "-frames:v", "1", "-c:v", "mjpeg", sound=False), refused="larger than 4K"
    ),
    "jpeg of 42 MP": Sample(lambda: saved(Image.new("L", (7000, 6000)), "JPEG"), refused="too many pixels"),
    "large webp one sees through": Sample(
        lambda: saved(Image.new("RGBA", (6000, 6000)), "WEBP", method=0, quality=0), refused="too large to be opened"
    ),
}
GROUPS = {
    "upright": UPRIGHT,
    "photos": PHOTOS,
    "drawings": DRAWINGS,
    "moving": MOVING,
    "films": FILMS,
    "sounds": SOUNDS,
    "too much": TOO_MUCH,
}
