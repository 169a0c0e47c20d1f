"""How much two short Dutch texts are about the same: shared word stems, rare ones counting more.

Compounds meet their parts: "fietsenstalling" is about "stalling" and "fietsen" where neighbours wrote those words too.

Source: tf-idf and the cosine measure (Salton & Buckley 1988), each stem counted once; Dutch stems by Snowball (Porter);
compounds split by the words of the texts themselves (Monz & De Rijke 2002, "Shallow morphological analysis").
"""

import math
import re
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

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
# A shorter word is no compound, and a shorter part stands in too many words by accident.
_SHORTEST_COMPOUND = 7
_SHORTEST_PART = 3
# One part that neighbours wrote is enough when it is this long, and what is left looks like a word of its own.
_SHORTEST_ALONE = 5
_SHORTEST_LEFT = 4
_VOWEL = re.compile(r"[aeiouy]")
# What stands before a word or after it without making a compound of it.
_AFFIXES = frozenset("lijk elijk heid schap ster ling loos baar ing isch achtig".split())


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """A word stemmed until nothing changes."""
    while len(shorter := _dutch.stemWord(word)) < len(word):
        word = shorter
    return word


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of three letters or more, without words that say nothing.

    A word is stemmed until nothing changes, so that "fietsen" and "fiets" meet.
    """
    found = set()
    for word in _WORD.findall(text.casefold()):
        if word in _EMPTY:
            continue
        found.add(_stem(word))
    return frozenset(found)


def with_parts(stems: Iterable[str], known: Set[str]) -> frozenset[str]:
    """The stems, each compound among them with its parts, as far as those are among the `known` stems."""
    return frozenset(part for stem in stems for part in (stem, *_parts(stem, known)))


def _parts(stem: str, known: Set[str]) -> tuple[str, ...]:
    """The known parts of a compound: both when there is such a cut, or the longest one alone; else none."""
    alone: tuple[str, ...] = ()
    for left, right in _cuts(stem):
        if left in known and right in known:
            return left, right
        for part, rest in ((left, right), (right, left)):
            fits = len(part) >= _SHORTEST_ALONE and len(rest) >= _SHORTEST_LEFT and rest not in _AFFIXES
            if fits and part in known and (not alone or len(part) > len(alone[0])):
                alone = (part,)
    return alone


@lru_cache(maxsize=50_000)
def _cuts(stem: str) -> tuple[tuple[str, str], ...]:
    """The ways to cut a word in two, each part stemmed, which takes a linking -s- or -en- off the first."""
    if len(stem) < _SHORTEST_COMPOUND:
        return ()
    cuts = ((stem[:at], stem[at:]) for at in range(_SHORTEST_PART, len(stem) - _SHORTEST_PART + 1))
    return tuple((_stem(one), _stem(two)) for one, two in cuts if _VOWEL.search(one) and _VOWEL.search(two))


def rarity(holding: int, total: int) -> float:
    """The weight of a stem that `holding` of `total` texts have: 0 when all have it, more when fewer do."""
    return math.log((total + 1) / (holding + 1)) + 1 / (total + 1)


def likeness(mine: Set[str], theirs: Set[str], weights: Mapping[str, float]) -> float:
    """From 0 (no stem shared) to 1 (the same stems); `weights` of every stem of both, at least 0."""
    shared = sum(weights[stem] ** 2 for stem in mine & theirs)
    size = math.sqrt(sum(weights[stem] ** 2 for stem in mine) * sum(weights[stem] ** 2 for stem in theirs))
    return shared / size if size else 0.0
