"""Sealing to a public key: HPKE base mode with one message, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-GCM.

An envelope is the 65 bytes of the fresh public key, then the ciphertext: as long as the text plus 81. The fresh key is
derived from 32 random bytes that are handed in. Source: RFC 9180, sections 4.1, 5.1, 6.1 and 7.1.3.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from coop.rules.sealing.faults import SealError

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
KEM_SUITE = b"KEM\x00\x10"
POINT = 65
OVERHEAD = POINT + 16
"""An envelope is so many bytes longer than its text."""


def extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    """LabeledExtract of RFC 9180."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label + secret, "sha256")


def expand(suite: bytes, secret: bytes, label: bytes, info: bytes, size: int) -> bytes:
    """LabeledExpand of RFC 9180, at most 32 bytes."""
    return hmac.digest(secret, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01", "sha256")[:size]


def derived(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """The private key of a seed of 32 bytes or more: DeriveKeyPair of RFC 9180."""
    secret = extract(KEM_SUITE, b"", b"dkp_prk", seed)
    for counter in range(256):
        number = int.from_bytes(expand(KEM_SUITE, secret, b"candidate", bytes([counter]), 32), "big")
        if 0 < number < ORDER:
            return ec.derive_private_key(number, CURVE)
    raise SealError("this seed gives no key")


def public_bytes(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> bytes:
    """The public key in 65 bytes."""
    public = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey) else key
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def point(data: bytes) -> ec.EllipticCurvePublicKey:
    """A public key from 65 bytes. Raises `SealError` when it is not a point of the curve."""
    if len(data) != POINT or data[0] != 4:
        raise SealError("this is not a public key")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)
    except ValueError:
        raise SealError("this is not a public key") from None


@dataclass(frozen=True, slots=True)
class Suite:
    """The keys of one message from the shared secret, for one purpose. `key_size`: 16 or 32 bytes."""

    purpose: bytes
    key_size: int = 32

    def schedule(self) -> Callable[[bytes, bytes], tuple[AESGCM, bytes]]:
        """A function from Diffie-Hellman secret and both public keys to cipher and nonce."""
        suite = b"HPKE\x00\x10\x00\x01\x00" + (b"\x01" if self.key_size == 16 else b"\x02")
        context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", self.purpose)

        def keys(dh: bytes, both: bytes) -> tuple[AESGCM, bytes]:
            shared = expand(KEM_SUITE, extract(KEM_SUITE, b"", b"eae_prk", dh), b"shared_secret", both, 32)
            secret = extract(suite, shared, b"secret", b"")
            key = expand(suite, secret, b"key", context, self.key_size)
            return AESGCM(key), expand(suite, secret, b"base_nonce", context, 12)

        return keys


class Sealer:
    """Closes envelopes for one purpose with a public key."""

    def __init__(self, public: bytes, purpose: bytes, key_size: int = 32) -> None:
        self._public, self._point = public, point(public)
        self._keys = Suite(purpose, key_size).schedule()

    def seal(self, text: bytes, randomness: bytes, beside: bytes = b"") -> bytes:
        """An envelope with this text. `randomness`: 32 bytes, used for nothing else ever."""
        if len(randomness) < 32:
            raise SealError("there must be 32 random bytes for an envelope")
        fresh = derived(randomness)
        shown = public_bytes(fresh)
        cipher, nonce = self._keys(fresh.exchange(ec.ECDH(), self._point), shown + self._public)
        return shown + cipher.encrypt(nonce, text, beside)


class Opener:
    """Opens envelopes for one purpose with the private key."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, purpose: bytes, key_size: int = 32) -> None:
        self._private, self.public = private, public_bytes(private)
        self._keys = Suite(purpose, key_size).schedule()

    def open(self, envelope: bytes, beside: bytes = b"") -> bytes:
        """The text. Raises `SealError` when it was not sealed with this key for this purpose, or was touched."""
        shown = envelope[:POINT]
        cipher, nonce = self._keys(self._private.exchange(ec.ECDH(), point(shown)), shown + self.public)
        try:
            return cipher.decrypt(nonce, envelope[POINT:], beside)
        except (InvalidTag, ValueError):
            raise SealError("this envelope cannot be opened with this key") from None
