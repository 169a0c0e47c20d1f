"""What a word is to a name, and how far a name goes."""

import re
from functools import lru_cache

from coop.rules.redaction.lexicon import is_word, phrases, words
from coop.rules.redaction.lookups import PARTICLES, Lookups, name_key
from coop.rules.redaction.people import AFTER_NAME, SUPPORT, WITH_NAME, WITH_VAN
from coop.rules.redaction.spans import Claims
from coop.rules.redaction.text import Page

_SHAPES = re.compile(
    r"^(?:(?:el|al|ben|bou|abdel|abdul|gebre|ghebre|wolde|tesfa|haile|bin)[a-z]{4,}|[a-z'-]{3,}(?:stra|sma|inga|ema|enko|chuk|czyk|wicz|ski|ska|cki|cka|"
    r"oglu|yan|ov|ova|escu|ovic|zadeh|sson|dottir|singh|oui|aoui|ouri|mans|huizen|veld|kamp|zoon|sz))$"
)
_THE = frozenset({"de"})
_NO_SHAPE = frozenset(
    "thema schema problema systema firma dogma drama panorama enema trauma asma cinema reclama plasma".split()
)


class NameReader:
    """Reads names in one page, passing over what others claimed. Places are numbers of tokens."""

    def __init__(self, page: Page, lookups: Lookups, claims: Claims) -> None:
        self.page = page
        self.tokens = page.tokens
        self.lookups = lookups
        self.claims = claims
        self.free = [claims.free(token.start, token.end) for token in page.tokens]
        self.careful = _careful(page)

    def with_title(self, first: int) -> int:
        """First token of the titles before a name: "mr. drs. P.J. de Wit", "de heer Smit"."""
        begin = first
        while self._stands_before(begin, WITH_NAME):
            begin -= 1
        return begin - 1 if begin < first and self._stands_before(begin, _THE) else begin

    def _stands_before(self, place: int, words: frozenset[str]) -> bool:
        before = place - 1
        return before >= 0 and self.page.key(before) in words and self.page.close(before) and self.free[before]

    def end(self, last: int) -> int:
        token = self.tokens[last]
        is_initial = len(token.text) == 1
        return token.end + 1 if is_initial and self.page.text[token.end : token.end + 1] == "." else token.end

    # What a word is by itself

    def registered(self, place: int) -> bool:
        """In the register, also as a possessive."""
        key = self.page.key(place)
        if any(name_key(one) in self.lookups.names for one in bases(key)):
            return True
        # "El-Bouzidi" of "el Bouzidi", "Malikaatje" of "Malika".
        first, _, rest = key.partition("-")
        if rest and first in PARTICLES and name_key(rest) in self.lookups.names:
            return True
        return self.tokens[place].capital and any(name_key(one) in self.lookups.names for one in pet_of(key))

    def listed(self, place: int, *lists: str) -> bool:
        """In one of the lists of names, also as a possessive."""
        known = [words(name) for name in lists or ("first_names", "surnames", "syllables")]
        key = self.page.key(place)
        if any(base in one for base in bases(key) for one in known):
            return True
        return self.tokens[place].capital and any(base in words("first_names") for base in pet_of(key))

    def word(self, place: int) -> bool:
        """An ordinary word, a shared name, or a place."""
        key = self.page.key(place)
        return key in phrases("public") or is_word(key)

    # How far a name goes

    def run(self, place: int) -> int:
        """Last token of the name that holds `place`."""
        last = place
        while last + 1 < len(self.tokens) and self.page.close(last) and self.free[last + 1]:
            step = self._step(last + 1, capital=self.tokens[last].capital)
            if step == 0 or (self.page.gap(last).startswith(".") and len(self.tokens[last].text) > 1):
                break
            last += step
        return last

    def _step(self, place: int, *, capital: bool) -> int:
        """How many tokens from `place` on still belong to the name; 0 when it ends."""
        token = self.tokens[place]
        if token.digits:
            return 0
        if self._is_last_letter(place):
            return 1
        if token.key in PARTICLES and not (token.capital and self.registered(place)):
            return self._past_particles(place, capital=capital)
        if token.capital:
            if len(token.text) == 1:
                return 1
            if token.key in phrases("public") or (
                is_word(token.key) and not self.listed(place) and not self.registered(place)
            ):
                return 0
            return 1
        return self._small_step(place, capital=capital)

    def _is_last_letter(self, place: int) -> bool:
        """ "Samir T.", "Kees V.": the letter of a family name, though "'t" and "v." are particles."""
        token = self.tokens[place]
        if not (token.capital and len(token.text) == 1 and self.page.text[token.end : token.end + 1] == "."):
            return False
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        return after is None or not (after.capital or after.key in PARTICLES) or not self.page.close(place)

    def _small_step(self, place: int, *, capital: bool) -> int:
        token = self.tokens[place]
        if len(token.text) == 1:
            # "ali b." in a sentence typed without capitals.
            return int(self.page.text[token.end : token.end + 1] == "." and self.page.gap(place - 1) == " ")
        if token.key in SUPPORT or token.key in AFTER_NAME:
            return int(token.key in AFTER_NAME)
        if self.registered(place) and (not is_word(token.key) or not capital):
            return 1
        return int(not capital and len(token.key) > 3 and not self.word(place))

    def _past_particles(self, place: int, *, capital: bool) -> int:
        at = place
        while at < len(self.tokens) and self.tokens[at].key in PARTICLES and self.page.close(at) and at - place < 3:
            at += 1
        if at == place or at >= len(self.tokens) or self.tokens[at].digits or not self.free[at]:
            return 0
        token = self.tokens[at]
        named = self.listed(at, "surnames") or self.registered(at)
        if not token.capital:
            linked = self.tokens[place].key in ("van", "de", "der", "den", "el", "vd", "v")
            return at - place + 1 if linked and not capital and (named or not self.word(at)) else 0
        if token.key in phrases("public") or not (len(token.text) == 1 or named or not self.word(at)):
            return 0
        # "Fatma van Celebes" is a name, "Teun in 't Veld" too; "Fatma in Leeuwarden" is not.
        apart = self.tokens[place].key in ("op", "aan", "in", "het", "san") and (at - place < 2 or not named)
        return 0 if apart else at - place + 1

    def with_left(self, place: int) -> int:
        """First token: small words, "De", "Van", "El" and typed initials before a family name belong to it."""
        first = place
        while first > 0 and place - first < 3 and self.page.close(first - 1) and self.free[first - 1]:
            if not self._belongs(first - 1, place, next_to=first == place):
                break
            first -= 1
        return first

    def _belongs(self, before: int, place: int, *, next_to: bool) -> bool:
        token = self.tokens[before]
        if len(token.text) == 1:
            # "m. jagesar", but not the end of "t.n.v. Jagesar".
            return self.page.gap(before).startswith(".") and self.page.gap(before - 1) != "."
        if token.key not in PARTICLES or token.key in ("op", "aan", "in", "san", "het"):
            return False
        family = self.listed(place, "surnames")
        if token.key == "van" and not token.capital and next_to and self.page.key(place) not in WITH_VAN:
            return False
        if token.key in ("van", "de", "la", "le", "te") and not family and self.listed(place, "first_names"):
            return False
        return family or token.key not in ("van", "de") or (token.capital and not token.opens)


def _careful(page: Page) -> list[bool]:
    """Of each word, whether its line has a capital somewhere: then a name in it would have one too."""
    lines, line, place = [], 0, 0
    for token in page.tokens:
        line += page.text.count("\n", place, token.start)
        place = token.start
        lines.append(line)
    capitals = {line for line, token in zip(lines, page.tokens, strict=True) if token.text[0].isupper()}
    return [line in capitals for line in lines]


def has_shape(key: str) -> bool:
    """Whether an unknown word is built as family names are: "-stra", "-enko", "El-"."""
    return _SHAPES.match(key) is not None and key not in _NO_SHAPE and not is_word(key)


def bases(key: str) -> tuple[str, ...]:
    """A word and what it may be the possessive of."""
    if key.endswith("'s"):
        return key, key[:-2]
    if key.endswith("'"):
        return key, key[:-1]
    if key.endswith("s") and len(key) > 3:
        return key, key[:-1]
    return (key,)


@lru_cache(maxsize=20_000)
def pet_of(key: str) -> tuple[str, ...]:
    """What an unknown word is a small form of: "malikaatje", "paweltje", "thijsje", "sjefke"."""
    if len(key) < 6 or not key.endswith(("je", "ke", "jes", "kes")) or is_word(key):
        return ()
    key = key.removesuffix("s")
    found = [key[: -len(end)] for end in ("etje", "tje", "pje", "kje", "je", "ke") if key.endswith(end)]
    if key.endswith(("aatje", "ootje", "uutje")):
        found.append(key[:-4])
    return tuple(one for one in found if len(one) >= 4)
