"""The outside world of this room: hashes, encryption, the outbox, identity providers and passkeys."""

from coop.identity.gateways.passkeys import KeyOnDevice, PasskeyError, RelyingParty
from coop.identity.gateways.providers import OpenIdConnect, Proof, ProviderError, Residence, SignedOut
from coop.identity.gateways.sealing import Argon2, Hasher, Invite, Post, PostToAddress, Seal

__all__ = [
    "Argon2",
    "Hasher",
    "Invite",
    "KeyOnDevice",
    "OpenIdConnect",
    "PasskeyError",
    "Post",
    "PostToAddress",
    "Proof",
    "ProviderError",
    "RelyingParty",
    "Residence",
    "Seal",
    "SignedOut",
]
