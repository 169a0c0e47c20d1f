"""What the team proposed in the demo, and how the neighbours vote. All made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A proposal. `item`: the key of the agenda item. `voters`: (step, offset, of, below): see `approves`."""

    item: str
    title: str
    hours: int
    what: str
    expected: str
    how_noticed: str
    voters: tuple[int, int, int, int]
    pro: str = ""
    contra: str = ""

    def approves(self, number: int) -> bool:
        """Whether neighbour number so many approves it: a fixed pattern, so that every demo is the same."""
        step, offset, of, below = self.voters
        return (number * step + offset) % of < below


@dataclass(frozen=True)
class ToldVote:
    """A vote with its proposals."""

    title: str
    question: str
    proposals: tuple[Told, ...]


_PAST_TITLE = "Waar zet het team zijn vrije 40 uur op in?"
_PAST_QUESTION = (
    "Het team werkt 252 uur per week. Daarvan zijn 40 uur vrij voor wat wij als leden het belangrijkst vinden. "
    "Wat moet het team het komende halfjaar met die 40 uur doen?"
)
_PAST = (
    Told(
        "debts",
        "Elke dag hulp bij schulden",
        10,
        "Fenna zit elke werkdag twee uur in De Brug. Wie een rekening niet kan betalen, kan zo binnenlopen.",
        "Mensen komen eerder. Minder huishoudens raken afgesloten van gas of licht.",
        "De deur van De Brug is elke werkdag van 10 tot 12 uur open. U hoeft geen afspraak te maken.",
        (1, 0, 5, 3),
    ),
    Told(
        "teens",
        "Vier avonden open voor tieners",
        9,
        "Ruud en twee buurtvaders houden vier avonden de zaal van De Brug open, van vijf tot negen.",
        "Tieners hebben een warme plek en iemand die naar hen vraagt.",
        "Er brandt licht in de zaal en het is rustiger in de portieken.",
        (3, 1, 7, 3),
    ),
    Told(
        "carers",
        "Een vrije middag voor mantelzorgers",
        8,
        "Nel regelt elke week iemand die een middag bij uw naaste blijft. Zij belt ook met wie het volhoudt, maar moe is.",
        "Twintig mantelzorgers krijgen om de week een middag voor zichzelf.",
        "U kunt Nel bellen en krijgt binnen een week antwoord.",
        (5, 2, 9, 4),
    ),
    Told(
        "path",
        "Elke maand samen langs de donkere plekken",
        3,
        "Geert loopt elke maand met bewoners een rondje in het donker. Hij geeft kapotte lampen en struiken door.",
        "Wat kapot is, wordt binnen vier weken gemaakt.",
        "Op het bord bij het station staat wat gemeld is en wat gemaakt is.",
        (7, 3, 11, 5),
    ),
    Told(
        "gloom",
        "Een groep voor wie wacht op hulp bij somberheid",
        7,
        "Loes begint een groep van acht mensen, elke week een ochtend. Wie op een wachtlijst staat, kan meedoen.",
        "Wachten wordt minder alleen. Mensen zakken niet verder weg.",
        "Uw huisarts en De Brug weten wanneer er plaats is.",
        (1, 0, 5, 2),
    ),
    Told(
        "mould",
        "Samen de schimmel in de Reigerflat te lijf",
        6,
        "Bart gaat met bewoners alle 96 woningen langs en maakt met de verhuurder een plan per portiek.",
        "De verhuurder begint binnen een halfjaar met de ergste woningen.",
        "Elk portiek krijgt een brief met wat er wanneer gebeurt.",
        (1, 2, 5, 2),
    ),
    Told(
        "language",
        "Taalmaatjes op het werk",
        4,
        "Achmed zoekt bij tien werkgevers een collega die elke week een uur Nederlands oefent met een nieuwkomer.",
        "Tien mensen spreken na een halfjaar genoeg Nederlands voor een vast contract.",
        "In de nieuwsbrief vertellen werkgever en maatje hoe het gaat.",
        (4, 0, 13, 3),
    ),
    Told(
        "bikes",
        "Een vaste kracht bij de fietswerkplaats",
        5,
        "Ploy werkt twee middagen mee in de fietswerkplaats, zodat ook mensen met een beperking kunnen meedoen.",
        "Zes mensen met een beperking krijgen een vaste plek.",
        "De werkplaats is op woensdag en vrijdag open.",
        (6, 5, 17, 3),
    ),
)

_NOW_TITLE = "Wat krijgt voorrang in het komende halfjaar?"
_NOW_QUESTION = (
    "Opnieuw heeft het team 40 uur per week vrij. Kies de voorstellen die u goed vindt. U mag er zoveel kiezen als u "
    "wilt."
)
_NOW = (
    Told(
        "breakfast",
        "Ontbijt op school De Golf",
        8,
        "Ruud regelt met ouders elke schooldag een ontbijt. Het team zoekt ook uit waarom kinderen zonder eten komen.",
        "Geen kind begint met honger aan de les.",
        "Elke schooldag vanaf kwart voor acht staat de deur van de aula open.",
        (1, 0, 3, 2),
        "Honger maakt leren onmogelijk.\nOuders doen graag mee.",
        "Eigenlijk moet de school dit regelen.",
    ),
    Told(
        "letters",
        "Brievenhulp aan huis",
        6,
        "Fenna komt aan huis bij mensen die hun post niet meer durven te openen.",
        "Veertig mensen hebben hun post weer op orde.",
        "U belt en binnen drie dagen komt er iemand langs.",
        (2, 1, 5, 2),
        "Schulden beginnen met dichte brieven.",
        "Aan huis komen kost veel tijd per persoon.",
    ),
    Told(
        "caretaker",
        "Spreekuur met de huismeester in elke flat",
        7,
        "Bart en de huismeester zitten elke week in de hal van een van de vier flats.",
        "Klachten blijven niet liggen. Buren leren elkaar kennen.",
        "In de hal hangt een lijst met wat gemeld is en wanneer het klaar is.",
        (3, 2, 7, 3),
        "De huismeester kan meteen iets doen.",
        "Niet elke flat heeft een plek om te zitten.",
    ),
    Told(
        "carers",
        "Mantelzorgcafé in de avond",
        5,
        "Nel opent om de week een avond voor mensen die overdag werken en 's avonds voor iemand zorgen.",
        "Mantelzorgers met een baan houden het vol.",
        "Om de week op dinsdag is De Brug open van half acht tot half tien.",
        (5, 1, 8, 3),
        "Overdag kunnen zij niet.",
        "In de avond zijn er weinig vrijwilligers.",
    ),
    Told(
        "benches",
        "Bankjes en een praatje langs de Sluisgracht",
        4,
        "Geert maakt met ouderen een plan voor vijf bankjes en begint een wandeling langs de gracht.",
        "Ouderen komen vaker buiten en zien elkaar.",
        "Binnen een halfjaar staan de eerste twee bankjes er.",
        (4, 3, 9, 4),
        "Wie kan rusten, komt verder.",
        "Bankjes trekken 's avonds ook jongeren.",
    ),
    Told(
        "swap",
        "Weggeefwinkel met hulpvraag",
        9,
        "Achmed staat drie middagen in de weggeefwinkel en vraagt wat mensen verder nodig hebben.",
        "Wie weinig geld heeft, vindt spullen en ook de weg naar hulp.",
        "De winkel is open op maandag, woensdag en vrijdag.",
        (7, 0, 6, 2),
        "Wie komt voor een jas, vertelt ook hoe het gaat.",
        "Negen uur is veel voor een winkel.",
    ),
    Told(
        "gloom",
        "Wandelen met somberheid",
        5,
        "Loes loopt elke week met mensen die somber zijn, samen met de wandelgroep.",
        "Mensen vinden na de groep een plek om te blijven komen.",
        "Elke donderdag om tien uur vertrekt de groep bij De Brug.",
        (6, 2, 11, 3),
        "Lopen praat makkelijker dan zitten.",
        "Bij regen komt bijna niemand.",
    ),
)

_DRAFT_TITLE = "Tien uur voor de schoolvakanties"
_DRAFT_QUESTION = "Wat kan het team doen in de weken dat de scholen dicht zijn?"
_DRAFT = (
    Told(
        "teens",
        "Vakantieclub voor tieners",
        6,
        "Ruud gaat elke week een dag op pad met tieners die niet op vakantie gaan.",
        "Tieners hebben ook thuis een leuke vakantie.",
        "De foto's hangen na de vakantie in De Brug.",
        (1, 0, 1, 1),
    ),
    Told(
        "soup",
        "Soeptafel ook in de vakantie",
        4,
        "Geert houdt de soeptafel open met vrijwilligers die thuisblijven.",
        "Niemand eet wekenlang alleen.",
        "De soeptafel is elke donderdag open, ook als de scholen dicht zijn.",
        (1, 0, 1, 1),
    ),
)

PAST_VOTE = ToldVote(_PAST_TITLE, _PAST_QUESTION, _PAST)
NOW_VOTE = ToldVote(_NOW_TITLE, _NOW_QUESTION, _NOW)
DRAFT_VOTE = ToldVote(_DRAFT_TITLE, _DRAFT_QUESTION, _DRAFT)
