"""Texts for a neighbourhood that is made up to measure speed: as many different words as neighbours really use."""

from functools import cache
from itertools import accumulate
from random import Random

from coop.demo.cast import BUSY_STREETS

_STREETS = tuple(street for streets in BUSY_STREETS.values() for street in streets)
_THINGS = (
    "Lantaarn Bankje Speeltuin Zebrapad Fietspad Stoep Container Trap Lift Schuur Portiek Buurthuis Bushalte Plein Boom "
    "Spreekuur Moestuin Eettafel Taalles Sportveld Brievenbus Wachtlijst Huurverhoging Schimmel Overlast Parkeerplaats"
).split()
_TROUBLES = (
    "is kapot",
    "is te donker",
    "werkt goed",
    "kan beter",
    "is te ver weg",
    "is weg",
    "voor ouderen",
    "voor kinderen",
    "in de avond",
    "kost te veel",
    "met de buren",
    "is nooit schoon",
)


def street(chance: Random) -> str:
    """A street of the demo."""
    return chance.choice(_STREETS)


def title(chance: Random) -> str:
    """Thing, trouble, place."""
    return f"{chance.choice(_THINGS)} {chance.choice(_TROUBLES)}, {street(chance)} {chance.randint(1, 180)}"


def sentence(chance: Random, length: int) -> str:
    """So many Dutch words. A few are used often and most seldom, as in any text (Zipf 1949)."""
    words, weights = _words()
    return " ".join(chance.choices(words, cum_weights=weights, k=length)).capitalize() + "."


@cache
def _words() -> tuple[list[str], list[float]]:
    # The command line names this room, and starting must not pay for the word lists.
    from coop.rules.redaction.lexicon import words as words_of

    # In a fixed order that says nothing, so that the frequent ones do not all begin with an a.
    words = sorted(words_of("dutch"), key=lambda word: word[::-1])
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
