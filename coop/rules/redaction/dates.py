"""Dates and ages, in digits and in words."""

import re
from collections.abc import Iterator

from coop.rules.redaction.patterns import tree
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

UNITS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
AND_TENS = [unit + link + ten for unit in UNITS.split("|") for link in ("en", "ën", "-en-") for ten in TENS.split("|")]
_BELOW_HUNDRED = [*UNITS.split("|"), *TEENS.split("|"), *TENS.split("|"), *AND_TENS]
# "Archipelweg honderdtwaalf".
_HUNDREDS = [
    hundred + rest
    for hundred in ("honderd", "honderden", "tweehonderd", "driehonderd")
    for rest in ("", *_BELOW_HUNDRED)
]
NUMBER_WORD = tree(frozenset([*_BELOW_HUNDRED, *_HUNDREDS]))
EN_NUMBER = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_ORDINAL = (
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende|vijftiende|zestiende|"
    r"zeventiende|achttiende|negentiende|twintigste|(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en|ën)twintigste|dertigste|(?:een|één)(?:en|ën)dertigste)"
)
MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|may|june|july|august|"
    r"october|jan|feb|febr|mrt|mar|apr|jun|jul|aug|sept|sep|okt|oct|nov|dec)"
)
_WEEKDAY = (
    r"(?:(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo|maa|din|woe|don|vrij|zat|zon|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"(?:ochtend|middag|avond)?[.,]?\s+)?"
)
_YEAR = r"(?:(?:18|19|20)\d\d|['’‘`]\s?\d\d|\d\d(?!\d))"
YEAR_WORD = rf"(?:(?:negentien|achttien)(?:honderd)?\s?(?:en)?{NUMBER_WORD}|tweeduizend(?:\s?(?:en)?\s?{NUMBER_WORD})?|twintig\s?{NUMBER_WORD})"
_PLAIN_DATES = (
    r"\d{1,2}\s?(?:t/m|tot en met|tot|en|–)\s?\d{1,2}[-/]\d{1,2}[-/](?:(?:19|20)\d\d|\d\d)(?!\d)",
    rf"{_WEEKDAY}\d{{1,2}}\s?[-/.–]\s?\d{{1,2}}\s?[-/.–]\s?(?:(?:18|19|20)\d\d|['’‘`]?\d\d)(?![\d]|[-.]\d)",
    r"\d{1,2} \d{1,2} (?:19|20)\d\d(?!\d)",
    r"(?:19|20)\d\d\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)",
    rf"{_WEEKDAY}(?:de |the )?\d{{1,2}}\s?(?:e|ste|de|st|nd|rd|th)?\s?(?:of |van )?[-./ ]?{MONTH}(?![^\W\d_])\.?(?:,?[-/ ]?\s?{_YEAR}(?!\s?uur)|\s(?:jl|a\.?s|ll|j\.l)\b\.?)?",
    rf"\d{{1,2}}e?\s?(?:t/m|tot en met|tot|en|of|op|–|-|/)\s?\d{{1,2}}e?\s{MONTH}\b(?:\s(?:19|20)\d\d)?",
    rf"de (?:{_ORDINAL}|laatste) (?:dag|week|helft) van {MONTH}\b",
    rf"{_WEEKDAY}de {_ORDINAL} van de {_ORDINAL}\b(?:\s(?:{_YEAR}|{YEAR_WORD}))?",
    rf"\b{MONTH} (?:{YEAR_WORD}|{tree(frozenset([*AND_TENS, *TENS.split('|')]))})(?=[.,;:!?)]|$|\s(?:en|is|was|in|te|geboren)\b)",
    rf"{MONTH} (?:vorig|afgelopen|dit|volgend|komend) jaar\b",
    rf"{_WEEKDAY}(?:de |the )?(?:{_ORDINAL}|{NUMBER_WORD})\s(?:of |van )?{MONTH}\b(?:\s(?:{_YEAR}|{YEAR_WORD}))?",
    rf"\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?(?!\d|\s?(?:uur|keer|mensen|gezinnen))",
    rf"\b(?:(?:begin|eind|half|medio)\s)?{MONTH}\.?(?:\s+van)?[- ]\s?(?:(?:19|20)\d\d|['’‘`]\s?\d\d)",
    rf"{_WEEKDAY[:-1]}\d{{1,2}}\s?[-/]\s?\d{{1,2}}(?![\d/-])",
    rf"{_WEEKDAY}de \d{{1,2}}(?:e|ste|de)\b(?= van de maand)",
    # Without a year only when it can be no score: "14/02", not "9/10" and not "24/7".
    r"(?:(?:0?[1-9]|[12]\d|3[01])[-/]0[1-9]|(?:1[3-9]|2\d|3[01])[-/]1[0-2])(?![\w/\-]|[.,]\d)",
)
_DATE = re.compile(r"(?<![\w,€])(?<!\d[.\-/])(?:" + "|".join(_PLAIN_DATES) + ")", re.IGNORECASE)
_BIRTH = re.compile(
    rf"\b(?:geboren|geb\.?|born|geboortejaar|geboortedatum|geb\.?datum|bouwjaar|jaargang|(?:date|year) of birth|dob|°|verjaart|verjaardag|jarig|birthday)"
    rf"\W{{0,3}}(?:(?:in|op|is|was|on|:|het jaar|voorjaar|najaar|zomer|in de zomer van|begin|eind|rond|around|van|haar|zijn)\W{{1,2}}){{0,3}}"
    rf"(?P<when>(?:{MONTH}\s)?(?:(?:18|19|20)\d\d|['’‘`]\s?\d\d|{YEAR_WORD})|\d{{1,2}}[-/.]\d{{1,2}}|\d{{6,8}}|\d{{1,2}} \d{{1,2}} \d{{2,4}}|{MONTH}\b)",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(
    rf"\b(?P<when>(?:{MONTH}\s)?(?:(?:18|19|20)\d\d|['’‘`]\d\d))\s(?:in\s\w+\s)?(?:geboren|born)\b", re.IGNORECASE
)
_YEAR_BEHIND = re.compile(r"(?<=[^\W\d_])\s\((?P<when>19\d\d)\)")
_SHORT_YEAR = re.compile(r"\b(?:van|uit|in|sinds|from|since)\s(?P<when>['’‘`]\d\d)(?!\d)", re.IGNORECASE)
_FROM_YEAR = re.compile(
    r"\b(?:hij|zij|ze|vrouw|man|jongen|meisje|iemand|[A-Z]\w+)\s(?:is\s)?(?:van|uit|komt uit)\s(?P<when>19\d\d)(?!\d)"
)
_DAY_MONTH = re.compile(
    r"\b(?:op|d\.?d\.?|sinds|vanaf|tot|per|geb\.?|born|on|van|verjaart|na|voor|rond|omstreeks|uiterlijk|datum:?|tussen|until|before|after)\s(?P<when>\d{1,2}\s?[-/]\s?\d{1,2})(?![\w/\-]|[.,]\d|\s(?:keer|uur|weken|dagen|maanden|jaar|mensen|personen))",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"\b(?:anno|(?:voorjaar|najaar|lente|zomer|herfst|winter|begin|eind|half|medio)(?:\svan)?)\s(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_THE_DAY = re.compile(
    rf"\b(?:sinds|op|vanaf|tot|na|voor|rond|per|tegen)\s(?P<when>de\s(?:{_ORDINAL}|\d{{1,2}}(?:e|ste|de)))(?=[.,;:!?)]|$|\s(?:is|was|heeft|had|komt|kwam|gaat|ging|moet|wil|zal|zou|kan|"
    rf"werd|wordt|staat|krijgt|kreeg|hij|zij|ze|we|wij|ik|van (?:de|die|deze|elke|iedere|vorige|volgende) maand)\b)",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:kerst(?:mis)?|pasen|pinksteren|oud en nieuw|ramadan|suikerfeest|offerfeest|carnaval|sinterklaas)\s(?:van\s)?(?:19|20)\d\d(?!\d)|"
    rf"\b(?:(?:eerste|tweede)\s(?:kerst|paas|pinkster)dag|oudejaars(?:avond|dag)|oudjaar(?:savond)?|nieuwjaarsdag|kerstavond|goede vrijdag|koningsdag|koninginnedag|bevrijdingsdag|moederdag|vaderdag|sinterklaasavond|pakjesavond|valentijnsdag|"
    rf"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag) de (?:{_ORDINAL}|\d{{1,2}}(?:e|ste|de)))\b(?:\s(?:van\s)?(?:19|20)\d\d)?",
    re.IGNORECASE,
)

HALF = tree(
    frozenset(
        [
            "anderhalf",
            *(unit + link + "half" for unit in UNITS.split("|") for link in ("en", "ën", "eneen", "ëneen", "eneneen")),
        ]
    )
)
_JAAR = r"(?:jaar(?:\s(?:en\s)?\d{1,2}\s(?:maanden|mnd))?(?:\soud)?|jr\.?|j\.|jaren\soud|years?\sof\sage|years?[\s-]olds?|yrs?\.?(?:[\s-]old)?|y/?o)(?!\w)"
_COUNT = rf"(?:{HALF}|\d{{1,3}}(?:[,.½]\d?)?|{NUMBER_WORD})"
_AGES = (
    re.compile(
        rf"(?<![\w,.-])(?P<age>(?:{_COUNT}(?:,\s{_COUNT}){{0,6}},?\s(?:en|of|and)\s)?{_COUNT}[\s-]?{_JAAR})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w,.-])(?P<age>(?:{_COUNT})[\s-]?jarig\w*)(?!\s(?:huwelijk|bestaan|jubileum|contract|plan|feest))",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w,.-])(?P<age>(?:\d{{1,3}}|{EN_NUMBER})[\s-]years?[\s-]olds?)\b", re.IGNORECASE),
    re.compile(
        rf"(?<![\w,.-])(?P<age>{_COUNT}[\s-](?:maand|maanden|mnd\.?|weken|wk\.?|dagen|months?|weeks?|days?)[\s-](?:oude?|jong|old))\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:baby(?:'?tje)?|dreumes|zuigeling|kindje|kleintje|peuter)\svan\s(?P<age>{_COUNT}\s(?:maanden|weken|dagen|maand))\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:leeftijd|leeftijd van|aged?|lft\.?)\W{{1,2}}(?:(?:is|van|of)\s)?(?P<age>\d{{1,3}}|{NUMBER_WORD}|{EN_NUMBER})(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:werd|wordt|is\s(?:net|nu|pas|inmiddels|bijna|al|vorige week|onlangs)?\s?|was\s(?:toen|pas|nog geen|net)\s|turned|turns)\s?(?!een jaar of)(?P<age>\d{{1,3}}|{NUMBER_WORD})"
        rf"(?=[.,;!?)](?!\d)|\s(?:geworden|en\s(?:woont|heeft|zwanger|alleen)|toen|jaar)|$)|"
        rf"\b(?:is|werd|wordt|was|ben)\s(?:nu|net|pas|toen|inmiddels|bijna|al|nog maar|nog geen|nog)?\s?(?P<grown>1[2-9]|[2-9]\d|(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en|ën)(?:{TENS}))"
        rf"(?=\s(?:en|maar|als|toen|wanneer|of)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<age>(?:begin|midden|halverwege|eind|achter|diep|ver|ergens|late|early|mid|in(?=\s(?:de|haar|zijn|her|his)\s))[\s-](?:in[\s-])?(?:de|haar|zijn|her|his|the)?[\s-]?"
        r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:een|de|deze|die|alleenstaande|a)\s(?:\w+\s)?(?P<age>(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)er|\d0-er)\b(?!\sjaren)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w,.-])(?P<age>(?:[2-9][05]|{TENS})\s?(?:-?plusser|\+['’]?er|['’]er))(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<=[^\W\d_]),\s(?P<age>[1-9]\d?)(?=,\s)"),
    re.compile(
        r"(?:(?<=[^\W\d_])|(?<=[A-Z]\.))\s\((?P<age>[1-9]\d?(?:\s?(?:jaar(?:\s(?:en\s)?\d{1,2}\s(?:maanden|mnd))?|jr|j))?\.?)\)",
        re.IGNORECASE,
    ),
)
# "De wachttijd was acht weken en is nu vijf."
_COUNTED = re.compile(r"\b(?:wachttijd|aantal|gemiddelde?|doorlooptijd|score|cijfer)\b[^.!?\n]*$", re.IGNORECASE)
_BARE = re.compile(rf"\d{{1,3}}|{NUMBER_WORD}", re.IGNORECASE)
_GROWN = rf"(?:1[0-9]|[2-9]\d|{NUMBER_WORD}|{HALF})"
_TENTH = rf"(?:{_ORDINAL}|{NUMBER_WORD}(?:de|ste)|\d{{1,2}}(?:e|ste|de))"
_TURNS = (
    re.compile(
        rf"\b(?:op|sinds|vanaf|voor|na|in|rond|tegen|tot)\s(?P<age>(?:haar|zijn|hun|mijn|je|m'n|z'n|d'r)\s{_TENTH})(?!\s(?:keer|poging|dag|week|maand|huwelijk|man|vrouw|baan|huis|auto|kind|jaar))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:was|waren|is)\s(?:nog\s|pas\s|net\s|nog maar\s|zelf\s|toen\s){{0,2}}(?P<age>{_GROWN}|[1-9])\s(?:toen|when)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:wordt|werd|is|zijn|was|waren|turned)\s(?:(?:in|op|vorige?|volgende?|deze|dit|vandaag|morgen|gisteren|onlangs|nu|net|pas|al|nog|inmiddels|bijna|ruim|\w+dag|week|maand|jaar|{MONTH})\s){{1,3}}(?<!in\sweek\s)(?P<age>[2-9]\d|1\d|[1-9]|{NUMBER_WORD}|{HALF})(?=[.,;!?)]|\s(?:geworden|en|maar)\b|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<age>(?:rond|tegen|naar|richting|boven|over|ver over|voorbij|onder|voor in|achter in|dik in|ver in|hoog in|in(?=\sde\s)|around|over)\s(?:de\s)?(?:[2-9]0|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))(?=[.,;!?)]|$|\s(?:en|is|was|met|die|woont|heeft|had|kwam|wil|vroeg|werd|liep|zat|belde)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<age>(?:begin|midden|halverwege|eind)\s(?:[2-9]0|{TENS}))(?!\w|\s?(?:%|procent|euro|\w*mensen|huishoudens|gezinnen|dagen|weken))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<age>(?:bijna|ruim|dik)\s(?:[2-9]\d(?![.,]\d)|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))(?=[.,;!?)]|$|\s(?:en|is|was|met|die|woont|heeft|had|kwam|wil|vroeg|werd|liep|zat|belde|zocht)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:toen|als|sinds|dat|omdat|nu|when|since)\s(?:hij|zij|ze|ik|she|he)\s(?:nog\s|pas\s|net\s|al\s|bijna\s)?(?P<age>{_GROWN}|[1-9])\s(?:was|werd|is|wordt|ben)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<age>(?:een\s)?(?:jaar|jaartje)\sof\s{_GROWN}|(?:de\s)?(?:[2-9]0|{TENS})\s(?:gepasseerd|voorbij))\b",
        re.IGNORECASE,
    ),
    # "Dylano, van tien, ...".
    re.compile(
        rf"(?<![.!?:]\s)\b(?-i:[A-Z])[^\W\d_]+,?\svan\s(?:net\s|bijna\s)?(?P<age>[1-9]\d?|(?!een\b){NUMBER_WORD})(?=[.,;!?)](?!\d)|$|\s(?:en|is|was|wordt)\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<age>{_GROWN})\s(?:geworden|lentes|jaren jong)\b", re.IGNORECASE),
    # "Haar negentigste verjaardag", "the day she had her 90th birthday".
    re.compile(
        rf"(?<!\w)(?P<age>(?:{_TENTH}|\d{{1,3}}(?:st|nd|rd|th)|honderd\w*ste)\s(?:verjaardag|verjaarsfeest|birthday))(?!\w)",
        re.IGNORECASE,
    ),
)
KIN = (
    r"(?:kind(?:eren|je|jes)?|zoon(?:s|tje|tjes)?|zonen|dochter(?:s|tje|tjes)?|jonge(?:n|ns|ntje|ntjes|tje|tjes)|meisje[ns]?|meiden|meid|tweeling|peuter|kleuter|baby|puber(?:s)?|"
    r"broer(?:s|tje|tjes)?|zus(?:sen|je|jes)?|kleinkind(?:eren)?|kleinzoon|kleindochter|pleegkind(?:eren)?|pleegdochter|pleegzoon|stiefzoon|stiefdochter|knul|"
    r"neefje|nichtje|oudste|jongste|middelste|weduwe|weduwnaar|vrouw|man|moeder|vader|oma|opa|buurvrouw|buurman|dame|heer|"
    r"sons?|daughters?|child(?:ren)?|kids?|boys?|girls?|twins?|woman|man|mother|father)"
)
_AGE = rf"(?:{HALF}|[1-9]\d?|(?!een\b|één\b){NUMBER_WORD}|{EN_NUMBER})"
_LIST = rf"{_AGE}(?:(?:,\s?|\s?/\s?){_AGE})*(?:,?\s(?:en|and|&|of)\s{_AGE})?"
_KIN_AGES = (
    re.compile(
        rf"\b{KIN}\s(?:is\s|was\s|wordt\s|werd\s)?(?:nu|net|pas|bijna|al|ruim|nog geen|nog maar)\s(?P<age>{_AGE})(?=[.,;!?)]|$|\s(?:en|maar|jaar|toen)\b)",
        re.IGNORECASE,
    ),
    # "haar zoontje Ilyas is zes en ...": not "een van de zes", not "anderhalf en een half".
    re.compile(
        rf"\b{KIN}(?:\s(?-i:[^\W\d_a-z])[\w'’\-]+){{1,2}}\s(?:is|was)\s(?P<age>{_AGE})(?=\s(?:en|maar|and|but)\s(?!een\b|half))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{KIN},?\s(?:van|of|aged|\(|:)\s?(?:net |bijna |ruim |pas |respectievelijk )?(?P<age>{_LIST})(?:\s(?:jaar|jr|maanden))?"
        rf"(?!\w|\s(?:hoog|meter|weken|euro|kinderen|children))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\((?P<age>(?:\d{{1,2}}|{NUMBER_WORD})(?:(?:,\s?|\s?/\s?)\d{{1,2}})*(?:,?\s(?:en|and|&)\s(?:\d{{1,2}}|{NUMBER_WORD}))(?:\s(?:jaar|jr|years?))?)\)",
        re.IGNORECASE,
    ),
    re.compile(r"\((?P<age>\d{1,2}(?:,\s?\d{1,2})+(?:\s(?:jaar|jr))?)\)", re.IGNORECASE),
)
_GROUP = re.compile(
    r"\b(?P<age>(?:groep|klas|grade|leerjaar)\s(?:[1-8](?!\d)[a-zA-Z]?|vmbo|havo|vwo)\b)", re.IGNORECASE
)
_DURATION_BEFORE = re.compile(
    r"(?:\b(?:daarvoor|daarna|eerder|al|sinds|na|duurde|duurt|binnen|per|elke|ieder|om de|ruim|laatste|afgelopen|voor|gedurende|over|komende|eerste|bijna|zo'n|ongeveer|"
    r"werkte|werkten|werkt|woonde|woonden|woont|wonen|zorgde|zorgt|runde|runt|spaarde|wachtte|wacht|"
    r"circa|tot|minstens|hooguit|maximaal|minimaal|meer dan|langer dan|nog|of|a|for|over|after|past|last|within|every|"
    r"about|almost|in|straf|celstraf|garantie|elk|half|vorig|dit|in die|die|deze|de)\s)$",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(r"(?:een|één)\s", re.IGNORECASE)
_AGE_AFTER = re.compile(r"\s(?:oude?\b|en (?:zwanger|woont|weduwe|alleen))", re.IGNORECASE)
_DURATION_AFTER = re.compile(
    r"\s(?:getrouwd|samen|lang|geleden|later|eerder|geduurd|ervaring|gewacht|gewoond|gewerkt|werkloos|wonen|woont|werkt|cel|ago|garantie|straf|"
    r"voorwaardelijk|achtereen|achter elkaar|terug|in de schuld|schuldsanering|niet|geen|vast|after|later|ago)\b",
    re.IGNORECASE,
)


_WHENS = (
    (_BIRTH, Severity.HIGH, Reason.BIRTH),
    (_BORN_AFTER, Severity.HIGH, Reason.BIRTH),
    (_DATE, Severity.MEDIUM, Reason.DATE),
    (_YEAR_BEHIND, Severity.MEDIUM, Reason.DATE),
    (_SHORT_YEAR, Severity.MEDIUM, Reason.DATE),
    (_FROM_YEAR, Severity.MEDIUM, Reason.DATE),
    (_DAY_MONTH, Severity.MEDIUM, Reason.DATE),
    (_THE_DAY, Severity.MEDIUM, Reason.DATE),
    (_SEASON, Severity.QUESTION, Reason.DAY),
    (_DAY, Severity.QUESTION, Reason.DAY),
)


def dates(text: str) -> Iterator[Span]:
    """Days and birth years, in every spelling; a month or year by itself is at most a question."""
    for pattern, severity, reason in _WHENS:
        group = "when" if "when" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield Span(*match.span(group), Kind.DATE, severity, reason)


def ages(text: str) -> Iterator[Span]:
    """How old somebody is; how long something took is none."""
    for pattern in (*_KIN_AGES, *_TURNS, *_AGES):
        for match in pattern.finditer(text):
            group = "age" if match["age"] else "grown"
            duration = pattern is _AGES[0] and _is_duration(text, *match.span("age"))
            if not duration and not _is_count(text, match, group):
                yield Span(*match.span(group), Kind.AGE, Severity.MEDIUM, Reason.AGE)
    for match in _GROUP.finditer(text):
        yield Span(*match.span("age"), Kind.AGE, Severity.QUESTION, Reason.AGE_BAND)


def _is_count(text: str, match: re.Match[str], group: str) -> bool:
    start = match.start()
    return bool(_BARE.fullmatch(match[group]) and _COUNTED.search(text[max(0, start - 80) : start]))


def _is_duration(text: str, start: int, end: int) -> bool:
    if "oud" in text[start:end].lower() or "old" in text[start:end].lower() or _AGE_AFTER.match(text, end):
        return False
    if _ONE_YEAR.match(text, start):
        return True
    before = text[max(0, start - 24) : start]
    return _DURATION_BEFORE.search(before) is not None or _DURATION_AFTER.match(text, end) is not None
