"""Motions, elections, budgets and choices of the demo. All made up."""

from dataclasses import dataclass, field

from coop.voting.policy import BallotKind, Majority, Method, PollPlan, ProposalText, Settings, VoteKind


@dataclass(frozen=True)
class Thing:
    """Something on a ballot. `liking`: how much voters lean to it, from 0 to 20."""

    title: str
    what: str
    liking: int = 10
    amount: int = 0
    pro: str = ""
    contra: str = ""

    @property
    def text(self) -> ProposalText:
        """For the action."""
        return ProposalText(title=self.title, what=self.what, amount=self.amount, pro=self.pro, contra=self.contra)


@dataclass(frozen=True)
class ToldBallot:
    """A vote with what is on its ballot; amounts in cents."""

    title: str
    question: str
    kind: BallotKind
    vote_kind: VoteKind
    things: tuple[Thing, ...]
    budget: int = 0
    subject: str | None = None
    settings: Settings = field(default_factory=Settings)

    def plan(self, closes_at: object) -> PollPlan:
        """For the action."""
        return PollPlan(
            title=self.title,
            question=self.question,
            vote_kind=self.vote_kind,
            closes_at=closes_at,  # type: ignore[arg-type]
            ballot_kind=self.kind,
            budget=self.budget,
            subject=self.subject,
            settings=self.settings,
        )


_BUDGET_THINGS = (
    Thing(
        "Een picknicktafel op het Kievitplein",
        "Een stevige tafel waar ook een rolstoel onder past, met een boom voor schaduw.",
        14,
        185_000,
        "Ook wie niet ver kan lopen, kan er zitten.\nDe buren zetten hem zelf in elkaar.",
        "Op warme avonden wordt het er later.",
    ),
    Thing(
        "Fietslessen voor moeders",
        "Twaalf lessen op dinsdagochtend, met oppas erbij. Wie slaagt, neemt een opgeknapte fiets mee.",
        12,
        240_000,
        "Wie kan fietsen, komt verder voor werk en school.",
        "Er is plek voor tien moeders. Er zijn er meer die willen.",
    ),
    Thing(
        "Instrumenten voor het wijkorkest",
        "Vier trompetten, drie klarinetten en een slagwerk, die kinderen mogen lenen.",
        9,
        420_000,
        "Les is er al, instrumenten niet.",
        "Het is een groot deel van het geld.",
    ),
    Thing(
        "Een moestuin achter de Reigerflat",
        "Twintig bakken op werkhoogte, een schuurtje en een waterton.",
        11,
        310_000,
        "De grond is er en de verhuurder vindt het goed.",
        "Iemand moet in de zomer water geven.",
    ),
    Thing(
        "Buurtfeest aan het water",
        "Een middag met muziek en eten uit alle keukens van de wijk.",
        10,
        275_000,
        "Iedereen is welkom en het kost niets.",
        "Eén middag, en dan is het geld op.",
    ),
    Thing(
        "Lampjes langs het Loodspad",
        "Zuinige lampen op de donkere honderd meter bij het station.",
        8,
        365_000,
        "Meisjes durven er 's avonds weer langs.",
        "Eigenlijk is dit werk van de gemeente.",
    ),
    Thing("Een kast vol spellen in De Brug", "Vijftig spellen om te lenen, ook voor grote groepen.", 6, 60_000),
)
PAST_BUDGET = ToldBallot(
    "Waar gaat het wijkbudget van dit jaar heen?",
    "De wijk heeft € 12.000 voor kleine plannen van bewoners. Welke plannen vindt u goed?",
    BallotKind.BUDGET,
    VoteKind.CONSULTATION,
    _BUDGET_THINGS,
    budget=1_200_000,
)
CLOSED_BUDGET = ToldBallot(
    "De pot van het zomerfonds",
    "Er ligt nog € 3.000 van het zomerfonds. Wat doen wij ermee?",
    BallotKind.BUDGET,
    VoteKind.CONSULTATION,
    (
        Thing("Waterspeelplaats bij De Golf", "Slangen, goten en een pomp voor warme dagen.", 13, 140_000),
        Thing(
            "Boottocht voor wie nooit weggaat",
            "Een dag varen met veertig bewoners die geen vakantie hebben.",
            11,
            120_000,
        ),
        Thing("Filmavonden op het Brouwersplein", "Vier avonden een scherm, stoelen en popcorn.", 10, 95_000),
        Thing("Zonneschermen voor De Brug", "Doeken die de zaal koel houden.", 6, 160_000),
    ),
    budget=300_000,
)

_TRANSPARENT = Thing(
    "Vergaderingen van het bestuur zijn open",
    "Het bestuur vergadert voortaan in De Brug met de deur open. Bewoners mogen luisteren. Alleen over personen vergadert "
    "het bestuur besloten. De agenda hangt een week vooraf op het bord.",
    14,
    pro="Wie kan meeluisteren, vertrouwt het bestuur meer.\nHet bestuur hoort eerder wat er speelt.",
    contra="Bestuursleden durven minder hardop te twijfelen.\nVergaderingen duren langer.",
)
PAST_MOTION = ToldBallot(
    "Open vergaderingen van het bestuur",
    "Moeten de vergaderingen van het bestuur voortaan open zijn voor bewoners?",
    BallotKind.MOTION,
    VoteKind.EARLY_VOTE,
    (_TRANSPARENT,),
    settings=Settings(method=Method.MAJORITY, quorum="1/4", majority=Majority.TWO_THIRDS),
)
NOW_MOTION = ToldBallot(
    "Contributie naar draagkracht",
    "Moet de contributie afhangen van wat een huishouden kan betalen?",
    BallotKind.MOTION,
    VoteKind.MEETING_VOTE,
    (
        Thing(
            "Contributie naar draagkracht",
            "Leden kiezen zelf uit drie bedragen: 5, 15 of 30 euro per jaar. Niemand hoeft te laten zien wat hij verdient.",
            12,
            pro="Ook wie weinig heeft, kan lid zijn.\nNiemand hoeft iets te bewijzen.",
            contra="Misschien komt er minder geld binnen.\nWie eerlijk kiest, betaalt voor wie dat niet doet.",
        ),
    ),
    settings=Settings(method=Method.MAJORITY, quorum="1/10", majority=Majority.SIMPLE),
)
VOID_MOTION = ToldBallot(
    "De Brug op zondag open",
    "Moet De Brug ook op zondagmiddag open zijn?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (
        Thing(
            "De Brug op zondag open",
            "Vrijwilligers houden De Brug op zondag van twee tot vijf open, met koffie en soep.",
            11,
            pro="Op zondag is alleen zijn het zwaarst.",
            contra="De vrijwilligers hebben ook een weekend nodig.",
        ),
    ),
    settings=Settings(method=Method.MAJORITY),
)

_CANDIDATES = (
    Thing(
        "Aaltje Bakker", "Woont dertig jaar aan de Turfkade. Was verpleegkundige. Wil dat het team vaker langsgaat.", 13
    ),
    Thing("Hamza Idrissi", "Kapper aan de Veerstraat. Kent jong en oud. Wil meer plekken waar tieners mogen zijn.", 12),
    Thing("Mieke Mulder", "Boekhouder. Wil dat elke euro te volgen is, ook voor wie niet van cijfers houdt.", 11),
    Thing("Youssef Tahiri", "Vrijwilliger bij de fietswerkplaats. Wil werk en meedoen dichter bij elkaar.", 10),
    Thing("Rita Smit", "Mantelzorger. Wil rust en vaste gezichten in de zorg.", 9),
    Thing("Xenia Popescu", "Woont drie jaar in De Flats. Wil dat brieven begrijpelijk zijn, in elke taal.", 8),
    Thing("Sjoerd Rensen", "Gepensioneerd huismeester. Wil dat wat kapot is, snel wordt gemaakt.", 7),
)
PAST_ELECTION = ToldBallot(
    "Drie leden voor de ledenraad",
    "De ledenraad geeft het bestuur raad. Er zijn drie open plaatsen. Wie wilt u erin?",
    BallotKind.ELECTION,
    VoteKind.EARLY_VOTE,
    _CANDIDATES,
    settings=Settings(method=Method.STV, seats=3),
)
NOW_ELECTION = ToldBallot(
    "Wie komt in de kascommissie?",
    "De kascommissie kijkt elk jaar de boeken na. Er is één plaats vrij. Wie moet dat doen?",
    BallotKind.ELECTION,
    VoteKind.MEETING_VOTE,
    (
        Thing("Brigitte Visser", "Werkte veertig jaar in een winkel en telt sneller dan de kassa.", 12),
        Thing("Jan Lam", "Controleert de boeken van de voetbalclub.", 11),
        Thing("Dewi Adema", "Studeert voor accountant en woont in de Anjerhof.", 10),
        Thing("Omar Cetin", "Is penningmeester van de moskee en de speeltuin.", 9),
    ),
    settings=Settings(method=Method.STV, seats=1, most_ranks=4),
)
DRAFT_ELECTION = ToldBallot(
    "Een vertrouwenspersoon voor leden",
    "Bij wie kunnen leden terecht die er met het bestuur niet uitkomen?",
    BallotKind.ELECTION,
    VoteKind.MEETING_VOTE,
    (
        Thing("Trees Jonker", "Was maatschappelijk werker. Luistert eerst en praat dan.", 10),
        Thing("Nordin Feenstra", "Wijkagent in ruste. Kent de regels en de mensen.", 10),
    ),
    settings=Settings(method=Method.STV, seats=1),
)

PAST_CHOICE = ToldBallot(
    "Hoe heet het nieuwe plein?",
    "Het plein bij de Pelikaanflat krijgt een naam. Zet de namen op volgorde.",
    BallotKind.CHOICE,
    VoteKind.REFERENDUM,
    (
        Thing("Ooievaarsnest", "Naar de ooievaars die er sinds vorig jaar broeden.", 12),
        Thing("Plein van de Buren", "Omdat bewoners het zelf hebben aangelegd.", 11),
        Thing("Nieuwe Turfmarkt", "Naar de markt die hier honderd jaar geleden was.", 10),
        Thing("Samenplein", "Een woord dat iedereen begrijpt.", 7),
    ),
    subject="agenda",
    settings=Settings(method=Method.SCHULZE, most_ranks=4),
)
NOW_CHOICE = ToldBallot(
    "Op welke dag is de open avond van het team?",
    "Eén avond per maand is het hele team in De Brug. Op welke avonden kunt u?",
    BallotKind.CHOICE,
    VoteKind.CONSULTATION,
    (
        Thing("Maandag", "Van zeven tot negen uur.", 9, contra="Dan is ook het taalcafé."),
        Thing("Dinsdag", "Van zeven tot negen uur.", 12, pro="De zaal is dan altijd vrij."),
        Thing("Woensdag", "Van zes tot acht uur, met soep.", 11, pro="Kinderen zijn dan vroeg uit school."),
        Thing("Donderdag", "Van zeven tot negen uur.", 10),
    ),
    subject="agenda",
    settings=Settings(method=Method.SCORE),
)
COUNTED_CHOICE = ToldBallot(
    "Welke film op de buurtavond?",
    "Zet de films op volgorde. De beste draaien wij.",
    BallotKind.CHOICE,
    VoteKind.CONSULTATION,
    (
        Thing("De lange winter", "Over een dorp dat vier weken is ingesneeuwd. Voor alle leeftijden.", 11),
        Thing("Tante Mina rijdt", "Een komedie over een rijles die misgaat.", 12),
        Thing("Het orkest van de kade", "Muziek uit tien landen in één straat.", 10),
    ),
    settings=Settings(method=Method.RANKED_PAIRS, most_ranks=3),
)

NOW_BUDGET = ToldBallot(
    "Kleine plannen voor de winter",
    "Er is € 4.000 voor de donkere maanden. Welke plannen vindt u goed?",
    BallotKind.BUDGET,
    VoteKind.CONSULTATION,
    (
        Thing(
            "Strooiploeg met schep en zout",
            "Tien sets voor portieken waar ouderen wonen. Buren strooien zelf.",
            12,
            90_000,
            "Niemand breekt een heup op eigen stoep.",
            "Zout is slecht voor de bomen.",
        ),
        Thing(
            "Warme maaltijd op woensdag",
            "Dertien weken samen koken en eten in De Brug.",
            13,
            180_000,
            "Wie alleen is, eet dan met anderen.",
            "Er is plek voor dertig mensen.",
        ),
        Thing("Reparatieavonden", "Acht avonden met gereedschap, lijm en een naaimachine.", 10, 70_000),
        Thing("Kerstboom op het Brouwersplein", "Een boom met lampjes die bewoners zelf versieren.", 8, 120_000),
        Thing("Tocht langs de ijsbaan", "Een bus voor zestig kinderen, met schaatsen te leen.", 9, 150_000),
    ),
    budget=400_000,
)
DRAFT_BUDGET = ToldBallot(
    "Het fonds voor nieuwe buren",
    "Hoe heten wij mensen welkom die net in de wijk wonen? Er is € 1.500.",
    BallotKind.BUDGET,
    VoteKind.CONSULTATION,
    (
        Thing("Een mand aan de deur", "Brood, zout en een kaart van de wijk voor elk nieuw huishouden.", 10, 80_000),
        Thing("Maatjes voor drie maanden", "Een buur die de weg wijst en meegaat naar school of huisarts.", 10, 60_000),
    ),
    budget=150_000,
)
CLOSED_MOTION = ToldBallot(
    "Een eigen lijn met de verhuurder",
    "Moet de coöperatie elke maand met de verhuurder om tafel over schimmel en liften?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (
        Thing(
            "Maandelijks overleg met de verhuurder",
            "Twee leden en een teamlid spreken elke maand met de verhuurder. Het verslag hangt in elke hal.",
            14,
            pro="Klachten blijven niet meer liggen.",
            contra="Het kost het team vier uur per maand.",
        ),
    ),
    subject="priorities",
    settings=Settings(method=Method.MAJORITY, quorum="1/4"),
)
DRAFT_MOTION = ToldBallot(
    "Stemmen vanaf zestien jaar",
    "Mogen jongeren van zestien en zeventien jaar lid worden en stemmen?",
    BallotKind.MOTION,
    VoteKind.MEETING_VOTE,
    (
        Thing(
            "Lid vanaf zestien jaar",
            "In de statuten wordt “achttien jaar” vervangen door “zestien jaar”.",
            10,
            pro="Zij wonen hier ook en merken wat het team doet.",
            contra="Statuten wijzigen kost geld bij de notaris.",
        ),
    ),
    settings=Settings(method=Method.MAJORITY, quorum="1/3", majority=Majority.TWO_THIRDS),
)
CLOSED_ELECTION = ToldBallot(
    "Wie spreekt namens De Flats?",
    "De Flats hebben twee plaatsen in het overleg met de verhuurder. Wie gaat daarheen?",
    BallotKind.ELECTION,
    VoteKind.CONSULTATION,
    (
        Thing("Ulli Wiersma", "Woont in de Pelikaanflat en maakt al jaren foto's van wat stuk is.", 12),
        Thing("Zeynep Yilmaz", "Spreekt Nederlands en Turks, en laat zich niet afschepen.", 12),
        Thing("Piet Oosterhof", "Was loodgieter. Weet waar het water vandaan komt.", 10),
        Thing("Karima Nauta", "Heeft drie kinderen met astma en wil droge muren.", 11),
    ),
    settings=Settings(method=Method.STV, seats=2, most_ranks=4),
)
VOID_ELECTION = ToldBallot(
    "Een nieuwe voorzitter",
    "Wie wordt voorzitter van het bestuur?",
    BallotKind.ELECTION,
    VoteKind.MEETING_VOTE,
    (
        Thing("Gerda Kuipers", "Was schooldirecteur. Wil dat iedereen aan het woord komt.", 11),
        Thing("Leo Hoekstra", "Heeft een winkel aan de Turfkade. Houdt van korte vergaderingen.", 10),
    ),
    settings=Settings(method=Method.STV, seats=1, most_ranks=2),
)
DRAFT_CHOICE = ToldBallot(
    "Hoe heten de avonden voor tieners?",
    "De tieners bedachten drie namen. Welke vindt u de beste?",
    BallotKind.CHOICE,
    VoteKind.CONSULTATION,
    (
        Thing("Het Honk", "Omdat het voelt als thuis.", 10),
        Thing("Na Vijven", "Omdat het dan open is.", 10),
        Thing("De Zaal", "Zo noemt iedereen het toch al.", 10),
    ),
    settings=Settings(method=Method.SCHULZE, most_ranks=3),
)
