"""Hiring panels of the demo: procedures in every important state, made through the real steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.districts.queries import clusters_of
from coop.kernel.access import Actor
from coop.kernel.clock import AMSTERDAM
from coop.members.queries import actor_of
from coop.panels import actions
from coop.panels.models import Procedure, Seat
from coop.panels.policy import Event
from coop.panels.queries import applications_of, lottery_of, my_volunteer, seats_of

RUBRIC = ("R2", "R4", "R6", "R9", "R10", "R12")
_ANSWERS: dict[str, tuple[str, ...]] = {
    "R2": (
        "Een man liet maanden niemand binnen. Ik ging elke dinsdag even langs met een krant. Na zes weken vroeg hij of ik koffie wilde.",
        "Ik bel altijd eerst en vraag wanneer het uitkomt. Zo weet iemand dat zij de tijd bepaalt.",
        "Ik leer snel de woorden van de mensen zelf. Een moeder zei: bij jou hoef ik niets uit te leggen.",
        "In het begin praatte ik te veel. Nu stel ik een vraag en wacht ik echt op het antwoord.",
    ),
    "R4": (
        "Een buurvrouw wilde dat ik de woningstichting belde. Wij oefenden het gesprek. Zij belde zelf en het lukte.",
        "Ik hielp een vader met zijn post. De derde keer legde ik mijn handen op mijn rug. Hij deed het zelf.",
        "Ik laat mensen zelf het plan schrijven, ook als het anders wordt dan ik had gedaan.",
        "Ik vind wachten moeilijk. Ik spreek daarom af wanneer ik weer vraag hoe het gaat.",
    ),
    "R6": (
        "Bij een jong gezin tekenden wij wie er in de buurt woont. Drie tantes nemen nu de kinderen mee naar school.",
        "Ik vraag altijd wie er vorig jaar nog langskwam. Vaak wil die persoon best weer komen.",
        "De voetbalclub zocht vrijwilligers en hij zocht dagritme. Dat was snel geregeld.",
        "Ik help mensen hun eigen lijstje te maken van wie zij kunnen bellen.",
    ),
    "R9": (
        "De moskee en de kerk koken nu samen op vrijdag. Ik regelde alleen de eerste afspraak.",
        "Ik zette de huisarts en de sportschool aan een tafel. Nu is er een wandelgroep.",
        "De winkeliers kenden de school niet. Nu lopen er elk jaar twaalf kinderen stage.",
        "Ik breng mensen bij elkaar met een klus. Praten komt dan vanzelf.",
    ),
    "R10": (
        "Ik begin bij de huur, want zonder huis lukt de rest niet. Daarna het eten, dan de schulden en het werk. Ik vraag of het gezin dat ook zo ziet.",
        "Ik vraag wat vannacht het meest wakker hield. Daar begin ik.",
        "Eerst rust: een betaalregeling. Dan samen kijken wat de oorzaak was.",
        "Ik maak een tekening van alles wat speelt en vraag wat als eerste weg moet.",
    ),
    "R12": (
        "Ik leerde collega's hoe een beslag op loon werkt. Van hen leerde ik luisteren zonder plan.",
        "Een collega leerde mij hoe je met pubers praat. Ik leerde haar de regels van de bijstand.",
        "Wij deden elke maandag een kwartier uitleg aan elkaar. Dat mis ik nu.",
        "Ik vraag snel hulp. Dat vinden collega's soms te snel.",
    ),
}
_NAMES = ("Tomas Lindeman", "Sevda Kara", "Pieter Jellema", "Amina Warsame")


@dataclass(frozen=True)
class _Stage:
    db: Session
    cast: Cast

    @property
    def place(self) -> int:
        return self.cast.busy.id

    def prepare(self, title: str, text: str, closes_at: datetime, at: datetime) -> Procedure:
        return actions.prepare_procedure(
            self.db,
            self.cast.actor("secretary"),
            self.place,
            title=title,
            text=text,
            minutes_week=28 * 60,
            home_organisation="Welzijn Waterstad",
            items=RUBRIC,
            closes_at=closes_at.astimezone(AMSTERDAM).replace(hour=20, minute=0, second=0, microsecond=0),
            at=at,
        )

    def open_pool(self, procedure: Procedure, at: datetime, volunteers: Sequence[str]) -> None:
        actions.approve(self.db, self.cast.actor("board"), self.place, procedure.id, at=at)
        actions.open_pool(self.db, self.cast.actor("secretary"), self.place, procedure.id, at=at)
        clusters = [one.name for one in clusters_of(self.db, self.place)]
        ages = ("16-29", "30-49", "50-66", "67+")
        for place, key in enumerate(volunteers):
            actions.volunteer(
                self.db,
                self.cast.actor(key),
                self.place,
                procedure.id,
                cluster=clusters[place % len(clusters)],
                age_band=ages[(place // 2) % 4],
                experience=("yes", "no", "no", "")[place % 4],
                at=at + timedelta(hours=place),
            )

    def draw(self, procedure: Procedure, dice: str, at: datetime) -> None:
        secretary = self.cast.actor("secretary")
        actions.publish_lottery(self.db, secretary, self.place, procedure.id, salt=f"demo {procedure.id}", at=at)
        actions.record_dice(
            self.db,
            secretary,
            self.place,
            procedure.id,
            dice=dice,
            place="Buurthuis De Brug",
            witnesses="Nel van Houten en Cor Dekker",
            at=at,
        )

    def accept_all(self, procedure: Procedure, at: datetime) -> list[Actor]:
        panel = []
        for seat in seats_of(self.db, procedure.id):
            if seat.answer == "waiting":
                actor = self._actor_in(seat)
                actions.answer_seat(self.db, actor, self.place, procedure.id, accepts=True, at=at)
                panel.append(actor)
        return panel

    def _actor_in(self, seat: Seat) -> Actor:
        return actor_of(self.db, self.place, seat.account_id, "", self.cast.on)

    def apply(self, procedure: Procedure, count: int, at: datetime) -> None:
        nobody = Actor(None, "", self.place)
        for place in range(count):
            actor = self.cast.actor("candidate") if place == 0 else nobody
            actions.apply(
                self.db,
                actor,
                self.place,
                procedure.id,
                name=_NAMES[place],
                contact=f"kandidaat{place + 1}@demo.example.org",
                answers={code: texts[place] for code, texts in _ANSWERS.items()},
                token=f"demo-{procedure.id}-{place + 1}-alleen-voor-de-demo",
                at=at + timedelta(hours=place),
            )

    def score(self, procedure: Procedure, panel: Sequence[Actor], at: datetime) -> None:
        for seat, actor in enumerate(panel):
            for application in applications_of(self.db, procedure.id):
                sheet = {
                    code: (
                        max(1, min(5, 5 - application.number + (seat * 3 + place) % 3)),
                        "Dit bleek uit het voorbeeld dat de kandidaat gaf.",
                    )
                    for place, code in enumerate(RUBRIC)
                }
                actions.submit_scores(self.db, actor, self.place, procedure.id, application.id, sheet=sheet, at=at)


def fill_panels(db: Session, cast: Cast, now: datetime) -> None:
    """One procedure placed, one unfilled, one in scoring, one open for candidates, one open for volunteers, a draft."""
    stage = _Stage(db, cast)
    pool = ["member", *(f"member{number}" for number in range(1, 24))]
    _placed(stage, now - timedelta(days=330), pool[1:20])
    _unfilled(stage, now - timedelta(days=160), pool[1:18])
    _scoring(stage, now, pool)
    _open_for_candidates(stage, now, pool[1:22])
    drawing = stage.prepare(
        "Generalist wonen en overlast",
        "U helpt bewoners bij ruzie met buren, achterstallig onderhoud en dreigende huisuitzetting.\n\n"
        "U werkt veel op straat en in de flats.",
        now + timedelta(days=45),
        now - timedelta(days=6),
    )
    stage.open_pool(drawing, now - timedelta(days=5), pool[6:14])
    stage.prepare(
        "Generalist mantelzorg",
        "U zoekt mensen op die voor een ander zorgen en het zwaar hebben.",
        now + timedelta(days=60),
        now - timedelta(days=1),
    )


def _placed(stage: _Stage, start: datetime, pool: Sequence[str]) -> None:
    db, cast, place = stage.db, stage.cast, stage.place
    secretary = cast.actor("secretary")
    text = "U bent er voor gezinnen met jonge kinderen. U kent de scholen en de kinderopvang."
    procedure = stage.prepare("Generalist jeugd en gezin", text, start + timedelta(days=30), start)
    stage.open_pool(procedure, start + timedelta(days=2), pool)
    stage.draw(procedure, "407", start + timedelta(days=9))
    panel = stage.accept_all(procedure, start + timedelta(days=11))
    actions.publish_vacancy(db, secretary, place, procedure.id, at=start + timedelta(days=12))
    stage.apply(procedure, 3, start + timedelta(days=20))
    actions.close_vacancy(db, secretary, place, procedure.id, at=start + timedelta(days=31))
    stage.score(procedure, panel, start + timedelta(days=35))
    actions.reveal_scores(db, secretary, place, procedure.id, at=start + timedelta(days=36))
    actions.record_decision(
        db,
        secretary,
        place,
        procedure.id,
        number=2,
        votes={1: 1, 2: 4, 3: 1},
        reasons="Deze kandidaat luistert goed en laat de bewoner aan het stuur. Dat zagen wij bij alle voorbeelden.",
        reason_items=["R2", "R4"],
        at=start + timedelta(days=40),
    )
    actions.answer_decision(
        db, cast.actor("board"), place, procedure.id, event=Event.AGREE, at=start + timedelta(days=43)
    )
    actions.record_employer(db, secretary, place, procedure.id, confirms=True, reason="", at=start + timedelta(days=50))


def _unfilled(stage: _Stage, start: datetime, pool: Sequence[str]) -> None:
    secretary = stage.cast.actor("secretary")
    text = "U helpt mensen die lang thuis zitten weer onder de mensen, met of zonder betaald werk."
    procedure = stage.prepare("Generalist werk en meedoen", text, start + timedelta(days=30), start)
    stage.open_pool(procedure, start + timedelta(days=2), pool)
    stage.draw(procedure, "092", start + timedelta(days=9))
    stage.accept_all(procedure, start + timedelta(days=11))
    actions.publish_vacancy(stage.db, secretary, stage.place, procedure.id, at=start + timedelta(days=12))
    actions.close_vacancy(stage.db, secretary, stage.place, procedure.id, at=start + timedelta(days=31))


def _scoring(stage: _Stage, now: datetime, pool: Sequence[str]) -> None:
    db, place, start = stage.db, stage.place, now - timedelta(days=40)
    secretary = stage.cast.actor("secretary")
    text = (
        "U helpt mensen met geldzorgen, voordat het schulden worden.\n\n"
        "U zit twee ochtenden in buurthuis De Brug. De andere dagen bent u bij mensen thuis."
    )
    procedure = stage.prepare("Generalist geld en schulden", text, now - timedelta(days=3), start)
    stage.open_pool(procedure, start + timedelta(days=2), pool)
    drawn_at = start + timedelta(days=9)
    actions.publish_lottery(db, secretary, place, procedure.id, salt=f"demo {procedure.id}", at=drawn_at)
    dice = _dice_that_name(stage, procedure, "member")
    actions.record_dice(
        db,
        secretary,
        place,
        procedure.id,
        dice=dice,
        place="Buurthuis De Brug",
        witnesses="Nel van Houten en Cor Dekker",
        at=drawn_at,
    )
    panel = stage.accept_all(procedure, start + timedelta(days=11))
    actions.publish_vacancy(db, secretary, place, procedure.id, at=start + timedelta(days=12))
    stage.apply(procedure, 4, start + timedelta(days=20))
    actions.close_vacancy(db, secretary, place, procedure.id, at=now - timedelta(days=2))
    member = stage.cast.account("member").id
    stage.score(procedure, [one for one in panel if one.account_id != member][:3], now - timedelta(days=1))


def _dice_that_name(stage: _Stage, procedure: Procedure, key: str) -> str:
    """The first throw with which somebody is on the panel: the demo needs Joke there."""
    wanted = my_volunteer(stage.db, procedure.id, stage.cast.account(key).id)
    assert wanted is not None
    panels = lottery_of(stage.db, stage.place, procedure.id)
    return f"{next(number for number, panel in enumerate(panels) if wanted.pseudonym in panel):03d}"


def _open_for_candidates(stage: _Stage, now: datetime, pool: Sequence[str]) -> None:
    start = now - timedelta(days=16)
    text = (
        "U werkt op straat, in de speeltuin en in de flats. U helpt bewoners om samen iets te beginnen.\n\n"
        "U hoeft geen diploma te hebben. Wel laat u zien dat u dit kunt."
    )
    procedure = stage.prepare("Opbouwwerker in de flats", text, now + timedelta(days=12), start)
    stage.open_pool(procedure, start + timedelta(days=1), pool)
    stage.draw(procedure, "771", start + timedelta(days=7))
    stage.accept_all(procedure, start + timedelta(days=8))
    secretary = stage.cast.actor("secretary")
    actions.publish_vacancy(stage.db, secretary, stage.place, procedure.id, at=start + timedelta(days=9))
    stage.apply(procedure, 2, start + timedelta(days=12))
