"""What the people of the demo brought in. All of it is made up."""

from dataclasses import dataclass

from coop.agenda.policy import Domain, Kind, Origin
from coop.agenda.policy.talk import CommentKind


@dataclass(frozen=True, slots=True)
class Told:
    """An item with who brought it in how many days ago, how many members support it, and what was said about it.

    `comments` and `offers`: (key of the person, days after it was brought in, text).
    """

    key: str
    days_ago: int
    by: str
    kind: Kind
    domain: Domain
    title: str
    in_short: str
    place: str = ""
    details: str = ""
    origin: Origin = Origin.RESIDENT
    supporters: int = 0
    comments: tuple[tuple[str, int, str], ...] = ()
    offers: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in a conversation: how many it helps, (key, text) of the answers, and its words after a change."""

    by: str
    kind: CommentKind
    text: str
    helps: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    later: str = ""


_TEENS = (
    "Zo goed als iedereen wil een plek voor jongeren in de avond. Er zijn ook zorgen: wie boven De Brug woont, wil geen "
    "geluid tot laat. Wij zoeken daarom een plek zonder bovenburen. Er zijn altijd twee volwassenen bij. Het bestuur "
    "vraagt of de gymzaal vrij is, of het lokaal ernaast."
)
# Summed up this many days after it was brought in, by whom, in which words.
SUMMED_UP: dict[str, tuple[int, str, str]] = {"teens": (40, "team2", _TEENS)}
# Who follows what.
FOLLOWED: tuple[tuple[str, str], ...] = (("member", "path"), ("member", "teens"), ("resident", "debts"))

TALK: dict[str, tuple[Said, ...]] = {
    "path": (
        Said("member6", CommentKind.FOR, "Mijn dochter fietst nu om. Dat is een kwartier langer, elke avond.", 7),
        Said(
            "member17",
            CommentKind.AGAINST,
            "Liever geen felle lampen: wij slapen aan die kant.",
            3,
            (("board", "Wij vragen om lampen die alleen naar beneden schijnen."),),
            "Liever geen felle lampen: wij slapen aan die kant. Lampen die naar beneden schijnen zijn goed.",
        ),
    ),
    "teens": (
        Said("member5", CommentKind.FOR, "Op school werkt de huiswerkkamer goed. Zoiets kan ook in de avond.", 6),
        Said("member9", CommentKind.FOR, "Dan staan ze niet meer in het portiek.", 4),
        Said("member14", CommentKind.FOR, "Twee moeders willen om de beurt koken.", 3),
        Said(
            "member21",
            CommentKind.AGAINST,
            "Wij wonen boven De Brug. Op vrijdag is het er nu al tot laat druk. Kies een plek zonder bovenburen.",
            5,
            (
                ("team2", "Dat is een goed punt. Wij kijken eerst naar het lokaal naast de gymzaal."),
                ("member5", "@Ulli Daar kan het geluid ook niemand storen."),
            ),
        ),
        Said(
            "member30",
            CommentKind.QUESTION,
            "Wie is erbij als het misgaat?",
            2,
            (("board", "Altijd twee volwassenen. Het jongerenwerk heeft dat toegezegd."),),
            "Wie is erbij als het misgaat, en wie heeft de sleutel?",
        ),
    ),
}

BUSY: tuple[Told, ...] = (
    Told(
        "debts",
        310,
        "team",
        Kind.PROBLEM,
        Domain.MONEY,
        "Schulden blijven te lang verborgen",
        "Mensen schamen zich voor schulden. Zij maken de post niet meer open. Pas als het licht eraf gaat, horen wij "
        "ervan. Dan is de weg terug lang.",
        "vooral in De Flats",
        "Wij belden in het voorjaar bij 140 deuren aan. Achter een op de zes deuren lag een stapel dichte post.\n\n"
        "Mensen zeggen: *als iemand eerder gewoon langs was gekomen, had ik het verteld.*",
        Origin.DOOR,
        31,
        (
            ("member4", 9, "Bij mij kwam het door een nieuwe baan met wisselend loon. Niemand legde het uit."),
            ("team2", 15, "Op school horen wij het vaak als eerste: geen geld voor het schoolreisje."),
            ("member11", 40, "Kan er iemand meelopen naar de bank? Alleen durf je dat niet."),
        ),
        (("member7", 12, "Ik werkte op een boekhouding. Op maandag kan ik helpen met post op volgorde leggen."),),
    ),
    Told(
        "path",
        290,
        "member2",
        Kind.PROBLEM,
        Domain.SAFETY,
        "Donker pad achter het station",
        "Op het Loodspad is het 's avonds donker. Vrouwen en ouderen fietsen om. Meisjes die trainen worden "
        "gebracht en "
        "gehaald.",
        "Loodspad",
        "Het gaat om het stuk tussen de fietsenstalling en de Seinhuislaan. De heg staat er twee meter hoog.",
        supporters=27,
        comments=(
            ("member15", 3, "Ik loop er na mijn late dienst. Met de telefoon in de hand."),
            ("board", 20, "Wij vroegen de gemeente wie over de heg gaat. Dat is het spoorbedrijf."),
        ),
    ),
    Told(
        "lamps",
        150,
        "member23",
        Kind.PROBLEM,
        Domain.SAFETY,
        "Lantaarns kapot op het Loodspad",
        "Drie van de vijf lantaarns doen het niet. Dat is al zo sinds de herfst.",
        "Loodspad",
        supporters=9,
    ),
    Told(
        "mould",
        275,
        "member8",
        Kind.PROBLEM,
        Domain.HOUSING,
        "Schimmel in de Reigerflat",
        "In veel slaapkamers zit schimmel. Kinderen hoesten. De verhuurder zegt dat wij meer moeten luchten.",
        "Reigerflat",
        "Op de derde en vierde laag is het het ergst. Met elf buren hebben wij foto's gemaakt en alles opgeschreven.",
        supporters=24,
        comments=(
            ("team", 10, "Ons teamlid voor wonen gaat mee als u met de verhuurder praat."),
            ("member19", 30, "Bij ons is het plafond opnieuw gedaan. Na twee maanden kwam het terug."),
        ),
        offers=(("member20", 12, "Ik ben schilder geweest en kan laten zien wat lekkage is en wat vocht."),),
    ),
    Told(
        "soup",
        260,
        "member",
        Kind.STRENGTH,
        Domain.MEETING,
        "Soeptafel in De Brug",
        "Elke woensdag eten hier veertig mensen soep. Wie niet komt, wordt gebeld. Zo weten wij het als er iets is.",
        "buurthuis De Brug",
        "Het kost bijna niets: de groente komt van de markt. Drie vrijwilligers koken al zes jaar.",
        supporters=29,
        comments=(("member31", 5, "Na de dood van mijn man was dit het eerste waar ik weer heen durfde."),),
        offers=(
            ("member12", 8, "Ik kan om de week de groente ophalen met de bakfiets."),
            ("resident", 30, "Ik bak graag brood voor erbij."),
        ),
    ),
    Told(
        "teens",
        255,
        "team2",
        Kind.WISH,
        Domain.FAMILY,
        "Een plek voor tieners na vijf uur",
        "Na vijf uur is alles dicht voor jongeren van 13 tot 17. Zij willen binnen zitten, huiswerk maken en muziek "
        "luisteren. Met iemand erbij die niet preekt.",
        "Kievitplein of school De Golf",
        "Dit schreven veertien jongeren zelf op, tijdens de pauze.",
        Origin.SCHOOL,
        22,
        (("member27", 14, "Mijn zoon zit nu bij de snackbar. Daar is hij ook niet voor zijn plezier."),),
    ),
    Told(
        "hanging",
        120,
        "member33",
        Kind.PROBLEM,
        Domain.FAMILY,
        "Jongeren hangen in het portiek",
        "Het is koud en er is niets te doen, dus staan zij binnen bij de lift. Buren durven er niet langs.",
        "Pelikaanflat",
        supporters=11,
        comments=(("member34", 2, "Ik maakte een praatje. Ze zeiden: waar moeten wij dan heen?"),),
    ),
    Told(
        "errands",
        240,
        "member5",
        Kind.INITIATIVE,
        Domain.CARE,
        "Boodschappenrijders van de Bloemenbuurt",
        "Acht buren rijden mensen die slecht lopen naar de winkel. Wij willen ook naar de huisarts gaan rijden.",
        "Bloemenbuurt",
        "Wij rijden met eigen auto's. De benzine delen wij. Wat ons ontbreekt is een telefoon die altijd iemand "
        "opneemt.",
        supporters=18,
        offers=(
            ("member14", 4, "Ik heb een auto en ben op dinsdag vrij."),
            ("member41", 60, "Ik kan de telefoon een ochtend bemannen."),
        ),
    ),
    Told(
        "playground",
        235,
        "secretary",
        Kind.STRENGTH,
        Domain.FAMILY,
        "Speeltuinvereniging De Klimboom",
        "Ouders houden de speeltuin zelf open. Zij kennen elk kind bij naam. Ruzies worden op de bank opgelost.",
        "Klaprooslaan",
        "De vereniging vraagt geen geld. Zij vraagt of de sleutel niet elk jaar opnieuw aangevraagd hoeft te worden.",
        Origin.CLUB,
        20,
    ),
    Told(
        "carers",
        220,
        "team",
        Kind.PROBLEM,
        Domain.CARE,
        "Mantelzorgers raken op",
        "Wie voor een man, vrouw of ouder zorgt, komt de deur niet meer uit. Een vrije middag regelen kost meer "
        "werk dan "
        "die middag waard is.",
        "",
        "Wij spraken 23 mantelzorgers aan huis. De meesten zeiden: *ik hou het wel vol.* Hun kinderen dachten "
        "daar anders "
        "over.",
        Origin.SPOKEN,
        26,
        (
            ("member17", 6, "Een uur is al genoeg. Als het maar elke week hetzelfde uur is."),
            ("board2", 21, "Dit punt nemen wij mee in het voorstel voor het voorjaar."),
        ),
        (("member29", 11, "Ik zit graag een middag bij iemand. Ik werkte vroeger in een verpleeghuis."),),
    ),
    Told(
        "gloom",
        210,
        "member16",
        Kind.PROBLEM,
        Domain.HEALTH,
        "Lang wachten bij somberheid",
        "Wie somber is, wacht maanden op hulp. In die tijd gaat het slechter. Een praatje eerder had veel gescheeld.",
        "",
        supporters=23,
        comments=(
            ("member36", 18, "Ik wachtte 19 weken. Bel mensen tussendoor, al is het vijf minuten."),
            ("team", 19, "Wij willen graag een vast inloopuur. Daar hebben wij uren voor nodig."),
        ),
    ),
    Told(
        "walking",
        205,
        "member9",
        Kind.INITIATIVE,
        Domain.HEALTH,
        "Dinsdag wandelen wij",
        "Elke dinsdag om tien uur lopen wij een rondje, in het tempo van de langzaamste. Wie alleen is, heeft "
        "dan iemand "
        "om mee te praten.",
        "start bij De Brug",
        supporters=15,
        comments=(("member22", 3, "Dokter Meijer stuurt er nu ook mensen heen. Dat is beter dan een pil."),),
    ),
    Told(
        "language",
        200,
        "member40",
        Kind.WISH,
        Domain.WORK,
        "Taalmaatje voor op het werk",
        "Veel mensen spreken Nederlands op de markt, maar niet op een sollicitatie. Een maatje dat oefent met "
        "werkwoorden "
        "en brieven helpt.",
        "",
        supporters=14,
        offers=(("member3", 7, "Ik was docent. Twee avonden in de maand kan ik."),),
    ),
    Told(
        "bikes",
        195,
        "member24",
        Kind.INITIATIVE,
        Domain.WORK,
        "Fietswerkplaats aan de Turfkade",
        "Wij leren mensen zonder werk fietsen maken. Na drie maanden kunnen zij een band, een rem en een "
        "ketting. En zij "
        "staan weer op tijd op.",
        "Turfkade",
        "Vorig jaar deden er dertien mensen mee. Vijf van hen vonden werk. De huur van de loods loopt in de zomer af.",
        supporters=21,
        comments=(("board", 25, "Wij komen kijken op de open dag."),),
    ),
    Told(
        "fathers",
        190,
        "board",
        Kind.STRENGTH,
        Domain.SAFETY,
        "Buurtvaders op het Kievitplein",
        "Zes vaders lopen op vrijdag hun ronde. Zij kennen de jongens en de moeders. Sindsdien is er bijna geen "
        "vuurwerk "
        "meer.",
        "Kievitplein",
        "Zij vroegen om hesjes en koffie. Meer niet.",
        Origin.CLUB,
        19,
    ),
    Told(
        "caretaker",
        185,
        "member30",
        Kind.STRENGTH,
        Domain.HOUSING,
        "Een huismeester die mensen kent",
        "Onze huismeester ziet het als gordijnen dicht blijven. Hij belt dan aan. Zijn uren worden minder en "
        "dat voelen "
        "wij.",
        "Ooievaarflat",
        supporters=16,
    ),
    Told(
        "letters",
        180,
        "team",
        Kind.PROBLEM,
        Domain.MONEY,
        "Brieven die niemand begrijpt",
        "Brieven over toeslagen en zorg zijn te moeilijk. Mensen betalen te veel of krijgen een boete, omdat zij niet "
        "wisten wat er stond.",
        "",
        "Ingevuld op papier bij de bibliotheek, door iemand die hulp kreeg bij het schrijven.",
        Origin.PAPER,
        17,
        (("member13", 10, "Neem de brief mee naar de soeptafel. Samen lezen we hem wel."),),
    ),
    Told(
        "breakfast",
        110,
        "team2",
        Kind.PROBLEM,
        Domain.FAMILY,
        "Kinderen zonder ontbijt in de klas",
        "Een paar kinderen in elke klas komen met een lege maag. Zij letten niet op en krijgen ruzie.",
        "basisschool De Golf",
        "Meesters kopen nu zelf brood. De school wil het anders regelen, zonder lijstje met namen.",
        Origin.SCHOOL,
        25,
    ),
    Told(
        "benches",
        100,
        "member21",
        Kind.WISH,
        Domain.MEETING,
        "Bankjes langs de Sluisgracht",
        "Wie slecht loopt, kan nergens zitten tussen de Turfkade en de apotheek. Twee bankjes en de wandeling "
        "kan weer.",
        "Sluisgracht",
        supporters=12,
        comments=(("member6", 4, "Graag met een leuning. Zonder leuning kom ik niet meer overeind."),),
    ),
    Told(
        "swap",
        95,
        "member26",
        Kind.INITIATIVE,
        Domain.MONEY,
        "Weggeefwinkel in de oude bakkerij",
        "Kleren, speelgoed en pannen: neem mee wat u nodig heeft, breng wat u over heeft. Zonder pasje en "
        "zonder vragen.",
        "Brouwersplein",
        supporters=13,
    ),
    Told(
        "walkin",
        330,
        "member10",
        Kind.WISH,
        Domain.CARE,
        "Spreekuur zonder afspraak",
        "Voor een korte vraag moest u een afspraak maken. Dat duurde drie weken. Laat mensen gewoon binnenlopen.",
        "De Brug",
        supporters=15,
    ),
    Told(
        "garden",
        140,
        "member18",
        Kind.INITIATIVE,
        Domain.MEETING,
        "Moestuin op het veldje",
        "Met tien buren willen wij groente telen. Kinderen leren dan ook waar eten vandaan komt.",
        "veldje naast de Reigerflat",
        supporters=8,
    ),
    Told(
        "parking",
        130,
        "member28",
        Kind.WISH,
        Domain.SAFETY,
        "Gratis parkeren in de hele wijk",
        "Bezoek betaalt nu twee euro per uur. Daardoor komt mijn zus minder vaak.",
        "",
        supporters=5,
    ),
    Told(
        "house",
        60,
        "member35",
        Kind.PROBLEM,
        Domain.SAFETY,
        "Overlast van één huis",
        "In onze straat is er één huis met elke nacht herrie. Wij slapen slecht.",
        "",
        supporters=2,
    ),
    Told(
        "speed",
        12,
        "resident",
        Kind.PROBLEM,
        Domain.SAFETY,
        "Te hard rijden op de Veerstraat",
        "Auto's rijden hier vijftig waar dertig mag. Kinderen steken er over naar school. Vorige week ging het "
        "bijna mis.",
        "Veerstraat",
        supporters=10,
        comments=(("member38", 2, "Het is het ergst tussen acht en negen."),),
    ),
    Told(
        "cooking",
        9,
        "team",
        Kind.STRENGTH,
        Domain.CARE,
        "Buren koken voor elkaar aan de Anjerhof",
        "Zeven huishoudens koken om de beurt een pan extra voor wie net uit het ziekenhuis komt.",
        "Anjerhof",
        origin=Origin.PHONE,
        supporters=6,
    ),
    Told(
        "repair",
        6,
        "member44",
        Kind.WISH,
        Domain.WORK,
        "Repaircafé ook op zaterdag",
        "Het repaircafé is alleen op donderdagmiddag open. Wie werkt, kan dan niet. Een zaterdag in de maand "
        "zou helpen.",
        "De Brug",
        supporters=4,
        offers=(("member45", 1, "Ik repareer radio's en kan elke eerste zaterdag."),),
    ),
    Told(
        "music",
        3,
        "member50",
        Kind.INITIATIVE,
        Domain.HEALTH,
        "Muziekmiddag in de Ooievaarflat",
        "Wij zetten stoelen in de hal en spelen liedjes van vroeger. Wie niet meer praat, zingt vaak nog wel mee.",
        "Ooievaarflat",
        supporters=7,
    ),
)

NEW: tuple[Told, ...] = (
    Told(
        "ferry",
        16,
        "member",
        Kind.WISH,
        Domain.MEETING,
        "Een eigen plek om samen te komen",
        "De Vaart heeft geen buurthuis. Wij vergaderen in de keet aan het Jaagpad. Een kamer in de school zou "
        "al helpen.",
        "Jaagpad",
        supporters=0,
    ),
    Told(
        "neighbours",
        8,
        "team2",
        Kind.STRENGTH,
        Domain.CARE,
        "Nieuwe buren helpen oude buren",
        "Op de Nieuwe Erven haalt bijna iedereen de container op voor een oudere buur. Niemand heeft dat afgesproken.",
        "Nieuwe Erven",
        origin=Origin.DOOR,
    ),
)

FOREWORD = """Dit is de eerste agenda die wij als bewoners zelf hebben gemaakt. Hij komt van deuren, van school, van de \
soeptafel en van deze site.

Twee dingen vallen op. Geld en zorgen om elkaar staan bovenaan. En er is veel dat al goed gaat: dat willen wij houden.

Het wijkteam maakt met ons van een aantal punten een voorstel. Daarover stemmen de leden."""

SECOND_FOREWORD = """De tweede agenda. Er kwamen punten bij, vooral over kinderen en ontmoeten.

Eén punt is klaar: u kunt nu zonder afspraak binnenlopen. Bij “Wat is er veranderd” leest u wat nieuw is en wat niet meer \
op de agenda staat."""
