"""Photos that people send: what is kept, what is refused, and that no bytes bring it down."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from coop.kernel.errors import InvalidError
from coop.kernel.pictures import LONGEST_SIDE, MOST_BYTES, clean_picture

SECRET = b"Lupinestraat 12, 52.37N"


def image(size: tuple[int, int] = (60, 40), mode: str = "RGB", colour: object = "red") -> Image.Image:
    """A picture of one colour."""
    return Image.new(mode, size, colour)  # type: ignore[arg-type]


def sent(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    """The file of a picture."""
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def telling(turned: int = 1) -> Image.Exif:
    """Words about where, when and with what a photo was made; `turned`: how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def opened(content: bytes) -> Image.Image:
    """A kept photo, read again."""
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


def refused(content: bytes) -> str:
    """The words with which a file is refused, beside its field."""
    with pytest.raises(InvalidError) as fault:
        clean_picture(content, "photo")
    assert fault.value.field == "photo"
    return fault.value.message


def test_nothing_is_kept_but_what_one_sees() -> None:
    png = PngInfo()
    png.add_text("Comment", SECRET.decode())
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    files = {
        "jpeg": sent(image(), exif=telling(), comment=SECRET, xmp=SECRET, icc_profile=profile),
        "png": sent(image(), "PNG", pnginfo=png, exif=telling()),
        "webp": sent(image(), "WEBP", exif=telling().tobytes(), xmp=SECRET),
        # A program behind the photo, as in a file that is two things at once.
        "two things": sent(image()) + b"PK\x03\x04" + SECRET,
    }
    for name, file in files.items():
        assert SECRET in file or SECRET.decode().encode("utf-16-le") in file, name
        kept = clean_picture(file, "photo")
        found = opened(kept.content)
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (60, 40), {}), name
        assert SECRET not in kept.content
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_it_stands_upright_and_small() -> None:
    wide = image((4000, 1000))
    wide.paste("blue", (0, 0, 2000, 1000))
    kept = clean_picture(sent(wide, exif=telling(turned=6)), "photo")
    assert (kept.width, kept.height) == (LONGEST_SIDE // 4, LONGEST_SIDE)
    found = opened(kept.content)
    red, _green, blue = found.getpixel((100, 100))  # type: ignore[misc]
    assert blue > 200 > 100 > red
    assert len(kept.content) < 40_000
    small = clean_picture(sent(image((10, 20))), "photo")
    assert (small.width, small.height) == (10, 20)


@pytest.mark.parametrize(
    ("mode", "colour", "kind"),
    [
        ("RGBA", (0, 0, 0, 0), "PNG"),
        ("LA", (0, 0), "PNG"),
        ("P", 0, "PNG"),
        ("L", 255, "PNG"),
        ("1", 1, "PNG"),
        ("I;16", 65535, "PNG"),
        ("CMYK", (0, 0, 0, 0), "JPEG"),
        ("RGBA", (0, 0, 0, 0), "WEBP"),
    ],
)
def test_every_way_to_write_white_is_white(mode: str, colour: object, kind: str) -> None:
    picture = image((8, 8), mode, colour)
    more = {}
    if mode == "P":
        picture.putpalette([9, 9, 9])
        more = {"transparency": 0}
    found = opened(clean_picture(sent(picture, kind, **more), "photo").content)
    assert min(low for low, _high in found.getextrema()) > 250  # type: ignore[misc]


def test_the_first_of_two_pictures_of_a_telephone_is_taken() -> None:
    both = io.BytesIO()
    image().save(both, "MPO", save_all=True, append_images=[image(colour="blue")])
    red, _green, blue = opened(clean_picture(both.getvalue(), "photo").content).getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 100 > blue


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IEND", b"")


BOMB = zlib.compress(b"\0" * 30_000_000, 9)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "cannot read"),
        (b"<svg onload=alert(1)>", "cannot read"),
        (b"%PDF-1.7 ...", "cannot read"),
        (b"GIF89a" + b"\0" * 40, "cannot read"),
        (sent(image(), "GIF"), "cannot read"),
        (sent(image(), "TIFF"), "cannot read"),
        (sent(image(), "BMP"), "cannot read"),
        (sent(image((600, 600)))[:900], "cannot read"),
        (sent(image((600, 600)), "PNG")[:-600], "cannot read"),
        (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "cannot read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "cannot read"),
        (_png(8, 8, _chunk(b"zTXt", b"a\0\0" + BOMB), _chunk(b"IDAT", zlib.compress(b"\0" * 200))), "cannot read"),
        (_png(50_000, 50_000, _chunk(b"IDAT", BOMB)), "too many points"),
        (_png(8_000, 6_000, _chunk(b"IDAT", BOMB)), "too many points"),
        (sent(image(), "PNG", save_all=True, append_images=[image(colour="blue")] * 40), "moving"),
        (sent(image(), "WEBP", save_all=True, append_images=[image(colour="blue")] * 40), "moving"),
        (sent(image()) + b"\0" * MOST_BYTES, "too large"),
    ],
)
def test_bombs_and_what_is_no_photo_are_refused(file: bytes, words: str) -> None:
    assert words in refused(file)


def test_no_bytes_bring_it_down() -> None:
    """Damaged at a thousand places: a photo or a refusal in words, never anything else."""
    chance = random.Random(8)
    files = [
        sent(image((90, 70)), exif=telling(6), xmp=SECRET),
        sent(image((90, 70), "RGBA", (1, 2, 3, 90)), "PNG", exif=telling(3)),
        sent(image((90, 70)), "WEBP", exif=telling(8).tobytes()),
    ]
    ends = {"kept": 0, "refused": 0}
    for number in range(1_000):
        file = bytearray(files[number % 3])
        for _ in range(chance.choice((1, 3, 20))):
            file[chance.randrange(len(file))] = chance.randrange(256)
        try:
            end = chance.choice((len(file), chance.randrange(len(file) // 2, len(file))))
            clean_picture(bytes(file[:end]), "photo")
            ends["kept"] += 1
        except InvalidError:
            ends["refused"] += 1
    assert min(ends.values()) > 20, ends
