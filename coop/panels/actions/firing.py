"""The one place where the state of a procedure changes, and what follows from each step."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Role
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.actions.erasure import erase_procedure
from coop.panels.actions.messages import tell_candidates, tell_employer, tell_office, tell_panel
from coop.panels.actions.places import next_place
from coop.panels.actions.standstill import (
    decide_anew,
    go_on,
    hear_again,
    no_longer_suspended,
    plan_all_anew,
    stop_clocks,
)
from coop.panels.models import Procedure, ProcedureChange
from coop.panels.policy import (
    IN_RUNNING,
    QUORUM,
    AppState,
    Effect,
    Event,
    Part,
    State,
    Step,
    board_deadline,
    end_of,
    fingerprint_of,
    next_step,
    shortlist,
)
from coop.panels.policy.deadlines import (
    DECISION_TIME,
    KEPT_AFTER_LETTER,
    SCORES_TIME,
    SCREENING_TIME,
)
from coop.panels.queries import applications_of, complaints_of, facts_of, next_candidates, screening_means, voters_of

USUAL_SHORTLIST = 4
# Steps of one person that leave the procedure where it is are not in its history: they would say who did what.
_QUIET = frozenset(
    {
        *(Event.APPLY, Event.ADMIT, Event.SUBMIT_SCREENING, Event.DECLARE, Event.SUBMIT_SCORES, Event.AMEND),
        *(Event.VOTE, Event.PLAN, Event.HOLD, Event.POSTPONE, Event.NO_SHOW, Event.WRITE_LETTER, Event.COMPLAIN),
        *(Event.CONSENT, Event.WITHDRAW, Event.CALL_RESERVE),
    }
)
SUBJECTS: dict[Event, str] = {
    Event.SUBMIT_PROFILE: mark("The profile of a vacancy can be read. Remarks are possible for a week"),
    Event.PUBLISH: mark("A vacancy is open for candidates"),
    Event.REQUEST_CHANGES: mark("The board asks for changes to a vacancy"),
    Event.APPROVE: mark("The board approved a vacancy"),
    Event.PUBLISH_LIST: mark("The list for a draw is published"),
    Event.THAW_POOL: mark("No panel could be drawn"),
    Event.EXTEND: mark("There is more time to apply"),
    Event.OUTAGE: mark("There is more time to apply"),
    Event.CLOSE: mark("A vacancy is closed"),
    Event.START_SCREENING: mark("You can read the answers of the candidates now"),
    Event.SCREENING_DEADLINE: mark("The time for reading the answers is over"),
    Event.REVEAL_NAMES: mark("There is news about the candidates"),
    Event.START_INTERVIEWS: mark("The interviews can be planned"),
    Event.ALL_HELD: mark("All interviews were held"),
    Event.SILENCE: mark("The board did not answer a panel in time"),
    Event.REVEAL: mark("The scores of the panel are open"),
    Event.NEW_ROUND: mark("The panel votes a second time"),
    Event.SEND: mark("A panel has decided"),
    Event.HAND_OVER: mark("Nobody of the board can answer a panel: somebody else does"),
    Event.AGREE: mark("The board has answered your panel"),
    Event.DEVIATE: mark("The board has answered your panel"),
    Event.REFUSE_SECOND_KEY: mark("The board has answered your panel"),
    Event.REFUSE_ON_PROCEDURE: mark("The board has answered your panel"),
    Event.EMPLOYER_CONFIRMS: mark("The employer has confirmed"),
    Event.ACCEPT_OFFER: mark("Somebody joins the team"),
    Event.CANCEL: mark("A vacancy is called off"),
    Event.SUSPEND: mark("A procedure is suspended"),
    Event.RENEW: mark("A procedure is suspended"),
    Event.SCORES_DEADLINE: mark("A procedure is suspended"),
    Event.RESUME: mark("A procedure goes on"),
    Event.COMMITTEE_SILENT: mark("A procedure goes on"),
    Event.PUT_BACK: mark("A procedure goes on: a candidate takes part again"),
    Event.ASK_COMMITTEE: mark("A procedure is suspended"),
    Event.DELIBERATE_AGAIN: mark("The complaints committee asks the panel to deliberate again"),
    Event.HEAR_AGAIN: mark("All candidates are heard again"),
    Event.CONCLUDE: mark("The panel is finished. Thank you"),
    Event.COMPLAIN: mark("A candidate has complained"),
    Event.REOPEN: mark("A vacancy is opened again"),
}
_NO_QUORUM = mark("Fewer than 4 members can vote in the end. All candidates are heard again, or none.")
_ANSWER_NOW = mark("A place in the team waits for your answer")
_NEXT_PLACE = mark("Somebody joins the team. Your panel decides about the next place now")
_OTHER_NEWS = mark("There is news about a vacancy")


def locked(db: Session, district_id: int, procedure_id: int) -> Procedure:
    """The procedure, locked until the end of the transaction, so that two people cannot take one step twice.

    Whatever was read before waiting for the lock (seats, sheets, applications) is read anew when it is used.
    """
    query = select(Procedure.id).where(Procedure.district_id == district_id, Procedure.id == procedure_id)
    number = db.scalar(query.with_for_update())
    if number is None:
        raise NotFoundError(mark("This vacancy is not here."))
    db.expire_all()
    return db.get_one(Procedure, number)


def parts_of(actor: Actor) -> frozenset[Part]:
    """The parts that somebody has by role; member, candidate, employer, committee and clock are handed in."""
    roles = {Role.SECRETARY: Part.SECRETARY, Role.BOARD: Part.BOARD}
    return frozenset(part for role, part in roles.items() if actor.has(role))


def fire(
    db: Session,
    procedure: Procedure,
    event: Event,
    parts: frozenset[Part],
    *,
    at: datetime,
    account_id: int | None = None,
    note: str = "",
    **handed_in: Any,
) -> Step:
    """Take a step of the table: state, history and effects. Raises `ConflictError` when it cannot be taken.

    `note` is the public reason in the history; `handed_in` are the fields of `Facts` that come with the event.
    """
    step = next_step(facts_of(db, procedure, **handed_in), event, parts, at)
    before, procedure.state = procedure.state, step.after
    if event not in _QUIET or before is not step.after:
        db.add(
            ProcedureChange(
                district_id=procedure.district_id,
                procedure_id=procedure.id,
                event=event,
                after=procedure.state,
                part=step.part,
                account_id=account_id,
                reason=note,
                at=at,
            )
        )
    for effect in step.row.effects:
        _EFFECTS[effect](db, procedure, event, before, at)
    if step.after is State.EMPLOYER_CONFIRMATION and procedure.placed_number is None:
        procedure.placed_number = procedure.chosen_number
    ends = (State.UNFILLED, State.CANCELLED, State.PLACED)
    if step.after in ends and before is not step.after and event is not Event.ACCEPT_OFFER:
        _nobody_left(db, procedure)
        # An end that came while it stood still has no term of a suspension any more.
        no_longer_suspended(procedure)
    db.flush()
    return step


def stop_without_quorum(db: Session, procedure: Procedure, *, at: datetime) -> None:
    """Suspend when fewer than four members can still vote in the end: without them no decision can be reached."""
    if procedure.state not in (State.INTERVIEWING, State.SCORING, State.DELIBERATION):
        return
    deliberates = procedure.state is State.DELIBERATION
    left = facts_of(db, procedure).voters if deliberates else len(voters_of(db, procedure))
    if left < QUORUM:
        fire(db, procedure, Event.SUSPEND, frozenset({Part.CLOCK}), at=at, note=_NO_QUORUM, reason=True)


def _lock_rubric(_db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    procedure.rubric_sha256 = fingerprint_of(procedure.items, procedure.most_important)
    procedure.published_at = at


def _make_shortlist(db: Session, procedure: Procedure, _event: Event, _before: State, _at: datetime) -> None:
    invited = shortlist(screening_means(db, procedure), procedure.invited_count or USUAL_SHORTLIST)
    for one in applications_of(db, procedure.id, AppState.ADMITTED):
        one.state = AppState.SHORTLISTED if one.number in invited else AppState.NOT_SHORTLISTED


def _next_candidate(db: Session, procedure: Procedure, _event: Event, _before: State, _at: datetime) -> None:
    number = next_candidates(db, procedure)[0]
    for one in applications_of(db, procedure.id, AppState.PREFERRED, AppState.OFFERED):
        one.state = AppState.REJECTED
    for one in applications_of(db, procedure.id, AppState.INTERVIEWED):
        if one.number == number:
            one.state = AppState.PREFERRED
    procedure.chosen_number, procedure.placed_number = number, None
    procedure.employer_confirmed_at, procedure.board_late = None, False
    if procedure.state is State.SUSPENDED:
        # When it goes on, the decision about the next candidate is sent; what was asked of the committee is over.
        procedure.suspended_from, procedure.for_committee = State.PANEL_DECIDED.value, False


def _make_offer(db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    procedure.employer_confirmed_at = at
    for one in applications_of(db, procedure.id, AppState.PREFERRED):
        one.state = AppState.OFFERED


def _board_clock(_db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    procedure.sent_at, procedure.board_late, procedure.handed_to = at, False, None
    procedure.board_due_at = end_of(board_deadline(at))


def _keep_28_days(db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    ends = [one.letter_at for one in applications_of(db, procedure.id) if one.letter_at]
    # A complaint of before the end was perhaps ruled on after the last letter.
    ends += [one.ruled_at for one in complaints_of(db, procedure.id) if one.ruled_at]
    procedure.erase_at = max(ends, default=at) + KEPT_AFTER_LETTER


def _nobody_left(db: Session, procedure: Procedure) -> None:
    # Who accepted an earlier place has it.
    left = (IN_RUNNING - {AppState.ACCEPTED}) | {AppState.RECEIVED, AppState.INCOMPLETE}
    for one in applications_of(db, procedure.id, *left):
        one.state = AppState.REJECTED


def _tell(sender: Callable[..., None], *role: Role) -> Callable[..., None]:
    def tell(db: Session, procedure: Procedure, event: Event, _before: State, at: datetime) -> None:
        subject = SUBJECTS.get(event, _OTHER_NEWS)
        if procedure.state is State.SUSPENDED and (sender is tell_candidates or event is Event.SCREENING_DEADLINE):
            subject = SUBJECTS[Event.SUSPEND]
        if event is Event.ACCEPT_OFFER and procedure.state is State.DELIBERATION and sender is tell_panel:
            subject = _NEXT_PLACE
        sender(db, procedure, *role, subject, at=at)

    return tell


def _tell_employer(db: Session, procedure: Procedure, event: Event, _before: State, at: datetime) -> None:
    subject = SUBJECTS[event] if event is Event.ACCEPT_OFFER else _ANSWER_NOW
    tell_employer(db, procedure, subject, at=at)


def _set(name: str, value: Callable[[datetime], Any]) -> Callable[..., None]:
    def put(_db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
        setattr(procedure, name, value(at))

    return put


_EFFECTS: dict[Effect, Callable[..., None]] = {
    Effect.TELL_BOARD: _tell(tell_office, Role.BOARD),
    Effect.TELL_OFFICE: _tell(tell_office, Role.SECRETARY),
    Effect.TELL_PANEL: _tell(tell_panel),
    Effect.TELL_TEAM: _tell(tell_office, Role.TEAM_MEMBER),
    Effect.TELL_CANDIDATES: _tell(tell_candidates),
    Effect.TELL_EMPLOYER: _tell_employer,
    Effect.LOCK_RUBRIC: _lock_rubric,
    Effect.START_SCREENING_CLOCK: _set("screening_due_at", lambda at: at + SCREENING_TIME),
    Effect.MAKE_SHORTLIST: _make_shortlist,
    Effect.START_SCORES_CLOCK: _set("scores_due_at", lambda at: at + SCORES_TIME),
    Effect.START_DECISION_CLOCK: _set("decide_due_at", lambda at: at + DECISION_TIME),
    Effect.FORGET_INTERVIEWS: hear_again,
    Effect.FORGET_DECISION: decide_anew,
    Effect.PLAN_ANEW: plan_all_anew,
    Effect.START_BOARD_CLOCK: _board_clock,
    Effect.MARK_BOARD_LATE: _set("board_late", lambda _at: True),
    Effect.NEXT_CANDIDATE: _next_candidate,
    Effect.NEXT_PLACE: next_place,
    Effect.MAKE_OFFER: _make_offer,
    Effect.KEEP_DATA_28_DAYS: _keep_28_days,
    Effect.ERASE_DATA: lambda db, procedure, _event, _before, at: erase_procedure(db, procedure, at=at),
    Effect.STOP_CLOCKS: stop_clocks,
    Effect.GO_ON_WITH_CLOCKS: go_on,
}
