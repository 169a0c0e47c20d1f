"""Photos that people send: read with care, freed of everything but what one sees, and made small."""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1280
_QUALITY = 80
# What a telephone makes; MPO is a JPEG with a second picture behind it, of which the first is taken.
_KINDS = ("JPEG", "PNG", "WEBP")
_TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")
# Pillow says "this is no picture" in many ways, depending on where the bytes stop making sense.
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without any word about where, when and with what it was made; sizes in pixels, upright."""

    content: bytes
    width: int
    height: int


def clean_picture(sent: bytes, field: str) -> Picture:
    """What one sees on a sent photo, drawn anew: nothing else of the file is kept.

    Raises `InvalidError` on `field` for what is no photo, is damaged, moves, or is larger than a telephone makes.
    """
    if len(sent) > MOST_BYTES:
        raise InvalidError(
            mark("This photo is too large: at most %(most)s megabytes. Choose a smaller one."),
            field=field,
            most=MOST_BYTES // (1024 * 1024),
        )
    # A tenth of a second of library: starting the site must not pay for it.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(sent), formats=_KINDS) as found:
                _require_plain(found, field)
                return _drawn_anew(found)
    except Image.DecompressionBombError as reason:
        raise _too_many_points(field) from reason
    except _BROKEN as reason:
        raise InvalidError(
            mark("We cannot read this photo. Send a JPEG, PNG or WebP, and try it once more."), field=field
        ) from reason


def _require_plain(found: "Image", field: str) -> None:
    """Asked of the first bytes only, before any pixel is made."""
    if found.width * found.height > MOST_PIXELS:
        raise _too_many_points(field)
    if found.format != "MPO" and getattr(found, "n_frames", 1) > 1:
        raise InvalidError(mark("This is a moving picture. Send a photo that stands still."), field=field)


def _too_many_points(field: str) -> InvalidError:
    words = mark("This photo has too many points: at most %(most)s million. Choose a smaller one.")
    return InvalidError(words, field=field, most=MOST_PIXELS // 1_000_000)


def _drawn_anew(found: "Image") -> Picture:
    from PIL import Image, ImageOps

    # A JPEG is read at the size that is needed: a large one costs no more memory than a small one.
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found)
    if upright.mode in _TRANSPARENT or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        flat = Image.new("RGB", seen.size, "white")
        flat.paste(seen, mask=seen.getchannel("A"))
    else:
        flat = upright.convert("RGB")
    # Saved from pixels alone: what else the file said hangs on `found`.
    bare = Image.frombytes("RGB", flat.size, flat.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *bare.size)
