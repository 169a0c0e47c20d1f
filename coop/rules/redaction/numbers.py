"""Numbers that belong to one person, account, file, document or vehicle.

A check digit raises the severity; it never takes a flag away: a typing mistake is still somebody's number.
"""

import re
from collections.abc import Iterator

from coop.rules.redaction.lexicon import is_word
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_SEP = r"[\s.\-\u00a0\u2010-\u2013]"
_BSN_WORD = re.compile(
    r"\b(?:bsn|burgerservicenummer|burger service nummer|burgerservicenr\.?|sofi(?:-?nummer)?|persoonsnummer|persoonsnr|burgerserv\w*|b\.s\.n\.?|citizen service number)"
    rf"[\s\-]*(?:nummer|nr\.?|number)?\W{{0,4}}(?:(?:is|was|luidt|van \w+ is|(?:van\s|van de\s)?(?:kind|moeder|vader|partner)|eindigt op|eindigend op|begint met)\W{{1,3}})?(?P<number>[\dxXoOlI*](?:{_SEP}{{0,2}}[\dxXoOlI*]){{2,11}})",
    re.IGNORECASE,
)
_BSN = re.compile(rf"(?<![\w.,+\-/])\d(?:(?:{_SEP}|\s\s)?\d){{8}}(?![\w]|/\w|[.,\-]\d|\s?[A-Z]{{2}}\b)")
# With slashes, or scanned with letters for digits.
_BSN_MISREAD = re.compile(
    r"(?<![\w/.,])(?:\d{3}/\d{3}/\d{3}|\d{4}/\d{2}/\d{3}|(?=[\dlIOo .\-]{0,10}[lIOo])(?=(?:[ .\-]?[lIOo]?[ .\-]?\d){6})[\dlIOo](?:[ .\-]?[\dlIOo]){8})(?![\w/]|[.,]\d)"
)
_MONEY_BEFORE = re.compile(r"(?:€|euro|eur)\s*$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s*(?:€|euro\b|eur\b|miljoen|inwoners)", re.IGNORECASE)

_NL_IBAN = re.compile(
    rf"(?<!\w)N{_SEP}?L{_SEP}?[\dOolI]{_SEP}?[\dOolI](?:{_SEP}{{0,2}}|/)[A-Z](?:{_SEP}?[A-Z]){{3}}(?:(?:{_SEP}{{0,2}}|/)[\dOolIxX*]){{7,12}}(?!\w)",
    re.IGNORECASE,
)
# Without capitals only of countries that have them, and in groups of digits: "de 12 mei" is none.
_SMALL_IBAN = re.compile(
    rf"(?<!\w)(?:a[delt]|b[aeg]|c[hyz]|d[ek]|e[es]|f[ir]|g[br]|h[ru]|i[elst]|l[tuv]|m[acdkt]|p[lt]|r[os]|s[eik]|t[nr]|ua){_SEP}?\d\d"
    rf"(?:{_SEP}?[a-z]{{4}}(?:{_SEP}?\d{{4}}){{2}}|(?:{_SEP}?\d{{4}}){{3}})(?:{_SEP}?\d{{4}}){{0,4}}(?:{_SEP}?[a-z\d]{{1,3}})?(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(
    rf"(?<!\w)(?P<land>[A-Z]{{2}}){_SEP}?\d{{2}}(?:{_SEP}?[A-Z0-9]{{4}}){{2,7}}(?:{_SEP}?[A-Z0-9]{{1,3}})?(?!\w)"
)
_BANK = re.compile(
    rf"(?<!\w)(?:ABNA|INGB|RABO|SNSB|TRIO|ASNB|RBRB|KNAB|BUNQ|FVLB|REVO|ASN|SNS){_SEP}{{0,2}}\d(?:{_SEP}?\d){{6,9}}(?!\w)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:(?:bank)?rekening(?:nummer|nr\.?)?|rek\.?\s?nr\.?|giro(?:nummer)?|iban|account number|bank account|creditcard\w*|pasnummer)\W{0,3}"
    r"(?:(?:is|was|nummer|nr\.?)\W{1,2})?(?P<number>[A-Z]{0,2}\d(?:[ .\-]?[\dA-Z]){5,22}\d)",
    re.IGNORECASE,
)
_ACCOUNT_END = re.compile(
    r"\b(?:iban|rekening\w*|rek\.?(?:\s?nr\.?)?)\s(?:die\s)?(?:eindigt|eindigend|eindigde|eindigen)\sop\s(?P<number>\d[\d ]{1,6}\d)(?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.])\d{4}[ \-]\d{4}[ \-]\d{4}[ \-]\d{4}(?!\w)")

_SIDE_CODES = (
    "LL-99-99 99-99-LL 99-LL-99 LL-99-LL LL-LL-99 99-LL-LL 99-LLL-9 9-LLL-99 LL-999-L L-999-LL LLL-99-L L-99-LLL "
    "9-LL-999 999-LL-9 LLL-99-9 9-99-LLL"
).split()


def _plate_pattern(separator: str) -> str:
    shapes = []
    for code in _SIDE_CODES:
        groups = [("[A-Z]" if part[0] == "L" else r"\d") + f"{{{len(part)}}}" for part in code.split("-")]
        shapes.append(separator.join(groups))
    return "(?:" + "|".join(shapes) + ")"


_PLATE_DASHED = re.compile(
    rf"(?<![\w\-])(?:{_plate_pattern('[-‐‑–/]')}|(?-i:{_plate_pattern(' [-‐‑–] ')}))(?![\w]|-\d)", re.IGNORECASE
)
_PLATE_SMALL = re.compile(rf"(?<![\w\-.,]){_plate_pattern(' ')}(?!\w)", re.IGNORECASE)
_MONTH = re.compile(r"\W(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\W", re.IGNORECASE)
_UNITS = frozenset("km cm mm kg gr pk ml dl cc mb gb jr mnd wk nr st uur".split())
_PLATE_MIXED = re.compile(rf"(?<![\w\-])(?=[A-Z\d]*-){_plate_pattern('-?')}(?![\w]|-\d)", re.IGNORECASE)
_PLATE_SPACED = re.compile(rf"(?<![\w\-.,]){_plate_pattern('[ .·]')}(?!\w)")
_PLATE_GLUED = re.compile(rf"(?<![\w\-.,]){_plate_pattern('')}(?!\w)", re.IGNORECASE)
_PLATE_WORD = re.compile(
    r"\b(?:kenteken\w*|nummerbord|nummerplaat|number plate|licen[cs]e plate|registration|auto|scooter|brommer|snorfiets|bus|busje|motor|"
    r"golf|fiat|opel|peugeot|toyota|volvo|bmw|audi|kia|car)\W{1,3}(?:(?:nummer|is|was|met|met kenteken|kenteken|het kenteken|with|plate|begint met)\W{1,3}){0,3}"
    rf"(?P<plate>{_plate_pattern('[ .·-]?')})(?!\w)",
    re.IGNORECASE,
)
_PLATE_FOREIGN = re.compile(
    r"\b(?:[Kk]enteken(?:plaat)?|[Nn]ummerbord|[Nn]ummerplaat|[Kk]ent\.|[Aa]uto|[Bb]us|[Bb]usje|[Bb]estelbus|[Nn]umber plate|[Ll]icen[cs]e plate)\W{1,3}(?:(?:is|was|van de auto is|met)\W{1,3})?"
    r"(?P<plate>(?=[A-Z\- ]*\d)[A-Z0-9]{1,4}(?:[ \-]?[A-Z0-9]{1,5}){1,2})(?!\w)"
)

# Belgian and German ones, and a part of one.
_PLATE_ABROAD = re.compile(
    r"(?<![\w\-])(?:\d-[A-Z]{3}-\d{3}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4})(?![\w\-])|"
    r"\b(?i:kenteken|nummerplaat|nummerbord|plaat)\s(?i:begint|eindigt|eindigend|beginnend)\s(?i:met|op)\s-?(?P<plate>[A-Z0-9]{1,3}(?:-[A-Z0-9]{1,3})?)(?!\w)"
)
_FILE_STEM = (
    r"(?:dossier|zaak|cli[eë]nt(?:en)?|klant|pati[eë]nt(?:en)?|meld(?:ings)?|meldings|polis|burger|lidmaatschaps|lid|inschrijf|registratie|casus|"
    r"case|file|client|patient|reference|referentie|ref|kenmerk|beschikking(?:s)?|factuur|debiteur(?:en)?|relatie|personeels|contract|parket|"
    r"proces-?verbaal|pv|rol|order|aanvraag|bezwaar|incident|indicatie|pgb|zorg|wmo|jeugd|aangifte|proces|schuld|student(?:en)?|leerling(?:en)?|"
    r"object|huurders?|huur|bestel|ticket|traject|plan|vordering(?:s)?|correspondentie)"
)
_FILES = (
    re.compile(
        rf"\b{_FILE_STEM}[\s\-]?(?:nummer|nr\.?|no\.?|number|code|id|kenmerk)\b\W{{0,4}}(?:(?:is|was|luidt|:)\W{{1,3}})?"
        r"(?P<number>(?:[A-Z]{1,5}[ ](?=\d))?(?=[\w./\-]*\d)\w[\w./\-]*\w(?: \d[\w./\-]*)*|\d+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_FILE_STEM}|ons kenmerk|uw kenmerk|our ref)\b[.:]?[\s#:(/]{{1,3}}(?:(?:van|met|is|was|luidt)\s)?(?P<number>[A-Z]{{0,5}}[\-/.]?\d(?:[\w./\-]*\w)?"
        r"(?:[ \-/]\d[\w./\-]*)*|[A-Z]{1,6}(?:[\-/.][A-Z0-9]+)*[\-/.]\d[\w./\-]*\w)",
        re.IGNORECASE,
    ),
)
# Whatever is called a number and is long: "bezwnr 26-0771", "loonheffingennummer 8123.45".
_NUMBERED = re.compile(
    r"\b(?!(?:huis|tel|telefoon|mobiel|kamer|rang|volg|artikel|pagina|lijn|spoor|bus|nood|regel)(?:nr|nummer))(?:[^\W\d_]{3,}[\s\-.]{0,2}(?:nr\b\.?|nummer\b)|(?:doss?|cl|kl|zk|dos|cli)\.?\s?(?:nr)?\b\.?|(?:cnr|dnr|znr|knr)\b\.?)\W{0,3}(?:(?:is|was|luidt)\W{1,3})?"
    r"(?P<number>(?-i:[A-Z]{1,4}[\-/. ]?)?\d[\w./\-]*(?:[ ]\d[\w./\-]*){0,4})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# "Schuld: 3.100", "huur 812".
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})*")
_DEBT = re.compile(r"(?:schuld|huur|vordering|plan)(?:en)?\b(?!\S*n)", re.IGNORECASE)
_CODES = re.compile(
    r"(?<![\w./\-])(?:(?:19|20)\d\d[-/.][A-Z]{1,5}[-/.]?\d{2,}|[A-Z]{1,5}[-/.]?\d{2,4}[-/.]\d{2,}(?:[-/.]\w+)*|(?:19|20)\d\d[-/.]\d{3,}|[A-Z]{1,6}[-/]?\d{4,}|"
    r"\d{5,8} (?:/ )?[A-Z]{2,4}(?: [A-Z]{2,4})? \d{2}-\d{2,}|[A-Z]\d{2}/\d{2,}|[A-Z]/\d{2}/\d{4,}(?: / [A-Z]{2}(?: [A-Z]{2})? \d{2}[-/]\d+)?|[A-Z]{1,3}\d{1,2}-\d{6,}|[A-Z]{2,4} \d{2}[-/.]\d{3,}|[A-Z]{2,5}-\d{3,})(?!\w)"
)
# Letters and digits by turns: "nx2k7lp41".
_MIXED = re.compile(r"(?<!\w)(?=[A-Za-z\d]{6,}(?!\w))(?:[A-Za-z]+\d+[A-Za-z]|\d+[A-Za-z]+\d)[A-Za-z\d]*")
# "mevr0uw": a scanned letter has digits for letters; the digit itself stays a question.
_MISREAD = str.maketrans("0135", "oles")
_LONG = re.compile(r"(?<![\w.,€+\-/])\d{6,}(?![\w]|[.,]\d)")
_DOCUMENTS = (
    re.compile(
        r"\b(?:paspoort(?:nummer|nr\.?)?|id-?(?:kaart|bewijs)?(?:nummer|nr\.?)|identiteits(?:kaart|bewijs)(?:nummer)?|rijbewijs(?:nummer|nr\.?)?|"
        r"verblijfs(?:document|vergunning|pas)(?:nummer)?|document(?:nummer|nr\.?)|passport(?: number| no\.?)?|driving licen[cs]e(?: number)?|"
        r"v[- ]?(?:nummer|nr\.?)|vreemdelingen(?:nummer|nr\.?)|ind-nummer|a-nummer|big(?:[ -]?(?:nummer|nr\.?|registratie(?:nummer)?))?|agb(?:-code)?|"
        r"skj(?:-?(?:nummer|registratie))?|kvk(?:[ -]?(?:nummer|nr\.?))?|kamer van koophandel|rsin|btw(?:-nummer| nr\.?)?|coc number|"
        r"reg(?:istratie)?\.?(?: ?nummer| ?nr\.?))"
        r"\W{0,4}(?:(?:is|was|nummer|nr\.?|luidt)\W{1,3})?(?P<number>(?=[A-Z .\-]*\d)[A-Z0-9](?:[ .\-]?[A-Z0-9]){4,14})(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z][A-Z0-9]*\d)[A-NP-Z]{2}[A-NP-Z0-9]{6}\d(?!\w)"),
    re.compile(r"(?<!\w)NL\d{9}B\d{2}(?!\w)"),
)


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits are a possible citizen service number.

    Source: the weights 9, 8, …, 2, -1 of the Dutch "elfproef".
    """
    if len(digits) != 9 or not digits.isdigit() or digits == "0" * 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def passes_97_test(iban: str) -> bool:
    """Whether an IBAN has the right check digits. Source: ISO 7064, MOD 97-10."""
    plain = re.sub(r"[^A-Za-z0-9]", "", iban).upper()
    if len(plain) < 15 or not plain.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def citizen_numbers(text: str) -> Iterator[Span]:
    """Citizen service numbers, in any grouping, right or wrong."""
    for match in _BSN_WORD.finditer(text):
        yield _citizen(match.start("number"), match.end("number"), match.group("number"), Severity.HIGH)
    for match in _BSN_MISREAD.finditer(text):
        yield _citizen(*match.span(), match.group(), Severity.MEDIUM)
    for match in _BSN.finditer(text):
        if not _MONEY_BEFORE.search(text, max(0, match.start() - 8), match.start()) and not _MONEY_AFTER.match(
            text, match.end()
        ):
            yield _citizen(match.start(), match.end(), match.group(), Severity.MEDIUM)


def _citizen(start: int, end: int, text: str, otherwise: Severity) -> Span:
    if passes_eleven_test(re.sub(r"\D", "", text)):
        return Span(start, end, Kind.BSN, Severity.HIGH, Reason.BSN_VALID)
    return Span(start, end, Kind.BSN, otherwise, Reason.BSN_SHAPE)


def accounts(text: str) -> Iterator[Span]:
    """Bank accounts, in any grouping, right or wrong, also partly masked."""
    for pattern in (_NL_IBAN, _IBAN, _SMALL_IBAN, _BANK):
        for match in pattern.finditer(text):
            # The shortest has thirteen digits; some of Malta and England have letters among them.
            if pattern is _IBAN and sum(sign.isdigit() for sign in match.group()) < 8:
                continue
            valid = passes_97_test(match.group())
            reason = Reason.IBAN_VALID if valid else Reason.IBAN_SHAPE
            yield Span(*match.span(), Kind.IBAN, Severity.HIGH if valid else Severity.MEDIUM, reason)
    for match in _ACCOUNT.finditer(text):
        yield Span(*match.span("number"), Kind.IBAN, Severity.MEDIUM, Reason.ACCOUNT)
    for match in _ACCOUNT_END.finditer(text):
        yield Span(*match.span("number"), Kind.IBAN, Severity.MEDIUM, Reason.ACCOUNT)
    for match in _CARD.finditer(text):
        yield Span(*match.span(), Kind.IBAN, Severity.HIGH, Reason.ACCOUNT)


def plates(text: str) -> Iterator[Span]:
    """Number plates of all Dutch series, with dashes, blanks or nothing between, and others after the word."""
    for pattern in (_PLATE_DASHED, _PLATE_MIXED, _PLATE_SPACED, _PLATE_GLUED):
        for match in pattern.finditer(text):
            # Four digits and two letters in a row are a postcode, and "3-mrt-24" is a day.
            separated = pattern in (_PLATE_DASHED, _PLATE_SPACED)
            if (separated or not match.group()[:4].isdigit()) and not _MONTH.search(match.group()):
                yield Span(*match.span(), Kind.PLATE, Severity.HIGH, Reason.PLATE)
    for match in _PLATE_SMALL.finditer(text):
        letters = [part.lower() for part in match.group().split(" ") if part.isalpha()]
        if not _MONTH.search(match.group()) and not any(part in _UNITS or is_word(part) for part in letters):
            yield Span(*match.span(), Kind.PLATE, Severity.MEDIUM, Reason.PLATE)
    yield from _plates_by_words(text)


def _plates_by_words(text: str) -> Iterator[Span]:
    for match in _PLATE_ABROAD.finditer(text):
        yield Span(*match.span("plate" if match["plate"] else 0), Kind.PLATE, Severity.MEDIUM, Reason.PLATE)
    for pattern in (_PLATE_WORD, _PLATE_FOREIGN):
        for match in pattern.finditer(text):
            yield Span(*match.span("plate"), Kind.PLATE, Severity.HIGH, Reason.PLATE)


def documents(text: str) -> Iterator[Span]:
    """Passports, driving licences, registrations of professionals and companies."""
    for pattern in _DOCUMENTS:
        for match in pattern.finditer(text):
            group = "number" if "number" in pattern.groupindex else 0
            yield Span(*match.span(group), Kind.DOCUMENT, Severity.HIGH, Reason.DOCUMENT)


def files(text: str) -> Iterator[Span]:
    """Numbers of files, cases and clients."""
    for match in _CODES.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d[-/](?:19|20)\d\d", match.group()):
            yield Span(*match.span(), Kind.FILE_NUMBER, Severity.MEDIUM, Reason.FILE_NUMBER)
    for pattern in _FILES:
        for match in pattern.finditer(text):
            number = match.group("number").rstrip("./-")
            start = match.start("number")
            # "Wmo 2015", "plan 2026": a law or a plan with its year. "Zaak: 2015" and "zaaknummer 2015" stay numbers.
            if (
                pattern is _FILES[1]
                and _YEAR.fullmatch(number)
                and text[start - 1] == " "
                and text[start - 2].isalnum()
            ):
                continue
            if _MONEY_AFTER.match(text, start + len(number)) or (
                _THOUSANDS.fullmatch(number) and _DEBT.match(match.group())
            ):
                continue
            if pattern is _FILES[0] or sum(sign.isdigit() for sign in number) >= 3:
                yield Span(start, start + len(number), Kind.FILE_NUMBER, Severity.HIGH, Reason.FILE_NUMBER)


def numbered(text: str) -> Iterator[Span]:
    """Whatever else is called a number, when it has four digits or more."""
    for match in _NUMBERED.finditer(text):
        number = match["number"].rstrip("./- ")
        if sum(sign.isdigit() for sign in number) >= 4 and not _YEAR.fullmatch(number):
            start = match.start("number")
            yield Span(start, start + len(number), Kind.FILE_NUMBER, Severity.MEDIUM, Reason.FILE_NUMBER)


def long_numbers(text: str) -> Iterator[Span]:
    """Six digits or more in a row, or digits and letters by turns, that nothing else explains."""
    for match in _MIXED.finditer(text):
        if not is_word(match.group().lower().translate(_MISREAD)):
            yield Span(*match.span(), Kind.FILE_NUMBER, Severity.MEDIUM, Reason.LONG_NUMBER)
    for match in _LONG.finditer(text):
        if not _MONEY_AFTER.match(text, match.end()):
            yield Span(*match.span(), Kind.FILE_NUMBER, Severity.MEDIUM, Reason.LONG_NUMBER)
