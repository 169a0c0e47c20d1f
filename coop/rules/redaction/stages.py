"""Ages told in other ways than by years: of the very young, by the class at school, by the decade, in other tongues."""

import re
from collections.abc import Iterator

from coop.rules.redaction.dates import AND_TENS, HALF, KIN, MONTH, NUMBER_WORD, TEENS, TENS, UNITS
from coop.rules.redaction.lexicon import is_word
from coop.rules.redaction.patterns import tree
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_FLAGS = re.IGNORECASE
# "Vijf en zestig", "vier en een half", "twee half".
_APART = rf"(?:(?:{UNITS})\s(?:en|ën)\s(?:{TENS})|(?:{UNITS}|{TEENS}|\d{{1,2}})\s(?:en\s(?:een|'n|’n)\s)?half)"
_COUNT = rf"(?:{_APART}|{HALF}|\d{{1,3}}(?:[,.½]\d?)?|(?!een\b|één\b){NUMBER_WORD})"
_YOUNG = rf"{_COUNT}\s?(?:maand(?:en|jes)?|m(?:aa)?nd(?:en|n)?\b\.?|we(?:ek|ken|ekjes)|wkn?\b\.?|dagen|dagjes|dgn\b\.?)(?:\s(?:oud|jong))?"
_NO_AGE = r"(?!\w|\s(?:geleden|later|lang|gewacht|eerder|te\s|zwanger|ziek|school|opvang|vakantie|in huis|uit huis))"
_SOFT = r"(?:nu|nou|net|pas|al|nog|maar|inmiddels|bijna|ruim|dan|toch|ook|eigenlijk|zelf|toen|vandaag|morgen|gisteren)"
_STOP = (
    r"(?=[.,;!?)\n]|\s?$|\s(?:hoor|dus|en|maar|geworden|toch|he|hè|toen|want|of|jong|oud|volgende?|straks|deze|komende|"
    rf"(?:in|op)\s(?:{MONTH}|\d))\b)"
)
_WHO = rf"(?:{KIN}|grote|kleine?|grootste|kleinste|oudere|jongere|zusje|broertje|cli[eë]nte?|pati[eë]nte?|m[ae]|pa|mama|papa)"
_STAGES = (
    # "Zoontje van 9 mnd", "baby, 6 wkn, huilt".
    re.compile(
        rf"\b{KIN}(?:\s(?-i:[A-Z])[\w'’\-]+)?(?:,?\s(?:van|is|was|wordt|werd)\s|[,:]\s|\s\(|\s)(?:{_SOFT}\s){{0,2}}(?P<age>{_YOUNG}){_NO_AGE}",
        _FLAGS,
    ),
    re.compile(rf"(?<![\w,.])(?P<age>{_YOUNG}\s(?:oude?|jonge?)\b)", _FLAGS),
    re.compile(
        rf"\b(?:hij|zij|ze|die)\s(?:is|was|wordt)\s(?:{_SOFT}\s){{0,2}}(?P<age>{_YOUNG})(?=[.,;!?]|\s(?:en|maar|oud)\b)",
        _FLAGS,
    ),
    # "Een zeventiger", with its article; not "de zeventiger jaren".
    re.compile(
        rf"\b(?P<age>(?:(?:een|de|deze|die|als)\s)?(?:[\w]+e\s)?(?:{TENS})er)\b(?!\sjaren)(?=[\s.,;:!?)]|$)",
        _FLAGS,
    ),
    re.compile(rf"(?<![\w,.-])(?P<age>(?:[5-9][05]|{TENS})[\s-]?plus(?:sers?)?)(?!\w)", _FLAGS),
    # "M (46)", "vrouw 46", "mw, 84, weduwe", "V46 zoekt".
    re.compile(
        r"\b(?:man|vrouw|mw|mevr|mevrouw|dhr|meneer|jongen|meisje|dame|heer|moeder|vader|oma|opa|zoon|dochter|(?-i:[MV]))[.,]{0,2}\s(?P<age>[1-9]\d(?:\s?jr?\.?)?)"
        r"(?=[.,;:)]|\s?$|\s(?:zoekt|werk\w*|getrouwd|gehuwd|gescheiden|alleen\w*|met|woont|heeft|is|zwanger|en)\b)",
        _FLAGS,
    ),
    re.compile(r"(?<!\w)[MV](?P<age>[1-9]\d)(?=[.,;)]|\s(?:zoekt|alleen\w*|met|woont|heeft|werk\w*)\b)"),
    re.compile(rf"(?<![\w,.-])(?P<age>(?:{_APART})\s(?:jaar|jaren|jarige?)(?:\soud)?)\b", _FLAGS),
    # "De heer Smit, achtenzestig, rijdt".
    re.compile(rf"(?<=[^\W\d_]),\s(?P<age>{tree(frozenset(AND_TENS))})(?=,\s)", _FLAGS),
    re.compile(
        rf"\b{KIN}(?:\s(?-i:[A-Z])[\w'’\-]+)?\svan\s(?:{_SOFT}\s)?(?P<age>{_APART}|\d{{1,2}}[,.]5)(?!\w|\s(?:euro|meter|uur))",
        _FLAGS,
    ),
    # "Ik ben 45.", "hij is al 77 hoor", "Joop word negentig in mei".
    re.compile(
        rf"\b(?:(?:ik|hij|zij|ze|ie|die|{_WHO})\s(?:ben|is|was|werd|wordt?|heb|heeft)|ben\sik|is\s(?:ie|ze|hij|zij)|word\sik|wordt\s(?:ie|ze|hij|zij))\s(?:{_SOFT}\s){{0,3}}"
        rf"(?P<age>{_APART}|{HALF}|[1-9]\d?(?![.,]\d)|(?!een\b|één\b){NUMBER_WORD}){_STOP}",
        _FLAGS,
    ),
    # "Grote is veertien klein is twee half": of children more may follow.
    re.compile(
        rf"\b(?:oudste|jongste|middelste|grote|grootste|kleine?|kleinste|baby)\sis\s(?:{_SOFT}\s)?(?P<age>{_APART}|(?!een\b){NUMBER_WORD}|[1-9]\d?)(?!\w|[.,]\d|\s(?:keer|uur|euro|dagen|weken|maanden|meter|van\sde))",
        _FLAGS,
    ),
    re.compile(
        rf"\b(?:toen|als|sinds|vanaf|omdat)\s\w+(?:\s{_SOFT}){{0,3}}\s(?P<age>{_APART}|[1-9]\d?|(?!een\b){NUMBER_WORD})\s(?:was|werd|ben|is)\b",
        _FLAGS,
    ),
    re.compile(
        r"\b(?:leeftijd|lft\.?|oud)\W{1,2}(?:is\s)?(?:ca\.?|circa|ongeveer|ong\.?|rond(?: de)?|±|~|zo'n|bijna|ruim)\s?(?P<age>[1-9]\d)\b",
        _FLAGS,
    ),
    re.compile(rf"\b{KIN}\s\((?P<age>\d{{1,2}}(?:\s?[+/&]\s?\d{{1,2}})+)\)", _FLAGS),
    re.compile(
        rf"\b(?:dreumes|peuter|kleuter|baby|kind(?:je)?)\svan\s(?P<age>(?:{_COUNT}|\d,5))(?=[.,;!?)]|\s?$|\s(?:en|die)\b)",
        _FLAGS,
    ),
    # The tongues that are often mixed in.
    re.compile(
        r"(?<![\w,.])(?P<age>\d{1,3}\s?(?:yaşında\w*|yasinda\w*|Jahre?(?:\salt)?|ans|años|anos|anni|сан|років|лет|سنة|سنوات|عام)|"
        r"(?<=mam )\d{1,2} lat|(?<=ma )\d{1,2} lat|(?<=jestem )\d{1,2} lat|(?<=is )\d{1,2} years)(?!\w)",
        _FLAGS,
    ),
)
_BY_NAME = re.compile(rf"(?P<name>[A-Z][^\W\d_]+)\s\((?P<age>{_YOUNG})\)")
_LEVEL = r"(?:vmbo|mavo|havo|vwo|gymnasium|atheneum|lyceum)"
_CLASS = re.compile(
    rf"\b(?:(?:groep|gr\.?|klas|kl\.|leerjaar|lj\.?)\s?(?:[1-8][a-d]?|een|één|twee|drie|vier|vijf|zes|zeven|acht)(?![\w]|[.,]\d)|[1-6](?:e|de)?\s?-?{_LEVEL}\b|{_LEVEL}[\s-]?[1-6](?!\w)|"
    r"(?:de\s)?(?:brugklas|brugger|kleuterklas|eindexamenklas|examenklas|eindexamenjaar)|"
    r"(?:(?:de|het)\s)?(?:eerste|tweede|derde|vierde|vijfde|zesde)\s(?:klas|leerjaar)\b)",
    _FLAGS,
)
_PUPIL = re.compile(
    rf"\b(?:{KIN}|zit|zat|leerling\w*|juf|meester|school\w*|basisschool|mentor|overgaan|blijft zitten|obs|cbs|spijbelt)\b[^.!?\n]{{0,50}}$",
    _FLAGS,
)


def stages(text: str) -> Iterator[Span]:
    """Ages that are not told in years, and how old somebody says to be."""
    for pattern in _STAGES:
        for match in pattern.finditer(text):
            yield Span(*match.span("age"), Kind.AGE, Severity.MEDIUM, Reason.AGE)
    for match in _BY_NAME.finditer(text):
        # "Noud (3 mnd)", not "Traject (6 weken)".
        if not is_word(match["name"].lower()):
            yield Span(*match.span("age"), Kind.AGE, Severity.MEDIUM, Reason.AGE)
    for match in _CLASS.finditer(text):
        # Of residents there are groups too: only beside a child or a school it is an age.
        pupil = _PUPIL.search(text, max(0, match.start() - 60), match.start())
        if pupil or not match.group().lower().startswith(("gr.", "gr ")):
            told = Severity.MEDIUM if pupil else Severity.QUESTION
            yield Span(*match.span(), Kind.AGE, told, Reason.AGE_BAND)
