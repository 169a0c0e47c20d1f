"""The receipt: the site signed that it holds this envelope as version so many of a ballot. No name, time or choice."""

import re
from dataclasses import dataclass
from typing import Any

from coop.rules.sealing.encoding import canonical, read_hex, read_json
from coop.rules.sealing.faults import SealError, UntrueError
from coop.rules.sealing.keys import Signer, is_signed

FORMAT = "coop-receipt-1"
FIELDS = {"format", "poll", "envelope", "revision", "key", "signature", "tracker"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """`envelope`: hash in hexadecimal. `revision`: 1 for the first vote. `tracker`: added by the voter's own device."""

    poll: str
    envelope: str
    revision: int
    key: bytes
    signature: bytes
    tracker: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """What stands in the file, in JSON."""
        return {
            "format": FORMAT,
            "poll": self.poll,
            "envelope": self.envelope,
            "revision": self.revision,
            "key": self.key.hex(),
            "signature": self.signature.hex(),
            "tracker": self.tracker,
        }

    def as_file(self) -> bytes:
        """The file that a voter keeps."""
        return canonical(self.plain)


def statement(poll: str, envelope: str, revision: int) -> bytes:
    """What is signed."""
    return f"{FORMAT}|{poll}|{envelope}|{revision}".encode()


def signed_receipt(signer: Signer, poll: str, envelope: bytes, revision: int, tracker: str = "") -> Receipt:
    """A receipt for the envelope with this hash."""
    name = envelope.hex()
    return Receipt(poll, name, revision, signer.public, signer.sign(statement(poll, name, revision)), tracker)


def read_receipt(data: bytes) -> Receipt:
    """The receipt in a file. Raises `UntrueError` when it is none, or its signature is wrong."""
    try:
        plain = read_json(data)
        if not isinstance(plain, dict) or set(plain) != FIELDS or plain["format"] != FORMAT:
            raise SealError("the file is not a receipt")
        poll, tracker, revision = plain["poll"], plain["tracker"], plain["revision"]
        whole = isinstance(revision, int) and not isinstance(revision, bool) and revision > 0
        if not whole or not isinstance(poll, str) or not re.fullmatch(r"[0-9A-Z.-]*", tracker):
            raise SealError("the file is not a receipt")
        name = read_hex(plain["envelope"], 32).hex()
        key, signature = read_hex(plain["key"], 32), read_hex(plain["signature"], 64)
    except (SealError, TypeError) as fault:
        raise UntrueError(f"the receipt cannot be used: {fault}") from None
    if not is_signed(key, statement(poll, name, revision), signature):
        raise UntrueError("the signature under the receipt is wrong: something in it was changed")
    return Receipt(poll, name, revision, key, signature, tracker)
