"""Checkpoints of the public log: origin, size and root, signed by the site and cosigned by witnesses elsewhere.

A signed note as the transparency logs of the world use it, so that their witnesses and tools can be used here.
Source: C2SP specifications tlog-checkpoint, signed-note and tlog-cosignature (cosignature/v1).
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import Signer, is_signed

LOG, WITNESS = 1, 4
"""Kinds of signature: of the log itself, and of a witness with the moment."""


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes with which a signature line says whose it is."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def from_base64(text: str) -> bytes:
    """The bytes; `SealError` when they are not written in the one way."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SealError("it is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise SealError("it is not base64")
    return data


def body_of(origin: str, size: int, root: bytes) -> str:
    """What log and witnesses sign."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def _line(name: str, kind: int, public: bytes, rest: bytes) -> str:
    return f"— {name} {base64.b64encode(key_id(name, kind, public) + rest).decode()}\n"


def _cosigned(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def site_line(body: str, origin: str, signer: Signer) -> str:
    """The signature of the log."""
    return _line(origin, LOG, signer.public, signer.sign(body.encode()))


def witness_line(body: str, name: str, signer: Signer, seconds: int) -> str:
    """The signature of a witness who saw this checkpoint, and that it goes on from the last, at this Unix time."""
    signature = signer.sign(_cosigned(body, seconds))
    return _line(name, WITNESS, signer.public, seconds.to_bytes(8, "big") + signature)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A note that was read and whose signatures are right."""

    size: int
    root: bytes


def read_checkpoint(note: str, origin: str, site: bytes, witnesses: Sequence[tuple[str, bytes]]) -> Checkpoint:
    """Size and root of a note with exactly these signatures, in this order. Raises `SealError` otherwise."""
    body, blank, signatures = note.partition("\n\n")
    head = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)", body)
    if not blank or not head or head[1] != origin:
        raise SealError("it is not a checkpoint of this log")
    body += "\n"
    expected = [(origin, LOG, site), *((name, WITNESS, key) for name, key in witnesses)]
    lines = signatures.split("\n")
    if lines.pop() or len(lines) != len(expected):
        raise SealError(f"it must carry {len(expected)} signatures")
    for line, (name, kind, public) in zip(lines, expected, strict=True):
        _require_signature(line, body, name, kind, public)
    return Checkpoint(int(head[2]), from_base64(head[3]))


def _require_signature(line: str, body: str, name: str, kind: int, public: bytes) -> None:
    start = f"— {name} "
    if not line.startswith(start):
        raise SealError(f"the signature of {name} is missing")
    data = from_base64(line.removeprefix(start))
    stamp = 8 if kind == WITNESS else 0
    message = _cosigned(body, int.from_bytes(data[4:12], "big")) if stamp else body.encode()
    whole = len(data) == 4 + stamp + 64 and data[:4] == key_id(name, kind, public)
    if not whole or not is_signed(public, message, data[4 + stamp :]):
        raise SealError(f"the signature of {name} is wrong")
