"""Passkeys: what is asked of a device, and checking what it answers, through the library `webauthn`.

Sources: W3C Web Authentication level 2, sections 7.1 and 7.2; NIST SP 800-63B on verification of the user.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_LONGEST = 16_000
# What a malformed answer makes the library raise, besides its own exceptions.
_MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


class PasskeyError(Exception):
    """What the device answered is not to be trusted; says why, for the log."""


@dataclass(frozen=True, slots=True)
class KeyOnDevice:
    """A key as it is kept here: base64url, and how often it says it was used."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site as devices know it: a key made for one name answers to no other."""

    name: str
    origin: str

    @property
    def id(self) -> str:
        """The host of the site."""
        return urlsplit(self.origin).hostname or ""

    @property
    def is_possible(self) -> bool:
        """Devices make keys for a name over TLS or for this machine, never for a bare number."""
        try:
            ip_address(self.id)
        except ValueError:
            return self.origin.startswith("https://") or self.id == "localhost"
        return False

    def ask_new(self, question: bytes, *, handle: bytes, email: str, name: str, known: Iterable[str]) -> dict[str, Any]:
        """What to ask for a new key; `handle` says nothing about the person, `known` are the keys there are."""
        options = webauthn.generate_registration_options(
            rp_id=self.id,
            rp_name=self.name,
            user_id=handle,
            user_name=email,
            user_display_name=name,
            challenge=question,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=_described(known),
        )
        return _plain(options)

    def ask(self, question: bytes, *, known: Iterable[str] = ()) -> dict[str, Any]:
        """What to ask of a key that was made before. Without `known` the person chooses among those on the device.

        As the only step the device must have checked who holds it; beside another step, holding it is enough.
        """
        allowed = _described(known)
        wanted = UserVerificationRequirement.PREFERRED if allowed else UserVerificationRequirement.REQUIRED
        options = webauthn.generate_authentication_options(
            rp_id=self.id, challenge=question, allow_credentials=allowed, user_verification=wanted
        )
        return _plain(options)

    def finish_new(self, answer: str, question: bytes) -> KeyOnDevice:
        """The new key. Raises `PasskeyError` when anything does not fit."""
        told = _read(answer)
        try:
            made = webauthn.verify_registration_response(
                credential=told,
                expected_challenge=question,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except _MALFORMED as reason:
            raise PasskeyError(f"{type(reason).__name__}: {reason}") from reason
        return KeyOnDevice(
            bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key), made.sign_count
        )

    def finish(self, answer: str, question: bytes, key: KeyOnDevice, *, verified: bool) -> int:
        """How often the key now says it was used; `verified`: the device must have checked who holds it.

        Raises `PasskeyError` when anything does not fit, a count that goes back included: then there is a copy.
        """
        try:
            seen = webauthn.verify_authentication_response(
                credential=_read(answer),
                expected_challenge=question,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                credential_public_key=base64url_to_bytes(key.public_key),
                credential_current_sign_count=key.sign_count,
                require_user_verification=verified,
            )
        except _MALFORMED as reason:
            raise PasskeyError(f"{type(reason).__name__}: {reason}") from reason
        return seen.new_sign_count


def named_in(answer: str) -> tuple[str, bytes | None]:
    """Which key an answer says it comes from, and the handle of whose it is, None when the device tells none."""
    told = _read(answer)
    try:
        handle = told["response"].get("userHandle")
        return str(told["id"]), base64url_to_bytes(handle) if handle else None
    except _MALFORMED as reason:
        raise PasskeyError(f"{type(reason).__name__}: {reason}") from reason


def _described(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _plain(options: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return told


def _read(answer: str) -> dict[str, Any]:
    try:
        told = json.loads(answer) if len(answer) <= _LONGEST else None
    except (ValueError, RecursionError) as reason:
        raise PasskeyError("no JSON") from reason
    if not isinstance(told, dict):
        raise PasskeyError("no answer of a device")
    return told
