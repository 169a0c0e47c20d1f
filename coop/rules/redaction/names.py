"""Names of people: registered, listed, titled, with initials, nicknames; of every origin, with capitals or without."""

import re
from collections.abc import Iterator

from coop.rules.redaction.lexicon import is_word, phrases, vocabulary, words
from coop.rules.redaction.lookups import PARTICLES, Lookups, name_key
from coop.rules.redaction.people import (
    HONORIFICS,
    KIN,
    NAMED,
    NICKNAME_WORDS,
    PERSON_VERBS,
    PREPOSITIONS,
    SUPPORT,
    TITLES,
    WITH_VAN,
)
from coop.rules.redaction.spans import Claims, Kind, Reason, Severity, Span
from coop.rules.redaction.text import Page, Token

_SHAPES = re.compile(
    r"^(?:(?:el|al|ben|bou|abdel|abdul|gebre|ghebre|wolde|tesfa|haile|bin)[a-z]{4,}|[a-z'-]{3,}(?:stra|sma|inga|ema|enko|chuk|czyk|wicz|ski|ska|cki|cka|"
    r"oglu|yan|ov|ova|escu|ovic|zadeh|sson|dottir|singh|oui|aoui|ouri|mans|huizen|veld|kamp|zoon|atie|sz))$"
)
_NO_SHAPE = frozenset("thema schema problema systema firma dogma drama panorama enema trauma asma cinema reclama plasma".split())
_INITIALS = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]|Ch|Th|Ph|Tj|Sj|IJ|Chr|Joh)\.[ -]?){1,5}(?:[Vv]\.?[ ]?d\.?[ ]?[A-Z]?[a-z]*|(?:(?:van|von|de|der|den|ter|ten|te|el|al|ben|la|'t|v\.d\.|vd)\s)*)\s?"
    r"(?:[A-Z]\.(?![\w])|[A-Z][^\W\d_]+(?:['’\-][^\W\d_]+)*)?"
)
_VDM = re.compile(r"(?<![\w.])[A-Z]\.(?:[a-z]\.){1,3}[A-Z]\.(?!\w)")
_LONE_INITIAL = re.compile(r"(?<![\w.])[A-Z]\.(?=[\s,;)]\s?[a-zà-ÿ(]|,)")
_NO_INITIAL_AFTER = re.compile(r"(?:vitamine|groep|hepatitis|plan|punt|type|blok|flat|deel|bijlage|klas|optie|stap|fase|team|gebouw|vleugel|rijbewijs|wet)\s$", re.IGNORECASE)
_NO_INITIALS = frozenset(("B.V.", "N.V.", "U.S.", "A.D.", "V.N.", "E.U.", "T.a.v.", "M.b.t.", "I.v.m.", "N.B.", "P.S.", "N.a.v.", "Z.s.m.", "O.a.", "D.w.z."))
_QUOTED = re.compile(r"\b(?:bijnaam|bijgenaamd|noem\w*|heet\w*|kent|alias|known as|called|nicknamed|als|roept|roepen)\s(?:\w+\s){0,3}[\"“'‘„](?P<name>[^\"”'’“]{2,30})[\"”'’“]", re.IGNORECASE)


class NameFinder:
    """Finds the names in one page, passing over what others claimed."""

    def __init__(self, page: Page, lookups: Lookups, claims: Claims) -> None:
        self.page = page
        self.tokens = page.tokens
        self.lookups = lookups
        self.free = [claims.free(token.start, token.end) for token in page.tokens]

    def spans(self) -> Iterator[Span]:
        """Every name, the surest reading first."""
        yield from self._initialled()
        place = 0
        while place < len(self.tokens):
            found = self._name_at(place) if self.free[place] and not self.tokens[place].digits else None
            if found is None:
                place += 1
                continue
            first, last, severity, reason = found
            yield Span(self.tokens[first].start, self._end(last), Kind.NAME, severity, reason)
            place = last + 1
        for match in _QUOTED.finditer(self.page.text):
            yield Span(*match.span("name"), Kind.NAME, Severity.MEDIUM, Reason.NICKNAME)

    def _end(self, last: int) -> int:
        token = self.tokens[last]
        is_initial = len(token.text) == 1 and token.capital
        return token.end + 1 if is_initial and self.page.text[token.end : token.end + 1] == "." else token.end

    # What a word is by itself

    def registered(self, place: int) -> bool:
        """In the register, also as a possessive."""
        return any(name_key(key) in self.lookups.names for key in _bases(self.page.key(place)))

    def listed(self, place: int, *lists: str) -> bool:
        """In one of the lists of names, also as a possessive."""
        known = [words(name) for name in lists or ("first_names", "surnames", "syllables")]
        return any(key in one for key in _bases(self.page.key(place)) for one in known)

    def word(self, place: int) -> bool:
        """An ordinary word, a shared name, or a place."""
        key = self.page.key(place)
        return key in phrases("public") or is_word(key)

    def _name_at(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        for way in (self._nickname, self._titled, self._named, self._joined, self._registered, self._listed, self._likely):
            found = way(place)
            if found is not None:
                return found
        return None

    # Ways to be a name

    def _nickname(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        token = self.tokens[place]
        if token.key not in NICKNAME_WORDS or not self.page.close(place):
            return None
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if follows is None or follows.digits:
            return None
        is_name = self.registered(place + 1) or self.listed(place + 1)
        sure = token.capital and follows.capital and not token.opens
        if is_name and (follows.capital or follows.key not in vocabulary()) and (token.capital or token.key in KIN or not follows.capital):
            return place, self._run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        if sure and token.key not in phrases("public"):
            return place, self._run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        if token.key in KIN and (follows.capital or not self.word(place + 1)) and follows.key not in PARTICLES:
            return place, self._run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        return None

    def _titled(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        """A name after "mevrouw", "huisarts", "haar zoon"."""
        if not self._after(place, TITLES):
            return None
        first, at = place, place
        while at < len(self.tokens) and self.tokens[at].key in PARTICLES and self.page.close(at) and at - place < 3:
            at += 1
        if at >= len(self.tokens) or self.tokens[at].digits or not self.free[at]:
            return None
        token = self.tokens[at]
        polite = self._after(place, HONORIFICS)
        if self._fits_title(at, polite=polite, linked=at > place):
            return (first if at == place or polite or token.capital else at), self._run(at), Severity.MEDIUM, Reason.NAME_TITLED
        return None

    def _fits_title(self, at: int, *, polite: bool, linked: bool) -> bool:
        token = self.tokens[at]
        if token.capital:
            return token.key not in phrases("public") and (not linked or polite or not self.word(at) or self.listed(at, "surnames"))
        if len(token.text) < 2 or token.key in PARTICLES:
            return False
        if polite:
            return self.listed(at, "surnames") or self.registered(at) or not self.word(at)
        return not linked and (self.listed(at) or self.registered(at)) and token.key not in vocabulary()

    def _after(self, place: int, titles: frozenset[str]) -> bool:
        return self.page.key(place - 1) in titles and self.page.gap(place - 1) in (" ", ". ", ".", "\n", ", ", "\u00a0", "  ", ": ") and (
            self.page.gap(place - 1) not in (", ", ": ") or self.tokens[place].capital
        )

    def _named(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        """A name after "heet", "genaamd", "roepnaam"."""
        token = self.tokens[place]
        if self.page.key(place - 1) not in NAMED or len(token.text) < 2 or token.key in phrases("public"):
            return None
        if token.capital or self.registered(place) or self.listed(place) or not is_word(token.key):
            if token.key in vocabulary() and not token.capital:
                return None
            return place, self._run(place), Severity.MEDIUM, Reason.NAME_TITLED
        return None

    def _joined(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        """A registered name written in two or three pieces, or with its small words."""
        joined = name_key(self.tokens[place].key)
        for last in range(place + 1, min(place + 4, len(self.tokens))):
            if not self.page.close(last - 1) or self.tokens[last].digits:
                return None
            joined += name_key(self.tokens[last].key)
            if len(joined) >= 6 and any(base in self.lookups.names for base in _bases(joined)):
                if all(self.tokens[one].key in vocabulary() and not self.tokens[one].capital for one in range(place, last + 1)):
                    continue
                return self._with_left(place), self._run(last), Severity.MEDIUM, Reason.NAME_REGISTERED
        return None

    def _registered(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        token = self.tokens[place]
        if token.key in PARTICLES:
            return None
        if self.registered(place):
            return self._registered_word(place, token)
        if len(token.key) < 5 or is_word(token.key) or (len(token.key) < 6 and not token.capital):
            return None
        if token.key in phrases("public") or token.key in phrases("places"):
            return None
        if any(self.lookups.is_misspelt_name(key) for key in _bases(token.key)) and not (self.listed(place) and not token.capital):
            return self._with_left(place), self._run(place), Severity.MEDIUM, Reason.NAME_MISSPELT
        return None

    def _registered_word(self, place: int, token: Token) -> tuple[int, int, Severity, Reason] | None:
        doubtful = token.key in vocabulary() or token.key in phrases("public")
        alone = not self._has_company(place)
        if not doubtful or (token.capital and not token.opens) or not alone:
            return self._with_left(place), self._run(place), Severity.MEDIUM, Reason.NAME_REGISTERED
        if token.capital:
            likely = self.page.key(place + 1) in PERSON_VERBS
            return place, place, Severity.MEDIUM if likely else Severity.QUESTION, Reason.NAME_REGISTERED if likely else Reason.NAME_OR_WORD
        if token.key in SUPPORT:
            return None
        return place, place, Severity.QUESTION, Reason.NAME_OR_WORD

    def _has_company(self, place: int) -> bool:
        """Whether another part of a registered name stands beside it."""
        for other, link in ((place - 1, place - 1), (place + 1, place)):
            if 0 <= other < len(self.tokens) and self.page.close(link):
                key = self.tokens[other].key
                if self.registered(other) and key not in SUPPORT or (key in words("first_names") and key not in vocabulary()):
                    return True
        return False

    def _listed(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        token = self.tokens[place]
        if token.key in PARTICLES and not token.capital:
            return None
        if token.key in phrases("public") or (token.key in phrases("places") and not self._beside_name(place)):
            return None
        if token.capital:
            return self._listed_capital(place, token)
        if len(token.key) >= 3 and self.listed(place, "first_names") and not is_word(token.key) and "-" not in token.key:
            return self._with_left(place), self._run(place), Severity.MEDIUM, Reason.NAME_LISTED
        return None

    def _listed_capital(self, place: int, token: Token) -> tuple[int, int, Severity, Reason] | None:
        if not (self.listed(place) or _has_shape(token.key) or any(part in words("first_names") for part in token.key.split("-") if "-" in token.key)):
            return None
        doubtful = token.key in vocabulary() or (not self.listed(place) and is_word(token.key))
        if not doubtful or not token.opens:
            return self._with_left(place), self._run(place), Severity.MEDIUM, Reason.NAME_LISTED
        if self.page.key(place + 1) in PERSON_VERBS or self._beside_name(place):
            return place, self._run(place), Severity.MEDIUM, Reason.NAME_LISTED
        return None

    def _beside_name(self, place: int) -> bool:
        following = place + 1
        if following >= len(self.tokens) or not self.page.close(place):
            return False
        token = self.tokens[following]
        if token.key in PARTICLES and self.page.close(following) and following + 1 < len(self.tokens):
            after = self.tokens[following + 1]
            return after.capital and self.listed(following + 1, "surnames")
        return token.capital and (self.listed(following) or self.registered(following) or not self.word(following))

    def _likely(self, place: int) -> tuple[int, int, Severity, Reason] | None:
        """An unknown word with a capital where a person is to be expected."""
        token = self.tokens[place]
        if not token.capital or len(token.text) < 2 or self.word(place) or token.key in phrases("places"):
            return None
        if token.text.isupper() and len(token.text) <= 5:
            return None
        last = self._run(place)
        after, before = self.page.key(last + 1), self.page.key(place - 1)
        acts = after in PERSON_VERBS and self.page.gap(last) == " "
        owned = re.search(r"['’]s?$", self.page.text[token.start : token.end + 1]) is not None and "'" in token.key
        expected = not token.opens and before in PREPOSITIONS and self.page.close(place - 1)
        if acts or owned or expected or last > place:
            return self._with_left(place), last, Severity.MEDIUM, Reason.NAME_LIKELY
        return None

    # How far a name goes

    def _run(self, place: int) -> int:
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
        if token.key in PARTICLES and not (token.capital and self.registered(place)):
            return self._past_particles(place, capital=capital)
        if token.capital:
            if len(token.text) == 1:
                return 1
            if token.key in phrases("public") or (is_word(token.key) and not self.listed(place) and not self.registered(place)):
                return 0
            return 1
        if token.key in SUPPORT:
            return 0
        if self.registered(place) and (not is_word(token.key) or not capital):
            return 1
        return int(not is_word(token.key) and not capital and self.listed(place))

    def _past_particles(self, place: int, *, capital: bool) -> int:
        at = place
        while at < len(self.tokens) and self.tokens[at].key in PARTICLES and self.page.close(at) and at - place < 3:
            at += 1
        if at == place or at >= len(self.tokens) or self.tokens[at].digits or not self.free[at]:
            return 0
        token = self.tokens[at]
        if token.capital and (len(token.text) == 1 or not self.word(at) or self.listed(at, "surnames")):
            # "Fatma van Celebes" is a name; "Fatma in Leeuwarden" and "Fatma op Schiermonnikoog" are not.
            return 0 if self.tokens[place].key in ("op", "aan", "in", "het", "san") or token.key in phrases("public") else at - place + 1
        if not token.capital and not capital and self.listed(at, "surnames") and self.tokens[place].key in ("van", "de", "der", "den", "el", "vd", "v"):
            return at - place + 1
        return 0

    def _with_left(self, place: int) -> int:
        """First token: small words and "De", "Van", "El" before a family name belong to it."""
        first = place
        while first > 0 and place - first < 3 and self.page.close(first - 1) and self.free[first - 1]:
            token = self.tokens[first - 1]
            if token.key not in PARTICLES or token.key in ("op", "aan", "in", "san", "het"):
                break
            if token.key == "van" and not token.capital and first == place and self.page.key(place) not in WITH_VAN:
                break
            if self.listed(place, "first_names") and not self.listed(place, "surnames") and token.key in ("van", "de", "la", "le", "te"):
                break
            if token.key == "de" and not token.capital and not self.listed(place, "surnames"):
                break
            if token.opens and token.key in ("van", "de") and token.capital and not self.listed(place, "surnames"):
                break
            first -= 1
        return first

    # Initials

    def _initialled(self) -> Iterator[Span]:
        text = self.page.text
        for match in _VDM.finditer(text):
            yield Span(*match.span(), Kind.NAME, Severity.MEDIUM, Reason.NAME_INITIALS)
        for match in _INITIALS.finditer(text):
            found = match.group().rstrip()
            if found in _NO_INITIALS or _NO_INITIAL_AFTER.search(text, max(0, match.start() - 12), match.start()):
                continue
            tail = re.sub(r"^(?:[A-Z][a-z]{0,2}\.[ -]?)+", "", found).strip()
            if tail or found.count(".") >= 2:
                if tail and tail.islower():
                    continue
                yield Span(match.start(), match.start() + len(found), Kind.NAME, Severity.MEDIUM, Reason.NAME_INITIALS)
        for match in _LONE_INITIAL.finditer(text):
            if not _NO_INITIAL_AFTER.search(text, max(0, match.start() - 12), match.start()):
                yield Span(*match.span(), Kind.NAME, Severity.QUESTION, Reason.NAME_INITIALS)


def _has_shape(key: str) -> bool:
    return _SHAPES.match(key) is not None and key not in _NO_SHAPE and not is_word(key)


def _bases(key: str) -> tuple[str, ...]:
    """A word and what it may be the possessive of."""
    if key.endswith("'s"):
        return key, key[:-2]
    if key.endswith("'"):
        return key, key[:-1]
    if key.endswith("s") and len(key) > 3:
        return key, key[:-1]
    return (key,)
