"""For people without e-mail: letters to print, a score sheet to fill in with a pen, and what they said on paper."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import AnswerOnPaperForm, declare_form
from coop.panels.policy import NEXT_WORDS, AppState, State, item_of, reading_order
from coop.panels.views.base import (
    EMPLOYER_READS,
    act_page,
    bp,
    chosen_of,
    load,
    panel_names,
    require_state,
    seat_names,
    shown,
)
from coop.panels.views.member import listed_names
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def seat_answer(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Write down whether somebody without e-mail joins the panel."""
    found = load(procedure_id)
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    form = AnswerOnPaperForm()
    if accepted(
        form,
        lambda: actions.answer_seat(
            *(db(), actor(), district().id, found.id), accepts=form.accepts.data == "yes", seat_id=seat.id, at=now()
        ),
    ):
        tell(_("Noted. After a no the next who keeps the panel spread is asked."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("The answer of seat %(number)s", number=seat.rank)),
        _("Only what this person said or signed."),
        button=_("Record the answer"),
    )


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/belangen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def seat_declare(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Write down for whom a member without e-mail steps back."""
    found = load(procedure_id)
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    require_state(found, State.CONFLICT_CHECK)
    mine = queries.my_declarations(db(), seat.id)
    form: Any = declare_form(listed_names(found), [str(key) for key, back in mine.items() if back])
    if accepted(
        form,
        lambda: actions.declare(
            *(db(), actor(), district().id, found.id),
            steps_back=[int(one) for one in form.steps_back.data or []],
            seat_id=seat.id,
            at=now(),
        ),
    ):
        tell(_("Noted. Ask for no reason and write none down."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("For whom does seat %(number)s step back?", number=seat.rank)),
        _("Read the names out, and write down what this member says. Nobody asks why."),
        button=_("Save what this member said"),
    )


@bp.get("/vacatures/<int:procedure_id>/leden/<int:seat_id>/brief")
@allow(Permission.MANAGE_PROCEDURE)
def seat_letter(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """A letter to a member without e-mail, with a score sheet to fill in when there is something to score."""
    found = load(procedure_id)
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    sheets = _reading_sheets(found, seat) if found.state is State.SCREENING else []
    heard = _heard(found, seat) if found.state in (State.INTERVIEWING, State.SCORING) else []
    return page(
        "panels/seat_letter.html",
        seat=seat,
        name=seat_names([seat], found.id)[seat.id],
        contact=queries.paper_names(db(), found.id).get(seat.id, ("", ""))[1],
        sheets=sheets,
        heard=heard,
        listed=[words for _key, words in listed_names(found)] if found.state is State.CONFLICT_CHECK else [],
        today=now(),
        **shown(found),
    )


def _reading_sheets(found: Any, seat: Any) -> list[tuple[Any, list[tuple[int, str]]]]:
    """By question what each candidate wrote, in the order of this member."""
    mine = {one.id: one for one in queries.read_by(db(), found, seat.id)}
    rows = []
    for code in found.items:
        order = [mine[key] for key in reading_order(seat.id, code, mine, found.lottery_sha256 or "")]
        rows.append((item_of(code), [(one.number, (one.redacted or one.answers).get(code, "")) for one in order]))
    return rows


def _heard(found: Any, seat: Any) -> list[int]:
    judges = queries.judges_of(db(), found)
    return [one.number for one in queries.applications_of(db(), found.id) if seat.id in judges.get(one.id, set())]


@bp.get("/vacatures/<int:procedure_id>/kandidaten/<int:application_id>/op-papier")
@allow(Permission.MANAGE_PROCEDURE)
def candidate_letter(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """What stands on the private page of a candidate, to print: receipt, invitation, and what happens next."""
    found = load(procedure_id)
    one = queries.application_of(db(), district().id, found.id, application_id)
    if one.erased_at is not None:
        raise ConflictError(mark("This application is erased."))
    invited = one.state is AppState.INVITED
    return page(
        "panels/candidate_letter.html",
        one=one,
        next_words=_(NEXT_WORDS[found.state]),
        interview=queries.interviews_of(db(), found.id).get(one.id) if invited else None,
        panel=panel_names(found) if invited else [],
        today=now(),
        **shown(found),
    )


@bp.get("/vacatures/<int:procedure_id>/brief/werkgever")
@allow(Permission.MANAGE_PROCEDURE)
def employer_letter(procedure_id: int) -> ResponseReturnValue:
    """What stands on the private page of the employer, to print, sign and send back."""
    found = load(procedure_id)
    if not found.employer_token:
        raise NotFoundError(mark("Nothing is asked of the employer yet."))
    shows = found.state in EMPLOYER_READS
    return page(
        "panels/employer_letter.html",
        chosen=chosen_of(found) if shows else None,
        panel=panel_names(found) if shows else [],
        can_answer=found.state is State.EMPLOYER_CONFIRMATION and found.employer_confirmed_at is None,
        private=whole_address("panels.employer_page", found, found.employer_token),
        today=now(),
        **shown(found),
    )


def whole_address(endpoint: str, found: Any, token: str) -> str:
    """A private address as somebody types it from paper."""
    base: str = current_app.extensions["coop.config"].base_url.rstrip("/")
    return base + url_for(endpoint, procedure_id=found.id, token=token)
