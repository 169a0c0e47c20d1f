"""Letters of one household together: one envelope, in it a page for each person."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from coop.members.policy.duplicates import address_key


class Addressed(Protocol):
    """What is sent to an address."""

    @property
    def street(self) -> str:
        """The street."""

    @property
    def house_number(self) -> str:
        """The number with its addition."""


T = TypeVar("T")


def envelopes(letters: Iterable[tuple[Addressed, T]]) -> list[list[tuple[Addressed, T]]]:
    """Letters by address, in the order in which the addresses come first.

    Who has no whole address in the register shares an envelope with nobody.
    """
    found: dict[object, list[tuple[Addressed, T]]] = {}
    for place, letter in enumerate(letters):
        home = address_key(letter[0].street, letter[0].house_number)
        found.setdefault(home if all(home) else place, []).append(letter)
    return list(found.values())
