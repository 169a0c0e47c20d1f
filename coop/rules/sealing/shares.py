"""The seed of an opening key on paper: n shares, of which k are enough, each with a check that catches typing errors.

Shamir over the field of 256 elements, byte by byte: k - 1 shares say nothing about the seed. A share is written as
    2-7KPM-0Q4T-…      its number, 26 characters of share, 6 of check, in Crockford's alphabet
The check is the BCH code of Bech32m over the 32 characters, with the number in front: it catches every error of up to
four characters and every swap of neighbours. Sources: Shamir 1979; BIP 350 (Bech32m, which states the code's distance).
"""

from collections.abc import Mapping, Sequence

from coop.rules.sealing.chance import Chance
from coop.rules.sealing.encoding import CROCKFORD, from_symbols, symbols, tidy_code
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import SEED

GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
FINAL = 0x2BC830A3
CHECK = 6
LONG = -(-SEED * 8 // 5) + CHECK
PREFIX = (19, 14, 1, 18, 5)
"""Goes in front of every checked code, so that a code of another system does not pass."""


def _tables() -> tuple[list[int], list[int]]:
    exponent, logarithm, value = [0] * 510, [0] * 256, 1
    for power in range(255):
        exponent[power] = exponent[power + 255] = value
        logarithm[value] = power
        doubled = value << 1 ^ (0x11B if value & 0x80 else 0)
        value = doubled ^ value
    return exponent, logarithm


EXPONENT, LOGARITHM = _tables()


def times(a: int, b: int) -> int:
    """The product in the field of AES (x^8 + x^4 + x^3 + x + 1)."""
    return EXPONENT[LOGARITHM[a] + LOGARITHM[b]] if a and b else 0


def over(a: int, b: int) -> int:
    """The quotient; `b` is not zero."""
    return EXPONENT[LOGARITHM[a] + 255 - LOGARITHM[b]] if a else 0


def parted(secret: bytes, need: int, count: int, chance: Chance) -> dict[int, bytes]:
    """`count` shares, numbered from 1, of which any `need` give the secret back."""
    if not 1 <= need <= count < 32:
        raise SealError("so many shares cannot be made")
    lines = [secret, *(chance(len(secret)) for _ in range(need - 1))]
    shares = {}
    for number in range(1, count + 1):
        share = bytes(len(secret))
        for line in reversed(lines):
            share = bytes(times(one, number) ^ other for one, other in zip(share, line, strict=True))
        shares[number] = share
    return shares


def joined(shares: Mapping[int, bytes]) -> bytes:
    """The secret of enough shares; other bytes when they are too few or of different secrets."""
    if len({len(share) for share in shares.values()}) != 1:
        raise SealError("these shares do not belong together")
    secret = bytes(len(next(iter(shares.values()))))
    for number, share in shares.items():
        factor = 1
        for other in shares:
            if other != number:
                factor = times(factor, over(other, other ^ number))
        secret = bytes(one ^ times(factor, part) for one, part in zip(secret, share, strict=True))
    return secret


def _check(numbers: Sequence[int]) -> int:
    state = 1
    for number in (*PREFIX, *numbers):
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ number
        for bit, term in enumerate(GENERATOR):
            state ^= term if top >> bit & 1 else 0
    return state


def share_code(number: int, share: bytes) -> str:
    """A share as it is printed."""
    body = [number, *symbols(share)]
    check = _check([*body, *[0] * CHECK]) ^ FINAL
    ends = [check >> 5 * place & 31 for place in reversed(range(CHECK))]
    text = "".join(CROCKFORD[symbol] for symbol in [*body[1:], *ends])
    return "-".join([str(number), *(text[place : place + 4] for place in range(0, len(text), 4))])


def read_share(code: str) -> tuple[int, bytes]:
    """Number and share of a typed code. Raises `SealError` for a typing error."""
    tidy = tidy_code(code)
    if len(tidy) != LONG + 1 or any(letter not in CROCKFORD for letter in tidy):
        raise SealError(f"a share is a number and {LONG} letters and digits; check what you typed")
    numbers = [CROCKFORD.index(letter) for letter in tidy]
    if _check(numbers) != FINAL or not numbers[0]:
        raise SealError("there is a typing error in this share; compare it with the paper, sign by sign")
    return numbers[0], from_symbols(numbers[1:-CHECK], SEED)


def seed_of(codes: Sequence[str], need: int) -> bytes:
    """The seed of typed shares. Raises `SealError` for a typing error, a share given twice, or too few."""
    shares: dict[int, bytes] = {}
    for code in codes:
        number, share = read_share(code)
        if shares.get(number, share) != share:
            raise SealError(f"there are two different shares with number {number}; they are not of one vote")
        shares[number] = share
    if len(shares) < need:
        raise SealError(f"{need} different shares are needed; there are {len(shares)}")
    return joined(dict(list(shares.items())[:need]))
