"""A device with passkeys, in software: it answers as it should, and forges in every way."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def b64(content: bytes) -> str:
    """Base64url without padding, as browsers send it."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """Back to bytes."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device:
    """One key. What is set here is what it lies about."""

    def __init__(self, origin: str, *, number: int = 1) -> None:
        self.origin = origin
        self.rp_id = origin.partition("//")[2].partition(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = bytes([number]) * 32
        self.count = 0
        self.counts = True
        self.flags = PRESENT | VERIFIED
        self.handle: bytes | None = None

    def make(self, asked: str, **lies: Any) -> str:
        """Answer to a question for a new key."""
        told = json.loads(asked)
        self.handle = unb64(told["user"]["id"])
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        size = len(self.credential_id).to_bytes(2, "big")
        attested = bytes(16) + size + self.credential_id + cbor2.dumps(cose)
        content = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        client = self._client("webauthn.create", told["challenge"], lies)
        return self._said({"clientDataJSON": b64(client), "attestationObject": b64(cbor2.dumps(content))})

    def answer(self, asked: str, **lies: Any) -> str:
        """Answer to a question for a key that there is."""
        told = json.loads(asked)
        self.count += self.counts
        data = self._data(0)
        client = self._client("webauthn.get", told["challenge"], lies)
        signed = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signed)}
        if self.handle is not None:
            response["userHandle"] = b64(self.handle)
        return self._said(response)

    def _data(self, flags: int) -> bytes:
        return sha256(self.rp_id.encode()).digest() + bytes([self.flags | flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, **lies}).encode()

    def _said(self, response: dict[str, str]) -> str:
        number = b64(self.credential_id)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
