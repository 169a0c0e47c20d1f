"""A procedure brought to a state by its real acts, without pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Actor
from coop.panels import actions
from coop.panels.models import Application, Procedure
from coop.panels.policy import AppState, Event, SeatState, State
from coop.panels.queries import applications_of, interviews_of, seats_of
from tests.support import make
from tests.support.make import NOON, Person

ITEMS = ["R1", "R2", "R4", "R6", "R9", "R10"]
CLOSES = NOON + timedelta(days=30)
READ = CLOSES + timedelta(days=2)
TALKS = READ + timedelta(days=9)
SCORED = TALKS + timedelta(days=1)
DECIDED = TALKS + timedelta(days=3)
PLACED = DECIDED + timedelta(days=6)
SECRET = "Only on the sheet: "
WHY = "It came out of the example that was told."


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

    @property
    def state(self) -> State:
        return self.procedure.state

    def is_in(self, state: State) -> bool:
        """Whether the procedure is in `state` now."""
        return self.procedure.state is state

    def do(self, action: Callable[..., Any], at: datetime, **more: Any) -> Any:
        """An act of the secretary."""
        return action(self.db, self.secretary.actor, self.place.id, self.id, at=at, **more)

    def decide_as_board(self, action: Callable[..., Any], at: datetime, **more: Any) -> Any:
        """An act of the board."""
        return action(self.db, self.board.actor, self.place.id, self.id, at=at, **more)

    def by(self, person: Person, action: Callable[..., Any], at: datetime, **more: Any) -> Any:
        """An act of a panel member or resident."""
        return action(self.db, person.actor, self.place.id, self.id, at=at, **more)

    def approved(self) -> "Hiring":
        self.do(actions.submit_profile, NOON)
        self.decide_as_board(actions.approve, NOON, works_council=True)
        return self

    def pool(self, count: int = 12) -> "Hiring":
        self.approved()
        self.do(actions.open_pool, NOON)
        for place, person in enumerate(self.volunteers[:count]):
            self.volunteer(person, place)
        return self

    def volunteer(self, person: Person, place: int = 0) -> None:
        self.by(
            *(person, actions.volunteer, NOON),
            cluster=("Noord", "Zuid")[place % 2],
            age_band=("30-49", "67+", "")[place % 3],
            experience=("yes", "no")[place % 2],
        )

    def listed(self, salt: str = "salt") -> "Hiring":
        self.do(actions.publish_lottery, NOON, salt=salt)
        return self

    def throw(self, dice: str = "407") -> None:
        self.do(actions.record_dice, NOON, dice=dice, place="De Brug", witnesses="Nel and Cor")

    def drawn(self, count: int = 12) -> "Hiring":
        self.pool(count).listed().throw()
        known = {person.account.id: person for person in self.volunteers}
        seats = seats_of(self.db, self.id)
        self.panel = [known[seat.account_id or 0] for seat in seats if seat.answer is SeatState.WAITING]
        self.reserves = [known[seat.account_id or 0] for seat in seats if seat.answer is SeatState.RESERVE]
        return self

    def said_yes(self, count: int = 12) -> "Hiring":
        self.drawn(count)
        for person in self.panel:
            self.by(person, actions.answer_seat, NOON, accepts=True)
        return self

    def published(self) -> "Hiring":
        self.said_yes()
        self.do(actions.publish_vacancy, NOON, equal_treatment=True)
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

    def closed(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.published()
        for name in names:
            self.apply(name)
        self.do(actions.catch_up, CLOSES)
        return self

    def screening(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.closed(names)
        for one in self.applications():
            self.do(actions.sort_application, CLOSES, application_id=one.id, state=AppState.ADMITTED)
        self.do(actions.start_screening, CLOSES)
        return self

    def conflict_check(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.screening(names)
        self.score_all(self.panel, at=CLOSES)
        self.do(actions.agree_on_invited, READ, count=min(3, len(names)))
        self.do(actions.reveal_names, READ)
        return self

    def declare(self, person: Person, *names: str) -> None:
        back = [one.id for one in self.applications() if one.name in names]
        self.by(person, actions.declare, READ, steps_back=back)

    def interviewing(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.conflict_check(names)
        for person in self.panel:
            self.declare(person)
        self.do(actions.start_interviews, READ)
        return self

    def plan(self, application: Application, starts_at: datetime = TALKS, at: datetime = READ) -> None:
        self.do(actions.plan_interview, at, application_id=application.id, starts_at=starts_at, place="De Brug")

    def hold(self, application: Application, people: Sequence[Person] = ()) -> None:
        if application.id not in interviews_of(self.db, self.id):
            self.plan(application)
        here = {person.account.id for person in people or self.panel}
        seats = [seat.id for seat in seats_of(self.db, self.id) if seat.account_id in here]
        self.do(actions.hold_interview, TALKS, application_id=application.id, present=seats)

    def scoring(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.interviewing(names)
        for one in self.applications(AppState.SHORTLISTED):
            self.hold(one)
        return self

    def applications(self, *states: AppState) -> list[Application]:
        rows = applications_of(self.db, self.id)
        return [one for one in rows if not states or one.state in states]

    def score(self, person: Person, application: Application, score: int = 4, at: datetime = TALKS) -> None:
        sheet = dict.fromkeys(ITEMS, (score, f"{SECRET}{score}"))
        actions.submit_scores(self.db, person.actor, self.place.id, self.id, application.id, sheet=sheet, at=at)

    def score_all(self, people: Sequence[Person], at: datetime = TALKS) -> None:
        wanted = AppState.ADMITTED if self.state is State.SCREENING else AppState.INTERVIEWED
        for person in people:
            for application in self.applications(wanted):
                self.score(person, application, at=at)

    def open_scores(self, at: datetime = SCORED) -> None:
        self.do(actions.reveal_scores, at)

    def deliberating(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.scoring(names)
        self.score_all(self.panel)
        self.open_scores()
        return self

    def vote(self, person: Person, first: int | None, approved: Sequence[int] = (), at: datetime = DECIDED) -> None:
        wanted = approved or ([first] if first else [])
        self.by(person, actions.vote, at, approved=wanted, first=first)

    def decide(self, at: datetime = DECIDED, **more: Any) -> None:
        given = {"reasons": "Listens well.", "reason_items": ["R2"], **more}
        self.do(actions.record_decision, at, **given)

    def decided(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.deliberating(names)
        for place, person in enumerate(self.panel):
            self.vote(person, 1 if place < 4 else 2, approved=[1, 2])
        self.decide()
        return self

    def sent(self, names: Sequence[str] = ("Anna", "Bram")) -> "Hiring":
        self.decided(names)
        self.do(actions.send_decision, DECIDED, employer_token=f"employer-{self.id}")
        return self

    def agreed(self) -> "Hiring":
        self.sent()
        self.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
        return self

    def employer(self, *, confirms: bool = True, at: datetime = PLACED) -> None:
        actions.employer_answers(
            *(self.db, self.place.id, self.id),
            confirms=confirms,
            reason="" if confirms else "law",
            checks_done=True,
            at=at,
        )

    def offer(self, *, accepts: bool = True, at: datetime = PLACED, public_name: bool = False) -> None:
        (chosen,) = self.applications(AppState.OFFERED)
        actions.answer_offer(
            *(self.db, self.place.id, self.id, chosen.token), accepts=accepts, public_name=public_name, at=at
        )

    def placed(self) -> "Hiring":
        self.agreed()
        self.employer()
        self.offer()
        return self

    def write_all(self, at: datetime = PLACED) -> None:
        for one in self.applications():
            if actions.may_write(self.procedure, one):
                self.do(actions.write_letter, at, application_id=one.id, text="Thank you.", by_item={"R2": "A reason."})

    def placed_with(self, names: Sequence[str]) -> None:
        """The whole road with these candidates, up to the four weeks before erasing."""
        self.sent(names)
        self.decide_as_board(actions.answer_decision, DECIDED, event=Event.AGREE)
        self.employer()
        self.offer()
        self.write_all()
        self.do(actions.conclude, PLACED)

    def in_retention(self) -> "Hiring":
        self.placed()
        self.write_all()
        self.do(actions.conclude, PLACED)
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
        most_important="R2",
        closes_at=CLOSES,
        at=NOON,
    )
    return Hiring(db, place, procedure, secretary, board, [make.member(db, place) for _ in range(14)])
