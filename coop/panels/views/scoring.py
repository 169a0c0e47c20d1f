"""Scoring: by question while the answers are read without names, by candidate after the interviews."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import question_form, score_form
from coop.panels.policy import AppState, State, item_of, reading_order
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.panels.views.member import heard_by, own_seat
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/vacatures/<int:procedure_id>/scoren")
@allow(Permission.SCORE_CANDIDATES)
def score(procedure_id: int) -> ResponseReturnValue:
    """What I have to score and what I have done: by question while reading, by candidate after the interviews."""
    found = load(procedure_id)
    seat = own_seat(found)
    phase = actions.phase_of(found)
    sheets = queries.my_sheets(db(), found.id, seat.id, phase)
    if phase == queries.SCREENING:
        mine = queries.read_by(db(), found, seat.id)
        return page(
            "panels/score_questions.html",
            questions=[
                (number, item_of(code), all(_has(sheets, one, code) for one in mine))
                for number, code in enumerate(found.items, 1)
            ],
            candidates=[one for one in queries.applications_of(db(), found.id) if one.state is AppState.ADMITTED],
            back={key for key, sheet in sheets.items() if sheet.stepped_back},
            reads=len(mine),
            due_at=found.screening_due_at,
            form=EmptyForm(),
            **shown(found),
        )
    heard = heard_by(found, seat)
    return page("panels/score.html", candidates=heard, sheets=sheets, due_at=found.scores_due_at, **shown(found))


def _has(sheets: Any, one: Any, code: str) -> bool:
    return one.id in sheets and code in sheets[one.id].scores


@bp.route("/vacatures/<int:procedure_id>/scoren/vraag/<int:number>", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def score_question(procedure_id: int, number: int) -> ResponseReturnValue:
    """The answers of all candidates to one question, in an order of one's own; score and evidence for each."""
    found = load(procedure_id)
    seat = own_seat(found)
    require_state(found, State.SCREENING)
    if not 1 <= number <= len(found.items):
        raise NotFoundError(mark("This page is not here."))
    code = found.items[number - 1]
    mine = {one.id: one for one in queries.read_by(db(), found, seat.id)}
    order = [mine[key] for key in reading_order(seat.id, code, mine, found.lottery_sha256 or "")]
    sheets = queries.my_sheets(db(), found.id, seat.id, queries.SCREENING)
    known = {one.id: sheets[one.id].scores[code] for one in order if _has(sheets, one, code)}
    form: Any = question_form(item_of(code), [(one.id, one.number) for one in order], known)
    if accepted(
        form,
        lambda: actions.submit_question(
            *(db(), actor(), district().id, found.id, code),
            given={one.id: (_score_in(form, one.id), form[f"evidence_{one.id}"].data or "") for one in order},
            at=now(),
        ),
    ):
        return _after_question(found, seat, number)
    blocks = [
        (one, (one.redacted or one.answers).get(code, ""), form[f"score_{one.id}"], form[f"evidence_{one.id}"])
        for one in order
    ]
    return page(
        "panels/score_question.html",
        form=form,
        blocks=blocks,
        item=item_of(code),
        number=number,
        total=len(found.items),
        known=bool(known),
        **shown(found),
    )


def _score_in(form: Any, key: Any) -> int | None:
    given = form[f"score_{key}"].data
    return None if given == "none" else int(given)


def _after_question(found: Any, seat: Any, number: int) -> ResponseReturnValue:
    """On to the next question that is not done, or to the overview."""
    tell(
        _(
            "Your scores for question %(number)s are in. You can change them until all scores open together. "
            "Nobody sees them before that.",
            number=number,
        )
    )
    mine = queries.read_by(db(), found, seat.id)
    sheets = queries.my_sheets(db(), found.id, seat.id, queries.SCREENING)
    left = [place for place, code in enumerate(found.items, 1) if not all(_has(sheets, one, code) for one in mine)]
    following = next((place for place in left if place > number), None)
    if following:
        return see_other("panels.score_question", procedure_id=found.id, number=following)
    return see_other("panels.score", procedure_id=found.id)


@bp.post("/vacatures/<int:procedure_id>/scoren/<int:application_id>/toch")
@allow(Permission.SCORE_CANDIDATES)
@posting
def judge_after_all(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Read a candidate after all."""
    found = load(procedure_id)
    own_seat(found)
    actions.judge_after_all(db(), actor(), district().id, found.id, application_id, at=now())
    tell(_("You read this candidate after all. The answers are among the questions again."))
    return see_other("panels.score", procedure_id=found.id)


@bp.route("/vacatures/<int:procedure_id>/scoren/<int:application_id>", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def score_candidate(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """One candidate after the interview: answers by question, my score and evidence per item."""
    found = load(procedure_id)
    seat = own_seat(found)
    candidate = queries.application_of(db(), district().id, found.id, application_id)
    if actions.phase_of(found) == queries.SCREENING:
        raise ConflictError(mark("While reading you score by question, so that nobody is judged as a whole."))
    if candidate.id not in {one.id for one in heard_by(found, seat)}:
        raise ConflictError(mark("Only who was at the whole interview scores this candidate."))
    mine = queries.my_sheets(db(), found.id, seat.id, queries.INTERVIEW).get(candidate.id)
    form: Any = score_form(found.items)
    if not form.is_submitted() and mine:
        fill_in(form, mine.scores)
    if accepted(
        form,
        lambda: actions.submit_scores(
            db(), actor(), district().id, found.id, candidate.id, sheet=sheet_from(form, found.items), at=now()
        ),
    ):
        tell(
            _(
                "Your scores for candidate %(number)s are in. You can change them until all scores open together. "
                "Nobody sees them before that.",
                number=candidate.number,
            )
        )
        return see_other("panels.score", procedure_id=found.id)
    answers = candidate.redacted or candidate.answers
    blocks = [
        (item_of(code), answers.get(code, ""), form[f"score_{code}"], form[f"evidence_{code}"]) for code in found.items
    ]
    return page("panels/score_candidate.html", form=form, blocks=blocks, candidate=candidate, mine=mine, **shown(found))


def sheet_from(form: Any, codes: list[str]) -> dict[str, tuple[int | None, str]]:
    """What was typed on a sheet, by item."""

    return {code: (_score_in(form, code), form[f"evidence_{code}"].data or "") for code in codes}


def fill_in(form: Any, scores: dict[str, Any]) -> None:
    """Show what stands on a sheet."""
    for code, value in scores.items():
        form[f"score_{code}"].data = "none" if value["score"] is None else str(value["score"])
        form[f"evidence_{code}"].data = value["evidence"]


@bp.route("/vacatures/<int:procedure_id>/scoren/<int:application_id>/terugtreden", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def step_back(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Step back for one candidate, without a reason."""
    found = load(procedure_id)
    own_seat(found)
    candidate = queries.application_of(db(), district().id, found.id, application_id)
    actions.phase_of(found)
    form = EmptyForm()
    if accepted(form, lambda: actions.step_back(db(), actor(), district().id, found.id, candidate.id, at=now())):
        tell(
            _("You do not score this candidate. Nobody asks why. You can still change your mind until the scores open.")
        )
        return see_other("panels.score", procedure_id=found.id)
    return act_page(
        *(found, form, _("Step back for candidate %(number)s?", number=candidate.number)),
        _("Then you give this candidate no scores, and scores that you gave are removed. Nobody asks why."),
        _("You can change your mind until the scores open: give scores after all."),
        button=_("Yes, I step back for this candidate"),
        back=(
            url_for("panels.score", procedure_id=found.id),
            _("Back to the scores"),
        ),
    )
