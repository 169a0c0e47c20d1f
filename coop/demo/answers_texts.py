"""Votes of the demo on which an answer is owed, and what was answered. All made up."""

from coop.demo.voting_kinds_texts import Thing, ToldBallot
from coop.districts.policy import Subject
from coop.voting.policy import BallotKind, Majority, Method, Settings, VoteKind

_RULE = Settings(method=Method.MAJORITY, quorum="1/10", majority=Majority.SIMPLE)


def _motion(title: str, question: str, what: str, subject: Subject, kind: VoteKind = VoteKind.REFERENDUM) -> ToldBallot:
    return ToldBallot(title, question, BallotKind.MOTION, kind, (Thing(title, what, 19),), 0, subject.value, _RULE)


AGREED = _motion(
    "Eerst een dag meelopen",
    "Moet een nieuw teamlid eerst een dag meelopen met bewoners?",
    "Wie in het team wil, loopt vóór het laatste gesprek een dag mee met drie bewoners. Zij vertellen daarna wat zij zagen.",
    Subject.HIRING,
)
TALKING = _motion(
    "Twee teamleden uit de eigen wijk",
    "Moeten minstens twee teamleden in de wijk wonen?",
    "Wie hier woont, kent de wijk. Bij de volgende twee vacatures gaan mensen uit de wijk vóór als zij even goed zijn.",
    Subject.HIRING,
)
WAITING = _motion(
    "Een teamlid dat Turks of Arabisch spreekt",
    "Moet er bij de volgende vacature iemand komen die Turks of Arabisch spreekt?",
    "Veel ouders praten nu via hun kinderen met het team. Dat is niet goed voor de kinderen en niet voor de ouders.",
    Subject.HIRING,
)
NOT_AGREED = _motion(
    "Het team neemt zelf stagiairs aan",
    "Mag het team zelf stagiairs aannemen, zonder commissie?",
    "Stagiairs blijven kort. Het team kiest hen zelf en vertelt daarna aan de leden wie het werd.",
    Subject.HIRING,
)
SOON = _motion(
    "Eenzaamheid komt bovenaan de agenda",
    "Zetten wij eenzaamheid een jaar lang bovenaan de wijkagenda?",
    "Elke editie van de agenda begint dan met eenzaamheid. Het team vertelt elk half jaar wat er gebeurd is.",
    Subject.AGENDA,
)
STOPPED = _motion(
    "Parkeren komt niet op de agenda",
    "Houden wij parkeren een jaar van de wijkagenda?",
    "Over parkeren gaat de gemeente. Dan blijft er tijd over voor wat het team wel kan doen.",
    Subject.AGENDA,
)
LATE = _motion(
    "Verslagen ook in eenvoudig Turks en Arabisch",
    "Moet de samenvatting van elk verslag ook in het Turks en Arabisch verschijnen?",
    "Een samenvatting van één bladzijde, voorgelezen en op papier, bij De Brug en bij de moskee.",
    Subject.ACCOUNT,
    VoteKind.CONSULTATION,
)

WHY_AGREED = "Het bestuur vindt dit een goed plan. Wie meeloopt, ziet meteen of het werk past. Wij vergoeden de bewoners hun tijd."
WHY_NOT_YET = (
    "Wij willen ook mensen uit de wijk in het team. Maar voorrang om waar iemand woont mag volgens onze adviseur niet zomaar. "
    "Wij praten graag met de leden over wat wel kan."
)
WHY_NO = "Ook een stagiair komt bij mensen thuis. Daarom moeten bewoners meekiezen."
STILL_NO = (
    "Op 2 avonden spraken wij met 14 leden. Wij werden het niet eens. De leden willen snelheid, het bestuur wil dat "
    "bewoners meekiezen. Het blijft zoals het was."
)
WRONG_ROLL = (
    "23 leden van De Flats stonden niet op de lijst van stemmers, door een fout bij het inlezen van adressen. "
    "Dat is meer dan het verschil tussen voor en tegen. De vraag komt in januari terug."
)
BUDGET_SAID = "De gemeente dankt de leden. Wat wij niet betalen, leggen wij hieronder uit."
BUDGET_SIGNED = "College van B en W van Waterstad, brief over het wijkbudget"
BUDGET_NO = "Dit past niet in het geld voor dit jaar. U kunt het in de herfst opnieuw vragen bij het cultuurfonds."
BUDGET_PART = "Wij betalen de helft. De andere helft kan uit het fonds van de woningstichting komen."
QUESTION = (
    "Hoe lang wachten mensen op een eerste gesprek?",
    "In het verslag staat een gemiddelde. De gemeente wil weten hoeveel mensen langer dan twee weken wachtten.",
)
ASKED_BEFORE = (
    "Doet het team ook iets in de zomervakantie?",
    "Vorig jaar was het spreekuur zes weken dicht. Gaat dat dit jaar anders?",
)
ANSWERED_BEFORE = "Ja. Op dinsdag en vrijdag is het spreekuur de hele zomer open. Dat hebben de leden zo gekozen."
