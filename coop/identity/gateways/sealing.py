"""Password hashing (argon2id), keyed hashes and encryption, and the way to the outbox."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session


class Hasher(Protocol):
    """Hashes and checks passwords."""

    def hash(self, password: str) -> str: ...

    def matches(self, password_hash: str, password: str) -> bool: ...


class Argon2:
    """Argon2id with the library's defaults (RFC 9106, low memory profile: 64 MiB, 3 passes)."""

    def __init__(self, *, cheap: bool = False) -> None:
        """`cheap` is for demo and test accounts whose password is no secret."""
        self._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if cheap else PasswordHasher()
        # Checked when there is no account, so that the answer takes as long as a wrong password.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether `password` fits; an empty hash takes as long and never fits."""
        try:
            return self._hasher.verify(password_hash or self._nobody, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


class Seal:
    """Keyed hashes and encryption with keys derived from the secret of the site, one for each purpose."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def digest(self, purpose: str, text: str) -> str:
        """64 hexadecimal digits that say nothing about `text` to who has the database only."""
        return hmac.new(self._key(purpose), text.encode(), sha256).hexdigest()

    def close(self, purpose: str, content: bytes) -> str:
        """`content`, encrypted."""
        return self._box(purpose).encrypt(content).decode()

    def open(self, purpose: str, sealed: str) -> bytes | None:
        """What was encrypted; None when it was changed, or the secret of the site has changed since."""
        try:
            return self._box(purpose).decrypt(sealed.encode())
        except InvalidToken:
            return None

    def _key(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, None, f"coop {purpose}".encode()).derive(self._secret)

    def _box(self, purpose: str) -> Fernet:
        return Fernet(urlsafe_b64encode(self._key(purpose)))


class Post(Protocol):
    """Puts a message in the outbox: the room for mail lies above this one, so the roof hands it in."""

    def __call__(
        self,
        db: Session,
        *,
        to_account_id: int,
        subject: str,
        body: str,
        district_id: int | None,
        at: datetime,
        params: dict[str, object] | None = None,
    ) -> object: ...


class PostToAddress(Protocol):
    """Puts a message to a bare address in the outbox; handed in by the roof too."""

    def __call__(
        self,
        db: Session,
        *,
        to_email: str,
        language: str,
        subject: str,
        body: str,
        at: datetime,
        params: dict[str, object],
    ) -> object: ...


class Invite(Protocol):
    """Makes the account of somebody whom the co-operative knows by e-mail; handed in by the roof too."""

    def __call__(self, db: Session, email: str, *, at: datetime) -> Any: ...
