"""Pictures are made anew: upright, in common colours, with nothing beside their pixels; and no file does harm."""

import zlib
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.pictures import moving_gif, picture
from verandah.base import images
from verandah.base.images import Animated, Pictures, Shape, Unusable, remake
from verandah.base.sandbox import Bounds, Stopped
from verandah.base.sniffing import HEAD, format_of

SHAPE = Shape(40_000_000, 2000, 640)
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def made(folder: Path, content: bytes, shape: Shape = SHAPE) -> Pictures:
    source = folder / "source"
    source.write_bytes(content)
    found = format_of(content[:HEAD])
    assert found is not None
    return remake(source, found.reader, folder, shape)


def opened(folder: Path, pictures: Pictures) -> Image.Image:
    return Image.open(folder / f"full.{pictures.full.extension}")


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG of any size, with hardly any body: it would unfold to a grey field."""
    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    told = b"".join(pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + told


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (picture("JPEG"), "jpg"),
        (picture("JPEG", mode="L"), "jpg"),
        (picture("JPEG", mode="CMYK"), "jpg"),
        (picture("PNG"), "png"),
        (picture("PNG", mode="1"), "png"),
        (picture("PNG", mode="P"), "png"),
        (picture("PNG", mode="LA"), "png"),
        (picture("PNG", mode="I;16"), "png"),
        (picture("WEBP"), "jpg"),
        (picture("AVIF"), "jpg"),
        (picture("GIF"), "png"),
    ],
)
def test_every_format_becomes_one_that_all_apps_show(tmp_path: Path, content: bytes, extension: str):
    pictures = made(tmp_path, content)
    assert (pictures.full.extension, pictures.full.width, pictures.full.height) == (extension, 120, 80)
    assert pictures.small
    assert opened(tmp_path, pictures).size == (120, 80)
    assert len(pictures.blurhash) == 28


def test_sixteen_bits_keep_their_brightness(tmp_path: Path):
    file = BytesIO()
    Image.frombytes("I;16", (2, 1), pack("<HH", 65_535, 32_768)).save(file, "PNG")
    pictures = made(tmp_path, file.getvalue())
    assert [opened(tmp_path, pictures).getpixel((x, 0)) for x in (0, 1)] == [(255, 255, 255), (128, 128, 128)]


def test_what_shines_through_goes_on_shining_through(tmp_path: Path):
    image = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    for form, extension in (("PNG", "png"), ("WEBP", "webp")):
        file = BytesIO()
        image.save(file, form)
        pictures = made(tmp_path, file.getvalue())
        assert pictures.full.extension == extension
        assert opened(tmp_path, pictures).convert("RGBA").getpixel((9, 9))[3] == 0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_photo_stands_upright(tmp_path: Path, orientation: int):
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste("red", (0, 0, 16, 16))
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(turned[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    file = BytesIO()
    stored.save(file, "JPEG", exif=exif, quality=95)
    found = opened(tmp_path, made(tmp_path, file.getvalue()))
    assert found.size == (64, 32)
    red, green, _blue = found.getpixel((5, 5))
    assert (red > 200, green < 60) == (True, True)
    assert min(found.getpixel((60, 28))) > 200


def test_nothing_is_kept_but_pixels(tmp_path: Path):
    exif = Image.Exif()
    exif[MAKER], exif[GPS] = "A camera", {1: "N", 2: (52.0, 31.0, 0.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = picture("JPEG", exif=exif, comment=b"At home", icc_profile=profile, xmp=b"<x:xmpmeta/>")
    note = PngInfo()
    note.add_text("Author", "Alice at home")
    for content in (photo + b"<script>", photo + b"PK\x03\x04", picture("PNG", pnginfo=note, exif=exif)):
        pictures = made(tmp_path, content)
        for name in (f"full.{pictures.full.extension}", "small.jpg"):
            kept = (tmp_path / name).read_bytes()
            assert not [word for word in (b"home", b"camera", b"Exif", b"xmp", b"script", b"PK\x03") if word in kept]
            info = Image.open(tmp_path / name).info
            assert set(info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_large_pictures_are_made_smaller_and_thin_ones_stay_visible(tmp_path: Path):
    wide = made(tmp_path, picture(size=(4000, 3000)))
    assert (wide.full.width, wide.full.height) == (2000, 1500)
    assert wide.small
    assert (wide.small.width, wide.small.height) == (640, 480)
    thin = made(tmp_path, picture(size=(10_000, 1)))
    assert (thin.full.width, thin.full.height) == (2000, 1)
    tiny = made(tmp_path, picture(size=(1, 1)))
    assert (tiny.full.width, tiny.full.height) == (1, 1)


def test_a_shape_is_cut_from_the_middle(tmp_path: Path):
    pictures = made(tmp_path, picture(size=(900, 300)), Shape(40_000_000, 800, 0, (400, 400)))
    assert (pictures.full.extension, pictures.full.width, pictures.full.height) == ("webp", 400, 400)
    assert pictures.small is None


def test_a_photo_in_the_wrong_format_becomes_a_photo(tmp_path: Path):
    file = BytesIO()
    Image.effect_noise((1000, 1000), 120).convert("RGB").save(file, "PNG")
    assert made(tmp_path, file.getvalue()).full.extension == "jpg"
    assert not (tmp_path / "full.png").exists()


def test_a_gif_that_moves_is_no_picture(tmp_path: Path):
    with pytest.raises(Animated):
        made(tmp_path, moving_gif())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png_of(30_000, 30_000), "too_many_pixels"),
        (png_of(17_000, 10), "too_many_pixels"),
        (png_of(13_000, 13_000), "too_many_pixels"),
        (png_of(3000, 3000), "unreadable"),
        (picture("JPEG", (600, 600))[:2000], "unreadable"),
        (picture("PNG")[:200], "unreadable"),
        (picture("WEBP")[:60], "unreadable"),
        (picture("AVIF")[:200], "unreadable"),
        (b"\xff\xd8\xff\xe0 and then nothing of the kind", "unreadable"),
        (b"GIF89a" + b"\0" * 100, "unreadable"),
    ],
)
def test_evil_and_broken_files_are_refused_by_their_reason(tmp_path: Path, content: bytes, reason: str):
    with pytest.raises(Unusable) as refused:
        made(tmp_path, content)
    assert refused.value.reason == reason


def test_a_program_that_needs_too_much_is_stopped_or_says_so(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(images, "BESIDE", -160_000_000)
    with pytest.raises((Unusable, Stopped)):
        made(tmp_path, picture("PNG", (5000, 5000)))
    monkeypatch.setattr(images, "BESIDE", 300_000_000)
    monkeypatch.setattr(images, "BOUNDS", Bounds(cpu=20, seconds=30, memory=0, file_size=1000))
    with pytest.raises((Unusable, Stopped)):
        made(tmp_path, picture("JPEG", (1000, 1000)))
