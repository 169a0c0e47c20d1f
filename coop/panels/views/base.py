"""The blueprint, and what every page of a procedure shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Permission, Role
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark
from coop.members.queries import names_of
from coop.panels import queries
from coop.panels.policy import (
    AFTER_REVEAL,
    BODY_WORDS,
    DRAW_WORDS,
    FINISHED,
    STATE_WORDS,
    STEPS,
    AppState,
    Draw,
    SeatState,
    State,
    item_of,
    step_words,
)
from coop.panels.policy.deadlines import LETTER_TIME, RULING_TIME
from coop.web.address import district, url_for
from coop.web.guard import actor, stamp_of
from coop.web.pages import page
from coop.web.session import db, now
from coop.web.words import _, ngettext

bp = Blueprint("panels", __name__, url_prefix="/<district>")
# What residents said about a profile stands on its pages until the vacancy opens.
REMARKS_SHOWN = (State.DRAFT, State.PROFILE_REVIEW, State.APPROVED)
# In these the employer reads whom the panel chose, on its private page and on paper.
EMPLOYER_READS = (State.RATIFICATION, State.EMPLOYER_CONFIRMATION, State.PLACED)
_OFFICE = frozenset(
    {
        *(Permission.MANAGE_PROCEDURE, Permission.APPROVE_PROCEDURE, Permission.RATIFY_DECISION),
        Permission.JUDGE_BREACH,
    }
)
_OFFICE_PAGES = ("panels.manage", "panels.take_step", "panels.suspend")


@bp.before_request
def keep_parts_apart() -> None:
    """Who applied for a job reads none of its papers, and who is on its panel does no office work on it."""
    procedure_id = (request.view_args or {}).get("procedure_id")
    endpoint = request.endpoint or ""
    is_office = endpoint in _OFFICE_PAGES or stamp_of(current_app.view_functions[endpoint]) in _OFFICE
    reads = endpoint in ("panels.deliberation", "panels.interview_calendar")
    if procedure_id is None or not sees_drafts() or not (is_office or reads):
        return
    applied, seated = queries.parts_taken(db(), procedure_id, actor().account_id)
    if applied:
        raise NotAllowedError(mark("You applied for this job yourself. Let somebody else with your role do this."))
    if seated and is_office:
        raise NotAllowedError(mark("You are on the panel for this job. Let somebody else with your role do this."))


def sees_drafts() -> bool:
    """Drafts are for the secretary and the board."""
    return actor().has(Role.SECRETARY) or actor().has(Role.BOARD)


def load(procedure_id: int) -> Any:
    """The procedure in the URL; a draft only for who works on it."""
    return queries.procedure_of(db(), district().id, procedure_id, drafts=sees_drafts())


def require_state(found: Any, *states: State) -> None:
    """Raise `ConflictError` when the page belongs to a step that has passed or is still to come."""
    if found.state not in states:
        raise ConflictError(mark("This step has passed, or its turn has not come yet."))


def is_closed_by_clock(procedure: Any) -> bool:
    """The closing moment has passed, also when nobody has closed it yet."""
    return procedure.state is State.PUBLISHED and bool(now() >= procedure.closes_at)


def words_of(procedure: Any) -> str:
    """Where a procedure is, in the language of the page."""
    if is_closed_by_clock(procedure):
        return _("closed for applications")
    if procedure.state is State.APPROVED and procedure.draw is not Draw.NONE:
        return _(DRAW_WORDS[procedure.draw])
    if procedure.state is State.RATIFICATION and procedure.handed_to:
        return _("waits for %(body)s", body=_(BODY_WORDS[procedure.handed_to]))
    return _(STATE_WORDS[procedure.state])


def _line_of_steps(procedure: Any) -> list[tuple[str, str]]:
    here = State(procedure.suspended_from) if procedure.state is State.SUSPENDED else procedure.state
    if here not in STEPS:
        return [(words_of(procedure), "now")]
    place = STEPS.index(here)
    rows = []
    for number, state in enumerate(STEPS):
        told = "done" if number < place else "now" if number == place else "next"
        rows.append((_(STATE_WORDS[state]), told))
        if state is State.APPROVED:
            rows.append((_(DRAW_WORDS[Draw.DRAWN]), "done" if procedure.draw is Draw.DRAWN else "next"))
    return rows


def terms_of(procedure: Any) -> list[tuple[str, datetime]]:
    """Every term that runs or ran, with its words."""
    rows = (
        (
            _("Remarks on the profile until"),
            procedure.review_until_at if procedure.state is State.PROFILE_REVIEW else None,
        ),
        (_("Apply until"), procedure.closes_at),
        (_("Panel has read the answers before"), procedure.screening_due_at),
        (_("Scores before"), procedure.scores_due_at),
        (_("Panel decides before"), procedure.decide_due_at if procedure.state is State.DELIBERATION else None),
        (
            _("%(body)s answers before", body=_(BODY_WORDS[procedure.handed_to]).capitalize())
            if procedure.handed_to
            else _("Board answers before"),
            board_until(procedure),
        ),
        (_("Letters to who was not chosen before"), letters_before(procedure)),
        (
            _("Complaints committee rules before") if procedure.for_committee else _("Suspended until at most"),
            procedure.suspended_until_at,
        ),
        (_("Data are erased after"), procedure.erase_at),
    )
    return [(words, moment) for words, moment in rows if moment is not None]


def board_until(procedure: Any) -> datetime | None:
    """The last minute of the board: midnight belongs to the day after, and would be read as a day more."""
    due_at: datetime | None = procedure.board_due_at
    return due_at - timedelta(minutes=1) if due_at else None


def letters_before(procedure: Any) -> datetime | None:
    """Until when everybody who was not chosen has a letter; None when that is not known, or all have one."""
    begins = procedure.decided_at if procedure.state in (State.PLACED, State.UNFILLED) else None
    return begins + LETTER_TIME if begins else None


def rule_before(complaint: Any) -> Any:
    """Until when the committee can rule on a complaint."""
    return complaint.filed_at + RULING_TIME


def places_of(procedure: Any) -> str:
    """Which of several places is being decided, or how many were filled; empty when there is one place only."""
    if procedure.places == 1:
        return ""
    count, places = procedure.filled, procedure.places
    filled = ngettext(
        "%(num)s of %(places)s places is filled.", "%(num)s of %(places)s places are filled.", count, places=places
    )
    if procedure.state in FINISHED:
        return filled
    if count or procedure.state in AFTER_REVEAL:
        about = _("This is about place %(place)s of %(places)s.", place=count + 1, places=places)
        return f"{about} {filled}" if count else about
    return _("There are %(places)s places. The panel decides about one at a time.", places=places)


def shown(procedure: Any) -> dict[str, Any]:
    """What the templates of a procedure share: state in words, line of steps, rubric, mandate."""
    return {
        "procedure": procedure,
        "now": now(),
        "rule_before": rule_before,
        "board_until": board_until(procedure),
        "stand_in": _(BODY_WORDS[procedure.handed_to]) if procedure.handed_to else "",
        "state": words_of(procedure),
        "tone": "plain" if procedure.state in FINISHED else "late" if procedure.state is State.SUSPENDED else "busy",
        "steps": _line_of_steps(procedure),
        "terms": terms_of(procedure),
        "places": places_of(procedure),
        "items": [item_of(code) for code in procedure.items],
        "mandate": MandateSnapshot.from_json(procedure.mandate) if procedure.mandate else None,
    }


def seat_names(seats: Sequence[Any], procedure_id: int) -> dict[int, str]:
    """Names by seat, of who has an account and of who takes part on paper."""
    known = names_of(db(), [seat.account_id for seat in seats if seat.account_id])
    paper = queries.paper_names(db(), procedure_id)
    return {seat.id: known.get(seat.account_id or 0) or paper.get(seat.id, ("", ""))[0] for seat in seats}


def chosen_of(procedure: Any) -> Any:
    """The application that the last decision is about; None when nobody is chosen. Earlier places have theirs."""
    waits = (AppState.PREFERRED, AppState.OFFERED)
    return next(
        (
            one
            for one in queries.applications_of(db(), procedure.id)
            if one.state in waits or (one.state is AppState.ACCEPTED and one.number == procedure.placed_number)
        ),
        None,
    )


def panel_names(procedure: Any) -> list[str]:
    """Who said yes, by name: for the panel itself, board, employer, and who is invited for an interview."""
    seats = [seat for seat in queries.seats_of(db(), procedure.id) if seat.answer is SeatState.ACCEPTED]
    return sorted(name for name in seat_names(seats, procedure.id).values() if name)


def act_page(
    found: Any,
    form: Any,
    title: str,
    *lead: str,
    button: str,
    back: tuple[str, str] | None = None,
    quotes: Sequence[tuple[str, str]] = (),
    order: Sequence[str] = (),
) -> ResponseReturnValue:
    """A page with one form: title, a sentence or two about what follows, texts to look at, and the button."""
    back = back or (url_for("panels.manage", procedure_id=found.id), found.title)
    fields = [form[name] for name in order] or [field for field in form if field.name != "csrf_token"]
    return page(
        "panels/act.html",
        form=form,
        fields=fields,
        title=title,
        lead=lead,
        button=button,
        back=back,
        quotes=quotes,
        procedure=found,
    )


def history_lines(procedure: Any) -> list[tuple[datetime, str]]:
    """What happened so far, in words; never who."""
    return [
        (
            change.at,
            _(step_words(change.event, change.after)) + (f": {_(change.reason)}" if change.reason else ""),
        )
        for change in queries.history_of(db(), district().id, procedure.id)
    ]
