"""The secretary's page: the procedure as a line of steps, what waits for whom, every term."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission, Role
from coop.kernel.errors import NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.policy import (
    AFTER_PLACEMENT,
    ANSWER_WORDS,
    APP_WORDS,
    CLEAR,
    FAULT_WORDS,
    FREE,
    NAMES_FOR_BOARD,
    QUORUM,
    SEAT_WORDS,
    AppState,
    State,
)
from coop.panels.views.acts import acts_for
from coop.panels.views.base import REMARKS_SHOWN, bp, history_lines, load, sees_drafts, shown
from coop.panels.views.buttons import ONE_BUTTON
from coop.panels.views.waits import waits_for
from coop.web.address import district
from coop.web.forms import EmptyForm
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/vacatures/<int:procedure_id>/beheer")
@allow(Permission.SEE_MY_PAGE)
def manage(procedure_id: int) -> ResponseReturnValue:
    """The procedure as a line of steps: what waits for whom."""
    if not sees_drafts():
        raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))
    found = load(procedure_id)
    is_secretary, is_board = actor().has(Role.SECRETARY), actor().has(Role.BOARD)
    named = is_secretary or (is_board and found.state in NAMES_FOR_BOARD)
    everybody = queries.applications_of(db(), found.id)
    rows = queries.rows_of(db(), found, everybody)
    facts = queries.facts_of(db(), found, rows, **queries.who_can_answer(db(), found, now()))
    applications = [one for one in everybody if is_secretary or (named and one.state in _BOARD_SEES)]
    talks = rows.talks if is_secretary else {}
    due = is_secretary and actions.due_event(facts, now()) is not None
    return page(
        "panels/manage.html",
        **shown(found),
        is_secretary=is_secretary,
        is_board=is_board,
        acts=acts_for(found, facts, now(), secretary=is_secretary, board=is_board, due=due),
        waits=waits_for(found, facts, now()),
        seats=[(seat, _(SEAT_WORDS[seat.answer])) for seat in rows.seats],
        accepted=facts.accepted,
        quorum=QUORUM,
        names=rows.names,
        paper=rows.paper if is_secretary else {},
        flags=_flags(rows.declared, everybody) if is_secretary else {},
        stepped_back=sum(one.steps_back for one in rows.declared),
        totals=queries.totals_of(db(), found, rows) if is_board else [],
        by_mail={
            "employer": actions.has_e_mail(found.employer_contact),
            "committee": actions.has_e_mail(found.committee_contact),
        },
        no_mail=_without_mail(applications) if is_secretary else [],
        everybody_ready=is_secretary and (facts.screening_ready or facts.scores_ready),
        applications=[(one, _(APP_WORDS[one.state]), actions.may_write(found, one)) for one in applications],
        paper_waits=_typed_once(found, rows) if is_secretary else [],
        hearers=_hearers(found, rows) if is_secretary else None,
        looked_back=_looked_back(found),
        interviews=talks,
        running=queries.running_draw(db(), found.id) if is_secretary and found.state is State.APPROVED else None,
        remarks=queries.remarks_of(db(), found.id) if found.state in REMARKS_SHOWN else (),
        complaints=queries.complaints_of(db(), found.id) if found.committee_token else (),
        history=history_lines(found),
        faults=(faults := queries.faults_in(db(), found.id)),
        faulty={one.seat_id for one in faults},
        fault_words=FAULT_WORDS,
        after_placement=AFTER_PLACEMENT,
        can_remove=found.state not in _CLOSED_PANEL,
        form=EmptyForm(),
    )


# The board reads the name of who was chosen; of the others it knows the number and totals only.
_BOARD_SEES = (AppState.PREFERRED, AppState.OFFERED, AppState.ACCEPTED)
_CLOSED_PANEL = (
    *(State.PLACED, State.CONCLUDED, State.RETENTION, State.ERASED, State.CANCELLED, State.UNFILLED),
    State.REOPENED,
)


def _flags(declared: Any, candidates: Any) -> dict[int, list[int] | None]:
    """For whom each member steps back, by candidate number; None who has not said it yet."""
    numbers = {one.id: one.number for one in candidates}
    flags: dict[int, list[int] | None] = {}
    for one in declared:
        mine = flags.setdefault(one.seat_id, []) or []
        flags[one.seat_id] = sorted([*mine, *([numbers[one.application_id]] if one.steps_back else [])])
    return flags


def _typed_once(found: Any, rows: queries.Rows) -> list[tuple[int, int]]:
    """Seat and candidate of paper sheets that a second person still has to type."""
    if found.state not in (State.SCREENING, State.INTERVIEWING, State.SCORING):
        return []
    numbers, ranks = {one.id: one.number for one in rows.candidates}, {seat.id: seat.rank for seat in rows.seats}
    phase = queries.SCREENING if found.state is State.SCREENING else queries.INTERVIEW
    return [(ranks[seat], numbers[one]) for seat, one in queries.unchecked_paper(db(), found.id, phase)]


def _hearers(found: Any, rows: queries.Rows) -> list[str] | None:
    """Who was at every interview so far, once one was held: only they can vote."""
    held = any(one.held_at for one in rows.talks.values())
    if not held or found.state not in (State.INTERVIEWING, State.SCORING, State.DELIBERATION):
        return None
    return [rows.names[seat.id] for seat in rows.voters()]


def _looked_back(found: Any) -> Any:
    """What the panel thought of it, in lines of a question and counts."""
    together = queries.looked_back(db(), found.id) if found.concluded_at else None
    if together is None:
        return None
    rows = [
        (_(question), ", ".join(f"{_(words)}: {counts[one]}" for one, words in ANSWER_WORDS.items()))
        for question, counts in ((CLEAR, together.clear), (FREE, together.free))
    ]
    return rows, together.better


def _without_mail(applications: Any) -> list[Any]:
    """Candidates who get no mail: they are called, or get what stands on their page on paper."""
    return [one for one in applications if one.name and not one.account_id and not actions.has_e_mail(one.contact)]


@bp.post("/vacatures/<int:procedure_id>/stap/<step>")
@allow(Permission.SEE_MY_PAGE)
@posting
def take_step(procedure_id: int, step: str) -> ResponseReturnValue:
    """Take a step that needs nothing but a button."""
    found = load(procedure_id)
    if step not in ONE_BUTTON:
        raise NotFoundError(mark("There is no such step."))
    one = ONE_BUTTON[step]
    actor().require(one.permission)
    done = one.action(db(), actor(), district().id, found.id, at=now())
    tell(_(one.said))
    if step == "loting-berekenen":
        return see_other("panels.draw_progress", procedure_id=found.id)
    return see_other("panels.manage", procedure_id=done.id if step == "opnieuw" else found.id)
