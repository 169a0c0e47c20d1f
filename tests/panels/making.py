"""A procedure brought to a state by its real acts, without pages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Actor
from coop.panels import actions
from coop.panels.models import Application, Procedure
from coop.panels.queries import applications_of, seats_of
from tests.support import make
from tests.support.make import NOON, Person

ITEMS = ["R1", "R2", "R4", "R6", "R9", "R10"]
CLOSES = NOON + timedelta(days=30)
DECIDED = CLOSES + timedelta(days=12)
SECRET = "Only on the sheet: "


@dataclass
class Hiring:
    """One procedure with everybody who has a part in it."""

    db: Session
    place: District
    procedure: Procedure
    secretary: Person
    board: Person
    volunteers: list[Person]
    panel: list[Person] = field(default_factory=list)
    reserves: list[Person] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.procedure.id

    def pool(self, count: int = 12) -> "Hiring":
        actions.approve(self.db, self.board.actor, self.place.id, self.id, at=NOON)
        actions.open_pool(self.db, self.secretary.actor, self.place.id, self.id, at=NOON)
        for place, person in enumerate(self.volunteers[:count]):
            self.volunteer(person, place)
        return self

    def volunteer(self, person: Person, place: int = 0) -> None:
        actions.volunteer(
            self.db,
            person.actor,
            self.place.id,
            self.id,
            cluster=("Noord", "Zuid")[place % 2],
            age_band=("30-49", "67+", "")[place % 3],
            experience=("yes", "no")[place % 2],
            at=NOON,
        )

    def listed(self, salt: str = "salt") -> "Hiring":
        actions.publish_lottery(self.db, self.secretary.actor, self.place.id, self.id, salt=salt, at=NOON)
        return self

    def throw(self, dice: str = "407") -> None:
        actions.record_dice(
            self.db,
            self.secretary.actor,
            self.place.id,
            self.id,
            dice=dice,
            place="De Brug",
            witnesses="Nel and Cor",
            at=NOON,
        )

    def drawn(self) -> "Hiring":
        self.pool().listed().throw()
        known = {person.account.id: person for person in self.volunteers}
        seats = seats_of(self.db, self.id)
        self.panel = [known[seat.account_id] for seat in seats if seat.answer == "waiting"]
        self.reserves = [known[seat.account_id] for seat in seats if seat.answer == "reserve"]
        return self

    def published(self) -> "Hiring":
        self.drawn()
        for person in self.panel:
            actions.answer_seat(self.db, person.actor, self.place.id, self.id, accepts=True, at=NOON)
        actions.publish_vacancy(self.db, self.secretary.actor, self.place.id, self.id, at=NOON)
        return self

    def apply(self, name: str, *, actor: Actor | None = None, at: datetime = NOON) -> Application:
        return actions.apply(
            self.db,
            actor or make.visitor_actor(self.place.id),
            self.place.id,
            self.id,
            name=name,
            contact=f"{name}@example.org",
            answers=dict.fromkeys(ITEMS, "An example."),
            token=f"private-{name}-{self.id}",
            at=at,
        )

    def scoring(self) -> "Hiring":
        self.published()
        self.apply("Anna")
        self.apply("Bram")
        actions.close_vacancy(self.db, self.secretary.actor, self.place.id, self.id, at=CLOSES)
        return self

    def score(self, person: Person, application: Application, score: int = 4) -> None:
        sheet = dict.fromkeys(ITEMS, (score, f"{SECRET}{score}"))
        actions.submit_scores(self.db, person.actor, self.place.id, self.id, application.id, sheet=sheet, at=CLOSES)

    def score_all(self, people: list[Person]) -> None:
        for person in people:
            for application in applications_of(self.db, self.id):
                self.score(person, application)

    def open_scores(self, at: datetime = CLOSES) -> None:
        actions.reveal_scores(self.db, self.secretary.actor, self.place.id, self.id, at=at)

    def decide(self, number: int | None = 1) -> None:
        actions.record_decision(
            self.db,
            self.secretary.actor,
            self.place.id,
            self.id,
            number=number,
            votes={1: 5, 2: 1},
            reasons="Listens well.",
            reason_items=["R2"],
            at=DECIDED,
        )

    def decided(self) -> "Hiring":
        self.scoring()
        self.score_all(self.panel)
        self.open_scores()
        self.decide()
        return self


def hiring(db: Session, place: District) -> Hiring:
    """A draft with fourteen members who could volunteer."""
    secretary, board = make.secretary(db, place), make.board(db, place)
    procedure = actions.prepare_procedure(
        db,
        secretary.actor,
        place.id,
        title="Generalist",
        text="The work.",
        minutes_week=28 * 60,
        home_organisation="Welfare",
        items=ITEMS,
        closes_at=CLOSES,
        at=NOON,
    )
    return Hiring(db, place, procedure, secretary, board, [make.member(db, place) for _ in range(14)])
