"""Votes of the demo in which people vote in every way: what stands on their ballots."""

from coop.demo.voting_kinds_texts import Thing, ToldBallot
from coop.voting.policy import BallotKind, Majority, Method, Settings, VoteKind

_RULES = Settings(method=Method.MAJORITY, quorum="1/10", majority=Majority.SIMPLE)

DESK_MOTION = ToldBallot(
    "Een avond in de week open",
    "Moet het wijkteam op woensdagavond open zijn in De Brug?",
    BallotKind.MOTION,
    VoteKind.REFERENDUM,
    (
        Thing(
            "Een avond in de week open",
            "Op woensdag van zeven tot negen uur zitten er twee mensen van het team in De Brug. Op vrijdagochtend is het "
            "team dan dicht.",
            12,
            pro="Wie overdag werkt, kan ook komen.\nIn de avond is er meer rust om te praten.",
            contra="Op vrijdagochtend is er dan niemand.\nHet is donker buiten, niet iedereen durft te komen.",
        ),
    ),
    settings=_RULES,
)
PAPER_MOTION = ToldBallot(
    "De buurtkrant op papier",
    "Moet de buurtkrant weer op papier in elke brievenbus komen?",
    BallotKind.MOTION,
    VoteKind.REFERENDUM,
    (
        Thing(
            "De buurtkrant op papier",
            "Zes keer per jaar, acht bladzijden, rondgebracht door vrijwilligers. De krant blijft ook op de website staan.",
            14,
            pro="Ook wie geen computer heeft, leest hem.\nRondbrengen is een reden om aan te bellen.",
            contra="Drukken kost 2.400 euro per jaar.\nVeel mensen willen geen papier.",
        ),
    ),
    settings=_RULES,
)
TOLD_MOTION = ToldBallot(
    "Een vaste plek voor de repairshop",
    "Krijgt de repairshop een vaste plek in De Brug?",
    BallotKind.MOTION,
    VoteKind.REFERENDUM,
    (
        Thing(
            "Een vaste plek voor de repairshop",
            "De repairshop krijgt het lokaal achter de keuken, elke zaterdag van tien tot drie.",
            13,
            pro="Het gereedschap hoeft niet meer heen en weer.\nMensen weten waar ze moeten zijn.",
            contra="De schilderclub moet naar een ander lokaal.",
        ),
    ),
    settings=_RULES,
)
