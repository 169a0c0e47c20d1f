"""Schools, practices, houses of worship, clubs, employers: with them a few hundred people are left, or a dozen."""

import re
from collections.abc import Iterator

from coop.rules.redaction.lexicon import is_word, phrases, words
from coop.rules.redaction.lookups import Lookups
from coop.rules.redaction.spans import Kind, Reason, Severity, Span
from coop.rules.redaction.text import Page, Token

_TRIGGERS = (
    r"(?:basis|kleuter|jenaplan|montessori|dalton|vrije|brede|speciale|muziek|taal|dans|judo|sport|zwem|rij|vak|hoge|praktijk|ballet)?school|obs|cbs|rkbs|pcbs|ibs|"
    r"sbo|college|lyceum|gymnasium|scholengemeenschap|mavo|vmbo|mbo|roc|universiteit|kinderdagverblijf|kinderopvang|peuterspeelzaal|peuteropvang|kdv|bso|cr[eè]che|"
    r"huisartsenpraktijk|huisartsenpost|gezondheidscentrum|tandartspraktijk|fysiopraktijk|praktijk|apotheek|ziekenhuis|medisch centrum|kliniek|polikliniek|ggz|"
    r"verpleeghuis|verzorgingshuis|verzorgingstehuis|woonzorgcentrum|zorgcentrum|zorginstelling|zorgboerderij|hospice|revalidatiecentrum|thuiszorg|"
    r"moskee|masjid|mandir|gurdwara|kerk|parochie|gemeente de|synagoge|tempel|kapel|klooster|geloofsgemeenschap|"
    r"voetbalclub|voetbalvereniging|hockeyclub|korfbalvereniging|volleybalvereniging|tennisclub|tennisvereniging|turnvereniging|gymvereniging|sportvereniging|sportclub|"
    r"boksschool|boksclub|judoclub|schaakclub|bridgeclub|zwemclub|zwemvereniging|ijsclub|kaatsvereniging|muziekvereniging|fanfare|harmonie|koor|shantykoor|zangkoor|"
    r"scouting|speeltuinvereniging|speeltuin|buurtvereniging|wijkvereniging|vereniging|stichting|club|"
    r"buurthuis|buurtcentrum|wijkcentrum|dorpshuis|jongerencentrum|ontmoetingscentrum|inloophuis|wijkgebouw|multifunctioneel centrum|mfc|"
    r"buurtzorg|kledingbank|speelotheek|zorggroep|voedselbank|kringloopwinkel|kringloop|dagbesteding|werkplaats|sociale werkplaats|opvanghuis|opvang|blijfhuis|azc|asielzoekerscentrum|"
    r"woningcorporatie|corporatie|woningstichting|"
    r"caf[eé]|restaurant|cafetaria|snackbar|eetcafe|kroeg|bakkerij|slagerij|kapsalon|garage|autobedrijf|bouwbedrijf|schildersbedrijf|transportbedrijf|"
    r"schoonmaakbedrijf|fabriek|drukkerij|supermarkt|winkel|firma|bedrijf|uitzendbureau|hotel|camping|bouwmarkt|kwekerij|hoveniersbedrijf|"
    r"consultatiebureau|speelzaal|stadion|bibliotheek|manege|atelier|sporthal|gymzaal|zwembad|tandartspraktijk|logopediepraktijk|verloskundigenpraktijk|dierenkliniek|pension|hostel|internaat|"
    r"penitentiaire inrichting|gevangenis|rederij|taxibedrijf|bouwgroep|advocatenkantoor|incassobureau|bewindvoerderskantoor|leger des heils|makelaardij|drogisterij|bloemenwinkel|viswinkel|"
    r"[^\W\d_]{3,}(?:club|vereniging|bureau|praktijk|fabriek)|"
    r"fc|vv|sv|rkvv|svv|cv|kv|tv|rksv|vc"
)
_ENGLISH = r"primary school|school|mosque|church|hospital|clinic|practice|company|factory|football club|nursing home|community centre"
_SHORT_CLUBS = frozenset("fc vv sv rkvv svv cv kv tv rksv vc obs cbs rkbs pcbs ibs sbo mfc kdv bso roc ggz".split())
_TRIGGER = re.compile(rf"(?<![\w\-])(?P<trigger>{_TRIGGERS}|{_ENGLISH})(?![\w\-])", re.IGNORECASE)
_LINK = re.compile(
    r"[ \t\u00a0\n]{1,2}[\"“‘]?(?:(?:van|de|het|'t|’t|der|den|te|in de|sint|st\.?|dr\.?|prof\.?|o\.?l\.?v\.?|zum|the|of|voor|genaamd|called)[ \u00a0]+[\"“‘']?){0,2}",
    re.IGNORECASE,
)
_SUFFIXED = re.compile(
    r"^[^\W\d_][\w'’\-]{2,}(?:school|college|lyceum|kerk|moskee|ziekenhuis|kapel|gasthuis|hospice|kliniek|apotheek|hoeve|huis|hof|state|heem|clinic)$",
    re.IGNORECASE,
)
_SURE_SUFFIX = re.compile(r"(?:school|college|lyceum|kerk|moskee|ziekenhuis|gasthuis|kliniek|apotheek)$", re.IGNORECASE)
_HEADS = frozenset(
    "cami camii masjid mandir gurdwara verzorgingshuis verpleeghuis basisschool kinderdagverblijf zwembad sporthal zorgcentrum buurthuis wijkcentrum school college lyceum gymnasium kerk moskee mosque church ziekenhuis hospital praktijk apotheek bakkerij slagerij garage groep zorg thuiszorg kinderopvang "
    "bouw transport schoonmaak advocaten makelaars bewind bewindvoering incasso kliniek centrum bv b.v nv uitzendbureau restaurant café cafe hotel fabriek "
    "gerechtsdeurwaarders deurwaarders boys academie academy kapsalon supermarkt wonen college stichting".split()
)
_HOUSES = frozenset("college lyceum gymnasium academie academy moskee kerk ziekenhuis school".split())
_SAINTS = frozenset("sint st saint sankt".split())
# "basisschool de zonnewijzer": typed without capitals.
_OFTEN_SMALL = frozenset(
    "basisschool obs cbs kinderdagverblijf verpleeghuis verzorgingshuis buurthuis wijkcentrum".split()
)
_LOWER_HEADS = frozenset(
    "moskee kerk school college ziekenhuis verzorgingshuis verpleeghuis basisschool zorgcentrum praktijk kliniek".split()
)
_WORKS_AT = re.compile(
    r"\b(?:werkt|werkte|werken|werk|baan|dienst|stage|stageplek|stageplaats|vrijwilligerswerk|vrijwilliger|invalt|schoonmaakt|schoonmaker|schoonmaakster|chauffeur|"
    r"medewerker|medewerkster|kok|monteur|productiewerk|contract|ontslagen|ontslag|gesolliciteerd|solliciteerde|dagbesteding|in behandeling|opgenomen|onder behandeling|"
    r"works|worked|working|job|employed|voetbalt|voetbalde|speelt|sport|traint|turnt|judoot|danst|zingt|school|naar school|op school|les|cursus|bezoekt|kerkt|"
    r"bewindvoerder|huurt|huurwoning|woning|advocaat|therapie|therapeut|terecht|aangemeld|aanmelding|begeleiding|begeleid|ambulant)\b"
    r"(?:\s(?:drie|twee|vier|vijf|\d|dagen|dag|uur|per|week|in|de|het|een|als|haar|zijn|nu|nog|net|weer|\w+s|avond|weekend|vast|'s|nachts|ochtends)\b){0,4}"
    r"\s(?P<at>bij|voor|at|for|op|via|van|aan)\s(?:de\s|het\s|'t\s|the\s|een\s)?(?P<name>[A-Z0-9][\w'’&\-]*(?:[ ](?:&\s|en\s(?=[A-Z])|van\s(?=[A-Z])|de\s(?=[A-Z]))?[A-Z][\w'’&\-]*){0,3})"
)

# "Groep 7 van de Wielslag", "zit op het Comenius".
_PUPIL = re.compile(
    r"\b(?:(?:groep|klas|brugklas|kleuterklas|leerjaar)(?:\s\d\w?)?|(?:eerste|tweede|derde|vierde|vijfde|zesde)(?:\sklas)?|zit|zat|zitten|ligt|lag|opgenomen|behandeld|bevallen|"
    r"leerlinge?|juf|meester|mentor|directeur|conci[eë]rge|rector|docent|lerares|leraar)\s(?:van|op|bij|aan|in)\s"
    r"(?P<name>(?:de|het|'t)\s[A-Z][\w'’\-]+(?:\s[A-Z][\w'’\-]+){0,3})"
)

# "ZORGVERZ: Menzis", "Werkgever: Van Gelder".
_LABELLED = re.compile(
    r"\b(?i:zorgverz(?:ekeraar|ekering)?|verzekeraar|werkgever|school|apotheek|corporatie|verhuurder|instelling|opvang|cr[eè]che|praktijk|kinderopvang|bank|ziekenhuis|dagbesteding|uitkerende instantie)"
    r"\.?\s?:\s(?P<name>[A-Z][\w'’&\-]+(?: [A-Z][\w'’\-]+){0,3})"
)


def institutions(page: Page, lookups: Lookups) -> Iterator[Span]:
    """Names of institutions: listed, after the word for what they are, or ending in it."""
    places = {token.start: number for number, token in enumerate(page.tokens)}
    for match in _PUPIL.finditer(page.text):
        after = places.get(match.start("name") + len(match.group("name").split(" ")[0]) + 1)
        if after is not None and page.tokens[after].key not in phrases("public"):
            yield Span(*match.span("name"), Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
    yield from _labelled(page.text)
    for match in _TRIGGER.finditer(page.text):
        yield from _after_trigger(page, match, places)
    for place, token in enumerate(page.tokens):
        if token.capital:
            yield from _by_ending(page, place, token)
    for match in _WORKS_AT.finditer(page.text):
        if _is_employer(page, match, places):
            yield Span(*match.span("name"), Kind.INSTITUTION, Severity.MEDIUM, Reason.EMPLOYER)
    yield from _listed(page, lookups)


def _labelled(text: str) -> Iterator[Span]:
    for match in _LABELLED.finditer(text):
        if not {match["name"].lower(), match["name"].split()[0].lower()} & phrases("public"):
            yield Span(*match.span("name"), Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)


def _listed(page: Page, lookups: Lookups) -> Iterator[Span]:
    for place, token in enumerate(page.tokens):
        for keys in lookups.phrases.get(token.key, ()):
            last = place + len(keys) - 1
            if last < len(page.tokens) and tuple(one.key for one in page.tokens[place : last + 1]) == keys:
                if len(keys) == 1 and not token.capital and is_word(token.key):
                    continue
                yield Span(token.start, page.tokens[last].end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
                break


def _after_trigger(page: Page, match: re.Match[str], places: dict[int, int]) -> Iterator[Span]:
    link = _LINK.match(page.text, match.end())
    if link is None:
        return
    place = places.get(link.end())
    if place is None or page.tokens[place].digits:
        return
    token = page.tokens[place]
    trigger = match.group("trigger").lower()
    article = link.group().strip(" \n\"“‘'").lower()
    if token.capital:
        last = _last_capital(page, place)
        if not _is_no_name(token, trigger, alone=last == place):
            yield Span(match.start(), page.tokens[last].end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
    elif article in ("de", "het", "'t", "’t", "sint", "st", "st.") and not is_word(token.key) and "school" in trigger:
        yield Span(match.start(), token.end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
    elif article in ("de", "het") and trigger in _OFTEN_SMALL:
        yield Span(match.start(), token.end, Kind.INSTITUTION, Severity.QUESTION, Reason.INSTITUTION)


def _is_no_name(token: Token, trigger: str, *, alone: bool) -> bool:
    # "Een cv maken", "op tv": letters that are words too.
    if len(token.text) == 1 or trigger in ("cv", "kv", "tv", "vc"):
        return True
    return alone and token.key in phrases("public") and token.key not in _HEADS


def _last_capital(page: Page, place: int) -> int:
    last = place
    while last + 1 < len(page.tokens) and page.gap(last) in (" ", "-", " & ", "-", "\u00a0"):
        token = page.tokens[last + 1]
        linked = token.key in ("en", "van", "de", "het", "der", "den", "voor", "of") and _capital_at(page, last + 2)
        if not (token.capital or linked or token.key in _HEADS):
            break
        last += 1
    return last


def _capital_at(page: Page, place: int) -> bool:
    return place < len(page.tokens) and page.tokens[place].capital and page.gap(place - 1) == " "


def _by_ending(page: Page, place: int, token: Token) -> Iterator[Span]:
    """ "Fatih Moskee", "Titus Brandsma Lyceum", "Bonifatiuskerk"."""
    key = token.key
    if _SUFFIXED.match(token.text) and _SURE_SUFFIX.search(key) and not (token.opens and is_word(key)):
        if key in ("hogeschool", "basisschool") or not is_word(key) or not token.opens:
            yield Span(token.start, token.end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
        return
    saint = key in _SAINTS
    if not saint and is_word(key) and (token.opens or len(key) < 4):
        return
    last = place
    while (
        last < place + 4
        and page.gap(last) in (" ", "-", ". ")[: 3 if saint else 2]
        and _capital_or_link(page, last + 1)
    ):
        last += 1
        # "Friesland College": the head has a capital too, so a shared word before it is part of the name.
        named = page.tokens[last].capital and page.key(last) in _HOUSES
        if page.key(last) in _HEADS and (saint or named or key not in phrases("public")):
            yield Span(token.start, page.tokens[last].end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)
            return
    follows = page.gap(place) in (" ", "-") and page.key(place + 1) in _LOWER_HEADS
    if follows and key not in phrases("public") and not is_word(key):
        yield Span(token.start, page.tokens[place + 1].end, Kind.INSTITUTION, Severity.MEDIUM, Reason.INSTITUTION)


def _capital_or_link(page: Page, place: int) -> bool:
    if place >= len(page.tokens):
        return False
    token = page.tokens[place]
    return token.capital or token.key in ("van", "de", "en", "der", "den", "primary") or token.key in _LOWER_HEADS


def _is_employer(page: Page, match: re.Match[str], places: dict[int, int]) -> bool:
    place = places.get(match.start("name"))
    if place is None:
        return False
    key = page.tokens[place].key
    lone = " " not in match.group("name")
    if lone and (key in phrases("public") or key in phrases("places")):
        return False
    return not (
        key in words("first_names")
        or (lone and key in words("surnames"))
        or match.group("at") in ("voor", "van", "aan", "for", "op")
    )
