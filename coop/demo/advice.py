"""Advice in the demo: asked and late, given and answered, looking for supporters, handed over, and one that ended."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.advice.actions import Draft, advise, ask_advice, begin_advice, give_advice, run_advice, support_advice
from coop.answers.actions import take_step
from coop.answers.policy import Source
from coop.answers.queries import answer_on
from coop.demo.cast import MEMBERS, Cast
from coop.kernel.clock import local_day
from coop.rules.answering import Event, PointAnswer, Said, Verdict

# title, what is asked, asked days ago, days that the council had
_YOUTH = (
    "Hoe bereiken wij jongeren die nergens komen?",
    "Op het inloopuur komt bijna niemand onder de 25. Wat zou helpen? Wij willen het weten voor wij de uren verdelen.",
    10,
    35,
)
_LANGUAGE = (
    "Een spreekuur in meer talen",
    "In De Flats spreken veel buren Turks, Pools of Tigrinya. Moet het team daar tolken voor regelen, en hoe?",
    50,
    42,
)
_VISITS = (
    "Aanbellen: wanneer wel en wanneer niet?",
    "Het team belt aan zonder afspraak. Sommige buren vinden dat fijn, andere niet. Wat zijn goede regels?",
    90,
    30,
)
_VISITS_POINTS = (
    "Zeg aan de deur meteen wie u bent en dat niemand hoeft mee te doen.\n"
    "Bel niet aan na zeven uur 's avonds.\n"
    "Stuur een week eerder een kaart in de straat rond."
)
_VISITS_ANSWERS = (
    PointAnswer(Verdict.ADOPT),
    PointAnswer(
        Verdict.PARTLY, "Wie overdag werkt, is er alleen 's avonds. Wij bellen tot half negen aan, niet later."
    ),
    PointAnswer(Verdict.DEVIATE, "Dat kost te veel tijd en papier. Wij zetten de straten op de site en in de krant."),
)
_COUNCIL = Draft(
    "Laat de begroting eerder zien",
    "De adviesraad zag de begroting pas een week voor de vergadering. Dan kunt u er niet meer over meepraten.",
    "Zet de begroting zes weken voor de vergadering op de site.\nLeg elk bedrag boven 5.000 euro uit in gewone woorden.",
)
# title, what is going on, points, who begins it, with the name, days ago, supporters besides who begins it
_BEGUN = (
    (
        "Een bankje bij elke bushalte",
        "Wie slecht staat, gaat niet meer met de bus. Bij vier van de zes haltes is geen bank.",
        "Zet dit jaar bij elke halte een bank.\nVraag bewoners van De Flats waar de bank moet staan.",
        *("member40", True, 30, 23),
    ),
    (
        "Het buurthuis ook op zondag open",
        "Op zondag zijn veel buren alleen. Het buurthuis is dan dicht.",
        "Doe De Brug op zondagmiddag open, met vrijwilligers.",
        *("member41", False, 25, 23),
    ),
    (
        "Minder brieven, meer bellen",
        "Brieven van instanties maken mensen bang. Een telefoontje helpt vaak beter.",
        "Laat het team eerst bellen en dan pas schrijven.",
        *("member42", True, 6, 6),
    ),
    (
        "Vaste gezichten in de straat",
        "Elke keer komt iemand anders. Dan vertelt u uw verhaal weer opnieuw.",
        "Geef elke straat twee vaste mensen van het team.\nZet hun naam en foto op een kaart.",
        *("member43", True, 20, 24),
    ),
    (
        "Een eigen buurtkrant op papier",
        "Niet iedereen heeft internet.",
        "Maak vier keer per jaar een krant van acht bladzijden.",
        *("member44", False, 75, 5),
    ),
)


def fill_advice(db: Session, cast: Cast, now: datetime) -> None:
    """Let the board ask, the council and members advise, the board answer one, and the clock have run."""
    place, board, council = cast.busy.id, cast.actor("board"), cast.actor("adviser")
    asked = []
    for title, about, days_ago, days in (_YOUTH, _LANGUAGE, _VISITS):
        at = now - timedelta(days=days_ago)
        due_on = local_day(at) + timedelta(days=days)
        asked.append(ask_advice(db, board, place, title=title, about=about, due_on=due_on, at=at))
    given = give_advice(db, council, place, asked[-1].id, points=_VISITS_POINTS, at=now - timedelta(days=70))
    at = now - timedelta(days=45)
    owed = answer_on(db, place, Source.ADVICE, given.id, local_day(at))
    assert owed is not None
    points = {one.key: answer for one, answer in zip(owed.points, _VISITS_ANSWERS, strict=True)}
    said = Said("Dank voor dit advies. Het team werkt er vanaf nu zo mee.", points=points)
    take_step(db, board, place, owed.id, event=Event.ANSWER, said=said, at=at)
    advise(db, council, place, _COUNCIL, at=now - timedelta(days=12))
    for title, about, lines, starter, shows_name, days_ago, supporters in _BEGUN:
        at = now - timedelta(days=days_ago)
        draft = Draft(title, about, lines)
        begun = begin_advice(db, cast.actor(starter), place, draft, shows_name=shows_name, at=at)
        for number, (key, _name) in enumerate(MEMBERS[1 : supporters + 1], 1):
            support_advice(db, cast.actor(key), place, begun.id, at=at + timedelta(hours=number))
    run_advice(db, at=now)
