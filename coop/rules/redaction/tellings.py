"""More ways to say who is meant: kin of somebody with a trade, by a shop, by a floor, by what happened to them."""

import re

from coop.rules.redaction.portraits import KIN, PEOPLE, ROLES
from coop.rules.redaction.spans import Reason

_FLAGS = re.IGNORECASE
_SHOP = (
    r"[\w\-]*(?:tent|winkel|kraam|salon|toko|kiosk|bakkerij|slagerij|boerderij|molen|volkstuin(?:en)?|duiven|overkant|boot|camping|manege|"
    r"snackbar|caf[eé]|kapsalon|cafetaria|garage|stomerij|apotheek|visboer|groenteboer|markt|kerkkoor|fanfare|tuincentrum|bloemenstal)"
)
_FATE = (
    r"(?:verdronken|vermoorde|verongelukte|doodgeschoten|neergeschoten|neergestoken|doodgestoken|vermiste|omgekomen|ontvoerde|opgepakte|"
    r"gearresteerde|overreden|aangereden|verkrachte|mishandelde|verbrande)"
)
_MISHAP = (
    r"(?:steekpartij|schietpartij|brand|woningbrand|overval|aanrijding|ongeluk|ongeval|explosie|mishandeling|aanslag|verkrachting|inbraak|gijzeling|moord|"
    r"schipbreuk|vliegramp|ramp)"
)

TELLINGS: tuple[tuple[re.Pattern[str], Reason, bool], ...] = (
    # "De dame van de wolwinkel".
    (
        re.compile(
            rf"\b(?:{PEOPLE}|{KIN}|jongens|meiden|mensen)\svan\s(?:de|het|die|onze)\s(?:[^\W\d_]+e\s)?{_SHOP}\b", _FLAGS
        ),
        Reason.ROLE_AND_PLACE,
        False,
    ),
    # "De moeder van de verdronken jongen", "het slachtoffer van de steekpartij".
    (
        re.compile(rf"\b(?:{KIN}|ouders|familie|nabestaanden)\svan\s(?:de|het|een)\s(?:\w+e\s)?{_FATE}\s\w+", _FLAGS),
        Reason.KNOWN_EVENT,
        False,
    ),
    (
        re.compile(
            rf"\b(?:slachtoffers?|daders?|overlevenden?|nabestaanden?|verdachten?|getuigen?)\svan\s(?:de|het|die|een)\s(?:\w+e\s)?[\w\-]*{_MISHAP}\b",
            _FLAGS,
        ),
        Reason.KNOWN_EVENT,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE}|{KIN}),?\s(?:die|dat|wiens|waarvan)\s[^.!?\n]{{0,80}}\b(?:verdronk(?:en)?|verdrinkt|overleed|afbrandde|afgebrand|instortte|gereanimeerd|"
            r"verongelukte|stikte|verbrandde|neergeschoten|doodging|gegijzeld|bevallen is|viel uit|sprong)\b",
            _FLAGS,
        ),
        Reason.KNOWN_EVENT,
        False,
    ),
    # "De bakkersvrouw", "de weduwe van meester Jan".
    (
        re.compile(rf"\b(?:{ROLES})(?:s|en|e)?-?(?:vrouw|weduwe|zoon|dochter|kind|kinderen|gezin|man)\b", _FLAGS),
        Reason.KIN_OF_ROLE,
        False,
    ),
    (
        re.compile(
            rf"\b(?i:{KIN})\svan\s(?i:{ROLES}|meester|juf|dokter|dominee|pastoor|broeder|zuster|professor)\s[A-Z][\w'’\-]+"
        ),
        Reason.KIN_OF_ROLE,
        False,
    ),
    # "De buurvrouw van 14", "die mevrouw van drie hoog met al die katten".
    (
        re.compile(
            rf"\b(?:{PEOPLE})\svan\s(?:(?:nr\.?\s?|nummer\s)?\d{{1,4}}[a-z]?(?!\s?(?:jaar|jr|maanden|mnd|weken|\w*en\b)|[.,]\d|\w)|hierboven|hiernaast|hieronder|hierachter|"
            r"de\soverkant|(?:een|één|twee|drie|vier|vijf|zes|\d)[\s-]?hoog(?:\smet\s(?:al\s)?(?:die|dat|de|het|een)\s\w+)?)",
            _FLAGS,
        ),
        Reason.WHERE_THEY_LIVE,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE})\szonder\s(?:benen|been|armen|arm|handen|tanden|gebit|vingers|oog|haar|neus|stem)\b",
            _FLAGS,
        ),
        Reason.STRIKING,
        False,
    ),
    (
        re.compile(
            rf"\b(?:{PEOPLE})\smet\s(?:al\s(?:die|haar|zijn|dat)|z['’]n|d['’]r|der)\s(?:\w+e\s)?\w+",
            _FLAGS,
        ),
        Reason.STRIKING,
        False,
    ),
    (
        re.compile(
            r"\b(?:haar|zijn|hun|mijn)\s(?:man|vrouw|vader|moeder|zoon|dochter|broer|zus|opa|oma)\s(?:preekt|preekte|is\s(?:de\s)?(?:dominee|imam|pastoor|burgemeester|"
            r"wethouder|huisarts|wijkagent|slager|bakker)|zit\sin\sde\s(?:gemeenteraad|raad|kerkenraad))\b",
            _FLAGS,
        ),
        Reason.KIN_OF_ROLE,
        True,
    ),
    (
        re.compile(
            r"\b(?:opa|oma|vader|moeder|broer|zus|zoon|dochter|tante|oom|ouders|schoonouders|schoonmoeder|schoonvader)\s(?:in|op|aan|van)\s(?:de|het)\s(?-i:[A-Z])[\w'’\-]*(?:straat|laan|plein|weg|dijk|"
            r"kade|singel|gracht|hof|pad|park|flat)\b",
            _FLAGS,
        ),
        Reason.WHERE_THEY_LIVE,
        False,
    ),
)
