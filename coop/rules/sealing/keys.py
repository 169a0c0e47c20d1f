"""Keys of a vote: the opening key that no database ever has, and Ed25519 keys that sign.

One seed of 16 bytes makes both keys of who opens: the P-256 key to which ballots are sealed, and the Ed25519 key that
signs what came out. So two paper shares are enough to open and to sign.
"""

import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from coop.rules.sealing.encoding import sha
from coop.rules.sealing.hpke import derived, public_bytes

SEED = 16


class Signer:
    """An Ed25519 key (RFC 8032)."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of this key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """What people compare: five groups of four, the beginning of the SHA-256 of a key."""
    digits = sha(public)[:20]
    return "-".join(digits[place : place + 4] for place in range(0, 20, 4))


@dataclass(frozen=True, slots=True)
class OpeningKeys:
    """Both keys of who opens."""

    private: ec.EllipticCurvePrivateKey
    signer: Signer

    @classmethod
    def of(cls, seed: bytes) -> "OpeningKeys":
        """The keys of a seed, told apart by HMAC-SHA256 with a purpose."""
        return cls(
            derived(hmac.digest(seed, b"coop-opening-key-1", "sha256")),
            Signer(hmac.digest(seed, b"coop-opening-signature-1", "sha256")),
        )

    @property
    def public(self) -> bytes:
        """The key on which ballots are sealed, 65 bytes."""
        return public_bytes(self.private)
