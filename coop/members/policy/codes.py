"""Codes in letters: whoever types one has the letter, so lives where it was delivered.

Twelve signs of Crockford's base 32 (no I, L, O and U): eleven by chance, 55 bits, and one that catches typing errors.
"""

from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
LENGTH = 12


def new_code(draw: Callable[[int], int]) -> str:
    """A code; `draw(n)` gives a number below n by chance that nobody can foresee."""
    body = "".join(_SIGNS[draw(32)] for _ in range(LENGTH - 1))
    return body + _check_sign(body)


def spaced(code: str) -> str:
    """`code` as it is printed: three groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def typed_code(typed: str) -> str | None:
    """What was typed as a code: case, blanks, dashes and look-alikes forgiven; None when it cannot be one."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
    if len(code) != LENGTH or not all(sign in _SIGNS for sign in code):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


def stored_code(code: str) -> str:
    """What is kept of a code: enough to know it again, not to print it."""
    return sha256(f"residence|{code}".encode()).hexdigest()


def same_code(stored: str, code: str) -> bool:
    """Whether `code` is the one that was stored."""
    return compare_digest(stored, stored_code(code))


def _check_sign(body: str) -> str:
    # Weighted sum modulo the prime 31: every single wrong sign and every swap of neighbours changes it,
    # but for signs that differ by 31 (0 and Z).
    return _SIGNS[sum((place + 1) * _SIGNS.index(sign) for place, sign in enumerate(body)) % 31]
