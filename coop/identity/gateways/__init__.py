"""The outside world of this room: hashes, encryption, the outbox, and identity providers."""

from coop.identity.gateways.providers import OpenIdConnect, Proof, ProviderError
from coop.identity.gateways.sealing import Argon2, Hasher, Invite, Post, Seal

__all__ = ["Argon2", "Hasher", "Invite", "OpenIdConnect", "Post", "Proof", "ProviderError", "Seal"]
