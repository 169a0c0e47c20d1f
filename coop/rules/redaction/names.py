"""Names of people: registered, listed, titled, with initials, nicknames; of every origin, with capitals or without."""

import re
from collections.abc import Iterator

from coop.rules.redaction.initials import initials, lone_initials, small_initials
from coop.rules.redaction.lexicon import is_word, phrases, vocabulary, words
from coop.rules.redaction.lookups import PARTICLES, name_key
from coop.rules.redaction.name_parts import NameReader, bases, has_shape
from coop.rules.redaction.people import (
    KIN,
    NAMED,
    NICKNAME_WORDS,
    PERSON_VERBS,
    PREPOSITIONS,
    SUPPORT,
    TITLES,
    WITH_NAME,
)
from coop.rules.redaction.spans import Kind, Reason, Severity, Span
from coop.rules.redaction.text import Token, fold

_ARTICLES = frozenset("de het een 't deze die dit dat elke ieder geen the a".split())
_ACRONYM = re.compile(r"[A-Z]{2,5}(?:['’]?(?:s|er|ers|en))?")
_QUOTED = re.compile(
    r"\b(?:bijnaam|bijgenaamd|alias|nicknamed|heet\w*|(?:noem\w*|kent|kennen|roept|roepen|calls?|knows?)\s(?:hem|haar|ze|him|her|die)(?:\s(?:als|as))?)"
    r"(?:\s(?:is|was|van))?\s[\"“'‘„](?P<name>[^\"”'’“]{2,30})[\"”'’“]",
    re.IGNORECASE,
)
# Where a name begins and ends (numbers of tokens), how sure, and why.
_Found = tuple[int, int, Severity, Reason]


class NameFinder(NameReader):
    """Tries one way to be a name after another at each word."""

    def spans(self) -> Iterator[Span]:
        """Every name, the surest reading first."""
        # "Kenteken GV 911 D. Dit is …": the D is the plate's.
        yield from (span for span in initials(self.page.text) if self.claims.free(span.start, span.start + 1))
        yield from small_initials(self.page.text, self._is_family)
        place = 0
        while place < len(self.tokens):
            found = self._name_at(place) if self.free[place] and not self.tokens[place].digits else None
            if found is None:
                place += 1
                continue
            first, last, severity, reason = found
            yield Span(self.tokens[self.with_title(first)].start, self.end(last), Kind.NAME, severity, reason)
            place = last + 1
        for match in _QUOTED.finditer(self.page.text):
            yield Span(*match.span("name"), Kind.NAME, Severity.MEDIUM, Reason.NICKNAME)
        yield from lone_initials(self.page.text)

    def _name_at(self, place: int) -> _Found | None:
        for way in (
            self._whole,
            self._nickname,
            self._titled,
            self._named,
            self._joined,
            self._registered,
            self._listed,
            self._likely,
        ):
            found = way(place)
            if found is not None:
                return found
        return None

    def _is_family(self, word: str) -> bool:
        key = fold(word)
        return name_key(key) in self.lookups.names or (key in words("surnames") and not is_word(key))

    # Ways to be a name

    def _whole(self, place: int) -> _Found | None:
        """Two words or more of one registered person beside each other, in any order and without capitals."""
        shared = self.lookups.people.get(name_key(self.tokens[place].key))
        if not shared or self.tokens[place].key in PARTICLES:
            return None
        last, proper, ended = place, 1, place
        while last + 1 < len(self.tokens) and self.page.close(last) and self.free[last + 1]:
            shared &= self.lookups.people.get(name_key(self.page.key(last + 1)), frozenset())
            if not shared:
                break
            last += 1
            if self.page.key(last) not in PARTICLES:
                proper, ended = proper + 1, last
        if proper < 2:
            return None
        return self.with_left(place), self.run(ended), Severity.MEDIUM, Reason.NAME_REGISTERED

    def _nickname(self, place: int) -> _Found | None:
        token = self.tokens[place]
        if token.key not in NICKNAME_WORDS or not self.page.close(place):
            return None
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if follows is None or follows.digits:
            return None
        is_name = self.registered(place + 1) or self.listed(place + 1)
        sure = token.capital and follows.capital and not token.opens
        if is_name and (follows.capital or follows.key not in vocabulary()):
            return place, self.run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        opening = token.opens and token.capital and follows.capital and not self.word(place + 1)
        if (sure or opening) and token.key not in phrases("public"):
            return place, self.run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        if token.key in KIN and (follows.capital or not self.word(place + 1)) and follows.key not in PARTICLES:
            return place, self.run(place + 1), Severity.MEDIUM, Reason.NICKNAME
        return None

    def _titled(self, place: int) -> _Found | None:
        """A name after "mevrouw", "huisarts", "haar zoon"."""
        if not self._after(place, TITLES):
            return None
        first, at = place, place
        while at < len(self.tokens) and self.tokens[at].key in PARTICLES and self.page.close(at) and at - place < 3:
            at += 1
        if at >= len(self.tokens) or self.tokens[at].digits or not self.free[at]:
            return None
        token = self.tokens[at]
        polite = self._after(place, WITH_NAME)
        if self._fits_title(at, polite=polite, linked=at > place):
            return (
                (first if at == place or polite or token.capital else at),
                self.run(at),
                Severity.MEDIUM,
                Reason.NAME_TITLED,
            )
        return None

    def _fits_title(self, at: int, *, polite: bool, linked: bool) -> bool:
        token = self.tokens[at]
        if token.capital:
            return token.key not in phrases("public") and (
                not linked or polite or not self.word(at) or self.listed(at, "surnames")
            )
        if len(token.text) < 2 or token.key in PARTICLES:
            return False
        if polite:
            return self.listed(at, "surnames") or self.registered(at) or not self.word(at)
        return not linked and (self.listed(at) or self.registered(at)) and token.key not in vocabulary()

    def _after(self, place: int, titles: frozenset[str]) -> bool:
        if self.page.key(place - 1) not in titles:
            return False
        gap = self.page.gap(place - 1)
        if gap in (", ", ": "):
            return self.tokens[place].capital
        return self.page.close(place - 1) and not (self.tokens[place].opens and "." in gap)

    def _named(self, place: int) -> _Found | None:
        """A name after "heet", "genaamd", "roepnaam"."""
        token = self.tokens[place]
        if self.page.key(place - 1) not in NAMED or len(token.text) < 2 or token.key in phrases("public") | PARTICLES:
            return None
        if self.page.gap(place - 1) not in (" ", "\u00a0", ": ", "\n", ' "', " '", " “", " ‘") or (
            token.opens and is_word(token.key)
        ):
            return None
        if token.capital or self.registered(place) or self.listed(place) or not is_word(token.key):
            if token.key in vocabulary() and not token.capital:
                return None
            return place, self.run(place), Severity.MEDIUM, Reason.NAME_TITLED
        return None

    def _joined(self, place: int) -> _Found | None:
        """A registered name written in two or three pieces, or with its small words."""
        joined = name_key(self.tokens[place].key)
        if joined not in self.lookups.name_heads:
            return None
        for last in range(place + 1, min(place + 4, len(self.tokens))):
            if not self.page.close(last - 1) or self.tokens[last].digits:
                return None
            joined += name_key(self.tokens[last].key)
            if len(joined) >= 6 and any(base in self.lookups.names for base in bases(joined)):
                if all(
                    self.tokens[one].key in vocabulary() and not self.tokens[one].capital
                    for one in range(place, last + 1)
                ):
                    continue
                return self.with_left(place), self.run(last), Severity.MEDIUM, Reason.NAME_REGISTERED
        return None

    def _registered(self, place: int) -> _Found | None:
        token = self.tokens[place]
        if token.key in PARTICLES:
            return None
        if self.registered(place):
            return self._registered_word(place, token)
        if len(token.key) < 5 or is_word(token.key) or (len(token.key) < 6 and not token.capital):
            return None
        if token.key in phrases("public") or token.key in phrases("places"):
            return None
        if any(self.lookups.is_misspelt_name(key) for key in bases(token.key)) and not (
            self.listed(place) and not token.capital
        ):
            return self.with_left(place), self.run(place), Severity.MEDIUM, Reason.NAME_MISSPELT
        return None

    def _registered_word(self, place: int, token: Token) -> _Found | None:
        if token.key in SUPPORT and not token.capital:
            return None
        doubtful = token.key in vocabulary() or token.key in phrases("public")
        alone = not self._has_company(place)
        if not doubtful or (token.capital and not token.opens) or not alone:
            return self.with_left(place), self.run(place), Severity.MEDIUM, Reason.NAME_REGISTERED
        if token.capital:
            likely = self.page.key(place + 1) in PERSON_VERBS
            return (
                place,
                place,
                Severity.MEDIUM if likely else Severity.QUESTION,
                Reason.NAME_REGISTERED if likely else Reason.NAME_OR_WORD,
            )
        return place, place, Severity.QUESTION, Reason.NAME_OR_WORD

    def _has_company(self, place: int) -> bool:
        """Whether an initial or another part of a registered name stands beside it."""
        if place and len(self.tokens[place - 1].text) == 1 and self.page.gap(place - 1) in (".", ". "):
            return True
        for other, link in ((place - 1, place - 1), (place + 1, place)):
            if 0 <= other < len(self.tokens) and self.page.close(link):
                key = self.tokens[other].key
                if (self.registered(other) and key not in SUPPORT) or (
                    key in words("first_names") and key not in vocabulary()
                ):
                    return True
        return False

    def _listed(self, place: int) -> _Found | None:
        token = self.tokens[place]
        if token.key in PARTICLES and not token.capital:
            return None
        if token.key in phrases("public") or (token.key in phrases("places") and not self._beside_name(place)):
            return None
        if token.capital:
            return self._listed_capital(place, token)
        if self.page.key(place - 1) in _ARTICLES:
            return None
        if (
            len(token.key) >= 3
            and self.listed(place, "first_names")
            and not is_word(token.key)
            and "-" not in token.key
        ):
            return self.with_left(place), self.run(place), Severity.MEDIUM, Reason.NAME_LISTED
        return None

    def _listed_capital(self, place: int, token: Token) -> _Found | None:
        if not (
            self.listed(place)
            or has_shape(token.key)
            or any(part in words("first_names") for part in token.key.split("-") if "-" in token.key)
        ):
            return None
        doubtful = token.key in vocabulary() or (not self.listed(place) and is_word(token.key))
        if not doubtful or not token.opens:
            return self.with_left(place), self.run(place), Severity.MEDIUM, Reason.NAME_LISTED
        acts = (
            self.page.key(place + 1) in PERSON_VERBS and self.listed(place, "first_names") and token.key not in SUPPORT
        )
        if acts or self._beside_name(place):
            return place, self.run(place), Severity.MEDIUM, Reason.NAME_LISTED
        return None

    def _beside_name(self, place: int) -> bool:
        following = place + 1
        if following >= len(self.tokens) or not self.page.close(place):
            return False
        token = self.tokens[following]
        if token.key in PARTICLES and self.page.close(following) and following + 1 < len(self.tokens):
            after = self.tokens[following + 1]
            return after.capital and self.listed(following + 1, "surnames")
        # "Haar BIG-registratie": what begins with two capitals is rather an abbreviation.
        unknown = not self.word(following) and not token.text[:2].isupper()
        return token.capital and (self.listed(following) or self.registered(following) or unknown)

    def _likely_small(self, place: int) -> _Found | None:
        """The same in a sentence typed without capitals: then only a question."""
        token = self.tokens[place]
        if (
            token.opens
            or len(token.key) < 4
            or self.careful[place]
            or self.word(place)
            or token.key in phrases("places")
        ):
            return None
        if self.page.key(place - 1) in PREPOSITIONS or self.page.key(place + 1) in PERSON_VERBS:
            return place, place, Severity.QUESTION, Reason.NAME_LIKELY
        return None

    def _likely(self, place: int) -> _Found | None:
        """An unknown word with a capital where a person is to be expected."""
        token = self.tokens[place]
        if not token.capital:
            return self._likely_small(place)
        if (
            token.capital
            and self.page.key(place - 1) in ("der", "den")
            and self.page.key(place - 2) in ("van", "v", "von")
            and self.page.close(place - 1)
        ):
            return place - 2, self.run(place), Severity.MEDIUM, Reason.NAME_LIKELY
        if not token.capital or len(token.text) < 2 or self.word(place) or token.key in phrases("places"):
            return None
        if _ACRONYM.fullmatch(token.text):
            return None
        last = self.run(place)
        after, before = self.page.key(last + 1), self.page.key(place - 1)
        acts = after in PERSON_VERBS and self.page.gap(last) == " "
        owned = re.search(r"['’]s?$", self.page.text[token.start : token.end + 1]) is not None and "'" in token.key
        expected = not token.opens and before in PREPOSITIONS and self.page.close(place - 1)
        if acts or owned or expected or last > place:
            return self.with_left(place), last, Severity.MEDIUM, Reason.NAME_LIKELY
        return None
