"""The word lists of this package, read once when first asked for.

Source: written down by ourselves. That a name exists or that a word is Dutch is a fact nobody owns.
"""

from functools import cache, lru_cache
from importlib.resources import files

from coop.rules.redaction.text import fold

_ENDINGS = (
    "en e s t te ten de den d er ers ere ste st je jes tje tjes pje etje heid ing ingen lijk lijke baar bare isch ische "
    "loos loze ig ige achtig achtige end ende ed es ly ies 's rs n nr nrs"
).split()
_LONGEST_WORD = 60
_BEGINNINGS = (
    "ge be ver ont her af aan op uit in mee over door toe weg terug voor na om bij on onder tegen samen mede oud ex "
    "binnen buiten achter rond tussen hoofd un re aange opge uitge afge inge bijge doorge overge nage voorge toege "
    "mis super mega zelf niet"
).split()


def _lines(name: str) -> list[str]:
    return (files("coop.rules.redaction") / "words" / f"{name}.txt").read_text("utf-8").splitlines()


@cache
def words(name: str) -> frozenset[str]:
    """A list with one word per blank, folded."""
    return frozenset(fold(word) for line in _lines(name) if not line.startswith("#") for word in line.split())


@cache
def phrases(name: str) -> frozenset[str]:
    """A list in which a comma or a heading ends an entry, folded; an entry may run on over the end of a line."""
    text = " ".join("," if line.startswith("#") else line for line in _lines(name))
    return frozenset(fold(" ".join(one.split())) for one in text.split(",") if one.strip())


@cache
def vocabulary() -> frozenset[str]:
    """Every Dutch and English word we know that is no name."""
    return words("dutch") | words("english")


@lru_cache(maxsize=50_000)
def is_word(key: str) -> bool:
    """Whether a folded word is an ordinary Dutch or English word, also inflected, compounded or with a prefix."""
    if len(key) > _LONGEST_WORD:
        return False
    if "-" in key:
        # "v-nummer", "t-shirt": a letter before a word.
        parts = [part for part in key.split("-") if len(part) > 1]
        return bool(parts) and all(is_word(part) or part in phrases("public") for part in parts)
    return _is_simple(key) or _has_prefix(key) or _is_compound(key)


@lru_cache(maxsize=50_000)
def _is_simple(key: str) -> bool:
    known = vocabulary()
    if key in known:
        return True
    for ending in _ENDINGS:
        stem = key[: -len(ending)]
        if len(stem) >= 3 and key.endswith(ending) and _stems(stem) & known:
            return True
    return False


@lru_cache(maxsize=20_000)
def ends_in_word(key: str) -> bool:
    """Whether a long word ends in a known one: most likely a compound we never saw, such as "parketnummer"."""
    last = key.rsplit("-", maxsplit=1)[-1]
    known = vocabulary()
    return 7 < len(key) <= _LONGEST_WORD and any(
        part in known or (part[-1] == "s" and part[:-1] in known) or (part[-2:] == "en" and part[:-2] in known)
        for part in (last[cut:] for cut in range(3, len(last) - 4))
    )


def _stems(stem: str) -> set[str]:
    """How the dictionary form of a stem may be spelt: lop(en) is loop, katt(en) is kat, huiz(en) is huis."""
    forms = {stem, stem + "e", stem + "en"}
    if stem[-1] == stem[-2]:
        forms.add(stem[:-1])
    if stem[-2] in "aeou":
        forms.add(stem[:-1] + stem[-2] + stem[-1])
    if stem[-1] in "vz":
        forms.add(stem[:-1] + {"v": "f", "z": "s"}[stem[-1]])
    return forms


def _has_prefix(key: str) -> bool:
    return any(
        key.startswith(beginning) and len(key) - len(beginning) >= 3 and _is_simple(key[len(beginning) :])
        for beginning in _BEGINNINGS
    )


def _is_compound(key: str) -> bool:
    if len(key) < 7:
        return False
    for cut in range(3, len(key) - 2):
        if key[:cut] not in vocabulary():
            continue
        rest = key[cut:]
        if _is_part(rest) or (rest[0] == "s" and len(rest) > 4 and _is_part(rest[1:])):
            return True
        if rest.startswith("en") and len(rest) > 5 and _is_part(rest[2:]):
            return True
    return False


def _is_part(rest: str) -> bool:
    return len(rest) >= 3 and (_is_simple(rest) or _has_prefix(rest))
