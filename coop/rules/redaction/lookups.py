"""What a register and a street list become once, so that looking up costs next to nothing per word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from coop.rules.redaction.lexicon import vocabulary
from coop.rules.redaction.reading import Register
from coop.rules.redaction.text import Page, fold

PARTICLES = frozenset(
    "van de der den 't t ter te ten v d vd vdr v/d vander vanden von zu da dos das do del della di du la le les el al "
    "ul ibn bin bint ben ould ait abu abou op aan in het san st".split()
)
_NO_NAME = frozenset("mevrouw mevr mw meneer heer dhr hr mr dr drs ing ir fam familie e/v en of jr sr".split())
_FUZZY_FROM = 5
_FUZZY_TO = 40
_STREET_SHORT = {
    "straat": ("str",),
    "laan": ("ln",),
    "plein": ("pln", "pl"),
    "weg": ("wg",),
    "plantsoen": ("plnts", "plants", "plts"),
    "singel": ("sngl", "sgl", "sing"),
    "kade": ("kd",),
    "gracht": ("gr", "gracht"),
    "dijk": ("dk",),
    "boulevard": ("blvd", "boul"),
    "street": ("st",),
    "road": ("rd",),
    "avenue": ("ave",),
}
_WORD_SHORT = {
    "eerste": ("1e", "1", "1ste"),
    "tweede": ("2e", "2", "2de"),
    "derde": ("3e", "3", "3de"),
    "burgemeester": ("burg", "burgem"),
    "professor": ("prof",),
    "doctor": ("dr",),
    "dokter": ("dr",),
    "sint": ("st",),
    "koning": ("kon",),
    "koningin": ("kon",),
    "prins": ("pr",),
    "prinses": ("pr",),
    "generaal": ("gen",),
    "dominee": ("ds",),
    "pastoor": ("past",),
    "verlengde": ("verl",),
    "nieuwe": ("nw",),
    "grote": ("gr",),
    "kleine": ("kl",),
    "monseigneur": ("mgr",),
    "meester": ("mr",),
    "admiraal": ("adm",),
    "kapitein": ("kapt",),
    "wethouder": ("weth",),
    "jonkheer": ("jhr",),
    "ingenieur": ("ir",),
    "van": ("v", ""),
    "der": ("d", ""),
    "den": ("d", ""),
    "de": ("d", ""),
}


def name_key(key: str) -> str:
    """How two spellings of one name are compared: folded, ij as y, without the sign between."""
    return key.replace("ij", "y").replace("'", "").replace("-", "")


@dataclass(frozen=True, slots=True)
class Lookups:
    """Look-ups made of a register; empty ones for a text without."""

    names: frozenset[str] = frozenset()
    near_names: dict[str, frozenset[str]] = field(default_factory=dict)
    people: dict[str, frozenset[int]] = field(default_factory=dict)
    """Of every word of a registered name, also the small ones: numbers of the people who have it."""
    streets: frozenset[str] = frozenset()
    near_streets: dict[str, frozenset[str]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    name_heads: frozenset[str] = frozenset()
    street_heads: frozenset[str] = frozenset()
    phrases: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    def is_misspelt_name(self, key: str) -> bool:
        """Whether a word is one letter away from a registered name of some length."""
        return _is_near(name_key(key), self.near_names)

    def is_misspelt_street(self, key: str) -> bool:
        """Whether a word is one letter away from a listed street."""
        return _is_near(key, self.near_streets)


def lookups_of(*registers: Register) -> Lookups:
    """Make the look-ups of registers and street lists."""
    names = {name for one in registers for whole in one.names for name in _name_keys(whole)}
    streets = {key for one in registers for street in one.streets for key in _street_keys(street)}
    phrases: dict[str, set[tuple[str, ...]]] = {}
    for one in registers:
        for whole in one.institutions:
            keys = tuple(token.key for token in Page(whole).tokens)
            if keys and len("".join(keys)) >= 3:
                phrases.setdefault(keys[0], set()).add(keys)
    return Lookups(
        names=frozenset(names),
        near_names=_near(name for name in names if _FUZZY_FROM <= len(name) <= _FUZZY_TO),
        people=_people(whole for one in registers for whole in one.names),
        streets=frozenset(streets),
        near_streets=_near(street for street in streets if 8 <= len(street) <= _FUZZY_TO),
        name_heads=_heads(names),
        street_heads=_heads(streets),
        stems=frozenset(stem for one in registers for street in one.streets for stem in _stem(street)),
        phrases={key: tuple(sorted(found, key=len, reverse=True)) for key, found in phrases.items()},
        places=frozenset(fold(place) for one in registers for place in one.places),
    )


def _name_keys(whole: str) -> Iterator[str]:
    tokens = [token for token in Page(whole).tokens if not token.digits]
    keys = [key for token in tokens for key in _spellings(token.text) if key not in _NO_NAME]
    carried = ""
    for key in keys:
        if key in PARTICLES:
            carried += name_key(key)
            continue
        if len(key) > 1:
            yield name_key(key)
            if carried:
                yield carried + name_key(key)
            for part in key.split("-"):
                if len(part) > 2 and part not in PARTICLES:
                    yield name_key(part)
        carried = ""


def _people(names: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, whole in enumerate(names):
        for token in Page(whole).tokens:
            if not token.digits and token.key not in _NO_NAME:
                found.setdefault(name_key(token.key), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _spellings(word: str) -> Iterator[str]:
    yield fold(word)
    if any(sign in "öüäÖÜÄ" for sign in word):
        changes = {
            ord(sign): other
            for sign, other in {"ö": "oe", "ü": "ue", "ä": "ae", "Ö": "Oe", "Ü": "Ue", "Ä": "Ae"}.items()
        }
        yield fold(word.translate(changes))
        yield fold(word.replace("ü", "oe").replace("Ü", "Oe"))


def _street_keys(street: str) -> Iterator[str]:
    keys = [token.key.replace("'", "").replace("-", "") for token in Page(street).tokens]
    if len("".join(keys)) < 4:
        return
    choices: list[tuple[str, ...]] = [(key, *_WORD_SHORT.get(key, ()), key[:1]) for key in keys[:-1]]
    choices.append((keys[-1], *_short_endings(keys[-1])))
    for one in islice(product(*choices), 256):
        joined = "".join(one)
        if len(joined) >= 4:
            yield joined


def _short_endings(key: str) -> Iterator[str]:
    for ending, shorts in _STREET_SHORT.items():
        if key.endswith(ending):
            yield from (key[: -len(ending)] + short for short in shorts)


def _stem(street: str) -> Iterator[str]:
    key = fold(street)
    for ending in _STREET_SHORT:
        stem = key[: -len(ending)]
        if key.endswith(ending) and len(stem) >= 5 and stem.isalpha() and stem not in vocabulary():
            yield stem


def _heads(whole: Iterable[str]) -> frozenset[str]:
    """Every beginning: with it a row of words that leads nowhere is left after the first."""
    return frozenset(one[:end] for one in whole for end in range(1, min(len(one), 200) + 1))


def _near(whole: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in whole:
        for shorter in _without_one(one):
            found.setdefault(shorter, set()).add(one)
    return {key: frozenset(ones) for key, ones in found.items()}


def _without_one(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _is_near(key: str, near: dict[str, frozenset[str]]) -> bool:
    if not near or not _FUZZY_FROM <= len(key) <= _FUZZY_TO:
        return False
    return any(_one_apart(key, whole) for shorter in _without_one(key) for whole in near.get(shorter, ()))


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less, other, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        unlike = [place for place in range(len(one)) if one[place] != other[place]]
        if len(unlike) <= 1:
            return True
        return len(unlike) == 2 and unlike[1] == unlike[0] + 1 and one[unlike[0]] == other[unlike[1]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
