"""Days and years in words, misread, with the months of other tongues, and as notes begin with them."""

import re
from collections.abc import Iterator

from coop.rules.redaction.dates import AND_TENS, MONTH, NUMBER_WORD, TENS
from coop.rules.redaction.patterns import tree
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_FLAGS = re.IGNORECASE
_TENS_WORD = tree(frozenset([*AND_TENS, *TENS.split("|")]))
_NUMBER = rf"(?!een\b|één\b){NUMBER_WORD}"
_YEAR = (
    rf"(?:(?:negentien|achttien)\s?(?:honderd\s?)?(?:en\s?)?{_TENS_WORD}|tweeduizend\s?(?:en\s?)?{NUMBER_WORD}|"
    rf"twintig\s?(?:tien|elf|twaalf|\w{{3,6}}tien|(?:{_TENS_WORD})))"
)
_NO_COUNT = r"(?!\w|\s(?:euro|mensen|keer|uur|jaar|procent|gezinnen|huishoudens|kinderen|stuks|meter|woningen)\b)"
_FOREIGN_MONTH = (
    r"(?:ocak|şubat|subat|mart|nisan|mayıs|mayis|haziran|temmuz|ağustos|agustos|eylül|eylul|ekim|kasım|kasim|aralık|aralik|"
    r"stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|"
    r"januar|februar|märz|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_NOTE = (
    r"(?:gebeld|belde|gemaild|geappt|tel\b|telefonisch|huisbezoek|hb\b|gesprek|overleg|mail|app\b|bericht|contact|intake|evaluatie|"
    r"langs|bezocht|afspraak|brief|verslag|mdo\b|geen gehoor|vervolg|start)"
)
_SAID = (
    re.compile(rf"(?<![\w,.])(?P<when>\d{{1,2}}(?:e|ste)?\s{MONTH}\s{_YEAR})(?!\w)", _FLAGS),
    re.compile(
        rf"\b(?:in|sinds|vanaf|van|uit|tot|rond|voor|na|anno|begin|eind|half|medio|zomer|winter|herfst|lente|voorjaar|najaar|sedert)\s(?:het\sjaar\s)?(?P<when>{_YEAR}){_NO_COUNT}",
        _FLAGS,
    ),
    re.compile(rf"\b(?:nee|ja|dat was|was)[,\s]\s?(?:joh[,\s]\s?)?(?P<when>{_YEAR})(?=[.,;!?])", _FLAGS),
    # "Geboren in zesenvijftig", "ze is van achtenveertig".
    re.compile(rf"\b(?:geboren|geb\.)\s(?:in\s|anno\s)?(?P<when>{_TENS_WORD})(?!\w|\s?(?:jaar|weken))", _FLAGS),
    re.compile(
        rf"\b(?:is|was|ben|bent|zijn)\s(?:nog\s|ook\s|zelf\s)?van\s(?P<when>{tree(frozenset(AND_TENS))})(?=[.,;!?]|\s?$|\s(?:en|net|hoor|dus|maar)\b)",
        _FLAGS,
    ),
    re.compile(r"\b(?:ik\sben|ben\sik|bent\su|was)\s(?:nog\s)?van\s(?P<when>19\d\d)(?!\d)", _FLAGS),
    re.compile(
        r"\b(?:jaar\svan\sgeboorte|geboortejaar|geb\.?\s?(?:jr|jaar)|jaargang)\W{1,3}(?P<when>(?:19|20)\d\d|['’]\d\d)(?!\d)",
        _FLAGS,
    ),
    # "Zomer '61", "eind ’24".
    re.compile(
        r"\b(?P<when>(?:voorjaar|najaar|lente|zomer|herfst|winter|begin|eind|half|medio|kerst|pasen|zomervakantie)(?:\svan)?\s['’‘`]\s?\d\d)(?!\d)",
        _FLAGS,
    ),
    re.compile(
        r"(?<![\w.\-])(?P<when>\d{1,2}[-./](?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)[-./](?:(?:19|20)\d\d|\d\d))(?!\w)"
    ),
    re.compile(
        rf"(?<![\w,.])(?P<when>\d{{1,2}}\.?\s(?:de\s)?{_FOREIGN_MONTH}(?:\s(?:de\s|del\s)?(?:19|20)\d\d)?)(?!\w)",
        _FLAGS,
    ),
    re.compile(
        r"\b(?:op|vanaf|per|tot|d\.d\.)\s(?:de\s)?(?P<when>\d{1,2}(?:e|ste)?\s(?:dezer|deze maand|van deze maand))\b",
        _FLAGS,
    ),
    re.compile(
        rf"(?:^|\n|[.;|]\s)\W{{0,3}}(?P<when>(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2]))(?=\s?[:\-–]?\s{_NOTE})",
        _FLAGS,
    ),
    # No score and no hours: "17/9", not "24/7".
    re.compile(
        r"(?<![\w.,/\-€])(?!24/7)(?P<when>(?:1[3-9]|2\d|3[01])/[1-9])(?![\w/\-%]|[.,]\d|\s(?:deel|van de|punten|keer))"
    ),
    re.compile(
        rf"\b(?:doe maar|liever|wordt het|is het|of|maar|en)\s(?P<when>de\s(?:{tree(frozenset(AND_TENS))}|twintig|dertig)ste)(?=[.,;!?]|\s?$)",
        _FLAGS,
    ),
    # A scan or a hurried hand: "12-O7-l966", "1·2·1979".
    re.compile(
        r"(?<![\w.\-/])(?P<when>(?=[\dOoIl\-/.]*[OoIl])[\dOoIl]{1,2}[-/.][\dOoIl]{1,2}[-/.][\dOoIl]{2}(?:[\dOoIl]{2})?)(?![\w]|[-/]\w)"
    ),
    re.compile(r"(?<![\w.])(?P<when>\d{1,2}\s?[·_|]\s?\d{1,2}\s?[·_|]\s?(?:19|20)\d\d)(?!\w)"),
    re.compile(
        r"\b(?:geb\w*\.?|geboren|born|d\.?o\.?b\.?)\W{1,3}(?:op\s)?(?P<when>\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4})(?!\d)",
        _FLAGS,
    ),
)


def said_dates(text: str) -> Iterator[Span]:
    """Dates that are not written as dates mostly are."""
    for pattern in _SAID:
        for match in pattern.finditer(text):
            yield Span(*match.span("when"), Kind.DATE, Severity.MEDIUM, Reason.DATE)
