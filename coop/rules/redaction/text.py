"""A text as the detectors read it: words with their place, folded for looking up, and where sentences begin."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_TOKEN = re.compile(rf"{LETTERS}(?:['’`´ʼ‘\-\u2010\u2011]{LETTERS})*|\d+")
_SPECIAL = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ĳ": "ij"}
    | dict.fromkeys("’`´ʼ‘", "'")
    | dict.fromkeys("\u2010\u2011", "-")
)
ABBREVIATIONS = frozenset(
    "mevr mw dhr hr mr mrs ms dr drs ir ing prof ds st mej fam jl a.s bijv resp tel nr no str ln pln burg v d vd jhr pr "
    "geb ca gr afw aanw incl evt enz mgr past kon wed".split()
)
_BETWEEN = " \t\u00a0\"'“”„‘’«»()[]*_•-–—>"


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, without accents: how two spellings of one word are compared."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_SPECIAL))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_SPECIAL)


@dataclass(slots=True)
class Token:
    """A word or a row of digits."""

    start: int
    end: int
    text: str
    key: str
    capital: bool
    opens: bool
    """First word of a sentence."""
    digits: bool


class Page:
    """A text with its tokens."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self._shouted = _shouted_ranges(text)
        for match in _TOKEN.finditer(text):
            self._append(match.start(), match.end(), match.group())
        self._close = [_is_close(self.gap(place)) for place in range(len(self.tokens))]

    def _append(self, start: int, end: int, word: str) -> None:
        digits = word[0].isdigit()
        capital = word[0].isupper() and not digits and not self._is_shouted(start)
        self.tokens.append(Token(start, end, word, fold(word), capital, self._opens(start), digits))

    def _is_shouted(self, place: int) -> bool:
        return any(start <= place < end for start, end in self._shouted)

    def _opens(self, start: int) -> bool:
        place = start - 1
        while place >= 0 and _is_between(self.text[place]):
            place -= 1
        # "[14:02] Jij: …" is a line of a chat; two blanks stand between the lines of a scanned letter.
        if place < 0 or self.text[max(0, start - 2) : start] in ("] ", "  "):
            return True
        sign = self.text[place]
        if sign in "!?:…|":
            return True
        # Between the boxes of a form: "Naam: … / Adres: …".
        if sign == "/" and self.text[place - 1 : place + 2] == " / ":
            return True
        if sign in "\r\n":
            # The mark of a list stands between, or the line before had come to its end.
            return self.text[place + 1 : start].strip(" \t\"'“”‘’(") != "" or self._ended(place)
        return sign == "." and not self._is_abbreviation()

    def _ended(self, line_end: int) -> bool:
        place = line_end - 1
        while place >= 0 and self.text[place] in " \t\r":
            place -= 1
        return place < 0 or not (self.text[place].isalnum() or self.text[place] == ",")

    def _is_abbreviation(self) -> bool:
        if not self.tokens:
            return False
        last = self.tokens[-1]
        return last.key in ABBREVIATIONS or (len(last.text) == 1 and last.text.isalpha())

    def gap(self, place: int) -> str:
        """What stands between token `place` and the next one."""
        if place < 0 or place + 1 >= len(self.tokens):
            return "\n"
        return self.text[self.tokens[place].end : self.tokens[place + 1].start]

    def close(self, place: int) -> bool:
        """Whether the next token follows after at most a blank, a line break, a hyphen or an abbreviating dot."""
        return 0 <= place < len(self._close) and self._close[place]

    def key(self, place: int) -> str:
        """Folded word at a place; empty outside the text."""
        return self.tokens[place].key if 0 <= place < len(self.tokens) else ""

    def word_end(self, start: int, *, within: int = 160) -> int:
        """End of the clause that `start` stands in: the next comma, stop or line break."""
        match = _CLAUSE_END.search(self.text, start, min(len(self.text), start + within))
        return match.start() if match else min(len(self.text), start + within)


_CLAUSE_END = re.compile(r"[,;:!?\n]|\.(?=\s|$)")
_CLOSE = re.compile(r"\.?[ \t\u00a0]{0,2}\r?\n?[ \t\u00a0]*[-'’‘`]?\Z")


def _is_between(sign: str) -> bool:
    # Pictures and other signs of their own stand beside a sentence, not in it.
    return sign in _BETWEEN or (sign > "\u2030" and not sign.isalnum())


@lru_cache(maxsize=512)
def _is_close(gap: str) -> bool:
    return len(gap) < 12 and _CLOSE.match(gap) is not None


def _shouted_ranges(text: str) -> list[tuple[int, int]]:
    """Lines in capitals only: there a capital says nothing."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        letters = [sign for sign in line if sign.isalpha()]
        if len(letters) > 14 and sum(sign.isupper() for sign in letters) > 0.75 * len(letters):
            found.append((start, start + len(line)))
        start += len(line)
    return found
