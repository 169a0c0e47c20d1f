"""One way to write everything down, so that equal things are equal bytes.

JSON: sorted keys, no spaces, UTF-8, whole numbers only, one line feed at the end. Texts: hexadecimal in small letters,
Crockford's 32 characters (no I, L, O, U) for what people type.
"""

import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NoReturn

from coop.rules.sealing.faults import SealError, UntrueError

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def sha(data: bytes) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    """The one JSON text of a value."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _no_fraction(text: str) -> NoReturn:
    raise SealError(f"the number {text[:20]} is not a whole number")


def read_json(data: bytes) -> Any:
    """The value of a canonical JSON text. Raises `SealError` for anything that is written in another way."""
    try:
        value = json.loads(data, parse_float=_no_fraction, parse_constant=_no_fraction)
        same = canonical(value) == data
    except (ValueError, RecursionError):
        raise SealError("it is not JSON") from None
    if not same:
        raise SealError("it is not written in the one agreed way")
    return value


def read_lines(name: str, data: bytes) -> list[str]:
    """The lines of a text file that ends in a line feed; an empty file has none."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise UntrueError(f"{name} holds characters that do not belong there") from None
    if text and not text.endswith("\n"):
        raise UntrueError(f"{name} does not end with a whole line")
    return text.split("\n")[:-1]


def read_hex(text: object, size: int) -> bytes:
    """`size` bytes from hexadecimal digits in small letters. Raises `SealError` for anything else."""
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
        raise SealError(f"it must be {2 * size} hexadecimal digits")
    return bytes.fromhex(text)


def is_moment(text: object) -> bool:
    """Whether this is a moment in UTC, such as 2026-12-01T19:00:00Z."""
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def moment_text(at: datetime) -> str:
    """A moment as it is written in published files: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def symbols(data: bytes) -> list[int]:
    """Bytes as numbers below 32, five bits each, zero bits at the end."""
    count = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (count * 5 - len(data) * 8)
    return [number >> 5 * place & 31 for place in reversed(range(count))]


def from_symbols(numbers: list[int], size: int) -> bytes:
    """The other way round. Raises `SealError` when the bits at the end are not zero."""
    value = 0
    for number in numbers:
        value = value << 5 | number
    spare = len(numbers) * 5 - size * 8
    if value & ((1 << spare) - 1):
        raise SealError("there are characters too many")
    return (value >> spare).to_bytes(size, "big")


def tidy_code(text: str) -> str:
    """What somebody typed, as it was meant: capitals, O as 0, I and L as 1, without dashes and spaces."""
    return text.upper().translate(_MISREAD)
