"""Chance is handed in: an object that gives bytes. The seeded one makes the same election from the same seed."""

from hashlib import sha256
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chance(Protocol):
    """Gives `count` bytes that nobody can guess."""

    def __call__(self, count: int, /) -> bytes: ...


class SeededChance:
    """For rehearsals and tests only: everybody who knows the seed knows every byte."""

    def __init__(self, seed: str) -> None:
        self._key = sha256(f"coop-rehearsal|{seed}".encode()).digest()
        self._drawn = 0
        self._rest = b""

    def __call__(self, count: int, /) -> bytes:
        """The next bytes of the stream SHA-256(key | 0), SHA-256(key | 1) …"""
        while len(self._rest) < count:
            self._rest += sha256(self._key + self._drawn.to_bytes(8, "big")).digest()
            self._drawn += 1
        given, self._rest = self._rest[:count], self._rest[count:]
        return given


def below(chance: Chance, bound: int) -> int:
    """A whole number from 0 up to and not including `bound`, each equally likely up to 2 ** -64."""
    return int.from_bytes(chance(16), "big") % bound


def shuffled(chance: Chance, things: list[T]) -> list[T]:
    """The same things in an order that nobody can guess."""
    left, mixed = list(things), []
    while left:
        place = below(chance, len(left))
        left[place], left[-1] = left[-1], left[place]
        mixed.append(left.pop())
    return mixed
