"""Addresses in all spellings, streets with and without a number, places."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coop.rules.redaction.dates import NUMBER_WORD
from coop.rules.redaction.lexicon import is_word, phrases, vocabulary, words
from coop.rules.redaction.lookups import Lookups
from coop.rules.redaction.spans import Kind, Reason, Severity, Span
from coop.rules.redaction.text import Page, Token, fold

_ADDITION = (
    r"(?:,?[ ](?:op[ ])?(?:de[ ])?(?:\d{1,2}(?:e|de|ste)|eerste|tweede|derde|vierde|vijfde)[ ](?:verd(?:ieping)?\b\.?|etage|et\.|woonlaag)(?:[ ](?:links|rechts|achter|voor))?|[ ]2de(?!\w)|(?:,[ ])?(?:\d|[IVX]{1,4}|een|één|twee|drie|vier)[ -]?hoog(?!\w)|[ ]?[-/]?[ ]?(?:(?:achter|voor|links|rechts|midden)(?=[,.;:!?)]|$)|bis|hs|huis|rd|rood|zwart|zw|boven|beneden|bov|ben|bel-etage|souterrain|sous|bg|vl|(?:\d|[IVX]{1,4})[ -]?hoog|[IVX]{1,4}(?!\w)|1e|2e|3e)(?!\w)|"
    # A blank and a capital with a dot is rather an initial: "Dorpsstraat 12 A. de Vries".
    r"[-/ ]?[A-Za-z]\d{1,3}(?!\w)|(?:[-/]?[A-Za-z]|[ ](?-i:[a-z]))(?!\w|/m\s|['’]\w|\.\w)(?: ?\d{1,3}(?!\w))?|[ ][A-Za-z](?![\w'’.]|/m\s)(?: ?\d{1,3}(?!\w))?|[-/]\d{1,4}(?!\d))"
)
NUMBER = rf"(?:\d(?: \d){{1,3}}(?! ?[A-Za-z]{{2}}\b)(?!\d)|\d{{1,5}})(?!\d|[.:,]\d|\s?(?:uur|%|euro))(?:{_ADDITION}){{0,2}}(?:\s?(?:en|t/m|&|tot(?:\sen\smet)?)\s\d{{1,4}}[a-zA-Z]?(?!\w))?"
# Of a quay or canal: "Emmakade N.Z. 59".
_SIDE = r"(?:[nzow]\.?z\.?|(?:noord|zuid|oost|west)zijde)"
_AFTER_STREET = re.compile(
    rf"[ \t\u00a0]*\.?,?[ \t\u00a0]*(?:{_SIDE}\s)?(?:(?:op\s)?(?:huis)?(?:nummer|nr\.?|no\.?|number|#)\s?)?(?P<number>{NUMBER})|[ \t]*\.?,?[ \t\u00a0]*\r?\n?(?P<bare>{NUMBER})|\s(?P<word>(?!een\b){NUMBER_WORD})(?=[.,;:!?)/”\"'’]|$|\s(?:is|was|in|te|en|of|op|aan|woont|woonde|wonen|huurt|huren|heeft|hebben|belde|stond|staat|bij|had|kwam|kreeg|"
    r"werd|wordt|klopte|ging|lag|met|naast|boven|onder|tegen|waar|die|niet|om|van|hij|zij|ze|wij|er|voor)\b)",
    re.IGNORECASE,
)
_BEFORE_STREET = re.compile(r"(?<![\w,.])\d{1,4}[A-Za-z]?,? $")
_ORDINAL_BEFORE = re.compile(r"(?<!\w)\d{1,2}(?:e|ste|de) $")
_ENDINGS = (
    "straat straatje strjitte str laan loane plein pleintje weg wei kade gracht steeg singel plantsoen dreef dijk hof pad boulevard wal markt "
    "kamp park baan ring oord hoek veld erf akker haven burg horst weide street road avenue lane square"
).split()
_SURE = tuple("straat straatje strjitte laan loane plein gracht steeg singel plantsoen kade dreef".split())
_SHORT = re.compile(r"^[^\W\d_]{3,}(?:strt?|ln|pln?|plnts|sngl|sgl|blvd|wg|kd|dk)$")
_SPLIT_OFF = frozenset(
    "st str ln pln plein straat laan weg kade gracht singel plantsoen dijk hof street road avenue lane square".split()
)
_COMMON_STREETS = frozenset(
    "straat laan plein weg kade gracht steeg singel plantsoen dreef winkelstraat woonstraat zijstraat achterstraat dorpsplein schoolplein werkplein speelplein "
    "marktplein buurtplein doodlopende eenrichtingsstraat straatje pleintje fietsstraat hofje winkelplein parkeerplein dorpsstraat hoofdstraat "
    "leefstraat speelstraat gevangenisstraat vrijheidsstraf taakstraf leefstraten woonstraten ringweg snelweg autoweg omweg onderweg halverwege "
    "overweg uitweg hogeschool ventweg rijksweg landweg bosweg vanwege luchthaven speelveld voetbalveld sportveld grasveld middenveld werkveld "
    "woonwagenkamp zomerkamp kinderkamp vakantiepark speelpark stadspark wijkpark rijbaan startbaan loopbaan ijsbaan kantoorbaan supermarkt "
    "arbeidsmarkt woningmarkt rommelmarkt kerstmarkt buurtmarkt weekmarkt huizenmarkt bijbaan schoolplein voetpad fietspad zebrapad stappenpad "
    "pad wal markt kamp park baan ring oord hoek veld erf akker haven burg horst weide wei hof dijk beroepshof gerechtshof streetwork".split()
)
_LEAD = frozenset(
    "van de der den het 't ten ter op aan 's v d v.d sint st burgemeester burg professor prof dokter dr mgr monseigneur pastoor koningin koning prins "
    "prinses generaal admiraal jan piet oude nieuwe grote kleine lange korte eerste tweede derde noorder zuider ooster wester hoge lage 1e 2e 3e".split()
)
# "Oude Gracht 3" at the beginning of a sentence.
_BIG_AND_OLD = frozenset("oude nieuwe grote kleine lange korte hoge lage eerste tweede derde".split())
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_HOUSE = re.compile(
    rf"(?<![\w\-])(?P<whole>(?:huisnummer|nummer|nr\.?|number|no\.|flat|appartement|appt?\.?|kamer|unit|woning|portiek|huisnr\.?|perceel|apartment)\s(?P<number>\d{{1,4}}(?:{_ADDITION})?))(?!\w|[.,]\d|-\d\d|\s(?:keer|uur|(?:op|in|van) de (?:\d|lijst|agenda|rij|reeks|top|ranglijst)))",
    re.IGNORECASE,
)
_HOUSE_WORD = re.compile(
    rf"\b(?P<whole>(?:huisnummer|op nummer|van nummer|nummer(?:tje)?|at number)\s{NUMBER_WORD})\b(?!\sop)",
    re.IGNORECASE,
)
# "Drie hoog achter", "op 2-hoog".
_HIGH_UP = re.compile(
    r"\b(?P<whole>(?:\d{1,2}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)[ -]?hoog(?:[ -](?:achter|voor|links|rechts|midden))?)\b"
    r"(?!\s(?:water|niveau|tempo|op))",
    re.IGNORECASE,
)
# "2e verdieping rechts", "woont op de derde etage": a lift goes to the third floor too.
_FLOOR = re.compile(
    r"\b(?P<whole>(?:begane grond|(?:\d{1,2}(?:e|de|ste)|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende)\s(?:verd(?:ieping)?\b\.?|etage|woonlaag))\s(?:links|rechts|achter|voor))\b|"
    r"\b(?:woont|woon|wonen|woonde)\s(?:nu\s)?(?:op\s)?(?:de\s)?(?P<lives>begane grond|(?:\d{1,2}(?:e|de|ste)|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende)\s(?:verd(?:ieping)?\b\.?|etage|woonlaag))|"
    # "Op 14-II".
    r"\b(?:op|van|naar|bij)\s(?P<stair>\d{1,4}[-\s]?(?:(?-i:I{1,3}|IV)|hs|bis|huis|rood|zwart))(?!\w)|"
    # A building by its name: "flat Zuiderkroon 44".
    r"\b(?:flat|flatgebouw|complex|woonwagen|woonboot|residentie|serviceflat|aanleunwoning)\s(?P<named>(?-i:[A-Z])[\w'’\-]+(?:\s(?-i:[A-Z])[\w'’\-]+)?,?\s(?:nr\.?\s|nummer\s)?\d{1,4}[a-z]?)(?!\w|[.,]\d)",
    re.IGNORECASE,
)
# "Eerst nummer vijf en nu eenentwintig".
_AND_HOUSE = re.compile(
    rf"\b(?:op|van|nummer|nr\.?)\s(?:nummer\s|nr\.?\s)?(?:\d{{1,4}}[a-z]?|{NUMBER_WORD}),?\s(?:en|of|naar)\s(?:nu|later|toen|daarna|ook|vroeger|op|nummer|nr\.?)\s(?:op\s|nummer\s|nr\.?\s)?(?P<other>\d{{1,4}}[a-z]?|(?!een\b){NUMBER_WORD})(?!\w|\s(?:keer|uur|jaar|dagen|mensen|euro))",
    re.IGNORECASE,
)
_LIVES_AT = re.compile(
    rf"\b(?:woont|woonde|wonen|woonachtig|adres|verhuisde|verhuist|gevestigd|lives|lived|living)\b(?:\s(?:nu|sinds|kort|is|op|aan|in|naar|bij|het|de|at|on|to|:|adres)\b)*\s"
    rf"(?P<place>[^\W\d_][\w'’.\-]+(?:\s[^\W\d_][\w'’.\-]+){{0,3}}\s{NUMBER})(?!\w|\s(?:jaar|maanden|weken|dagen|kinderen|mensen|honden|katten|keer|uur|years|months))",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:[Aa]an|[Oo]p|[Nn]aar|[Vv]an|[Ii]n|[Bb]ij|[Tt]e|[Tt]egenover|at|on)\s(?:(?:de|het|the)\s)?(?P<place>(?:'t\s)?(?P<first>[A-Z][\w'’\-]+)(?:\s(?:de|van|der|den|het)(?=\s[A-Z])|\s[A-Z][\w'’\-]+){0,4}\s"
    rf"{NUMBER})(?!\w|[-/]\d|\s(?:procent|euro|jaar|uur|keer|kinderen|mensen|weken|dagen|maanden|gezinnen|{_MONTHS}))"
)
_NO_STREET = frozenset(
    "groep klas fase stap week artikel kamer toezegging vraag punt team bijlage hoofdstuk doel deel zaal lokaal lijn bus tram niveau versie "
    "tabel figuur actie thema categorie ronde dag maand kwartaal januari februari maart april mei juni juli augustus september oktober november december windows covid corona".split()
)
_POSTBUS = re.compile(r"\b(?:postbus|antwoordnummer|po box|p\.o\. box)\s\d{1,6}\b", re.IGNORECASE)


def addresses(page: Page, lookups: Lookups) -> Iterator[Span]:
    """Streets, with the house number that follows."""
    place = 0
    while place < len(page.tokens):
        found = _listed(page, place, lookups) or _shaped(page, place)
        if found is None:
            place += 1
            continue
        first, last, reason, severity = found
        start, end = page.tokens[first].start, page.tokens[last].end
        end, has_number = _with_number(page.text, end)
        ordinal = _ORDINAL_BEFORE.search(page.text, max(0, start - 6), start)
        start = ordinal.start() if ordinal else start
        while start > 0 and page.text[start - 1].isdigit():
            start -= 1
        before = _BEFORE_STREET.search(page.text, max(0, start - 7), start)
        if before and not has_number:
            start, has_number = before.start(), True
        yield Span(
            start,
            end,
            Kind.ADDRESS,
            Severity.HIGH if has_number else severity,
            Reason.ADDRESS if has_number else reason,
        )
        while place < len(page.tokens) and page.tokens[place].start < end:
            place += 1


_Found = tuple[int, int, Reason, Severity]


def _listed(page: Page, place: int, lookups: Lookups) -> _Found | None:
    if not lookups.streets:
        return None
    best = _longest(page, place, lookups)
    if best is not None:
        return place, best, Reason.STREET_LISTED, Severity.MEDIUM
    token = page.tokens[place]
    misspelt = len(token.key) >= 8 and not token.digits and lookups.is_misspelt_street(token.key)
    stem = token.capital and token.key in lookups.stems and page.key(place - 1) in ("de", "het", "'t", "straat", "laan")
    if stem or (misspelt and token.key not in vocabulary()):
        return place, place, Reason.STREET_LISTED, Severity.MEDIUM
    return None


def _longest(page: Page, place: int, lookups: Lookups) -> int | None:
    """Last token of the longest listed street that begins here, however it was cut into pieces."""
    joined, best = "", None
    for last in range(place, min(place + 6, len(page.tokens))):
        if last > place and not page.close(last - 1):
            break
        joined += page.tokens[last].key.replace("'", "").replace("-", "")
        if joined not in lookups.street_heads:
            break
        if joined in lookups.streets:
            best = last
    return best


def _with_number(text: str, end: int) -> tuple[int, bool]:
    match = _AFTER_STREET.match(text, end)
    if match is None:
        return end, False
    return match.end(), True


def _shaped(page: Page, place: int) -> _Found | None:
    """A word that looks like a street: "Celebesstraat", "celebesstr 14", "Jan van Galenstraat", "Celebes straat 3"."""
    token = page.tokens[place]
    if token.digits:
        return None
    if not _may_be_street(token.key):
        return None
    number = _AFTER_STREET.match(page.text, token.end) is not None
    if not _is_street_word(page, place, number=number):
        return None
    first = _lead(page, place)
    if first == place and fold(token.text) in _ENDINGS:
        return None
    return first, place, Reason.STREET, Severity.MEDIUM


@lru_cache(maxsize=20_000)
def _may_be_street(key: str) -> bool:
    plain = key.replace("-", "").replace("'", "")
    return plain in _ENDINGS or plain in _SPLIT_OFF or _ending(plain) is not None or _SHORT.match(plain) is not None


def _is_street_word(page: Page, place: int, *, number: bool) -> bool:
    token = page.tokens[place]
    key = token.key.replace("-", "").replace("'", "")
    if key in _SPLIT_OFF:
        before = page.tokens[place - 1] if place else None
        return (
            before is not None and page.gap(place - 1) in (" ", "-", "\u00a0") and not before.digits and len(before.text) > 2
            and (before.capital or number) and not is_word(before.key) and (number or token.capital or key != "st")
        )  # fmt: skip
    if _SHORT.match(key) and not is_word(key):
        return token.capital or number
    ending = _ending(key)
    if ending is None:
        return False
    if key in _COMMON_STREETS or token.key.split("-")[-1] in _COMMON_STREETS:
        return number and (token.capital or ending in _SURE)
    if ending in _SURE:
        return token.capital or number or not is_word(key)
    if token.capital and not token.opens:
        return number or (
            not is_word(key)
            and ending in ("weg", "dijk", "hof", "pad", "boulevard", "wei")
            and not _is_titled(page, place)
        )
    return number and not is_word(key)


@lru_cache(maxsize=20_000)
def _ending(key: str) -> str | None:
    return next((one for one in _ENDINGS if key.endswith(one) and len(key) >= len(one) + 3), None)


def _is_titled(page: Page, place: int) -> bool:
    return page.key(place - 1) in ("mevrouw", "mevr", "mw", "meneer", "heer", "dhr", "van", "familie", "fam")


def _lead(page: Page, place: int) -> int:
    """First word of a street of several words: titles, given names and the small words between them."""
    first, at = place, place - 1
    while at >= 0 and place - at <= 5 and page.close(at):
        token = page.tokens[at]
        if page.tokens[first].key in _SPLIT_OFF:
            first = at
        elif token.capital and not (token.opens and (is_word(token.key) or token.key in ("de", "het"))):
            first = at if _may_lead(token) else first
        elif token.opens and token.key in _BIG_AND_OLD and page.tokens[place].capital:
            first = at
        elif not token.capital and token.key not in _LEAD:
            break
        at -= 1
    return first


def _may_lead(token: Token) -> bool:
    return token.key not in phrases("public") and (token.key in _LEAD or not is_word(token.key) or len(token.text) <= 2)


def houses(text: str) -> Iterator[Span]:
    """House numbers by themselves, post boxes, and "woont op Het Zand 14"."""
    for match in _LIVES_AT.finditer(text):
        name = match.group("place")
        if name[0].isupper():
            yield Span(*match.span("place"), Kind.ADDRESS, Severity.HIGH, Reason.ADDRESS)
    for match in _PLACED.finditer(text):
        key = fold(match.group("first"))
        if key not in _NO_STREET and key not in words("first_names") and key not in phrases("public"):
            yield Span(*match.span("place"), Kind.ADDRESS, Severity.MEDIUM, Reason.ADDRESS)
    for pattern in (_HOUSE, _HOUSE_WORD, _HIGH_UP):
        for match in pattern.finditer(text):
            yield Span(*match.span("whole"), Kind.ADDRESS, Severity.MEDIUM, Reason.HOUSE_NUMBER)
    yield from _inside(text)
    for match in _POSTBUS.finditer(text):
        yield Span(*match.span(), Kind.ADDRESS, Severity.MEDIUM, Reason.ADDRESS)


def _inside(text: str) -> Iterator[Span]:
    """Where in a building: its floor, its stairs, its name."""
    for match in _FLOOR.finditer(text):
        yield Span(*match.span(match.lastgroup or 0), Kind.ADDRESS, Severity.MEDIUM, Reason.HOUSE_NUMBER)
    for match in _AND_HOUSE.finditer(text):
        yield Span(*match.span("other"), Kind.ADDRESS, Severity.MEDIUM, Reason.HOUSE_NUMBER)


def place_names(page: Page, lookups: Lookups) -> Iterator[Span]:
    """Towns, villages and quarters, with a capital."""
    known = phrases("places") | lookups.places
    for place, token in enumerate(page.tokens):
        if token.digits or not (token.capital or _is_small_place(page, place)):
            continue
        for last in range(min(place + 3, len(page.tokens) - 1), place - 1, -1):
            if fold(page.text[token.start : page.tokens[last].end]) in known and not (
                token.opens and last == place and token.key in vocabulary()
            ):
                yield Span(token.start, page.tokens[last].end, Kind.PLACE, Severity.QUESTION, Reason.PLACE)
                break


def _is_small_place(page: Page, place: int) -> bool:
    """A town without its capital: only where a place is to be expected."""
    token = page.tokens[place]
    if len(token.key) < 4 or is_word(token.key):
        return False
    before = page.text[max(0, token.start - 8) : token.start]
    return (
        page.key(place - 1) in ("in", "uit", "naar", "te", "vanuit")
        or re.search(r"\d\s?[a-z]{2},?\s$", before, re.IGNORECASE) is not None
    )
