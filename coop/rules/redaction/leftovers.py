"""What nothing else explained: capitals inside a sentence and digits. Never more than a question."""

import re
from collections.abc import Iterator

from coop.rules.redaction.lexicon import ends_in_word, is_word, phrases
from coop.rules.redaction.people import TITLES
from coop.rules.redaction.spans import Claims, Kind, Reason, Severity, Span
from coop.rules.redaction.text import ABBREVIATIONS, Page, Token, fold

_NUMBER = re.compile(r"(?<!\w)[+\-]?\d[\d.,:/\-]*\d|\d+")
_UNIT_AFTER = re.compile(
    r"\s?(?:%|‰|°|procent(?:punt(?:en)?)?\b|percent\b|per\s|euro\b|eur\b|cent\b|uur\b|u\b|min\b|minuten\b|minuut\b|seconden\b|(?:werk)?dag(?:en|deel|delen)?\b|we(?:ek|ken)\b|maand(?:en)?\b|jaar\b|keer\b|maal\b|x\b|×|"
    r"km\b|m2\b|m²|meter\b|kilometer\b|kilo\b|kg\b|gram\b|liter\b|cm\b|kwh\b|graden\b|punten\b|stuks\b|woorden\b|pagina'?s\b|plekken\b|plaatsen\b|dagdelen\b|fte\b|"
    r"\w*(?:aanvragen|meldingen|gesprekken|bezoeken|huisbezoeken|bijeenkomsten|afspraken|formulieren|brieven|uren|lessen|stappen|sessies|exemplaren|deelnemers|vrijwilligers|bezoekers|leden)\b|"
    r"hours?\b|minutes?\b|days?\b|weeks?\b|months?\b|years?\b|times?\b|percent\b|euros?\b|miles?\b)",
    re.IGNORECASE,
)
_MANY_PEOPLE = re.compile(
    r"\s(?:\w+\s)?(?:mensen|personen|gezinnen|huishoudens|bewoners|inwoners|kinderen|jongeren|ouderen|huizen|woningen|people|residents|households|families|children)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(r"\s(?:\w+e\s)?[a-zà-ÿ]{3,}(?:en|s)\b")
_UNIT_BEFORE = re.compile(
    r"(?:€|\$|£|§|euro|toezegging|vraag|doel|deel|tabel|figuur|actie|week|kwartaal|thema|onderdeel|ronde|artikel|art\.|lid|hoofdstuk|paragraaf|bijlage|pagina|blz\.|fase|stap|punt|versie|nota|level|niveau|om|tot|rond|vanaf|voor|covid-|nt|a|graag een|cijfer|een|regel|tafel|schaal|spreker|norm|caseload:|balie|parkeervak|loket)\s?$",
    re.IGNORECASE,
)
_ONWARD = re.compile(r"\s(?:naar|tot|of|à|a|en|to|or)\s\d[\d.,]*")
_OUT_OF = re.compile(r"\s(?:van de|op de|out of|of the)\s\d+")
_OUT_OF_BEFORE = re.compile(r"\d\s(?:van de|op de|out of|of the)\s$")
_ANYBODY = re.compile(
    r"\s(?:mensen|personen|bewoners|huishoudens|gezinnen|people|persons|residents|households|families)\b"
)
_ACRONYM = re.compile(r"([A-Z]{2,6})['’]?(?:s|er|ers|en)?")
_THIS_CENTURY = re.compile(r"20\d\d(?:[-/–](?:20)?\d\d)?")
_SERVICE = re.compile(r"0[89]00")
_POSSESSIVE = re.compile(r"(?:'s|s|')$")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[-–](?:[01]?\d|2[0-4])[.:][0-5]\d)?$|24/7$")
_ORDINAL = re.compile(
    r"(?:e|ste|de|st|nd|rd|th)\s(?:keer|maal|lijn|lijns\w*|week|maand|kwartaal|time|jaars\w*|graads|verdieping|instantie|helft)\b"
)
_AT_THE = re.compile(r"\b(?:in|op|naar|bij|van|uit|aan|voor|via)\s(?P<article>(?:het|'t|’t)\s)$", re.IGNORECASE)
_TELLS_US = re.compile(
    r"\s(?:belde|mailde|appte|antwoordde|meldde|schreef|stuurde|liet|wil|wilde)\s(?:ons|mij|hem|dat|over|om|terug|af|weten|niet)\b"
)
_NOBODY = frozenset(
    "ik hij zij ze wij we jij je u jullie iemand niemand iedereen men wie die dat dit wat politie gemeente wijkteam team "
    "toen daarna later gisteren vandaag nu vanmorgen vanmiddag ook zo alleen".split()
)
_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*[-*•]?[ \t]*$")


def capitals(page: Page, claims: Claims) -> Iterator[Span]:
    """Words with a capital that are no name we know, no word everybody shares and not the first of a sentence.

    A first word is asked about when it is no word of the language at all.
    """
    begin: Token | None = None
    last: Token | None = None
    for token in [*page.tokens, None]:
        asked = token is not None and _is_asked(page, token) and claims.free(token.start, token.end)
        if (
            asked
            and token is not None
            and begin is not None
            and last is not None
            and page.text[last.end : token.start] in (" ", "-")
        ):
            last = token
            continue
        if begin is not None and last is not None:
            yield _asked_span(page, begin, last)
        begin, last = (token, token) if asked else (None, None)


def _asked_span(page: Page, begin: Token, last: Token) -> Span:
    """People have no article and write no "Kompas belde ons": that is an institution called by its name alone."""
    article = _AT_THE.search(page.text, max(0, begin.start - 12), begin.start)
    if article or _TELLS_US.match(page.text, last.end):
        start = article.start("article") if article else begin.start
        return Span(start, last.end, Kind.INSTITUTION, Severity.QUESTION, Reason.INSTITUTION)
    return Span(begin.start, last.end, Kind.CAPITAL, Severity.QUESTION, Reason.CAPITAL)


def _is_asked(page: Page, token: Token) -> bool:
    if not token.capital or token.digits or _is_shared(token):
        return False
    key = token.key
    if len(token.text) == 1:
        return page.text[token.end : token.end + 1] == "." and not token.opens
    if token.opens and _TELLS_US.match(page.text, token.end) and key not in TITLES | _NOBODY:
        return True
    if token.opens:
        return key not in ABBREVIATIONS and not is_word(key) and not token.text.isupper() and not ends_in_word(key)
    if _in_shared_phrase(page, token):
        return False
    # A known word at the head of a line or before a colon is rather the label of a form, or the line of a letter.
    heads = page.text[token.start - 1 : token.start] == "\n" or page.text[token.end : token.end + 2] == ": "
    if heads and is_word(key):
        return False
    return not (token.text.isupper() and len(token.text) <= 4 and is_word(key))


def _is_shared(token: Token) -> bool:
    """Whether everybody shares the word, also in "Wmo-aanvraag", "ZZP'ers" and "AGB-code"."""
    shared, parts = phrases("public"), token.key.split("-")
    acronym = _ACRONYM.fullmatch(token.text)
    if token.key in shared or _POSSESSIVE.sub("", token.key) in shared or (acronym and fold(acronym[1]) in shared):
        return True
    if len(parts) == 1:
        return False
    is_compound = any(len(part) > 3 and is_word(part) for part in parts) and any(len(part) < 4 for part in parts)
    return is_compound or any(part in shared for part in parts)


def _in_shared_phrase(page: Page, token: Token) -> bool:
    """Whether the word is part of a shared name of several words, such as "Raad voor de Kinderbescherming"."""
    window = fold(page.text[max(0, token.start - 40) : token.end + 40]).replace("\n", " ")
    return any(phrase in window for phrase in _by_word().get(token.key, ()))


_WORDS: dict[str, tuple[str, ...]] = {}


def _by_word() -> dict[str, tuple[str, ...]]:
    if not _WORDS:
        found: dict[str, list[str]] = {}
        for phrase in phrases("public"):
            if " " in phrase:
                for word in phrase.split():
                    found.setdefault(word, []).append(phrase)
        _WORDS.update({word: tuple(sorted(ones)) for word, ones in found.items()})
    return _WORDS


def numbers(page: Page, claims: Claims, *, every_digit: bool) -> Iterator[Span]:
    """Digits nobody claimed. Amounts, durations, hours and large counts say nothing, unless every digit is asked for."""
    told = 0
    for match in _NUMBER.finditer(page.text):
        start, end = match.span()
        # The second digit of "a1b2" belongs to a mark that was made already.
        if start < told:
            continue
        # Of a number that is partly claimed ("0/0 Streetname") the rest is asked about too when every digit is.
        if not every_digit and not claims.free(start, end):
            continue
        if every_digit or not _is_explained(page.text, start, end):
            start, told = _whole(page.text, start, end)
            yield Span(start, told, Kind.NUMBER, Severity.QUESTION, Reason.NUMBER)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The digits with the letters that are glued to them."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _is_explained(text: str, start: int, end: int) -> bool:
    number = text[start:end]
    # The year of a report; a year of birth was found before.
    if _THIS_CENTURY.fullmatch(number):
        return True
    if _SERVICE.match(number) or _CLOCK.match(number) or _UNIT_AFTER.match(text, end) or _ORDINAL.match(text, end):
        return True
    if _UNIT_BEFORE.search(text, max(0, start - 14), start) or _LIST_MARK.search(text[max(0, start - 12) : start]):
        return True
    onward = _ONWARD.match(text, end)
    if onward and _UNIT_AFTER.match(text, onward.end()):
        return True
    if _OUT_OF.match(text, end) or _OUT_OF_BEFORE.search(text, max(0, start - 10), start):
        return True
    count = int(re.sub(r"\D", "", number)[:6])
    if count >= 5 and _ANYBODY.match(text, end):
        return True
    return count >= 10 and (_THINGS.match(text, end) is not None or _MANY_PEOPLE.match(text, end) is not None)
