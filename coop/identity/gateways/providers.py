"""Signing in at an identity provider: OpenID Connect, code flow with PKCE, through Authlib.

Sources: OpenID Connect Core 1.0 section 3.1, Discovery 1.0; RFC 7636 (PKCE), RFC 9207 (issuer in the answer),
RFC 9700 (security of OAuth 2.0).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from coop.kernel.providers import Provider

_SECONDS = 10
_KEEP = 3600
_AGAIN = 30
# Signed with a key of the provider alone: never "none", never the client secret.
_ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "Ed25519", "EdDSA")
_LEEWAY = 60
# A message that somebody signed out is taken for so long.
_OLDEST = 300
_SIGN_OUT = "http://schemas.openid.net/event/backchannel-logout"


class ProviderError(Exception):
    """The provider did not answer, or what it answered is not to be trusted; says why, for the log."""


@dataclass(frozen=True, slots=True)
class Residence:
    """What the provider says of where somebody lives; only compared, never kept. `house`: street and number."""

    house: str = ""
    postcode: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Who the provider says it is: `subject` never changes there; `name` is only for a person to recognise."""

    issuer: str
    subject: str
    name: str
    two_steps: bool
    session: str = ""
    residence: Residence | None = None


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Somebody signed out at the provider: everywhere (`session` empty), or in one session there. One is not empty."""

    issuer: str
    subject: str
    session: str
    number: str


class OpenIdConnect:
    """One provider."""

    def __init__(self, provider: Provider, redirect_uri: str, *, steady: Callable[[], float] = time.monotonic) -> None:
        """`redirect_uri` is our address to come back to; `steady` counts seconds, for what is kept."""
        self.provider = provider
        self._redirect_uri = redirect_uri
        self._steady = steady
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def begin(self, *, state: str, nonce: str, verifier: str) -> str:
        """The address at the provider to go to. All three are random and kept for `finish`."""
        with self._session() as session:
            address, _state = session.create_authorization_url(
                self._metadata()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(address)

    def finish(self, answer: Mapping[str, str], *, state: str, nonce: str, verifier: str, at: datetime) -> Proof:
        """Who came back with `answer`. Raises `ProviderError` when anything does not fit."""
        if not state or answer.get("state") != state:
            raise ProviderError("state does not fit")
        if "error" in answer or not answer.get("code"):
            raise ProviderError(f"refused: {answer.get('error', 'no code')[:80]}")
        if answer.get("iss", self.provider.issuer) != self.provider.issuer:
            raise ProviderError("answer of another issuer")
        token = self._token(answer["code"], verifier)
        claims = self._claims(token, nonce, at)
        name = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or "")[:120]
        session = str(claims.get("sid") or "")[:255]
        subject = str(claims["sub"])[:255]
        lives = self._residence(claims, token, subject) if self.provider.residence else None
        return Proof(self.provider.issuer, subject, name, self.provider.two_steps, session, lives)

    def _residence(self, claims: Mapping[str, Any], token: Mapping[str, Any], subject: str) -> Residence | None:
        """From the token, else from where the provider tells more about somebody (Core 1.0, 5.1.1 and 5.3)."""
        said: Mapping[str, Any] = claims
        if self.provider.residence not in claims:
            said = self._user_info(token, subject)
        address = said.get("address")
        parts: Mapping[str, Any] = address if isinstance(address, Mapping) else {}
        municipality = said.get("municipality") or parts.get("locality") or ""
        if self.provider.residence == "municipality":
            return Residence(municipality=str(municipality)[:120]) if municipality else None
        house, postcode = parts.get("street_address") or "", parts.get("postal_code") or ""
        if not house:
            return None
        return Residence(str(house)[:200], str(postcode)[:20], str(municipality)[:120])

    def _user_info(self, token: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        url = self._metadata().get("userinfo_endpoint")
        if not isinstance(url, str):
            return {}
        asked = {"Authorization": f"Bearer {token.get('access_token', '')}"}
        try:
            answer = requests.get(url, headers=asked, timeout=_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as reason:
            raise ProviderError(f"{url} did not answer: {type(reason).__name__}") from reason
        if not isinstance(found, dict) or found.get("sub") != subject:
            raise ProviderError("told about somebody else")
        return found

    def read_sign_out(self, signed: str, *, at: datetime) -> SignedOut:
        """Who signed out there. Raises `ProviderError` when the message is not to be trusted.

        Source: OpenID Connect Back-Channel Logout 1.0, section 2.6.
        """
        try:
            claims = self._read(signed).claims
            issuer, audience = claims.get("iss"), claims.get("aud")
            said = (claims.get("sub") or "", claims.get("sid") or "", claims.get("jti") or "")
            told_at = float(claims["iat"])
            until = float(claims.get("exp") or told_at + _OLDEST)
        except (KeyError, TypeError, ValueError, JoseError) as reason:
            raise ProviderError(f"message not to be trusted: {type(reason).__name__}") from reason
        asked = audience if isinstance(audience, list) else [audience]
        now = at.timestamp()
        rules = (
            (issuer == self.provider.issuer, "of another issuer"),
            (self.provider.client_id in asked, "for somebody else"),
            (told_at <= now + _LEEWAY and now < min(until, told_at + _OLDEST) + _LEEWAY, "too old or of the future"),
            (_SIGN_OUT in (claims.get("events") or {}), "no sign-out"),
            ("nonce" not in claims, "a token to sign in with"),
            (all(isinstance(one, str) for one in said) and bool(said[0] or said[1]) and bool(said[2]), "about nobody"),
        )
        if wrong := [words for fits, words in rules if not fits]:
            raise ProviderError(f"message not to be trusted: {', '.join(wrong)}")
        return SignedOut(self.provider.issuer, said[0], said[1], said[2])

    def sign_out_address(self, back: str) -> str | None:
        """Where one signs out at the provider too; None when it has no such address, or does not answer."""
        try:
            address = self._metadata().get("end_session_endpoint")
        except ProviderError:
            return None
        asked = urlencode({"client_id": self.provider.client_id, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{asked}" if address else None

    def _session(self) -> Any:
        return OAuth2Session(
            self.provider.client_id,
            self.provider.client_secret,
            scope=self.provider.scope,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
        )

    def _token(self, code: str, verifier: str) -> dict[str, Any]:
        try:
            with self._session() as session:
                token: dict[str, Any] = session.fetch_token(
                    self._metadata()["token_endpoint"],
                    code=code,
                    code_verifier=verifier,
                    timeout=_SECONDS,
                    allow_redirects=False,
                )
        except (AuthlibBaseError, requests.RequestException, ValueError) as reason:
            raise ProviderError(f"no token: {type(reason).__name__}") from reason
        return token

    def _claims(self, token: dict[str, Any], nonce: str, at: datetime) -> CodeIDToken:
        try:
            decoded = self._read(token["id_token"])
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self.provider.issuer},
                    "aud": {"essential": True, "value": self.provider.client_id},
                },
                {"nonce": nonce, "client_id": self.provider.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(at.timestamp()), leeway=_LEEWAY)
        except (KeyError, TypeError, ValueError, JoseError, AuthlibBaseError) as reason:
            raise ProviderError(f"token not to be trusted: {type(reason).__name__}: {reason}") from reason
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise ProviderError("token without subject")
        return claims

    def _read(self, signed: str) -> jwt.Token:
        try:
            return self._decoded(signed, again=False)
        except (InvalidKeyIdError, ValueError):
            return self._decoded(signed, again=True)  # the provider has a new key

    def _decoded(self, signed: str, *, again: bool) -> jwt.Token:
        keys = KeySet.import_key_set(self._fetched(str(self._metadata()["jwks_uri"]), again=again))  # type: ignore[arg-type]
        return jwt.decode(signed, keys, registry=JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False))

    def _metadata(self) -> dict[str, Any]:
        found = self._fetched(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.provider.issuer:
            raise ProviderError("the provider calls itself otherwise than COOP_PROVIDERS does")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if missing := [name for name in needed if not isinstance(found.get(name), str)]:
            raise ProviderError(f"the provider does not say its {', '.join(missing)}")
        return found

    def _fetched(self, url: str, *, again: bool = False) -> dict[str, Any]:
        """A document of the provider, kept for an hour; `again`: unless it was fetched within half a minute."""
        at = self._steady()
        kept_at, kept = self._kept.get(url, (float("-inf"), {}))
        if at - kept_at < (_AGAIN if again else _KEEP):
            return kept
        try:
            answer = requests.get(url, timeout=_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as reason:
            raise ProviderError(f"{url} did not answer: {type(reason).__name__}") from reason
        if not isinstance(found, dict):
            raise ProviderError(f"{url} is no document")
        self._kept[url] = (at, found)
        return found
