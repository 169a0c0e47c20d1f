"""E-mail, web addresses, accounts on social media, telephone numbers, addresses of machines."""

import re
from collections.abc import Iterator

from coop.rules.redaction.dates import EN_NUMBER, NUMBER_WORD
from coop.rules.redaction.spans import Kind, Reason, Severity, Span

_TLD = r"(?:nl|com|org|net|eu|be|de|fr|uk|info|online|email|frl|amsterdam|io|me|tv|app|nu|edu|tr|pl|ua|ma|sr|gov|shop|site|example)"
_AT = r"(?:\s?[@＠]\s?|\s*[\[({<]\s*(?:at?|bij|et|@|at[ \-]teken|apen?staart(?:je)?)\s*[\])}>]\s*|\s+(?:at|at[ \-]teken|apen?staart(?:je)?)\s+)"
_DOT = r"(?:\s?\.\s?|\s*[\[({<]\s*(?:dot|punt|\.)\s*[\])}>]\s*|\s+(?:punt|dot)\s+)"
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~\-]+(?:\.[\w!#$%&'*+/=?^`{|}~\-]+)*"
_PROVIDER = (
    r"(?:gmail|hotmail|outlook|live|ziggo|kpn\w*|xs4all|yahoo|icloud|planet|upc|home|casema|chello|tele2|protonmail)"
)
_EMAILS = (
    re.compile(rf"(?<![\w!#$%&'*+/=?^`{{|}}~\-]){_LOCAL}@[^\W_](?:[\w\-]|\.(?=\w))*", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)\w[\w+\-]*(?:(?:\.|\s(?:punt|dot|streepje|underscore|liggend streepje)\s)[\w+\-]+)*"
        rf"{_AT}[\w\-]+(?:{_DOT}[\w\-]+)*{_DOT}{_TLD}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b[\w.+\-]+\s?[@＠]\s?(?:gmail|hotmail|outlook|live|ziggo|kpn\w*|xs4all|yahoo|icloud|planet|upc)\w*(?:,\s?(?:com|nl)\b)?",
        re.I,
    ),
    # "bij", "a" and "et" are words too: only when the dot is said as well, or the provider is known.
    re.compile(
        rf"(?<!\w)\w[\w.+\-]*\s(?:bij|at|a|et|op)\s[\w\-]+(?:\s?[\[({{<]\s?|\s)(?:punt|dot|point)(?:\s?[\])}}>]\s?|\s){_TLD}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)\w[\w.+\-]*(?:\s(?:at|apen?staart(?:je)?)\s|#){_PROVIDER}(?:[ .](?:nl|com|net|be))?(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)\w[\w.+]*[-_](?:at|apen?staart(?:je)?)[-_][\w\-]+[-_.](?:(?:punt|dot)[-_])?{_TLD}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)(?:\w\s){{3,}}[@＠]\s?[\w\-]+\s?\.\s?{_TLD}(?!\w)", re.IGNORECASE),
    # Broken by a blank: "j.smit@kpn mail.nl".
    re.compile(rf"(?<!\w)[\w.+\-]+@[\w\-]+\s[\w\-]+\.{_TLD}(?!\w)", re.IGNORECASE),
)
_SAID_AT = re.compile(
    rf"\bat\b|apen?staart|[\[({{<]\s?(?:a|et|bij)\s?[\])}}>]|_at_|\b(?:punt|dot|point)\b|#{_PROVIDER}", re.IGNORECASE
)
_URL = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"']*[\w/]|(?<![\w@.\-])(?:[\w\-]+\.)+{_TLD}(?:/[^\s<>\"']*[\w/]|(?![\w@\-]|\.\w))",
    re.IGNORECASE,
)
_PUBLIC_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:rijksoverheid|uwv|belastingdienst|toeslagen|svb|nibud|digid|mijnoverheid|cbs|duo|ciz|"
    r"juridischloket|overheid|regelhulp|thuisarts|ggd|werk|politie|leeuwarden|amsterdam|rotterdam|denhaag|utrecht|"
    r"eindhoven|groningen)\.nl/?",
    re.IGNORECASE,
)
_PLATFORM = r"(?:instagram|insta|ig(?=\s?:)|discord|snapchat|snap|tiktok|twitter|facebook|fb|telegram|linkedin|youtube|discord|signal|skype|marktplaats|vinted|strava|twitch|threads|bluesky)"
_GAMES = r"(?:roblox|psn|playstation|xbox|steam|fortnite|minecraft|apple-?id|kik|wechat|gamertag|epic|nintendo|twitch|discord|skype|snapchat|snap|tiktok|insta(?:gram)?|telegram)"
_HANDLES = (
    re.compile(
        rf"\b{_GAMES}(?:-?(?:naam|id|account|tag))?[\s:]{{1,3}}(?:is\s|heet\s\w+\s|account\s)?(?P<handle>(?=[\w.:\-]*[\d_.#:])(?!\d+\b)[\w.:\-]{{2,}}(?:#\d{{2,6}})?\w)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_GAMES}(?:-?(?:naam|id|account|tag))?:\s?(?P<handle>[\w.\-]{{3,}})(?!\w|@)", re.IGNORECASE),
    re.compile(r"(?<![\w@])[^\W\d_][\w.]{2,}#\d{4}(?!\w)"),
    re.compile(
        rf"\b(?i:{_PLATFORM})\s?:\s?(?P<handle>[A-Z][\w.\-]*(?:\s(?:de|van|der|den|el)(?=\s)|\s[A-Z][\w.\-]*){{1,4}})"
    ),
    re.compile(
        rf"\b{_PLATFORM}\b[^.!?\n]{{0,40}}?\b(?:onder|als|naam|heet|is|account|as)\s(?:de\snaam\s)?[\"'“‘]?(?P<handle>\w+[._]\w[\w.]*|\w*[^\W\d_]\d\w*)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w@.])[@＠][^\W\d][\w.]{1,40}\w"),
    re.compile(r"(?<![\w@.\-])[^\W_]+(?:_[^\W_]+)+(?![\w@])|(?<![\w@.\-])_+[^\W_]\w+"),
    re.compile(
        rf"\b{_PLATFORM}\b(?:[\s:(\-]+(?:naam|account|accountnaam|als|onder|heet|is|user|username|gebruikersnaam|profiel|"
        rf"profielnaam|de|het|naam|name|as|her|zijn|haar|nick)\b)*[\s:(\-]+[\"'“‘]?(?P<handle>[\w.\-]*[\d_.][\w.\-]*\w(?:#\d{{4}})?)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_PLATFORM}\b[\s\-]*(?:naam|account|accountnaam|profiel|profielnaam)?\s*"
        rf"(?::|\b(?:als|onder de naam|heet(?: ze| hij)?|genaamd|as)\b)\s*[\"'“‘]?(?P<handle>[^\W\d_][\w.\-]{{2,}})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:gebruikersnaam|accountnaam|username|inlognaam|gamertag)\b[\s:]*(?:is\s|van\s)?[\"'“‘]?(?P<handle>[\w.\-]{3,})",
        re.I,
    ),
)
_SEP = r"[\s.\-/()\u00a0\u2010-\u2013…*·|~]"
_SPOKEN_COUNT = r"(?:(?:twee|drie|vier|2|3|4)\s(?:keer|maal|x)\s(?:een\s|de\s)?|dubbele?\s)?"
_PHONES = (
    re.compile(rf"(?<![\w+])(?:\+|00){_SEP}{{0,2}}\d(?:{_SEP}{{0,3}}\d){{7,13}}(?!\d)"),
    re.compile(rf"(?<![\w+.,])\(?0{_SEP}?[1-9](?:{_SEP}{{0,3}}\d){{8}}(?!\d)"),
    # With its country and without the plus: "31612345678", "316 12345678".
    re.compile(rf"(?<![\w+.,])31\s?(?:\(0\)\s?)?6(?:{_SEP}{{0,2}}\d){{8}}(?!\d)"),
    re.compile(rf"(?<![\w+.,])\(?(?:[0Oo]|nul\s?)6(?:{_SEP}{{0,3}}[\doOlIxX*#]){{6,9}}(?!\w)"),
    re.compile(rf"(?<![\w+.,\-])6(?:{_SEP}{{0,2}}\d){{8}}(?!\d)(?=\W|$)"),
)
_PHONE_WORD = re.compile(
    r"\b(?:tel\.?|telefoon\w*|mobiel\w*|mob\.?|gsm|phone|bel(?:len|t)?(?:\s+(?:naar|op|via))?|appen naar|whatsapp\w*|doorkiesnummer|"
    r"call|reach \w+ (?:at|on)|vast|vaste lijn|thuis|werknr|nachtnr|huistelefoon|(?:bereikbaar|bereiken)(?:\s\w+){0,2}\s(?:op|onder|via))\W{0,3}(?:\w+\W{1,2}){0,2}?(?P<number>\d(?:[ .\-/]?\d){5,12})",
    re.IGNORECASE,
)
_ONE_DIGIT = r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_DIGIT_WORD = rf"(?:nul|{NUMBER_WORD})"
_PHONE_SPOKEN = re.compile(
    rf"\b(?:nul[\s,\-]+{_DIGIT_WORD}(?:[\s,\-]+{_DIGIT_WORD}){{3,9}}|{_ONE_DIGIT}(?:[\s,\-]+{_ONE_DIGIT}){{6,9}}|"
    # Without its nul, and without commas, between which there may be ages: "zes twaalf vierendertig zesenvijftig".
    rf"(?:nul[ \-])?zes(?:[ \-](?:{_DIGIT_WORD}|\d{{1,2}})){{4,8}})\b|"
    rf"\b(?:tel|telefoon|telefoonnummer|mobiel|nummer|bel)[.:]?\s(?:is\s)?(?P<number>{_DIGIT_WORD}(?:[\s,\-]+{_DIGIT_WORD}){{2,9}})\b",
    re.IGNORECASE,
)
# Said group by group, with digits between or counted: "nul zes, drie keer drie", "06 twaalf 34", "zes, drieëndertig, …".
_PHONE_GROUPS = re.compile(
    rf"\b(?:plus[\s,\-]+)?(?:{_SPOKEN_COUNT}nul|0\d\d\d?|drie een zes|zes)(?:[\s,\-–]+{_SPOKEN_COUNT}(?:{_DIGIT_WORD}|\d{{1,4}})){{5,11}}(?!\w|[.,]\d)|"
    rf"\b06(?:[\s,\-–]+(?:{_DIGIT_WORD}|\d{{1,4}})){{4,8}}(?!\w|[.,]\d)|"
    rf"\b(?:zero|oh|plus)(?:[\s,\-]+(?:double\s|triple\s)?(?:{EN_NUMBER}|zero|oh)){{5,11}}(?!\w)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SERVICE_NUMBER = re.compile(r"^(?:0800|0900|0906|0909|14\d{3}$)")
_IP4 = re.compile(r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]*\d)")
_IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{0,4}(?::[0-9a-f]{1,4})*(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:)+:(?:[0-9a-f]{1,4}:?)*(?!\w)",
    re.I,
)
_MAC = re.compile(r"(?<!\w)(?:[0-9a-f]{2}[:\-]){5}[0-9a-f]{2}(?!\w)", re.IGNORECASE)


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also written out ("naam at domein punt nl")."""
    if not any(sign in text for sign in "@＠") and not _SAID_AT.search(text):
        return
    for pattern in _EMAILS:
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.EMAIL, Severity.HIGH, Reason.EMAIL)


def web(text: str) -> Iterator[Span]:
    """Web addresses and names on social media; sites of public bodies say nothing about a person."""
    for match in _URL.finditer(text):
        if not _PUBLIC_SITE.fullmatch(match.group()):
            yield Span(*match.span(), Kind.URL, Severity.MEDIUM, Reason.URL)
    for pattern in _HANDLES:
        for match in pattern.finditer(text):
            group = "handle" if "handle" in pattern.groupindex else 0
            yield Span(*match.span(group), Kind.HANDLE, Severity.HIGH, Reason.HANDLE)


def machines(text: str) -> Iterator[Span]:
    """Addresses of machines. Four groups that begin like a Dutch telephone number are one."""
    for pattern in (_IP4, _IP6, _MAC):
        for match in pattern.finditer(text):
            is_phone = pattern is _IP4 and re.match(r"0\d", match.group())
            if not is_phone and re.search(r"\d", match.group()) and not _is_clock(match.group()):
                yield Span(*match.span(), Kind.IP, Severity.HIGH, Reason.IP)


def _is_clock(text: str) -> bool:
    return re.fullmatch(r"\d{1,2}:\d{2}(?::\d{2})?", text) is not None


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers; the numbers of public services are left alone."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if not _SERVICE_NUMBER.match(re.sub(r"\D", "", match.group())):
                yield Span(*match.span(), Kind.PHONE, Severity.HIGH, Reason.PHONE)
    yield from _said_phones(text)


def _said_phones(text: str) -> Iterator[Span]:
    for match in _PHONE_GROUPS.finditer(text):
        # In digits alone it was found above; a list of ages ("van zes, acht, elf") is no number.
        if _LETTERS.search(match.group()) and text[max(0, match.start() - 4) : match.start()].lower() != "van ":
            yield Span(*match.span(), Kind.PHONE, Severity.HIGH, Reason.PHONE)
    for match in _PHONE_WORD.finditer(text):
        if not _SERVICE_NUMBER.match(re.sub(r"\D", "", match.group("number"))):
            yield Span(*match.span("number"), Kind.PHONE, Severity.HIGH, Reason.PHONE)
    for match in _PHONE_SPOKEN.finditer(text):
        yield Span(*match.span("number" if match["number"] else 0), Kind.PHONE, Severity.HIGH, Reason.PHONE)
