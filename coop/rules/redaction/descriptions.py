"""Descriptions by which neighbours know who is meant without a name. Always a question: only people can judge these."""

import re
from collections.abc import Iterator

from coop.rules.redaction.dates import NUMBER_WORD as ANY_NUMBER
from coop.rules.redaction.portraits import (
    DISTINCTIVE,
    EVENT_NOUNS,
    EVENTS,
    ILLNESSES,
    KIN,
    LIVES_BY,
    ORIGINS,
    PEOPLE,
    RARE_WORK,
    ROLES,
    SPOTS,
    VAGUE_SPOTS,
)
from coop.rules.redaction.spans import Kind, Reason, Severity, Span
from coop.rules.redaction.tellings import TELLINGS
from coop.rules.redaction.text import Page

_DET = r"(?:de|het|een|onze|ons|die|dat|deze|dit|the|a|an|our|zijn|haar|hun|mijn|'n|’n|'t)"
_ADJ = r"(?:[^\W\d_][\w'’\-]*\s){0,3}?"
_PEOPLE = rf"(?:{PEOPLE})"
_ROLE = rf"(?:(?:oud|ex|voormalig)[- ]?)?(?:{ROLES})"
_FLAGS = re.IGNORECASE
# A trade that is in no list, by the shape of the word.
_WORKER = r"(?!huishouden|gezinsleden)[^\W\d_]{3,}(?:meester|maker|baas|houder|boer|handelaar|verkoper|ier|eur|eurs|euse|ist|logus?|loog|aris|wachter|smid|leider|leidster)"
# "Een gezin met een …" counts nobody.
NUMBER_WORD = rf"(?!een\b)(?:{ANY_NUMBER})"

_PATTERNS: tuple[tuple[re.Pattern[str], Reason, bool], ...] = (
    # The last field: whether the mark runs on to the end of the clause.
    (LIVES_BY, Reason.WHERE_THEY_LIVE, False),
    (
        re.compile(
            rf"\b(?:{_DET}|als)\s(?:enige|enigste|oudste|jongste|eerste(?!\s(?:plaats|keer|instantie|stap|helft|dag|week|maand|jaar|contact|gesprek))|bekendste|rijkste|grootste|dikste|langste|enig overgebleven|laatste|only|oldest|youngest|last)\s"
            rf"{_ADJ}(?:{PEOPLE}|{ROLES}|{KIN}|{ORIGINS})\b(?:\s(?:met|van|in|op|uit|die|dat|zonder|with|in|of|who)\b)?",
            _FLAGS,
        ),
        Reason.ONLY_ONE,
        True,
    ),
    (
        re.compile(
            rf"\b(?:een van de|één van de|een der|one of the)\s(?:weinige|twee|drie|oudste|laatste|few|only)\s{_ADJ}(?:{PEOPLE})\b",
            _FLAGS,
        ),
        Reason.ONLY_ONE,
        True,
    ),
    (
        re.compile(
            r"\b(?:de|het|onze|the)\s(?:enige|enigste|only)\s(?!(?:oplossing|reden|manier|kans|keer|mogelijkheid|vraag|plek|optie|weg|hulp|inkom\w+|uitweg|keuze|troost|wat|dat|way|reason|thing|option|one)\b)"
            r"(?:[^\W\d_][\w'’\-]*\s){1,3}(?:in|op|van|met|zonder|of|with|who)\s",
            _FLAGS,
        ),
        Reason.ONLY_ONE,
        True,
    ),
    (
        re.compile(
            r"\b(?:als enige|de enige (?:in|van|op|met|die)|the only one|(?:the one|die ene|degene) (?:with|who|met|die) )\b",
            _FLAGS,
        ),
        Reason.ONLY_ONE,
        True,
    ),
    (
        re.compile(rf"\b(?:{KIN})\s(?:van|of)\s(?:de|het|onze|een|the|our|a)\s{_ADJ}{_ROLE}\b", _FLAGS),
        Reason.KIN_OF_ROLE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{KIN})\s(?:van|of)\s(?:de|het|onze)\s{_WORKER}\b|\b(?:de|onze|het)\s(?:{ROLES}|{_WORKER})\s(?:zijn|haar|z['’]n|d['’]r)\s(?:{KIN})\b",
            _FLAGS,
        ),
        Reason.KIN_OF_ROLE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{ROLES})['’]s\s{_ADJ}(?:{KIN}|wife|husband|son|daughter|mother|father|widow|brother|sister)\b",
            _FLAGS,
        ),
        Reason.KIN_OF_ROLE,
        False,
    ),
    (
        re.compile(
            rf"\b{_ROLE}\s(?:van|op|in|bij|uit|aan|achter|naast|boven|tegenover|om|of|at|on|from|next to|above|opposite)\s(?:(?:de|het|een|onze|ons|'t|’t|the|a|our)\s)?"
            rf"(?!(?:gemeente|wijkteam|team|beroep|overleg|gesprek|gezin|familie|moeder|vader|vrouw|man|cliënt|kind|kinderen)\b)(?:\w+e\s)?[\w'’\-]+(?:\s(?:van|op|in|aan)\s(?:de\s|het\s|the\s)?[\w'’\-]+|(?<=groep|.klas)\s\w+)?",
            _FLAGS,
        ),
        Reason.ROLE_AND_PLACE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:(?:oud|ex|voormalige?|gewezen|vroegere|former|retired|gepensioneerde)[- ])(?:{ROLES})\b(?:\s(?:van|of|bij|at)\s(?:de\s|het\s|the\s)?[\w'’\-]+)?",
            _FLAGS,
        ),
        Reason.FORMER_ROLE,
        False,
    ),
    (
        re.compile(
            r"\b(?:gepensioneerde|voormalige?|gewezen|vroegere|retired|former)\s[^\W\d_]{4,}(?:\s(?:van|bij|of)\s(?:de\s|het\s|the\s)?(?:[\w'’\-]+e\s)?[\w'’\-]+)?|"
            r"\b(?:oud|ex)-(?!man\b|vrouw\b|partner|vriend|echtgeno|hollands|nieuw)(?-i:[a-z])[^\W\d_]{3,}(?:\s(?:van|bij)\s(?:de\s|het\s)?[\w'’\-]+)?|"
            # "Was vroeger postbode hier".
            rf"\b(?:vroeger|ooit|destijds|jarenlang|altijd|lang)\s(?:(?:de|het|een|onze)\s)?(?:{ROLES})\b(?:\s(?:hier|(?:van|op|in|bij)\s(?:de\s|het\s)?[\w'’\-]+))?",
            _FLAGS,
        ),
        Reason.FORMER_ROLE,
        False,
    ),
    (
        re.compile(
            rf"\b{_DET}\s(?:voorzitter|penningmeester|secretaris|eigenaar|eigenares|oprichter|oprichtster|trainer|coach|beheerder|chairman|treasurer|founder|owner)\s(?:van|of)\s(?:de|het|onze|the)\s[\w'’\-]+",
            _FLAGS,
        ),
        Reason.ROLE_AND_PLACE,
        False,
    ),
    (
        re.compile(
            rf"\b{_PEOPLE}(?:\svan\s[\w\-]+(?:\sjaar)?)?(?:\s(?:uit|op|in|van|at|from|on|die woont in|who lives in))\s(?:(?:de|het|dat|die|een|the|that|'t)\s){_ADJ}(?:{SPOTS})(?:(?:(?<=met)|\s(?:van|op|bij|naast|of|met|with))\s(?:(?:de|het|een|the)\s)?(?:[\w'’\-]+e\s)?[\w'’\-]+(?:\s[\w'’\-]*straat)?)?",
            _FLAGS,
        ),
        Reason.WHERE_THEY_LIVE,
        False,
    ),
    (
        re.compile(
            rf"\b{_PEOPLE}(?:\svan\s[\w\-]+(?:\sjaar)?)?\s(?:boven|naast|tegenover|achter|onder|schuin tegenover|vlak bij|above|opposite|next to|behind)\s(?:de|het|een|the|a|'t)\s[\w'’\-]+",
            _FLAGS,
        ),
        Reason.WHERE_THEY_LIVE,
        False,
    ),
    (
        re.compile(
            rf"\b{_DET}\s{_ADJ}{_PEOPLE}\s(?:van|uit|op|from|at)\s(?:huis)?(?:nummer|nr\.?|number)\s\w+", _FLAGS
        ),
        Reason.WHERE_THEY_LIVE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE}|{ROLES}|{KIN}),?\s(?:die|dat|wiens|wier|waarvan|van wie|bij wie|waar|who|whose|that)\s(?=[^.!?\n]{{0,120}}\b(?:{EVENTS}|\w+(?:ongeluk|ongeval|brand|moord|overval|explosie|ramp)\b))",
            _FLAGS,
        ),
        Reason.KNOWN_EVENT,
        True,
    ),
    (
        re.compile(
            rf"\b{_DET}\s{_ADJ}(?:{PEOPLE}),?\s(?:die|dat|wiens|wier|who|whose)\s(?=[^.!?\n]{{0,80}}\b(?:vorige|vorig|afgelopen|destijds|ooit|jarenlang|altijd|elke (?:dag|ochtend|avond|zondag)|"
            rf"iedere (?:dag|ochtend|avond|zondag)|last (?:year|winter|summer)|always|every (?:day|morning)|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|\d+|{SPOTS}|{DISTINCTIVE})\b)",
            _FLAGS,
        ),
        Reason.STRIKING,
        True,
    ),
    (
        re.compile(
            rf"\b(?:{EVENT_NOUNS})\s(?:in|op|bij|aan|van|at|in|on)\s(?:de|het|the|een|haar|zijn|onze)\s[\w'’\-]+(?:\s(?:in|op|van|of|in)\s(?:de\s|het\s|the\s)?[\w'’\-]+)?|"
            rf"\b(?:verlies|overlijden|dood|zelfdoding|zelfmoord)\svan\s(?:zijn|haar|hun)\s(?:beide|alle|twee|drie|enige|jongste|oudste|pasgeboren)\s(?:{KIN}|kind|baby)\b",
            _FLAGS,
        ),
        Reason.KNOWN_EVENT,
        False,
    ),
    (
        re.compile(
            r"\b(?:stond|kwam|haalde|was|is|kwamen|stonden|geweest|appeared|was)\s(?:\w+\s){0,3}(?:in de krant|op tv|op televisie|op het nieuws|in het nieuws|de voorpagina|op de voorpagina|"
            r"de landelijke pers|de krant|het journaal|opsporing verzocht|hart van nederland|in the (?:paper|papers|news)|on tv|on the news)",
            _FLAGS,
        ),
        Reason.KNOWN_EVENT,
        False,
    ),
    (
        re.compile(
            r"\b(?:(?:iedereen|heel de buurt|de hele buurt|de hele straat|elk kind|everybody|everyone)\s(?:\w+\s){0,3}(?:kent|weet|kende|wist|noemt|knows|calls)|"
            r"(?:bekende|markante|opvallende)\s(?:verschijning|figuur|buurtbewoner|buurtbewoonster|persoon)|bekend (?:als|van|om)|plaatselijke beroemdheid|buurticoon|dorpsgek|local celebrity|well[- ]known (?:for|as|in))\b",
            _FLAGS,
        ),
        Reason.KNOWN_TO_ALL,
        True,
    ),
    (
        re.compile(
            rf"\b(?:(?:{PEOPLE}|{KIN})\s(?:(?:met|heeft|had|lijdt aan|with|has|die|dat)\s){{1,2}}(?:de\s|het\s|een\s|a\s)?)?(?:{ILLNESSES})",
            _FLAGS,
        ),
        Reason.RARE_ILLNESS,
        False,
    ),
    (
        re.compile(
            rf"\b(?:(?:oud|ex|voormalige?|former|retired)[- ])?(?:{RARE_WORK})\b(?:\s(?:op|met|van|uit)\s(?:(?:de|het|een|zijn|haar)\s)?[\w'’\-]+)?",
            _FLAGS,
        ),
        Reason.RARE_WORK,
        False,
    ),
    # "Een Syrische tandarts": of one origin and one trade there are few.
    (
        re.compile(rf"\b(?:{_DET}|als)\s(?:{ORIGINS})\s(?:{ROLES})\b", _FLAGS),
        Reason.ORIGIN_AND_FAMILY,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{ORIGINS})\s(?:{PEOPLE}|{KIN})(?:\s(?:van|met|with|of)\s(?:(?:haar|zijn|hun|her|his|their|de|een)\s)?(?:\w+\s)?(?:\d{{1,2}}|{NUMBER_WORD}|tweeling|drieling|two|three|four|five|six|seven|eight|nine|twins)\b"
            rf"(?:\s(?:\w+\s)?(?:kinderen|kids|children|zoons|zonen|dochters|jongens|meisjes|sons|daughters))?|\s(?:in|op|uit|from)\s(?:de|het|the)\s(?:{SPOTS}|straat|buurt|wijk|flat|street))",
            _FLAGS,
        ),
        Reason.ORIGIN_AND_FAMILY,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE}|{KIN})\suit\s[A-Z]\w+\s(?:met|with)\s(?:\w+\s)?(?:\d{{1,2}}|{NUMBER_WORD})\s(?:\w+\s)?(?:kinderen|zoons|dochters|children)"
        ),
        Reason.ORIGIN_AND_FAMILY,
        False,
    ),
    (
        re.compile(
            rf"\b(?:moeder|vader|ouders|gezin|stel|familie|mother|father|family|parents)\s(?:van|met|of|with)\s(?:(?:haar|zijn|hun|een|a)\s)?(?:\d{{1,2}}|{NUMBER_WORD}|two|three|four|five|six|seven|eight|nine|ten|tweeling|drieling|vierling|twins|triplets)\b"
            rf"(?:\s(?:\w+\s)?(?:kinderen|zoons|zonen|dochters|kids|children|sons|daughters))?(?:\s(?:op|in|uit|van|at)\s(?:(?:huis)?nummer|nr\.?|number|de|het|the)\s[\w'’\-]+)?",
            _FLAGS,
        ),
        Reason.FAMILY_SHAPE,
        False,
    ),
    (
        re.compile(
            r"\b(?:drieling|vierling|tweeling(?:broers|zussen)?(?=\s(?:van|uit|of|from)\b)|triplets|siamese|eeneiige)\b(?:\s(?:van|uit|of|from)\s(?:(?:de|het|the)\s)?[\w\-]+(?:\s(?:uit|van|from)\s(?:de|het|the)\s[\w\-]+)?)?",
            _FLAGS,
        ),
        Reason.FAMILY_SHAPE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE}|{KIN}|{ROLES}|{_WORKER})(?:\s(?:van|uit|op)\s(?:(?:de|het)\s)?[\w\-]+)?\s(?:met|zonder|in|with|without)\s(?:(?:de|het|een|zijn|haar|hun|the|a|an|his|her|that|die|dat|twee|drie|vier|vijf|zes|zeven|\d+)\s)?{_ADJ}(?:{DISTINCTIVE})\b"
            rf"(?:\s(?:in|op|uit|van)\s(?:de|het|zijn|haar|the)\s[\w'’\-]+)?",
            _FLAGS,
        ),
        Reason.STRIKING,
        False,
    ),
    (
        re.compile(
            r"\b(?:is|was)\s(?:bekeerd tot|van geslacht veranderd|in transitie|transgender|transvrouw|transman|travestiet|dragqueen|albino)\b|\b(?:transvrouw|transman|transgender)\b",
            _FLAGS,
        ),
        Reason.STRIKING,
        False,
    ),
    # "De man met de hond": the article says that there is one.
    (
        re.compile(
            rf"(?<![\w'’])(?:de|het)\s(?:[^\W\d_][\w'’\-]*\s)?{_PEOPLE}\smet\s(?:de|het|zijn|haar)\s(?:[\w'’\-]+e\s)?[\w'’\-]+(?:\s(?:van|op|uit)\s(?:(?:de|het)\s)?[\w\-]+(?:\s(?:{NUMBER_WORD}|\d+))?)?",
            _FLAGS,
        ),
        Reason.STRIKING,
        False,
    ),
)
_AGE_AND_PERSON = re.compile(
    rf"(?:een\s|de\s|die\s|an?\s|the\s)?(?<![\w\-])(?P<age>[\w\-]{1, 30}(?:jarige|-year-old))\s{_ADJ}(?:{PEOPLE}|{KIN}|{ROLES})\s(?:boven|naast|tegenover|achter|uit|op|met|van|in|die|above|opposite|from|with|who)\s[\w'’\-]+(?:\s[\w'’\-]+){{0,2}}",
    _FLAGS,
)
_LEAD = re.compile(
    rf"(?<![\w'’])(?:(?:{KIN})\s(?:van|of)\s)?(?:{_DET}|als|as)\s(?:(?!(?:en|of|and|or|is|was|heeft|met|die|dat)\s)[^\W\d_][\w'’\-]*\s){{0,3}}$",
    _FLAGS,
)
_VAGUE = re.compile(rf"\b(?:{VAGUE_SPOTS})$", _FLAGS)


def descriptions(page: Page) -> Iterator[Span]:
    """Tell-tale descriptions, each as one question; where two overlap, the longer one stays."""
    found = sorted(_all(page), key=lambda span: (span.start - span.end, span.start))
    kept: list[Span] = []
    for span in found:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    yield from kept


def _all(page: Page) -> Iterator[Span]:
    text = page.text
    for pattern, reason, runs_on in (*_PATTERNS, *TELLINGS):
        for match in pattern.finditer(text):
            end = page.word_end(match.end() - 1) if runs_on else match.end()
            if reason is Reason.WHERE_THEY_LIVE and _VAGUE.search(text[match.start() : end]):
                continue
            yield _told(text, match.start(), end, reason)
    for match in _AGE_AND_PERSON.finditer(text):
        if not _VAGUE.search(match.group()):
            yield _told(text, *match.span(), Reason.WHERE_THEY_LIVE)


def _told(text: str, start: int, end: int, reason: Reason) -> Span:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    # "de vrolijke oude" before "bakker op de hoek": cheaper to look back once than to begin at every word.
    lead = _LEAD.search(text, max(0, start - 48), start)
    if lead:
        start = lead.start()
    return Span(start, max(start + 1, end), Kind.DESCRIPTION, Severity.QUESTION, reason)
