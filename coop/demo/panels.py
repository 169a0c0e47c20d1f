"""Hiring panels of the demo: procedures in every important state, made through the real steps."""

from collections.abc import Callable, Sequence
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
from coop.panels.policy import Answer, AppState, Body, Event, FaultKind, SeatState, State
from coop.panels.queries import (
    applications_of,
    interviews_of,
    lottery_of,
    my_volunteer,
    seats_of,
    volunteers_of,
    voters_of,
)

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
_WHY = {
    1: "Ik las of hoorde hier geen voorbeeld van.",
    2: "Het voorbeeld ging vooral over de kandidaat zelf.",
    3: "Er was een voorbeeld, maar het bleef algemeen.",
    4: "Een duidelijk voorbeeld, met wat de bewoner zelf wilde.",
    5: "Een sterk voorbeeld. De bewoner deed het zelf en het hield stand.",
}
_REASONS = "Deze kandidaat luistert goed en laat de bewoner aan het stuur. Dat zagen wij bij alle voorbeelden."
_LETTER = (
    "Dank voor uw antwoorden en voor uw tijd. Het panel koos iemand anders. "
    "U vertelde eerlijk en met voorbeelden; dat waardeerden wij."
)


# How good each candidate is on each item of the rubric; then how each member sees that: milder, the same or stricter.
_LEVELS = ((5, 4, 4, 5, 3, 4), (4, 4, 3, 3, 5, 3), (3, 2, 4, 3, 3, 4), (2, 3, 2, 3, 2, 1))
_VIEWS = (
    (0, 1, 0, -1, 0, 0),
    (1, 0, 0, 0, -1, 1),
    (-1, 0, -1, 0, 1, 0),
    (0, 0, 1, 1, 0, -2),
    (0, -1, 0, 0, 1, 0),
    (-1, 1, 0, -1, 0, 1),
)


def _score(number: int, seat: int, place: int, *, heard: bool) -> int:
    """The members agree roughly; on one item of each candidate one of them sees it quite differently."""
    if place == number and seat == 2:
        return 1 if number < 3 else 5
    return min(5, max(1, _LEVELS[number - 1][place] + _VIEWS[seat][(place + 2 * number + 3 * heard) % 6]))


def _sheet(number: int, seat: int, *, heard: bool) -> dict[str, tuple[int | None, str]]:
    """What one member hands in for one candidate, after reading or after having `heard` the candidate."""
    scores = {code: _score(number, seat, place, heard=heard) for place, code in enumerate(RUBRIC)}
    return {code: (score, _WHY[score]) for code, score in scores.items()}


@dataclass(frozen=True)
class _Stage:
    db: Session
    cast: Cast
    now: datetime

    @property
    def place(self) -> int:
        return self.cast.busy.id

    @property
    def secretary(self) -> Actor:
        return self.cast.actor("secretary")

    def prepare(self, title: str, text: str, closes_at: datetime, at: datetime, places: int = 1) -> Procedure:
        return actions.prepare_procedure(
            self.db,
            self.secretary,
            self.place,
            title=title,
            text=text,
            minutes_week=28 * 60,
            home_organisation="Welzijn Waterstad",
            items=RUBRIC,
            most_important="R2",
            knock_outs=("K2", "K3"),
            places=places,
            closes_at=closes_at.astimezone(AMSTERDAM).replace(hour=20, minute=0, second=0, microsecond=0),
            at=at,
        )

    def do(self, action: Callable[..., object], procedure: Procedure, at: datetime, **more: object) -> None:
        """One step of the secretary."""
        action(self.db, self.secretary, self.place, procedure.id, at=at, **more)

    def board(self, action: Callable[..., object], procedure: Procedure, at: datetime, **more: object) -> None:
        """One step of the board."""
        action(self.db, self.cast.actor("board"), self.place, procedure.id, at=at, **more)

    def open_pool(self, procedure: Procedure, at: datetime, volunteers: Sequence[str]) -> None:
        self.do(actions.submit_profile, procedure, at - timedelta(hours=30))
        self.board(actions.approve, procedure, at)
        self.do(actions.open_pool, procedure, at)
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

    def draw(
        self, procedure: Procedure, at: datetime, dice: str = "407", member: str = "", paper: str = ""
    ) -> list[Actor]:
        """Publish the list, throw the dice, and let everybody say yes; `member` and `paper` must be on it.

        `paper` is the name of somebody without e-mail.
        """
        if paper:
            told = {"cluster": "", "age_band": "67+", "experience": "no"}
            contact = "Kade 14, 020 555 01 34"
            self.do(actions.volunteer_on_paper, procedure, at, name=paper, contact=contact, told=told)
        self.do(actions.publish_lottery, procedure, at, salt=f"demo {procedure.id}")
        dice = _dice_that_name(self, procedure, member, paper) if member else dice
        self.do(
            actions.record_dice,
            procedure,
            at,
            dice=dice,
            place="Buurthuis De Brug",
            witnesses="Nel van Houten en Cor Dekker",
        )
        panel = []
        for seat in seats_of(self.db, procedure.id):
            if seat.answer is SeatState.WAITING and seat.account_id is None:
                self.do(actions.answer_seat, procedure, at + timedelta(days=1), accepts=True, seat_id=seat.id)
            elif seat.answer is SeatState.WAITING:
                actor = self.actor_in(seat)
                actions.answer_seat(self.db, actor, self.place, procedure.id, accepts=True, at=at + timedelta(days=1))
                panel.append(actor)
        return panel

    def actor_in(self, seat: Seat) -> Actor:
        assert seat.account_id is not None
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
                contact=f"kandidaat{place + 1}@demo.example.org" if place < 3 else "06 55 50 01 23",
                answers={code: texts[place] for code, texts in _ANSWERS.items()},
                token=f"demo-{procedure.id}-{place + 1}-alleen-voor-de-demo",
                knock_outs=("K2", "K3"),
                at=at + timedelta(hours=place),
            )

    def to_screening(self, procedure: Procedure, at: datetime) -> None:
        self.do(actions.catch_up, procedure, at)
        for one in applications_of(self.db, procedure.id):
            self.do(actions.sort_application, procedure, at, application_id=one.id, state=AppState.ADMITTED)
        self.do(actions.start_screening, procedure, at)

    def score(self, procedure: Procedure, panel: Sequence[Actor], at: datetime) -> None:
        wanted = (AppState.ADMITTED,) if procedure.state is State.SCREENING else (AppState.INTERVIEWED,)
        for seat, actor in enumerate(panel):
            for application in applications_of(self.db, procedure.id):
                if application.state in wanted:
                    sheet = _sheet(application.number, seat, heard=procedure.state is not State.SCREENING)
                    actions.submit_scores(self.db, actor, self.place, procedure.id, application.id, sheet=sheet, at=at)

    def to_conflict_check(self, procedure: Procedure, panel: Sequence[Actor], at: datetime) -> None:
        self.score(procedure, panel, at)
        self.do(actions.agree_on_invited, procedure, at, count=3)
        self.do(actions.reveal_names, procedure, at)

    def to_interviews(self, procedure: Procedure, panel: Sequence[Actor], at: datetime) -> None:
        for actor in panel:
            actions.declare(self.db, actor, self.place, procedure.id, steps_back=[], at=at)
        self.do(actions.start_interviews, procedure, at)
        for place, one in enumerate(self.shortlist(procedure)):
            self.do(
                actions.plan_interview,
                procedure,
                at,
                application_id=one,
                starts_at=at + timedelta(days=8, hours=place),
                place="Buurthuis De Brug, kamer 2",
            )

    def shortlist(self, procedure: Procedure) -> list[int]:
        listed = (AppState.SHORTLISTED, AppState.INVITED)
        return [one.id for one in applications_of(self.db, procedure.id) if one.state in listed]

    def hold(self, procedure: Procedure, at: datetime) -> None:
        seats = [one.id for one in seats_of(self.db, procedure.id) if one.answer is SeatState.ACCEPTED]
        for one in interviews_of(self.db, procedure.id):
            self.do(actions.hold_interview, procedure, at, application_id=one, present=seats)

    def to_deliberation(self, procedure: Procedure, panel: Sequence[Actor], at: datetime) -> None:
        self.hold(procedure, at)
        self.score(procedure, panel, at + timedelta(hours=20))
        self.do(actions.reveal_scores, procedure, at + timedelta(hours=21))

    def decide(self, procedure: Procedure, at: datetime) -> None:
        numbers = [one.number for one in applications_of(self.db, procedure.id) if one.state is AppState.INTERVIEWED]
        for place, seat in enumerate(voters_of(self.db, procedure)):
            first = numbers[0] if place < 4 else numbers[1]
            actions.vote(
                *(self.db, self.actor_in(seat), self.place, procedure.id),
                approved=numbers[:2],
                first=first,
                at=at,
            )
        self.do(actions.record_decision, procedure, at, reasons=_REASONS, reason_items=["R2", "R4"])

    def send(self, procedure: Procedure, at: datetime) -> None:
        token = f"demo-{procedure.id}-werkgever-alleen-voor-de-demo"
        self.do(actions.send_decision, procedure, at, employer_token=token)

    def confirm(self, procedure: Procedure, at: datetime) -> None:
        self.board(actions.answer_decision, procedure, at, event=Event.AGREE)
        actions.employer_answers(
            *(self.db, self.place, procedure.id), confirms=True, reason="", checks_done=True, at=at + timedelta(days=2)
        )

    def accept(self, procedure: Procedure, at: datetime) -> None:
        chosen = next(one for one in applications_of(self.db, procedure.id) if one.state is AppState.OFFERED)
        actions.answer_offer(*(self.db, self.place, procedure.id, chosen.token), accepts=True, public_name=True, at=at)

    def write_all(self, procedure: Procedure, at: datetime) -> None:
        for one in applications_of(self.db, procedure.id):
            if actions.may_write(procedure, one):
                self.do(
                    actions.write_letter,
                    procedure,
                    at,
                    application_id=one.id,
                    text=_LETTER,
                    by_item={"R2": "Uw voorbeeld ging over uzelf. Wij hoorden minder over wat de bewoner wilde."},
                )

    def to_published(
        self,
        title: str,
        start: datetime,
        closes_at: datetime,
        pool: Sequence[str],
        places: int = 1,
        **more: str,
    ) -> tuple[Procedure, list[Actor]]:
        """A vacancy whose panel said yes, open for candidates nine days after `start`."""
        procedure = self.prepare(title, _TEXTS[title], closes_at, start, places)
        self.open_pool(procedure, start + timedelta(days=2), pool)
        panel = self.draw(procedure, start + timedelta(days=7), **more)
        self.do(actions.publish_vacancy, procedure, start + timedelta(days=9))
        return procedure, panel


_TEXTS = {
    "Generalist jeugd en gezin": "U bent er voor gezinnen met jonge kinderen. U kent de scholen en de kinderopvang.",
    "Generalist werk en meedoen": "U helpt mensen die lang thuis zitten weer onder de mensen, met of zonder betaald werk.",
    "Generalist geld en schulden": (
        "U helpt mensen met geldzorgen, voordat het schulden worden.\n\n"
        "U zit twee ochtenden in buurthuis De Brug. De andere dagen bent u bij mensen thuis."
    ),
    "Opbouwwerker in de flats": (
        "U werkt op straat, in de speeltuin en in de flats. U helpt bewoners om samen iets te beginnen.\n\n"
        "U hoeft geen diploma te hebben. Wel laat u zien dat u dit kunt."
    ),
    "Generalist wonen en overlast": (
        "U helpt bewoners bij ruzie met buren, achterstallig onderhoud en dreigende huisuitzetting.\n\n"
        "U werkt veel op straat en in de flats."
    ),
    "Generalist taal en lezen": "U helpt buren die moeite hebben met lezen, schrijven of formulieren.",
    "Generalist mantelzorg": "U zoekt mensen op die voor een ander zorgen en het zwaar hebben.",
    "Generalist ouderen": "U komt bij ouderen thuis en helpt buren om elkaar te helpen.",
    "Generalist jongeren": "U bent er waar jongeren zijn: op het plein, in de school en online.",
    "Generalist psychische gezondheid": "U helpt mensen die in de war zijn of zich somber voelen, en hun buren.",
    "Generalist inburgering": "U helpt nieuwe buren de weg te vinden: de taal, de school, het werk en de straat.",
    "Generalist opvoeding": "U praat met ouders over opvoeden, thuis en bij de school.",
    "Generalist beperking": "U helpt mensen met een beperking om mee te doen in de buurt.",
}


_LOOKED_BACK = (
    (Answer.YES, "Meer tijd tussen twee gesprekken, om zelf op te schrijven wat ik hoorde."),
    (Answer.YES, ""),
    (Answer.PARTLY, "Een buurman vroeg mij steeds wie er solliciteerde. Zeg vooraf nog duidelijker dat wij zwijgen."),
    (Answer.YES, "De vragen stonden in moeilijke woorden."),
)


def fill_panels(db: Session, cast: Cast, now: datetime) -> None:
    """A procedure in every important state, made through the real steps."""
    stage = _Stage(db, cast, now)
    pool = ["member", *(f"member{number}" for number in range(1, 24))]
    _ended(stage, pool)
    _deciding(stage, pool)
    _judging(stage, pool)
    _beginning(stage, pool)


def _start(
    stage: _Stage, title: str, closed: int, pool: Sequence[str], places: int = 1, **more: str
) -> tuple[Procedure, list[Actor], datetime]:
    """A vacancy that closed `closed` days ago, with four candidates; the moment is just after closing."""
    closes_at = stage.now - timedelta(days=closed)
    start = closes_at - timedelta(days=35)
    procedure, panel = stage.to_published(title, start, closes_at, pool, places, **more)
    stage.apply(procedure, 4, closes_at - timedelta(days=8))
    return procedure, panel, closes_at + timedelta(days=1)


def _until_sent(
    stage: _Stage, title: str, closed: int, pool: Sequence[str], places: int = 1
) -> tuple[Procedure, datetime]:
    procedure, panel, at = _start(stage, title, closed, pool, places)
    stage.to_screening(procedure, at)
    stage.to_conflict_check(procedure, panel, at + timedelta(days=3))
    stage.to_interviews(procedure, panel, at + timedelta(days=4))
    stage.to_deliberation(procedure, panel, at + timedelta(days=13))
    stage.decide(procedure, at + timedelta(days=15))
    stage.send(procedure, at + timedelta(days=15))
    return procedure, at + timedelta(days=15)


def _panel_of(stage: _Stage, procedure: Procedure) -> list[Actor]:
    seats = seats_of(stage.db, procedure.id)
    return [stage.actor_in(seat) for seat in seats if seat.answer is SeatState.ACCEPTED and seat.account_id]


def _ended(stage: _Stage, pool: Sequence[str]) -> None:
    """One erased, one in the term for complaints with a complaint, one placed, one without candidates."""
    erased, at = _until_sent(stage, "Generalist jeugd en gezin", 300, pool[1:20])
    stage.confirm(erased, at + timedelta(days=2))
    stage.accept(erased, at + timedelta(days=6))
    stage.write_all(erased, at + timedelta(days=8))
    stage.do(actions.conclude, erased, at + timedelta(days=9))
    actions.run_procedure(stage.db, stage.place, erased.id, at=at + timedelta(days=60))
    stage.do(
        *(actions.note_fault, erased, at + timedelta(days=70)),
        seat_id=seats_of(stage.db, erased.id)[0].id,
        kind=FaultKind.CONFLICT,
        text="Een lid werkte vroeger samen met een kandidaat en zei dat niet.",
        months=0,
    )
    kept, at = _until_sent(stage, "Generalist ouderen", 52, pool[2:21], places=2)
    stage.confirm(kept, at + timedelta(days=2))
    stage.accept(kept, at + timedelta(days=6))
    # The second place, after somebody said yes to the first.
    at += timedelta(days=7)
    stage.decide(kept, at)
    stage.send(kept, at)
    stage.confirm(kept, at + timedelta(days=2))
    stage.accept(kept, at + timedelta(days=6))
    stage.write_all(kept, at + timedelta(days=8))
    stage.do(actions.conclude, kept, at + timedelta(days=9))
    _breach(stage, kept, at + timedelta(days=9))
    for actor, (free, better) in zip(_panel_of(stage, kept), _LOOKED_BACK, strict=False):
        where = (stage.db, actor, stage.place, kept.id)
        actions.look_back(*where, clear=Answer.YES, free=free, better=better, at=at + timedelta(days=10))
    sad = next(one for one in applications_of(stage.db, kept.id) if one.letter_at is not None)
    actions.file_complaint(
        *(stage.db, stage.place, kept.id, sad.token),
        text="Mijn gesprek duurde veel korter dan afgesproken. Daardoor kon ik niet alles vertellen.",
        committee_token=f"demo-{kept.id}-commissie-alleen-voor-de-demo",
        at=at + timedelta(days=12),
    )
    placed, at = _until_sent(stage, "Generalist jongeren", 28, pool[1:18])
    stage.confirm(placed, at + timedelta(days=2))
    stage.accept(placed, at + timedelta(days=6))
    start = stage.now - timedelta(days=160)
    title = "Generalist werk en meedoen"
    unfilled, _panel = stage.to_published(title, start, start + timedelta(days=30), pool[1:18])
    stage.do(actions.catch_up, unfilled, start + timedelta(days=31))


def _breach(stage: _Stage, procedure: Procedure, at: datetime) -> None:
    """A member told in a neighbourhood group who applied; the board decided that the authority need not know."""
    row = actions.note_breach(
        *(stage.db, stage.secretary, stage.place, procedure.id),
        seat_id=seats_of(stage.db, procedure.id)[0].id,
        known_at=at - timedelta(hours=3),
        place="In een buurtapp met ongeveer 40 mensen.",
        text="Dat iemand uit de wijk had gesolliciteerd. Het bericht is na een uur weggehaald.",
        application_ids=[applications_of(stage.db, procedure.id)[1].id],
        at=at,
    )
    stage.board(
        *(actions.judge_breach, procedure, at + timedelta(hours=20)),
        breach_id=row.id,
        reported=False,
        grounds="Er stond geen naam bij en niemand kon zien wie het was.",
    )


def _deciding(stage: _Stage, pool: Sequence[str]) -> None:
    """One waits for the board, one for the employer, one is suspended, one deliberates.

    Nobody of the board could answer the second one, so the supervisory board did.
    """
    _until_sent(stage, "Generalist inburgering", 18, pool[3:22])
    waiting, at = _until_sent(stage, "Generalist opvoeding", 20, pool[1:20])
    for key in ("board", "board2"):
        stage.board(actions.declare_tie, waiting, at + timedelta(days=1), account_id=stage.cast.actor(key).account_id)
    stage.do(
        *(actions.hand_over, waiting, at + timedelta(days=1)),
        body=Body.SUPERVISORS,
        contact="",
        reason="Beide bestuursleden kennen een kandidaat goed.",
        token=f"voorbeeld-{waiting.id}",
    )
    actions.answer_in_place(stage.db, stage.place, waiting.id, event=Event.AGREE, at=at + timedelta(days=2))
    title = "Generalist beperking"
    suspended, panel, at = _start(stage, title, 12, pool[1:20])
    stage.to_screening(suspended, at)
    stage.to_conflict_check(suspended, panel, at + timedelta(days=3))
    stage.do(
        actions.suspend,
        suspended,
        at + timedelta(days=5),
        reason="Twee leden zijn ziek. Wij wachten tot er weer vier leden kunnen oordelen.",
    )
    talking, panel, at = _start(stage, "Generalist psychische gezondheid", 16, pool, member="member")
    stage.to_screening(talking, at)
    stage.to_conflict_check(talking, panel, at + timedelta(days=2))
    stage.to_interviews(talking, panel, at + timedelta(days=3))
    stage.to_deliberation(talking, panel, at + timedelta(days=12))


def _judging(stage: _Stage, pool: Sequence[str]) -> None:
    """One is being read without names, with Joke on the panel; one is scored; in one the interviews are planned."""
    reading, panel, at = _start(stage, "Generalist geld en schulden", 3, pool, member="member", paper="Toon Verhoeven")
    stage.to_screening(reading, at)
    member = stage.cast.account("member").id
    stage.score(reading, [one for one in panel if one.account_id != member][:3], at + timedelta(days=1))
    heard, panel, at = _start(stage, "Generalist taal en lezen", 14, pool, member="member")
    stage.to_screening(heard, at)
    stage.to_conflict_check(heard, panel, at + timedelta(days=2))
    stage.to_interviews(heard, panel, at + timedelta(days=3))
    stage.hold(heard, at + timedelta(days=12))
    title = "Generalist mantelzorg"
    planned, panel, at = _start(stage, title, 9, pool[2:22])
    stage.to_screening(planned, at)
    stage.to_conflict_check(planned, panel, at + timedelta(days=3))
    stage.to_interviews(planned, panel, at + timedelta(days=4))


def _beginning(stage: _Stage, pool: Sequence[str]) -> None:
    """One open for candidates, one for volunteers, one before the board with a remark, one draft."""
    now = stage.now
    title = "Opbouwwerker in de flats"
    start = now - timedelta(days=16)
    published, _panel = stage.to_published(title, start, now + timedelta(days=12), pool[1:22], places=2)
    stage.apply(published, 2, now - timedelta(days=4))
    title = "Generalist wonen en overlast"
    drawing = stage.prepare(title, _TEXTS[title], now + timedelta(days=45), now - timedelta(days=6))
    stage.open_pool(drawing, now - timedelta(days=4), pool[6:14])
    review = stage.prepare(
        "Generalist verslaving",
        "U helpt mensen die te veel drinken of gebruiken, en wie bij hen hoort.",
        now + timedelta(days=60),
        now - timedelta(days=3),
    )
    stage.do(actions.submit_profile, review, now - timedelta(days=2))
    actions.remark_on_profile(
        *(stage.db, stage.cast.actor("member7"), stage.place, review.id),
        text="Vraag ook naar ervaring met familie. Die wordt vaak vergeten.",
        at=now - timedelta(days=1),
    )
    stage.prepare(
        "Generalist sport en bewegen",
        "U helpt bewoners om samen te bewegen, binnen en buiten.",
        now + timedelta(days=70),
        now - timedelta(days=1),
    )


def _dice_that_name(stage: _Stage, procedure: Procedure, key: str, paper: str) -> str:
    """The first throw with which these are on the panel: the demo needs Joke there."""
    own = my_volunteer(stage.db, procedure.id, stage.cast.account(key).id)
    assert own is not None
    on_paper = {row.pseudonym for row in volunteers_of(stage.db, procedure.id) if paper and row.name == paper}
    wanted = {own.pseudonym, *on_paper}
    panels = lottery_of(stage.db, stage.place, procedure.id)
    return f"{next(number for number, panel in enumerate(panels) if wanted <= set(panel)):03d}"
