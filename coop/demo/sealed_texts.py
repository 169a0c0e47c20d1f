"""Secret votes of the demo. All made up."""

from coop.demo.voting_kinds_texts import Thing, ToldBallot
from coop.voting.policy import BallotKind, Method, Settings, VoteKind

SEED_OF_TELLERS = b"oefening tellers"
"""In the demo everybody may play teller, so their key is no secret."""

SECRET_PAST = ToldBallot(
    "Geheim: mag de buurtbrief ook reclame hebben?",
    "Drie winkels willen betalen voor een advertentie in de buurtbrief. Vindt u dat goed?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (
        Thing(
            "Advertenties in de buurtbrief",
            "Op de laatste bladzijde komen advertenties van winkels uit de buurt. Het geld gaat naar de buurtkas.",
            12,
            pro="Het levert ongeveer 600 euro per jaar op.\nWinkels in de buurt krijgen klanten.",
            contra="Wie betaalt, bepaalt misschien ook wat er staat.",
        ),
    ),
    subject="agenda",
    settings=Settings(method=Method.MAJORITY, quorum="1/4"),
)
SECRET_NOW = ToldBallot(
    "Geheim: vertrouwen in de leiding van het wijkteam",
    "Hebt u er vertrouwen in dat de teamleider de afspraken met de buurt nakomt?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (
        Thing(
            "De leden hebben vertrouwen in de teamleider",
            "Het bestuur legt deze vraag elk jaar voor. Bij een meerderheid tegen praat het bestuur met de werkgever.",
            11,
            pro="Van de twaalf afspraken van vorig jaar zijn er negen nagekomen.",
            contra="De wachttijd voor een gesprek werd langer, niet korter.",
        ),
    ),
    subject="account",
    settings=Settings(method=Method.MAJORITY, quorum="1/4"),
)
SECRET_CHOICE = ToldBallot(
    "Geheim: wie krijgt de buurtprijs?",
    "Elk jaar krijgt iemand die veel voor de buurt doet een taart en een lintje. Wie zou het moeten zijn?",
    BallotKind.CHOICE,
    VoteKind.CONSULTATION,
    (
        Thing("Mevrouw Tahiri", "Kookt elke vrijdag voor wie alleen eet.", 13, pro="Zij slaat nooit over."),
        Thing(
            "De fietsclub van De Golf", "Leert kinderen en moeders fietsen.", 11, pro="Al veertig mensen fietsen nu."
        ),
        Thing("Meneer Groen", "Veegt elke ochtend het Kievitplein.", 12, contra="Hij wil zelf geen prijs."),
        Thing("De tieners van Het Honk", "Brengen boodschappen bij mensen die ziek zijn.", 10),
    ),
    settings=Settings(method=Method.SCHULZE, most_ranks=3),
)
SECRET_APPROVE = ToldBallot(
    "Geheim: over welke zorg wilt u met anderen praten?",
    "Vanaf januari is er elke twee weken een gespreksgroep. Bij welke onderwerpen zou u komen? Kies er zoveel u wilt.",
    BallotKind.CHOICE,
    VoteKind.CONSULTATION,
    (
        Thing("Rouw", "Voor wie iemand mist.", 11, pro="Er is nu alleen een groep in de stad."),
        Thing("Schulden", "Zonder oordeel, met iemand die er zelf uit kwam.", 12),
        Thing("Zorgen voor een ander", "Voor wie elke dag voor een ouder, kind of man zorgt.", 13),
        Thing("Alleen zijn", "Eerst koffie, dan pas praten.", 12),
        Thing("Stoppen met drinken", "Met een ervaren begeleider erbij.", 8),
    ),
    settings=Settings(method=Method.SCORE),
)
SECRET_SEALED = ToldBallot(
    "Geheim: blijft de ledenvergadering op donderdag?",
    "De vergadering is altijd op donderdagavond. Moet dat zo blijven?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (
        Thing(
            "De vergadering blijft op donderdag",
            "Wie tegen stemt, wil dat het bestuur een andere avond zoekt.",
            12,
            pro="Iedereen is eraan gewend.",
            contra="Op donderdag is er ook taalles.",
        ),
    ),
    subject="agenda",
    settings=Settings(method=Method.MAJORITY),
)
SECRET_TELLERS = ToldBallot(
    "Oefening met tellers: twee leden van het bestuur",
    "Dit is een oefening voor de echte verkiezing. De codes op papier zijn daarom voor iedereen te lezen: {codes}. "
    "Wie zou u in het bestuur kiezen?",
    BallotKind.ELECTION,
    VoteKind.CONSULTATION,
    (
        Thing("Mieke Mulder", "Woont aan de Sluisgracht. Wil dat de vergadering korter wordt.", 13),
        Thing("Youssef Tahiri", "Woont in de Pelikaanflat. Wil meer jongeren erbij.", 12),
        Thing("Trees Jonker", "Woont in de Bloemenbuurt. Wil elke maand spreekuur van het bestuur.", 11),
        Thing("Olga Popescu", "Woont in de Spoorzone. Wil dat alles ook in andere talen komt.", 10),
    ),
    settings=Settings(method=Method.STV, seats=2, most_ranks=4),
)
SECRET_VOID = ToldBallot(
    "Geheim: een hek om de speeltuin",
    "Moet er ’s avonds een hek op slot om de speeltuin?",
    BallotKind.MOTION,
    VoteKind.CONSULTATION,
    (Thing("Een hek om de speeltuin", "Het hek gaat om tien uur dicht en om zeven uur open.", 10),),
    subject="agenda",
    settings=Settings(method=Method.MAJORITY),
)
SECRET_DRAFT = ToldBallot(
    "Geheim, met tellers: wie controleert de kas?",
    "De kascommissie heeft twee plaatsen. Wie moet erin?",
    BallotKind.ELECTION,
    VoteKind.MEETING_VOTE,
    (
        Thing("Bilal Douma", "Werkte dertig jaar bij een bank.", 10),
        Thing("Rita Lam", "Deed de kas van de speeltuin.", 10),
        Thing("Sjoerd Engel", "Is boekhouder.", 10),
    ),
    settings=Settings(method=Method.STV, seats=2, most_ranks=3),
)
WRONG_HOUR = (
    "In de vraag stond “tien uur”, in de uitleg stond “negen uur”. Daarom telt deze stemming niet. De sleutel en alle "
    "enveloppen zijn vernietigd: niemand kan nog zien wat erin zat."
)
