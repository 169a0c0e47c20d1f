"""Password hashing (argon2id), with a twin for tests that need many accounts."""

from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


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
