"""How much two short Dutch texts are about the same: shared word stems, rare ones counting more.

Source: tf-idf and the cosine measure (Salton & Buckley 1988), each stem counted once; Dutch stems by Snowball (Porter).
"""

import math
import re
from collections.abc import Mapping, Set

from snowballstemmer import stemmer  # type: ignore[import-untyped]

_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that say nothing about the subject, as a neighbour writes them; rarer ones lose their weight by themselves.
_EMPTY = frozenset(
    "aan als altijd ander andere anders ben bij bijna daar dan dat deze die dit doe doen door dus echt een eens "
    "elke en er erg geen gaan gaat graag had hadden heb hebben heel heeft hem hen het hier hij hoe hun iedereen "
    "iemand iets ik is jaar je jij jou jullie kan kom komen komt kon kunnen laat maar mag mee meer men mensen met "
    "mij mijn moet moeten na naar net niet niets nog nooit nu of om onder ons onze ook op over samen sinds steeds "
    "te tegen tijd toch toen tot u uit uw vaak van veel voor waar wat we wel weer wie wij wil willen word worden "
    "wordt zal ze zeer zich zij zijn zitten zo zoals zonder zou about and are but for from has have here not our "
    "the their there they this was were with you".split()
)
_dutch = stemmer("dutch")


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of three letters or more, without words that say nothing.

    A word is stemmed until nothing changes, so that "fietsen" and "fiets" meet.
    """
    found = set()
    for word in _WORD.findall(text.casefold()):
        if word in _EMPTY:
            continue
        stem = word
        while (shorter := _dutch.stemWord(stem)) != stem and len(shorter) < len(stem):
            stem = shorter
        found.add(stem)
    return frozenset(found)


def rarity(holding: int, total: int) -> float:
    """The weight of a stem that `holding` of `total` texts have: 0 when all have it, more when fewer do."""
    return math.log((total + 1) / (holding + 1)) + 1 / (total + 1)


def likeness(mine: Set[str], theirs: Set[str], weights: Mapping[str, float]) -> float:
    """From 0 (no stem shared) to 1 (the same stems); `weights` of every stem of both, at least 0."""
    shared = sum(weights[stem] ** 2 for stem in mine & theirs)
    size = math.sqrt(sum(weights[stem] ** 2 for stem in mine) * sum(weights[stem] ** 2 for stem in theirs))
    return shared / size if size else 0.0
